import { firewallOf } from "../../provider/host/firewall";
import type { Host } from "../../provider/host/host";
import { runSteps } from "../../provider/host/kernel";
import { localHost } from "../../provider/host/local-host";
import type { Step } from "../../provider/resources/spec";

/** Does steps until a kill comes instead of the program with this index. Answers whether it came. */
export function doneUntilKill(steps: Step[], index: number): Promise<boolean> {
  return new Promise((settle, fail) => {
    let started = 0;
    const run: Host["run"] = (command) => {
      if (started++ < index) return localHost.run(command);
      settle(true);
      return new Promise(() => undefined);
    };
    runSteps({ run }, firewallOf({ run }), steps).then(() => settle(false), fail);
  });
}
