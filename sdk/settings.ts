import * as pulumi from "@pulumi/pulumi";
import { type Mode, TYPES } from "../provider/types";
import { Provider } from "./provider";

/** What is said of a provider, as far as the SDK heeds it. */
export interface Settings {
  /** What serves the resources. */
  mode: Mode;
  /** The namespace of what names none. */
  namespace: pulumi.Output<string | undefined>;
  /** Whether findings are errors. */
  strict: pulumi.Output<boolean>;
}

/** What tells which provider serves a resource or a function. */
interface Served {
  provider?: pulumi.ProviderResource;
  parent?: pulumi.Resource;
}

/** Heeded by the plugin alone. */
const OF_PLUGIN = ["iptables", "lockTimeout", "readOnly"];

/**
 * The settings of a resource or of a function: those of a provider of ours that the program names, or its parents do,
 * else the stack's.
 * @throws Error for a setting of the stack that is wrong, or that its mode does not heed.
 */
export function settingsOf({ provider, parent }: Served = {}): Settings {
  const named = isOurs(provider) ? provider : parent?.getProvider(TYPES.plugin);
  if (named === undefined) return settingsOfStack();
  const { namespace, strict } = named instanceof Provider ? named : { namespace: undefined, strict: undefined };
  return settings("plugin", namespace, strict);
}

/** Pulumi takes a provider of something else for one of what is below. */
function isOurs(provider: pulumi.ProviderResource | undefined): boolean {
  return (provider as { getPackage?(): string } | undefined)?.getPackage?.() === "linuxnet";
}

function settingsOfStack(): Settings {
  const config = new pulumi.Config("linuxnet");
  const mode = config.get("mode") ?? "dynamic";
  if (mode !== "dynamic" && mode !== "plugin") {
    throw new Error(`linuxnet:mode: expected "dynamic" or "plugin", got ${JSON.stringify(mode)}`);
  }
  const unheard = OF_PLUGIN.find((name) => config.get(name) !== undefined);
  if (mode === "dynamic" && unheard !== undefined) {
    const advice = "choose it by `pulumi config set linuxnet:mode plugin`";
    throw new Error(`linuxnet:${unheard}: only the plugin heeds it, ${advice}; got ${config.get(unheard)}`);
  }
  return settings(mode, config.get("namespace"), config.getBoolean("strict"));
}

function settings(
  mode: Mode,
  namespace: pulumi.Input<string | undefined>,
  strict: pulumi.Input<boolean | undefined>,
): Settings {
  return { mode, namespace: pulumi.output(namespace), strict: pulumi.output(strict).apply((it) => it ?? false) };
}
