import { withoutSecrets } from "../plan/changes";
import { exportStack, type StackOptions } from "../stack-export";
import { type Graph, graphOf } from "./model";

/** The network of a stack, as its last `pulumi up` left it. The failure's text begins with the subcommand's name. */
export async function stackGraph(subcommand: string, options: StackOptions): Promise<Graph> {
  const { resources } = await exportStack(subcommand, options);
  return graphOf(resources.map(withoutSecrets));
}
