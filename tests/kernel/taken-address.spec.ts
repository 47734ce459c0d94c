import assert from "node:assert/strict";
import type { StepEventMetadata } from "@pulumi/pulumi/automation";
import { Planner } from "../../cli/plan/planner";
import { localHost } from "../../provider/host/local-host";
import { stackOf } from "../../provider/owner";
import { sh, succeeds } from "../support/command";
import { byHand, foreignNamespace, it, until } from "../support/kernel";
import { type Inputs, make, refusal } from "../support/made";
import { checked, specOf } from "../support/plan";

const web = { name: "web", bridge: "br-web", subnet: "10.5.0.0/24", subnet6: "fd05::/64" };
const attached = { ...web, gateway: "10.5.0.1", gateway6: "fd05::1" };
const c1 = (address: string, address6: string): Inputs => ({
  name: "c1",
  networks: [{ network: attached, address, address6 }],
});

/** Somebody else's namespace on the network's bridge, with 10.5.0.9 and fd05::9. */
async function lodger(): Promise<void> {
  const name = foreignNamespace("lodger");
  const cable = `ip link add lodger0 master br-web type veth peer name eth0 netns ${name}`;
  byHand(cable, undefined, "ip link del lodger0");
  for (const line of ["link set eth0 up", "addr add 10.5.0.9/24 dev eth0", "addr add fd05::9/64 dev eth0 nodad"])
    sh(`ip ${line}`, name);
  sh("ip link set lodger0 up");
  for (const address of ["10.5.0.9", "fd05::9"])
    await until(() => succeeds(["ping", "-c1", "-W1", address]), `an answer of ${address}`);
  // Until its own link-local address is settled the bridge asks nobody.
  await until(() => !sh("ip -6 addr show dev br-web").includes("tentative"), "the bridge's address");
}

const neighbours = (): string =>
  sh("ip neigh show dev br-web to 10.5.0.0/24") + sh("ip -6 neigh show dev br-web to fd05::/64");

describe("an address that somebody else has", () => {
  it("is refused for a new container, with who has it, and nothing is made", async () => {
    await make("containerNetwork", web);
    await lodger();
    for (const [inputs, address] of [
      [c1("10.5.0.9", "fd05::2"), "10.5.0.9"],
      [c1("10.5.0.2", "fd05::9"), "fd05::9"],
    ] as const) {
      const message = await refusal("container", inputs);
      assert.match(
        message,
        /^container c1: address \S+ in network web is taken: eth0 in namespace lodger answers for it \(/,
      );
      assert.ok(message.includes(` ${address} `), message);
    }
    assert.doesNotMatch(sh("ip netns list"), /^c1/m);
    assert.equal(neighbours(), "");
  });

  it("may be fixed in the neighbour table by somebody, where it stays", async () => {
    await make("containerNetwork", web);
    byHand("ip neigh add 10.5.0.9 lladdr 02:00:00:00:00:09 dev br-web nud permanent");
    const before = neighbours();
    await refusal("container", c1("10.5.0.9", "fd05::2"));
    assert.equal(neighbours(), before);
    const network = { network: attached, address: "10.5.0.9", address6: "fd05::2", mac: "02:00:00:00:00:09" };
    await make("container", { name: "c1", networks: [network] });
    assert.equal(neighbours(), before);
  });

  it("is not asked for by a plan, which leaves no trace", async () => {
    await make("containerNetwork", web);
    const planner = new Planner(localHost, () => undefined);
    const inputs = checked("container", c1("10.5.0.2", "fd05::2"));
    const step = { op: "create", new: { inputs } } as unknown as StepEventMetadata;
    const { commands = [], findings } = await planner.take(step, specOf("container"));
    assert.deepEqual(findings, []);
    const lines = commands.map((it) => JSON.stringify(it));
    assert.ok(lines.some((it) => it.includes("10.5.0.2")));
    assert.deepEqual(
      lines.filter((it) => it.includes("neigh")),
      [],
    );
  });

  it("is refused for one that stands, which goes on with its own", async () => {
    await make("containerNetwork", web);
    const it = await make("container", c1("10.5.0.2", "fd05::2"));
    await lodger();
    await assert.rejects(it.change(c1("10.5.0.9", "fd05::2")), /10\.5\.0\.9 in network web is taken/);
    await it.settled();
    await it.change(c1("10.5.0.3", "fd05::3"));
  });

  it("may be that of a container of the same stack, which gives way to it", async () => {
    await make("containerNetwork", web);
    const first = await make("container", c1("10.5.0.2", "fd05::2"));
    const owner = `${stackOf(first.state.owner)}0123456789`;
    const next = await make("container", { ...c1("10.5.0.2", "fd05::2"), name: "c2", owner });
    await first.remove();
    await next.settled();
  });

  it("is not its own, from a creation that was cut off", async () => {
    await make("containerNetwork", web);
    const first = await make("container", c1("10.5.0.2", "fd05::2"));
    first.forget();
    await make("container", c1("10.5.0.2", "fd05::2"));
  });
});
