import { existsSync } from "node:fs";
import { HAS_BOTH, withBackend } from "../support/backends";
import { EVERY_ORDER, IN_TURN, type Other, walk } from "../support/beside";
import { run, sh } from "../support/command";
import { PEERS } from "../support/docker";
import type { Forwarding } from "../support/forwarding";
import { removeAll } from "../support/made";
import { stopServers } from "../support/traffic";

const PLUGINS = `${PEERS}/usr/lib/cni`;
const NETWORK = { cniVersion: "0.4.0", name: "pods" };
const SUBNET = [{ subnet: "10.22.0.0/16" }];

/** A pod as a container runtime makes one: plugins in a row, each told what the one before it has made. */
class Pod implements Other {
  readonly place = "p1";
  readonly port = 9090;
  private made: unknown;

  private readonly plugins = [
    {
      ...{ type: "bridge", bridge: "cni0", isGateway: true, ipMasq: true, hairpinMode: true },
      ipam: { type: "host-local", ranges: [SUBNET], routes: [{ dst: "0.0.0.0/0" }], dataDir: "/run/cni" },
    },
    {
      ...{ type: "portmap", capabilities: { portMappings: true } },
      runtimeConfig: { portMappings: [{ hostPort: this.port, containerPort: 80, protocol: "tcp" }] },
    },
  ];

  /** The plugins leave it to the policy. */
  isReachedUnder({ policy }: Forwarding): boolean {
    return policy === "ACCEPT";
  }

  start(): void {
    sh(`ip netns add ${this.place}`);
    for (const plugin of this.plugins) this.made = JSON.parse(this.call("ADD", plugin));
  }

  stop(): void {
    for (const plugin of this.plugins.toReversed()) this.call("DEL", plugin);
    sh(`ip netns delete ${this.place}`);
  }

  private call(command: "ADD" | "DEL", plugin: { type: string }): string {
    const environment = { CNI_COMMAND: command, CNI_CONTAINERID: this.place, CNI_IFNAME: "eth0", CNI_PATH: PLUGINS };
    const words = Object.entries({ ...environment, CNI_NETNS: `/run/netns/${this.place}` });
    const config = { ...NETWORK, ...plugin, ...(plugin.type === "bridge" ? {} : { prevResult: this.made }) };
    const argv = ["env", ...words.map(([name, value]) => `${name}=${value}`), `${PLUGINS}/${plugin.type}`];
    return run(argv, undefined, JSON.stringify(config));
  }
}

describe("beside CNI's plugins", function () {
  this.timeout(300_000);

  before(function () {
    if (existsSync(PLUGINS)) return;
    console.log("not tried, because the set-up could not get them: linuxnet and CNI's plugins side by side");
    this.skip();
  });

  afterEach(async () => {
    await stopServers();
    await removeAll();
  });

  // What one backend drops the other cannot let through.
  beforeEach(() => run(["nft", "flush", "ruleset"]));

  it("neither disturbs the other, in any order of start and stop", () => walk(new Pod(), EVERY_ORDER));

  (HAS_BOTH ? it : it.skip)("neither disturbs the other by iptables-legacy", () =>
    withBackend("legacy", () => walk(new Pod(), IN_TURN)),
  );
});
