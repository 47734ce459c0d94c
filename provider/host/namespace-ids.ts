import { CommandError } from "../errors";
import { parseJson } from "../iproute2/json";
import { inside } from "../namespaces";
import type { Host } from "./host";

interface Known {
  nsid: number;
  /** Absent for the host's own namespace, and for those without a name. */
  name?: string;
}

/**
 * The names of the namespaces that one knows by numbers. What `ip -j netns list-id` has `listed` breaks off after some
 * hundred, without a word: what it lacks of the numbers that are needed is asked for one by one.
 */
export async function namesById(
  host: Host,
  place: string | undefined,
  { listed: text, needed }: { listed: string; needed: readonly number[] },
): Promise<Map<number, string>> {
  const listed = parseJson<Known>(text);
  const known = new Set(listed.map(({ nsid }) => nsid));
  // Of a namespace that is being removed the kernel tells the number -1.
  const missing = [...new Set(needed)].filter((id) => id >= 0 && !known.has(id));
  const found = await Promise.all(missing.map(async (id) => ({ nsid: id, name: await nameById(host, place, id) })));
  return new Map([...listed, ...found].flatMap(({ nsid, name }) => (name === undefined ? [] : [[nsid, name]])));
}

/** The name of the namespace that another one knows by a number; undefined where it has none, or is gone. */
export async function nameById(host: Host, place: string | undefined, id: number): Promise<string | undefined> {
  try {
    return parseJson<Known>(
      await host.run({ argv: inside(place, ["ip", "-j", "netns", "list-id", "nsid", String(id)]) }),
    )[0]?.name;
  } catch (error) {
    if (error instanceof CommandError && error.reason === "absent") return undefined;
    throw error;
  }
}
