import { readFileSync } from "node:fs";
import { functionsOf } from "./functions";
import { providerOf, resourcesOf } from "./resources";
import { Sources } from "./sources";
import type { PackageSpec } from "./spec";
import { Types } from "./types";

/** What this package offers to programs in any language, from the types and comments of its sources. */
export function packageSpec(): PackageSpec {
  const own = JSON.parse(readFileSync("package.json", "utf8")) as Pick<
    PackageSpec,
    "version" | "description" | "keywords" | "license"
  >;
  const sources = new Sources(["sdk/index.ts", "provider/resources/index.ts"]);
  const types = new Types(sources);
  const resources = resourcesOf(sources, types);
  const provider = providerOf(sources, types);
  return {
    name: "linuxnet",
    displayName: "Linux container networks",
    version: own.version,
    description: own.description,
    keywords: own.keywords,
    license: own.license,
    config: { variables: provider.inputProperties },
    types: types.named,
    provider,
    resources,
    functions: functionsOf(sources, types),
    language: {
      nodejs: { packageName: "pulumi-linuxnet", respectSchemaVersion: true },
      python: { packageName: "pulumi_linuxnet", respectSchemaVersion: true, pyproject: { enabled: true } },
      go: { respectSchemaVersion: true },
    },
  };
}
