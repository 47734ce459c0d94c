import { CommandError } from "../errors";
import { parseJson } from "../iproute2/json";
import { namespacePath } from "../namespaces";
import type { NamespaceFile } from "../resources/spec";
import type { Host } from "./host";

/** How often the processes are listed until all that are listed could be looked into. */
const LISTINGS = 5;

/** The names under /run/netns. */
export async function readNames(host: Host): Promise<string[]> {
  const text = await host.run({ argv: ["ip", "-j", "netns", "list"] });
  return parseJson<{ name: string }>(text).map(({ name }) => name);
}

/** Tells what the file of a namespace that cannot be entered is. Throws CommandError of reason `absent` if there is none. */
export async function namespaceFile(host: Host, name: string): Promise<NamespaceFile> {
  const path = namespacePath(name);
  const size = await host.run({ argv: ["stat", "--format=%s", path] });
  if (size.trim() !== "0") return "not empty";
  return (await isMounted(host, path)) ? "mounted elsewhere" : "unmounted";
}

/** Whether a namespace is mounted on a path in the mount namespace of any process that can be seen. */
async function isMounted(host: Host, path: string): Promise<boolean> {
  const argv = ["lsns", "--type", "mnt", "--noheadings", "--output", "PID"];
  for (let listing = 1; listing <= LISTINGS; listing++) {
    // One process of each mount namespace: when it has ended, the next listing tells another, if there is one.
    const pids = (await host.run({ argv })).match(/\d+/g) ?? [];
    const mounts = await Promise.all(pids.map((pid) => mountsOf(host, pid)));
    if (mounts.some((all) => all?.some(({ on, type }) => on === path && type === "nsfs"))) return true;
    if (!mounts.includes(undefined)) return false;
  }
  throw new CommandError("busy", argv.join(" "), "the processes that it listed had ended each time");
}

/** The mounts that a process sees; undefined if it has ended. */
async function mountsOf(host: Host, pid: string): Promise<{ on: string; type: string }[] | undefined> {
  try {
    const text = await host.run({ argv: ["cat", `/proc/${pid}/mountinfo`] });
    // `120 118 0:4 net:[4026532614] /run/netns/ns0 rw shared:10 - nsfs nsfs rw`, see proc(5).
    return text.split("\n").map((line) => {
      const [mount = "", file = ""] = line.split(" - ");
      return { on: mount.split(" ")[4] ?? "", type: file.split(" ", 1)[0] ?? "" };
    });
  } catch (error) {
    // Of a process that has ended, and that its parent has not waited for, the kernel says: invalid argument.
    if (error instanceof CommandError && ["absent", "other"].includes(error.reason)) return undefined;
    throw error;
  }
}
