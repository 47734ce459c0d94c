import assert from "node:assert/strict";
import { CommandError } from "../../../../provider/errors";
import { PlannedHost } from "../../../../provider/host/planned-host";
import { FakeHost, type Run } from "../../../support/fake-host";

const lines = (...all: string[]): string => all.map((line) => `${line}\n`).join("");
const NS0 = "nsenter --net=/run/netns/ns0 -- ";
const show = (name: string, place = ""): string => `${place}ip -j -d addr show dev ${name}`;
const batch = (line: string, place = ""): Run => ({ argv: `${place}ip -batch -`, stdin: lines(line) });
const newNs0: Run = { argv: "unshare --net -- ip -batch -", stdin: lines("link set dev lo up", "netns attach ns0 0") };
const restore = (...text: string[]): Run => ({ argv: "iptables-restore --noflush -w 5", stdin: lines(...text) });
const sysctl = (line: string, place = ""): Run => ({ argv: `${place}sysctl -q --load=-`, stdin: lines(line) });
const addRoute = batch("route add unicast 10.9.0.0/24 metric 0 table main proto 76 via 10.0.0.1");
const routes: Run = { argv: "ip -j -d -4 route show table main", prints: JSON.stringify([{ dst: "10.9.0.0/24" }]) };
const denied = "Could not fetch rule set generation id: Permission denied (you must be root)";

const link = (ifname: string, ifindex: number, link_index: number, ifalias = "linuxnet:0123456789abcdef") => ({
  ...{ ifname, ifindex, link_index, ifalias, flags: ["UP"], mtu: 1500 },
});
const told = (...all: object[]): string => JSON.stringify(all);
const absent = (name: string): string => `Device "${name}" does not exist.`;

