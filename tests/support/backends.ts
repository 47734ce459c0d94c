import { existsSync, symlinkSync, unlinkSync } from "node:fs";
import "./lab";

/** Debian's `iptables` is a link to a link of update-alternatives(1). A lab has an /etc of its own. */
const NAMES = ["iptables", "ip6tables"].flatMap((tool) =>
  ["", "-save", "-restore"].map((verb) => [tool, verb] as const),
);
const target = (tool: string, verb: string, backend: Backend): string => `/usr/sbin/${tool}-${backend}${verb}`;

export type Backend = "nft" | "legacy";
export const BACKENDS: readonly Backend[] = ["nft", "legacy"];

/** Whether this machine has both backends of iptables, to be chosen as on Debian. */
export const HAS_BOTH = NAMES.every(
  ([tool, verb]) =>
    existsSync(`/etc/alternatives/${tool}${verb}`) && BACKENDS.every((it) => existsSync(target(tool, verb, it))),
);

/** Does something while `iptables` is this backend, and each test begins with the one that Debian chooses. */
export async function withBackend<T>(backend: Backend, act: () => Promise<T>): Promise<T> {
  if (backend === "nft") return act();
  useBackend(backend);
  try {
    return await act();
  } finally {
    useBackend("nft");
  }
}

function useBackend(backend: Backend): void {
  for (const [tool, verb] of NAMES) {
    const link = `/etc/alternatives/${tool}${verb}`;
    unlinkSync(link);
    symlinkSync(target(tool, verb, backend), link);
  }
}
