import * as pulumi from "@pulumi/pulumi";

export function isAbsent(value: unknown): value is undefined | null {
  return value === undefined || value === null;
}

/** Whether a value of a program is yet to be known, and no value itself. */
export function isPromised(value: unknown): boolean {
  return pulumi.Output.isInstance(value) || value instanceof Promise;
}
