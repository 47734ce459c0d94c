import { names, show } from "../../../support/fake-host";
import {
  a,
  type AnyLifecycle,
  b,
  inputs,
  RENAMED,
  paired,
  seen,
  state,
  WHAT,
  foreign,
  others,
  testLifecycle,
} from "../../../support/lifecycle-table";

const reading = { verb: (it: AnyLifecycle) => it.read(state) };
const PART = ["only a part of it stands", "a on the host stands, its other end is not b in namespace ns0"];

testLifecycle("read", [
  { name: "confirms state and inputs", ...reading, script: seen(a, b), want: { id: "a", state, inputs } },
  { name: "finds what is gone", ...reading, script: seen(undefined, undefined), want: undefined },
  {
    name: "finds what is gone with its namespace",
    ...reading,
    script: [
      show(undefined, "a", undefined),
      { ...show("ns0", "b", b), fails: "nsenter: cannot open /run/netns/ns0: No such file or directory" },
      names(undefined),
      { ...names("ns0"), fails: "nsenter: cannot open /run/netns/ns0: No such file or directory" },
    ],
    want: undefined,
  },
  {
    name: "knows an end under another name by its alias and its MAC",
    ...reading,
    script: [
      ...[show(undefined, "a", undefined), show("ns0", "b", b)],
      ...[names(undefined, RENAMED), show(undefined, "c", a)],
    ],
    want: { id: "a", state: { ...state, drift: ["a is named c"] }, inputs: { ...inputs, drift: ["a is named c"] } },
  },
  {
    name: "takes what is another's for gone",
    ...reading,
    script: seen({ ...a, ...others }, { ...b, ...others }),
    want: undefined,
  },
  {
    name: "takes what linuxnet did not make for gone",
    ...reading,
    script: paired({ ...a, ...foreign }, { ...b, ...foreign }),
    want: undefined,
  },
  {
    name: "tells a property that differs",
    ...reading,
    script: seen({ ...a, mtu: 1400, flags: [] }, b),
    want: { id: "a", state: { ...state, mtu: 1400, up: false }, inputs: { ...inputs, mtu: 1400, up: false } },
  },
  {
    name: "tells a part that is missing",
    ...reading,
    script: seen(a, undefined),
    want: {
      id: "a",
      state: { ...state, drift: PART },
      inputs: { ...inputs, drift: PART },
    },
  },
  {
    name: "does not take a failure for gone",
    ...reading,
    script: [
      show(undefined, "a", a),
      { ...show("ns0", "b", b), fails: "Cannot open netlink socket: Too many open files" },
    ],
    error: `${WHAT}: cannot read, the command failed: Cannot open netlink socket`,
  },
  {
    name: "keeps what it may not look at, and says so",
    ...reading,
    script: [
      show(undefined, "a", a),
      { ...show("ns0", "b", b), fails: "nsenter: reassociate to namespace 'ns/net' failed: Operation not permitted" },
    ],
    want: {
      id: "a",
      state,
      inputs,
      unseen: `${WHAT}: not read, permission denied (CAP_NET_ADMIN and CAP_SYS_ADMIN are needed)`,
    },
  },
]);
