import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { install } from "./install";

const TOOLS = resolve(__dirname, "../../.tools");

/** Installs Pulumi's hosts of other languages than Node's which the set-up has built; else they lie beside the CLI. */
export function installLanguages(home: string): void {
  for (const name of ["yaml", "python"]) {
    const executable = join(TOOLS, "languages", `pulumi-language-${name}`);
    // The one version that is there is taken, whatever it is.
    if (existsSync(executable)) install(home, { kind: "language", name, version: "0.0.0", executable });
  }
}

/** With these settings a Python program finds Pulumi's package, and leaves no file beside itself. */
export const PYTHON = {
  PULUMI_PYTHON_CMD: join(TOOLS, "python/bin/python3"),
  PYTHONDONTWRITEBYTECODE: "1",
};
