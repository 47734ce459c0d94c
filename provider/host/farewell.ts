import { CommandError } from "../errors";
import { isFallback, parseLinks } from "../iproute2/links";
import { inside } from "../namespaces";
import { ownerOf } from "../owner";
import type { Host } from "./host";

/** What people should know before a namespace loses its name: who keeps it alive, and what of others goes with it. */
export async function farewellOf(host: Host, name: string): Promise<string[]> {
  try {
    const pids = (await host.run({ argv: ["ip", "netns", "pids", name] })).split("\n").filter(Boolean);
    const links = parseLinks(await host.run({ argv: inside(name, ["ip", "-j", "-d", "addr", "show"]) }));
    const foreign = links.filter(
      // A physical interface comes back to the host.
      (it) => it.kind !== undefined && ownerOf(it.alias) === undefined && !isFallback(it.name),
    );
    return [
      ...(pids.length > 0
        ? [`namespace ${name} lives on without a name while processes use it: ${pids.join(", ")}`]
        : []),
      ...(foreign.length > 0
        ? [`namespace ${name} takes along what linuxnet did not make: ${foreign.map((it) => it.name).join(", ")}`]
        : []),
    ];
  } catch (error) {
    // It may be gone, or only a file by now.
    if (error instanceof CommandError) return [];
    throw error;
  }
}
