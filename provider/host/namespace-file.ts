import { CommandError } from "../errors";
import { namespacePath } from "../namespaces";
import type { NamespaceFile } from "../resources/spec";
import type { Host } from "./host";

/** Tells what the file of a namespace that cannot be entered is. Throws CommandError of reason `absent` if there is none. */
export async function namespaceFile(host: Host, name: string): Promise<NamespaceFile> {
  const path = namespacePath(name);
  const size = await host.run({ argv: ["stat", "--format=%s", path] });
  if (size.trim() !== "0") return "not empty";
  const pids = await host.run({ argv: ["lsns", "--type", "mnt", "--noheadings", "--output", "PID"] });
  const mounts = await Promise.all((pids.match(/\d+/g) ?? []).map((pid) => mountsOf(host, pid)));
  return mounts.flat().some(({ on, type }) => on === path && type === "nsfs") ? "mounted elsewhere" : "unmounted";
}

/** The mounts that a process sees; none if it has ended. */
async function mountsOf(host: Host, pid: string): Promise<{ on: string; type: string }[]> {
  try {
    const text = await host.run({ argv: ["cat", `/proc/${pid}/mountinfo`] });
    // `120 118 0:4 net:[4026532614] /run/netns/ns0 rw shared:10 - nsfs nsfs rw`, see proc(5).
    return text.split("\n").map((line) => {
      const [mount = "", file = ""] = line.split(" - ");
      return { on: mount.split(" ")[4] ?? "", type: file.split(" ", 1)[0] ?? "" };
    });
  } catch (error) {
    if (error instanceof CommandError && error.reason === "absent") return [];
    throw error;
  }
}
