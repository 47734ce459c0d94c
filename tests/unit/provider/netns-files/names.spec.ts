import assert from "node:assert/strict";
import { filesAfter, type Names } from "../../../../provider/netns-files/names";
import { namesDrift } from "../../../../provider/netns-files/names-drift";

const [A, B, C] = ["a", "b", "c"].map((letter) => letter.repeat(16)) as [string, string, string];
const HEADER = "# Made by linuxnet, which removes it with the last of its lines.\n";

const text = (...lines: string[]): string => lines.map((line) => `${line}\n`).join("");
const files = (all: Record<string, string>): Map<string, string> => new Map(Object.entries(all));

/** Who is in a network behind br0, under the name of its namespace. */
const member = (owner: string, namespace: string, address: string, network = "br0"): Names => ({
  owner,
  lines: [
    { paths: [`${namespace}/hosts`], text: "127.0.0.1 localhost" },
    { paths: [`${namespace}/hosts`], text: `${address} ${namespace}`, network },
  ],
});
const [a, b] = [member(A, "c1", "10.0.0.2"), member(B, "c2", "10.0.0.3")];
const none = (owner: string): Names => ({ owner, lines: [] });
const own = (owner: string): string => `127.0.0.1 localhost # linuxnet:${owner}`;
const [inA, inB] = [`10.0.0.2 c1 # linuxnet:${A} br0`, `10.0.0.3 c2 # linuxnet:${B} br0`];
const alone = files({ "c1/hosts": HEADER + text(own(A), inA) });
const both = files({
  "c1/hosts": HEADER + text(own(A), inA, inB),
  "c2/hosts": HEADER + text(own(B), inB, inA),
});
const resolver = (...lines: string[]): Names => ({
  owner: A,
  lines: lines.map((line) => ({ paths: ["c1/resolv.conf"], text: line })),
});

/** A name server's line. */
const marked = (last: string): string => `# linuxnet:${A}\nnameserver 10.0.0.${last}`;

const CASES: { name: string; before?: Map<string, string>; wanted: Names[]; after: Map<string, string> }[] = [
  { name: "of the first in a network", wanted: [a], after: alone },
  { name: "of two at once", wanted: [a, b], after: both },
  { name: "of a second one in those of the first, too", before: alone, wanted: [b], after: both },
  { name: "of one that is gone nowhere", before: both, wanted: [none(B)], after: alone },
  { name: "of nobody where all are gone", before: both, wanted: [none(A), none(B)], after: files({}) },
  {
    name: "of one in another network in no other's",
    before: both,
    wanted: [member(B, "c2", "10.1.0.3", "lab/br0")],
    after: files({
      "c1/hosts": HEADER + text(own(A), inA),
      "c2/hosts": HEADER + text(own(B), `10.1.0.3 c2 # linuxnet:${B} lab/br0`),
    }),
  },
  {
    name: "of one that has another address in all",
    before: both,
    wanted: [member(B, "c2", "10.0.0.9")],
    after: files({
      "c1/hosts": HEADER + text(own(A), inA, inB.replace("0.3", "0.9")),
      "c2/hosts": HEADER + text(own(B), inA, inB.replace("0.3", "0.9")),
    }),
  },
  {
    name: "of an owner under its new mark",
    before: both,
    wanted: [{ ...b, owner: C }, none(B)],
    after: files({
      "c1/hosts": HEADER + text(own(A), inA, inB.replace(B, C)),
      "c2/hosts": HEADER + text(inA, own(C), inB.replace(B, C)),
    }),
  },
  {
    name: "beside those of others, which stay as they are",
    before: files({ "c1/hosts": "\n10.9.0.9\tx # mine\r\n\n# linuxnet: no mark\n10.0.0.1 y" }),
    wanted: [a],
    after: files({ "c1/hosts": "\n10.9.0.9\tx # mine\r\n\n# linuxnet: no mark\n" + text("10.0.0.1 y", own(A), inA) }),
  },
  {
    name: "and none of others are lost with them",
    before: files({ "c1/hosts": HEADER + text("10.9.0.9 x", own(A), "10.9.0.8 y", inA) }),
    wanted: [none(A)],
    after: files({ "c1/hosts": text("10.9.0.9 x", "10.9.0.8 y") }),
  },
  {
    name: "and an empty file of others stays",
    before: files({ "c1/hosts": text(own(A)) }),
    wanted: [none(A)],
    after: files({ "c1/hosts": "" }),
  },
  {
    name: "each once, and none that was changed",
    before: files({ "c1/hosts": text(own(A), own(A), inA.replace("0.2", "0.7")) }),
    wanted: [a],
    after: files({ "c1/hosts": text(own(A), inA) }),
  },
  {
    name: "that a file of others which is no member's has not",
    before: files({ "c1/hosts": alone.get("c1/hosts") ?? "", "red/hosts": text("10.9.0.9 x") }),
    wanted: [b],
    after: files({ ...Object.fromEntries(both), "red/hosts": text("10.9.0.9 x") }),
  },
  {
    name: "of one whose own file is gone where they stand",
    before: files({ "c1/hosts": both.get("c1/hosts") ?? "" }),
    wanted: [a],
    after: files({ "c1/hosts": both.get("c1/hosts") ?? "" }),
  },
  {
    name: "of a resolver, each with its mark above",
    wanted: [resolver("nameserver 10.0.0.1", "search a b")],
    after: files({
      "c1/resolv.conf": HEADER + text(`# linuxnet:${A}`, "nameserver 10.0.0.1", `# linuxnet:${A}`, "search a b"),
    }),
  },
  {
    name: "of a resolver beside those of others",
    before: files({ "c1/resolv.conf": text("nameserver 10.9.0.9", `# linuxnet:${A}`, "search a b", "options rotate") }),
    wanted: [resolver("nameserver 10.0.0.1")],
    after: files({
      "c1/resolv.conf": text("nameserver 10.9.0.9", "options rotate", `# linuxnet:${A}`, "nameserver 10.0.0.1"),
    }),
  },
  {
    name: "of a resolver in another order, around those of others",
    before: files({ "c1/resolv.conf": text(marked("1"), "nameserver 10.9.0.9", marked("2"), "options rotate") }),
    wanted: [resolver("nameserver 10.0.0.2", "nameserver 10.0.0.1")],
    after: files({ "c1/resolv.conf": text(marked("2"), "nameserver 10.9.0.9", marked("1"), "options rotate") }),
  },
  {
    name: "of a resolver before one that stands",
    before: files({ "c1/resolv.conf": text(marked("1"), "options rotate") }),
    wanted: [resolver("nameserver 10.0.0.2", "nameserver 10.0.0.1")],
    after: files({ "c1/resolv.conf": text(marked("2"), "options rotate", marked("1")) }),
  },
];

