import { quoted, type RefusalCase, testRefusals, WANTED } from "../../../support/refusal-table";

const RATE = "a rate from 8kbit to 100gbit, such as 10mbit";
const BURST = "a size from 1600b to 1024mb, such as 32kb";
const TIME = "a time from 1us to 60s, such as 20ms";
const SHARE = "a share such as 1% or 0.25%";
const ALONE = "nothing but with a rate alone";
const on = { device: "eth0" };

testRefusals("qdisc", [
  [{ rate: "1mbit" }, ["device", WANTED.value, "nothing"]],
  [on, ["rate", "a rate, a delay or a loss", "nothing"]],
  ...["10", "10mb", "1mbps", "0bit", "1.0000001kbit", "200gbit", "10 mbit", ""].map((rate): RefusalCase => [
    { ...on, rate },
    ["rate", RATE, quoted(rate)],
  ]),
  [{ ...on, rate: 10 }, ["rate", RATE, "10"]],
  [{ ...on, rate: "1mbit", burst: "1kb" }, ["burst", BURST, quoted("1kb")]],
  [{ ...on, rate: "1mbit", latency: "20" }, ["latency", TIME, quoted("20")]],
  [{ ...on, delay: "0ms" }, ["delay", TIME, quoted("0ms")]],
  ...["1", "0%", "101%", "0.001%", "-1%"].map((loss): RefusalCase => [{ ...on, loss }, ["loss", SHARE, quoted(loss)]]),
  [{ ...on, rate: "1mbit", jitter: "1ms" }, ["jitter", "nothing without a delay", quoted("1ms")]],
  [{ ...on, delay: "1ms", burst: "32kb" }, ["burst", ALONE, quoted("32kb")]],
  [{ ...on, delay: "1ms", rate: "1mbit", latency: "1ms" }, ["latency", ALONE, quoted("1ms")]],
]);
