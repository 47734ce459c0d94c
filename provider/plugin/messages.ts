import { Metadata, type ServiceError, status } from "@grpc/grpc-js";
import { Any } from "google-protobuf/google/protobuf/any_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { CheckFailure as FailureMessage, ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { LinuxnetError, PartialFailure } from "../errors";
import { withFirstAddresses, withoutFirstAddresses } from "../first-addresses";
import { type CheckFailure, UNKNOWN } from "../inputs/check";
import { plain, type Properties } from "../properties";
import { Secrets, secretsIn, textsIn, withMarks, withoutMarks } from "./secrets";

/** How Pulumi tells of a value of a type that it is not known yet (sdk/go/common/resource/plugin/rpc.go). */
const UNKNOWNS = new Set([
  UNKNOWN,
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

/** The properties in a message; a value that is not known yet is `UNKNOWN`, whatever its type, and a secret what it is. */
export function propertiesOf(struct: Struct | undefined): Properties {
  return plain(withOneUnknown(withoutMarks(struct?.toJavaScript() ?? {})) as object);
}

/** Properties for a message. */
export function structOf(properties: object, secrets = new Secrets()): Struct {
  const { drift, ...own } = plain(properties);
  const told = Array.isArray(drift) ? { drift: drift.map((text) => secrets.hide(text as string)) } : {};
  const marked = withMarks({ ...own, ...told }, secrets.names);
  return Struct.fromJavaScript(marked as Parameters<typeof Struct.fromJavaScript>[0]);
}

/** The ways in which a request holds what its answer tells again, and what only messages may tell. */
type Getter = "getNews" | "getProperties" | "getInputs" | "getOlds" | "getArgs";

/** What is secret in a request. */
export function secretsOf(request: Partial<Record<Getter, () => Struct | undefined>>): Secrets {
  const read = (...structs: (Struct | undefined)[]): Properties[] => structs.map((it) => it?.toJavaScript() ?? {});
  const told = read(request.getNews?.(), request.getProperties?.(), request.getInputs?.());
  const others = read(request.getOlds?.(), request.getArgs?.());
  return new Secrets([...new Set(told.flatMap(secretsIn))], textsIn([told, others]));
}

/** The state in a message. */
export function stateOf(struct: Struct | undefined): Properties {
  return withoutFirstAddresses(propertiesOf(struct));
}

/** What the engine is told of a state. */
export function structOfState(state: object, secrets: Secrets): Struct {
  return structOf(withFirstAddresses(plain(state)), secrets);
}

function withOneUnknown(value: unknown): unknown {
  if (typeof value === "string") return UNKNOWNS.has(value) ? UNKNOWN : value;
  if (Array.isArray(value)) return value.map(withOneUnknown);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withOneUnknown(inner)]));
}

/** What is wrong, without what is secret: the engine shows the value of a property that it is told. */
export function failuresOf(failures: readonly CheckFailure[], secrets: Secrets): FailureMessage[] {
  return failures.map(({ property, reason }) => {
    const text = secrets.hide(reason);
    if (!secrets.names.includes(property)) return new FailureMessage().setProperty(property).setReason(text);
    return new FailureMessage().setReason(text.replace(/, got .*$/s, ", got a secret"));
  });
}

/** An error as the engine takes it: a partial failure is kept with its state, and the next update repairs it. */
export function errorOf(error: unknown, secrets: Secrets): Partial<ServiceError> {
  if (!(error instanceof Error)) return { code: status.UNKNOWN, message: secrets.hide(String(error)) };
  const message = secrets.hide(error instanceof LinuxnetError ? error.message : (error.stack ?? error.message));
  if (!(error instanceof PartialFailure)) return { code: status.UNKNOWN, message };
  const kept = new ErrorResourceInitFailed();
  kept
    .setId(error.id)
    .setProperties(structOfState(error.state, secrets))
    .setReasonsList([message])
    .setRefreshBeforeUpdate(true);
  const detail = new Any();
  detail.pack(kept.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const answer = new Status();
  answer.setCode(status.UNKNOWN).setMessage(message).addDetails(detail);
  const metadata = new Metadata();
  metadata.set("grpc-status-details-bin", Buffer.from(answer.serializeBinary()));
  return { code: status.UNKNOWN, message, metadata };
}
