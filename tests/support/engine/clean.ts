import assert from "node:assert/strict";
import { parseUrn } from "../../../provider/plugin/urn";
import { kindOf } from "../../../provider/types";
import { assertSame } from "../snapshot";
import type { Stack } from "../stack";
import { comparable } from "./comparable";

interface Exported {
  deployment: { resources?: { urn: string }[]; pending_operations?: unknown[] };
}

/** What the state holds of ours: the names of its resources, and how many operations it takes for pending. */
export async function recorded(stack: Stack): Promise<{ names: string[]; pending: number }> {
  const { resources = [], pending_operations: pending = [] } = (JSON.parse(await stack.export()) as Exported)
    .deployment;
  const ours = resources.filter(({ urn }) => kindOf(parseUrn(urn).type) !== "");
  return { names: ours.map(({ urn }) => urn.split("::").at(-1) ?? ""), pending: pending.length };
}

/** An `up` of a program makes the network that an undisturbed one makes, and a clean state. */
export async function converges(stack: Stack, program: string, undisturbed = ""): Promise<void> {
  await stack.run("up", program);
  assertSame(await comparable(), undisturbed);
  await stack.run("refresh", program, "--clear-pending-creates", "--expect-no-changes");
  assert.equal((await recorded(stack)).pending, 0);
}

/** The network that a program makes where nothing disturbs it, which is removed again. */
export async function undisturbed(stack: Stack, program: string): Promise<string> {
  await stack.run("up", program);
  const network = await comparable();
  await stack.run("destroy", program);
  return network;
}
