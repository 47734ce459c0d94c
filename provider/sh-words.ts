/** A word of sh(1), whatever is in it. */
export function inQuotes(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}

/** The same for people: in quotes only where it needs them. */
export function quoted(word: string): string {
  return /^([\w@%+=:,./-]+|!)$/.test(word) ? word : inQuotes(word);
}
