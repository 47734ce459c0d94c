import {
  a,
  type AnyLifecycle,
  b,
  create,
  DEL,
  denied,
  exists,
  foreign,
  inNs0,
  state,
  WHAT,
  change,
  given,
  others,
  paired,
  seen,
  testLifecycle,
} from "../../../support/lifecycle-table";
import { checked, type Inputs } from "../../../support/plan";

const making = (inputs: Inputs = {}) => ({
  verb: (it: AnyLifecycle) => it.create(checked("vethPair", { ...given, ...inputs })),
});
const made = { id: "a", state };
const refused = `${WHAT}: cannot create, it already exists: an interface of kind`;

testLifecycle("create", [
  { name: "makes what is not there", ...making(), script: [create(), inNs0()], want: made },
  {
    name: "refuses what linuxnet did not make",
    ...making(),
    script: [create(exists(1)), ...paired({ ...a, ...foreign }, { ...b, ...foreign })],
    error: `${refused} veth that linuxnet did not make; remove it, or choose another name, or set adopt: true`,
  },
  {
    name: "refuses what is another resource's",
    ...making(),
    script: [create(exists(1)), ...seen({ ...a, ...others }, { ...b, ...others })],
    error: `${refused} veth that linuxnet made for another resource`,
  },
  {
    name: "refuses a link of another kind, also with adopt",
    ...making({ adopt: true }),
    script: [create(exists(1)), ...seen({ ...a, ...foreign, linkinfo: { info_kind: "dummy" } }, undefined)],
    error: `${refused} dummy that linuxnet did not make; remove it, or choose another name\n`,
  },
  {
    name: "takes back what an interrupted creation left",
    ...making(),
    script: [create(exists(1)), ...seen(a, { ...b, ifalias: undefined }), ...change],
    want: made,
  },
  {
    name: "makes anew what an interrupted creation left a part of",
    ...making(),
    script: [create(exists(1)), ...seen({ ...a, ifalias: undefined }, undefined), DEL, create(), inNs0()],
    want: made,
  },
  {
    name: "adopts, and lets the MACs stay",
    verb: async (it) => {
      const { state } = await it.create(checked("vethPair", { ...given, adopt: true }));
      const { mac, peer } = state as unknown as { mac: string; peer: { mac: string } };
      return [mac, peer.mac];
    },
    script: [create(exists(1)), ...paired({ ...a, ...foreign }, { ...b, ...foreign }), ...change],
    want: [foreign.address, foreign.address],
  },
  {
    name: "does nothing more where the first line fails",
    ...making(),
    script: [create(denied(1))],
    error: `${WHAT}: cannot create, permission denied`,
  },
  {
    name: "undoes what it did before a failure",
    ...making(),
    script: [create(), inNs0(denied(2)), ...seen(a, b), DEL],
    error: `${WHAT}: cannot create, permission denied`,
  },
  {
    name: "takes nothing over that is in the way of a later line",
    ...making({ adopt: true }),
    script: [create(exists(2)), ...seen({ ...a, ifalias: undefined }, { ...b, ifalias: undefined }), DEL],
    error: `${WHAT}: cannot create, it already exists\n  command: ip -batch -\n  answer: RTNETLINK answers: File exists`,
  },
  {
    name: "looks what it made where ip names no line, and removes nothing of anybody's",
    ...making(),
    script: [create("Error: argument is wrong"), ...seen({ ...a, ...others }, undefined)],
    error: `${WHAT}: cannot create, the command failed: Error: argument is wrong\n  command: ip -batch -\n  answer: Error: argument is wrong`,
  },
  {
    name: "says what stands where the undoing fails, too",
    ...making(),
    script: [
      create(),
      inNs0(denied(1)),
      ...seen(a, b),
      { ...DEL, fails: denied(1) },
      ...seen(a, b),
      ...seen(a, { ...b, mtu: 1400 }),
    ],
    error: `${WHAT}: cannot create, permission denied`,
    kept: { ...state, peer: { ...(state as unknown as { peer: object }).peer, mtu: 1400 } },
  },
]);
