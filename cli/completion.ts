import { readFileSync } from "node:fs";
import { Argument, type Command } from "commander";
import { packageFile } from "../provider/package";
import { namespaces } from "./namespaces";

const SHELLS = ["bash", "zsh", "fish"];

export function registerCompletion(program: Command): void {
  program
    .command("completion")
    .summary("let a shell complete what is typed")
    .description(
      "Prints what lets SHELL complete subcommands, options and names of namespaces. To try it: " +
        '`eval "$(linuxnet completion bash)"`, the same with zsh, and `linuxnet completion fish | source`. To have it ' +
        "always, put that line into ~/.bashrc, ~/.zshrc (behind compinit) or ~/.config/fish/config.fish.",
    )
    .addArgument(new Argument("<SHELL>", "the shell").choices(SHELLS))
    .action((shell: string) => {
      process.stdout.write(readFileSync(packageFile("cli", "completion", `script.${shell}`), "utf8"));
    });

  program
    .command("complete", { hidden: true })
    .description(
      "Prints what may stand in the place of the last of WORDS, which follow `linuxnet`. The first line says what else the " +
        "shell is to offer: files, commands or nothing. Each other line is a word, a tab and what it means.",
    )
    .argument("[WORDS...]", "the words up to the cursor")
    .action(async (words: string[]) => {
      const { candidatesOf } = await import("./completion/candidates.js");
      const candidates = candidatesOf(program, words, namespaces);
      const [kind, all] = typeof candidates === "string" ? [candidates, []] : ["nothing", candidates];
      process.stdout.write([kind, ...all.map(({ word, about }) => `${word}\t${about}`), ""].join("\n"));
    });
}
