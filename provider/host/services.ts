import { LinuxnetError } from "../errors";
import type { Owner } from "../owner";
import { packageFile } from "../package";
import type { Restart } from "../resources/service";
import type { ServiceRecord, Step } from "../resources/spec";
import { endText } from "../service-end";
import type { Host } from "./host";

/** What does all that is done with services. */
export const SERVICE_SCRIPT = packageFile("provider", "host", "sh", "service.sh");

/** A service that is known on a host. */
export interface ListedService {
  owner: Owner;
  name: string;
  namespace: string | undefined;
}

/**
 * Starts a service, or goes on with one that runs so already.
 * @throws LinuxnetError where it ends at once, with the last lines of its log.
 */
export async function startService(host: Host, step: Extract<Step, { tool: "service" }>): Promise<void> {
  const { owner, digest, name, namespace = "", logFile, restart, restartDelay, program, hidden } = step;
  const words = [owner, digest, name, namespace, logFile, restart, String(Math.round(restartDelay * 1000))];
  const answer = await host.run({ argv: ["sh", SERVICE_SCRIPT, "start", ...words], stdin: program, isSecret: true });
  const [ended = "", ...log] = answer.trimEnd().split("\n");
  if (ended === "") return;
  const last = log.map((line) => `    ${withoutValues(line, hidden)}`);
  const lines = last.length > 0 ? ["  log:", ...last] : ["  it wrote nothing to its log"];
  throw new LinuxnetError([`it ended at once ${endText(ended)}`, ...lines].join("\n"));
}

/** A line of a log without the values of variables, any of which may be a secret. */
function withoutValues(line: string, values: readonly string[]): string {
  const longestFirst = values.filter((value) => value.length >= SHORTEST_SECRET).sort((a, b) => b.length - a.length);
  return longestFirst.reduce((text, value) => text.replaceAll(value, "[environment]"), line);
}

/** Shorter values are words that stand in any log: `80`, `yes`. */
const SHORTEST_SECRET = 4;

/** Ends a service, and removes what is known of it. */
export async function stopService(host: Host, owner: Owner): Promise<void> {
  await host.run({ argv: ["sh", SERVICE_SCRIPT, "stop", owner] });
}

/** What is known of a service; undefined if nothing is. */
export async function readService(host: Host, owner: Owner): Promise<ServiceRecord | undefined> {
  const text = await host.run({ argv: ["sh", SERVICE_SCRIPT, "show", owner] });
  if (text === "") return undefined;
  const told = Object.fromEntries(text.trimEnd().split("\n").map(pairOf)) as Record<string, string | undefined>;
  const [, restart, delay] = /^(\S+) (\d+)$/.exec(told.restart ?? "") ?? [];
  return {
    digest: told.digest,
    ...(restart === undefined ? {} : { restart: restart as Restart, restartDelay: Number(delay) / 1000 }),
    process: told.process as ServiceRecord["process"],
    isSupervised: told.supervised === "yes",
    ended: told.ended,
  };
}

function pairOf(line: string): [string, string] {
  const at = line.indexOf("=");
  return [line.slice(0, at), line.slice(at + 1)];
}

/** All services that linuxnet knows on a host. */
export async function listServices(host: Host): Promise<ListedService[]> {
  const text = await host.run({ argv: ["sh", SERVICE_SCRIPT, "list"] });
  return text.split("\n").flatMap((line) => {
    const [owner = "", name = "", namespace = ""] = line.split(" ");
    return /^[0-9a-f]{16}$/.test(owner) ? [{ owner, name, namespace: namespace === "" ? undefined : namespace }] : [];
  });
}
