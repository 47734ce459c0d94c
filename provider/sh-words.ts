/** A word as sh(1) takes it for one, whatever is in it. */
export function quoted(word: string): string {
  return /^([\w@%+=:,./-]+|!)$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
