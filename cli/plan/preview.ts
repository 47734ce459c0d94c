import type { EngineEvent, StepEventMetadata } from "@pulumi/pulumi/automation";
import { MARK } from "../../provider/plugin/mark";

/** What Pulumi's engine would do, in its order. */
export interface Preview {
  steps: StepEventMetadata[];
  /** The resources that a refresh found gone. */
  gone: ReadonlySet<string>;
  diagnostics: Diagnostic[];
  /** The stack's configuration. */
  config: Record<string, string>;
}

/** What the program or the engine says, of one resource where it has a URN. */
export interface Diagnostic {
  urn?: string;
  severity: string;
  message: string;
}

/** What stands for a secret. */
export const SECRET = "[secret]";

/** Reads what `pulumi preview --json` prints when it streams: an event of the engine a line. */
export function parsePreview(text: string): Preview {
  const events = text
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line, withoutSignatures) as EngineEvent);
  const steps = events.flatMap(({ resourcePreEvent }) => resourcePreEvent?.metadata ?? []);
  const done = events.flatMap(({ resOutputsEvent }) => resOutputsEvent?.metadata ?? []);
  return {
    config: Object.assign({}, ...events.map(({ preludeEvent }) => preludeEvent?.config)) as Preview["config"],
    steps: steps.filter(({ op }) => op !== "refresh"),
    gone: new Set(done.filter((it) => it.op === "refresh" && !it.new).map(({ urn }) => urn)),
    diagnostics: events
      .flatMap(({ diagnosticEvent }) => diagnosticEvent ?? [])
      .map(({ urn, severity, message }) => ({
        ...(urn === undefined ? {} : { urn }),
        severity,
        message: message.trim(),
      })),
  };
}

/** For JSON.parse: puts a text in the place of each secret. */
export function withoutSignatures(_name: string, value: unknown): unknown {
  return typeof value === "object" && value !== null && MARK in value ? SECRET : value;
}
