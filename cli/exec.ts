import { statfsSync } from "node:fs";
import type { Command } from "commander";
import { attach, exitCode } from "./attach";
import { hasCapabilities } from "../provider/host/capabilities";
import { BAD_USAGE, Failure, UNABLE } from "./failure";
import { NETNS, namespaces } from "./namespaces";
import { packageFile } from "../provider/package";
import { environment, needCommand, needPrograms } from "./programs";

/** What statfs(2) says of a namespace that is bound to a path. */
const NSFS_MAGIC = 0x6e736673;

export function registerExec(program: Command): void {
  program
    .command("exec")
    .summary("run a command in a network namespace")
    .description(
      "Runs COMMAND in the network namespace NS, with the files of /etc/netns/NS in the place of those in /etc. " +
        "NS is a name, as `ip netns` lists them, or `host`: the network that linuxnet itself runs in.",
    )
    .argument("<NS>", "the namespace")
    .argument("<COMMAND...>", "the command and its words")
    .usage("NS -- COMMAND...")
    .passThroughOptions()
    .action(async (namespace: string, words: string[]) => {
      process.exitCode = await runIn(namespace, words[0] === "--" ? words.slice(1) : words);
    });
}

async function runIn(namespace: string, words: readonly string[]): Promise<number> {
  const [command] = words;
  if (command === undefined) throw new Failure("exec: a command is missing", BAD_USAGE);
  const env = environment();
  const entry = namespace === "host" ? [] : enter(namespace);
  needPrograms(["setpriv", "nsenter", "unshare", "mount"], env);
  needCommand(command, env);
  const child = attach([...entry, ...words], env);
  return exitCode(child, (signal) => child.kill(signal));
}

/**
 * The words that join a namespace. Not `ip netns exec`, which gives up where a container without root is not allowed to
 * mount a sysfs; every one of these becomes the next, so that the command is our own child and gets our signals.
 */
function enter(namespace: string): string[] {
  needNamespace(namespace);
  if (!hasCapabilities("CAP_SYS_ADMIN")) {
    throw new Failure(`joining namespace ${namespace} needs root; linuxnet lab gives a network without it`, UNABLE);
  }
  const mounts = ["unshare", "--mount", "--propagation", "slave", "--"];
  return [
    "nsenter",
    `--net=${NETNS}/${namespace}`,
    "--",
    ...mounts,
    "sh",
    packageFile("provider", "host", "sh", "enter.sh"),
    namespace,
  ];
}

function needNamespace(name: string): void {
  const names = namespaces();
  if (!names.includes(name)) {
    const there = names.length > 0 ? `there are: ${names.join(", ")}` : `${NETNS} has none`;
    throw new Failure(`no namespace ${name}; ${there}`, UNABLE);
  }
  if (statfsSync(`${NETNS}/${name}`).type !== NSFS_MAGIC) {
    const reason = "its making was cut off, or it was made in another mount namespace";
    throw new Failure(`${NETNS}/${name} is a plain file, no namespace: ${reason}`, UNABLE);
  }
}
