import { type Owner, ownerFrom } from "../owner";
import { kindOf } from "../types";

/** What Pulumi's name of a resource tells: `urn:pulumi:STACK::PROJECT::PARENT$TYPE::NAME`. */
export interface Urn {
  stack: string;
  project: string;
  /** The types of its parents, the outermost first. */
  parents: string[];
  type: string;
  name: string;
}

export function parseUrn(urn: string): Urn {
  const [head = "", project = "", types = "", ...name] = urn.split("::");
  const all = types.split("$");
  return {
    stack: head.split(":").slice(2).join(":"),
    project,
    parents: all.slice(0, -1),
    type: all.at(-1) ?? "",
    name: name.join("::"),
  };
}

/** The owner that the SDK gives this resource: a program in another language leaves it to the plugin. */
export function ownerOfUrn({ stack, project, parents, type, name }: Urn): Owner {
  return ownerFrom(project, stack, { kind: kindOf(type), parents, name });
}
