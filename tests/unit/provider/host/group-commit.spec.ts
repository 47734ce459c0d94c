import assert from "node:assert/strict";
import { AsyncLocalStorage } from "node:async_hooks";
import { groupCommit } from "../../../../provider/host/group-commit";

/** A tool that notes its groups, and fails where one holds a word that begins with `bad`. */
function tool(): { groups: string[][]; submit: (item: string) => Promise<void> } {
  const groups: string[][] = [];
  let running = 0;
  const submit = groupCommit<string>(async (group) => {
    assert.equal(++running, 1, "two groups run at a time");
    groups.push([...group]);
    await new Promise((resolve) => setTimeout(resolve, 2));
    running--;
    const bad = group.find((item) => item.startsWith("bad"));
    if (bad !== undefined) throw new Error(`${bad} of ${group.length}`);
  });
  return { groups, submit };
}

const settled = async (promises: Promise<void>[]): Promise<string[]> =>
  (await Promise.allSettled(promises)).map((it) => (it.status === "fulfilled" ? "done" : (it.reason as Error).message));

describe("groupCommit", () => {
  const cases: { name: string; items: string[]; groups: string[][]; want: string[] }[] = [
    { name: "runs one alone", items: ["a"], groups: [["a"]], want: ["done"] },
    {
      name: "runs what comes together in one group",
      items: ["a", "b", "c"],
      groups: [["a", "b", "c"]],
      want: ["done", "done", "done"],
    },
    { name: "runs one that fails once", items: ["bad"], groups: [["bad"]], want: ["bad of 1"] },
    {
      name: "gives each its own error, and lets the others go on",
      items: ["a", "bad1", "b", "bad2"],
      groups: [["a", "bad1", "b", "bad2"], ["a"], ["bad1"], ["b"], ["bad2"]],
      want: ["done", "bad1 of 1", "done", "bad2 of 1"],
    },
  ];
  for (const { name, items, groups, want } of cases) {
    it(name, async () => {
      const it = tool();
      assert.deepEqual(await settled(items.map(it.submit)), want);
      assert.deepEqual(it.groups, groups);
    });
  }

  it("makes one group of all that waits while another runs", async () => {
    const it = tool();
    const first = it.submit("a");
    while (it.groups.length === 0) await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(await settled([first, ...["b", "bad", "c"].map(it.submit)]), ["done", "done", "bad of 1", "done"]);
    assert.deepEqual(it.groups, [["a"], ["b", "bad", "c"], ["b"], ["bad"], ["c"]]);
  });

  it("groups what is asked for in different steps of one turn", async () => {
    const it = tool();
    const later = Promise.resolve().then(() => it.submit("b"));
    await Promise.all([it.submit("a"), later]);
    assert.deepEqual(it.groups, [["a", "b"]]);
  });

  it("runs each group on behalf of the first in it", async () => {
    const callers = new AsyncLocalStorage<string>();
    const groups: string[] = [];
    const submit = groupCommit<string>(async (group) => {
      groups.push(`${group.join()} for ${callers.getStore()}`);
      await new Promise((resolve) => setTimeout(resolve, 2));
      if (group.length > 1) throw new Error("one by one");
    });
    const all = [callers.run("A", () => submit("a"))];
    while (groups.length === 0) await new Promise((resolve) => setImmediate(resolve));
    for (const [caller, item] of [["B", "b"] as const, ["C", "c"] as const]) {
      all.push(callers.run(caller, () => submit(item)));
    }
    await Promise.all(all);
    assert.deepEqual(groups, ["a for A", "b,c for B", "b for B", "c for C"]);
  });

  it("refuses whom it does not admit when the turn comes, each for themselves", async () => {
    const callers = new AsyncLocalStorage<string>();
    const groups: string[][] = [];
    let isOver = false;
    const submit = groupCommit<string>(
      (group) => {
        groups.push([...group]);
        isOver = true;
        return Promise.resolve();
      },
      () => {
        if (isOver && callers.getStore() !== "C") throw new Error(`too late for ${callers.getStore()}`);
      },
    );
    const all = [callers.run("A", () => submit("a"))];
    while (groups.length === 0) await new Promise((resolve) => setImmediate(resolve));
    for (const caller of ["B", "C", "D"]) all.push(callers.run(caller, () => submit(caller)));
    assert.deepEqual(await settled(all), ["done", "too late for B", "done", "too late for D"]);
    assert.deepEqual(groups, [["a"], ["C"]]);
  });

  it("goes on after it was idle, and after a failure", async () => {
    const it = tool();
    assert.deepEqual(await settled([it.submit("bad")]), ["bad of 1"]);
    assert.deepEqual(await settled([it.submit("a")]), ["done"]);
    assert.deepEqual(await settled([it.submit("b")]), ["done"]);
    assert.deepEqual(it.groups, [["bad"], ["a"], ["b"]]);
  });
});
