import { CommandError } from "../errors";
import { parseJson } from "../iproute2/json";
import type { Host } from "./host";
import { inside } from "../namespaces";
import type { Outcome, Probe } from "../resources/spec";

/**
 * How long an answer may take, in seconds. An error by ICMP that comes while a connection is just being opened ends only its
 * second try, after a second (tcp_v4_err in the kernel's net/ipv4/tcp_ipv4.c).
 */
const PATIENCE_S = "2";

/** Opens a connection, or sends a datagram and waits for one, by bash's own means. */
const CONNECT = `exec 3<>"/dev/$1/$2/$3" && { [ "$1" = tcp ] || { echo >&3 && head -c 1 <&3 >/dev/null; }; }`;

/** Says how it ended, whatever that is: what is asked for is how. */
const TELLING = `out=$("$@" 2>&1 </dev/null | tr -d '\\0'; echo "exit \${PIPESTATUS[0]}"); printf '%s\\n' "$out"`;

/**
 * Sends one real packet, or opens one real connection, and tells what became of it. From a namespace that is gone nothing does.
 * @throws CommandError where the program that is to send it is not there, or cannot.
 */
export async function probe(host: Host, asked: Probe): Promise<Outcome> {
  const { namespace, protocol, address, port, size } = asked;
  const headers = address.includes(":") ? 48 : 28;
  const sized = size === undefined ? [] : ["-M", "do", "-s", String(size - headers)];
  const words =
    protocol === "icmp"
      ? ["ping", "-n", "-c", "1", "-W", PATIENCE_S, ...sized, address]
      : ["timeout", PATIENCE_S, "bash", "-c", CONNECT, "probe", protocol, address, String(port)];
  try {
    const text = await host.run({ argv: inside(namespace, ["bash", "-c", TELLING, "probe", ...words]) });
    needTried(text, protocol === "icmp" ? "ping" : "bash", words);
    const outcome = outcomeOf(text);
    return outcome === "filtered" && (await isNobodyThere(host, asked)) ? "unreachable" : outcome;
  } catch (error) {
    if (error instanceof CommandError && ["absent", "no namespace"].includes(error.reason)) return "unreachable";
    throw error;
  }
}

/** The Debian package of each program that sends. */
const PACKAGES = { ping: "iputils-ping", bash: "bash" };

/** A packet that was never sent says nothing of the way. What a rule forbids is told otherwise: `sendmsg: Operation not permitted`. */
function needTried(text: string, program: keyof typeof PACKAGES, words: readonly string[]): void {
  const command = words.join(" ");
  if (/^exit 12[67]$/m.test(text)) {
    throw new CommandError("missing tool", command, `${program} is part of the package ${PACKAGES[program]}\n${text}`);
  }
  if (/socket: (Operation not permitted|Permission denied)/.test(text)) throw new CommandError("denied", command, text);
  if (/(invalid|unrecognized) option|^Usage:/im.test(text)) throw new CommandError("other", command, text);
}

/** What ping(8) and bash(1) say of the kernel's errors, in English. */
function outcomeOf(text: string): Outcome {
  if (/^exit 0$/m.test(text)) return "open";
  if (/refused|Port Unreachable/i.test(text)) return "refused";
  return /unreachable|No route to host|Cannot assign/i.test(text) ? "unreachable" : "filtered";
}

function nothing(error: unknown): [] {
  if (error instanceof CommandError) return [];
  throw error;
}

/** Whether nobody answers for the next hop: the kernel itself says so only after three seconds. */
async function isNobodyThere(host: Host, { namespace, address }: Probe): Promise<boolean> {
  const ask = async <T>(...words: string[]): Promise<T[]> =>
    parseJson<T>(await host.run({ argv: inside(namespace, ["ip", "-j", ...words]) }));
  // A route that refuses is told as an error.
  const [route] = await ask<{ gateway?: string; dev?: string }>("route", "get", address).catch(nothing);
  if (route?.dev === undefined) return false;
  const found = await ask<{ state?: string[] }>("neigh", "show", "to", route.gateway ?? address, "dev", route.dev);
  return found.some(({ state = [] }) => state.includes("INCOMPLETE") || state.includes("FAILED"));
}
