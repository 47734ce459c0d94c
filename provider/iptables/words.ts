/** The words of a rule as iptables-save(8) prints it, those in quotes with their quotes. */
export function wordsOf(rule: string): string[] {
  return rule.match(/"(?:[^"\\]|\\.)*"|\S+/g) ?? [];
}

/** What a word of iptables-save(8) says: `a "b"` of `"a \"b\""`. */
export function unquoted(word: string): string {
  return /^".*"$/.test(word) ? word.slice(1, -1).replace(/\\(.)/g, "$1") : word;
}
