/**
 * What the generated inputs refer to, in each of two places. Where they are given to the kernel these things are there:
 * see world-by-hand.ts.
 */
export type Places = readonly [string | undefined, string | undefined];

export const BRIDGES = ["br-a", "br-b"];

/** Interfaces with their addresses: 10.7.0.1/16 and fd07::1/64, 10.8.0.1/16 and fd08::1/64. */
export const DEVICES = [
  { name: "out0", v4: 0x0a070000n, v6: 0xfd070000000000000000000000000000n },
  { name: "out1", v4: 0x0a080000n, v6: 0xfd080000000000000000000000000000n },
] as const;

export type Device = (typeof DEVICES)[number];
