import { readFileSync } from "node:fs";

/** A part of docs/tutorial.md, in its order. */
export type Part =
  | { kind: "program"; text: string }
  /** A command, and lines of which its output holds each. */
  | { kind: "command"; command: string; shows: string[] };

/** What a reader of the tutorial writes into index.ts, and types. */
export function tutorial(): Part[] {
  const blocks = [...readFileSync("docs/tutorial.md", "utf8").matchAll(/^```(ts|console)\n(.*?)^```$/gms)];
  return blocks.flatMap(([, language, text = ""]): Part[] =>
    language === "ts" ? [{ kind: "program", text }] : commandsOf(text),
  );
}

function commandsOf(text: string): Part[] {
  return text
    .split(/^\$ /m)
    .slice(1)
    .map((part) => {
      const [command = "", ...shows] = part.trimEnd().split("\n");
      return { kind: "command", command, shows };
    });
}
