import { firewallOf } from "../../../../provider/host/firewall";
import type { Chain } from "../../../../provider/iptables/chains";
import { FakeHost, type Run } from "../../../support/fake-host";
import { OTHER, OWNER } from "../../../support/plan";

const fwd = (owner: string): Chain => ({
  ...{ family: 4, table: "filter", name: `LN-FWD-${owner}`, hooks: ["FORWARD"], rules: ["-j ACCEPT"] },
});
const snat = (owner: string): Chain => ({
  ...{ family: 4, table: "nat", name: `LN-SNAT-${owner}`, hooks: [], rules: ["-j MASQUERADE"] },
});
const hook = (owner: string): string => `-m comment --comment "linuxnet:${owner}" -j LN-FWD-${owner}`;
const lines = (...all: string[]): string => all.map((line) => `${line}\n`).join("");
const filter = (...rest: string[]): string => lines("*filter", ":FORWARD DROP [0:0]", ...rest, "COMMIT");
const stands = (owner: string): string[] => [`:LN-FWD-${owner} - [0:0]`];
const hooked = (owner: string): string[] => [`-A FORWARD ${hook(owner)}`, `-A LN-FWD-${owner} -j ACCEPT`];

const save = (prints: string): Run => ({ argv: "iptables-save", prints });
const save6: Run = { argv: "ip6tables-save", prints: "" };
const restore = (...text: string[]): Run => ({ argv: "iptables-restore --noflush -w 5", stdin: lines(...text) });
const sysctl = (value: string): Run => ({
  argv: "sysctl -e net.ipv4.ip_forward",
  prints: `net.ipv4.ip_forward = ${value}\n`,
});
const redirects: Run = {
  argv: "sysctl -e net.ipv4.conf.all.accept_redirects",
  prints: "net.ipv4.conf.all.accept_redirects = 1\n",
};
/** ip_forward, and what the kernel would change with it. */
const write = (value: string): Run => ({
  argv: "sysctl -q --load=-",
  stdin: lines(`net.ipv4.ip_forward = ${value}`, "net.ipv4.conf.all.accept_redirects = 1"),
});
const make = (owner: string): string[] => [`-A LN-FWD-${owner} -j ACCEPT`, `-I FORWARD 1 ${hook(owner)}`];
const remove = (owner: string): string[] => [`-D FORWARD ${hook(owner)}`, `-F LN-FWD-${owner}`, `-X LN-FWD-${owner}`];
const MARK = ":LN-WAS-ip_forward-0 - [0:0]";

const ON_HOST: string | undefined = undefined;
const cases: { name: string; wanted: [owner: string, chains: Chain[]][]; script: Run[] }[] = [
  {
    name: "switches forwarding on after the chains, and remembers that it was off",
    wanted: [[OWNER, [fwd(OWNER)]]],
    script: [
      ...[save(filter()), sysctl("0")],
      restore("*filter", `:LN-FWD-${OWNER} - [0:0]`, MARK, ...make(OWNER), "COMMIT"),
      ...[redirects, write("1"), save6],
    ],
  },
  {
    name: "leaves forwarding alone that was on",
    wanted: [[OWNER, [fwd(OWNER)]]],
    script: [
      save(filter()),
      sysctl("1"),
      restore("*filter", `:LN-FWD-${OWNER} - [0:0]`, ...make(OWNER), "COMMIT"),
      save6,
    ],
  },
  {
    name: "switches forwarding off before the last chain that needs it goes",
    wanted: [[OWNER, []]],
    script: [
      ...[save(filter(...stands(OWNER), MARK, ...hooked(OWNER))), sysctl("1"), redirects, write("0")],
      ...[restore("*filter", ...remove(OWNER), "-X LN-WAS-ip_forward-0", "COMMIT"), save6],
    ],
  },
  {
    name: "keeps forwarding while another's chain needs it",
    wanted: [[OWNER, []]],
    script: [
      save(filter(...stands(OWNER), ...stands(OTHER), MARK, ...hooked(OWNER), ...hooked(OTHER))),
      ...[sysctl("1"), restore("*filter", ...remove(OWNER), "COMMIT"), save6],
    ],
  },
  { name: "runs nothing where nothing is to do", wanted: [[OWNER, []]], script: [save(filter()), save6] },
  {
    name: "changes many owners in one run",
    wanted: [
      [OWNER, [snat(OWNER)]],
      [OTHER, [snat(OTHER)]],
    ],
    script: [
      save(""),
      restore(
        ...["*nat", `:LN-SNAT-${OWNER} - [0:0]`, `:LN-SNAT-${OTHER} - [0:0]`],
        ...[`-A LN-SNAT-${OWNER} -j MASQUERADE`, `-A LN-SNAT-${OTHER} -j MASQUERADE`, "COMMIT"],
      ),
      save6,
    ],
  },
];

describe("firewall", () => {
  for (const { name, wanted, script } of cases) {
    it(name, async () => {
      const host = new FakeHost(script);
      const firewall = firewallOf(host);
      await Promise.all(wanted.map(([owner, chains]) => firewall.apply(ON_HOST, { owner, chains })));
      host.assertDone();
    });
  }
});
