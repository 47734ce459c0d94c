/** What the engine told in `--json`: one event a line. */
interface EngineEvent {
  resourcePreEvent?: { metadata: { op: string; urn: string } };
  diagnosticEvent?: { urn?: string; message: string; severity: string };
}

/** What an operation of Pulumi did. */
export interface Outcome {
  /** Each step but those that change nothing: `create br0`, `delete-replaced ns0`. */
  steps: string[];
  /** The names of resources that stayed as they were. */
  same: string[];
  /** Errors and warnings, as the terminal would show them. */
  messages: string[];
  /** The first line of each error and warning that is told on a resource, after the resource's name: `veth1: …`. */
  findings: string[];
}

export function outcomeOf(lines: string): Outcome {
  const events = lines
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line) as EngineEvent);
  const done = events
    .flatMap(({ resourcePreEvent }) => resourcePreEvent?.metadata ?? [])
    .map(({ op, urn }) => ({ op, urn, name: nameOf(urn) }))
    .filter(({ op, urn }) => op !== "refresh" && !urn.includes("::pulumi:"));
  const diagnostics = events
    .flatMap(({ diagnosticEvent }) => diagnosticEvent ?? [])
    .filter(({ severity }) => ["error", "info#err", "warning"].includes(severity));
  return {
    steps: done.filter(({ op }) => op !== "same").map(({ op, name }) => `${op} ${name}`),
    same: done.filter(({ op }) => op === "same").map(({ name }) => name),
    messages: diagnostics.map(({ message }) => message),
    findings: diagnostics
      .filter(({ urn = "" }) => urn.includes("dynamic/linuxnet:"))
      .map(({ urn = "", message }) => `${nameOf(urn)}: ${headline(message)}`),
  };
}

function nameOf(urn: string): string {
  return urn.split("::").at(-1) ?? "";
}

/** Without the severity, which the engine writes into the text, and without what explains it. */
function headline(message: string): string {
  return message.replace(/^(<\{%\w+%\}>)*(error|warning): (<\{%\w+%\}>)*/, "").split("\n", 1)[0] ?? "";
}
