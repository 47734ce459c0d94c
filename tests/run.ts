/*
 * Runs every check of the project, or those that are named. Specs that need a network have a lab of their own each, and
 * where the user is root some run as a plain user as well. The last line is `N passed, N failed`.
 */
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { figureLines } from "./support/figures";
import { type Counts, type Job, runJobs } from "./support/jobs";
import { FULL } from "./support/size";

const LAB = ["linuxnet", "lab", "--wan", "--"];
const PLAIN_USER = ["sh", "tests/support/plain-user.sh"];
const OTHER_KERNEL = ["sh", "tests/support/other-kernel/run.sh"];
const MOCHA = ["mocha", "--reporter", "tests/support/count-reporter.ts"];

/** These make their labs themselves, and need the registry that npm knows. */
const PACKED = ["tests/e2e/new.spec.ts", "tests/e2e/package.spec.ts"];
const ALSO_AS_PLAIN_USER =
  /^tests\/(kernel\/(namespace|veth-pair|bridge|route|masquerade|port-forward|explain|explain-command)\.|e2e\/(update|examples\/0[135]))/;

/** What of specs is tried under a kernel that has what this machine's may lack, too. */
const UNDER_OTHER_KERNEL = {
  vlans: FULL ? "VLANs" : "keep ports|carry several|imported|one more",
  "explain-vlans": FULL ? "VLANs" : "in another VLAN, both|another VLAN than|neighbour's tag",
  qdisc: "late",
  "container-reach": FULL ? "by SCTP" : "by SCTP.*DROP.*:.1",
};

/** With the plugin, too, what shows that it serves as the other mode does; all of it: npm run test:plugin. */
const ALSO_WITH_PLUGIN = /^tests\/e2e\/(drift|order|refusal|replace|state|update|functions|crash-signals|examples\/05)/;

/** What takes longest comes first, so that no processor waits for it in the end. */
const LONG = /^tests\/faults\/(engine|gaps|kills|command)/;

/** What tells how long traffic is interrupted. */
const MEASURES = /^tests\/e2e\/continuity\//;

/** In characters: who reads only the end of the output finds there what failed. */
const MOST_OF_A_FAILURE = 3000;

const e2e = specs("e2e").filter((spec) => !PACKED.includes(spec));
const faults = specs("faults").sort((a, b) => Number(LONG.test(b)) - Number(LONG.test(a)));
const inLabs = [...specs("kernel"), ...e2e];
const asPlainUser = process.getuid?.() === 0 ? inLabs.filter((spec) => ALSO_AS_PLAIN_USER.test(spec)) : [];

const jobs: Job[] = [
  { check: "lint", title: "eslint", argv: ["eslint", "--max-warnings", "0", "."] },
  { check: "format", title: "prettier", argv: ["prettier", "--check", "--log-level", "warn", "."] },
  { check: "types", title: "tsc", argv: ["tsc", "--project", "tsconfig.json"] },
  { check: "schema", title: "current", argv: ["npm", "run", "--silent", "schema", "--", "--check"] },
  {
    check: "schema",
    title: "pulumi schema check",
    argv: ["env", "PULUMI_SKIP_UPDATE_CHECK=true", "pulumi", "schema", "check", "schema.json"],
  },
  ...specs("docs").map((spec) => mocha("docs", spec)),
  { check: "unit", title: "all", argv: [...MOCHA, ...specs("unit")], counts: true },
  ...specs("lab").map((spec) => mocha("lab", spec)),
  ...specs("kernel").map((spec) => mocha("kernel", spec, LAB)),
  ...Object.entries(UNDER_OTHER_KERNEL).map(([name, what]): Job => {
    const { argv, ...job } = mocha("other kernel", `tests/kernel/${name}.spec.ts`, [...OTHER_KERNEL, ...LAB]);
    return { ...job, argv: [...argv, "--grep", what] };
  }),
  ...faults.map((spec) => mocha("faults", spec, LAB)),
  ...PACKED.map((spec) => mocha("e2e", spec)),
  ...e2e.map((spec) => mocha("e2e", spec, LAB)),
  ...e2e
    .filter((spec) => process.env.LINUXNET_MODE === undefined && ALSO_WITH_PLUGIN.test(spec))
    .map((spec) => mocha("plugin", spec, ["env", "LINUXNET_MODE=plugin", ...LAB])),
  ...asPlainUser.map((spec) => mocha("plain user", spec, [...PLAIN_USER, ...LAB])),
];

function specs(folder: string): string[] {
  const names = readdirSync(`tests/${folder}`, { recursive: true, encoding: "utf8" }).sort();
  return names.filter((name) => name.endsWith(".spec.ts")).map((name) => `tests/${folder}/${name}`);
}

function mocha(check: string, spec: string, before: readonly string[] = []): Job {
  return { check, title: spec, argv: [...before, ...MOCHA, spec], counts: true, alone: MEASURES.test(spec) };
}

/** Whether this machine can run a kernel as a program; where not, what of it is not tried is said. */
function hasOtherKernel(): boolean {
  const [program = "", ...words] = [...OTHER_KERNEL, "true"];
  const { status, stderr } = spawnSync(program, words, { encoding: "utf8" });
  if (status !== 0) console.log(`not tried, because no other kernel runs here: VLANs, netem, SCTP\n${stderr.trim()}`);
  return status === 0;
}

async function main(names: readonly string[]): Promise<void> {
  const wanted = jobs.filter(({ check }) => names.length === 0 || names.includes(check));
  const isOther = ({ check }: Job): boolean => check === "other kernel";
  const canAll = !wanted.some(isOther) || hasOtherKernel();
  const results = await runJobs(wanted.filter((job) => canAll || !isOther(job)));
  const sum = (what: keyof Counts, check?: string): number =>
    [...results].reduce(
      (total, [job, counts]) => total + (check === undefined || job.check === check ? counts[what] : 0),
      0,
    );
  console.log();
  for (const check of new Set([...results.keys()].map((job) => job.check))) {
    const skipped = sum("skipped", check);
    const rest = skipped > 0 ? `, ${skipped} skipped` : "";
    console.log(`${check}: ${sum("passed", check)} passed, ${sum("failed", check)} failed${rest}`);
  }
  for (const [{ check, title }, { failed, failures = [], besideOthers }] of results) {
    if (besideOthers && failed === 0)
      console.log([`failed beside others, passed alone: ${check}: ${title}`, ...besideOthers].join("\n"));
    if (failed > 0) console.log([`failed: ${check}: ${title}`, ...failures].join("\n").slice(0, MOST_OF_A_FAILURE));
  }
  for (const line of figureLines([...results.values()].flatMap(({ figures = [] }) => figures))) console.log(line);
  console.log(`${sum("passed")} passed, ${sum("failed")} failed`);
  process.exitCode = sum("failed") > 0 || sum("passed") === 0 ? 1 : 0;
}

void main(process.argv.slice(2));