describe("the lines", () => {
  for (const { name, before = new Map<string, string>(), wanted, after } of CASES) {
    it(`stand: ${name}`, () => {
      const found = filesAfter(before, wanted);
      assert.deepEqual(Object.fromEntries(found), Object.fromEntries(after));
      assert.deepEqual(filesAfter(found, wanted), found);
    });
  }

  const DRIFTS: { name: string; files: Map<string, string>; drift: string[] | undefined }[] = [
    { name: "none where all stand", files: both, drift: [] },
    { name: "that nothing stands", files: files({}), drift: undefined },
    {
      name: "one that is missing in another's file",
      files: new Map([...both, ["c2/hosts", HEADER + text(own(B), inB)]]),
      drift: ["missing: 10.0.0.2 c1 in /etc/netns/c2/hosts"],
    },
    {
      name: "one that was changed",
      files: new Map([...both, ["c1/hosts", HEADER + text(own(A), inA.replace("0.2", "0.7"), inB)]]),
      drift: ["missing: 10.0.0.2 c1 in /etc/netns/c1/hosts", "not its own: 10.0.0.7 c1 in /etc/netns/c1/hosts"],
    },
    { name: "none of another's lines", files: new Map([...both, ["c1/hosts", text(own(A), inA)]]), drift: [] },
  ];
  for (const { name, files: standing, drift } of DRIFTS) {
    it(`tell ${name}`, () => assert.deepEqual(namesDrift(standing, a), drift));
  }

  it("tell those of a resolver in another order", () => {
    const standing = files({ "c1/resolv.conf": text(marked("1"), "nameserver 10.9.0.9", marked("2"), marked("3")) });
    const told = (...last: string[]): string[] | undefined =>
      namesDrift(standing, resolver(...last.map((it) => `nameserver 10.0.0.${it}`)));
    assert.deepEqual(told("1", "2", "3"), []);
    assert.deepEqual(told("1", "3", "2"), ["in another order: those in /etc/netns/c1/resolv.conf"]);
    assert.deepEqual(told("0", "1", "2", "3"), ["missing: nameserver 10.0.0.0 in /etc/netns/c1/resolv.conf"]);
  });
});
