import { join } from "node:path";
import { statSync } from "node:fs";
import { Stack } from "../../tests/support/stack";
import { secondsOf } from "../alternating";
import type { Plan } from "../plan";
import { entriesOf } from "./provider";
import type { Way } from "./way";

/** `pulumi up` of a program. With `idle` handlers it is what the engine costs: they answer at once, and do nothing. */
export function engine(programOf: (plan: Plan) => string, { isIdle = false } = {}): Way {
  let stack: Stack;
  const opened = { folder: "" };
  return {
    ...(isIdle ? { answers: false as const } : {}),
    async prepare(plan) {
      stack = await Stack.open("bench");
      stack.configure({ mode: "dynamic" });
      stack = stack.with({ PULUMI_PARALLEL: "32" });
      if (isIdle)
        stack = stack.with({ NODE_OPTIONS: `${stack.env.NODE_OPTIONS} --require ${join(__dirname, "idle.cjs")}` });
      opened.folder = stack.program(programOf(plan), "program", "{}");
      return undefined;
    },
    async make() {
      await stack.run("up", opened.folder);
    },
    async *more(plan) {
      yield ["no-change up", await secondsOf(() => stack.run("up", opened.folder))];
      yield ["preview", await secondsOf(() => stack.run("preview", opened.folder))];
      yield ["preview --refresh", await secondsOf(() => stack.run("preview", opened.folder, "--refresh"))];
      yield ["refresh", await secondsOf(() => stack.run("refresh", opened.folder))];
      const [first, ...others] = plan.containers;
      if (first) {
        const changed = stack.program(
          programOf({ ...plan, containers: [{ ...first, port: 8999 }, ...others] }),
          "changed",
          "{}",
        );
        yield ["change of one", await secondsOf(() => stack.run("up", changed))];
      }
      yield ["destroy", await secondsOf(() => stack.run("destroy", opened.folder))];
    },
    stateBytes: () => Promise.resolve(statSync(join(stack.folder, "state/.pulumi/stacks/bench/dev.json")).size),
    end() {
      stack.remove();
      return Promise.resolve();
    },
  };
}

/** A set, whatever the number of containers. */
export function asSet({ bridge, subnet, gateway, containers }: Plan): string {
  return `const network = new linuxnet.ContainerNetwork("web", ${JSON.stringify({ bridge, subnet, gateway })});
new linuxnet.ContainerSet("pods", { network, containers: ${JSON.stringify(entriesOf(containers))} });`;
}

/** A resource for each. */
export function oneByOne({ bridge, subnet, gateway, containers }: Plan): string {
  const all = containers.map(({ name, address, port }) => ({ name, address, publish: [`${port}:80`] }));
  return `const network = new linuxnet.ContainerNetwork("web", ${JSON.stringify({ bridge, subnet, gateway })});
for (const { name, ...its } of ${JSON.stringify(all)}) new linuxnet.Container(name, { network, ...its });`;
}
