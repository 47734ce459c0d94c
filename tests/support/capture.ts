import { readFileSync } from "node:fs";
import type { Command } from "./claim";
import { output, printed, start } from "./process";

/** Packets are told as they come; and tcpdump stays root, for a namespace of users may know no other. */
const AT_ONCE = ["--immediate-mode", "-l", "-Z", "root"];

/** What tcpdump may still take once the packets are through. */
const GRACE_MS = 500;

/** tcpdump gives up its groups, which a lab that was made without root does not allow (user_namespaces(7)). */
export function canCapture(): boolean {
  return readFileSync("/proc/self/setgroups", "utf8").trim() === "allow";
}

/** What tcpdump prints of the packets of another command. */
export async function capture(tcpdump: Command, during: Command): Promise<string> {
  const [program = "", ...words] = tcpdump.run;
  const running = start({ ...tcpdump, run: [program, ...AT_ONCE, ...words] });
  await printed(running, "listening on");
  await output(during);
  const stop = setTimeout(() => running.kill("SIGINT"), GRACE_MS);
  const { all } = await running;
  clearTimeout(stop);
  return all;
}
