import { accessSync, constants } from "node:fs";
import { CommandError, reasonOf } from "../errors";
import type { Command, Host } from "./host";

/** Where programs are looked for. The caller's PATH is not: a provider runs as root. */
const FOLDERS = ["/usr/sbin", "/usr/bin", "/sbin", "/bin"];

/** The Debian package of each program that linuxnet runs. */
const PACKAGES: Record<string, string> = {
  ip: "iproute2",
  ss: "iproute2",
  nsenter: "util-linux",
  unshare: "util-linux",
  sysctl: "procps",
  "iptables-save": "iptables",
  "iptables-restore": "iptables",
  "ip6tables-save": "iptables",
  "ip6tables-restore": "iptables",
};

const TIMEOUT_MS = 30_000;

const paths = new Map<string, string>();

function findProgram(name: string): string {
  const known = paths.get(name);
  if (known !== undefined) return known;
  const path = FOLDERS.map((folder) => `${folder}/${name}`).find((candidate) => {
    try {
      accessSync(candidate, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
  if (path === undefined) {
    const answer = `${name} is in none of ${FOLDERS.join(", ")}; it is part of the package ${PACKAGES[name] ?? name}`;
    throw new CommandError("missing tool", name, answer);
  }
  paths.set(name, path);
  return path;
}

/** Which programs are not installed, with their Debian packages. */
export function missingPrograms(): { program: string; package: string }[] {
  return Object.entries(PACKAGES)
    .map(([program, name]) => ({ program, package: name }))
    .filter(({ program }) => !isInstalled(program));
}

function isInstalled(program: string): boolean {
  try {
    findProgram(program);
    return true;
  } catch {
    return false;
  }
}

/** The machine that this process runs on. */
export const localHost: Host = {
  async run({ argv, stdin = "" }: Command): Promise<string> {
    // execa is an ES module: loaded by the first command, so that loading the provider stays quick.
    const { execa } = await import("execa");
    // The first word is a program, and the one that it becomes: `nsenter … -- ip …`.
    const [program = "", ...words] = argv.map((word, index) =>
      index === 0 || argv[index - 1] === "--" ? findProgram(word) : word,
    );
    const child = execa(program, words, {
      stdin: "pipe",
      env: { PATH: FOLDERS.join(":"), LC_ALL: "C" },
      extendEnv: false,
      reject: false,
      timeout: TIMEOUT_MS,
      killSignal: "SIGKILL",
      stripFinalNewline: false,
    });
    const input = typeof stdin === "string" ? stdin : stdin(child.pid ?? 0);
    // A program that fails at once may be gone before it has read anything.
    child.stdin.on("error", () => undefined);
    child.stdin.end(input);
    const result = await child;
    if (!result.failed) return result.stdout ?? "";
    const stderr = (result.stderr ?? "").trim() || (result.shortMessage ?? "");
    const reason = result.timedOut ? "timeout" : reasonOf(stderr);
    const line = /Command failed -:(\d+)/.exec(stderr)?.[1];
    throw new CommandError(reason, commandText(argv, input), stderr, line === undefined ? undefined : Number(line));
  },
};

function commandText(argv: readonly string[], input: string): string {
  const lines = input.trimEnd().split("\n").filter(Boolean);
  return [argv.join(" "), ...lines.map((line) => `  < ${line}`)].join("\n    ");
}
