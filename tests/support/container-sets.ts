import assert from "node:assert/strict";
import { PartialFailure } from "../../provider/errors";
import { run } from "./command";
import { type Inputs, make, type Made } from "./made";
import { owner } from "./owner";

export const NETWORK = { name: "web", bridge: "br-web", subnet: "10.5.0.0/16", gateway: "10.5.0.1" };
export const WITH_IPV6 = { ...NETWORK, subnet6: "fd05::/64", gateway6: "fd05::1" };

export const p1 = { address: "10.5.0.2", publish: ["9001:80"] };
export const p2 = { address: "10.5.0.3" };
export const p3 = { address: "10.5.0.4", publish: ["9003:80", "127.0.0.1:9004:80"] };
export const pods = (containers: Inputs, more: Inputs = {}): Inputs => ({
  ...{ name: "pods", network: NETWORK, containers },
  ...more,
});

/** Of another stack. */
export const OTHER_OWNER = owner("another");

export const network = (its: Inputs = NETWORK): Promise<Made> => make("containerNetwork", its);

export const shell = (line: string): string => run(["sh", "-c", line]);

/** What tells a namespace and its interface from any that were made anew. */
export const identityOf = (key: string): string =>
  shell(`stat --format=%i -L /run/netns/pods-${key}; ip -n pods-${key} -o link show eth0 | cut -d: -f1`);

export const addressesOf = (): string =>
  shell("for ns in pods-p1 pods-p2; do ip -n $ns -o link show eth0 | grep -o 'ether [^ ]*'; done");

/** What becomes of a creation, or a change, that fails in part. */
export async function failing(work: Promise<unknown>): Promise<PartialFailure> {
  try {
    await work;
  } catch (error) {
    assert.ok(error instanceof PartialFailure, String(error));
    return error;
  }
  assert.fail("it did not fail");
}

export const containersOf = (state: object): Record<string, { drift?: string[] }> =>
  (state as { containers: Record<string, { drift?: string[] }> }).containers;
