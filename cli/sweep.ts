import type { Command } from "commander";

export function registerSweep(program: Command): void {
  program
    .command("sweep")
    .summary("remove what is left of a stack and in no state")
    .description(
      "Removes from the kernel what bears a stack's mark though its state does not hold it: what an `up` that was killed " +
        "had made and not recorded yet. Shows it and asks before. `linuxnet status` shows the same and removes nothing.\n\n" +
        "The mark is made of the project's and the stack's name: where two people have stacks of the same names on one " +
        "host, what the other one's state holds is shown as well, and would be removed.\n\n" +
        "The exit code is 0 where nothing is left, 1 where something is, and 125 where it could not be done or told.",
    )
    .argument("<STACK>", "the stack: its name, or organization/project/stack")
    .option("--gone", "the stack was removed from Pulumi; STACK must be organization/project/stack")
    .option("--json", "print { stack, removed, left, unread }")
    .option("--yes", "remove without asking")
    .action(async (stack: string, options: { gone?: true; json?: true; yes?: true }) => {
      const { sweep } = await import("./survey/sweep.js");
      process.exitCode = await sweep(stack, options);
    });
}
