/** A program's own process id in what it reads, see `Command`. */
type Stdin = string | ((pid: string) => string);

/** A word of sh(1). */
export function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}

/**
 * A line of sh(1) that runs a program with what it reads, `after` it what comes next in that line. Its own process id is
 * that of the shell which reads the line. `mark` is what neither contains.
 */
export function lineOf(argv: readonly string[], stdin: Stdin, mark: string, after = ""): string {
  const words = argv.map(quoted).join(" ");
  if (stdin === "") return `${words} </dev/null${after}`;
  const [end, text] = typeof stdin === "string" ? [`'${mark}'`, stdin] : [mark, expanded(stdin, mark)];
  return `${words} <<${end}${after}\n${text}${text.endsWith("\n") ? "" : "\n"}${mark}`;
}

function expanded(stdin: (pid: string) => string, mark: string): string {
  return stdin(mark)
    .replace(/[\\$`]/g, "\\$&")
    .replaceAll(mark, () => "$$");
}
