import { groupBy } from "../../provider/group-by";
import { CommandError } from "../../provider/errors";
import { batchText } from "../../provider/iproute2/batch";
import type { Family } from "../../provider/inputs/addresses";
import { hasUnknown } from "../../provider/inputs/check";
import { restoreText, type Wanted } from "../../provider/iptables/restore";
import { kinds } from "../../provider/resources";
import { kindOf } from "../../provider/resources/qdisc";
import type { ResourceSpec } from "../../provider/resources/spec";
import { readSysctls } from "../../provider/host/sysctls";
import type { Host } from "../../provider/host/host";
import { type Declared, type Kind, ofKind, type Program, withKnown } from "../program";
import { FORWARDING } from "../rules/forwarding";
import type { Reader } from "./read";
import type { Lack, Standing } from "./standing";

const ALL = Object.keys(kinds) as Kind[];
const RULES: readonly Kind[] = ["masquerade", "portForward", "firewallRule", "sysctl", "bridge"];

/** The kinds that a program is needed for. */
const NEEDED_BY: Record<string, readonly Kind[]> = {
  ip: ALL,
  flock: ALL,
  nsenter: ALL,
  unshare: ["namespace", "service"],
  bridge: ["bridge", "vethPair", "vxlan"],
  tc: ["qdisc"],
  sysctl: ["namespace", "bridge", "vethPair", "vxlan", "masquerade", "portForward", "sysctl"],
  "iptables-save": RULES,
  "iptables-restore": RULES,
  "ip6tables-save": RULES,
  "ip6tables-restore": RULES,
};

/** Reads something, or notes what it was that could not be read. */
export type Readable = <T>(what: string, read: () => Promise<T>) => Promise<T | undefined>;

/** Tries what a program needs in a namespace that has no name and is gone with the command. */
export async function readKernel(
  { host, isPrivileged, missing }: Reader,
  program: Program,
  readable: Readable,
): Promise<Pick<Standing, "fresh" | "own" | "lacks">> {
  const tools = [...groupBy(missing, ({ package: origin }) => origin)].flatMap(([origin, all]): Lack[] => {
    const names = all.map(({ program: name }) => name);
    const kinds = ALL.filter((kind) => names.some((name) => NEEDED_BY[name]?.includes(kind)));
    const text = `not installed on this host: ${names.join(", ")} (apt install ${origin})`;
    return kinds.length > 0 ? [{ kinds, text }] : [];
  });
  if (!isPrivileged || tools.length > 0) return { fresh: undefined, own: undefined, lacks: tools };
  const anew: Host = {
    run: ({ argv, stdin }) =>
      host.run({ argv: ["unshare", "--net", "--", ...argv], ...(stdin === undefined ? {} : { stdin }) }),
  };
  const fresh = await readable("a new namespace", () =>
    readSysctls(anew, undefined, [...Object.values(FORWARDING), ...declaredKeys(program)]),
  );
  const own = await readable("the host's parameters", () => readSysctls(host, undefined, keysOfHost(program)));
  const tries = [
    () => tryLinks(anew, program),
    () => tryVlans(anew, program),
    ...(["tbf", "netem"] as const).map((kind) => () => tryQdisc(anew, program, kind)),
    ...([4, 6] as const).map((family) => () => tryRules(anew, program, family)),
  ];
  const lacks = await Promise.all(tries.map((attempt) => readable("what this kernel can do", attempt)));
  return { fresh, own, lacks: lacks.flatMap((found) => found ?? []) };
}

/** The parameters that the program declares, but for those of interfaces that are not there yet: for them, of all. */
function declaredKeys(program: Program): string[] {
  const ofNamespaces = ofKind(program, "namespace").flatMap(({ inputs: { sysctls } }) =>
    hasUnknown(sysctls) ? [] : Object.keys(sysctls ?? {}),
  );
  const keys = [...ofNamespaces, ...withKnown(program, "sysctl", "key").map(({ inputs }) => inputs.key)];
  return keysOfAll(keys);
}

/** Those that it declares of the host's own network. */
function keysOfHost(program: Program): string[] {
  const ofHost = withKnown(program, "sysctl", "key", "namespace").filter(
    ({ inputs }) => inputs.namespace === undefined,
  );
  return keysOfAll(ofHost.map(({ inputs }) => inputs.key));
}

function keysOfAll(keys: readonly string[]): string[] {
  return [...new Set(keys.flatMap((key) => keyOfAll(key) ?? []))];
}

/**
 * The same parameter of all interfaces: `net.ipv4.conf.all.rp_filter` of `net.ipv4.conf.eth0.rp_filter`. Undefined where
 * only the interfaces themselves have it.
 */
