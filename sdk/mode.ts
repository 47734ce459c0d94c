import * as pulumi from "@pulumi/pulumi";
import { type Mode } from "../provider/types";

/**
 * What serves a resource or a function of the plugin's token: a provider of ours that the program names, or its parents
 * do, else what the stack is set to.
 * @throws Error for a setting that is neither mode.
 */
export function modeOf(
  token: string,
  { provider, parent }: { provider?: pulumi.ProviderResource; parent?: pulumi.Resource },
): Mode {
  if (provider ?? parent?.getProvider(token)) return "plugin";
  const mode = new pulumi.Config("linuxnet").get("mode") ?? "dynamic";
  if (mode === "dynamic" || mode === "plugin") return mode;
  throw new Error(`linuxnet:mode: expected "dynamic" or "plugin", got ${JSON.stringify(mode)}`);
}
