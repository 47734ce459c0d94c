import { Stack } from "../tests/support/stack";
import { alternating, type Measured, secondsOf } from "./alternating";

const SIZES = [10, 100];

/**
 * What it costs that the plugin looks at what stands before each `up`: an `up` that changes nothing of bridges with an
 * address, in a stack each.
 */
export async function* noChange(): AsyncGenerator<Measured> {
  for (const size of SIZES) {
    const stacks = [await made("dynamic", 1, size), await made("plugin", 2, size)] as const;
    const [dynamic, plugin] = stacks;
    const times = await alternating(5, {
      "dynamic mode, not looking": () => up(dynamic),
      "dynamic mode with --refresh": () => up(dynamic, "--refresh"),
      "the plugin": () => up(plugin),
    });
    yield { title: `an up that changes nothing, of ${size} bridges`, times };
    for (const { stack, program } of stacks) {
      await stack.run("destroy", program);
      stack.remove();
    }
  }
}

interface Made {
  stack: Stack;
  program: string;
}

/** A stack with bridges, whose names and subnets differ from those of another number. */
async function made(mode: string, number: number, size: number): Promise<Made> {
  const stack = await Stack.open(`bench-${mode}`);
  stack.configure({ mode });
  const bridge = `new linuxnet.Bridge("br${number}-" + i, { addresses: ["10." + i + ".${number}.1/24"] })`;
  const program = stack.program(`for (let i = 0; i < ${size}; i++) ${bridge};`, "program", "{}");
  await stack.run("up", program);
  return { stack, program };
}

function up({ stack, program }: Made, ...words: string[]): Promise<number> {
  return secondsOf(async () => {
    const { steps } = await stack.run("up", program, ...words);
    if (steps.length > 0) throw new Error(`expected no change, got ${steps.join(", ")}`);
  });
}
