import { readFileSync } from "node:fs";
import { packageFile } from "../../provider/package";

/** The programs that a project may begin with, by name. */
export const TEMPLATES = {
  docker: { about: "a network, two containers and a published web server, in Docker's words", container: "c1" },
  article: { about: "the same of its parts: bridge, cables, routes, masquerade, port forward", container: "c1" },
  empty: { about: "one namespace", container: "ns0" },
} as const;

export type TemplateName = keyof typeof TEMPLATES;

/** The text of a template's index.ts. */
export function programOf(name: TemplateName): string {
  return readFileSync(packageFile("templates", `${name}.ts`), "utf8");
}

/** A line for each template. */
export function templateList(): string {
  return Object.entries(TEMPLATES)
    .map(([name, { about }]) => `${name.padEnd(8)} ${about}\n`)
    .join("");
}
