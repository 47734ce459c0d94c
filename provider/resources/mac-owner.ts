import { macOf, type Owner } from "../owner";
import type { Owned } from "./spec";

/** The owner from whom a resource's MAC addresses come, where that is another than its own by now: its peers go on knowing them. */
export interface Reowned {
  macsOf?: Owner;
}

/** What is kept of the first owner of what stands. */
export function reowned({ owner }: Owned, standing: (Owned & Reowned) | undefined): Reowned {
  const first = standing?.macsOf ?? standing?.owner ?? owner;
  return first === owner ? {} : { macsOf: first };
}

/** The MAC address of a part that has none of its own. */
export function macOfPart(
  { owner, macsOf = owner }: Owned & Reowned,
  ownerOf: (owner: Owner) => Owner,
  end: "first" | "peer",
): string {
  return macOf(ownerOf(macsOf), end);
}
