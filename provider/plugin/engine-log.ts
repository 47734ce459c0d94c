import { credentials } from "@grpc/grpc-js";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";
import { once } from "../once";
import { currentUrn } from "./calls";

let send: (urn: string, text: string) => void = () => undefined;

/** From now on notices go to the engine at an address. */
export function logTo(address: string): void {
  const engine = new EngineClient(address, credentials.createInsecure());
  send = once((urn, text) => {
    const request = new LogRequest();
    request.setSeverity(LogSeverity.INFO).setMessage(text).setUrn(urn);
    engine.log(request, () => undefined);
  });
}

/** Shows a person a text, once, beside the resource on whose behalf the caller runs. */
export function log(text: string): void {
  send(currentUrn(), text);
}
