/**
 * Reads the list that `ip -j` prints, which is empty where there is nothing. A foreign interface may have a control
 * character in its name; ip prints it as it is, and JSON allows none.
 */
export function parseJson<T>(text: string): T[] {
  const printable = text.replace(/\p{Cc}/gu, " ").trim();
  return printable === "" ? [] : (JSON.parse(printable) as T[]);
}
