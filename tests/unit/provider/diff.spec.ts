import assert from "node:assert/strict";
import { portFields } from "../../../provider/resources/link-end";
import { UNKNOWN } from "../../../provider/inputs/check";
import type { Drifted } from "../../../provider/diff";
import type { Owned } from "../../../provider/resources/spec";
import { changed, type Changes, changesOf, COMPOSED, KINDS } from "../../support/changes";
import { type AnyKind, checked, type Inputs, type Kind, pureLifecycle, specOf, stateOf } from "../../support/plan";

/** Every input of a kind, `peer.name` among them. */
function pathsOf(kind: AnyKind): string[] {
  const names = Object.keys(specOf(kind).fields);
  return names.flatMap((name) => (name === "peer" ? Object.keys(portFields).map((inner) => `peer.${inner}`) : [name]));
}

function testChanges(kind: AnyKind, { from, updates, replacements, references }: Changes): void {
  const diff = (inputs: Inputs) => pureLifecycle(kind).diff(stateOf(kind, from), checked(kind, inputs));
  const unknown = references.map((path): [string, unknown] => [path, UNKNOWN]);

  it(`finds nothing where nothing changes in ${JSON.stringify(from)}`, () => {
    assert.deepEqual(diff(from), { changes: [], replaces: [], because: [], details: [] });
  });

  for (const [path, value] of Object.entries(updates)) {
    it(`${path} changes in place`, () => {
      const { changes, replaces } = diff(changed(from, path, value));
      assert.ok(changes.includes(path.split(".")[0] as string), `changes: ${changes.join()}`);
      assert.deepEqual(replaces, []);
    });
  }

  for (const [path, value] of [...Object.entries(replacements), ...unknown]) {
    it(`${path} replaces${value === UNKNOWN ? " while it is unknown" : ""}`, () => {
      const top = path.split(".")[0] as string;
      const { changes, replaces, because } = diff(changed(from, path, value));
      assert.ok(changes.includes(top), `changes: ${changes.join()}`);
      assert.deepEqual(replaces, [top]);
      const why = value === UNKNOWN ? "refers to what is replaced" : "cannot change in place";
      const paths = because.filter((reason) => reason.endsWith(why)).map((reason) => reason.split(" ", 1)[0]);
      assert.ok(paths.includes(path) || (path === "peer" && paths.length > 0), because.join());
    });
  }

  it(`updates what drifted from ${JSON.stringify(from)}`, () => {
    const drifted: Owned & Drifted = { ...stateOf(kind, from), drift: ["a rule is missing"] };
    const { changes, replaces } = pureLifecycle(kind).diff(drifted, checked(kind, from));
    assert.deepEqual({ changes, replaces }, { changes: ["drift"], replaces: [] });
  });
}

describe("diff", () => {
  for (const kind of [...KINDS, ...COMPOSED]) {
    describe(kind, () => {
      for (const changes of changesOf(kind, 0)) testChanges(kind, changes);

      it("has a row for each input", () => {
        const told = new Set(changesOf(kind, 0).flatMap((it) => Object.keys({ ...it.updates, ...it.replacements })));
        assert.deepEqual(
          pathsOf(kind).filter((path) => !told.has(path)),
          [],
        );
      });
    });
  }

  it("takes an unknown list for a change in place", () => {
    const [{ from }] = changesOf("bridge", 0);
    for (const [addresses, path] of [
      [UNKNOWN, "addresses"],
      [[UNKNOWN], "addresses[0]"],
    ]) {
      const wanted = checked("bridge", { ...from, addresses });
      const want = { changes: ["addresses"], replaces: [], because: [], details: [{ path, kind: "update" }] };
      assert.deepEqual(pureLifecycle("bridge").diff(stateOf("bridge", from), wanted), want);
    }
  });

  it("takes an input that is left out for its default", () => {
    const from = { name: "br0", mtu: 1400, mac: "02:00:00:00:00:01" };
    const { changes } = pureLifecycle("bridge").diff(stateOf("bridge", from), checked("bridge", { name: "br0" }));
    assert.deepEqual(changes.sort(), ["mac", "mtu"]);
  });

  it("takes the same inputs in other words for no change", () => {
    const same: [Kind, Inputs, Inputs][] = [
      ["bridge", { name: "br0", addresses: ["fd00::1/64"] }, { name: "br0", addresses: ["FD00:0::1/64"], mtu: 1500 }],
      [
        "route",
        { destination: "default", gateway: "10.0.0.1" },
        { destination: "0.0.0.0/0", gateway: "10.0.0.1", table: 254 },
      ],
      [
        "portForward",
        { hostPort: 80, targetAddress: "10.0.0.2" },
        { hostPort: "80-80", targetAddress: "10.0.0.2", targetPort: 80 },
      ],
    ];
    for (const [kind, from, to] of same) {
      assert.deepEqual(pureLifecycle(kind).diff(stateOf(kind, from), checked(kind, to)), {
        changes: [],
        replaces: [],
        because: [],
        details: [],
      });
    }
  });
});
