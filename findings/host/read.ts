import { CommandError, LinuxnetError } from "../../provider/errors";
import { inGroups } from "../../provider/host/in-groups";
import { readRules } from "../../provider/host/rules";
import type { Host } from "../../provider/host/host";
import type { Backend } from "../../provider/host/settings";
import { readNames } from "../../provider/host/namespace-file";
import { isProgram } from "../../provider/host/programs";
import { readSysctls } from "../../provider/host/sysctls";
import type { Family } from "../../provider/inputs/addresses";
import { isUnknown } from "../../provider/inputs/check";
import { parseLinks } from "../../provider/iproute2/links";
import { parseForwarding } from "../../provider/iproute2/netconf";
import { parseAllRoutes } from "../../provider/iproute2/routes";
import { parseListeners } from "../../provider/iproute2/sockets";
import type { Rules } from "../../provider/iptables/chains";
import { inside, placeText } from "../../provider/namespaces";
import { ownerOf } from "../../provider/owner";
import { ofKind, type Program } from "../program";
import type { Place } from "../topology";
import { programsOf } from "./rules/no-program";
import { type Readable, readKernel } from "./kernel";
import type { NatRule, Standing, StandingPlace } from "./standing";

/** Whom the reading speaks for, and what it can use. */
export interface Reader {
  host: Host;
  /** Whether it may enter namespaces. */
  isPrivileged: boolean;
  /** Programs that `up` runs and that are not installed, with their packages. */
  missing: readonly { program: string; package: string }[];
  /** Those of some paths that are programs. @default by the files of this machine */
  programsOf?: (paths: readonly string[]) => Promise<string[]>;
  /** The backend of iptables that is set to hold the rules. */
  backend?: Backend | undefined;
  /** Whether the update is still to come, and what the host can do and who listens on it matters: once it ran, it ran. */
  isPreview: boolean;
  /** Whether to enter the namespaces that the program makes; it knows what it makes in them. @default true */
  entersOwn?: boolean;
}

const DISABLE_V6 = "net.ipv6.conf.all.disable_ipv6";

/** Namespaces that are read at the same time. */
const AT_ONCE = 8;

/**
 * Reads what stands in the places of a program, each once and without changing any: links, addresses and routes in one run
 * of ip. What cannot be read is told in `unseen`; nothing is thrown for it.
 */
export async function readStanding(reader: Reader, program: Program): Promise<Standing> {
  const { host, entersOwn = true } = reader;
  const unseen: string[] = [];
  const readable: Readable = async (what, read) => {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof LinuxnetError)) throw error;
      unseen.push(`${what}: ${error instanceof CommandError ? lastLine(error.stderr) : error.message}`);
      return undefined;
    }
  };
  const namespaces = await readable("the names of namespaces", () => readNames(host));
  const used = [...placesOf(program)].filter(
    (name) => namespaces?.includes(name) && (entersOwn || !isMadeBy(program, name)),
  );
  const places = new Map<Place, StandingPlace>();
  const read = async (place: Place): Promise<void> => {
    const what = place === undefined ? "the host's network" : `namespace ${place}`;
    const found = await readable(what, () => readPlace(reader, program, place, readable));
    if (found) places.set(place, found);
  };
  await read(undefined);
  if (reader.isPrivileged) await inGroups(used, AT_ONCE, read);
  else unseen.push(...withoutPrivilege(used));
  return { places, namespaces, unseen, ...(reader.isPreview ? await readMeans(reader, program, readable) : NO_MEANS) };
}

type Means = Omit<Standing, "places" | "namespaces" | "unseen">;

const NO_MEANS: Means = { fresh: undefined, own: undefined, lacks: [], noPrograms: new Set(), withoutV6: false };

