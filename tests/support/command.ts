import { execFileSync, spawnSync } from "node:child_process";
import "./lab";

/** Where a command runs: a namespace's name, or undefined for the lab's own network. */
export type Place = string | undefined;

/** What a program prints. Throws if it fails. */
export function run(argv: readonly string[], place?: Place, input = ""): string {
  const [program = "", ...words] = at(place, argv);
  return execFileSync(program, words, { encoding: "utf8", input, stdio: ["pipe", "pipe", "pipe"] });
}

/** Whether a program ends well. */
export function succeeds(argv: readonly string[], place?: Place): boolean {
  const [program = "", ...words] = at(place, argv);
  return spawnSync(program, words, { stdio: "ignore" }).status === 0;
}

/** `sh("ip link set lo up", "ns0")`: for the words of a test, none of which holds a blank. */
export function sh(line: string, place?: Place): string {
  return run(line.split(" "), place);
}

export function at(place: Place, argv: readonly string[]): string[] {
  return place === undefined ? [...argv] : ["nsenter", `--net=/run/netns/${place}`, "--", ...argv];
}
