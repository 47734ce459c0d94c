import { type Line, testFindings } from "../../support/findings";
import { bridge, namespace, UNKNOWN } from "./network";

const join = (
  name: string,
  a: string,
  b: string,
  given: Record<string, unknown> = {},
  peer: Record<string, unknown> = {},
): Line => ["vethPair", { name, master: a, ...given, peer: { name: `${name}-peer`, master: b, ...peer } }];
const bridges = (...stp: boolean[]): Line[] => stp.map((on, index) => bridge(`br${index}`, { stp: on }));
const ring = (...names: string[]): string =>
  `bridge loop without STP: ${names.map((name) => `${name} on the host`).join(" ═ ")}`;

testFindings("a bridge loop without STP", [
  {
    name: "of two cables",
    program: [...bridges(false, false), join("a", "br0", "br1"), join("b", "br1", "br0")],
    want: [["b", ring("br0", "br1", "br0")]],
  },
  {
    name: "of three bridges",
    program: [
      ...bridges(false, false, false),
      join("a", "br0", "br1"),
      join("b", "br1", "br2"),
      join("c", "br2", "br0"),
    ],
    want: [["c", ring("br0", "br1", "br2", "br0")]],
  },
  { name: "of one cable", program: [...bridges(false), join("a", "br0", "br0")], want: [["a", ring("br0", "br0")]] },
  {
    name: "over namespaces",
    program: [
      namespace("x"),
      ...bridges(false),
      bridge("br1", { namespace: "x" }),
      join("a", "br0", "br1", {}, { namespace: "x" }),
      join("b", "br0", "br1", {}, { namespace: "x" }),
    ],
    want: [["b", "bridge loop without STP: br1 in namespace x ═ br0 on the host ═ br1 in namespace x"]],
  },
  {
    name: "not with STP on one bridge of the ring",
    program: [...bridges(false, true), join("a", "br0", "br1"), join("b", "br1", "br0")],
    want: [],
  },
  {
    name: "with one isolated port",
    program: [...bridges(false, false), join("a", "br0", "br1", { isolated: true }), join("b", "br0", "br1")],
    want: [["b", ring("br1", "br0", "br1")]],
  },
  {
    name: "not over a bridge that is down",
    program: [bridge("br0"), bridge("br1", { up: false }), join("a", "br0", "br1"), join("b", "br1", "br0")],
    want: [],
  },
  {
    name: "not over isolated ports",
    program: [
      ...bridges(false, false),
      join("a", "br0", "br1", { isolated: true }),
      join("b", "br0", "br1", { isolated: true }),
    ],
    want: [],
  },
  {
    name: "not in a line",
    program: [...bridges(false, false, false), join("a", "br0", "br1"), join("b", "br1", "br2")],
    want: [],
  },
  {
    name: "not with a cable that is down",
    program: [...bridges(false, false), join("a", "br0", "br1"), join("b", "br1", "br0", { up: false })],
    want: [],
  },
  {
    name: "not while a bridge is unknown",
    program: [...bridges(false, false), join("a", "br0", "br1"), join("b", UNKNOWN, "br0")],
    want: [],
  },
  {
    name: "not while STP is unknown",
    program: [bridge("br0"), bridge("br1", { stp: UNKNOWN }), join("a", "br0", "br1"), join("b", "br1", "br0")],
    want: [],
  },
]);
