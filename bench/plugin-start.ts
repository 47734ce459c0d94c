import { spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { alternating, type Measured } from "./alternating";

const ROOT = resolve(__dirname, "..");
const PLUGIN = resolve(ROOT, "dist/provider/plugin/main.js");
const DYNAMIC = resolve(ROOT, "node_modules/@pulumi/pulumi/cmd/dynamic-provider/index.js");

/** How long a provider takes from its start until it tells the engine its port, beside what Node itself takes. */
export async function* pluginStart(): AsyncGenerator<Measured> {
  const times = await alternating(15, {
    "node, one line": () => firstLine("-e", "console.log(1)"),
    "the plugin": () => firstLine(PLUGIN, "127.0.0.1:1"),
    "Pulumi's dynamic providers": () => firstLine(DYNAMIC, "127.0.0.1:1"),
  });
  yield { title: "from the start to the port", times };
}

async function firstLine(...words: string[]): Promise<number> {
  const start = performance.now();
  const child = spawn(process.execPath, words, { stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(child, "exit");
  const early = ended.then(() => Promise.reject(new Error(`${words.join(" ")}: ended without a line`)));
  await Promise.race([once(child.stdout, "data"), early]);
  const seconds = (performance.now() - start) / 1000;
  child.kill();
  await ended;
  return seconds;
}
