import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { kinds } from "../../provider/resources";
import { handlerOf, kindOf } from "../../provider/types";
import * as sdk from "../../sdk";
import { type Kind, pureLifecycle, specOf } from "./plan";

export type Sdk = typeof sdk;
type Properties = Record<string, unknown>;

/** A resource as the program handed it to the engine. */
export interface Registered {
  type: string;
  name: string;
  /** Less `__provider` and `owner`. */
  inputs: Properties;
  provider: string;
  owner: string;
  /** The names of the resources that an input depends on. */
  dependencies: Record<string, string[]>;
  deleteBeforeReplace: boolean;
  /** What the provider's check refuses. */
  reasons: string[];
}

interface Request {
  getName(): string;
  getDeletebeforereplace(): boolean;
  getPropertydependenciesMap(): {
    entries(): { toArray?(): unknown } & Iterable<[string, { getUrnsList(): string[] }]>;
  };
}

/** Runs a program without an engine, and answers what it registered, by name. What it checks is checked, too. */
export async function register(
  program: (linuxnet: Sdk) => unknown,
  { project = "project", stack = "stack", preview = false } = {},
): Promise<Record<string, Registered>> {
  const registered: Record<string, Registered> = {};
  await pulumi.runtime.setMocks({ newResource, call: () => ({}) }, project, stack, preview);
  const monitor = pulumi.runtime.getMonitor() as unknown as {
    registerResource(request: Request, callback: unknown): Promise<void>;
  };
  const serve = monitor.registerResource.bind(monitor);
  monitor.registerResource = async (request, callback) => {
    await serve(request, callback);
    const it = registered[request.getName()];
    assert.ok(it);
    it.deleteBeforeReplace = request.getDeletebeforereplace();
    for (const [property, urns] of request.getPropertydependenciesMap().entries()) {
      const names = urns.getUrnsList().map((urn) => urn.split("::").at(-1) as string);
      if (names.length > 0) it.dependencies[property] = names.sort();
    }
  };
  // The SDK tells the programs of one process apart by this, which no program has here.
  const stackResource = {};
  Object.assign(pulumi.runtime, { getStackResource: () => stackResource });
  await program(sdk);
  await pulumi.runtime.disconnect();
  return registered;

  function newResource({ type, name, inputs }: pulumi.runtime.MockResourceArgs): { id: string; state: Properties } {
    const { __provider, owner, ...own } = inputs as Properties;
    const it = { type, name, inputs: own, provider: String(__provider), owner: String(owner) };
    registered[name] = { ...it, dependencies: {}, deleteBeforeReplace: false, reasons: [] };
    const kind = handlerOf(kindOf(type));
    if (!(kind in kinds)) return { id: name, state: own };
    const { host, ...placed } = inputs as Properties;
    const { inputs: canonical, failures } = pureLifecycle(kind as Kind).check(placed);
    registered[name].reasons = failures.map(({ reason }) => reason);
    const state = failures.length > 0 ? canonical : specOf(kind as Kind).complete(canonical as { owner: string });
    return { id: name, state: JSON.parse(JSON.stringify({ ...state, host })) as Properties };
  }
}

/** The value of an output; of one that is not known yet, this text. */
export async function valueOf(output: pulumi.Output<unknown>): Promise<unknown> {
  const inner = output as unknown as { promise(): Promise<unknown>; isKnown: Promise<boolean> };
  const value = await inner.promise();
  return (await inner.isKnown) ? value : "unknown";
}
