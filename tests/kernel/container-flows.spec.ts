import assert from "node:assert/strict";
import { firewallOf } from "../../provider/host/firewall";
import type { Host } from "../../provider/host/host";
import { localHost } from "../../provider/host/local-host";
import { viewOf } from "../../provider/host/view";
import { Lifecycle } from "../../provider/lifecycle";
import { sh } from "../support/command";
import { commandText } from "../support/faults/parts";
import { byHand, it } from "../support/kernel";
import { type Made, make } from "../support/made";
import { checked, specOf } from "../support/plan";
import { serve, stopServers } from "../support/traffic";
import { UdpClient } from "../support/udp-client";

const NETWORK = { name: "web", bridge: "br-web", subnet: "10.5.0.0/24" };
const inWeb = { network: { ...NETWORK, gateway: "10.5.0.1" }, address: "10.5.0.2" };
const C1 = { name: "c1", networks: [inWeb], publish: ["192.168.64.5:5353:53/udp"] };
const WITHOUT = { publish: ["8080:80"] };

const flows = (): string => sh("conntrack -L -p udp --dport 5353");

/** The verbs over containers, killed when the rules are as they are to be and the flows are not. */
function killed(): Lifecycle<Made["state"], Made["state"]> {
  let isKilled = false;
  const host: Host = {
    run: (command) => {
      isKilled ||= commandText(command).includes("conntrack -");
      return isKilled ? Promise.reject(new Error("killed")) : localHost.run(command);
    },
  };
  return new Lifecycle(specOf("container"), host, firewallOf(host), viewOf(localHost));
}

const VERBS: { what: string; cut: (it: Made) => Promise<unknown>; goOn: (it: Made) => Promise<void> }[] = [
  { what: "removal", cut: ({ state }) => killed().delete(state), goOn: (it) => it.remove() },
  {
    what: "change",
    cut: ({ id, state, inputs }) => killed().update(id, state, checked("container", { ...inputs, ...WITHOUT })),
    goOn: (it) => it.change(WITHOUT),
  },
];

describe("a UDP flow to a container that goes on", () => {
  for (const { what, cut, goOn } of VERBS) {
    it(`ceases with the next ${what}, where one was cut off after its rules`, async () => {
      await make("containerNetwork", NETWORK);
      const it = await make("container", C1);
      await serve("c1", [], [["10.5.0.2", 53]]);
      const client = await UdpClient.start("wan", "192.168.64.5");
      const answer = await client.ask(5353);
      client.stop();
      await stopServers();
      assert.equal(answer, "192.168.64.1 53");
      await assert.rejects(cut(it), /killed/);
      assert.match(flows(), /src=10\.5\.0\.2/);
      await goOn(it);
      assert.equal(flows(), "");
    });
  }

  it("ceases with the next removal, where nothing is seen of the container any more", async () => {
    await make("containerNetwork", NETWORK);
    const it = await make("container", C1);
    await it.remove();
    const addresses = "-s 10.9.9.9 -d 192.168.64.5 --reply-src 10.5.0.2 --reply-dst 10.9.9.9";
    const ports = "--sport 7777 --dport 5353 --reply-port-src 53 --reply-port-dst 7777";
    byHand(`conntrack -I -p udp ${addresses} ${ports} --timeout 60`);
    assert.match(flows(), /src=10\.5\.0\.2/);
    await it.remove();
    assert.equal(flows(), "");
  });
});
