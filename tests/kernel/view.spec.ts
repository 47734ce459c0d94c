import assert from "node:assert/strict";
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { State } from "../../cli/view/state";
import { run, sh } from "../support/command";
import { standingOf, wipe } from "../support/wipe";

const STATE = JSON.stringify({
  deployment: { resources: [{ urn: "urn:pulumi:dev::p::pulumi:pulumi:Stack::p-dev", type: "pulumi:pulumi:Stack" }] },
});

type Told = State & { drift?: string };

describe("linuxnet view", () => {
  const before = new Map([[undefined, standingOf(undefined)] as const, ["wan", standingOf("wan")] as const]);
  let view: ChildProcess;
  let page: string;

  async function open(...words: string[]): Promise<void> {
    view = spawn("linuxnet", ["view", ...words], { cwd: "/", stdio: ["ignore", "pipe", "inherit"] });
    const [line] = (await once(view.stdout as NodeJS.ReadableStream, "data")) as [Buffer];
    page = line.toString().trim();
  }

  async function close(signal: NodeJS.Signals): Promise<unknown> {
    view.kill(signal);
    const [code] = (await once(view, "exit")) as [number | null];
    return code;
  }

  const state = async (): Promise<Told> => (await (await fetch(`${page}state`)).json()) as Told;
  const labels = async (): Promise<string[]> => {
    const { svg } = await state();
    return [...svg.matchAll(/<text [^>]*>(.*)<\/text>/g)].map(([, it = ""]) =>
      it.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code))),
    );
  };
  const ask = (question: object): Promise<Response> =>
    fetch(`${page}way`, { method: "POST", body: JSON.stringify(question) });

  beforeEach(() => {
    sh("ip netns add ns0");
    sh("ip link add br0 type bridge");
    sh("ip addr add 10.0.0.1/24 dev br0");
    sh("ip link set br0 up");
    sh("ip link add veth0 type veth peer name ceth0 netns ns0");
    sh("ip link set veth0 master br0 up");
    sh("ip -n ns0 addr add 10.0.0.2/24 dev ceth0");
    sh("ip -n ns0 link set ceth0 up");
    sh("iptables -A INPUT -s 10.0.0.2 -j ACCEPT");
  });

  afterEach(() => wipe(before));

  describe("of this machine", () => {
    beforeEach(() => open());
    afterEach(() => view.kill());

    it("is at a port of this machine alone, with an address that cannot be guessed", async () => {
      const { hostname, port, pathname, origin } = new URL(page);
      assert.equal(hostname, "127.0.0.1");
      assert.match(pathname, /^\/[\w-]{32}\/$/);
      assert.match(await (await fetch(page)).text(), /^<!doctype html>/);
      assert.equal((await fetch(`${origin}/state`)).status, 403);
      const listening = sh("ss -H -l -n -t").split("\n");
      assert.deepEqual(
        listening.filter((line) => line.includes(`:${port} `)).map((line) => line.split(/ +/)[3]),
        [`127.0.0.1:${port}`],
      );
    });

    it("shows what stands, and what passes it", async () => {
      const counted = async (): Promise<string> => {
        const { rules } = (await (await fetch(`${page}state`)).json()) as { rules: string[] };
        return rules.find((it) => it.includes(": INPUT "))?.replace(/\s+/g, " ") ?? "";
      };
      const all = await labels();
      assert.ok(["host", "ns0", "ceth0", "10.0.0.2/24"].every((label) => all.includes(label)));
      assert.ok(all.some((label) => /^↓.*↑.*B$/.test(label)));
      assert.equal(await counted(), "host: filter: INPUT -s 10.0.0.2/32 -j ACCEPT [0 packets, 0 B]");
      run(["ping", "-c3", "-i0.2", "-W1", "10.0.0.1"], "ns0");
      assert.equal(await counted(), "host: filter: INPUT -s 10.0.0.2/32 -j ACCEPT [3 packets, 252 B]");
      sh("ip netns delete ns0");
      assert.ok(!(await labels()).includes("ns0"));
    });

    it("draws the way of a packet, and tells where it ends", async () => {
      const onWay = (svg: string): string[] =>
        [...svg.matchAll(/<g id="node[^]*?<\/g>/g)]
          .filter(([group]) => group.includes("#0969da"))
          .map(([group]) => />([^<]*)<\/text>/.exec(group)?.[1] ?? "");
      const there = (await (await ask({ from: "ns0", to: "10.0.0.1", udp: false })).json()) as Told;
      assert.equal(there.way?.arrives, true);
      assert.deepEqual(onWay(there.svg).sort(), ["br0", "ceth0", "veth0"]);
      const nowhere = (await (await ask({ from: "ns0", to: "8.8.8.8", udp: false })).json()) as Told;
      assert.equal(nowhere.way?.arrives, false);
      assert.match(nowhere.way?.text ?? "", /It does not arrive \(no-route\), ns0: no route leads to 8\.8\.8\.8\./);
      assert.deepEqual(onWay((await state()).svg), []);
    });

    it("takes a question for no more than names", async () => {
      for (const from of ["$(ip netns add owned)", "; ip netns add owned", "../ns0", "--help"]) {
        const response = await ask({ from, to: "10.0.0.1", udp: false });
        assert.equal(response.status, 400);
        assert.match(await response.text(), /^FROM: expected host or a namespace/);
      }
      assert.doesNotMatch(sh("ip netns list"), /owned/);
    });

    it("changes nothing", async () => {
      const standing = (): string =>
        // The kernel gives links their own addresses of IPv6 when it likes.
        [sh("ip -o addr show"), sh("iptables-save"), sh("ip route show table all")]
          .join("\n")
          .replace(/^#.*$|\[.*\]$|^.*\bfe80::.*$/gm, "")
          .replace(/\n+/g, "\n");
      const was = standing();
      await state();
      await ask({ from: "ns0", to: "10.0.0.1", udp: false });
      assert.equal(standing(), was);
    });

    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      it(`ends at once with ${signal}`, async () => {
        await state();
        assert.equal(await close(signal), 0);
        await assert.rejects(fetch(page));
      });
    }
  });

  it("tells how a stack and the kernel differ", async () => {
    const file = join("/run", "state.json");
    run(["tee", file], undefined, STATE);
    await open("--port", "8099", "--stack-file", file);
    assert.match(page, /^http:\/\/127\.0\.0\.1:8099\//);
    let drift: string | undefined;
    for (let tries = 0; tries < 50 && !drift; tries++) {
      drift = (await state()).drift;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await close("SIGTERM");
    assert.match(drift ?? "", /nothing declared, nothing left over/);
  });

  for (const [words, status, text] of [
    [["--port", "x"], 2, /--port: expected a number from 0 to 65535, got "x"/],
    [["--port", "70000"], 2, /got "70000"/],
  ] as const) {
    it(`refuses ${words.join(" ")}`, () => {
      const answer = spawnSync("linuxnet", ["view", ...words], { encoding: "utf8" });
      assert.equal(answer.status, status);
      assert.match(answer.stderr, text);
    });
  }

  it("takes root", () => {
    const words = ["--bounding-set", "-net_admin,-sys_admin", "--", "linuxnet", "view"];
    const { status, stderr } = spawnSync("setpriv", words, { encoding: "utf8" });
    assert.deepEqual([status, stderr], [125, "linuxnet: view: to look into namespaces and rules takes root\n"]);
  });
});
