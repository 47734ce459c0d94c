import assert from "node:assert/strict";
import { BACKENDS, HAS_BOTH, withBackend } from "../support/backends";
import { run, sh } from "../support/command";
import { FOREIGN_FIREWALLS } from "../support/foreign-firewalls";
import { foreignNamespace, it } from "../support/kernel";
import { type Inputs, type Kind, make, type Made } from "../support/made";
import { rulesText } from "../support/snapshot";

const NAT: [Kind, Inputs] = ["masquerade", { source: "10.0.0.0/16", inInterface: "br0", outInterface: "up0" }];
const OPEN: [Kind, Inputs] = ["masquerade", { source: "10.0.0.0/16" }];
const WEB: [Kind, Inputs] = ["portForward", { hostPort: 8080, targetAddress: "10.0.0.2" }];
const NAMED: [Kind, Inputs] = ["portForward", { hostAddress: "192.168.64.5", hostPort: 80, targetAddress: "10.0.0.2" }];
const WEB6: [Kind, Inputs] = ["portForward", { hostPort: 8080, targetAddress: "fd00::2" }];
const BR: [Kind, Inputs] = ["bridge", { name: "br0" }];

/** A rule that somebody puts above all others, and what is told of each resource. */
const CASES: [line: string, kind: [Kind, Inputs], told: string[]][] = [
  ["iptables -I FORWARD -s 10.0.3.0/24 -j DROP", NAT, ["FORWARD -s 10.0.3.0/24 -j DROP"]],
  ["iptables -I FORWARD -i br0 -j ACCEPT", NAT, ["FORWARD -i br0 -j ACCEPT"]],
  ["iptables -I FORWARD -j RETURN", NAT, ["FORWARD -j RETURN"]],
  [
    "iptables -I FORWARD ! -i eth0 -p tcp --dport 80 -j REJECT",
    NAT,
    ["FORWARD ! -i eth0 -p tcp -m tcp --dport 80 -j REJECT --reject-with icmp-port-unreachable"],
  ],
  [
    "iptables -I FORWARD -m conntrack --ctstate INVALID -j DROP",
    NAT,
    ["FORWARD -m conntrack --ctstate INVALID -j DROP"],
  ],
  ["iptables -I FORWARD -s 10.1.0.0/16 -d 10.2.0.0/16 -j DROP", NAT, []],
  ["iptables -I FORWARD ! -i br0 ! -o br0 -j DROP", NAT, []],
  ["iptables -I FORWARD -i docker+ -j DROP", NAT, []],
  ["iptables -I FORWARD -j LOG", NAT, []],
  ["iptables -I FORWARD -j MARK --set-mark 1", NAT, []],
  ["iptables -I FORWARD -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --clamp-mss-to-pmtu", NAT, []],
  ["iptables -I FORWARD -d 10.0.0.1", NAT, []],
  ["iptables -t nat -I POSTROUTING -s 10.0.0.0/8 -j ACCEPT", NAT, ["POSTROUTING -s 10.0.0.0/8 -j ACCEPT"]],
  ["iptables -t nat -I POSTROUTING -o docker0 -j MASQUERADE", NAT, []],
  [
    "iptables -t nat -I PREROUTING -p tcp --dport 8080 -j REDIRECT --to-ports 80",
    WEB,
    ["PREROUTING -p tcp -m tcp --dport 8080 -j REDIRECT --to-ports 80"],
  ],
  [
    "iptables -t nat -I PREROUTING -p tcp -m multiport --dports 80,8080 -j ACCEPT",
    WEB,
    ["PREROUTING -p tcp -m multiport --dports 80,8080 -j ACCEPT"],
  ],
  ["iptables -t nat -I PREROUTING -p tcp --dport 8081 -j REDIRECT --to-ports 80", WEB, []],
  ["iptables -t nat -I PREROUTING -p udp --dport 8080 -j REDIRECT --to-ports 80", WEB, []],
  [
    "iptables -t nat -I OUTPUT -d 192.168.64.5 -p tcp -j DNAT --to-destination 10.9.9.9",
    NAMED,
    ["OUTPUT -d 192.168.64.5/32 -p tcp -j DNAT --to-destination 10.9.9.9"],
  ],
  ["iptables -t nat -I OUTPUT -d 192.168.64.6 -p tcp -j DNAT --to-destination 10.9.9.9", NAMED, []],
  ["iptables -t raw -I PREROUTING -d 127.0.0.0/8 -j ACCEPT", WEB, ["PREROUTING -d 127.0.0.0/8 -j ACCEPT"]],
  ["iptables -t raw -I PREROUTING -d 10.9.9.9 -j CT --notrack", WEB, []],
  ["ip6tables -I FORWARD -d fd00::/16 -j DROP", WEB6, ["FORWARD -d fd00::/16 -j DROP"]],
  ["ip6tables -I FORWARD -d fd01::/64 -j DROP", WEB6, ["FORWARD -d fd01::/64 -j DROP"]],
  ["ip6tables -I FORWARD -i br+ -o br+ -j DROP", BR, ["FORWARD -i br+ -o br+ -j DROP"]],
];

/** All that is not ours, as iptables-save shows it. */
function foreignText(place: string): string[] {
  const lines = ([4, 6] as const).flatMap((family) => rulesText(place, family).split("\n"));
  return lines.filter((line) => line.startsWith("-A") && !line.includes("LN-"));
}

