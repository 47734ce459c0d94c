import type { Link } from "../iproute2/links";
import { parseLinks } from "../iproute2/links";
import { inside } from "../namespaces";
import type { LinkName } from "../resources/spec";
import type { Host } from "./host";
import { nameById } from "./namespace-ids";

/** Where the other end of a veth lies; undefined for a namespace without a name. */
export async function otherEnd(
  host: Host,
  namespace: string | undefined,
  { index, peerIndex, peerName, peerNamespace }: Link,
): Promise<LinkName | undefined> {
  if (peerNamespace === undefined) {
    return peerName === undefined ? undefined : placed(namespace, peerName);
  }
  const named = await nameById(host, namespace, peerNamespace);
  // The host's own network has no name.
  if (named === undefined && namespace === undefined) return undefined;
  const links = parseLinks(await host.run({ argv: inside(named, ["ip", "-j", "-d", "addr", "show"]) }));
  const end = links.find((link) => link.kind === "veth" && link.index === peerIndex && link.peerIndex === index);
  if (end?.peerNamespace === undefined) return undefined;
  // Numbers of links are used again in every namespace: the other end must name this one.
  const isOther = named !== undefined || (await nameById(host, undefined, end.peerNamespace)) === namespace;
  return isOther ? placed(named, end.name) : undefined;
}

function placed(namespace: string | undefined, name: string): LinkName {
  return namespace === undefined ? { name } : { namespace, name };
}
