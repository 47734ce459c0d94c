/** The folder where ip-netns(8) keeps its namespaces. */
const FOLDER = "/run/netns";

export function namespacePath(name: string): string {
  return `${FOLDER}/${name}`;
}

/** The namespace that a path names, undefined for a path that is none's. */
export function namespaceOfPath(path: string | undefined): string | undefined {
  return path?.startsWith(`${FOLDER}/`) ? path.slice(FOLDER.length + 1) : undefined;
}

/**
 * The words that run a program inside a namespace, or where the provider runs if none is named. nsenter joins only the
 * network namespace; `ip -n` and `ip netns exec` would copy the mount table, which grows with the number of namespaces.
 */
export function inside(namespace: string | undefined, argv: readonly string[]): string[] {
  return namespace === undefined ? [...argv] : ["nsenter", `--net=${namespacePath(namespace)}`, "--", ...argv];
}

/** The reverse of `inside`. */
export function placeOf(argv: readonly string[]): { namespace: string | undefined; words: readonly string[] } {
  const [program, net = "", end] = argv;
  const namespace = namespaceOfPath(net.replace("--net=", ""));
  const isInside = program === "nsenter" && end === "--" && namespace !== undefined;
  return isInside ? { namespace, words: argv.slice(3) } : { namespace: undefined, words: argv };
}

/** Where an object lives, for messages. */
export function placeText(namespace: string | undefined): string {
  return namespace === undefined ? "on the host" : `in namespace ${namespace}`;
}
