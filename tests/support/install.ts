import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";

/** One of Pulumi's plugins. */
export interface Plugin {
  kind: "resource" | "language";
  name: string;
  version: string;
  executable: string;
}

/** Puts a plugin where `pulumi plugin install` puts one: in Pulumi's own folder. */
export function install(home: string, { kind, name, version, executable }: Plugin): void {
  const folder = join(home, "plugins", `${kind}-${name}-v${version}`);
  mkdirSync(folder, { recursive: true });
  symlinkSync(executable, join(folder, `pulumi-${kind}-${name}`));
}
