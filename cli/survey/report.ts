import type { Host } from "../../provider/host/host";
import { inside } from "../../provider/namespaces";
import { shellText } from "../plan/typed";
import { kindOf } from "../../provider/types";
import { nameOf } from "../recorded";
import type { Orphan, Unclaimed } from "./model";
import { removalOf } from "./remove";
import { type ResourceStatus, statusesOf } from "./resources";
import type { Survey } from "./survey";

/** What stands of a stack, and what should. */
export interface Report {
  /** `organization/project/stack`. */
  stack: string;
  /** Who is at work on the stack, or was killed at it: what is half done then may show below. */
  locks: string[];
  /** The resources of the state, in its order. */
  resources: ResourceStatus[];
  /** What is marked as this stack's, and in no state. */
  orphans: Orphan[];
  /** What the state says of an operation that was cut off. */
  pending: { op: string; urn: string; name: string; kind: string }[];
  /** What is marked as linuxnet's, in no state, and may be another stack's; each with the command that removes it. */
  unclaimed: (Unclaimed & { command: string })[];
  /** What of the kernel could not be read, and why. */
  unread: string[];
}

export async function reportOf(
  { fullName, locks, state, orphans, unclaimed, unread }: Survey,
  host: Host,
): Promise<Report> {
  return {
    stack: fullName,
    locks,
    resources: await statusesOf(state.resources, host),
    orphans,
    pending: state.pending
      .map(({ type, resource: { urn, type: of } }) => ({ op: type, urn, name: nameOf(urn), kind: kindOf(of) }))
      .filter(({ kind }) => kind !== ""),
    unclaimed: unclaimed.map((it) => ({ ...it, command: commandOf(it) })),
    unread,
  };
}

/** Whether all is as declared: false where anything is not, undefined where nothing else is wrong than that it cannot be told. */
export function isAsDeclared({ resources, orphans, unread }: Report): boolean | undefined {
  const has = (...wanted: ResourceStatus["status"][]): boolean =>
    resources.some(({ status }) => wanted.includes(status));
  if (orphans.length > 0 || has("drifted", "gone", "foreign")) return false;
  return unread.length > 0 || has("unreadable") ? undefined : true;
}

/** The command of a person who removes something. */
export function commandOf(it: Unclaimed): string {
  if (it.kind === "file") return shellText({ argv: ["ip", "netns", "delete", it.name] });
  const commands = removalOf(it).flatMap((step) => {
    if (step.tool === "ip rule") return [["ip", `-${step.family}`, "rule", ...step.words]];
    return step.tool === "ip" || step.tool === "tc" ? [[step.tool, ...step.words]] : [];
  });
  return commands.map((words) => shellText({ argv: inside(it.namespace, words) })).join("; ");
}

const STATUS: Record<ResourceStatus["status"], string> = {
  stands: "stands",
  drifted: "drifted",
  gone: "gone",
  foreign: "somebody else's",
  unreadable: "not readable",
};

/** A report for people: the summary comes last. */
export function textOf(report: Report): string {
  const { stack, locks, resources, orphans, pending, unclaimed, unread } = report;
  const widths = [
    Math.max(...resources.map(({ name }) => name.length)),
    Math.max(...resources.map(({ kind }) => kind.length)),
  ] as const;
  const lines = resources.flatMap(({ name, kind, status, differences }) => [
    `${name.padEnd(widths[0])}  ${kind.padEnd(widths[1])}  ${STATUS[status]}`,
    ...differences.map((difference) => `  ${difference}`),
  ]);
  return [
    `stack ${stack}`,
    section("locked, an update may be running:", locks),
    section("", lines),
    section(`marked as this stack's, in no state (linuxnet sweep ${stack} removes it):`, orphans.map(orphanText)),
    section(
      "interrupted (pulumi up goes on with it; pulumi refresh --clear-pending-creates forgets it):",
      pending.map(({ op, name, kind }) => `${op} ${name} (${kind})`),
    ),
    section(
      "in no state, may be another stack's:",
      unclaimed.map(({ what, command }) => `${what}\n  ${command}`),
    ),
    section("not readable:", unread),
    `${summary(report)}\n`,
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

/** An orphan for people, with what makes it one. */
export function orphanText(orphan: Orphan): string {
  const resource = orphan.resource === undefined ? "" : ` (${orphan.resource}, whose creation was cut off)`;
  const holds =
    orphan.kind === "namespace" && orphan.holds.length > 0 ? `\n  stays: it holds ${orphan.holds.join(", ")}` : "";
  return `${orphan.what}${resource}${holds}`;
}

function section(heading: string, texts: readonly string[]): string {
  if (texts.length === 0) return "";
  const lines = texts.flatMap((text) => text.split("\n")).map((line) => `  ${line}`);
  return [...(heading === "" ? [] : [heading]), ...lines].join("\n");
}

function summary({ resources, orphans, unread }: Report): string {
  const counts = Object.entries(STATUS)
    .map(([status, word]) => [resources.filter((it) => it.status === status).length, word] as const)
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${count} ${word === "stands" && count > 1 ? "stand" : word}`);
  const orphaned = orphans.length > 0 ? [`${orphans.length} in no state`] : [];
  const blind = unread.length > 0 ? ["not all could be read"] : [];
  return [...counts, ...orphaned, ...blind].join(", ") || "nothing declared, nothing left over";
}
