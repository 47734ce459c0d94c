import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

/** Watches how much memory a process and all that it has started have, until it is stopped; then tells the most, in bytes. */
export async function peakOf(pid: number): Promise<{ stop: () => Promise<number> }> {
  const watch = spawn(process.execPath, [join(__dirname, "memory.cjs"), String(pid)], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  await once(watch.stdout, "data");
  return {
    async stop() {
      watch.stdin.end();
      const [peak] = (await once(watch.stdout, "data")) as [Buffer];
      return Number(peak);
    },
  };
}
