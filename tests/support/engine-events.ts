/** What the engine told in `--json`: one event a line. */
interface EngineEvent {
  resourcePreEvent?: { metadata: { op: string; urn: string } };
  diagnosticEvent?: { message: string; severity: string };
}

/** What an operation of Pulumi did. */
export interface Outcome {
  /** Each step but those that change nothing: `create br0`, `delete-replaced ns0`. */
  steps: string[];
  /** The names of resources that stayed as they were. */
  same: string[];
  /** Errors and warnings, as the terminal would show them. */
  messages: string[];
}

export function outcomeOf(lines: string): Outcome {
  const events = lines
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line) as EngineEvent);
  const done = events
    .flatMap(({ resourcePreEvent }) => resourcePreEvent?.metadata ?? [])
    .map(({ op, urn }) => ({ op, urn, name: urn.split("::").at(-1) ?? "" }))
    .filter(({ op, urn }) => op !== "refresh" && !urn.includes("::pulumi:"));
  const shown = ["error", "info#err", "warning"];
  return {
    steps: done.filter(({ op }) => op !== "same").map(({ op, name }) => `${op} ${name}`),
    same: done.filter(({ op }) => op === "same").map(({ name }) => name),
    messages: events
      .flatMap(({ diagnosticEvent }) => diagnosticEvent ?? [])
      .filter(({ severity }) => shown.includes(severity))
      .map(({ message }) => message),
  };
}
