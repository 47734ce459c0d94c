import { credentials } from "@grpc/grpc-js";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";
import { currentUrn } from "./calls";

let engine: EngineClient | undefined;

/** From now on notices go to the engine at an address. */
export function logTo(address: string): void {
  engine = new EngineClient(address, credentials.createInsecure());
}

const told = new Set<string>();

/** Shows a person a text, once, beside the resource on whose behalf the caller runs. */
export function log(text: string): void {
  const key = JSON.stringify([currentUrn(), text]);
  if (told.has(key)) return;
  told.add(key);
  const request = new LogRequest();
  request.setSeverity(LogSeverity.INFO).setMessage(text).setUrn(currentUrn());
  engine?.log(request, () => undefined);
}
