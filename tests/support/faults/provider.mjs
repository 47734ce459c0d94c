/*
 * A provider's process, as the engine has one: does the jobs that it reads, one a line, and tells when a command that
 * changes the kernel begins and ends. It runs what is compiled, so that it starts quickly.
 */
import { writeSync } from "node:fs";
import { createRequire } from "node:module";
import { stdin } from "node:process";
import { createInterface } from "node:readline";

const require = createRequire(import.meta.url);
const provider = (file) => require(`../../../dist/provider/${file}.js`);
const { firewallOf } = provider("host/firewall");
const { exclusively } = provider("host/host-lock");
const { localHost } = provider("host/local-host");
const { isRead } = provider("host/reads");
const { viewOf } = provider("host/view");
const { Lifecycle } = provider("lifecycle");
const { placeOf } = provider("namespaces");
const { kinds } = provider("resources/index");

// At once, so that all that was told before a kill is heard.
const tell = (event) => writeSync(1, `${JSON.stringify(event)}\n`);

const host = {
  async run(command) {
    if (isRead(placeOf(command.argv).words)) return localHost.run(command);
    tell({ event: "begin" });
    try {
      return await localHost.run(command);
    } finally {
      tell({ event: "end" });
    }
  },
};
const [firewall, view] = [firewallOf(host), viewOf(host)];

async function act({ kind, verb, id, state, inputs }) {
  const lifecycle = new Lifecycle(kinds[kind], host, firewall, view, exclusively);
  if (verb === "create") return (await lifecycle.create(inputs)).state;
  if (verb === "update") return lifecycle.update(id, state, inputs);
  return lifecycle.delete(state);
}

await localHost.run({ argv: ["ip", "-V"] });
tell({ event: "ready" });
for await (const line of createInterface({ input: stdin })) {
  for (const job of JSON.parse(line)) {
    try {
      tell({ event: "done", state: (await act(job)) ?? null });
    } catch (error) {
      tell({ event: "failed", message: error.message, state: error.state ?? null });
      break;
    }
  }
  tell({ event: "over" });
}
