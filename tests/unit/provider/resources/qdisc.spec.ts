import assert from "node:assert/strict";
import { UNKNOWN } from "../../../../provider/inputs/check";
import { parseRootQdiscs } from "../../../../provider/iproute2/qdiscs";
import type { View } from "../../../../provider/resources/spec";
import {
  checked,
  createPlan,
  type Inputs,
  OTHER,
  removePlan,
  specOf,
  stateOf,
  updatePlan,
} from "../../../support/plan";

// The owner's last seven bits, and a last one for netem.
const [TBF, NETEM] = ["4cde:", "4cdf:"];

const cases: { inputs: Inputs; words: string }[] = [
  { inputs: { rate: "10mbit" }, words: `${TBF} tbf rate 10mbit burst 32kb latency 50ms` },
  { inputs: { rate: "1.5Gbit" }, words: `${TBF} tbf rate 1500mbit burst 733kb latency 50ms` },
  {
    inputs: { rate: "800000bit", burst: "2048B", latency: "0.5s" },
    words: `${TBF} tbf rate 800kbit burst 2kb latency 500ms`,
  },
  { inputs: { delay: "20ms" }, words: `${NETEM} netem delay 20ms` },
  {
    inputs: { delay: "20000us", jitter: "5ms", loss: "0.50%", rate: "1mbit" },
    words: `${NETEM} netem delay 20ms 5ms loss 0.5% rate 1mbit`,
  },
  { inputs: { loss: "100%" }, words: `${NETEM} netem loss 100%` },
];

const device = "eth0";

describe("qdisc", () => {
  for (const { inputs, words } of cases) {
    it(`is made: ${words}`, () => {
      assert.deepEqual(createPlan("qdisc", { device, ...inputs }), [`tc qdisc add dev eth0 root handle ${words}`]);
    });
  }

  it("is removed, and the kernel's own comes back", () => {
    const want = ["nsenter --net=/run/netns/lab -- tc qdisc del dev eth0 root"];
    assert.deepEqual(removePlan("qdisc", { namespace: "lab", device, rate: "1mbit" }), want);
  });

  it("changes under one handle, and into another kind or another owner's under another", async () => {
    const from = { device, rate: "1mbit" };
    const replace = "tc qdisc replace dev eth0 root handle";
    const tbf = "tbf rate 2mbit burst 32kb latency 50ms";
    assert.deepEqual(await updatePlan("qdisc", from, { device, rate: "2mbit" }), [`${replace} ${TBF} ${tbf}`]);
    assert.deepEqual(await updatePlan("qdisc", from, { device, delay: "1ms" }), [
      `${replace} ${NETEM} netem delay 1ms 0ms 0% loss 0% 0% rate 0bit corrupt 0% duplicate 0% reorder 0%`,
    ]);
    const renamed = await updatePlan("qdisc", from, { device, rate: "2mbit", owner: OTHER });
    assert.deepEqual(renamed, [`${replace} 4c20: ${tbf}`]);
  });

  it("has no burst while its rate is not known", () => {
    const { burst, latency } = checked("qdisc", { device, rate: UNKNOWN }) as unknown as Inputs;
    assert.deepEqual([burst, latency], [undefined, "50ms"]);
  });

  const told = (kind: string, handle: string, options: object): object => ({ kind, handle, root: true, options });
  // As q_tbf.c and q_netem.c of iproute2 print it.
  const tbf = told("tbf", TBF, { rate: 1250000, burst: 32767, lat: 50000 });
  const netem = told("netem", NETEM, {
    ...{ limit: 1000, delay: { delay: 0.02, jitter: 0.005, correlation: 0 } },
    ...{ "loss-random": { loss: 0.01, correlation: 0 }, rate: { rate: 125000, packetoverhead: 0 }, ecn: false, gap: 0 },
  });
  const viewOf = (found: object): View =>
    ({ rootQdisc: () => Promise.resolve(parseRootQdiscs(JSON.stringify([found]))[0]) }) as unknown as View;

  const stands: { name: string; inputs: Inputs; found: object; drift?: string[] }[] = [
    { name: "a filter, whose burst the kernel rounds", inputs: { rate: "10mbit" }, found: tbf },
    { name: "an emulator", inputs: { delay: "20ms", jitter: "5ms", loss: "1%", rate: "1mbit" }, found: netem },
    {
      name: "an emulator that does more",
      inputs: { delay: "1ms" },
      found: told("netem", NETEM, { delay: { delay: 0.001 }, duplicate: { duplicate: 0.1 } }),
      drift: ["it says duplicate, too"],
    },
  ];
  for (const { name, inputs, found, drift = [] } of stands) {
    it(`is seen as it was declared: ${name}`, async () => {
      const wanted = stateOf("qdisc", { device, ...inputs });
      const seen = await specOf("qdisc").observe(wanted, viewOf(found));
      assert.deepEqual([seen?.state, seen?.owner, seen?.drift], [wanted, wanted.owner, drift]);
    });
  }

  it("is somebody else's with another handle, and the kernel's own with none", async () => {
    const wanted = stateOf("qdisc", { device, rate: "10mbit" });
    const foreign = await specOf("qdisc").observe(wanted, viewOf({ ...tbf, handle: "1:" }));
    assert.deepEqual([foreign?.owner, foreign?.what], [undefined, "a qdisc of kind tbf, 1:,"]);
    assert.equal(await specOf("qdisc").observe(wanted, viewOf(told("fq_codel", "0:", {}))), undefined);
  });

  it("is imported where properties can say all of it", async () => {
    const key = stateOf("qdisc", { device, rate: "1mbit" });
    const find = (found: object) => specOf("qdisc").find(key, viewOf(found));
    const { mark, inputs } = (await find({ ...tbf, handle: "1:" })) ?? {};
    assert.deepEqual([mark, inputs], ["", { rate: "10mbit", burst: "32767b", latency: "50ms" }]);
    await assert.rejects(find(told("htb", "1:", {})), /no property can say: kind htb/);
    await assert.rejects(find(told("netem", "1:", { corrupt: {} })), /no property can say: corrupt/);
  });
});
