import assert from "node:assert/strict";
import { checkInputs } from "../../../provider/check";
import { object, optional, required, UNKNOWN } from "../../../provider/inputs/check";
import { integer } from "../../../provider/inputs/values";
import type { CrossCheck, Owned } from "../../../provider/resources/spec";
import { OWNER } from "../../support/plan";

interface Inputs extends Owned {
  least: number;
  most?: number;
  middle?: number;
  deep: { least?: number; list?: number[] };
}

const whole = integer(0, 9, "a count");

/** Refuses the first path's value wherever it looks at anything. */
function looksAt(...needs: string[]): CrossCheck<Inputs> {
  return { needs, check: (_inputs, refuse) => refuse(needs.join("+"), "less", 1) };
}

function ran(crossChecks: CrossCheck<Inputs>[], inputs: object): string[] {
  const fields = {
    ...{ least: required(whole), most: optional(whole), middle: optional(whole) },
    deep: required(
      object<Inputs["deep"]>({
        least: optional(whole),
        list: optional((value, path, refuse) =>
          Array.isArray(value) && value[1] !== -1 ? (value as number[]) : refuse(`${path}[1]`, "a list", value),
        ),
      }),
    ),
    owner: required<string>((value) => String(value)),
  };
  const defaults = ({ most }: Partial<Inputs>): Partial<Inputs> => (most === undefined ? { most: 9 } : {});
  const { failures } = checkInputs<Inputs>({ fields, defaults, crossChecks }, { owner: OWNER, ...inputs });
  return failures.map(({ reason }) => reason.split(":", 1)[0] as string);
}

const right = { least: 1, deep: { least: 1, list: [1, 2] } };
const cases: { name: string; inputs: object; needs: string[][]; want: string[] }[] = [
  { name: "runs where all is right", inputs: right, needs: [["least", "most"]], want: ["least+most"] },
  { name: "runs where a value was left out", inputs: right, needs: [["middle"]], want: ["middle"] },
  {
    name: "does not run where it needs a refused value, though that has a default",
    inputs: { ...right, most: 10 },
    needs: [["least", "most"], ["least"], ["most"]],
    want: ["most", "least"],
  },
  {
    name: "does not run where it needs a missing value",
    inputs: { deep: {} },
    needs: [["least"], ["deep.least"]],
    want: ["least", "deep.least"],
  },
  {
    name: "does not run where it needs an unknown value",
    inputs: { ...right, least: UNKNOWN },
    needs: [["least"], ["least", "most"], ["deep.least", "most"]],
    want: ["deep.least+most"],
  },
  {
    name: "does not run where an object is unknown of which it needs a property",
    inputs: { ...right, deep: UNKNOWN },
    needs: [["deep.least"], ["deep"], ["most"]],
    want: ["most"],
  },
  {
    name: "does not run where a list that it needs holds an unknown value",
    inputs: { ...right, deep: { list: [1, UNKNOWN] } },
    needs: [["deep.list"], ["deep"], ["deep.least"]],
    want: ["deep.least"],
  },
  {
    name: "does not run where a part of what it needs was refused",
    inputs: { ...right, deep: { list: [1, -1] } },
    needs: [["deep.list"], ["deep"], ["deep.least"]],
    want: ["deep.list[1]", "deep.least"],
  },
  {
    name: "does not run where what it needs is a part of what was refused",
    inputs: { ...right, deep: [] },
    needs: [["deep.least"], ["least"]],
    want: ["deep", "least"],
  },
  {
    name: "runs whatever another one refused",
    inputs: right,
    needs: [["least"], ["least"]],
    want: ["least", "least"],
  },
];

describe("a cross check", () => {
  for (const { name, inputs, needs, want } of cases) {
    it(name, () =>
      assert.deepEqual(
        ran(
          needs.map((paths) => looksAt(...paths)),
          inputs,
        ),
        want,
      ),
    );
  }
});
