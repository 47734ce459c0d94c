import { isDeepStrictEqual } from "node:util";
import { parseUrn } from "../../provider/plugin/urn";
import { kindOf } from "../../provider/types";

/** What the engine told in `--json`: one event a line. */
interface EngineEvent {
  resourcePreEvent?: { metadata: Metadata };
  resOutputsEvent?: { metadata: Metadata };
  diagnosticEvent?: { urn?: string; message: string; severity: string };
}

interface Metadata {
  op: string;
  urn: string;
  keys?: string[];
  detailedDiff?: Record<string, unknown>;
  old?: Inputs;
  new?: Inputs;
}

interface Inputs {
  inputs: Record<string, unknown>;
}

/** What an operation of Pulumi did. */
export interface Outcome {
  /** Each step but those that change nothing: `create br0`, `delete-replaced ns0`. */
  steps: string[];
  /** By each updated or replaced resource's name: the inputs that differ, which the terminal shows. */
  changes: Map<string, string[]>;
  /** By each replaced resource's name: the inputs for which it was. */
  reasons: Map<string, string[]>;
  /** By each changed resource's name: the paths of the values that change, as the provider tells them, where it does. */
  details: Map<string, string[]>;
  /** The names of resources that stayed as they were. */
  same: string[];
  /** Errors and warnings, as the terminal would show them. */
  messages: string[];
  /** What else was told. */
  notes: string[];
  /** The first line of that, after the name of the resource on which it is told. */
  told: string[];
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
    .map((metadata) => ({ ...metadata, name: nameOf(metadata.urn) }))
    .filter(({ op, urn }) => op !== "refresh" && !urn.includes("::pulumi:"));
  const told = events.flatMap(({ diagnosticEvent }) => diagnosticEvent ?? []);
  const notes = told.filter(({ severity }) => severity === "info");
  const diagnostics = told.filter(({ severity }) => ["error", "info#err", "warning"].includes(severity));
  return {
    steps: done.filter(({ op }) => op !== "same").map(({ op, name }) => `${op} ${name}`),
    changes: new Map(
      done
        .filter(({ op }) => op === "update" || op === "create-replacement")
        .map(({ name, old, new: next }) => [name, differing(old?.inputs ?? {}, next?.inputs ?? {})]),
    ),
    reasons: new Map(done.filter(({ op }) => op === "create-replacement").map(({ name, keys = [] }) => [name, keys])),
    details: new Map(done.map(({ name, detailedDiff }) => [name, Object.keys(detailedDiff ?? {})])),
    same: done.filter(({ op }) => op === "same").map(({ name }) => name),
    messages: diagnostics.map(({ message }) => message),
    notes: notes.map(({ message }) => message.trim()),
    told: notes.map(({ urn = "", message }) => `${nameOf(urn)}: ${headline(message)}`),
    findings: diagnostics
      .filter(({ urn = "" }) => kindOf(parseUrn(urn).type) !== "")
      .map(({ urn = "", message }) => `${nameOf(urn)}: ${headline(message)}`),
  };
}

/** The step of which a line tells that it began, or that it is done, such as `create br0`; undefined if it tells of none. */
export function stepOf(line: string, what: "resourcePreEvent" | "resOutputsEvent"): string | undefined {
  if (!line.startsWith("{")) return undefined;
  const { op, urn } = (JSON.parse(line) as EngineEvent)[what]?.metadata ?? { op: "same", urn: "" };
  const isStep = !["same", "refresh", "replace"].includes(op) && !urn.includes("::pulumi:");
  return isStep ? `${op} ${nameOf(urn)}` : undefined;
}

function nameOf(urn: string): string {
  return urn.split("::").at(-1) ?? "";
}

/** Without the severity, which the engine writes into the text, and without what explains it. */
function headline(message: string): string {
  return message.replace(/^(<\{%\w+%\}>)*(error|warning): (<\{%\w+%\}>)*/, "").split("\n", 1)[0] ?? "";
}

function differing(old: Record<string, unknown>, next: Record<string, unknown>): string[] {
  const names = new Set([...Object.keys(old), ...Object.keys(next)]);
  return [...names].filter((name) => !isDeepStrictEqual(old[name], next[name]));
}
