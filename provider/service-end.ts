/** How a process ended, for people: by an exit status, or by the name of a signal such as `KILL`. */
export function endText(ended: string): string {
  return /^\d+$/.test(ended) ? `with exit status ${ended}` : `by SIG${ended}`;
}
