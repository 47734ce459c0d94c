import assert from "node:assert/strict";
import { localHost } from "../../provider/host/local-host";
import { SEED } from "../support/arbitraries/seed";
import { sh } from "../support/command";
import { assertLooks, dump } from "../support/faults/dump";
import { killedAt, MortalHost } from "../support/faults/mortal-host";
import { RED } from "../support/faults/places";
import { Subject } from "../support/faults/subject";
import { it } from "../support/faults/world";
import { sized } from "../support/size";
import { count } from "../support/figures";
import { owner } from "../support/owner";
import type { Inputs, Kind } from "../support/plan";
import { drawn, numbers } from "../support/random";

const OWNER = owner("of an import");

interface Case {
  kind: Kind;
  id: string;
  /** How somebody made it by hand. */
  byHand: string[];
  /** What a program says of it, and what it says next. */
  given: Inputs;
  change: Inputs;
}

const CASES: Case[] = [
  {
    kind: "namespace",
    id: "ns0",
    byHand: ["ip netns add ns0", "ip -n ns0 link set lo up"],
    given: { name: "ns0" },
    change: { sysctls: { "net.ipv4.ip_forward": "1" } },
  },
  {
    kind: "bridge",
    id: "br0",
    byHand: [
      "ip link add br0 address 02:00:00:00:00:01 type bridge",
      "ip address add 10.0.0.1/24 dev br0",
      "ip link set br0 up",
      "iptables -A FORWARD -i br0 -o br0 -j ACCEPT",
    ],
    given: { name: "br0", addresses: ["10.0.0.1/24"] },
    change: { addresses: ["10.0.0.2/24"], mtu: 1400 },
  },
  {
    kind: "vethPair",
    id: "veth0",
    byHand: [
      `ip link add veth0 address 02:00:00:00:00:01 type veth peer name eth0 address 02:00:00:00:00:02 netns ${RED}`,
      "ip link set veth0 up",
      `ip -n ${RED} link set eth0 up`,
    ],
    given: { name: "veth0", peer: { name: "eth0", namespace: RED } },
    change: { master: "m0", peer: { name: "eth0", namespace: RED, addresses: ["10.0.0.2/24"] } },
  },
  {
    kind: "route",
    id: "10.1.0.0/16",
    byHand: ["ip route add 10.1.0.0/16 via 10.7.0.2"],
    given: { destination: "10.1.0.0/16", gateway: "10.7.0.2" },
    change: { gateway: "10.7.0.3" },
  },
  {
    kind: "rule",
    id: "100",
    byHand: ["ip rule add priority 100 from 10.1.0.0/16 lookup 100"],
    given: { priority: 100, from: "10.1.0.0/16", table: 100 },
    change: { to: "10.2.0.0/16" },
  },
  {
    kind: "masquerade",
    id: "10.0.0.0/24@out0",
    byHand: [
      "iptables -t nat -A POSTROUTING -s 10.0.0.0/24 -o out0 -j MASQUERADE",
      "iptables -A FORWARD -i m0 -o out0 -s 10.0.0.0/24 -j ACCEPT",
      "iptables -A FORWARD -i out0 -o m0 -d 10.0.0.0/24 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT",
    ],
    given: { source: "10.0.0.0/24", outInterface: "out0", inInterface: "m0" },
    change: { toSource: "10.7.0.1" },
  },
  {
    kind: "portForward",
    id: "192.168.64.5:8080/tcp",
    byHand: [
      "iptables -t nat -A PREROUTING -d 192.168.64.5 -p tcp --dport 8080 -j DNAT --to-destination 10.7.0.2:80",
      "iptables -t nat -A OUTPUT -d 192.168.64.5 -p tcp --dport 8080 -j DNAT --to-destination 10.7.0.2:80",
      "iptables -A FORWARD -d 10.7.0.2 -p tcp --dport 80 -j ACCEPT",
    ],
    given: { hostAddress: "192.168.64.5", hostPort: 8080, targetAddress: "10.7.0.2", targetPort: 80 },
    change: { targetPort: 81 },
  },
];

/** How the engine may go on with the state from before. */
const WAYS = [
  (it: Subject, state: Subject["first"]) => it.update(state, it.second),
  async (it: Subject, state: Subject["first"]) => (await it.refreshed(state, it.second)).state,
];

describe("a provider that is killed over the first change of what was imported", () => {
  for (const [index, { kind, id, byHand, given, change }] of CASES.entries()) {
    it(`leaves nothing in the way of the next, wherever in the update of a ${kind} that was made by hand`, async () => {
      const subject = new Subject(kind, { owner: OWNER, ...given }, { owner: OWNER, ...given, ...change });
      const imported = async (): Promise<Subject["first"]> => {
        for (const line of byHand) sh(line);
        const found = await subject.on().read({ owner: OWNER }, id);
        assert.ok(found);
        return found.state;
      };
      const none = await dump();
      const counting = new MortalHost(localHost);
      let state = await subject.on(counting).update(id, await imported(), subject.second);
      const changed = await dump();
      await subject.delete(state);
      await assertLooks(none);

      // Behind the last command, too: all is done, and the engine never heard of it.
      const gaps = Array.from({ length: counting.gaps + 1 }, (_, gap) => gap);
      const chosen = drawn(gaps, sized(Infinity, 2), numbers(SEED + index));
      for (const gap of gaps) if (!chosen.includes(gap)) count("gaps", false, "import");
      for (const gap of chosen) {
        const before = await imported();
        const host = await killedAt(gap, (mortal) => subject.on(mortal).update(id, before, subject.second));
        assert.equal(host.where === undefined, gap === counting.gaps);
        try {
          state = (await WAYS[gap % WAYS.length]?.(subject, before)) as typeof state;
          await subject.assertSettled(state);
          await assertLooks(changed);
          await subject.delete(state);
          await assertLooks(none);
          count("gaps", true, "import");
        } catch (error) {
          count("gaps", false, "import");
          throw new Error(
            `gap ${gap} of ${counting.gaps}, ${host.where ?? "behind all commands"}:\n${(error as Error).message}`,
            {
              cause: error,
            },
          );
        }
      }
    });
  }
});
