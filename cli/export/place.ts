import type { Network } from "../survey/kernel";

export function placed({ namespace }: Network): { namespace?: string } {
  return namespace === undefined ? {} : { namespace };
}

/** What the program calls an object of a network. */
export function named({ namespace }: Network, name: string): string {
  return namespace === undefined ? name : `${namespace}-${name}`;
}
