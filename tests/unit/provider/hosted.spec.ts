import assert from "node:assert/strict";
import { CommandError, PartialFailure } from "../../../provider/errors";
import { firewallOf } from "../../../provider/host/firewall";
import { viewOf } from "../../../provider/host/view";
import { HostedLifecycle } from "../../../provider/hosted";
import { UNKNOWN } from "../../../provider/inputs/check";
import type { HostInputs } from "../../../provider/inputs/connection";
import type { Machine } from "../../../provider/machines";
import { kinds } from "../../../provider/resources";
import type { RuleInputs } from "../../../provider/resources/rule";
import { FakeHost, type Run } from "../../support/fake-host";
import { OWNER, stateOf } from "../../support/plan";

const B: HostInputs = { name: "b", address: "192.0.2.7" };
const RULE = { owner: OWNER, priority: 100, from: "10.0.0.0/8", table: 100 };
const state = stateOf("rule", RULE) as RuleInputs;
const onB = { ...state, host: B } as RuleInputs;

const LOST = new CommandError("unreachable", "ssh 192.0.2.7", "host b: Connection refused");

/** The verbs where host b answers by a script, or cannot be reached, and no other machine may be asked for anything. */
function lifecycle(script: readonly Run[] | CommandError): {
  verbs: HostedLifecycle<RuleInputs, RuleInputs>;
  told: string[];
  host: FakeHost;
} {
  const told: string[] = [];
  const host = new FakeHost(script instanceof CommandError ? [] : script);
  const machineOf = (target: HostInputs | undefined): Machine => {
    const its = target === undefined ? new FakeHost([]) : host;
    return {
      ...{ host: its, firewall: firewallOf(its), view: viewOf(its), exclusively: (work) => work() },
      reach: () => (script instanceof CommandError ? Promise.reject(script) : Promise.resolve()),
      tell: (notice) => told.push(notice),
    };
  };
  const spec = kinds.rule as never;
  return { verbs: new HostedLifecycle<RuleInputs, RuleInputs>(spec, machineOf), told, host };
}

describe("a resource on another host", () => {
  it("is checked with its host", () => {
    const { verbs } = lifecycle([]);
    const { inputs, failures } = verbs.check({ ...RULE, host: { ...B, sudo: true } });
    assert.deepEqual(failures, []);
    assert.deepEqual((inputs as { host: HostInputs }).host, { ...B, sudo: true });
    const reasons = verbs.check({ ...RULE, host: { name: "-b", address: "-oProxyCommand=x", keys: "k" } }).failures;
    assert.deepEqual(
      reasons.map(({ property, reason }) => [property, reason.split(":")[0]]),
      [
        ["host", "host.name"],
        ["host", "host.address"],
        ["host", "host.keys"],
      ],
    );
    assert.deepEqual((verbs.check({ ...RULE, host: UNKNOWN }).inputs as object as { host: string }).host, UNKNOWN);
  });

  it("is replaced where its host has another name, or is not known", () => {
    const { verbs } = lifecycle([]);
    for (const host of [{ ...B, name: "c" }, undefined, UNKNOWN as never]) {
      const { changes, replaces, because } = verbs.diff(onB, { ...state, ...(host && { host }) });
      assert.deepEqual([changes, replaces, because], [["host"], ["host"], ["it is to be on another host"]]);
    }
    assert.deepEqual(verbs.diff(state, onB).replaces, ["host"]);
    assert.deepEqual(verbs.diff(onB, onB).changes, []);
  });

  it("is changed by another connection without a command", async () => {
    const { verbs } = lifecycle(LOST);
    const moved = { ...onB, host: { ...B, port: 2222 } } as RuleInputs;
    const { changes, replaces, details } = verbs.diff(onB, moved);
    assert.deepEqual([changes, replaces, details], [["host"], [], [{ path: "host.port", kind: "add" }]]);
    assert.deepEqual(await verbs.update("b:100", onB, moved), moved);
  });

  it("is made on its host, which its id and its state tell", async () => {
    const line = "ip -4 rule add priority 100 from 10.0.0.0/8 lookup 100 protocol 76";
    const { verbs, host } = lifecycle([{ argv: "ip -N -j -d -4 rule show", prints: "[]" }, { argv: line }]);
    const made = await verbs.create(onB);
    host.assertDone();
    assert.deepEqual(made, { id: "b:100", state: onB });
  });

  it("is told by its host in errors", async () => {
    const { verbs } = lifecycle([{ argv: "ip -N -j -d -4 rule show", fails: "Operation not permitted" }]);
    await assert.rejects(verbs.create(onB), /100 on host b: cannot create, permission denied/);
  });

  it("fails while its host cannot be reached", async () => {
    const { verbs } = lifecycle(LOST);
    const text = /100 on host b: cannot (create|read|change|remove), its host cannot be reached/;
    await assert.rejects(verbs.create(onB), text);
    await assert.rejects(verbs.read(onB), text);
    await assert.rejects(verbs.update("b:100", onB, { ...onB, table: "101" }), text);
    await assert.rejects(verbs.delete(onB), text);
  });

  it("is kept while its host cannot be reached, where the program says so", async () => {
    const { verbs, told } = lifecycle(LOST);
    const kept = { ...onB, host: { ...B, whenUnreachable: "keep" } } as RuleInputs;
    const found = await verbs.read(kept);
    assert.ok(found);
    assert.deepEqual(found.state, kept);
    assert.deepEqual((found.inputs as { host?: HostInputs }).host, { ...B, whenUnreachable: "keep" });
    assert.match(found.unseen ?? "", /100 on host b: cannot read, its host cannot be reached: kept as it was/);
    assert.deepEqual(await verbs.update("b:100", kept, { ...kept, table: "101" }), kept);
    assert.match(told.join("\n"), /cannot change, its host cannot be reached: kept as it was/);
    await assert.rejects(verbs.create(kept), /cannot create/);
    await assert.rejects(verbs.delete(kept), /cannot remove/);
  });

  it("is forgotten with a host that is gone, where the program said so", async () => {
    const { verbs, told } = lifecycle(LOST);
    await verbs.delete({ ...onB, host: { ...B, whenUnreachable: "forget" } } as RuleInputs);
    assert.match(told.join("\n"), /100 on host b: forgotten and not removed/);
  });

  it("is never kept or forgotten where its host refuses", async () => {
    for (const reason of ["host key", "no login", "no sudo"] as const) {
      const { verbs } = lifecycle(new CommandError(reason, "ssh 192.0.2.7", "host b: no"));
      const forgotten = { ...onB, host: { ...B, whenUnreachable: "forget" } } as RuleInputs;
      await assert.rejects(verbs.read(forgotten), /its host/);
      await assert.rejects(verbs.delete(forgotten), /its host/);
    }
  });

  it("is on its host also where it was made in part", async () => {
    const failing: Run = {
      argv: "ip -4 rule add priority 100 from 10.0.0.0/8 lookup 100 protocol 76",
      fails: "Killed",
    };
    const { verbs } = lifecycle([{ argv: "ip -N -j -d -4 rule show", prints: "[]" }, failing]);
    const error = await verbs.create(onB).catch((it: unknown) => it);
    assert.ok(error instanceof PartialFailure);
    assert.equal(error.id, "b:100");
    assert.deepEqual((error.state as { host?: HostInputs }).host, B);
  });
});
