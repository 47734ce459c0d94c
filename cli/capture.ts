import type { Command } from "commander";
import { BAD_USAGE, Failure, UNABLE } from "./failure";
import { needRoot } from "./live";
import type { StackOptions } from "./stack-export";

interface Options extends StackOptions {
  filter?: string;
  out?: string;
  json?: true;
  count?: string;
  seconds?: string;
}

export function registerCapture(program: Command): void {
  program
    .command("capture")
    .summary("listen at several interfaces at once, in one time line")
    .description(
      "Runs tcpdump at each INTERFACE, NAMESPACE/NAME or host/NAME, and prints what all of them see in the order of time. " +
        "Without any, at all interfaces of the current folder's stack. Ctrl-C ends it.",
    )
    .argument("[INTERFACE...]", "where to listen: ns0/eth0, host/br0")
    .option("--filter <EXPRESSION>", "which packets, in the words of pcap-filter(7): `icmp or port 80`")
    .option("--out <FILE>", "write them as pcapng, too, for Wireshark: each interface by its name")
    .option("--count <N>", "end after so many packets")
    .option("--seconds <S>", "end after so many seconds")
    .option("--json", "a JSON object a line: { time, interface, length, text }")
    .option("--stack <NAME>", "another stack than the selected one")
    .option("--stack-file <FILE>", "the interfaces of what `pulumi stack export` wrote into FILE")
    .action(async (names: string[], options: Options) => {
      await run(names, options);
    });
}

async function run(names: readonly string[], options: Options): Promise<void> {
  await needRoot("capture", "to listen at interfaces");
  const { environment, needPrograms } = await import("./programs.js");
  needPrograms(["tcpdump", "nsenter", "setpriv"], environment());
  const { capture } = await import("./capture/run.js");
  const { tapOf } = await import("./capture/taps.js");
  const given = names.map((name) => {
    const tap = tapOf(name);
    if (!tap)
      throw new Failure(
        `capture: INTERFACE: expected NAMESPACE/NAME or host/NAME, got ${JSON.stringify(name)}`,
        BAD_USAGE,
      );
    return tap;
  });
  const taps = given.length > 0 ? given : await ofStack(options);
  if (taps.length === 0) throw new Failure("capture: this stack has no interface", UNABLE);
  await capture({
    ...{
      taps,
      filter: options.filter === undefined ? [] : [options.filter],
      out: options.out,
      json: options.json === true,
    },
    ...{ count: wholeNumberOf("--count", options.count), seconds: numberOf("--seconds", options.seconds) },
  });
}

async function ofStack(options: StackOptions): Promise<{ place: string | undefined; device: string }[]> {
  const { stackGraph } = await import("./graph/stack.js");
  const { interfaces } = await stackGraph("capture", options);
  return interfaces.map(({ place, name }) => ({ place, device: name }));
}

function numberOf(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (number > 0 && Number.isFinite(number)) return number;
  throw new Failure(`capture: ${option}: expected a number above 0, got ${JSON.stringify(text)}`, BAD_USAGE);
}

function wholeNumberOf(option: string, text: string | undefined): number | undefined {
  const number = numberOf(option, text);
  if (number === undefined || Number.isInteger(number)) return number;
  throw new Failure(`capture: ${option}: expected a whole number, got ${JSON.stringify(text)}`, BAD_USAGE);
}
