import assert from "node:assert/strict";
import { BACKENDS, HAS_BOTH, withBackend } from "../support/backends";
import { run } from "../support/command";
import { BLUE } from "../support/faults/places";
import { type Job, ProviderProcess } from "../support/faults/provider-process";
import { Subject } from "../support/faults/subject";
import { it } from "../support/faults/world";
import { sized } from "../support/size";
import { count } from "../support/figures";
import { owner } from "../support/owner";
import type { Inputs, Kind } from "../support/plan";

const PROCESSES = sized(20, 4);
const ROUNDS = sized(20, 2);

const job = ({ kind, id, first }: Subject, verb: "create" | "delete"): Job => {
  return verb === "create" ? { kind, id, verb, inputs: first } : { kind, id, verb, state: first };
};

/** Does something with processes that stand ready, and ends them. */
async function withProviders(number: number, act: (providers: ProviderProcess[]) => Promise<void>): Promise<void> {
  const providers = Array.from({ length: number }, () => new ProviderProcess());
  try {
    await act(providers);
  } finally {
    await Promise.all(providers.map((provider) => provider.end()));
  }
}

describe("processes at once", () => {
  for (const backend of HAS_BOTH ? BACKENDS : (["nft"] as const)) {
    it(`make exactly one copy of a rule with iptables-${backend}: ${PROCESSES} of them, ${ROUNDS} times over`, async () => {
      const given = { owner: owner("at once"), namespace: BLUE, source: "10.0.0.0/16" };
      const subject = new Subject("masquerade", given, given);
      await withBackend(backend, () =>
        withProviders(PROCESSES, async (providers) => {
          for (let round = 0; round < ROUNDS; round++) {
            const works = await Promise.all(providers.map((it) => it.do([job(subject, "create")])));
            assert.deepEqual(
              works.flatMap(({ failure }) => failure?.message ?? []),
              [],
            );
            const rules = run(["iptables-save"], BLUE).match(/^-A .*(MASQUERADE|-j LN-.*|-j ACCEPT)$/gm) ?? [];
            const isOnce = new Set(rules).size === rules.length && rules.length === 5;
            count("rules made by processes at once that are one", isOnce, backend);
            assert.ok(isOnce, rules.join("\n"));
            const ends = await Promise.all(providers.map((it) => it.do([job(subject, "delete")])));
            assert.deepEqual(
              ends.flatMap(({ failure }) => failure?.message ?? []),
              [],
            );
          }
        }),
      );
    });
  }

  const CONTESTED: [Kind, Inputs][] = [
    ["namespace", { name: "ns0" }],
    ["bridge", { name: "br0" }],
    ["vethPair", { name: "veth0", peer: { name: "eth0", namespace: BLUE } }],
  ];
  for (const [kind, given] of CONTESTED) {
    const rounds = sized(10, 1);
    it(`of two resources want the same ${kind}: one has it, the other is told whose it is, ${rounds} times over`, async () => {
      const subjects = ["one", "other"].map((name) => {
        const inputs = { owner: owner(name), ...given };
        return new Subject(kind, inputs, inputs);
      });
      await withProviders(2, async (providers) => {
        for (let round = 0; round < rounds; round++) {
          const works = await Promise.all(
            providers.map((it, index) => it.do([job(subjects[index] as Subject, "create")])),
          );
          const winners = subjects.filter((_, index) => works[index]?.done.length === 1);
          const [failure] = works.flatMap((work) => work.failure ?? []);
          const isRight =
            winners.length === 1 && failure?.message.includes(`(owner ${winners[0]?.first.owner})`) === true;
          count("contests with one winner", isRight);
          assert.ok(isRight, JSON.stringify(works));
          await winners[0]?.assertSettled((works.find(({ done }) => done.length === 1)?.done[0] ?? undefined) as never);
          await winners[0]?.delete(winners[0].first);
        }
      });
    });
  }
});
