import { bytesOf, bytesPerSecond, microseconds } from "../inputs/traffic";
import { kindOf, type QdiscInputs } from "./qdisc";
import type { CrossCheck } from "./spec";

/** In seconds: the kernel keeps in 32 bits how long a burst takes at the rate, in ticks of 64 ns (net/sched/sch_tbf.c). */
const LONGEST_BURST = 274;

/** In bytes: the kernel keeps in 32 bits what may wait for its turn. */
const LONGEST_QUEUE = 2 ** 32 - 1;

/** What must hold between the inputs of a qdisc. */
export const qdiscChecks: CrossCheck<QdiscInputs>[] = [
  {
    needs: ["rate", "delay", "jitter", "loss"],
    check({ rate, delay, loss }, refuse) {
      if ([rate, delay, loss].every((it) => it === undefined)) refuse("rate", "a rate, a delay or a loss", rate);
    },
  },
  {
    needs: ["delay", "jitter"],
    check({ delay, jitter }, refuse) {
      if (jitter !== undefined && delay === undefined) refuse("jitter", "nothing without a delay", jitter);
    },
  },
  {
    needs: ["rate", "burst"],
    check({ rate, burst }, refuse) {
      if (rate === undefined || burst === undefined) return;
      const most = Math.floor(LONGEST_BURST * bytesPerSecond(rate));
      if (bytesOf(burst) > most) refuse("burst", `at most ${most}b, which take ${LONGEST_BURST} s at ${rate}`, burst);
    },
  },
  {
    needs: ["rate", "burst", "latency"],
    check({ rate, burst, latency }, refuse) {
      if (rate === undefined || latency === undefined) return;
      const waiting = (bytesPerSecond(rate) * microseconds(latency)) / 1e6 + bytesOf(burst ?? "");
      if (waiting > LONGEST_QUEUE)
        refuse("latency", `less than in which ${LONGEST_QUEUE} bytes wait at ${rate}`, latency);
    },
  },
  ...(["burst", "latency"] as const).map((name): CrossCheck<QdiscInputs> => ({
    needs: ["rate", "delay", "jitter", "loss", name],
    check(inputs, refuse) {
      const { rate, [name]: value } = inputs;
      const isAlone = rate !== undefined && kindOf(inputs) === "tbf";
      if (value !== undefined && !isAlone) refuse(name, "nothing but with a rate alone", value);
    },
  })),
];
