import { rateText, sizeText, timeText } from "../inputs/traffic";
import { parseJson } from "./json";

/** The queueing discipline at the root of an interface as `tc -j qdisc show` tells it. */
export interface Qdisc {
  device: string;
  kind: string;
  /** The number before the colon. */
  handle: number;
  rate?: string;
  burst?: string;
  latency?: string;
  delay?: string;
  jitter?: string;
  loss?: string;
  /** What it is beyond all this: `duplicate`. */
  beyond: string[];
}

interface TcQdisc {
  dev?: string;
  kind: string;
  handle: string;
  root?: boolean;
  options?: {
    /** In bytes a second; of netem an object. */
    rate?: number | { rate: number };
    /** In bytes. */
    burst?: number;
    /** In microseconds. */
    lat?: number;
    /** In seconds. */
    delay?: { delay: number; jitter?: number; correlation?: number };
    "loss-random"?: { loss: number; correlation?: number };
    [other: string]: unknown;
  };
}

const KNOWN = new Set("rate burst lat limit delay loss-random ecn gap seed".split(" "));

/** Those that somebody has set: the kernel's own have no handle. */
export function parseRootQdiscs(json: string): Qdisc[] {
  return parseJson<TcQdisc>(json)
    .filter(({ root, handle }) => root === true && handle !== "0:")
    .map(({ dev = "", kind, handle, options = {} }) => {
      const { rate, burst, lat, delay, "loss-random": loss } = options;
      const bytes = typeof rate === "object" ? rate.rate : rate;
      return {
        ...{ device: dev, kind, handle: Number.parseInt(handle, 16) },
        ...(bytes === undefined ? {} : { rate: rateText(bytes) }),
        ...(burst === undefined ? {} : { burst: sizeText(burst) }),
        ...(lat === undefined ? {} : { latency: timeText(lat) }),
        ...(delay?.delay ? { delay: timeText(Math.round(delay.delay * 1e6)) } : {}),
        ...(delay?.jitter ? { jitter: timeText(Math.round(delay.jitter * 1e6)) } : {}),
        ...(loss === undefined ? {} : { loss: `${Math.round(loss.loss * 1e4) / 100}%` }),
        beyond: [
          ...Object.keys(options).filter((key) => !KNOWN.has(key)),
          ...([delay, loss].some((it) => it?.correlation) ? ["correlation"] : []),
        ],
      };
    });
}
