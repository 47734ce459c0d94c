import * as pulumi from "@pulumi/pulumi";
import type { Backend } from "../provider/host/settings";
import { SETTINGS } from "../provider/plugin/configuration";
import { type Mode, TYPES } from "../provider/types";
import type { Provider } from "./provider";

/** What is said of a provider, as far as the SDK heeds it. */
export interface Settings {
  /** What serves the resources. */
  mode: Mode;
  /** The namespace of what names none. */
  namespace: pulumi.Output<string | undefined>;
  /** Whether findings are errors. */
  strict: pulumi.Output<boolean>;
  /** The backend of iptables that holds the rules. */
  iptables: pulumi.Output<Backend | undefined>;
}

/** What tells which provider serves a resource or a function. */
interface Served {
  provider?: pulumi.ProviderResource;
  parent?: pulumi.Resource;
}

export const CHOOSE_PLUGIN = "choose it by `pulumi config set linuxnet:mode plugin`";

/** Heeded by the SDK itself, in both modes; the others only by the plugin. */
const OF_BOTH = ["mode", "namespace", "strict"];

/**
 * The settings of a resource or of a function: those of a provider of ours that the program names, or its parents do,
 * else the stack's.
 * @throws Error for a provider of something else, and for a setting of the stack that is wrong or that its mode does not heed.
 */
export function settingsOf({ provider, parent }: Served = {}): Settings {
  const named = provider ?? parent?.getProvider(TYPES.plugin);
  if (named === undefined) return settingsOfStack();
  const { namespace, strict, iptables } = named as Partial<Provider>;
  const of = (named as unknown as { getPackage(): string }).getPackage();
  if (of !== "linuxnet") throw new Error(`provider: expected a linuxnet.Provider, got one of ${of}`);
  return settings("plugin", { namespace, strict, iptables });
}

function settingsOfStack(): Settings {
  const config = new pulumi.Config("linuxnet");
  const mode = config.get("mode") ?? "dynamic";
  if (mode !== "dynamic" && mode !== "plugin") {
    throw new Error(`linuxnet:mode: expected "dynamic" or "plugin", got ${JSON.stringify(mode)}`);
  }
  const unheard = SETTINGS.find((name) => !OF_BOTH.includes(name) && config.get(name) !== undefined);
  if (mode === "dynamic" && unheard !== undefined) {
    throw new Error(`linuxnet:${unheard}: only the plugin heeds it; ${CHOOSE_PLUGIN}; got ${config.get(unheard)}`);
  }
  const [namespace, iptables] = [config.get("namespace"), config.get<Backend>("iptables")];
  return settings(mode, { namespace, strict: config.getBoolean("strict"), iptables });
}

function settings(mode: Mode, { namespace, strict, iptables }: Partial<Provider>): Settings {
  return {
    mode,
    namespace: pulumi.output(namespace).apply((it) => it ?? undefined),
    strict: pulumi.output(strict).apply((it) => it ?? false),
    iptables: pulumi.output(iptables).apply((it) => it ?? undefined),
  };
}