/** What is asked of the planned host, and what it answers or fails of; `reads` are the only commands that are run. */
const cases: { name: string; asked: Run[]; reads: Run[]; unseen?: string[] }[] = [
  {
    name: "runs what only reads",
    asked: [{ argv: show("a"), prints: told(link("a", 5, 6)) }, { argv: "ip6tables-save" }],
    reads: [{ argv: show("a"), prints: told(link("a", 5, 6)) }, { argv: "ip6tables-save" }],
  },
  {
    name: "keeps what changes, and what it does not know",
    asked: [batch("link set dev a up"), { argv: "tc qdisc add dev a" }],
    reads: [],
  },
  {
    name: "makes a link once",
    asked: [batch("link add name br0 type bridge"), { ...batch("link add name br0 type bridge"), fails: "exists 1" }],
    reads: [{ argv: show("br0"), fails: absent("br0") }],
  },
  {
    name: "refuses a link, a route and a namespace that stand",
    asked: [
      { ...batch("link add name a type veth peer name b netns /run/netns/ns0"), fails: "exists 1" },
      { ...addRoute, fails: "exists 1" },
      { ...newNs0, fails: "exists 2" },
    ],
    reads: [
      { argv: show("a"), fails: absent("a") },
      { argv: show("b", NS0), prints: told(link("b", 2, 9)) },
      routes,
      { argv: show("lo", NS0), prints: told({ ifname: "lo", ifindex: 1, flags: [], mtu: 1 }) },
    ],
  },
  {
    name: "makes a link and a route again that it has removed",
    asked: [
      batch("link del dev br0"),
      { argv: show("br0"), fails: "absent" },
      batch("link add name br0 type bridge"),
      batch("route del unicast 10.9.0.0/24 metric 0 table main proto 76"),
      addRoute,
    ],
    reads: [
      { argv: show("br0"), prints: told(link("br0", 7, 0)) },
      { argv: show("br0"), prints: told(link("br0", 7, 0)) },
    ],
  },
  {
    name: "removes a cable's other end with it, and no other cable of equal indexes",
    asked: [
      batch("link del dev a"),
      { argv: show("b", NS0), fails: "absent" },
      { argv: show("c", NS0), prints: told(link("c", 6, 5, "linuxnet:fedcba9876543210")) },
    ],
    reads: [
      { argv: show("a"), prints: told(link("a", 5, 6)) },
      { argv: show("b", NS0), prints: told(link("b", 6, 5)) },
      { argv: show("c", NS0), prints: told(link("c", 6, 5, "linuxnet:fedcba9876543210")) },
    ],
  },
  {
    name: "removes what lives in a namespace, and its cables' other ends",
    asked: [
      batch("netns delete ns0"),
      { argv: show("b", NS0), fails: "absent" },
      { argv: `${NS0}iptables-save`, fails: "absent" },
      { argv: show("a"), fails: "absent" },
    ],
    reads: [
      { argv: `${NS0}ip -j -d addr show`, prints: told(link("b", 6, 5)) },
      { argv: show("a"), prints: told(link("a", 5, 6)) },
    ],
  },
  {
    name: "knows that a new namespace is empty, and asks one what its parameters are",
    asked: [
      newNs0,
      { argv: show("b", NS0), fails: "absent" },
      { argv: `${NS0}ip -j -d -4 route show table main` },
      { argv: `${NS0}iptables-save` },
      { argv: `${NS0}sysctl -e net.ipv4.ip_forward`, prints: lines("net.ipv4.ip_forward = 0") },
    ],
    reads: [
      { argv: show("lo", NS0), fails: "nsenter: cannot open /run/netns/ns0: No such file or directory" },
      {
        argv: "unshare --net -- sysctl -e net.ipv4.ip_forward",
        prints: lines("net.ipv4.ip_forward = 0"),
      },
    ],
  },
  {
    name: "tells the chains that it has made, of one family",
    asked: [
      restore("*filter", ":LN-FWD-1 - [0:0]", "-I FORWARD 1 -j LN-FWD-1", "COMMIT"),
      {
        argv: "iptables-save",
        prints: lines("*filter", ":FORWARD - [0:0]", ":LN-FWD-1 - [0:0]", "-A FORWARD -j LN-FWD-1", "COMMIT"),
      },
      { argv: "ip6tables-save" },
    ],
    reads: [
      { argv: "iptables-save", prints: lines("*filter", ":FORWARD DROP [0:0]", "COMMIT") },
      { argv: "ip6tables-save" },
    ],
  },
  {
    name: "tells the parameters that it has set, and no others than are asked for",
    asked: [
      sysctl("net.ipv4.ip_forward = 1"),
      { argv: "sysctl -e net.ipv4.ip_forward", prints: lines("net.ipv4.ip_forward = 1") },
      { argv: "sysctl -e a.b c.d", prints: lines("a.b = 7") },
      { argv: `${NS0}sysctl -e net.ipv4.ip_forward`, prints: lines("net.ipv4.ip_forward = 0") },
    ],
    reads: [
      { argv: "sysctl -e net.ipv4.ip_forward", prints: lines("net.ipv4.ip_forward = 0") },
      { argv: "sysctl -e a.b c.d", prints: lines("a.b = 7") },
      { argv: `${NS0}sysctl -e net.ipv4.ip_forward`, prints: lines("net.ipv4.ip_forward = 0") },
    ],
  },
  {
    name: "takes what it may not read for empty, and says so",
    asked: [{ argv: "iptables-save" }],
    reads: [{ argv: "iptables-save", fails: denied }],
    unseen: ["iptables-save"],
  },
  {
    name: "fails of what cannot be read for another reason",
    asked: [{ argv: "iptables-save", fails: "other" }],
    reads: [{ argv: "iptables-save", fails: "segmentation fault" }],
  },
];

async function answer(host: PlannedHost, { argv, stdin = "" }: Run): Promise<Run> {
  const asked = { argv, ...(stdin === "" ? {} : { stdin }) };
  try {
    const prints = await host.run({ argv: argv.split(" "), stdin });
    return { ...asked, ...(prints === "" ? {} : { prints }) };
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return { ...asked, fails: [error.reason, ...(error.line === undefined ? [] : [error.line])].join(" ") };
  }
}

describe("planned host", () => {
  for (const { name, asked, reads, unseen = [] } of cases) {
    it(name, async () => {
      const kernel = new FakeHost(reads);
      const host = new PlannedHost(kernel);
      const answers: Run[] = [];
      for (const run of asked) answers.push(await answer(host, run));
      assert.deepEqual(answers, asked);
      kernel.assertDone();
      const planned = asked.filter(({ stdin, fails, argv }) => !fails && (stdin || argv.startsWith("tc ")));
      const kept = host.take();
      assert.deepEqual(
        kept.commands.map(({ argv, stdin }) => ({ argv: argv.join(" "), ...(stdin === "" ? {} : { stdin }) })),
        planned,
      );
      assert.deepEqual(kept.unseen, unseen);
      assert.deepEqual(host.take(), { commands: [], unseen: [] });
    });
  }
});
