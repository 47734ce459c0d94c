import { hasUnknown } from "../../../provider/inputs/check";
import { DEFAULT_PATH } from "../../../provider/resources/service-program";
import { type Finding, finding } from "../../finding";
import { type Declared, ofKind } from "../../program";
import type { Topology } from "../../topology";

/** Services whose program this host does not have. */
export function noProgram({ program, standing }: Topology): Finding[] {
  return ofKind(program, "service").flatMap((resource) => {
    const paths = programsOf(resource);
    if (paths.length === 0 || !paths.every((path) => standing?.noPrograms.has(path))) return [];
    const [name = ""] = resource.inputs.command;
    const where = name.startsWith("/") ? "is no program on this host" : `is a program in none of ${pathOf(resource)}`;
    return [finding(resource, `command[0]: ${name} ${where}`, "The service would end at once with exit status 127.")];
  });
}

/** The files that the program of a service may be; none where that is not known. */
export function programsOf(resource: Declared<"service">): string[] {
  const { command, environment } = resource.inputs;
  if (hasUnknown(command) || hasUnknown(environment?.PATH ?? environment)) return [];
  const [name = ""] = command;
  return name.startsWith("/")
    ? [name]
    : pathOf(resource)
        .split(":")
        .map((folder) => `${folder}/${name}`);
}

function pathOf({ inputs: { environment } }: Declared<"service">): string {
  return environment?.PATH ?? DEFAULT_PATH;
}
