import { type Family, familyOf, isLinkLocal } from "../inputs/addresses";
import type { Refuse } from "../inputs/check";
import type { RouteInputs } from "./route";
import type { CrossCheck } from "./spec";

/** What must hold between the inputs of a route. */
export const routeChecks: CrossCheck<RouteInputs>[] = [
  {
    needs: ["type", "gateway", "device"],
    check({ type, gateway, device }, refuse) {
      if (type === "unicast" && gateway === undefined && device === undefined) {
        refuse("gateway", "a gateway, a device or both for a route of type unicast", gateway);
      }
    },
  },
  ...(["gateway", "device"] as const).map((name): CrossCheck<RouteInputs> => ({
    needs: ["type", name],
    check({ type, [name]: value }, refuse) {
      if (type !== "unicast" && value !== undefined) refuse(name, `nothing for a route of type ${type}`, value);
    },
  })),
  ...(["gateway", "source"] as const).map((name): CrossCheck<RouteInputs> => ({
    needs: ["destination", name],
    check({ destination, [name]: value }, refuse) {
      if (destination !== "default") refuseOtherFamily(name, value, familyOf(destination), refuse);
    },
  })),
  {
    needs: ["gateway", "source"],
    check({ gateway, source }, refuse) {
      if (gateway === undefined || source === undefined) return;
      refuseOtherFamily("source", source, familyOf(gateway), refuse);
      if (gateway === source) refuse("gateway", "another address than the source", gateway);
    },
  },
  {
    needs: ["source", "device"],
    check({ source, device }, refuse) {
      if (source === "::1" && device !== "lo") refuse("source", "an address other than that of lo", source);
    },
  },
  {
    needs: ["onlink", "gateway", "device"],
    check({ onlink, gateway, device }, refuse) {
      if (onlink && (gateway === undefined || device === undefined)) {
        refuse("onlink", "false without a gateway and a device", onlink);
      }
    },
  },
  {
    needs: ["gateway", "device"],
    check({ gateway, device }, refuse) {
      if (gateway === undefined) return;
      if (isLinkLocal(gateway) && device === undefined) {
        refuse("device", `the interface behind which the link-local address ${gateway} is`, device);
      }
      if (device === "lo") refuse("device", `an interface behind which ${gateway} can be`, device);
    },
  },
];

function refuseOtherFamily(path: string, address: string | undefined, family: Family, refuse: Refuse): void {
  if (address !== undefined && familyOf(address) !== family) refuse(path, `an IPv${family} address`, address);
}
