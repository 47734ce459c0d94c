/** How long somebody waits for quiet. */
const PATIENCE_MS = 30;

let running = 0;
let waiting: (() => void)[] = [];

/** Runs a program of which `quiet` knows. */
export async function heard<T>(run: () => Promise<T>): Promise<T> {
  running++;
  try {
    return await run();
  } finally {
    running--;
    // What follows it at once is no quiet.
    if (running === 0) setImmediate(tellOfQuiet);
  }
}

function tellOfQuiet(): void {
  if (running > 0) return;
  const all = waiting;
  waiting = [];
  all.forEach((go) => go());
}

/**
 * Until none of this process's programs runs, or for a while. By then more may wait for the same, and go together: a
 * program for many costs little more than for one.
 */
export function quiet(): Promise<void> {
  if (running === 0) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, PATIENCE_MS);
    waiting.push(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
