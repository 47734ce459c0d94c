/*
 * Inside the lab: builds the article's network with Pulumi, proves by packets what the article claims of it, changes
 * nothing by a second `up`, and removes it without a trace. Exits with 0 only if all of that is so.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { claims, refused } from "../../examples/05-port-forward/claims";
import { checkClaims, type Verdict } from "../../tests/support/check-claim";
import { run } from "../../tests/support/command";
import { settled } from "../../tests/support/settled";
import { snapshot } from "../../tests/support/snapshot";
import { Stack } from "../../tests/support/stack";
import { claimTable } from "./claim-table";
import { kernelComparison } from "./kernel-comparison";

/** The folder of the root Pulumi.yaml. */
const PROJECT = ".";
const WIDTH = Math.min(Math.max(process.stdout.columns ?? 120, 80), 120);

async function main(): Promise<boolean> {
  const verdicts: Verdict[] = [];
  const table = (found: readonly Verdict[]): void => {
    verdicts.push(...found);
    console.log(claimTable(found, WIDTH));
  };
  const stack = await Stack.open("linuxnet");

  heading("Before: a host with the uplink enp0s1, and the namespace wan for the internet");
  await settled();
  const before = await snapshot();
  table(await checkClaims(refused));

  heading("$ pulumi up");
  await stack.show("up", PROJECT);

  heading("What the article claims (ns0# is a shell in the namespace ns0)");
  table(await checkClaims(claims));

  heading("The rules that stand");
  console.log((run(["iptables", "-S"]) + run(["iptables", "-t", "nat", "-S"])).trimEnd());

  heading("$ pulumi up, once more");
  table([await secondUp(stack)]);

  heading("$ linuxnet graph");
  const file = join(stack.folder, "stack.json");
  writeFileSync(file, await stack.export());
  console.log(run(["linuxnet", "graph", "--stack-file", file]).trimEnd());

  heading("$ pulumi destroy");
  await stack.show("destroy", PROJECT, "--skip-preview");

  heading("After: the kernel is as before");
  table([...kernelComparison(before, await snapshot()), ...(await checkClaims(refused))]);
  stack.remove();

  const failed = verdicts.filter(({ ok }) => !ok).length;
  console.log(`\n${verdicts.length - failed} ok, ${failed} FAILED`);
  return failed === 0;
}

async function secondUp(stack: Stack): Promise<Verdict> {
  const { steps, same } = await stack.run("up", PROJECT);
  const seen = steps.join(", ") || `${same.length} unchanged`;
  return { what: "nothing changes", command: "host# pulumi up", expected: "no step", seen, ok: steps.length === 0 };
}

function heading(text: string): void {
  console.log(`\n== ${text}\n`);
}

main().then(
  (ok) => (process.exitCode = ok ? 0 : 1),
  (error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  },
);
