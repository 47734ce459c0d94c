import { readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { type handleUnaryCall, type sendUnaryData, type ServerUnaryCall } from "@grpc/grpc-js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { PluginInfo, type PluginAttach } from "@pulumi/pulumi/proto/plugin_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import type { Difference } from "../diff";
import { Duty } from "../host/engine-watch";
import { settings } from "../host/settings";
import { admitCalls, cancelCalls } from "./calls";
import { checkConfiguration, type Configuration } from "./configuration";
import { logTo } from "./engine-log";
import { Handlers } from "./handlers";
import { errorOf, failuresOf, propertiesOf, secretsOf, stateOf, structOf, structOfState } from "./messages";
import { packageFile, version } from "../package";
import { writerOf } from "../properties";
import type { Secrets } from "./secrets";

type Answer<Response> = Response | Promise<Response>;

let handlers = new Handlers({ readOnly: false, strict: false });

/** The calls that run, between two of which this process ends. */
export const duty = new Duty(() => process.exit());

/** The service of pulumi/provider.proto, each request turned into a call of `Handlers` and its answer into a message. */
export const service = {
  handshake: unary<messages.ProviderHandshakeRequest, messages.ProviderHandshakeResponse>((request) => {
    begin(request.getEngineAddress());
    return new messages.ProviderHandshakeResponse().setAcceptSecrets(true);
  }),

  attach: unary<PluginAttach, Empty>((request) => {
    begin(request.getAddress());
    return new Empty();
  }),

  getPluginInfo: unary<Empty, PluginInfo>(() => new PluginInfo().setVersion(version())),

  getSchema: unary<messages.GetSchemaRequest, messages.GetSchemaResponse>(() =>
    new messages.GetSchemaResponse().setSchema(readFileSync(packageFile("schema.json"), "utf8")),
  ),

  checkConfig: unary<messages.CheckRequest, messages.CheckResponse>((request, secrets) => {
    const news = propertiesOf(request.getNews());
    return new messages.CheckResponse()
      .setInputs(structOf(news, secrets))
      .setFailuresList(failuresOf(checkConfiguration(news).failures, secrets));
  }),

  /** The engine configures anew what has changed; no resource is replaced for it. */
  diffConfig: unary<messages.DiffRequest, messages.DiffResponse>((request) => {
    const { DIFF_SOME, DIFF_NONE } = messages.DiffResponse.DiffChanges;
    const isSame = isDeepStrictEqual(propertiesOf(request.getOlds()), propertiesOf(request.getNews()));
    return new messages.DiffResponse().setChanges(isSame ? DIFF_NONE : DIFF_SOME);
  }),

  configure: unary<messages.ConfigureRequest, messages.ConfigureResponse>((request) => {
    const configuration = checkConfiguration(propertiesOf(request.getArgs())).inputs as Configuration;
    handlers = new Handlers(configuration);
    // The engine starts a process for each configuration.
    settings.iptables = configuration.iptables;
    settings.lockTimeout = configuration.lockTimeout;
    return new messages.ConfigureResponse().setSupportspreview(true).setAcceptsecrets(true);
  }),

  invoke: unary<messages.InvokeRequest, messages.InvokeResponse>(async (request) => {
    const found = await handlers.invoke(request.getTok(), propertiesOf(request.getArgs()));
    return new messages.InvokeResponse().setReturn(structOf(found));
  }),

  check: unary<messages.CheckRequest, messages.CheckResponse>((request, secrets) => {
    const { inputs, failures } = handlers.check(
      request.getUrn(),
      propertiesOf(request.getNews()),
      propertiesOf(request.getOlds()),
    );
    return new messages.CheckResponse()
      .setInputs(structOf(inputs, secrets))
      .setFailuresList(failuresOf(failures, secrets));
  }),

  diff: unary<messages.DiffRequest, messages.DiffResponse>((request) => {
    const difference = handlers.diff(request.getUrn(), stateOf(request.getOlds()), propertiesOf(request.getNews()));
    // Before an update the engine refreshes what the plugin has answered, and no other.
    const isMoved = writerOf(request.getOlds()?.toJavaScript() ?? {}) !== "plugin";
    return diffResponse(difference, isMoved);
  }),

  create: unary<messages.CreateRequest, messages.CreateResponse>(async (request, secrets) => {
    const inputs = propertiesOf(request.getProperties());
    const { id, state } = await handlers.create(request.getUrn(), inputs, request.getPreview());
    return new messages.CreateResponse()
      .setId(id)
      .setProperties(structOfState(state, secrets))
      .setRefreshBeforeUpdate(true);
  }),

  read: unary<messages.ReadRequest, messages.ReadResponse>(async (request, secrets) => {
    const found = await handlers.read(request.getUrn(), request.getId(), stateOf(request.getProperties()));
    const response = new messages.ReadResponse().setRefreshBeforeUpdate(true);
    if (!found) return response;
    return response
      .setId(found.id)
      .setProperties(structOfState(found.state, secrets))
      .setInputs(structOf(found.inputs, secrets));
  }),

  update: unary<messages.UpdateRequest, messages.UpdateResponse>(async (request, secrets) => {
    const state = await handlers.update({
      urn: request.getUrn(),
      id: request.getId(),
      olds: stateOf(request.getOlds()),
      news: propertiesOf(request.getNews()),
      isPreview: request.getPreview(),
    });
    return new messages.UpdateResponse().setProperties(structOfState(state, secrets)).setRefreshBeforeUpdate(true);
  }),

  delete: unary<messages.DeleteRequest, Empty>(async (request) => {
    await handlers.delete(request.getUrn(), stateOf(request.getProperties()));
    return new Empty();
  }),

  /** Also sent when all is done: the next engine may be served by the same process. */
  cancel: unary<Empty, Empty>(() => {
    cancelCalls();
    return new Empty();
  }),
};

/** Serves an engine at an address. */
function begin(engine: string): void {
  logTo(engine);
  admitCalls();
}

/** Answers a request, with what is secret in it. */
function unary<Request extends object, Response>(
  handle: (request: Request, secrets: Secrets) => Answer<Response>,
): handleUnaryCall<Request, Response> {
  return ({ request }: ServerUnaryCall<Request, Response>, answer: sendUnaryData<Response>) => {
    const secrets = secretsOf(request);
    duty
      .during(() => handle(request, secrets))
      .then(
        (response) => answer(null, response),
        (error: unknown) => answer(errorOf(error, secrets)),
      );
  };
}

const { Kind } = messages.PropertyDiff;
const KINDS = {
  add: [Kind.ADD, Kind.ADD_REPLACE],
  delete: [Kind.DELETE, Kind.DELETE_REPLACE],
  update: [Kind.UPDATE, Kind.UPDATE_REPLACE],
} as const;

function diffResponse({ changes, replaces, details }: Difference, isMoved: boolean): messages.DiffResponse {
  const { DIFF_SOME, DIFF_NONE } = messages.DiffResponse.DiffChanges;
  const response = new messages.DiffResponse()
    .setChanges(changes.length > 0 || replaces.length > 0 || isMoved ? DIFF_SOME : DIFF_NONE)
    .setDiffsList(changes)
    .setReplacesList(replaces)
    // The kernel's names are unique: the old object must go first.
    .setDeletebeforereplace(true)
    .setHasdetaileddiff(true);
  for (const { path, kind } of details) {
    const isReplacing = replaces.includes(/^[^.[]*/.exec(path)?.[0] ?? "");
    response.getDetaileddiffMap().set(path, new messages.PropertyDiff().setKind(KINDS[kind][isReplacing ? 1 : 0]));
  }
  return response;
}
