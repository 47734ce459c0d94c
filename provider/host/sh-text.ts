import { inQuotes } from "../sh-words";

/** What a program reads; a batch may need to know the program's own process id. */
export type Stdin = string | ((pid: string) => string);

/**
 * A line of sh(1) that runs a program with what it reads, `after` it what comes next in that line. Its own process id is
 * that of the shell which reads the line. `mark` is what neither contains.
 */
export function lineOf(argv: readonly string[], stdin: Stdin, mark: string, after = ""): string {
  const words = argv.map(inQuotes).join(" ");
  if (stdin === "") return `${words} </dev/null${after}`;
  const [end, text] = typeof stdin === "string" ? [`'${mark}'`, stdin] : [mark, expanded(stdin, mark)];
  return `${words} <<${end}${after}\n${text}${text.endsWith("\n") ? "" : "\n"}${mark}`;
}

function expanded(stdin: (pid: string) => string, mark: string): string {
  return stdin(mark)
    .replace(/[\\$`]/g, "\\$&")
    .replaceAll(mark, () => "$$");
}
