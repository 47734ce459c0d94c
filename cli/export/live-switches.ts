import { isNeeded, isOn, SWITCHES } from "../../provider/iptables/switches";
import { sysctlId } from "../../provider/resources/ids";
import type { View } from "../../provider/resources/spec";
import type { Network } from "../survey/kernel";
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
