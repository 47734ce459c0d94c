import assert from "node:assert/strict";
import * as handlers from "../../../provider";
import { type DynamicProvider, dynamicProvider } from "../../../provider/dynamic";
import { LinuxnetError, type PartialFailure } from "../../../provider/errors";
import { optional, required, UNKNOWN } from "../../../provider/inputs/check";
import { interfaceName } from "../../../provider/inputs/names";
import { flag, owner } from "../../../provider/inputs/values";
import { kinds } from "../../../provider/resources";
import type { Owned, ResourceSpec } from "../../../provider/resources/spec";
import { OWNER } from "../../support/plan";

interface Thing extends Owned {
  name: string;
  up: boolean;
  note?: string | undefined;
  inner?: object;
}

const __provider = 'exports.handler=()=>require("pulumi-linuxnet/provider").thing';
const given = { __provider, name: "a", owner: OWNER };
const thing = { name: "a", up: true, owner: OWNER };
const holes = { note: undefined, inner: { list: [undefined, { note: undefined, kept: 1 }], none: undefined } };
const filled = { inner: { list: [{ kept: 1 }] } };

/** A kind whose objects need no command, and all that its functions were called with. */
function served(overrides: Partial<ResourceSpec<Thing>> = {}): { provider: DynamicProvider; seen: unknown[] } {
  const seen: unknown[] = [];
  const note = <T>(...args: unknown[]): T[] => {
    seen.push(...args);
    return [];
  };
  const spec = {
    fields: { name: required(interfaceName), up: optional(flag, true), note: {}, inner: {}, owner: required(owner) },
    describe: ({ name }: Thing) => `thing ${name}`,
    id: ({ name }: Thing) => name,
    replaceOn: ["name"],
    references: [],
    complete: (inputs: Thing) => (note(inputs), { ...inputs, ...holes }),
    inputsOf: ({ name, up, owner }: Thing) => ({ name, up, owner, note: undefined }),
    create: note,
    update: note,
    remove: note,
    observe: (wanted: Thing) => (
      note(wanted),
      Promise.resolve({ owner: OWNER, what: "a thing", state: wanted, drift: [] })
    ),
    ...overrides,
  };
  return { provider: dynamicProvider(spec as unknown as ResourceSpec<Thing>), seen };
}

const verbs: {
  name: string;
  call: (provider: DynamicProvider) => Promise<unknown>;
  want: unknown;
  overrides?: Partial<ResourceSpec<Thing>>;
}[] = [
  { name: "check", call: (it) => it.check({}, given), want: { inputs: thing, failures: [] } },
  {
    name: "check of what is wrong",
    call: (it) => it.check({}, { ...given, up: 1, wrong: UNKNOWN }),
    want: {
      inputs: { name: "a", owner: OWNER },
      failures: [
        { property: "up", reason: "up: expected true or false, got 1" },
        { property: "wrong", reason: 'wrong: expected one of name, up, note, inner, owner, got "wrong"' },
      ],
    },
  },
  {
    name: "diff of nothing",
    overrides: { complete: (inputs) => ({ ...inputs, note: undefined }) },
    call: (it) => it.diff("a", { ...given, ...thing }, { ...given, ...thing }),
    want: { changes: false, replaces: [], deleteBeforeReplace: true },
  },
  {
    name: "diff of a change",
    call: (it) => it.diff("a", { ...given, ...thing }, { ...given, ...thing, up: false }),
    want: { changes: true, replaces: [], deleteBeforeReplace: true },
  },
  {
    name: "diff of a replacement",
    call: (it) => it.diff("a", { ...given, ...thing }, { ...given, ...thing, name: "b" }),
    want: { changes: true, replaces: ["name"], deleteBeforeReplace: true },
  },
  { name: "create", call: (it) => it.create({ ...given, ...thing }), want: { id: "a", outs: { ...thing, ...filled } } },
  {
    name: "read",
    call: (it) => it.read("a", { ...given, ...thing }),
    want: { id: "a", props: thing, inputs: thing },
  },
  {
    name: "update",
    call: (it) => it.update("a", { ...given, ...thing }, { ...given, ...thing, up: false }),
    want: { outs: { ...thing, up: false, ...filled } },
  },
  { name: "delete", call: (it) => it.delete("a", { ...given, ...thing }), want: undefined },
];

const broken = {
  create: () => {
    throw new LinuxnetError("it failed\n  command: ip");
  },
};

describe("dynamic provider", () => {
  for (const { name, call, want, overrides } of verbs) {
    it(`answers ${name} without undefined, and keeps __provider from the kind`, async () => {
      const { provider, seen } = served(overrides);
      assert.deepStrictEqual(await call(provider), want);
      for (const value of seen) assert.ok(!JSON.stringify(value).includes("__provider"), JSON.stringify(value));
    });
  }

  it("answers a read with the id that it has by now", async () => {
    const { id } = await served().provider.read("old", { ...given, ...thing });
    assert.equal(id, "a");
  });

  it("answers a read of what is gone with nothing", async () => {
    const { provider } = served({ observe: () => Promise.resolve(undefined) });
    assert.deepStrictEqual(await provider.read("a", { ...given, ...thing }), {});
  });

  it("throws its own errors without a stack", async () => {
    const { provider } = served({ ...broken, observe: () => Promise.resolve(undefined) });
    await assert.rejects(provider.create({ ...given, ...thing }), (error: Error) => {
      assert.equal(error.message, "thing a: cannot create, it failed\n  command: ip");
      assert.equal(error.stack, "");
      assert.ok(!("properties" in error));
      return true;
    });
  });

  it("keeps the stack of what is a mistake of its own", async () => {
    const observe = (): never => {
      throw new TypeError("x is not a function");
    };
    const { provider } = served({ observe: () => Promise.resolve().then(observe) });
    await assert.rejects(provider.read("a", { ...given, ...thing }), (error: Error) => {
      assert.ok(error instanceof TypeError);
      assert.match(error.stack ?? "", /dynamic\.spec/);
      return true;
    });
  });

  it("throws a partial failure with what Pulumi keeps of it, __provider too", async () => {
    const { provider } = served({ ...broken, observe: () => Promise.reject(new LinuxnetError("no view")) });
    await assert.rejects(provider.create({ ...given, ...thing }), (error: PartialFailure) => {
      const message = "thing a: cannot create, it failed\n  command: ip";
      const { id, properties, reasons, stack } = error as PartialFailure & { properties: unknown; reasons: unknown };
      assert.deepStrictEqual(
        { id, properties, reasons, stack },
        { id: "a", properties: { ...thing, ...filled, drift: [message], __provider }, reasons: [message], stack: "" },
      );
      return true;
    });
  });

  it("serves all kinds under the names that state files call", () => {
    const names = [
      "bridge",
      "container",
      "containerNetwork",
      "containerSet",
      "firewallRule",
      "masquerade",
      "namespace",
      "portForward",
      "qdisc",
      "reachable",
      "route",
      "rule",
      "service",
      "sysctl",
      "vethPair",
      "vxlan",
    ];
    assert.deepEqual(Object.keys(handlers).sort(), names);
    assert.deepEqual(Object.keys(kinds).sort(), names);
    for (const handler of Object.values(handlers)) {
      assert.deepEqual(Object.keys(handler).sort(), ["check", "create", "delete", "diff", "read", "update"]);
    }
  });
});
