import { quoted } from "../sh-words";

/** Why a packet, or the answer to it, does not arrive. Part of the command's JSON: the codes never change. */
export type Reason =
  | "no-route"
  | "gateway-unreachable"
  | "wrong-interface"
  | "forwarding-off"
  | "filtered"
  | "no-way-back"
  | "not-listening"
  | "rp-filter"
  | "mtu"
  | "link-down"
  | "no-neighbour";

/** Where and why a packet ends. */
export interface Stop {
  reason: Reason;
  /** For people: what is so, there. */
  text: string;
  /** The rule that ends it, as a command of iptables would add it. */
  rule?: string;
  /** What to add or change, each by itself enough. */
  fix: Fix[];
}

/** A command that is to be run in a place. What no command does is said in words, and has no place. */
export interface Fix {
  place: string | undefined;
  /** As sh(1) takes it. */
  command: string;
}

/** As it is typed on the host. */
export function typed({ place, command }: Fix): string {
  if (place === undefined) return command;
  return command.startsWith("ip ")
    ? `ip -n ${quoted(place)} ${command.slice("ip ".length)}`
    : `ip netns exec ${quoted(place)} ${command}`;
}

/** Commands of one place: their words, or a text that has none with a blank in it. No name of an interface has one. */
export function fixes({ place }: { place: string | undefined }, ...commands: (string | readonly string[])[]): Fix[] {
  return commands.map((it) => {
    const words = typeof it === "string" ? it.split(" ") : it;
    return { place, command: words.map(quoted).join(" ") };
  });
}

/** What people have to do themselves. */
export function advice(text: string): Fix {
  return { place: undefined, command: text };
}

/** Where something is to be done, in words of people. */
export function placeText({ place }: { place: string | undefined }): string {
  return place === undefined ? "on the host" : `in ${place}`;
}
