import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { Lifecycle } from "../../provider/lifecycle";
import { kinds } from "../../provider/resources";
import { firewallOf } from "../../provider/host/firewall";
import { viewOf } from "../../provider/host/view";
import type { Host } from "../../provider/host/host";
import { run, sh, succeeds } from "../support/command";
import { killedAt } from "../support/faults/mortal-host";
import { during, lineServer, type Flow } from "../support/flow";
import { it } from "../support/kernel";
import { type Inputs, type Made, make, refusal } from "../support/made";
import { printed, start } from "../support/process";

const NETWORK = { name: "web", bridge: "br-web", subnet: "10.5.0.0/24", gateway: "10.5.0.1" };
const web = { ...NETWORK, subnet6: "fd05::/64", gateway6: "fd05::1" };
const back = { ...NETWORK, name: "back", bridge: "br-back", subnet: "10.6.0.0/24", gateway: "10.6.0.1" };
const inWeb = (last: number): Inputs => ({ network: web, address: `10.5.0.${last}`, address6: `fd05::${last}` });
const inBack = (last: number): Inputs => ({ network: back, address: `10.6.0.${last}` });
const c1 = { name: "c1", networks: [inWeb(2)] };
const c2 = { name: "c2", networks: [{ ...inWeb(3), aliases: ["db"] }, inBack(3)] };
const c3 = { name: "c3", networks: [inBack(4)] };

const HOSTS = "/etc/netns/c1/hosts";
const RESOLV_CONF = "/etc/netns/c1/resolv.conf";
const RESOLVER = "nameserver 10.5.0.9\nsearch a.example b.example\noptions ndots:2\n";

/** The addresses that a name has for a program in a namespace, as the C library finds them. */
function addresses(namespace: string, name: string): string[] {
  const words = ["ip", "netns", "exec", namespace, "getent", "ahosts", name];
  const found = succeeds(words) ? run(words).split("\n") : [];
  return found.flatMap((line) => /^(\S+) +STREAM/.exec(line)?.[1] ?? []).sort();
}

/** Changes a file behind linuxnet's back, as an editor does that writes in place. */
function edit(path: string, change: (text: string) => string): void {
  writeFileSync(path, change(readFileSync(path, "utf8")));
}

/** Makes a file before linuxnet comes, for the time of some work. */
async function beside(path: string, text: string, work: () => Promise<void>): Promise<void> {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  try {
    await work();
  } finally {
    rmSync(dirname(path), { recursive: true });
  }
}

/** c1 and c2 in one network, behind another one c2 and c3. */
async function all(): Promise<[Made, Made, Made]> {
  await make("containerNetwork", web);
  await make("containerNetwork", back);
  return [await make("container", c1), await make("container", c2), await make("container", c3)];
}

/** c1 and c2 in one network. */
async function pair(): Promise<[Made, Made]> {
  await make("containerNetwork", web);
  const second = { name: "c2", networks: [{ ...inWeb(3), aliases: ["db"] }] };
  return [await make("container", c1), await make("container", second)];
}

