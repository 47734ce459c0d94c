import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { localHost } from "../../provider/host/local-host";
import { viewOf } from "../../provider/host/view";
import { run, sh, succeeds } from "../support/command";
import { sized } from "../support/size";
import { count } from "../support/figures";
import { foreignNamespace, it } from "../support/kernel";
import { make, type Made } from "../support/made";

const LINKS = sized(1000, 300);
const READS = sized(300, 60);
const PAIRS = sized(500, 60);
const AT_ONCE = 16;

/** Links and routes that come and go, 30,000 times at most: whoever lists all of them meanwhile may be told a part. */
const CHURN = Array.from({ length: 100 }, (_, index) => [
  `link add churn${index} type bridge`,
  `link set churn${index} up`,
  `addr add 10.200.${index}.1/24 dev churn${index}`,
  `link del churn${index}`,
])
  .flat()
  .join("\n");

describe("a crowded host", function () {
  it("is read right while links and routes come and go", async () => {
    foreignNamespace("crowd");
    const lines = Array.from({ length: LINKS / 2 }, (_, index) => `link add p${index} type veth peer name q${index}\n`);
    run(["ip", "-batch", "-"], "crowd", lines.join(""));
    await make("bridge", { namespace: "crowd", name: "br0", addresses: ["10.0.0.1/24"] });
    await make("route", { namespace: "crowd", destination: "10.1.0.0/16", gateway: "10.0.0.2" });
    const words = [
      "--net=/run/netns/crowd",
      "--",
      "sh",
      "-c",
      `for i in $(seq 300); do printf '%s\\n' "$1" | ip -batch -; done`,
    ];
    const churn = spawn("nsenter", [...words, "churn", CHURN], { stdio: "ignore", detached: true });
    const ended = new Promise((settle) => churn.once("exit", settle));
    const view = viewOf(localHost);
    try {
      for (let index = 0; index < READS; index++) {
        const link = await view.link("crowd", "br0");
        const routes = await view.routes("crowd", 4, "main");
        const right =
          (link?.addresses.includes("10.0.0.1/24") ?? false) &&
          routes.some(({ destination }) => destination === "10.1.0.0/16");
        count("reads under churn", right);
        assert.ok(right, `read ${index}: ${JSON.stringify({ link, routes })}`);
      }
      assert.equal(churn.exitCode, null, "the churn ended too early");
    } finally {
      // With the ip that it runs, which may have its last line done a little later.
      process.kill(-(churn.pid as number), "SIGKILL");
      await ended;
      const left = (): string[] => sh("ip -br link", "crowd").match(/^churn\d+/gm) ?? [];
      for (let tries = 0; tries < 5; tries++) {
        for (const name of left()) succeeds(["ip", "link", "del", name], "crowd");
      }
    }
  });

  it(`takes ${PAIRS} namespaces with a pair each, ${AT_ONCE} at a time, and gives them back`, async () => {
    const made: Made[][] = [];
    const waiting = Array.from({ length: PAIRS }, (_, index) => index);
    const work = async (): Promise<void> => {
      for (let index = waiting.shift(); index !== undefined; index = waiting.shift()) {
        const namespace = await make("namespace", { name: `load${index}` });
        const address = `10.${100 + (index >> 8)}.${index & 255}.2/24`;
        const peer = { name: "eth0", namespace: `load${index}`, addresses: [address] };
        made.push([await make("vethPair", { name: `load${index}`, peer }), namespace]);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    for (const [veth] of made) {
      const stands = (await veth?.drift())?.length === 0;
      count("namespaces with a pair under load", stands);
      assert.ok(stands);
    }
    const remove = async (): Promise<void> => {
      for (let pair = made.pop(); pair !== undefined; pair = made.pop()) for (const it of pair) await it.remove();
    };
    await Promise.all(Array.from({ length: AT_ONCE }, remove));
  });
});
