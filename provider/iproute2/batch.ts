import { LinuxnetError } from "../errors";

const SAFE = /^[A-Za-z0-9_.:/,=@+-]+$/;

/**
 * The text of `ip -batch -`: one line a command. The format has no escape: blanks split words, `#` cuts a line even
 * inside quotes and an open quote ends the whole batch, so a word with any such character is refused.
 */
export function batchText(lines: readonly (readonly string[])[]): string {
  return lines.map((words) => words.map(safeWord).join(" ") + "\n").join("");
}

function safeWord(word: string): string {
  if (!SAFE.test(word)) throw new LinuxnetError(`a word that ip -batch cannot carry: ${JSON.stringify(word)}`);
  return word;
}
