import { credentials } from "@grpc/grpc-js";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";
import { currentUrn } from "./calls";

let engine: EngineClient | undefined;

/** From now on notices go to the engine at an address. */
export function logTo(address: string): void {
  engine = new EngineClient(address, credentials.createInsecure());
}

/** Shows a person a text beside the resource on whose behalf the caller runs. */
export function log(text: string): void {
  const request = new LogRequest();
  request.setSeverity(LogSeverity.WARNING).setMessage(text).setUrn(currentUrn());
  engine?.log(request, () => undefined);
}
