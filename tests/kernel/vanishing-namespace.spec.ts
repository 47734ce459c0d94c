import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { firewallOf } from "../../provider/host/firewall";
import type { Host } from "../../provider/host/host";
import { localHost } from "../../provider/host/local-host";
import { viewOf } from "../../provider/host/view";
import { Lifecycle } from "../../provider/lifecycle";
import { kinds } from "../../provider/resources";
import type { VethPairState } from "../../provider/resources/veth-pair";
import { sh, succeeds } from "../support/command";
import { it, until } from "../support/kernel";
import { make } from "../support/made";

/** A machine on which somebody deletes a namespace right before linuxnet deletes an interface of it. */
function losing(namespace: string): Host {
  return {
    run(command) {
      if (command.stdin?.toString().includes("link del")) succeeds(["ip", "netns", "delete", namespace]);
      return localHost.run(command);
    },
  };
}

describe("a namespace that goes while a pair is removed of which it has an end", () => {
  for (const [going, staying] of [
    ["a", "b"],
    ["b", "a"],
  ] as const) {
    it(`leaves nothing in the other one, from ${going} to ${staying}`, async () => {
      const a = await make("namespace", { name: "a" });
      const b = await make("namespace", { name: "b" });
      const pair = await make("vethPair", { name: "e0", namespace: "a", peer: { name: "e1", namespace: "b" } });
      // What still runs in the namespace keeps it, and with it the pair, though its name is gone.
      const inside = spawn("nsenter", [`--net=/run/netns/${going}`, "sleep", "20"]);
      try {
        await until(() => sh(`ip netns pids ${going}`).includes(String(inside.pid)), "what runs in the namespace");
        const host = losing(going);
        const firewall = firewallOf(host, () => undefined);
        const lifecycle = new Lifecycle(kinds.vethPair, host, firewall, viewOf(host), (work) => work());
        await lifecycle.delete(pair.state as VethPairState);
        assert.doesNotMatch(sh(`ip -n ${staying} -brief link`), /^e[01]/m);
      } finally {
        inside.kill("SIGKILL");
      }
      await Promise.all([a, b].map((namespace) => namespace.remove()));
    });
  }
});
