import assert from "node:assert/strict";
import { CommandError, PartialFailure } from "../../provider/errors";
import { firewallOf } from "../../provider/host/firewall";
import type { Host } from "../../provider/host/host";
import { localHost } from "../../provider/host/local-host";
import { viewOf } from "../../provider/host/view";
import { Lifecycle } from "../../provider/lifecycle";
import { kinds } from "../../provider/resources";
import type { Owned, ResourceSpec } from "../../provider/resources/spec";
import { it, linksByHand, RED, withoutForeignRules } from "../support/kernel";
import { type Inputs, type Kind, lifecycleOf, make } from "../support/made";
import { owner } from "../support/owner";
import { assertSame, snapshot } from "../support/snapshot";

const BOTH = ["10.0.0.1/24", "fd00::1/64"];

/** Inputs, and others that they change to in place. */
const CASES: [Kind, Inputs, Inputs][] = [
  ["namespace", { name: "ns0", sysctls: { "net.ipv4.ip_forward": "1" } }, { sysctls: { "net.ipv4.ip_forward": "0" } }],
  ["bridge", { name: "br0", addresses: BOTH }, { addresses: ["10.0.0.2/24"], mtu: 1400, stp: true, forward: false }],
  [
    "vethPair",
    { name: "veth0", addresses: BOTH, peer: { name: "eth0", namespace: RED } },
    { addresses: ["10.0.0.2/24"], peer: { name: "eth0", namespace: RED, addresses: ["10.0.0.3/24"], mtu: 1400 } },
  ],
  ["route", { destination: "10.1.0.0/16", gateway: "10.7.0.2" }, { gateway: "10.7.0.3", metric: 5 }],
  ["masquerade", { source: "10.0.0.0/16" }, { source: "fd00::/64" }],
  [
    "portForward",
    { hostPort: 8080, targetAddress: "10.0.0.2" },
    { hostAddress: "192.168.64.5", owner: owner("other") },
  ],
  ["portForward", { namespace: RED, hostPort: 80, targetAddress: "fd00::2" }, { targetAddress: "10.0.0.2" }],
];

/** The machine, on which one command fails: the one with this index. */
class FailingHost implements Host {
  private started = 0;

  constructor(private readonly index: number) {}

  run: Host["run"] = (command) => {
    if (this.started++ !== this.index) return localHost.run(command);
    throw new CommandError("other", command.argv.join(" "), "the machine stumbled");
  };

  get failed(): boolean {
    return this.started > this.index;
  }

  lifecycle(kind: Kind): Lifecycle<Owned, Owned> {
    const spec = (kinds as Record<Kind, unknown>)[kind] as ResourceSpec<Owned, Owned>;
    return new Lifecycle(spec, this, firewallOf(this), viewOf(this));
  }
}

describe("a command that fails", () => {
  withoutForeignRules();

  for (const [kind, given, change] of CASES) {
    const text = `${kind} ${JSON.stringify(given)}`;
    const first = { owner: owner("failing"), ...given };

    it(`leaves nothing of ${text}`, async () => {
      linksByHand();
      const before = await snapshot();
      for (let index = 0, host = new FailingHost(index); ; host = new FailingHost(++index)) {
        const lifecycle = host.lifecycle(kind);
        const inputs = lifecycle.check(first).inputs as Owned;
        const made = await lifecycle.create(inputs).catch((error: unknown) => error as Error);
        assert.equal(made instanceof Error, host.failed);
        if (!(made instanceof Error)) {
          await lifecycleOf(kind).delete(made.state);
          break;
        }
        assert.match(made.message, /: cannot create, [^]*the machine stumbled/);
        assert.ok(!(made instanceof PartialFailure), `command ${index}: ${made.message}`);
        assertSame(await snapshot(), before);
      }
    });

    it(`does not keep ${text} from its change`, async () => {
      linksByHand();
      for (let index = 0; ; index++) {
        const made = await make(kind, first);
        const host = new FailingHost(index);
        const lifecycle = host.lifecycle(kind);
        const inputs = lifecycle.check({ ...first, ...change }).inputs as Owned;
        const state = await lifecycle.update(made.id, made.state, inputs).catch((error: unknown) => error as Error);
        if (state instanceof PartialFailure) made.state = state.state as Owned;
        else if (!(state instanceof Error)) made.state = state;
        await made.upTo({ ...first, ...change });
        await made.remove();
        if (!host.failed) break;
      }
    });

    it(`does not keep ${text} from its end`, async () => {
      linksByHand();
      for (let index = 0; ; index++) {
        const made = await make(kind, first);
        const host = new FailingHost(index);
        await host
          .lifecycle(kind)
          .delete(made.state)
          .catch((error: unknown) => {
            assert.match((error as Error).message, /: cannot (remove|read), [^]*the machine stumbled/);
          });
        await made.remove();
        if (!host.failed) break;
      }
    });
  }
});
