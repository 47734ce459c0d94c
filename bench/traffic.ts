import { existsSync } from "node:fs";
import { run } from "../tests/support/command";
import { PEERS } from "../tests/support/docker";
import { printed, start } from "../tests/support/process";
import type { Connections } from "./built";
import type { PlannedContainer } from "./plan";

const COUNT = 500;

/** Connects so many times, one after another, and prints how long each took until it stood. */
const CLIENT = `
const [, host, port, count] = process.argv;
const times = [];
const next = () => {
  if (times.length === Number(count)) return console.log(JSON.stringify(times));
  const begun = process.hrtime.bigint();
  const socket = require("node:net").connect(Number(port), host, () => {
    times.push(Number(process.hrtime.bigint() - begun) / 1000);
    socket.resetAndDestroy();
    setImmediate(next);
  });
};
next();`;

/** Connections from outside through a published port. The first ones, for which tables are filled, do not count. */
export async function connections(port: number): Promise<Connections> {
  const argv = [process.execPath, "-e", CLIENT, "192.168.64.5", String(port), String(COUNT)];
  const { all, exitCode } = await start({ in: "wan", run: argv });
  if (exitCode !== 0) throw new Error(all);
  const times = (JSON.parse(all) as number[]).slice(COUNT / 5);
  const sorted = times.toSorted((a, b) => a - b);
  const sum = times.reduce((total, it) => total + it, 0);
  return { medianMicroseconds: sorted[sorted.length >> 1] ?? NaN, perSecond: (times.length * 1e6) / sum };
}

const IPERF = `${PEERS}/usr/bin/iperf3`;
const LIBRARIES = `LD_LIBRARY_PATH=${PEERS}/usr/lib/x86_64-linux-gnu:${PEERS}/usr/lib/aarch64-linux-gnu`;

/** TCP from the host to a container for a second, in bits a second; undefined where iperf3 is not there. */
export async function throughput({ name, address }: PlannedContainer): Promise<number | undefined> {
  if (!existsSync(IPERF)) return undefined;
  const server = start({ in: name, run: ["env", LIBRARIES, IPERF, "--server", "--one-off", "--forceflush"] });
  await printed(server, "listening");
  const text = run(["env", LIBRARIES, IPERF, "--client", address, "--time", "2", "--json"]);
  await server;
  const { end } = JSON.parse(text) as { end: { sum_received: { bits_per_second: number } } };
  return end.sum_received.bits_per_second;
}
