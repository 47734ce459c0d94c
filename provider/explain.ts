import { LinuxnetError } from "./errors";
import { StepFailure } from "./host/kernel";
import type { Observation, Owned, ResourceSpec } from "./resources/spec";

/** Whose the object is that stands in the way. */
export type Holder = Pick<Observation<unknown>, "owner" | "what" | "state">;

/** The error of a verb over a resource, for the person at the terminal: what failed, and who stands in the way. */
export function explained<Inputs extends Owned, State extends Inputs>(
  spec: ResourceSpec<Inputs, State>,
  [verb, subject]: [verb: string, subject: State],
  error: unknown,
  holder?: Holder,
): Error {
  if (!(error instanceof StepFailure) && !(error instanceof LinuxnetError)) return error as Error;
  const [headline, ...details] = error.message.split("\n");
  const inTheWay = holder === undefined ? "" : `: ${holderText(spec, holder, subject)}`;
  const text = [`${spec.describe(subject)}: cannot ${verb}, ${headline}${inTheWay}`, ...details];
  return new LinuxnetError(text.join("\n"));
}

/** What stands there, who made it, and what to do. */
export function holderText<Inputs extends Owned, State extends Inputs>(
  spec: ResourceSpec<Inputs, State>,
  { what, owner, state }: Holder,
  subject: State,
): string {
  const whose = owner === subject.owner ? "" : ` (owner ${owner})`;
  const maker = owner === undefined ? "linuxnet did not make" : `linuxnet made for another resource${whose}`;
  const advice = state !== undefined && "adopt" in spec.fields ? ", or set adopt: true" : "";
  return `${what} that ${maker}; remove it, or choose another name${advice}`;
}
