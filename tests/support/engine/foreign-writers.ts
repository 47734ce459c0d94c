import { spawn } from "node:child_process";
import { once } from "node:events";

/** Takes the lock of iptables' programs for a second, again and again. */
const HOLDER = `while :; do flock /run/xtables.lock sleep 1; sleep 0.2; done`;

/** Adds rules beside those of others and removes them again, and says so where that fails. */
const WRITER = `
for tool in iptables ip6tables; do $tool -w -t filter -N FOREIGN; $tool -w -t filter -I FORWARD -j FOREIGN; done
while :; do
  for tool in iptables ip6tables; do
    for port in 1001 1002 1003; do $tool -w -t filter -A FOREIGN -p tcp --dport $port -j RETURN || echo "$tool -A failed"; done
    $tool -w -t nat -A POSTROUTING -p udp --dport 1001 -j RETURN || echo "$tool -t nat -A failed"
    $tool -w -t nat -D POSTROUTING -p udp --dport 1001 -j RETURN || echo "$tool -t nat -D failed"
    for port in 1003 1002 1001; do $tool -w -t filter -D FOREIGN -p tcp --dport $port -j RETURN || echo "$tool -D failed"; done
  done
  echo round
  [ ! -e "$STOP" ] || break
done
for tool in iptables ip6tables; do
  [ "$($tool -w -t filter -S FOREIGN)" = "-N FOREIGN" ] || echo "$tool: others wrote into a foreign chain"
  $tool -w -t filter -D FORWARD -j FOREIGN && $tool -w -t filter -X FOREIGN || echo "$tool: the foreign chain was changed"
done`;

/** Others who change iptables' rules all the time, with their lock held for seconds. */
export interface Writers {
  /** Ends them. Answers how many rounds they made, and what went wrong for them. */
  stop: () => Promise<{ rounds: number; failures: string[] }>;
}

/** @param flag a file that does not exist, which tells the writer to end. */
export function startWriters(flag: string, raise: () => void): Writers {
  const start = (script: string) =>
    spawn("sh", ["-c", script], {
      detached: true,
      stdio: ["ignore", "pipe", "inherit"],
      env: { ...process.env, STOP: flag },
    });
  const holder = start(HOLDER);
  const writer = start(WRITER);
  let text = "";
  writer.stdout.on("data", (chunk: Buffer) => (text += chunk.toString()));
  const writerEnded = once(writer, "close");
  return {
    stop: async () => {
      raise();
      await writerEnded;
      if (holder.pid !== undefined) process.kill(-holder.pid);
      const lines = text.split("\n").filter(Boolean);
      return {
        rounds: lines.filter((line) => line === "round").length,
        failures: lines.filter((line) => line !== "round"),
      };
    },
  };
}
