/** What one build took, and what stands after it. */
export interface Built {
  /** From nothing to all that stands. */
  seconds: number;
  /** Of all processes that it took, at once. */
  peakBytes: number;
  /** What else it takes, in seconds: a change of one, what changes nothing, the end. */
  more: Record<string, number>;
  /** What is kept of it on disk. */
  stateBytes?: number;
  traffic?: {
    first: Connections;
    last: Connections;
    /** By TCP from the host into a container; undefined without iperf3. */
    bitsPerSecond: number | undefined;
  };
}

/** TCP connections from outside through a published port, one after another. */
export interface Connections {
  medianMicroseconds: number;
  perSecond: number;
}
