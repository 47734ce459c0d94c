import { isNeeded, isOn, SWITCHES } from "../../provider/iptables/switches";
import { sysctlId } from "../../provider/resources/ids";
import type { BridgeInputs } from "../../provider/resources/bridge";
import type { SysctlInputs } from "../../provider/resources/sysctl";
import type { View } from "../../provider/resources/spec";
import type { Network } from "../survey/kernel";
import { familyOfRules } from "./live-rules";
import type { Declared } from "./model";
import type { Taking } from "./taking";

/** Takes down that the host forwards. What a namespace does is told with the namespace. */
export async function takeSwitches({ namespace, tables }: Network, taking: Taking, view: View): Promise<void> {
  if (namespace !== undefined) return;
  for (const it of SWITCHES.filter(({ table }) => table === "filter")) {
    const { [it.key]: value } = await view.sysctls(undefined, [it.key]);
    if (isOn(value) && !isNeeded(it, tables[it.family])) {
      await taking.take("sysctl", sysctlId({ key: it.key }), it.key.split(".").at(-1) ?? it.key);
    }
  }
}

/**
 * Rules of built-in chains go before the parameter by which packets get there: while they stand, they are somebody's who may
 * need it.
 */
export function needSwitches(resources: readonly Declared[]): void {
  for (const resource of resources.filter(({ imported }) => imported?.rules !== undefined)) {
    const { namespace } = resource.inputs as BridgeInputs;
    const it = SWITCHES.find(({ family, table }) => family === familyOfRules(resource) && table === "filter");
    const found = resources.find(({ kind, inputs }) => kind === "sysctl" && (inputs as SysctlInputs).key === it?.key);
    if (namespace === undefined && resource.kind !== "rule" && found) resource.needs = found;
  }
}
