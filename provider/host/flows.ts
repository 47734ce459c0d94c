import { type Flows, familyWord, forgetting } from "../conntrack/flows";
import { CommandError } from "../errors";
import type { Family } from "../inputs/addresses";
import { parseRoutes } from "../iproute2/routes";
import { inside, placeText } from "../namespaces";
import type { Host } from "./host";
import { isInstalledOn } from "./programs";

/** Makes the kernel forget flows. Where that cannot be done they go on until they have rested for three minutes, and it is told. */
export async function forgetFlows(
  host: Host,
  namespace: string | undefined,
  flows: Flows,
  tell: (notice: string) => void,
): Promise<void> {
  const told = `UDP flows to port ${flows.ports[0]} ${placeText(namespace)} may go on as before`;
  if (!(await isInstalledOn(host, "conntrack"))) return tell(`${told}: conntrack is not installed`);
  try {
    const list = ["conntrack", "-L", "-f", familyWord(flows.family), "-p", "udp"];
    const standing = await host.run({ argv: inside(namespace, list) });
    for (const words of forgetting(standing, flows, await localNetworks(host, namespace, flows.family))) {
      await host.run({ argv: inside(namespace, ["conntrack", ...words]) }).catch(unlessAbsent);
    }
  } catch (error) {
    unlessAbsent(error);
  }

  /** Flows end by themselves, and with their namespace. */
  function unlessAbsent(error: unknown): void {
    if (!(error instanceof CommandError)) throw error;
    if (!["absent", "other", "missing tool"].includes(error.reason)) throw error;
    if (error.reason !== "absent") tell(`${told}: ${error.stderr.split("\n", 1)[0]}`);
  }
}

/** The networks whose addresses iptables takes for LOCAL, but for ::1, from which no rule forwards. */
async function localNetworks(host: Host, namespace: string | undefined, family: Family): Promise<string[]> {
  const argv = inside(namespace, ["ip", "-j", "-d", `-${family}`, "route", "show", "table", "local"]);
  const routes = parseRoutes(await host.run({ argv }), family);
  return routes.flatMap(({ type, destination }) =>
    type === "local" && destination !== "::1/128" ? [destination] : [],
  );
}
