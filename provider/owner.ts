import { createHash } from "node:crypto";
import { TYPES } from "./types";

/**
 * Who an object of the kernel belongs to: 16 hexadecimal digits, of which the first six tell the stack and the rest the
 * resource in it. The kernel keeps it in link aliases, chain names and rule comments.
 */
export type Owner = string;

const STACK_DIGITS = 6;
const RESOURCE_DIGITS = 10;

/** The digits that all owners of a stack begin with. */
export function stackDigits(project: string, stack: string): string {
  return digits([project, stack]).slice(0, STACK_DIGITS);
}

/** What tells a resource from all others of its stack, as Pulumi's own name of it does. */
export interface Whose {
  /** Such as `Bridge`. */
  kind: string;
  /** The types of its parents, the outermost first. */
  parents: readonly string[];
  name: string;
}

/** The owner of a resource: the same in every run and every mode of this program. */
export function ownerFrom(project: string, stack: string, { kind, parents, name }: Whose): Owner {
  const types = parents.map((type) => type.replace(TYPES.dynamic, TYPES.plugin));
  return stackDigits(project, stack) + digits([kind, ...types, name]).slice(0, RESOURCE_DIGITS);
}

/** The owner of an object that is a part of a resource, and not the one that the resource is known by. */
export function ownerOfPart(owner: Owner, key: string): Owner {
  return stackOf(owner) + digits([owner, key]).slice(0, RESOURCE_DIGITS);
}

/** The digits of the stack that an owner is of. */
export function stackOf(owner: Owner): string {
  return owner.slice(0, STACK_DIGITS);
}

/** Hexadecimal digits that names tell: the same in every stack. */
export function digitsOf(...names: string[]): string {
  return digits(names);
}

function digits(path: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(path)).digest("hex");
}

const PREFIX = "linuxnet:";

/** The text that marks a link (its alias), a namespace (the alias of its lo) or a hook rule (its comment). */
export function tagOf(owner: Owner): string {
  return PREFIX + owner;
}

/** What stands for the owner of an object that bears no tag of linuxnet, and yet is a stack's: it was imported. */
export const UNMARKED: Owner = "";

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
