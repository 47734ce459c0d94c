import { resolve } from "node:path";
import type { Command } from "commander";
import type { Mode } from "../provider/types";
import type { Export } from "./export/model";
import { BAD_USAGE, Failure, UNABLE } from "./failure";

interface Options {
  stack?: string | true;
  stackFile?: string;
  shell?: true;
  out?: string;
  package?: string;
  all?: true;
}

export function registerExport(program: Command): void {
  program
    .command("export")
    .summary("write what stands, or a stack, as a program or a shell script")
    .description(
      "Prints what somebody has made by hand on this host and in its namespaces as a program in TypeScript, which takes it " +
        "over: the first `pulumi up` imports it and changes nothing, the next `pulumi preview` is empty, and `pulumi destroy` " +
        "removes it. With --stack, a stack as a program that says the same. Changes nothing itself.\n\n" +
        "What the program does not say, or the script does not make, is told at its end, and on stderr.",
    )
    .option("--stack [NAME]", "write what this stack holds; none named means the selected one of the current folder")
    .option("--stack-file <FILE>", "write what `pulumi stack export` wrote into FILE")
    .option("--shell", "print a script of sh(1) that makes the same network by ip, sysctl and iptables")
    .option("--out <FOLDER>", "write the program into a folder, with all that makes it run")
    .option(
      "--package <FILE>",
      "with --out: install pulumi-linuxnet from what `npm pack` made, in the place of this version",
    )
    .option("--all", "take over the bridges of Docker, libvirt and their like, too")
    .action(run);
}

async function run(options: Options): Promise<void> {
  const { shell, out } = options;
  if (shell && out !== undefined) throw new Failure("export: --out is for a program, not for --shell", BAD_USAGE);
  if (options.package !== undefined && out === undefined)
    throw new Failure("export: --package is for a program that is written with --out", BAD_USAGE);
  const { packageSource } = await import("./package-source.js");
  const source = packageSource("export", resolve(out ?? "."), options.package);
  const { written, heading, project } = await read(options);
  const { programText } = await import("./export/program.js");
  const { scriptText } = await import("./export/script.js");
  const text = shell ? scriptText(written) : programText(written, heading);
  if (out === undefined) process.stdout.write(text);
  else (await import("./export/project.js")).writeProject(out, text, { ...project, source });
  const { commentText } = await import("./export/literal.js");
  const left = [...written.left, ...(shell ? [] : (written.leftOfProgram ?? []))];
  for (const line of left) process.stderr.write(`linuxnet: export: left out: ${commentText(line)}\n`);
}

interface Read {
  written: Export;
  /** What stands above the program. */
  heading: string[];
  project: { mode: Mode; name?: string };
}

const LIVE = [
  "What stands on this host and was made by hand. The first `pulumi up` imports it, which changes nothing; from then on",
  "`import` may go. It takes the plugin: `pulumi config set linuxnet:mode plugin`.",
];

async function read({ stack, stackFile, all }: Options): Promise<Read> {
  if (stack === undefined && stackFile === undefined) return { ...(await readLive(all === true)), heading: LIVE };
  const { exportStack } = await import("./stack-export.js");
  const { exportRecorded, modeOf, projectOf } = await import("./export/recorded.js");
  const { resources } = await exportStack("export", { stack: stack === true ? undefined : stack, stackFile });
  const name = projectOf(resources);
  return {
    written: exportRecorded(resources),
    heading: ["What a stack holds. On that stack it previews without a change."],
    project: { mode: modeOf(resources), ...(name === undefined ? {} : { name }) },
  };
}

async function readLive(all: boolean): Promise<Omit<Read, "heading">> {
  const { hasCapabilities } = await import("../provider/host/capabilities.js");
  if (!hasCapabilities("CAP_NET_ADMIN", "CAP_SYS_ADMIN")) {
    throw new Failure("export: to look into namespaces and rules takes root", UNABLE);
  }
  const { localHost } = await import("../provider/host/local-host.js");
  const { exportLive } = await import("./export/live.js");
  return { written: await exportLive(localHost, all), project: { mode: "plugin" } };
}
