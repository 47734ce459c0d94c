/** A backend of iptables. */
export type Backend = "nft" | "legacy";

/** What a person may set for all that this process does. */
export interface Settings {
  /** The backend of iptables that holds the rules; by default the one that `iptables` is. */
  iptables?: Backend;
  /** How long a change waits for its turn, and for the lock of iptables, in seconds; by default as long as it takes. */
  lockTimeout?: number;
}

export const settings: Settings = {};
