import { accessSync, constants, statSync } from "node:fs";
import { join } from "node:path";
import { Failure, NOT_EXECUTABLE, NOT_FOUND, UNABLE } from "./failure";

/** The Debian package of each program that the subcommands run. */
const PACKAGES = {
  setpriv: "util-linux",
  unshare: "util-linux",
  nsenter: "util-linux",
  mount: "mount",
  script: "bsdutils",
  tcpdump: "tcpdump",
  ip: "iproute2",
  iptables: "iptables",
  ip6tables: "iptables",
};
export type Program = keyof typeof PACKAGES;

/** This process's environment; PATH has the folders of ip and iptables, which a plain user's often lacks. */
export function environment(): NodeJS.ProcessEnv {
  const folders = (process.env.PATH ?? "/usr/local/bin:/usr/bin:/bin").split(":");
  const missing = ["/usr/sbin", "/sbin"].filter((folder) => !folders.includes(folder));
  return { ...process.env, PATH: [...folders, ...missing].join(":") };
}

/** @throws Failure that names every one of the programs that is not installed, with the package to install. */
export function needPrograms(names: readonly Program[], env: NodeJS.ProcessEnv): void {
  const missing = names.filter((name) => look(name, env) !== "found");
  if (missing.length === 0) return;
  const packages = [...new Set(missing.map((name) => PACKAGES[name]))];
  throw new Failure(`not installed: ${missing.join(", ")} (apt install ${packages.join(" ")})`, UNABLE);
}

/** @throws Failure with a shell's exit code for a command that cannot be run, before anything is made for it. */
export function needCommand(name: string, env: NodeJS.ProcessEnv): void {
  const seen = look(name, env);
  if (seen === "absent") throw new Failure(`${name}: command not found`, NOT_FOUND);
  if (seen === "not executable") throw new Failure(`${name}: not executable`, NOT_EXECUTABLE);
}

type Sight = "found" | "not executable" | "absent";

/** Where execvp(3) would look: in PATH, unless the name has a slash. */
function look(name: string, env: NodeJS.ProcessEnv): Sight {
  const folders = name.includes("/") ? [""] : (env.PATH ?? "").split(":");
  const sights = folders.map((folder) => lookAt(folder === "" ? name : join(folder, name)));
  return sights.find((sight) => sight === "found") ?? sights.find((sight) => sight !== "absent") ?? "absent";
}

function lookAt(path: string): Sight {
  try {
    if (!statSync(path).isFile()) return "not executable";
  } catch {
    return "absent";
  }
  try {
    accessSync(path, constants.X_OK);
    return "found";
  } catch {
    return "not executable";
  }
}
