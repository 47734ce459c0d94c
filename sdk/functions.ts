import * as pulumi from "@pulumi/pulumi";
import { answer, type FunctionName } from "../provider/functions";
import type { GetLinksArgs, GetLinksResult } from "../provider/functions/get-links";
import type { GetNamespacesResult } from "../provider/functions/get-namespaces";
import type { GetRoutesArgs, GetRoutesResult } from "../provider/functions/get-routes";
import type { GetUplinkArgs, GetUplinkResult } from "../provider/functions/get-uplink";
import { localHost } from "../provider/host/local-host";
import { viewOf } from "../provider/host/view";
import { TYPES } from "../provider/types";
import { type NamespaceRef, placed } from "./placement";
import { settingsOf } from "./settings";

/** The arguments of a function, of which some may be outputs, and the namespace a resource. */
export type OutputArgs<Args> = {
  [Name in keyof Args]: pulumi.Input<Name extends "namespace" ? NamespaceRef | undefined : Args[Name]>;
};

/**
 * The interfaces of the host's network, or of a namespace, as they stand when the program runs: also in a preview, and
 * before this `up` has changed anything that the arguments do not depend on.
 *
 * @example
 * const { links } = linuxnet.getLinksOutput({ kind: "bridge" });
 * export const bridges = links.apply((all) => all.map(({ name }) => name));
 */
export function getLinks(args: GetLinksArgs = {}, opts?: pulumi.InvokeOptions): Promise<GetLinksResult> {
  return ask("getLinks", args, opts);
}

/** `getLinks` of outputs: asked when these are known, and the resources that they are of stand. */
export function getLinksOutput(
  args: OutputArgs<GetLinksArgs> = {},
  opts?: pulumi.InvokeOptions,
): pulumi.Output<GetLinksResult> {
  return afterResources(args).apply((known) => getLinks(known, opts));
}

/**
 * The routes of the host's network, or of a namespace, in one table, as they stand when the program runs.
 *
 * @example
 * const { routes } = linuxnet.getRoutesOutput({ family: 4 });
 * export const taken = routes.apply((all) => all.map(({ destination }) => destination));
 */
export function getRoutes(args: GetRoutesArgs = {}, opts?: pulumi.InvokeOptions): Promise<GetRoutesResult> {
  return ask("getRoutes", args, opts);
}

/** `getRoutes` of outputs: asked when these are known, and the resources that they are of stand. */
export function getRoutesOutput(
  args: OutputArgs<GetRoutesArgs> = {},
  opts?: pulumi.InvokeOptions,
): pulumi.Output<GetRoutesResult> {
  return afterResources(args).apply((known) => getRoutes(known, opts));
}

/**
 * Where packets leave that have no other way: the default route of the table `main`, of several the one with the least
 * metric. Without any it fails.
 *
 * @example
 * const uplink = linuxnet.getUplinkOutput();
 * new linuxnet.Masquerade("internet", { source: "10.0.0.0/16", outInterface: uplink.device });
 */
export function getUplink(args: GetUplinkArgs = {}, opts?: pulumi.InvokeOptions): Promise<GetUplinkResult> {
  return ask("getUplink", args, opts);
}

/** `getUplink` of outputs: asked when these are known, and the resources that they are of stand. */
export function getUplinkOutput(
  args: OutputArgs<GetUplinkArgs> = {},
  opts?: pulumi.InvokeOptions,
): pulumi.Output<GetUplinkResult> {
  return afterResources(args).apply((known) => getUplink(known, opts));
}

/**
 * The network namespaces of ip-netns(8), as they stand when the program runs.
 *
 * @example
 * const foreign = linuxnet.getNamespaces().then((all) => all.namespaces.filter(({ owner }) => owner === undefined));
 */
export function getNamespaces(opts?: pulumi.InvokeOptions): Promise<GetNamespacesResult> {
  return ask("getNamespaces", {}, opts);
}

const view = viewOf(localHost);

/** Asks the plugin where that serves the stack's resources, or is named; else this process looks for itself. */
async function ask<Result>(name: FunctionName, args: object, opts: pulumi.InvokeOptions = {}): Promise<Result> {
  const token = TYPES.plugin + name;
  if (settingsOf(opts).mode === "plugin") return (await pulumi.runtime.invoke(token, { ...args }, opts)) as Result;
  return (await answer(name, { ...args }, view)) as Result;
}

/** The arguments, not known while a resource that they are of is not made: nothing could be found of it. */
function afterResources<Args extends { namespace?: string }>(args: OutputArgs<Args>): pulumi.Output<Args> {
  const given = pulumi.output({ ...args, namespace: placed(undefined, args.namespace) });
  const inner = given as unknown as { allResources(): Promise<Set<pulumi.Resource>> };
  const made = inner.allResources().then((all) => pulumi.all([...all].map(idOf)));
  return pulumi.all([given, made]).apply(([known]) => known as Args);
}

/** What is known of a resource once it is made. */
function idOf(resource: pulumi.Resource): pulumi.Output<string> {
  return pulumi.CustomResource.isInstance(resource) ? resource.id : resource.urn;
}
