import assert from "node:assert/strict";
import { readStanding } from "../../../../findings/host/read";
import type { Standing } from "../../../../findings/host/standing";
import { programOf } from "../../../../findings/program";
import { CommandError, reasonOf } from "../../../../provider/errors";
import type { Host } from "../../../../provider/host/host";
import { tagOf } from "../../../../provider/owner";
import type { Line } from "../../../support/findings";
import { owner } from "../../../support/owner";
import { bridge, cable, forward, namespace, oneContainer } from "../network";

const LO = { ifname: "lo", flags: ["UP"], mtu: 65536, ifalias: tagOf(owner("ns0")) };
const WAN = {
  ifname: "enp0s1",
  flags: ["UP"],
  mtu: 1500,
  addr_info: [{ local: "192.168.64.5", prefixlen: 24, dynamic: true }],
};
const ROUTE = { dst: "default", gateway: "192.168.64.1", dev: "enp0s1", table: "main", protocol: "dhcp" };
const NETCONF = { family: "inet", interface: "all", forwarding: true };
const READING = `${[[LO, WAN], [ROUTE], [NETCONF]].map((list) => JSON.stringify(list)).join("\n")}\n`;

const inNs0 = "nsenter --net=/run/netns/ns0 -- ";
const anew = "unshare --net -- ";
const FRESH = `${anew}sysctl -e net.ipv4.ip_forward net.ipv6.conf.all.forwarding`;
const NAT = "*nat\n:POSTROUTING ACCEPT [0:0]\n-A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE\nCOMMIT\n";

/** What each command prints; one that is none of these fails. */
const ANSWERS: Record<string, string> = {
  "ip -j netns list": `[{"name":"ns0"},{"name":"other"}]`,
  "ip -j -d -batch -": READING,
  [`${inNs0}ip -j -d -batch -`]: READING,
  "ss -H -l -n -t -u":
    "tcp LISTEN 0 128 127.0.0.1%lo:80 0.0.0.0:*\nudp UNCONN 0 0 [::1]:53 [::]:*\ntcp LISTEN 0 128 *:81 *:*\n",
  "iptables-save": NAT,
  "ip6tables-save": "",
  "sysctl -e net.ipv6.conf.all.disable_ipv6": "net.ipv6.conf.all.disable_ipv6 = 0\n",
  [FRESH]: "net.ipv4.ip_forward = 0\n",
  [`${FRESH} net.ipv4.conf.all.rp_filter`]: "net.ipv4.ip_forward = 0\n",
  [`${anew}ip -force -batch -`]: "",
  [`${anew}iptables-restore --noflush -w 5`]: "",
  [`${anew}ip6tables-restore --noflush -w 5`]: "",
};

/** Reads what stands for a program, on a host that gives these answers. */
async function read(
  program: readonly Line[],
  { answers = {}, isPrivileged = true }: { answers?: Record<string, string>; isPrivileged?: boolean } = {},
): Promise<{ standing: Standing; ran: string[] }> {
  const ran: string[] = [];
  const host: Host = {
    run({ argv }) {
      const words = argv.join(" ");
      ran.push(words);
      const answer = answers[words] ?? ANSWERS[words];
      if (answer !== undefined && !answer.startsWith("!")) return Promise.resolve(answer);
      const stderr = answer?.slice(1) ?? "not in the script";
      return Promise.reject(new CommandError(reasonOf(stderr), words, stderr));
    },
  };
  const sent = program.map(([kind, inputs]) => ({ kind, name: kind, inputs: { owner: owner("it"), ...inputs } }));
  return { standing: await readStanding({ host, isPrivileged, missing: [] }, programOf(sent)), ran: ran.sort() };
}

