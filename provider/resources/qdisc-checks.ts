import { kindOf, type QdiscInputs } from "./qdisc";
import type { CrossCheck } from "./spec";

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
  ...(["burst", "latency"] as const).map((name): CrossCheck<QdiscInputs> => ({
    needs: ["rate", "delay", "jitter", "loss", name],
    check(inputs, refuse) {
      const { rate, [name]: value } = inputs;
      const isAlone = rate !== undefined && kindOf(inputs) === "tbf";
      if (value !== undefined && !isAlone) refuse(name, "nothing but with a rate alone", value);
    },
  })),
];
