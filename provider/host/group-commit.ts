import { quiet } from "./quiet";
import { AsyncLocalStorage } from "node:async_hooks";

/** What a group failed of that cannot be run again: those before are done, those after did not begin. */
export class MemberFailure extends Error {
  constructor(
    /** The member that failed, counted from 0; undefined where nobody can tell: it is the error of all. */
    readonly index: number | undefined,
    override readonly cause: Error,
  ) {
    super(cause.message);
  }
}

/**
 * Runs one group at a time: what is submitted while a group runs waits and becomes the next group, so that many
 * concurrent changes cost few runs of the tool; it waits for `quiet`, too. Where a group fails, its members are run one by one, and each gets
 * its own error; but see `MemberFailure`. A group runs in the asynchronous context of its first member. Before a member's turn `admit` is called
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
    const error = await whole.then(
      () => undefined,
      (error: unknown) => error,
    );
    if (error instanceof MemberFailure) return settleUpTo(group, error);
    for (const member of group) {
      if (error !== undefined && group.length > 1) await runGroup([member]);
      else member.settle(whole);
    }
  }

  async function settleUpTo(group: readonly Waiting[], { index, cause }: MemberFailure): Promise<void> {
    group.slice(0, index ?? 0).forEach(({ settle }) => settle(Promise.resolve()));
    const failed = index === undefined ? group : group.slice(index, index + 1);
    failed.forEach(({ refuse }) => refuse(cause));
    await runGroup(index === undefined ? [] : group.slice(index + 1));
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
      await quiet();
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
