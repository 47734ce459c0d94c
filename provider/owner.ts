import { createHash } from "node:crypto";

/**
 * Who an object of the kernel belongs to: 12 hexadecimal digits that the SDK makes of project, stack, kind and the
 * names of the resource and its parents. The kernel keeps it in link aliases, chain names and rule comments.
 */
export type Owner = string;

const PREFIX = "linuxnet:";

/** The text that marks a link (its alias), a namespace (the alias of its lo) or a hook rule (its comment). */
export function tagOf(owner: Owner): string {
  return PREFIX + owner;
}

/** The owner that a tag names, undefined for anybody else's text. */
export function ownerOf(tag: string | undefined): Owner | undefined {
  return tag?.startsWith(PREFIX) ? tag.slice(PREFIX.length) : undefined;
}

/**
 * The MAC address of a link without one of its own: unicast, locally administered (IEEE 802), the same whenever the
 * same owner creates it, under whatever name, so that the neighbour tables of its peers outlive a replacement.
 */
export function macOf(owner: Owner, end: "first" | "peer"): string {
  const digest = createHash("sha256").update(`${owner} ${end}`).digest();
  return ["02", ...[...digest.subarray(0, 5)].map((byte) => byte.toString(16).padStart(2, "0"))].join(":");
}
