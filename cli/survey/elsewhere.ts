import { inGroups } from "../../provider/host/in-groups";
import { Failure, UNABLE } from "../failure";
import { pulumi } from "../pulumi";
import { exportStack } from "../stack-export";
import { ownersIn } from "./stack";

/** States that are read at the same time. */
const AT_ONCE = 4;

/**
 * The owners that the states of all other stacks of Pulumi's backend hold: a stack that was renamed has the marks of its old
 * name until its next `up`. The failure's text begins with the subcommand's name.
 */
export async function ownersElsewhere(subcommand: string, fullName: string): Promise<Set<unknown>> {
  const { exitCode, stdout, stderr } = await pulumi(["stack", "ls", "--all", "--json", "--fully-qualify-stack-names"]);
  if (exitCode !== 0) throw new Failure(`${subcommand}: pulumi stack ls failed: ${stderr}`, UNABLE);
  const others = (JSON.parse(stdout) as { name: string }[]).filter(({ name }) => name !== fullName);
  const states = await inGroups(others, AT_ONCE, ({ name: stack }) => exportStack(subcommand, { stack }));
  return new Set(states.flatMap(ownersIn));
}
