import { type Flows, familyWord, forgetting } from "../conntrack/flows";
import { CommandError } from "../errors";
import { inside } from "../namespaces";
import type { Host } from "./host";
import { isInstalled } from "./programs";

/** Makes the kernel forget flows. Without conntrack(8) they go on until they have rested for three minutes. */
export async function forgetFlows(host: Host, namespace: string | undefined, flows: Flows): Promise<void> {
  if (!isInstalled("conntrack")) return;
  const list = ["conntrack", "-L", "-f", familyWord(flows.family), "-p", "udp"];
  for (const words of forgetting(await host.run({ argv: inside(namespace, list) }), flows)) {
    try {
      await host.run({ argv: inside(namespace, ["conntrack", ...words]) });
    } catch (error) {
      // They may end by themselves meanwhile.
      if (!(error instanceof CommandError && error.reason === "absent")) throw error;
    }
  }
}
