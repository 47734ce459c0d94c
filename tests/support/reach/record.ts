import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Forwarding } from "../forwarding";
import type { Answers } from "./cells";

/** What Docker answered when it was asked, by what was set of forwarding. */
export interface Recorded {
  version: string;
  found: { [forwarding: string]: Answers };
}

export const RECORD_FILE = join(__dirname, "docker-20.10.json");
export const RECORD = JSON.parse(readFileSync(RECORD_FILE, "utf8")) as Recorded;

export function titleOf({ policy, bridgedFrames }: Forwarding): string {
  return `FORWARD ${policy}, br_netfilter ${bridgedFrames === "1" ? "on" : "off"}`;
}
