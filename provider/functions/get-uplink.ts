import { LinuxnetError } from "../errors";
import { type Family, familyOf, isLinkLocal, networkOf, withoutLength } from "../inputs/addresses";
import { optional } from "../inputs/check";
import { namespaceName } from "../inputs/names";
import { family } from "../inputs/values";
import { placeText } from "../namespaces";
import { type FunctionSpec, needNamespace } from "./spec";

export interface GetUplinkArgs {
  /** The namespace to look into. @default the host's own network */
  namespace?: string;
  /** The version of IP, 4 or 6. @default 4 */
  family?: Family;
}

export interface GetUplinkResult {
  /** The interface by which packets leave: an `outInterface`. */
  device: string;
  /** The next router. */
  gateway?: string;
  /** The address that packets of this machine leave with, without its length: a `hostAddress`, or a `toSource`. */
  address: string;
  /** The network that the interface is in. */
  network: string;
}

/** The default route in the table `main`, of several the one that the kernel takes. */
export const getUplink: FunctionSpec<GetUplinkArgs & { family: Family }, GetUplinkResult> = {
  fields: { namespace: optional(namespaceName), family: optional(family, 4) },
  async answer({ namespace, family }, view) {
    await needNamespace(view, namespace);
    const routes = await view.routes(namespace, family, "main");
    const [best] = routes
      .flatMap(({ destination, type, device, ...rest }) =>
        destination === "default" && type === "unicast" && device !== undefined ? [{ device, ...rest }] : [],
      )
      .sort((a, b) => a.metric - b.metric);
    if (!best) throw new LinuxnetError(`no default route of IPv${family} by one interface ${placeText(namespace)}`);
    const { device, gateway, source } = best;
    const link = await view.link(namespace, device);
    const own = [...(link?.addresses ?? []), ...(link?.dynamicAddresses ?? [])].filter(
      (address) => familyOf(address) === family && !isLinkLocal(address),
    );
    const address = own.find((it) => withoutLength(it) === source) ?? own[0];
    if (address === undefined) {
      throw new LinuxnetError(
        `${device} ${placeText(namespace)}, where the default route leads, has no address of IPv${family}`,
      );
    }
    return {
      device,
      ...(gateway === undefined ? {} : { gateway }),
      address: source ?? withoutLength(address),
      network: networkOf(address),
    };
  },
};
