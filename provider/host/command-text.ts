/** A command and what it reads, as messages show them. */
export function commandText(argv: readonly string[], input: string): string {
  const lines = input.trimEnd().split("\n").filter(Boolean);
  return [argv.join(" "), ...lines.map((line) => `  < ${line}`)].join("\n    ");
}
