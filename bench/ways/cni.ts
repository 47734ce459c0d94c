import { existsSync } from "node:fs";
import { run, sh } from "../../tests/support/command";
import { PEERS } from "../../tests/support/docker";
import type { Plan, PlannedContainer } from "../plan";
import type { Way } from "./way";

const PLUGINS = `${PEERS}/usr/lib/cni`;

/** CNI's plugins bridge and portmap, in a row for each, as a container runtime runs them. */
export const cni: Way = {
  prepare: () => Promise.resolve(existsSync(PLUGINS) ? undefined : "the set-up could not get CNI's plugins"),
  make(plan) {
    // What forwards is let through by whoever runs them.
    sh("iptables -P FORWARD ACCEPT");
    for (const container of plan.containers) add(plan, container);
    return Promise.resolve();
  },
};

function add({ bridge, subnet, gateway }: Plan, { name, address, port }: PlannedContainer): void {
  sh(`ip netns add ${name}`);
  const ranges = [[{ subnet, gateway }]];
  const made = call(name, {
    ...{ type: "bridge", bridge, isGateway: true, ipMasq: true, hairpinMode: true },
    ipam: { type: "host-local", ranges, routes: [{ dst: "0.0.0.0/0" }], dataDir: "/run/cni" },
    runtimeConfig: { ips: [`${address}/20`] },
    capabilities: { ips: true },
  });
  const portMappings = [{ hostPort: port, containerPort: 80, protocol: "tcp" }];
  call(name, {
    type: "portmap",
    capabilities: { portMappings: true },
    runtimeConfig: { portMappings },
    prevResult: made,
  });
}

function call(name: string, plugin: { type: string } & Record<string, unknown>): unknown {
  const environment = { CNI_COMMAND: "ADD", CNI_CONTAINERID: name, CNI_IFNAME: "eth0", CNI_PATH: PLUGINS };
  const words = Object.entries({ ...environment, CNI_NETNS: `/run/netns/${name}` }).map((it) => it.join("="));
  const config = { cniVersion: "0.4.0", name: "pods", ...plugin };
  return JSON.parse(run(["env", ...words, `${PLUGINS}/${plugin.type}`], undefined, JSON.stringify(config)));
}
