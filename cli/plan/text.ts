import type { Change, Finding, Op, Plan, PlannedStep } from "./model";
import { shellText } from "./typed";

const OPS: Record<Op, string> = {
  create: "create",
  update: "update in place",
  "delete-replaced": "replace: delete the old one",
  "create-replacement": "replace: create the new one",
  delete: "delete",
  same: "unchanged",
};

/** A plan as a script of sh(1), in which everything but the commands is a comment. It ends where an up would fail. */
export function textOf({ steps, summary, findings, unseen }: Plan): string {
  const counts = Object.entries(summary).filter(([, count]) => count > 0);
  const sum = counts.map(([what, count]) => `${count} to ${what}`).join(", ") || "nothing to do";
  const blind = unseen.map((command) => `not permitted: ${command}`);
  return [...steps.map(stepText), comments([...findings.map(findingText), ...blind, sum], "# ")].join("\n\n") + "\n";
}

function stepText(step: PlannedStep): string {
  const { op, name, kind, changes, because, interrupts, unknown, commands, findings } = step;
  const about = [
    ...findings.map(findingText),
    ...changes.map(changeText),
    ...because.map((reason) => `because ${reason}`),
    ...interrupts.map((loss) => `interrupts: ${loss}`),
    ...unknown.map((reason) => `its commands are not known: ${reason}`),
  ];
  const heading = comments([`${name}  ${kind}  ${OPS[op]}`], "# ");
  const isCutShort = unknown.length > 0 || findings.some(({ severity }) => severity === "error");
  const lines = [...commands.map(shellText), ...(isCutShort ? [cutShort(name)] : [])];
  return [heading, ...(about.length > 0 ? [comments(about, "#   ")] : []), ...lines].join("\n");
}

/** Ends a script where what comes next would stand on what is missing. */
function cutShort(name: string): string {
  return `${shellText({ argv: ["echo", `the plan ends at ${name.replaceAll("\n", " ")}`] })} >&2; exit 1`;
}

function changeText(change: Change): string {
  const { property, replaces } = change;
  const [sign, why] = replaces ? ["±", ", which replaces it"] : ["~", ""];
  if (!("old" in change)) return `${replaces ? sign : "+"} ${property}: ${JSON.stringify(change.new)}${why}`;
  if (!("new" in change)) return `${replaces ? sign : "-"} ${property}: ${JSON.stringify(change.old)}${why}`;
  return `${sign} ${property}: ${JSON.stringify(change.old)} → ${JSON.stringify(change.new)}${why}`;
}

function findingText({ severity, message }: Finding): string {
  return `${severity}: ${message}`;
}

/** Lines of comment; what has lines of its own is indented. */
function comments(texts: readonly string[], mark: string): string {
  return texts.map((text) => mark + text.replaceAll("\n", `\n${mark}  `)).join("\n");
}