describe("the names of containers", () => {
  it("are found by those in the same network, and by no others", async () => {
    const [, second] = await all();
    assert.deepEqual(addresses("c1", "c1"), ["10.5.0.2", "fd05::2"]);
    assert.deepEqual(addresses("c1", "db"), ["10.5.0.3", "fd05::3"]);
    assert.deepEqual(addresses("c2", "c1"), ["10.5.0.2", "fd05::2"]);
    assert.deepEqual(addresses("c2", "c2"), ["10.5.0.3", "10.6.0.3", "fd05::3"]);
    assert.deepEqual(addresses("c3", "c2"), ["10.6.0.3"]);
    assert.deepEqual([addresses("c3", "db"), addresses("c3", "c1")], [[], []]);
    await second.remove();
    assert.deepEqual([addresses("c1", "c2"), addresses("c3", "c2")], [[], []]);
    assert.ok(!existsSync("/etc/netns/c2"));
  });

  const CHANGES: { name: string; to: Inputs; is: [inside: string, name: string, addresses: string[]][] }[] = [
    {
      name: "another alias",
      to: { networks: [{ ...inWeb(2), aliases: ["x", "y"] }] },
      is: [["c2", "y", ["10.5.0.2", "fd05::2"]]],
    },
    {
      name: "another hostname",
      to: { hostname: "www.example.org" },
      is: [["c2", "www.example.org", ["10.5.0.2", "fd05::2"]]],
    },
    {
      name: "a network more",
      to: { networks: [inWeb(2), inBack(2)] },
      is: [
        ["c3", "c1", ["10.6.0.2"]],
        ["c1", "c3", ["10.6.0.4"]],
      ],
    },
    {
      name: "hosts of its own",
      to: { hosts: { far: "10.9.0.1", host: "host-gateway" } },
      is: [
        ["c1", "far", ["10.9.0.1"]],
        ["c1", "host", ["10.5.0.1", "fd05::1"]],
        ["c2", "far", []],
      ],
    },
    {
      name: "name servers",
      to: { dns: ["10.5.0.9"], dnsSearch: ["a.example", "b.example"], dnsOptions: ["ndots:2"] },
      is: [],
    },
  ];
  it("change in place, while those go on who have them, and see it", async () => {
    const [first] = await all();
    const { ino } = statSync(HOSTS);
    const server = lineServer("c2", 9000);
    await printed(server, "listening");
    const untilFar = "echo waits; until getent hosts far; do sleep 0.05; done";
    const waiting = start({ run: ["ip", "netns", "exec", "c1", "sh", "-c", untilFar] }, 60_000);
    await printed(waiting, "waits");
    const flow: Flow = { from: "c1", to: "10.5.0.3", by: "connection", port: 9000 };
    const seen = await during({ flow }, { before: ["flow"], after: ["flow"] }, async () => {
      for (const { name, to, is } of CHANGES) {
        await first.change(to);
        for (const [inside, host, wanted] of is) assert.deepEqual(addresses(inside, host), wanted, name);
        if (to.dns !== undefined) assert.equal(sh(`grep -v ^# ${RESOLV_CONF}`), RESOLVER);
      }
      await first.become(c1);
      for (const [inside, host] of CHANGES.flatMap(({ is }) => is)) assert.deepEqual(addresses(inside, host), []);
    });
    server.kill("SIGKILL");
    assert.match((await waiting).all, /^10\.9\.0\.1 +far$/m);
    const { lost, goesOn } = seen.get("flow") ?? {};
    assert.deepEqual({ lost, goesOn }, { lost: 0, goesOn: true });
    assert.equal(statSync(HOSTS).ino, ino);
    assert.ok(!existsSync(RESOLV_CONF));
  });

  it("have their name servers in the order of the program", async () => {
    const container = await make("container", { name: "c1", network: "none", dns: ["10.0.0.1", "10.0.0.2"] });
    const servers = (): string[] =>
      [...readFileSync(RESOLV_CONF, "utf8").matchAll(/r (10\.0.*)/g)].map(([, it = ""]) => it);
    edit(RESOLV_CONF, (text) => `${text}nameserver 10.9.0.9\n`);
    for (const dns of [["10.0.0.2", "10.0.0.1"], ["10.0.0.3", "10.0.0.2", "10.0.0.1"], ["10.0.0.1"]]) {
      await container.change({ dns });
      assert.deepEqual(servers(), dns);
    }
    edit(RESOLV_CONF, (text) => text.replace("nameserver 10.9.0.9\n", ""));
  });

  const DRIFTS: { name: string; by: () => void; of: number; drift: RegExp }[] = [
    {
      name: "a line that is gone in another's file",
      by: () => edit("/etc/netns/c2/hosts", (text) => text.replace(/^10\.5\.0\.2 c1.*\n/m, "")),
      of: 0,
      drift: /^names of namespace c1: missing: 10\.5\.0\.2 c1 in \/etc\/netns\/c2\/hosts$/,
    },
    {
      name: "a line that was changed",
      by: () => edit(HOSTS, (text) => text.replace("10.5.0.3 c2", "10.5.0.66 c2")),
      of: 1,
      drift:
        /^names of namespace c2: missing: 10\.5\.0\.3 c2 db in \S+\nnames of namespace c2: not its own: 10\.5\.0\.66 c2 db in \S+$/,
    },
    {
      name: "a file that is gone",
      by: () => rmSync(HOSTS),
      of: 0,
      drift: /names of namespace c1: missing: 127\.0\.0\.1 localhost in \/etc\/netns\/c1\/hosts/,
    },
  ];
  it("are seen to lack what somebody took or changed, and mended", async () => {
    const made = await pair();
    const before = readFileSync(HOSTS, "utf8");
    for (const { name, by, of, drift } of DRIFTS) {
      by();
      for (const [index, it] of made.entries()) {
        const told = ((await it.drift()) ?? []).join("\n");
        assert.match(told, index === of ? drift : /^$/, name);
      }
      await made[of]?.repair();
      assert.deepEqual(readFileSync(HOSTS, "utf8").split("\n").sort(), before.split("\n").sort());
      for (const it of made) await it.settled();
    }
  });

  it("stand beside the lines of others, which are never touched", async () => {
    const others = "10.9.0.9\tx # mine \xe4\r\n\n10.9.0.8 y\n";
    await beside(HOSTS, others, async () => {
      const [first] = await pair();
      assert.deepEqual([addresses("c1", "y"), addresses("c1", "db")], [["10.9.0.8"], ["10.5.0.3", "fd05::3"]]);
      edit("/etc/netns/c2/hosts", (text) => `${text}10.9.0.7 z\n`);
      await first.change({ hostname: "www" });
      await first.remove();
      assert.equal(readFileSync(HOSTS, "utf8"), others);
      assert.deepEqual([addresses("c2", "z"), addresses("c2", "www")], [["10.9.0.7"], []]);
      edit("/etc/netns/c2/hosts", (text) => text.replace("10.9.0.7 z\n", ""));
    });
  });

  it("are never written past a link", async () => {
    await make("containerNetwork", web);
    await beside("/tmp/linuxnet-names/hosts", "", async () => {
      mkdirSync("/etc/netns", { recursive: true });
      symlinkSync("/tmp/linuxnet-names", "/etc/netns/c1");
      assert.match(
        await refusal("container", c1),
        /container c1: cannot create, \/etc\/netns\/c1: expected a folder, it is a link/,
      );
      rmSync("/etc/netns/c1");
      mkdirSync("/etc/netns/c1");
      symlinkSync("/tmp/linuxnet-names/hosts", HOSTS);
      assert.match(await refusal("container", c1), /\/etc\/netns\/c1\/hosts: expected a file, it is a link/);
      assert.equal(readFileSync("/tmp/linuxnet-names/hosts", "utf8"), "");
      rmSync("/etc/netns", { recursive: true });
    });
  });

  it("are whole after a kill in any gap", async () => {
    const [first] = await pair();
    const lifecycle = (host: Host): Lifecycle<never, never> =>
      new Lifecycle(kinds.container as never, host, firewallOf(host), viewOf(host));
    const wanted = { ...first.inputs, hosts: { far: "10.9.0.1" }, dns: ["10.5.0.9"] };
    const change = (host: Host): Promise<unknown> =>
      lifecycle(host).update(first.id, first.state as never, wanted as never);
    const { gaps } = await killedAt(Infinity, change);
    for (let gap = gaps - 6; gap < gaps; gap++) {
      await killedAt(gap, change);
      await first.upAfterRefresh();
      assert.deepEqual(addresses("c1", "db"), ["10.5.0.3", "fd05::3"]);
    }
  });

  it("go with a namespace that somebody deleted, and come back", async () => {
    const [first] = await pair();
    sh("ip netns del c1");
    await first.upAfterRefresh();
    assert.deepEqual(addresses("c2", "c1"), ["10.5.0.2", "fd05::2"]);
  });

  it("of one that is in no network are those of its own", async () => {
    await make("container", { name: "c1", network: "none", hosts: { far: "10.9.0.1" } });
    assert.deepEqual([addresses("c1", "localhost"), addresses("c1", "far")], [["127.0.0.1", "::1"], ["10.9.0.1"]]);
  });
});
