import { make } from "../../tests/support/made";
import type { Plan } from "../plan";
import { secondsOf } from "../alternating";
import type { Made } from "../../tests/support/made";
import type { Way } from "./way";

let network: Made | undefined;
let set: Made | undefined;

/** This provider without Pulumi's engine, by a set. */
export const provider: Way = {
  async make({ bridge, subnet, gateway, containers }) {
    const its = { name: "web", bridge, subnet, gateway };
    network = await make("containerNetwork", its);
    set = await make("containerSet", { name: "pods", network: its, containers: entriesOf(containers) });
  },
  async *more() {
    yield ["read", await secondsOf(() => set?.drift() ?? Promise.resolve())];
    yield [
      "destroy",
      await secondsOf(async () => {
        await set?.remove();
        await network?.remove();
      }),
    ];
  },
};

/** The containers as a set has them. The namespace of `0` in `pods` is `pods-0`. */
export function entriesOf(containers: Plan["containers"]): Record<string, { address: string; publish: string[] }> {
  return Object.fromEntries(
    containers.map(({ name, address, port }) => [name.replace("pods-", ""), { address, publish: [`${port}:80`] }]),
  );
}
