import { resolve } from "node:path";
import { version } from "../../package.json";
import { install } from "./install";

export type Mode = "dynamic" | "plugin";

/** What serves the resources of the stacks: Pulumi's dynamic providers, or with LINUXNET_MODE=plugin the plugin. */
export const MODE: Mode = process.env.LINUXNET_MODE === "plugin" ? "plugin" : "dynamic";

export const EXECUTABLE = resolve(__dirname, "../../dist/provider/plugin/main.js");

export function installPlugin(home: string): void {
  install(home, { kind: "resource", name: "linuxnet", version, executable: EXECUTABLE });
}
