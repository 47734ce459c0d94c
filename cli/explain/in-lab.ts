import { writeFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { localHost } from "../../provider/host/local-host";
import { packageFile } from "../../provider/package";
import { explain } from "../../provider/packets/explain";
import { readNetworks } from "../../provider/packets/read";
import { kindNameOf } from "../../provider/resources";
import { Failure } from "../failure";
import { NETNS } from "../namespaces";
import { answer, type Question } from "./answer";
import { askedOf } from "./asked";
import { makeAll } from "./made";
import type { Task } from "./preview";
import { makeUplinks } from "./uplink";

/* What `linuxnet explain --preview` runs in its lab: makes what its input tells, and explains a packet's way there. */

/** How those who ask from behind the uplink call the network there. */
const WAN = "wan";

/** How long a service that runs may take until it listens. */
const PATIENCE_MS = 3000;

async function run({ question, uplinks, resources }: Task): Promise<number> {
  const isService = ({ type }: { type: string }): boolean => kindNameOf(type) === "service";
  const isNamed = question.from === WAN && uplinks.length > 0;
  const place = isNamed ? `${NETNS}/${WAN}` : "/run/outside";
  writeFileSync(place, "");
  await localHost.run({ argv: ["unshare", `--net=${place}`, "--", "true"] });
  await makeUplinks(localHost, uplinks, place);
  const services = resources.filter(isService);
  if (services.length > 0) await localHost.run({ argv: ["sh", packageFile("cli", "read-only.sh")] });
  const idle = await makeAll(localHost, resources);
  for (const line of idle) process.stderr.write(`linuxnet: explain: ${line}\n`);
  if (idle.length < services.length) await heard(question);
  return answer(question);
}

/** Waits while nothing listens where a packet arrives. */
async function heard(question: Question): Promise<void> {
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await sleep(100)) {
    const networks = await readNetworks(localHost);
    const asked = askedOf(networks, question);
    if (typeof asked === "string" || explain(networks, asked).stop?.reason !== "not-listening") return;
  }
}

text(process.stdin)
  .then((input) => run(JSON.parse(input) as Task))
  .then((code) => (process.exitCode = code))
  .catch((error: unknown) => {
    if (!(error instanceof Failure)) throw error;
    process.stderr.write(`linuxnet: ${error.message}\n`);
    process.exitCode = error.exitCode;
  });
