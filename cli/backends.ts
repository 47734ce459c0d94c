import type { Backend } from "../provider/host/settings";

/** What tells of a provider, or of a resource that it serves. */
interface Recorded {
  urn: string;
  type: string;
  inputs?: Record<string, unknown> | undefined;
}

/**
 * The backend of iptables that holds a resource's rules: the one that its provider sets, undefined where it sets none. Providers
 * are given with the other resources, and named by references: `URN::ID`. One that is not given has what is `set` for the stack.
 */
export function backendsOf(
  resources: readonly Recorded[],
  set?: unknown,
): (provider: string | undefined) => Backend | undefined {
  const providers = resources.filter(({ type }) => type === "pulumi:providers:linuxnet");
  const backends = new Map(providers.map(({ urn, inputs }) => [urn, inputs?.iptables]));
  return (provider = "") => {
    const urn = provider.slice(0, provider.lastIndexOf("::"));
    const backend = backends.has(urn) ? backends.get(urn) : set;
    return backend === "nft" || backend === "legacy" ? backend : undefined;
  };
}
