import { type Command, Option } from "commander";
import { templateList, type TemplateName, TEMPLATES } from "./new/templates";

interface Options {
  template: TemplateName;
  list?: true;
  package?: string;
}

export function registerNew(program: Command): void {
  program
    .command("new")
    .summary("make a project that works")
    .description(
      "Writes a small Pulumi project in TypeScript into FOLDER, which must be empty or not there: Pulumi.yaml, " +
        "package.json, tsconfig.json, index.ts and a README that says how to go on. Its state is kept in the folder.",
    )
    .argument("[FOLDER]", "where", ".")
    .addOption(
      new Option("--template <NAME>", "what index.ts declares").choices(Object.keys(TEMPLATES)).default("docker"),
    )
    .option("--list", "tell what the templates declare, and make nothing")
    .option("--package <FILE>", "install pulumi-linuxnet from what `npm pack` made, in the place of this version")
    .action(async (folder: string, { template, list, package: tarball }: Options) => {
      if (list) {
        process.stdout.write(templateList());
        return;
      }
      const { makeProject } = await import("./new/make.js");
      process.stdout.write(makeProject(folder, template, tarball));
    });
}
