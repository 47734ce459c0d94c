import {
  carrierOf,
  type Forward,
  type Graph,
  type Interface,
  type Masquerade,
  type Place,
  type Qdisc,
  type Route,
} from "./model";

/** Draws a graph: a box for each place, with its interfaces, their cables, and where packets go from there. */
export function textOf(graph: Graph): string {
  return graph.places.map((place) => box(placeText(place), linesOf(graph, place))).join("\n");
}

function linesOf(graph: Graph, place: Place): string[] {
  const here = <Item extends { place: Place }>(items: readonly Item[]): Item[] =>
    items.filter((item) => item.place === place);
  const own = here(graph.interfaces);
  return [
    ...own.filter(({ kind }) => kind === "bridge").flatMap((bridge) => bridgeLines(graph, bridge, own)),
    ...own.filter(({ kind, master }) => kind === "veth" && !isPort(own, master)).map((end) => looseLine(graph, end)),
    ...here(graph.rules).map(({ words }) => `${words}  (rule)`),
    ...here(graph.routes).map((route) => routeLine(graph, route)),
    ...here(graph.masquerades).map(masqueradeLine),
    ...here(graph.forwards).map((forward) => forwardLine(graph, forward)),
    ...here(graph.firewallRules).map(({ chain, words }) => `${chain} ${words}  (firewall rule)`),
    ...here(graph.qdiscs).map(qdiscLine),
    ...here(graph.parameters).map(({ key, value }) => `${key} = ${value}  (parameter)`),
    ...here(graph.services).map(({ name, command }) => `${shown(command)}  (service ${name})`),
  ];
}

/** A command line; a word may be long, and hold anything. */
function shown(command: readonly string[]): string {
  const text = command.map((word) => (/^[\x21-\x7e]+$/.test(word) ? word : JSON.stringify(word))).join(" ");
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

const LONGEST = 60;

/** Whether the master is among the bridges that are drawn: it may also be somebody else's. */
function isPort(own: readonly Interface[], master: string | undefined): boolean {
  return own.some(({ kind, name }) => kind === "bridge" && name === master);
}

function bridgeLines(graph: Graph, bridge: Interface, own: readonly Interface[]): string[] {
  const ports = own.filter(({ master }) => master === bridge.name);
  const branch = (index: number): string => (index === ports.length - 1 ? "└─" : "├─");
  return [
    `${interfaceText(bridge)}  (bridge)`,
    ...ports.map((port, index) => `${branch(index)} ${cableLine(graph, port)}`),
  ];
}

function looseLine(graph: Graph, end: Interface): string {
  return end.master === undefined ? cableLine(graph, end) : `${cableLine(graph, end)}  (port of ${end.master})`;
}

function cableLine({ cables }: Graph, end: Interface): string {
  const other = cables.find((ends) => ends.includes(end))?.find((it) => it !== end);
  return [interfaceText(end), ...(other ? [`═════ ${placeText(other.place)}: ${interfaceText(other)}`] : [])].join(" ");
}

function interfaceText({ name, addresses }: Interface): string {
  return [name, ...addresses].join(" ");
}

function routeLine(graph: Graph, { destination, type, gateway, device }: Route): string {
  if (type !== "unicast") return `${destination} ──▶ ${type}`;
  const by = device === undefined ? "" : ` by ${device}`;
  return `${destination} ──▶ ${gateway === undefined ? "" : withCarrier(graph, gateway)}${by}`;
}

function masqueradeLine({ source, inInterface, outInterface, toSource }: Masquerade): string {
  const from = inInterface === undefined ? "" : ` from ${inInterface}`;
  return `${source}${from} ──▶ ${outInterface ?? "anywhere"} as ${toSource ?? "its own address"}  (masquerade)`;
}

function forwardLine(graph: Graph, forward: Forward): string {
  const { hostAddress = "any address", hostPort, protocol, targetAddress, targetPort } = forward;
  return `${hostAddress} port ${hostPort}/${protocol} ──▶ ${withCarrier(graph, targetAddress)} port ${targetPort}  (forward)`;
}

function qdiscLine({ device, rate, delay, loss }: Qdisc): string {
  const words = Object.entries({ rate, delay, loss }).flatMap(([word, value]) =>
    value === undefined ? [] : [word, value],
  );
  return `${device} ──▶ ${words.join(" ")}  (qdisc)`;
}

function withCarrier(graph: Graph, address: string): string {
  const carrier = carrierOf(graph, address);
  return carrier === undefined ? address : `${placeText(carrier.place)}: ${carrier.name} ${address}`;
}

function placeText(place: Place): string {
  return place ?? "host";
}

function box(title: string, lines: readonly string[]): string {
  const content = lines.length > 0 ? lines : ["lo alone"];
  const width = Math.max(title.length + 2, ...content.map((line) => line.length));
  return [
    `┌─ ${title} ${"─".repeat(width - title.length - 1)}┐`,
    ...content.map((line) => `│ ${line.padEnd(width)} │`),
    `└${"─".repeat(width + 2)}┘`,
  ].join("\n");
}
