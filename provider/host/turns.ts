/** Runs work while no other process of linuxnet changes a machine's network. */
export type Exclusively = <T>(work: () => Promise<T>) => Promise<T>;

/** After this long a process that always has more to do lets others have their turn. */
const TURN_MS = 2000;

/** A time for which this process has a lock, and all work that is done in it. */
interface Turn {
  /** When it began; undefined while it waits for the lock. */
  begun?: number;
  works: number;
  locked: Promise<() => Promise<void>>;
  ended: Promise<void>;
  end: () => void;
}

/**
 * Work that all work of this process shares a lock for. Work must not ask for it again within itself: past its turn it
 * would wait for its own end.
 * @param lock waits for the lock, and answers what lets it go.
 */
export function takingTurns(lock: () => Promise<() => Promise<void>>): Exclusively {
  let current: Turn | undefined;

  function join(): Turn {
    if (current === undefined || (current.begun !== undefined && Date.now() - current.begun > TURN_MS)) {
      current = newTurn(current?.ended);
    }
    return current;
  }

  function newTurn(before: Promise<void> = Promise.resolve()): Turn {
    let end = (): void => undefined;
    const ended = new Promise<void>((resolve) => (end = resolve));
    const turn: Turn = { works: 0, ended, end, locked: before.then(lock) };
    void turn.locked.then(
      () => (turn.begun = Date.now()),
      () => undefined,
    );
    return turn;
  }

  async function release(turn: Turn): Promise<void> {
    if (current === turn) current = undefined;
    const letGo = await turn.locked.catch(() => undefined);
    await letGo?.();
    turn.end();
  }

  return async (work) => {
    const turn = join();
    turn.works++;
    try {
      await turn.locked;
      return await work();
    } finally {
      turn.works--;
      if (turn.works === 0) await release(turn);
    }
  };
}
