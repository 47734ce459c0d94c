/** The host's own network. */
export const HOST = undefined;

/**
 * Namespaces that linuxnet did not make: one in which others forward packets, as they do on the host; one in which nobody
 * else does, where what is switched on is linuxnet's and is put back; and one that none goes near.
 */
export const [RED, BLUE, GUEST] = ["red", "blue", "guest"];

/** The two that are like what linuxnet meets, for titles. */
export const NEIGHBOURHOODS = [
  { place: RED, where: "where others forward" },
  { place: BLUE, where: "where nobody else forwards" },
];
