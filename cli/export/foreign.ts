import type { Link } from "../../provider/iproute2/links";
import type { View } from "../../provider/resources/spec";
import type { Network } from "../survey/kernel";

/** The names that Docker, Podman, libvirt, LXC, Incus, nerdctl and Kubernetes' plugins give their bridges. */
const NAMES =
  /^(docker0|docker_gwbridge|br-[0-9a-f]{12}|(cni-)?podman\d+|cni\d+|cbr0|nerdctl\d+|virbr\d+|lxcbr\d+|lxdbr\d+|incusbr\d+|kube-bridge|weave)$/;

/** Why a bridge of the host is another program's; undefined of one that a person may have made. */
export async function foreignReason(
  { name }: Link,
  { namespace, links }: Network,
  view: View,
): Promise<string | undefined> {
  if (namespace !== undefined) return undefined;
  if (NAMES.test(name)) return "another program calls its bridges so";
  const ports = links.filter(({ master, kind }) => master === name && kind === "veth");
  const ends = await Promise.all(ports.map((port) => view.otherEnd(undefined, port)));
  const isNameless = ends.length > 0 && ends.every((end) => end === undefined);
  return isNameless ? "all that hangs on it has no name, as containers of other programs" : undefined;
}