describe("reading of a host", () => {
  it("runs what only reads, once for each place that the program names and that is there", async () => {
    const { ran, standing } = await read([...oneContainer, forward("it", {}), namespace("new")]);
    assert.deepEqual(
      ran,
      Object.keys(ANSWERS)
        .filter((words) => !words.includes("rp_filter"))
        .sort(),
    );
    assert.deepEqual(standing.unseen, []);
    assert.deepEqual([...standing.places.keys()], [undefined, "ns0"]);
    assert.deepEqual(standing.namespaces, ["ns0", "other"]);
  });

  it("tells links with their owners, addresses of DHCP, routes, listeners and parameters", async () => {
    const { standing } = await read([...oneContainer, forward("it", {})]);
    const here = standing.places.get(undefined);
    assert.deepEqual(
      here?.links.map(({ name, owner: whose, dynamicAddresses }) => [name, whose, dynamicAddresses]),
      [
        ["lo", owner("ns0"), []],
        ["enp0s1", undefined, ["192.168.64.5/24"]],
      ],
    );
    assert.deepEqual(
      here.routes.map(({ destination, gateway, table, family }) => [destination, gateway, table, family]),
      [["default", "192.168.64.1", "main", 4]],
    );
    assert.deepEqual(here.listeners, [
      { protocol: "tcp", port: 80, address: "127.0.0.1", families: [4] },
      { protocol: "udp", port: 53, address: "::1", families: [6] },
      { protocol: "tcp", port: 81, address: undefined, families: [4, 6] },
    ]);
    assert.deepEqual(here.forwards, { 4: true, 6: false });
    const rule = "-s 172.17.0.0/16 ! -o docker0 -j MASQUERADE";
    assert.deepEqual(here.sourceNat, [{ family: 4, chain: "POSTROUTING", rule }]);
    assert.equal(standing.places.get("ns0")?.sourceNat, undefined);
    assert.deepEqual(standing.fresh, { "net.ipv4.ip_forward": "0" });
    assert.equal(standing.places.get("ns0")?.owner, owner("ns0"));
  });

  it("looks for the parameters of interfaces that are yet to come among those of all", async () => {
    const { ran } = await read([namespace("new", { sysctls: { "net.ipv4.conf.eth0.rp_filter": "0" } })]);
    assert.ok(ran.includes(`${FRESH} net.ipv4.conf.all.rp_filter`), ran.join("\n"));
  });

  it("runs neither probes nor anything in a namespace without privilege, and says so", async () => {
    const { standing, ran } = await read(oneContainer, { isPrivileged: false });
    assert.deepEqual(ran, ["ip -j -d -batch -", "ip -j netns list", "sysctl -e net.ipv6.conf.all.disable_ipv6"]);
    assert.match(
      standing.unseen.join(),
      /^what stands in ns0, the rules of iptables, and what this kernel can do: that takes CAP_SYS_ADMIN/,
    );
    assert.equal(standing.fresh, undefined);
  });

  it("says what it could not read, and goes on", async () => {
    const { standing } = await read(oneContainer, {
      answers: { "ip -j -d -batch -": "!Cannot open netlink socket", "ip -j netns list": "!broken" },
    });
    assert.deepEqual(standing.unseen, [
      "the names of namespaces: broken",
      "the host's network: Cannot open netlink socket",
    ]);
    assert.deepEqual([...standing.places], []);
  });

  for (const { name, program, answers, want } of [
    {
      name: "bridges",
      program: [bridge("br0"), cable("a", {}, "ns0", {})],
      answers: { [`${anew}ip -force -batch -`]: "!Error: Unknown device type.\nCommand failed -:1" },
      want: ["this kernel cannot make an interface of type bridge: Error: Unknown device type."],
    },
    {
      name: "both kinds of links",
      program: [bridge("br0"), cable("a", {}, "ns0", {})],
      answers: {
        [`${anew}ip -force -batch -`]:
          "!Error: Unknown device type.\nCommand failed -:1\nError: Unknown device type.\nCommand failed -:2",
      },
      want: [
        "this kernel cannot make an interface of type bridge: Error: Unknown device type.",
        "this kernel cannot make an interface of type veth: Error: Unknown device type.",
      ],
    },
    {
      name: "a target of iptables",
      program: [...oneContainer, forward("it", {})],
      answers: { [`${anew}iptables-restore --noflush -w 5`]: "!iptables-restore: unable to initialize table 'nat'" },
      want: [
        "this host's iptables cannot hold the program's rules: iptables-restore: unable to initialize table 'nat'",
      ],
    },
  ]) {
    it(`tells what the kernel lacks: ${name}`, async () => {
      const { standing } = await read(program, { answers });
      assert.deepEqual(
        standing.lacks.map(({ text }) => text),
        want,
      );
    });
  }
});
