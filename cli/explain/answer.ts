import type { Asked, Explanation } from "../../provider/packets/explain";
import type { Networks } from "../../provider/packets/network";
import { BAD_USAGE, Failure } from "../failure";
import { liveNetworks } from "../live";
import { askedOf } from "./asked";
import type { Proof } from "./capture";
import { jsonOf, textOf } from "./text";

/** What is asked, in the words of a command line. */
export interface Question {
  from: string;
  to: string;
  udp: boolean;
  json: boolean;
}

/** The packet does not arrive, or its answer does not come back. */
const NOT_ARRIVED = 1;

/** Prints what becomes of a packet by what stands, and answers the exit code. */
export async function answer(question: Question, capture = false): Promise<number> {
  const networks = await liveNetworks("explain");
  const { explain } = await import("../../provider/packets/explain.js");
  const asked = askedOf(networks, question);
  if (typeof asked === "string") throw new Failure(`explain: ${asked}`, BAD_USAGE);
  const explanation = explain(networks, asked);
  const proof = capture ? await proofOf(networks, asked, explanation) : undefined;
  const text = question.json
    ? JSON.stringify(jsonOf(networks, explanation, proof))
    : textOf(networks, asked, explanation, proof);
  process.stdout.write(`${text}\n`);
  return (proof ? proof.outcome === "open" : explanation.arrives) ? 0 : NOT_ARRIVED;
}

async function proofOf(networks: Networks, asked: Asked, explanation: Explanation): Promise<Proof> {
  const { localHost } = await import("../../provider/host/local-host.js");
  const { environment, needPrograms } = await import("../programs.js");
  const { prove } = await import("./capture.js");
  needPrograms(["tcpdump"], environment());
  return prove(localHost, networks, asked, explanation);
}
