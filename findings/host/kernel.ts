import { CommandError } from "../../provider/errors";
import { batchText } from "../../provider/iproute2/batch";
import type { Family } from "../../provider/inputs/addresses";
import { hasUnknown } from "../../provider/inputs/check";
import { restoreText, type Wanted } from "../../provider/iptables/restore";
import { kinds } from "../../provider/resources";
import type { ResourceSpec } from "../../provider/resources/spec";
import { readSysctls } from "../../provider/host/sysctls";
import type { Host } from "../../provider/host/host";
import { type Declared, type Kind, ofKind, type Program } from "../program";
import type { Reader } from "./read";
import type { Lack, Standing } from "./standing";

const ALL: readonly Kind[] = ["namespace", "bridge", "vethPair", "route", "masquerade", "portForward"];
const RULES: readonly Kind[] = ["masquerade", "portForward", "bridge"];

/** The kinds that a program is needed for. */
const NEEDED_BY: Record<string, readonly Kind[]> = {
  ip: ALL,
  nsenter: ALL,
  unshare: ["namespace"],
  sysctl: ["namespace", "masquerade", "portForward"],
  "iptables-save": RULES,
  "iptables-restore": RULES,
  "ip6tables-save": RULES,
  "ip6tables-restore": RULES,
};

/** The parameters that tell whether a new namespace forwards. */
const FORWARDING = ["net.ipv4.ip_forward", "net.ipv6.conf.all.forwarding"];

type Readable = <T>(what: string, read: () => Promise<T>) => Promise<T | undefined>;

/** Tries what a program needs in a namespace that has no name and is gone with the command. */
export async function readKernel(
  { host, isPrivileged, missing }: Reader,
  program: Program,
  readable: Readable,
): Promise<Pick<Standing, "fresh" | "lacks">> {
  const tools = [...Map.groupBy(missing, ({ package: origin }) => origin)].flatMap(([origin, all]): Lack[] => {
    const names = all.map(({ program: name }) => name);
    const kinds = ALL.filter((kind) => names.some((name) => NEEDED_BY[name]?.includes(kind)));
    const text = `not installed on this host: ${names.join(", ")} (apt install ${origin})`;
    return kinds.length > 0 ? [{ kinds, text }] : [];
  });
  if (!isPrivileged || tools.length > 0) return { fresh: undefined, lacks: tools };
  const anew: Host = {
    run: ({ argv, stdin }) =>
      host.run({ argv: ["unshare", "--net", "--", ...argv], ...(stdin === undefined ? {} : { stdin }) }),
  };
  const fresh = await readable("a new namespace", () =>
    readSysctls(anew, undefined, [...FORWARDING, ...declaredKeys(program)]),
  );
  const lacks = await Promise.all([
    tryLinks(anew, program),
    ...([4, 6] as const).map((family) => tryRules(anew, program, family)),
  ]);
  return { fresh, lacks: lacks.flat() };
}

/** The parameters of the program's namespaces, but for those of interfaces that are not there yet: for them, of all. */
function declaredKeys(program: Program): string[] {
  const keys = ofKind(program, "namespace").flatMap(({ inputs: { sysctls } }) =>
    hasUnknown(sysctls) ? [] : Object.keys(sysctls ?? {}),
  );
  return [...new Set(keys.map(keyOfAll))];
}

/** The same parameter of all interfaces: `net.ipv4.conf.all.rp_filter` of `net.ipv4.conf.eth0.rp_filter`. */
export function keyOfAll(key: string): string {
  return key
    .replace(/^(net\.ipv[46]\.conf)\.[^.]+\./, "$1.all.")
    .replace(/^(net\.ipv[46]\.neigh)\.[^.]+\./, "$1.default.");
}

const PROBES = [
  { kind: "bridge", words: ["link", "add", "name", "probe0", "type", "bridge"] },
  { kind: "vethPair", words: ["link", "add", "name", "probe1", "type", "veth", "peer", "name", "probe2"] },
] as const;

async function tryLinks(anew: Host, program: Program): Promise<Lack[]> {
  const needed = PROBES.filter(({ kind }) => ofKind(program, kind).length > 0);
  if (needed.length === 0) return [];
  const stderr = await failureOf(anew, ["ip", "-force", "-batch", "-"], batchText(needed.map(({ words }) => words)));
  return needed
    .filter(
      (_, index) =>
        stderr?.includes(`Command failed -:${index + 1}\n`) || stderr?.endsWith(`Command failed -:${index + 1}`),
    )
    .map(({ kind, words }) => ({
      kinds: [kind],
      text: `this kernel cannot make an interface of type ${words[5]}: ${stderr?.split("\n")[0]}`,
    }));
}

async function tryRules(anew: Host, program: Program, family: Family): Promise<Lack[]> {
  const wanted = program.resources.flatMap((resource) => chainsOf(resource, family));
  const text = restoreText(wanted, new Map());
  if (text === "") return [];
  const tool = `ip${family === 4 ? "" : "6"}tables`;
  const stderr = await failureOf(anew, [`${tool}-restore`, "--noflush", "-w", "5"], text);
  return stderr === undefined
    ? []
    : [{ kinds: RULES, text: `this host's ${tool} cannot hold the program's rules: ${stderr.split("\n")[0]}` }];
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

async function failureOf(anew: Host, argv: readonly string[], stdin: string): Promise<string | undefined> {
  try {
    await anew.run({ argv, stdin });
    return undefined;
  } catch (error) {
    if (error instanceof CommandError) return error.stderr;
    throw error;
  }
}