/** What an update would find on the host to work with. */
async function readMeans(reader: Reader, program: Program, readable: Readable): Promise<Means> {
  const { programsOf: ofReader = (paths: readonly string[]) => Promise.resolve(paths.filter(isProgram)) } = reader;
  const kernel = await readKernel(reader, program, readable);
  const parameters = await readable("parameters of the host", () => readSysctls(reader.host, undefined, [DISABLE_V6]));
  const paths = ofKind(program, "service").flatMap(programsOf);
  const found = paths.length === 0 ? [] : await readable("programs of services", () => ofReader(paths));
  const noPrograms = new Set(found && paths.filter((path) => !found.includes(path)));
  return { noPrograms, withoutV6: parameters?.[DISABLE_V6] === "1", ...kernel };
}

/** What ip tells of a place in one run: a JSON list a line. */
const QUESTIONS = "addr show\nroute show table all\nnetconf show\n";

async function readPlace(
  { host, isPrivileged, isPreview, backend }: Reader,
  program: Program,
  place: Place,
  readable: Readable,
): Promise<StandingPlace> {
  const [text, sockets, rules] = await Promise.all([
    host.run({ argv: inside(place, ["ip", "-j", "-d", "-batch", "-"]), stdin: QUESTIONS }),
    isPreview && publishes(program, place)
      ? host.run({ argv: inside(place, ["ss", "-H", "-l", "-n", "-t", "-u"]) })
      : "",
    // In a namespace of the program the program's own rules are all.
    isPrivileged && !isMadeBy(program, place)
      ? readable(`rules ${placeText(place)}`, () => readFirewall(host, place, backend))
      : undefined,
  ]);
  const [links = "", routes = "", netconf = ""] = text.split("\n");
  const read = parseLinks(links).map((link) => ({ ...link, owner: ownerOf(link.alias) }));
  return {
    owner: read.find(({ name }) => name === "lo")?.owner,
    links: read,
    routes: parseAllRoutes(routes),
    listeners: parseListeners(sockets),
    rules,
    sourceNat: rules && sourceNatOf(rules),
    forwards: parseForwarding(netconf),
  };
}

async function readFirewall(host: Host, place: Place, backend: Backend | undefined): Promise<Record<Family, Rules>> {
  const [v4, v6] = await Promise.all([readRules(host, place, 4, backend), readRules(host, place, 6, backend)]);
  return { 4: v4, 6: v6 };
}

function sourceNatOf(rules: Record<Family, Rules>): NatRule[] {
  return ([4, 6] as const).flatMap((family) =>
    [...(rules[family].tables.get("nat") ?? [])].flatMap(([chain, all]) =>
      all.filter((rule) => /-j (MASQUERADE|SNAT)\b/.test(rule)).map((rule): NatRule => ({ family, chain, rule })),
    ),
  );
}

/**
 * The namespaces that a program names, as far as it is known. Into each of those of a set nobody looks: what is in it is the
 * set's to tell, and to look would take a preview as long as to make it.
 */
function placesOf({ resources }: Program): Set<string> {
  const ofMany = new Set(
    resources.flatMap(({ kind, inputs, isOfMany }) =>
      isOfMany && kind === "namespace" ? [(inputs as { name: string }).name] : [],
    ),
  );
  const names = resources.flatMap(({ kind, inputs }) => [
    ...("namespace" in inputs ? [inputs.namespace] : []),
    ...("peer" in inputs && !isUnknown(inputs.peer) ? [inputs.peer.namespace] : []),
    ...(kind === "namespace" && "name" in inputs ? [inputs.name] : []),
  ]);
  const known = names.filter((name) => name !== undefined && !isUnknown(name)) as string[];
  return new Set(known.filter((name) => !ofMany.has(name)));
}

function isMadeBy(program: Program, place: Place): boolean {
  return ofKind(program, "namespace").some(({ inputs }) => inputs.name === place);
}

function publishes(program: Program, place: Place): boolean {
  return ofKind(program, "portForward").some(({ inputs }) => inputs.namespace === place);
}

function withoutPrivilege(used: readonly string[]): string[] {
  const inner = used.length > 0 ? `what stands in ${used.join(", ")}, ` : "";
  const advice = "`pulumi up` needs them, too: run it as root, or in `linuxnet lab`";
  return [
    `${inner}the rules of iptables, and what this kernel can do: that takes CAP_SYS_ADMIN and CAP_NET_ADMIN (${advice})`,
  ];
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) ?? "";
}
