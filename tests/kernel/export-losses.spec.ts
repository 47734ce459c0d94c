import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeNamespace } from "../support/cable";
import { run, sh } from "../support/command";
import { standingOf, wipe } from "../support/wipe";

/** What no resource says, in a namespace. */
const BEYOND = [
  "ip link set lo up",
  "ip addr add 10.4.4.4/24 dev lo",
  "ip link set ceth0 address 02:11:22:33:44:55 txqueuelen 77",
  "ip neigh add 10.0.0.99 lladdr 02:00:00:00:00:99 dev ceth0 nud permanent",
  "sysctl -q -w net.ipv4.conf.ceth0.proxy_arp=1",
  "iptables -N PEOPLE",
  "iptables -A PEOPLE -s 10.0.0.1 -j ACCEPT",
  "iptables -A INPUT -p icmp -j PEOPLE",
  "iptables -P INPUT DROP",
  "ip6tables -P FORWARD DROP",
];

/** Told of a program alone: a script makes it. */
const MADE = [
  "address 10.4.4.4/24 of lo (in namespace ns0)",
  "interface ceth0: txqueuelen 77 (in namespace ns0)",
  "neighbour 10.0.0.99 lladdr 02:00:00:00:00:99 dev ceth0 (in namespace ns0)",
  "sysctl net.ipv4.conf.ceth0.proxy_arp = 1 (in namespace ns0)",
  "iptables -A INPUT -p icmp -j PEOPLE (in namespace ns0): no resource takes over a rule like that",
  "iptables chain PEOPLE of filter in namespace ns0",
  "iptables -P INPUT DROP (in namespace ns0): a program declares no policies",
  "ip6tables -P FORWARD DROP (in namespace ns0): a program declares no policies",
];

/** Told of both. */
const LOST = [
  "noprefixroute of address 10.3.3.3/24 of ceth0, which gets a route (in namespace ns0)",
  "nft: chain c of table inet f (in namespace ns0)",
  "iptables -P FORWARD DROP (on the host): a program declares no policies",
  "/etc/netns/ns0/resolv.conf",
  "interface docker0 on the host: another program calls its bridges so; --all takes it",
];

function exported(...words: string[]): { text: string; left: string[] } {
  const { status, stdout, stderr } = spawnSync("linuxnet", ["export", ...words], { encoding: "utf8" });
  assert.equal(status, 0, stderr);
  const left = stderr.trim().split("\n");
  return { text: stdout, left: left.map((line) => line.replace("linuxnet: export: left out: ", "")) };
}

/** What `BEYOND` makes. */
function standing(): string {
  const asked = ["ip -o addr show dev lo", "ip neigh show nud permanent", "sysctl net.ipv4.conf.ceth0.proxy_arp"];
  const rules = ["iptables -S", "ip6tables -S"];
  const texts = [...asked, ...rules].map((line) => sh(line, "ns0"));
  const link = sh("ip -o link show dev ceth0", "ns0").match(/qlen 77|link\/ether \S+/g);
  return [...texts, ...(link ?? [])].join("\n").replace(/ *\\.*$/gm, "");
}

describe("linuxnet export of what no resource says", () => {
  const before = new Map([undefined, "wan"].map((place) => [place, standingOf(place)] as const));
  const folder = mkdtempSync(join(tmpdir(), "linuxnet-export-"));

  beforeEach(() => {
    makeNamespace();
    for (const line of BEYOND) sh(line, "ns0");
  });

  afterEach(() => {
    wipe(before);
    rmSync("/etc/netns/ns0", { recursive: true, force: true });
  });

  after(() => rmSync(folder, { recursive: true }));

  it("tells it of a program, and makes it in a script, as far as that goes", () => {
    const made = standing();
    const program = exported();
    const script = exported("--shell");
    for (const line of MADE) {
      assert.ok(program.left.includes(line), `${line}\n${program.left.join("\n")}`);
      assert.ok(program.text.includes(`// - ${line}\n`), program.text);
      assert.ok(!script.left.includes(line) && !script.text.includes(`# - ${line}`), script.text);
    }
    wipe(before);
    run(["sh"], undefined, script.text);
    assert.equal(standing(), made);
    assert.equal(exported("--shell").text, script.text);
  });

  it("tells of both what neither has", () => {
    sh("ip addr add 10.3.3.3/24 dev ceth0 noprefixroute", "ns0");
    run(
      ["nft", "-f", "-"],
      "ns0",
      "table inet f { chain c { type filter hook input priority 0; policy drop; ip saddr 10.0.0.2 accept\n}\n}",
    );
    mkdirSync("/etc/netns/ns0", { recursive: true });
    writeFileSync("/etc/netns/ns0/resolv.conf", "nameserver 9.9.9.9\n");
    sh("ip link add docker0 type bridge");
    const program = exported();
    const script = exported("--shell");
    for (const line of LOST) {
      assert.ok(program.left.includes(line), `${line}\n${program.left.join("\n")}`);
      assert.ok(script.left.includes(line), `${line}\n${script.left.join("\n")}`);
      assert.ok(script.text.includes(`# - ${line}\n`), script.text);
    }
    assert.match(exported("--all").text, /new linuxnet\.Bridge\("docker0"/);
  });

  it("names the package that npm is to install", () => {
    const tarball = join(folder, "p.tgz");
    writeFileSync(tarball, "");
    exported("--out", join(folder, "lab"), "--package", tarball);
    const { dependencies } = JSON.parse(readFileSync(join(folder, "lab/package.json"), "utf8")) as {
      dependencies: Record<string, string>;
    };
    assert.equal(dependencies["pulumi-linuxnet"], "file:../p.tgz");
    const { status, stderr } = spawnSync("linuxnet", ["export", "--out", join(folder, "b"), "--package", "none.tgz"]);
    assert.equal(status, 125);
    assert.match(String(stderr), /export: no file none\.tgz/);
    assert.ok(!existsSync(join(folder, "b")));
  });
});
