import { Failure, UNABLE } from "../failure";
import { Savefile } from "./savefile";
import { type Seen, TapStream } from "./tap-stream";
import { type Tap, tapName } from "./taps";
import { Timeline } from "./timeline";

export interface Capture {
  taps: readonly Tap[];
  /** Words of pcap-filter(7). */
  filter: readonly string[];
  out?: string | undefined;
  json: boolean;
  /** Ends after so many packets, or so many seconds. */
  count?: number | undefined;
  seconds?: number | undefined;
}

const INTERVAL_MS = 50;

/**
 * Listens at several interfaces at once, until it is to end, Ctrl-C, or nobody reads.
 * @throws Failure where it cannot listen, or cannot write the file.
 */
export async function capture({ taps, filter, out, json, count, seconds }: Capture): Promise<void> {
  const file = out === undefined ? undefined : new Savefile(out, () => stop());
  let told = 0;
  const timeline = new Timeline((seen) => {
    if (count !== undefined && told >= count) return;
    told++;
    process.stdout.write(`${json ? jsonOf(seen) : textOf(seen, taps)}\n`);
    file?.packet(taps.indexOf(seen.tap), seen.record);
    if (told === count) stop();
  });
  const how = { filter, among: taps.length, isWhole: file !== undefined };
  const streams = taps.map((tap) => new TapStream(tap, how, (seen) => timeline.add(seen)));
  const stop = (): void => streams.forEach((it) => it.stop());
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  signals.forEach((signal) => process.on(signal, stop));
  // Whoever reads may go before: `| head`.
  process.stdout.on("error", stop);
  try {
    await Promise.all(streams.map(({ listening }) => listening));
  } catch (error) {
    stop();
    throw new Failure(`capture: ${(error as Error).message}`, UNABLE);
  }
  file?.begin(streams.map(({ linkType, tap }) => ({ linkType, name: tapName(tap) })));
  process.stderr.write(`listening at ${taps.map(tapName).join(", ")}; Ctrl-C ends it\n`);
  const timer = setInterval(() => timeline.flush(Date.now()), INTERVAL_MS);
  const limit = seconds === undefined ? undefined : setTimeout(stop, seconds * 1000);
  await Promise.all(streams.map(({ ended }) => ended));
  clearInterval(timer);
  clearTimeout(limit);
  timeline.end();
  for (const { tap, dropped } of streams.filter((it) => it.dropped > 0)) {
    const text = `${tapName(tap)}: ${dropped} packets dropped by the kernel, and not told`;
    process.stderr.write(`linuxnet: capture: ${text}; a narrower --filter loses fewer\n`);
  }
  await file?.end();
}

function jsonOf({ tap, record, text }: Seen): string {
  return JSON.stringify({ time: Number(record.time) / 1e6, interface: tapName(tap), length: record.length, text });
}

function textOf({ tap, record, text }: Seen, taps: readonly Tap[]): string {
  const width = Math.max(...taps.map((it) => tapName(it).length));
  const time = new Date(Number(record.time / 1000n)).toISOString().slice(11, 23);
  return `${time}${String(record.time % 1000n).padStart(3, "0")}  ${tapName(tap).padEnd(width)}  ${text}`;
}
