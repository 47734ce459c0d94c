import { isOwn, USER_CHAIN } from "../iptables/chains";
import { unquoted, wordsOf } from "../iptables/words";
import type { Hook, Stopper } from "./filter";
import type { Network } from "./network";
import type { Packet, State } from "./packet";
import { advice, type Fix, fixes, type Stop } from "./reasons";

/** The interfaces by which a packet comes and leaves, as far as a rule can ask for them. */
interface Way {
  in?: string | undefined;
  out?: string | undefined;
}

/** A rule, or a chain's policy, that ends a packet. */
export function ruleStop(hook: Hook, network: Network, packet: Packet, stopper: Stopper, way: Way): Stop {
  const { rule, state } = stopper;
  const words = wordsOf(rule).map(unquoted);
  if (words[0] === "nft") {
    const text = `the policy of a base chain of ${hook}, which has no rule, drops it: ${rule}`;
    const fix = fixes(network, [...words.slice(0, words.indexOf("{")), "{ policy accept; }"]);
    return { reason: "filtered", text, rule, fix };
  }
  const at = words[1] === "-t" ? 3 : 1;
  const [before, [verb, chain = ""]] = [words.slice(0, at), words.slice(at)];
  const [tool = "iptables"] = words;
  const accept = [...selectionOf(packet, state, way), "-j", "ACCEPT"];
  const add = [...before, "-I", hook, ...accept];
  const text =
    verb === "-P"
      ? `no rule of ${hook} accepts it, and the policy drops it: ${rule}`
      : `a rule on the way through ${hook} ends it: ${rule}`;
  const stop = { reason: "filtered" as const, text, rule };
  if (isOwn(chain)) {
    const isForward = hook === "FORWARD" && at === 1;
    return { ...stop, fix: againstOwn(network, isForward ? [tool, "-I", USER_CHAIN, ...accept] : undefined) };
  }
  // What has bytes that are told by their numbers is not to be found by its words.
  const isExact = verb === "-A" && !rule.includes("\\u{");
  return { ...stop, fix: fixes(network, ...(isExact ? [[...before, "-D", ...words.slice(at + 1)]] : []), add) };
}

/** The words by which a rule is about such packets alone. */
function selectionOf(packet: Packet, state: State, { in: from, out }: Way): string[] {
  return [
    ...(from === undefined ? [] : ["-i", from]),
    ...(out === undefined ? [] : ["-o", out]),
    ...kindOf(packet, state),
  ];
}

function kindOf(packet: Packet, state: State): string[] {
  const { isReply, protocol, source, destination, sourcePort, destinationPort, icmpType } = packet;
  // What is no ping is for the network itself: without all of it none works.
  if (icmpType !== undefined) return ["-p", "ipv6-icmp"];
  if (state === "ESTABLISHED") return ["-m", "conntrack", "--ctstate", "ESTABLISHED,RELATED"];
  const ports = isReply ? ["--sport", `${sourcePort}`] : ["--dport", `${destinationPort}`];
  return ["-s", source, "-d", destination, ...(protocol === "icmp" ? [] : ["-p", protocol, ...ports])];
}

/** What helps against a rule of linuxnet, which would only make it anew: the chain for people's own rules goes first. */
function againstOwn(network: Network, accept: string[] | undefined): Fix[] {
  const words = advice("in the program, publish the port, or let both be in one network");
  return [...(accept === undefined ? [] : fixes(network, accept)), words];
}
