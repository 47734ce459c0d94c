import type { ChildProcess } from "node:child_process";
import type { Duplex } from "node:stream";
import { join } from "node:path";
import { isatty } from "node:tty";
import type { Command } from "commander";
import { attach, exitCode, signalCode } from "./attach";
import { hasCapabilities } from "../provider/host/capabilities";
import { labRefused } from "./lab-refused";
import { packageFile } from "../provider/package";
import { environment, needCommand, needPrograms, type Program } from "./programs";

export function registerLab(program: Command): void {
  program
    .command("lab")
    .summary("run a command, or a shell, in a private lab")
    .description(
      "Runs COMMAND, or a shell, in a private lab: with a network, mounts, /run, /etc and processes of its own. Nothing " +
        "in it reaches this machine's network, and all of it ends with COMMAND. Root is not needed.",
    )
    .option("--wan", "give it an uplink enp0s1, and a namespace wan that stands in for the internet (8.8.8.8)")
    .argument("[COMMAND...]", "the command and its words (default: $SHELL)")
    .usage("[--wan] [--] [COMMAND...]")
    .passThroughOptions()
    .action(async (words: string[], options: { wan?: true }) => {
      process.exitCode = await runLab(words, options.wan ?? false);
    });
}

/** Runs a command, or a shell, in a lab and answers its exit code; `input` is what the command reads, else what this process does. */
export async function runLab(words: readonly string[], wan: boolean, input?: string): Promise<number> {
  const shell = process.env.SHELL || "/bin/sh";
  const own = { SHELL: shell, LINUXNET_LAB: "1", debian_chroot: "lab" }; // the last is shown by Debian's prompt
  const env: NodeJS.ProcessEnv = { ...environment(), ...own };
  const [command, programs] = words.length > 0 ? [words, []] : shellCommand(shell);
  needPrograms(["setpriv", "unshare", "mount", "ip", ...programs, ...(wan ? WAN_PROGRAMS : [])], env);
  needCommand(words[0] ?? shell, env);

  const asUser = !hasCapabilities("CAP_SYS_ADMIN", "CAP_NET_ADMIN");
  // In the lab this user is root by name, whose home is not theirs: Pulumi asks for the user, not for HOME.
  if (asUser && env.HOME !== undefined) env.PULUMI_HOME ??= join(env.HOME, ".pulumi");
  const inLab = [...unshare(asUser), "sh", packageFile("cli", "lab.sh"), wan ? "wan" : "alone", ...command];
  const child = attach(inLab, env, { channel: true, input });
  const lab = answer(child);
  let asked: NodeJS.Signals | undefined;
  const code = await exitCode(child, (signal) => {
    asked = signal;
    child.kill("SIGKILL");
  });
  if (asked !== undefined) return signalCode(asked);
  if (!lab.stands && code < 128) throw labRefused(asUser);
  return code;
}

const WAN_PROGRAMS: Program[] = ["iptables", "ip6tables"];

/**
 * A shell at a terminal gets one of its own from script(1): on ours, whose process groups have no number in the lab's
 * pid namespace, bash leaves the terminal to a group that is gone, and dash fails at its end.
 */
function shellCommand(shell: string): [command: string[], programs: Program[]] {
  return isatty(0) ? [["script", "--quiet", "--return", "/dev/null"], ["script"]] : [[shell], []];
}

/** As pid 1 of the new pid namespace, the forked process takes all others of the lab with it when it ends. */
function unshare(asUser: boolean): string[] {
  const user = asUser ? ["--user", "--map-root-user"] : [];
  return ["unshare", ...user, "--net", "--mount", "--propagation", "private", "--pid", "--kill-child", "--"];
}

/** Tells lab.sh, once it has made the lab, that this process is alive: only then does the command start. */
function answer(child: ChildProcess): { stands: boolean } {
  const lab = { stands: false };
  const channel = child.stdio[3] as Duplex;
  channel.on("error", () => undefined); // a lab that is gone is seen by its end
  channel.once("data", () => {
    lab.stands = true;
    channel.write("go\n");
  });
  return lab;
}
