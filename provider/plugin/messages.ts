import { Metadata, type ServiceError, status } from "@grpc/grpc-js";
import { Any } from "google-protobuf/google/protobuf/any_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { CheckFailure as FailureMessage, ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { LinuxnetError, PartialFailure } from "../errors";
import { type CheckFailure, UNKNOWN } from "../inputs/check";
import { plain, type Properties } from "../properties";
import { withFirstAddresses, withoutFirstAddresses } from "./first-addresses";

/** How Pulumi tells of a value of a type that it is not known yet (sdk/go/common/resource/plugin/rpc.go). */
const UNKNOWNS = new Set([
  UNKNOWN,
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

/** The properties in a message; a value that is not known yet is `UNKNOWN`, whatever its type. */
export function propertiesOf(struct: Struct | undefined): Properties {
  return plain(withOneUnknown(struct?.toJavaScript() ?? {}) as object);
}

export function structOf(properties: object): Struct {
  return Struct.fromJavaScript(plain(properties) as Parameters<typeof Struct.fromJavaScript>[0]);
}

/** The state in a message. */
export function stateOf(struct: Struct | undefined): Properties {
  return withoutFirstAddresses(propertiesOf(struct));
}

/** What the engine is told of a state. */
export function structOfState(state: object): Struct {
  return structOf(withFirstAddresses(plain(state)));
}

function withOneUnknown(value: unknown): unknown {
  if (typeof value === "string") return UNKNOWNS.has(value) ? UNKNOWN : value;
  if (Array.isArray(value)) return value.map(withOneUnknown);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withOneUnknown(inner)]));
}

export function failuresOf(failures: readonly CheckFailure[]): FailureMessage[] {
  return failures.map(({ property, reason }) => new FailureMessage().setProperty(property).setReason(reason));
}

/** An error as the engine takes it: a partial failure is kept with its state, and the next update repairs it. */
export function errorOf(error: unknown): Partial<ServiceError> {
  if (!(error instanceof Error)) return { code: status.UNKNOWN, message: String(error) };
  const message = error instanceof LinuxnetError ? error.message : (error.stack ?? error.message);
  if (!(error instanceof PartialFailure)) return { code: status.UNKNOWN, message };
  const kept = new ErrorResourceInitFailed();
  kept.setId(error.id).setProperties(structOfState(error.state)).setReasonsList([message]).setRefreshBeforeUpdate(true);
  const detail = new Any();
  detail.pack(kept.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const answer = new Status();
  answer.setCode(status.UNKNOWN).setMessage(message).addDetails(detail);
  const metadata = new Metadata();
  metadata.set("grpc-status-details-bin", Buffer.from(answer.serializeBinary()));
  return { code: status.UNKNOWN, message, metadata };
}
