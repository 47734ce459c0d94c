import { AsyncLocalStorage } from "node:async_hooks";

/**
 * Runs one group at a time: what is submitted while a group runs waits and becomes the next group, so that many
 * concurrent changes cost few runs of the tool. Where a group fails, its members are run one by one, and each gets
 * its own error. A group runs in the asynchronous context of its first member. Before a member's turn `admit` is called
 * in its own: what that throws is the member's error, and the group runs without it.
 */
export function groupCommit<T>(
  run: (group: readonly T[]) => Promise<void>,
  admit: () => void = () => undefined,
): (item: T) => Promise<void> {
  interface Waiting {
    item: T;
    /** Does something in the context in which the item was submitted. */
    within: <R>(work: () => R) => R;
    settle: (result: Promise<void>) => void;
    refuse: (error: unknown) => void;
  }
  let waiting: Waiting[] = [];
  let running = false;

  async function runGroup(all: readonly Waiting[]): Promise<void> {
    const group = all.filter(isAdmitted);
    const [first] = group;
    if (first === undefined) return;
    const whole = first.within(() => run(group.map(({ item }) => item)));
    const failed = await whole.then(
      () => false,
      () => true,
    );
    for (const member of group) {
      if (failed && group.length > 1) await runGroup([member]);
      else member.settle(whole);
    }
  }

  function isAdmitted({ within, refuse }: Waiting): boolean {
    try {
      within(admit);
      return true;
    } catch (error) {
      refuse(error);
      return false;
    }
  }

  async function drain(): Promise<void> {
    running = true;
    // What is submitted in one turn of the event loop goes together.
    await new Promise((resolve) => setImmediate(resolve));
    while (waiting.length > 0) {
      const group = waiting;
      waiting = [];
      await runGroup(group);
    }
    running = false;
  }

  return (item) =>
    new Promise<void>((settle, refuse) => {
      waiting.push({ item, within: AsyncLocalStorage.snapshot(), settle, refuse });
      if (!running) void drain();
    });
}