export function keyOfAll(key: string): string | undefined {
  if (/^net\.mpls\.conf\./.test(key)) return undefined;
  return key
    .replace(/^(net\.ipv[46]\.conf)\.[^.]+\./, "$1.all.")
    .replace(/^(net\.ipv[46]\.neigh)\.[^.]+\./, "$1.default.");
}

const PROBES = [
  { kind: "bridge", type: "bridge", words: ["link", "add", "name", "probe0", "type", "bridge"] },
  {
    kind: "vethPair",
    type: "veth",
    words: ["link", "add", "name", "probe1", "type", "veth", "peer", "name", "probe2"],
  },
  {
    kind: "vxlan",
    type: "vxlan",
    words: ["link", "add", "name", "probe3", "type", "vxlan", "id", "1", "dstport", "4789"],
  },
] as const;

async function tryLinks(anew: Host, program: Program): Promise<Lack[]> {
  const needed = PROBES.filter(({ kind }) => ofKind(program, kind).length > 0);
  if (needed.length === 0) return [];
  const stderr = await refusalOf(anew, ["ip", "-force", "-batch", "-"], batchText(needed.map(({ words }) => words)));
  // ip says what is wrong with a line, and then which line it was.
  const answers = (stderr ?? "").split(/^Command failed -:(\d+)$/m);
  return needed.flatMap(({ kind, type }, index): Lack[] => {
    const at = answers.indexOf(String(index + 1));
    if (at < 1) return [];
    return [
      { kinds: [kind], text: `this kernel cannot make an interface of type ${type}: ${answers[at - 1]?.trim()}` },
    ];
  });
}

async function tryVlans(anew: Host, program: Program): Promise<Lack[]> {
  const isNeededBy = ({ inputs }: Declared): boolean => "vlanFiltering" in inputs && inputs.vlanFiltering === true;
  if (!ofKind(program, "bridge").some(isNeededBy)) return [];
  const argv = ["ip", "link", "add", "name", "probe0", "type", "bridge", "vlan_filtering", "1"];
  const stderr = await refusalOf(anew, argv, "");
  if (stderr === undefined) return [];
  const text = `bridges of this kernel have no VLANs (CONFIG_BRIDGE_VLAN_FILTERING): ${stderr.split("\n")[0]}`;
  return [{ kinds: ["bridge"], isNeededBy, text }];
}

const QDISC_PROBES = { tbf: ["rate", "1mbit", "burst", "32kb", "latency", "50ms"], netem: ["delay", "1ms"] };

async function tryQdisc(anew: Host, program: Program, kind: keyof typeof QDISC_PROBES): Promise<Lack[]> {
  const isNeededBy = ({ inputs }: Declared): boolean => kindOf(inputs) === kind;
  if (!ofKind(program, "qdisc").some(isNeededBy)) return [];
  const argv = ["tc", "qdisc", "add", "dev", "lo", "root", kind, ...QDISC_PROBES[kind]];
  const stderr = await refusalOf(anew, argv, "");
  if (stderr === undefined) return [];
  const text = `this kernel has no qdisc of kind ${kind} (module sch_${kind}): ${stderr.split("\n")[0]}`;
  return [{ kinds: ["qdisc"], isNeededBy, text }];
}

async function tryRules(anew: Host, program: Program, family: Family): Promise<Lack[]> {
  const wanted = program.resources.flatMap((resource) => chainsOf(resource, family));
  const text = restoreText(wanted, new Map());
  if (text === "") return [];
  const tool = `ip${family === 4 ? "" : "6"}tables`;
  const stderr = await refusalOf(anew, [`${tool}-restore`, "--noflush", "-w", "5"], text);
  if (stderr === undefined) return [];
  return [{ kinds: RULES, text: `this host's ${tool} cannot hold the program's rules: ${stderr.split("\n")[0]}` }];
}

function chainsOf({ kind, inputs }: Declared, family: Family): Wanted[] {
  if (!RULES.includes(kind) || hasUnknown(inputs)) return [];
  const spec = kinds[kind] as unknown as ResourceSpec;
  return spec
    .create(spec.complete(inputs))
    .flatMap((step) =>
      step.tool === "iptables"
        ? [{ owner: step.owner, chains: step.chains.filter((chain) => chain.family === family) }]
        : [],
    );
}

/** What a tool answers that refuses; undefined if it does not. That it could not be tried is no refusal. */
async function refusalOf(anew: Host, argv: readonly string[], stdin: string): Promise<string | undefined> {
  try {
    await anew.run({ argv, stdin });
    return undefined;
  } catch (error) {
    if (!(error instanceof CommandError) || error.reason === "denied" || error.reason === "timeout") throw error;
    return error.stderr;
  }
}
