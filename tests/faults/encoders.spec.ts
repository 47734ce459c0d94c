import assert from "node:assert/strict";
import fc from "fast-check";
import { LinuxnetError } from "../../provider/errors";
import { batchText } from "../../provider/iproute2/batch";
import { type Chain, chainName, type Part, type Table } from "../../provider/iptables/chains";
import { restoreText } from "../../provider/iptables/restore";
import { restored } from "../../provider/iptables/restored";
import { ownerFrom } from "../../provider/owner";
import { SEED } from "../support/arbitraries/seed";
import { interfaceNames } from "../support/arbitraries/words";
import { sized } from "../support/size";
import { count } from "../support/figures";
import { OWNER, reasons, specOf, stateOf } from "../support/plan";

const RUNS = sized(10_000, 1000);

/** Characters with a meaning to some tool, among others of all planes. */
const HOSTILE = fc.constantFrom(..." \t\n\r\v\f\0\"'#\\$`;|&<>*?!~^%(){}[]\u007f\u0085\u00a0\u2028😀ä-:,=@+./aZ09_");
const text = fc.oneof(
  fc.array(HOSTILE, { maxLength: 6 }).map((all) => all.join("")),
  fc.string({ unit: "binary", maxLength: 12 }),
  fc.stringMatching(/^[a-z0-9.:/-]{1,12}$/),
);

const word = fc.stringMatching(/^[A-Za-z0-9_-]{1,8}$/);
const values = fc.array(fc.stringMatching(/^[A-Za-z0-9_.,-]{1,6}$/), { minLength: 1, maxLength: 3 });
const names = fc.array(word, { minLength: 2, maxLength: 4 });
const ofDevice = fc.tuple(
  fc.constantFrom("ipv4", "ipv6"),
  fc.constant("conf"),
  interfaceNames.map(({ canonical }) => canonical),
  word,
);

/** Kernel parameters with keys in either spelling, now and then with something behind the key or the value. */
const parameters = fc
  .tuple(
    fc.oneof(
      fc.tuple(names, values),
      fc.tuple(ofDevice, fc.array(fc.nat().map(String), { minLength: 1, maxLength: 1 })),
    ),
    fc.constantFrom(".", "/"),
    rarely(text),
    rarely(text),
  )
  .map(([[path, all], separator, behindKey, behindValue]) => ({
    key:
      ["net", ...path].map((name) => (separator === "." ? name.replaceAll(".", "/") : name)).join(separator) +
      behindKey,
    value: all.join(" ") + behindValue,
  }));

/** Empty nine times of ten. */
function rarely(values: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.oneof({ weight: 9, arbitrary: fc.constant("") }, { weight: 1, arbitrary: values });
}

/** What is refused with an error for people, undefined; every other error is a failure. */
function encoded(encode: () => string): string | undefined {
  try {
    return encode();
  } catch (error) {
    assert.ok(error instanceof LinuxnetError, String(error));
    return undefined;
  }
}

function holds<T>(what: string, values: fc.Arbitrary<T>, property: (value: T) => void): void {
  const check = (value: T): void => {
    property(value);
    count("encoded", true, what);
  };
  fc.assert(fc.property(values, check), { numRuns: RUNS, seed: SEED });
}

/** The path under /proc/sys that sysctl(8) makes of a key. */
function pathOf(key: string): string {
  return /^[^./]*\//.test(key) ? key : key.replace(/[./]/g, (separator) => (separator === "." ? "/" : "."));
}

/** As ip(8) reads a batch (makeargs in lib/utils.c): blanks part words, quotes hold them together, `#` cuts the line. */
function batchLines(batch: string): string[][] {
  const lines = batch.split("\n").slice(0, -1);
  return lines.map((line) =>
    line
      .replace(/#.*/, "")
      .replace(/["'\\]/g, " ")
      .split(/[ \t\r\n]+/),
  );
}

describe("an encoder", () => {
  it("of ip's batches refuses what it is given, or ip reads just that", () => {
    const lines = fc.array(fc.array(text, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 4 });
    holds("batches", lines, (words) => {
      const batch = encoded(() => batchText(words));
      if (batch === undefined)
        return assert.notDeepEqual(
          words.flat().filter((word) => !/^[!-~]+$/.test(word) || /["'#\\$`;|&<>*?~^%(){}[\]!]/.test(word)),
          [],
        );
      assert.match(batch, /^[A-Za-z0-9_.:/,=@+\n -]*$/);
      assert.deepEqual(batchLines(batch), words);
    });
  });

  it("of restores refuses what it is given, or iptables-restore reads just that", () => {
    const chain = fc.record({
      table: fc.constantFrom<Table>("raw", "nat", "filter"),
      part: fc.constantFrom<Part>("FWD", "BR", "DNAT", "SNAT", "LO"),
      rules: fc.array(text, { maxLength: 3 }),
    });
    const chains = fc.uniqueArray(chain, { maxLength: 4, selector: ({ table, part }) => `${table} ${part}` });
    holds("restores", chains, (given) => {
      const wanted = given.map(({ part, ...rest }): Chain => ({
        ...rest,
        family: 4,
        name: chainName(part, OWNER),
        hooks: [],
      }));
      const restore = encoded(() => restoreText([{ owner: OWNER, chains: wanted }], new Map()));
      if (restore === undefined) return assert.match(given.flatMap(({ rules }) => rules).join(""), /[^ -~]/);
      assert.match(restore, /^[ -~\n]*$/);
      const tables = restored(new Map(), restore);
      for (const { table, name, rules } of wanted) assert.deepEqual(tables.get(table)?.get(name), rules);
      const names = [...tables.values()].flatMap((all) => [...all.keys()]);
      assert.equal(names.length, wanted.length);
    });
  });

  it("of kernel parameters gets one line each, of the key and the value that it was given", () => {
    holds("parameters", parameters, ({ key, value }) => {
      const given = { name: "ns0", sysctls: { [key]: value } };
      fc.pre(reasons("namespace", given).length === 0);
      const written = specOf("namespace")
        .create(stateOf("namespace", given))
        .flatMap((step) => (step.tool === "sysctl" ? Object.entries(step.values) : []));
      assert.equal(written.length, 1);
      const [[name = "", text = ""] = []] = written;
      assert.match(`${name} = ${text}`, /^net\.[!-~]+ = [ -~]*$/);
      assert.equal(pathOf(name), pathOf(key));
      assert.deepEqual(text.split(" "), value.split(/[ \t]+/));
    });
  });

  it("of chain names makes a valid one for every owner, and never one twice", () => {
    const names = new Set<string>();
    for (let index = 0; index < RUNS; index++) {
      const owner = ownerFrom("project", `stack${index % 100}`, { kind: "kind", parents: [], name: `name${index}` });
      for (const part of ["FWD", "BR", "DNAT", "SNAT", "LO"] as const) {
        const name = chainName(part, owner);
        assert.match(name, /^[A-Za-z][A-Za-z0-9_-]{0,27}$/);
        names.add(name);
      }
      count("encoded", names.size === 5 * (index + 1), "chain names");
    }
    assert.equal(names.size, 5 * RUNS);
  });
});
