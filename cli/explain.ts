import type { Command } from "commander";
import { BAD_USAGE, Failure } from "./failure";

interface Options {
  udp?: boolean;
  json?: boolean;
  capture?: boolean;
  preview?: boolean;
  stack?: string;
}

export function registerExplain(program: Command): void {
  const preview = program.createOption("--preview", "by what `pulumi up` of the current folder would make");
  program
    .command("explain")
    .summary("tell where a packet goes, where it ends, and why")
    .description(
      "Follows a packet from FROM to TO and its answer back: routes, links, bridges, kernel parameters and the rules of " +
        "iptables, as they stand. Nothing is changed, and without --capture nothing is sent.\n" +
        "FROM is `host` or the name of a namespace. TO is an address, for a ping, or an address and a port, for a connection " +
        "of TCP: 10.0.0.2:80, [fd00::2]:80; or `host` or the name of a namespace, for its first address.\n" +
        "Exits with 0 where the packet arrives and its answer comes back, and with 1 where not.\n\n" +
        "With --preview the same by what `pulumi up` would leave, which is made in a private lab that ends with the command. " +
        "Its services run there and cannot write files. Of what else stands on the host only the uplink is in it, with its " +
        "addresses and default routes; no rules, parameters, links, routes or servers of others. Behind the uplink is a " +
        "namespace `wan`, if FROM says so. Takes no root where a lab takes none.",
    )
    .argument("<FROM>", "where the packet begins")
    .argument("<TO[:PORT]>", "where it is to arrive")
    .argument("[WORDS...]", "with --preview, for `pulumi preview`, such as --target")
    .usage("[--udp] [--json] [--capture | --preview [--stack NAME]] FROM TO[:PORT] [-- WORDS...]")
    .option("--udp", "a datagram of UDP to the port")
    .option("--capture", "send a real packet, too, and listen with tcpdump wherever it is to be seen")
    .addOption(preview.conflicts("capture"))
    .option("--stack <NAME>", "with --preview, another stack than the selected one")
    .option("--json", "as JSON: arrives, reason, hop, rule, fix, undecided")
    .action(async (from: string, to: string, words: string[], options: Options) => {
      process.exitCode = await run(from, to, words, options);
    });
}

async function run(from: string, to: string, words: readonly string[], options: Options): Promise<number> {
  const { udp = false, json = false, capture, preview, stack } = options;
  const question = { from, to, udp, json };
  if (preview) {
    const { answerOfPreview } = await import("./explain/preview.js");
    const { stackWords } = await import("./pulumi.js");
    return answerOfPreview(question, [...stackWords(stack), ...words]);
  }
  if (words.length > 0) throw new Failure("explain: WORDS are for --preview", BAD_USAGE);
  if (stack !== undefined) throw new Failure("explain: --stack is for --preview", BAD_USAGE);
  const { answer } = await import("./explain/answer.js");
  return answer(question, capture);
}
