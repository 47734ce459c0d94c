import { groupBy } from "../group-by";
import type { Command, Host } from "./host";
import { FailureInSequence, runSequence } from "./sequence";

/** The folder whose files ip-netns(8) puts in the place of those in /etc. */
export const FOLDER = "/etc/netns";

/** What a file there is to hold; undefined where it is not there, or is to go. */
export interface FileChange {
  path: string;
  old: string | undefined;
  content: string | undefined;
}

/** How many files one program has open at once. */
const AT_ONCE = 256;

/** Makes files what they are to be, in place: whoever has one of them mounted sees the change. */
export async function writeFiles(host: Host, changes: readonly FileChange[]): Promise<void> {
  const gone = changes.filter(({ content }) => content === undefined).map(({ path }) => path);
  const fresh = changes.filter(({ old, content }) => content !== undefined && old === undefined);
  for (const some of chunked(fresh)) {
    const files = some.map(({ path }) => fileOf(path));
    await runAll(host, [
      { argv: ["mkdir", "--parents", "--mode=755", ...folders([FOLDER], some.map(pathOf))] },
      ...grouped(some, ({ content = "" }) => content).map(([content, paths]) => appending(paths, content)),
      { argv: ["chmod", "644", ...files] },
    ]);
  }
  const standing = changes.filter((it): it is Standing => it.content !== undefined && it.old !== undefined);
  const isGrown = ({ old, content }: Standing): boolean => content.startsWith(old) && /(^|\n)$/.test(old);
  for (const some of chunked(standing.filter(isGrown))) {
    for (const [added, paths] of grouped(some, ({ old, content }) => content.slice(old.length))) {
      await host.run(appending(paths, added));
    }
  }
  for (const it of standing.filter((one) => !isGrown(one))) await overwrite(host, it);
  for (const paths of chunked(gone)) {
    await host.run({ argv: ["rm", "--force", ...paths.map(fileOf)] });
    await host.run({ argv: ["rmdir", "--ignore-fail-on-non-empty", ...folders([], paths), FOLDER] });
  }
}

interface Standing extends FileChange {
  old: string;
  content: string;
}

function pathOf({ path }: FileChange): string {
  return path;
}

function fileOf(path: string): string {
  return `${FOLDER}/${path}`;
}

function folders(first: readonly string[], paths: readonly string[]): string[] {
  return [...new Set([...first, ...paths.map((path) => fileOf(path.split("/", 1)[0] as string))])];
}

/** The same text to the end of files, which are made where they are not there. A link is not followed that one alone may be. */
function appending(paths: readonly string[], text: string): Command {
  const files = paths.map(fileOf);
  const [only = ""] = files;
  const words = ["bs=16M", "iflag=fullblock", "oflag=append,nofollow", "conv=notrunc", "status=none"];
  return {
    argv: files.length === 1 ? ["dd", `of=${only}`, ...words] : ["tee", "--append", ...files],
    ...textual(text),
  };
}

/** The longest text of several commands that one program is given; see MAX_ARG_STRLEN in execve(2). */
const LONGEST = 100_000;

/** Runs commands one after another, in few programs. */
async function runAll(host: Host, commands: readonly Command[]): Promise<void> {
  const groups: Command[][] = [];
  let length = 0;
  for (const command of commands) {
    const own = [...command.argv, command.stdin].join(" ").length;
    const group = groups.at(-1);
    length += own;
    if (group && length < LONGEST && !command.isBytes && !group[0]?.isBytes) {
      group.push(command);
    } else {
      groups.push([command]);
      length = own;
    }
  }
  for (const group of groups) {
    await runSequence(host, group).catch((error: unknown) => {
      throw error instanceof FailureInSequence ? error.cause : error;
    });
  }
}

/** At once over the old content: a file that was cut down first would lose all if the next write did not come. */
async function overwrite(host: Host, { path, old, content }: Standing): Promise<void> {
  const file = fileOf(path);
  const stdin = content + "\n".repeat(Math.max(0, old.length - content.length));
  const words = ["bs=16M", "iflag=fullblock", "oflag=nofollow", "conv=notrunc", "status=none"];
  await host.run({ argv: ["dd", `of=${file}`, ...words], ...textual(stdin) });
  if (stdin.length === content.length) return;
  const end = ["bs=1", `seek=${content.length}`, "oflag=nofollow", "status=none"];
  await host.run({ argv: ["dd", "if=/dev/null", `of=${file}`, ...end] });
}

/** What is ASCII is the same as text and as bytes. */
function textual(stdin: string): Pick<Command, "stdin" | "isBytes"> {
  // eslint-disable-next-line no-control-regex -- a shell drops the byte 0
  return { stdin, isBytes: !/^[\x01-\x7f]*$/.test(stdin) };
}

function chunked<T>(all: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(all.length / AT_ONCE) }, (_, index) =>
    all.slice(index * AT_ONCE, (index + 1) * AT_ONCE),
  );
}

function grouped<T extends FileChange>(all: readonly T[], key: (it: T) => string): [text: string, paths: string[]][] {
  return [...groupBy(all, key)].map(([text, its]) => [text, its.map(pathOf)]);
}
