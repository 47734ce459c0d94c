import { mkdirSync, symlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import { version } from "../../package.json";

/** What serves the resources of the stacks: Pulumi's dynamic providers, or with LINUXNET_MODE=plugin the plugin. */
export const MODE = process.env.LINUXNET_MODE === "plugin" ? "plugin" : "dynamic";

const EXECUTABLE = resolve(__dirname, "../../dist/provider/plugin/main.js");

/** Puts the plugin where `pulumi plugin install` puts one: in Pulumi's own folder. */
export function installPlugin(home: string): void {
  const folder = join(home, "plugins", `resource-linuxnet-v${version}`);
  mkdirSync(folder, { recursive: true });
  symlinkSync(EXECUTABLE, join(folder, "pulumi-resource-linuxnet"));
}
