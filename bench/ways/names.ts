/** All ways to make published containers, as tables call them. */
export const NAMES = [
  "the article's commands",
  "by hand, in batches",
  "CNI's bridge and portmap",
  "mininet",
  "docker run",
  "the provider",
  "pulumi up, a set",
  "its floor, a set",
  "pulumi up, one by one",
  "its floor, one by one",
] as const;

export type WayName = (typeof NAMES)[number];
