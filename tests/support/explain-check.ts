import assert from "node:assert/strict";
import { type Fix, typed } from "../../provider/packets/reasons";
import { run } from "./command";
import type { Case } from "./explain-cases";
import { build, fallen, standing } from "./explain-network";
import { arrives, explained } from "./explained";
import { standingOf } from "./wipe";

/** Compares what explain says in each case with what real packets do, and tries the fix. */
export function itExplains(cases: readonly Case[]): void {
  const before = new Map([undefined, "wan"].map((place) => [place, standingOf(place)] as const));

  afterEach(() => fallen(before));

  for (const each of cases) {
    const { what, broken = "", to, reason } = each;
    it(`${reason ?? "arrives"}: ${what}${to.includes("::") ? ", by IPv6" : ""}`, async () => {
      await standing();
      build(broken);
      await itIsSo(each);
    });
  }
}

/** Compares what explain says of what stands with what real packets do, and tries the fix. */
export async function itIsSo({ from, to, udp = false, reason, at, text, rule, fix }: Case): Promise<void> {
  const found = await explained(from, to, udp);
  const said = JSON.stringify(found, undefined, 1);
  assert.equal(found.stop?.reason, reason, said);
  assert.equal(found.arrives, reason === undefined, said);
  assert.equal(arrives(from, to, udp), reason === undefined, `real packets disagree: ${said}`);
  if (reason === undefined) return;
  assert.equal(found.at ?? "host", at, said);
  if (text) assert.match(found.stop?.text ?? "", text);
  if (rule) assert.match(found.stop?.rule ?? "", rule);
  else assert.equal(found.stop?.rule, undefined);
  if (fix === undefined) return;
  const command = typed(found.stop?.fix[fix] as Fix);
  run(["sh", "-c", command]);
  // Neighbours that were looked for in vain are looked for again after a second.
  const helps = [1, 2, 3].some(() => arrives(from, to, udp));
  assert.ok(helps, `the fix does not help: ${command}`);
  assert.deepEqual((await explained(from, to, udp)).stop, undefined);
}
