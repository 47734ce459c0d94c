import { CollectionLifecycle } from "./collection-lifecycle";
import type { Apart } from "./collection-outcomes";
import type { Firewall } from "./host/firewall";
import type { Host } from "./host/host";
import type { Exclusively } from "./host/turns";
import { Lifecycle } from "./lifecycle";
import type { Owned, ResourceSpec, View } from "./resources/spec";

/** The verbs of Pulumi, see `Lifecycle`. */
export type Verbs<Inputs extends Owned, State extends Inputs> = Pick<
  Lifecycle<Inputs, State>,
  keyof Lifecycle<Inputs, State>
>;

/** The verbs over one kind of resource, one by one or many in one. */
export function lifecycleOf<Inputs extends Owned, State extends Inputs>(
  spec: ResourceSpec<Inputs, State>,
  host: Host,
  firewall: Firewall,
  view: View,
  exclusively?: Exclusively,
  apart?: Apart,
): Verbs<Inputs, State> {
  return spec.collection
    ? new CollectionLifecycle(spec, spec.collection, host, firewall, view, exclusively, apart)
    : new Lifecycle(spec, host, firewall, view, exclusively);
}
