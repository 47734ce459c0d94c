import { nameOf } from "../place-name";
import {
  carrierOf,
  type Change,
  type Drawn,
  type FirewallRule,
  type Forward,
  type Graph,
  type Interface,
  type Masquerade,
  type Place,
  type Qdisc,
  type Route,
} from "./model";

/** A line of a drawing. */
export interface Line {
  text: string;
  change?: Change | undefined;
}

/** What is in a place beside its interfaces: where packets go from there, and what else is set. */
export function notesOf(graph: Graph, place: Place): Line[] {
  const lines = <Item extends Drawn>(items: readonly Item[], text: (item: Item) => string): Line[] =>
    items.filter((item) => item.place === place).map((item) => ({ text: text(item), change: item.change }));
  return [
    ...lines(graph.rules, ({ words }) => `${words}  (rule)`),
    ...lines(graph.routes, (route) => routeText(graph, route)),
    ...lines(graph.masquerades, masqueradeText),
    ...lines(graph.forwards, (forward) => forwardText(graph, forward)),
    ...lines(graph.firewallRules, firewallText),
    ...lines(graph.qdiscs, qdiscText),
    ...lines(graph.parameters, ({ key, value }) => `${key} = ${value}  (parameter)`),
    ...lines(graph.services, ({ name, command }) => `${commandText(command)}  (service ${name})`),
  ];
}

export function interfaceText({ name, addresses }: Interface): string {
  return [name, ...addresses].join(" ");
}

/** What is said of a place in which there is nothing. */
export const NOTHING = "lo alone";

/** What becomes of something whose parts become this. */
export function changeOf(...parts: (Change | undefined)[]): Change | undefined {
  const [first] = parts;
  if (parts.every((it) => it === first)) return first;
  return parts.find((it) => it === "add" || it === "remove") ?? "change";
}

/** What tells changes apart without colour: red and green look alike to some. */
export const SIGNS: Record<Change, string> = { add: "+", change: "~", remove: "-" };

/** A text in which nothing can direct a terminal or a reader: such characters as their numbers. */
export function printable(text: string): string {
  return text.replace(CONTROLS, (it) => `\\u{${(it.codePointAt(0) ?? 0).toString(16)}}`);
}

const CONTROLS = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

function routeText(graph: Graph, { destination, type, gateway, device, about = [] }: Route): string {
  const also = about.length === 0 ? "" : `  (${about.join(", ")})`;
  if (type !== "unicast") return `${destination} ──▶ ${type}${also}`;
  const by = device === undefined ? "" : ` by ${device}`;
  return `${destination} ──▶ ${gateway === undefined ? "" : withCarrier(graph, gateway)}${by}${also}`;
}

function masqueradeText({ source, inInterface, outInterface, toSource }: Masquerade): string {
  const from = inInterface === undefined ? "" : ` from ${inInterface}`;
  return `${source}${from} ──▶ ${outInterface ?? "anywhere"} as ${toSource ?? "its own address"}  (masquerade)`;
}

function forwardText(graph: Graph, forward: Forward): string {
  const { hostAddress = "any address", hostPort, protocol, targetAddress, targetPort } = forward;
  return `${hostAddress} port ${hostPort}/${protocol} ──▶ ${withCarrier(graph, targetAddress)} port ${targetPort}  (forward)`;
}

function firewallText({ chain, words, table = "firewall" }: FirewallRule): string {
  return `${chain} ${words}  (${table} rule)`;
}

function qdiscText({ device, rate, delay, loss }: Qdisc): string {
  const words = Object.entries({ rate, delay, loss }).flatMap(([word, value]) =>
    value === undefined ? [] : [word, value],
  );
  return `${device} ──▶ ${words.join(" ")}  (qdisc)`;
}

/** A command line; a word may be long, and hold anything. */
function commandText(command: readonly string[]): string {
  const text = [command]
    .flat()
    .map((word) => (/^[\x21-\x7e]+$/.test(word) ? word : JSON.stringify(word)))
    .join(" ");
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

const LONGEST = 60;

function withCarrier(graph: Graph, address: string): string {
  const carrier = carrierOf(graph, address);
  return carrier === undefined ? address : `${nameOf(carrier.place)}: ${carrier.name} ${address}`;
}
