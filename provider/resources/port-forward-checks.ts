import { contains, familyOf } from "../inputs/addresses";
import { firstPort, lastPort } from "../inputs/values";
import type { PortForwardInputs } from "./port-forward";
import type { CrossCheck } from "./spec";

/** What must hold between the inputs of a port forward. */
export const portForwardChecks: CrossCheck<PortForwardInputs>[] = [
  {
    needs: ["hostAddress", "targetAddress"],
    check({ hostAddress, targetAddress }, refuse) {
      const family = familyOf(targetAddress);
      if (hostAddress !== undefined && familyOf(hostAddress) !== family) {
        refuse("hostAddress", `an IPv${family} address, like the target's`, hostAddress);
      }
      if (hostAddress === targetAddress) refuse("targetAddress", "another address than hostAddress", targetAddress);
    },
  },
  {
    needs: ["targetNetwork", "targetAddress"],
    check({ targetNetwork, targetAddress }, refuse) {
      if (targetNetwork !== undefined && !contains(targetNetwork, targetAddress)) {
        refuse("targetNetwork", `a network that contains ${targetAddress}`, targetNetwork);
      }
    },
  },
  {
    needs: ["hostPort", "targetPort"],
    check({ hostPort, targetPort }, refuse) {
      if (targetPort + lastPort(hostPort) - firstPort(hostPort) > 65535) {
        refuse("targetPort", `a first port that leaves room for the range ${hostPort}`, targetPort);
      }
    },
  },
];