async function assertDrift(made: Made, want: readonly string[]): Promise<void> {
  assert.deepEqual(
    await made.drift(),
    want.map((rule) => `shadowed by: -A ${rule}`),
  );
}

for (const backend of HAS_BOTH ? BACKENDS : BACKENDS.slice(0, 1)) {
  describe(`rules of others above ours, in iptables-${backend}`, () => {
    const inBackend = (title: string, body: () => Promise<void>): void => it(title, () => withBackend(backend, body));

    for (const [line, [kind, inputs], told] of CASES) {
      inBackend(`are ${told.length > 0 ? "told and passed" : "left where they are"}: ${line}`, async () => {
        const place = foreignNamespace("old");
        sh(line.replace(" -I ", " -w -I "), place);
        const made = await make(kind, { namespace: place, ...inputs });
        await made.settled();
        // Somebody puts it above again.
        sh(line.replace(" -I ", " -w -D "), place);
        sh(line.replace(" -I ", " -w -I "), place);
        const foreign = foreignText(place);
        await assertDrift(made, told);
        if (told.length > 0) await made.repair();
        await made.settled();
        assert.deepEqual(foreignText(place), foreign);
        await made.remove();
        assert.deepEqual(foreignText(place), foreign);
      });
    }

    for (const { name, text, above } of FOREIGN_FIREWALLS) {
      inBackend(`are told only where they may decide, and keep their order: ${name}`, async () => {
        const place = foreignNamespace("old");
        run(["iptables-restore", "--noflush", "-w", "5"], place, text + above);
        const made = new Map<string, Made>();
        for (const [which, [kind, inputs]] of Object.entries({ NAT, OPEN, WEB, NAMED, BR })) {
          made.set(which, await make(kind, { namespace: place, ...inputs }));
        }
        for (const one of made.values()) await one.settled();
        // Their service starts again: what is theirs goes, and comes above ours.
        run(["iptables-restore", "--noflush", "-w", "5"], place, above.replace(/^-I (\S+) 1/gm, "-D $1"));
        run(["iptables-restore", "--noflush", "-w", "5"], place, above);
        const foreign = foreignText(place);
        const told = new Map<string, string[]>();
        for (const [which, one] of made) {
          told.set(
            which,
            ((await one.drift()) ?? []).map((text) => text.replace("shadowed by: -A ", "")),
          );
        }
        assert.deepEqual(Object.fromEntries(told), EXPECTED[name]);
        for (const [which, one] of made) if (told.get(which)?.length) await one.repair();
        for (const one of made.values()) await one.settled();
        assert.deepEqual(foreignText(place), foreign);
      });
    }

    inBackend("leave the order of ours as it must be: names before any address, whoever is repaired", async () => {
      const place = foreignNamespace("old");
      const any = await make("portForward", { namespace: place, hostPort: 80, targetAddress: "10.0.0.3" });
      const named = await make(NAMED[0], { namespace: place, ...NAMED[1] });
      sh("iptables -w -t nat -I PREROUTING -p tcp --dport 80 -j RETURN", place);
      const shadow = ["PREROUTING -p tcp -m tcp --dport 80 -j RETURN"];
      await assertDrift(any, shadow);
      await assertDrift(named, shadow);
      await any.repair();
      await any.settled();
      await named.settled();
      const [first, second] = sh("iptables -w -t nat -S PREROUTING", place).split("\n").slice(1);
      const chain = (made: Made): string => `LN-DNAT-${made.state.owner}`;
      assert.ok(first?.endsWith(chain(named)) && second?.endsWith(chain(any)), `${first}\n${second}`);
    });
  });
}

const DOCKER_20 = [
  "FORWARD -o docker0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT",
  "FORWARD -o docker0 -j DOCKER",
  "FORWARD -i docker0 ! -o docker0 -j ACCEPT",
  "FORWARD -i docker0 -o docker0 -j ACCEPT",
];
const DOCKER_28 = ["FORWARD -j DOCKER-FORWARD"];
const DOCKER_NAT = "POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE";
const PODMAN = ['FORWARD -m comment --comment "netavark firewall plugin rules" -j NETAVARK_FORWARD'];
const MASQ = "POSTROUTING -j NETAVARK-HOSTPORT-MASQ";
const PODMAN_NAT = "POSTROUTING -s 10.88.0.0/16 -j NETAVARK-1D8721804F16F";

/** What says neither where its packets come from nor where they go meets much; marks are not understood. */
const EXPECTED: Record<string, Record<string, string[]>> = {
  "Docker 20": {
    ...{ NAT: [], BR: [], OPEN: DOCKER_20 },
    ...{ WEB: [...DOCKER_20, DOCKER_NAT], NAMED: [...DOCKER_20, DOCKER_NAT] },
  },
  "Docker 28": {
    ...{ NAT: [], BR: [], OPEN: DOCKER_28 },
    ...{ WEB: [...DOCKER_28, DOCKER_NAT], NAMED: [...DOCKER_28, DOCKER_NAT] },
  },
  netavark: {
    ...{ NAT: [...PODMAN, MASQ], BR: PODMAN, OPEN: [...PODMAN, MASQ] },
    ...{ WEB: [...PODMAN, MASQ, PODMAN_NAT], NAMED: [...PODMAN, MASQ, PODMAN_NAT] },
  },
};
