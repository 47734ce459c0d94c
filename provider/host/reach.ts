import { setTimeout as passed } from "node:timers/promises";
import { LinuxnetError, Refusal } from "../errors";
import { explain } from "../packets/explain";
import { readNetworks } from "../packets/read";
import { typed } from "../packets/reasons";
import type { Outcome, Probe } from "../resources/spec";
import type { Host } from "./host";
import { probe } from "./probe";

/** Between two tries, in milliseconds. */
const PAUSE_MS = 250;

/** Tries until packets fare as expected. @throws Refusal if they do not in time, with what keeps them from it. */
export async function needReach(host: Host, asked: Probe & { expect: Outcome; timeout: number }): Promise<void> {
  // Of what is only planned nobody can tell.
  if (host.isPlanned) return;
  const { expect, timeout } = asked;
  const end = Date.now() + timeout * 1000;
  for (;;) {
    const found = await probe(host, asked);
    if (found === expect) return;
    if (Date.now() >= end) throw new Refusal(`expected ${expect}, it is ${found}${await whyNot(host, asked, expect)}`);
    await passed(PAUSE_MS);
  }
}

/** What stands in the way of what should arrive; nothing where that cannot be told. */
async function whyNot(host: Host, { namespace, protocol, address, port = 0 }: Probe, expect: Outcome): Promise<string> {
  if (expect !== "open") return "";
  try {
    const networks = await readNetworks(host);
    const { stop, at } = explain(networks, { from: namespace, to: address, protocol, port });
    if (stop === undefined) return "";
    return [
      `: it ends ${at === undefined ? "on the host" : `in namespace ${at}`} (${stop.reason}): ${stop.text}`,
      ...stop.fix.map((it) => `what helps: ${typed(it)}`),
    ].join("\n");
  } catch (error) {
    if (error instanceof LinuxnetError) return "";
    throw error;
  }
}
