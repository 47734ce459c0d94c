#!/usr/bin/env node
import { Server, ServerCredentials } from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { whenEngineEnds } from "../host/engine-watch";
import { logTo } from "./engine-log";
import { duty, service } from "./service";

/*
 * pulumi-resource-linuxnet ENGINE: serves Pulumi's engine, which reads the port that is printed. Without an address it
 * is attached to: PULUMI_DEBUG_PROVIDERS=linuxnet:PORT.
 */
const [, , engine = ""] = process.argv;
const NO_LIMIT = -1;

if (engine !== "") {
  logTo(engine);
  whenEngineEnds(engine, () => duty.over());
}
const server = new Server({
  "grpc.max_receive_message_length": NO_LIMIT,
  "grpc.max_send_message_length": NO_LIMIT,
});
server.addService(ResourceProviderService, service);
server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  console.log(port);
});
