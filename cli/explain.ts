import type { Command } from "commander";
import type { Asked, Explanation } from "../provider/packets/explain";
import type { Networks } from "../provider/packets/network";
import type { Proof } from "./explain/capture";
import { BAD_USAGE, Failure } from "./failure";
import { liveNetworks } from "./live";

interface Options {
  udp?: boolean;
  json?: boolean;
  capture?: boolean;
}

/** The packet does not arrive, or its answer does not come back. */
const NOT_ARRIVED = 1;

export function registerExplain(program: Command): void {
  program
    .command("explain")
    .summary("tell where a packet goes, where it ends, and why")
    .description(
      "Follows a packet from FROM to TO and its answer back: routes, links, bridges, kernel parameters and the rules of " +
        "iptables, as they stand. Nothing is changed, and without --capture nothing is sent.\n" +
        "FROM is `host` or the name of a namespace. TO is an address, for a ping, or an address and a port, for a connection " +
        "of TCP: 10.0.0.2:80, [fd00::2]:80; or `host` or the name of a namespace, for its first address.\n" +
        "Exits with 0 where the packet arrives and its answer comes back, and with 1 where not.",
    )
    .argument("<FROM>", "where the packet begins")
    .argument("<TO[:PORT]>", "where it is to arrive")
    .option("--udp", "a datagram of UDP to the port")
    .option("--capture", "send a real packet, too, and listen with tcpdump wherever it is to be seen")
    .option("--json", "as JSON: arrives, reason, hop, rule, fix, undecided")
    .action(async (from: string, to: string, options: Options) => {
      process.exitCode = await run(from, to, options);
    });
}

async function run(from: string, to: string, { udp = false, json = false, capture = false }: Options): Promise<number> {
  const { explain } = await import("../provider/packets/explain.js");
  const { askedOf } = await import("./explain/asked.js");
  const { jsonOf, textOf } = await import("./explain/text.js");
  const networks = await liveNetworks("explain");
  const asked = askedOf(networks, { from, to, udp });
  if (typeof asked === "string") throw new Failure(`explain: ${asked}`, BAD_USAGE);
  const explanation = explain(networks, asked);
  const proof = capture ? await proofOf(networks, asked, explanation) : undefined;
  const text = json
    ? JSON.stringify(jsonOf(networks, explanation, proof))
    : textOf(networks, asked, explanation, proof);
  process.stdout.write(`${text}\n`);
  return (proof ? proof.outcome === "open" : explanation.arrives) ? 0 : NOT_ARRIVED;
}

async function proofOf(networks: Networks, asked: Asked, explanation: Explanation): Promise<Proof> {
  const { localHost } = await import("../provider/host/local-host.js");
  const { environment, needPrograms } = await import("./programs.js");
  const { prove } = await import("./explain/capture.js");
  needPrograms(["tcpdump"], environment());
  return prove(localHost, networks, asked, explanation);
}
