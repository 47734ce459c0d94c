import { Stack } from "../tests/support/stack";
import { alternating, type Measured, secondsOf } from "./alternating";

const SIZES = [10, 100];

/**
 * What it costs that the plugin looks at what stands before each `up`: an `up` that changes nothing of bridges with an
 * address, in a stack each.
 */
export async function* noChange(): AsyncGenerator<Measured> {
  for (const size of SIZES) {
    const stacks = [await made("dynamic", size), await made("plugin", size)] as const;
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

async function made(mode: string, size: number): Promise<Made> {
  const stack = await Stack.open(`bench-${mode}`);
  stack.configure({ mode });
  const bridge = `new linuxnet.Bridge("${mode[0]}" + i, { addresses: ["10." + i + ".${mode.length}.1/24"] })`;
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
