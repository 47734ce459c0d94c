import { readdirSync } from "node:fs";
import { run } from "./command";

const LIMIT_MS = 5000;

/** Waits until the kernel has tried all IPv6 addresses of the lab: what it writes of them changes then. */
export async function settled(): Promise<void> {
  for (const end = Date.now() + LIMIT_MS; isTentative();) {
    if (Date.now() > end) throw new Error("IPv6 addresses are still tentative");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function isTentative(): boolean {
  const places = [undefined, ...readdirSync("/run/netns")];
  return places.some((place) => run(["ip", "-6", "-o", "address"], place).includes("tentative"));
}
