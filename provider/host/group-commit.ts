/**
 * Runs one group at a time: what is submitted while a group runs waits and becomes the next group, so that many
 * concurrent changes cost few runs of the tool. Where a group fails, its members are run one by one, and each gets
 * its own error.
 */
export function groupCommit<T>(run: (group: readonly T[]) => Promise<void>): (item: T) => Promise<void> {
  interface Waiting {
    item: T;
    settle: (result: Promise<void>) => void;
  }
  let waiting: Waiting[] = [];
  let running = false;

  async function runGroup(group: readonly Waiting[]): Promise<void> {
    const whole = run(group.map(({ item }) => item));
    const failed = await whole.then(
      () => false,
      () => true,
    );
    for (const { item, settle } of group) {
      const result = failed && group.length > 1 ? run([item]) : whole;
      settle(result);
      await result.catch(() => undefined);
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
    new Promise<void>((settle) => {
      waiting.push({ item, settle });
      if (!running) void drain();
    });
}
