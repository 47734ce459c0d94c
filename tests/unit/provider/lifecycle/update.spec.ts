import type { Owned } from "../../../../provider/resources/spec";
import { batch, names, show } from "../../../support/fake-host";
import {
  a,
  type AnyLifecycle,
  b,
  change,
  create,
  DEL,
  denied,
  end,
  inNs0,
  RENAMED,
  paired,
  seen,
  state,
  WHAT,
  foreign,
  given,
  others,
  testLifecycle,
} from "../../../support/lifecycle-table";
import { checked, type Inputs, OTHER, OWNER, stateOf } from "../../../support/plan";

const updating = (to: Inputs, from: object = state) => ({
  verb: (it: AnyLifecycle) => it.update("a", from as Owned, checked("vethPair", { ...given, ...to })),
});
const GONE = `Cannot find device "a"\nCommand failed -:1`;
const route = { destination: "10.1.0.0/16", gateway: "10.0.0.1" };
testLifecycle("update", [
  {
    name: "changes from what stands by now",
    ...updating({ mtu: 1400 }),
    script: [
      ...seen({ ...a, master: "br9" }, b),
      batch(undefined, [end("a", OWNER, 1400)[0] as string, "link set dev a nomaster", "link set dev a up"]),
      inNs0(),
    ],
    want: { ...state, mtu: 1400 },
  },
  {
    name: "tags both ends anew for a changed owner, and lets the MACs stay",
    ...updating({ owner: OTHER }),
    script: [...seen(a, b), ...seen(a, b), batch(undefined, end("a", OTHER)), batch("ns0", end("b", OTHER))],
    want: { ...state, owner: OTHER },
  },
  {
    name: "goes on with a change of the owner that was interrupted",
    ...updating({ owner: OTHER }),
    script: [
      ...seen({ ...a, ...others }, { ...b, ...others }),
      batch(undefined, end("a", OTHER)),
      batch("ns0", end("b", OTHER)),
    ],
    want: { ...state, owner: OTHER },
  },
  {
    name: "repairs what drifted, which is no part of the new state",
    ...updating({}, { ...state, drift: ["a rule is missing"] }),
    script: [...seen(a, b), ...change],
    want: state,
  },
  {
    name: "refuses what is gone, with which its routes are gone",
    ...updating({ mtu: 1400 }),
    script: seen(undefined, undefined),
    error: `${WHAT}: cannot change, it is gone; run \`pulumi up --refresh\``,
  },
  {
    name: "refuses what only a part stands of, and says which",
    ...updating({ mtu: 1400 }),
    script: seen(a, undefined),
    error: `${WHAT}: cannot change, only a part of it stands: a on the host stands, its other end is not b in namespace ns0; run`,
  },
  {
    name: "makes anew of what a refresh told that only a part stands",
    ...updating({}, { ...state, drift: ["only a part of it stands"] }),
    script: [...seen(a, undefined), DEL, create(), inNs0()],
    want: state,
  },
  {
    name: "makes anew what goes by itself meanwhile",
    ...updating({}, { ...state, drift: ["only a part of it stands"] }),
    script: [...seen(a, undefined), { ...DEL, fails: GONE }, ...seen(undefined, undefined), create(), inNs0()],
    want: state,
  },
  {
    name: "makes anew a route that is gone",
    kind: "route",
    verb: (it) =>
      it.update("10.1.0.0/16", stateOf("route", route), checked("route", { ...route, gateway: "10.0.0.2" })),
    script: [
      { argv: "ip -j -d -4 route show table main", prints: "[]" },
      batch(undefined, ["route add unicast 10.1.0.0/16 metric 0 table main proto 76 via 10.0.0.2"]),
    ],
    want: stateOf("route", { ...route, gateway: "10.0.0.2" }),
  },
  {
    name: "refuses what is another's by now",
    ...updating({ mtu: 1400 }),
    script: paired({ ...a, ...foreign }, { ...b, ...foreign }),
    error: `${WHAT}: cannot change, there is now an interface of kind veth that linuxnet did not make; remove it`,
  },
  {
    name: "says what stands after a failure half-way",
    ...updating({ mtu: 1400 }),
    script: [...seen(a, b), batch(undefined, end("a", OWNER, 1400)), inNs0(denied(2)), ...seen({ ...a, mtu: 1400 }, b)],
    error: `${WHAT}: cannot change, permission denied`,
    kept: { ...state, mtu: 1400 },
  },
  {
    name: "gives an end its own name back, and all else that it should have",
    ...updating({}, { ...state, drift: ["a is named c"] }),
    script: [
      ...[show(undefined, "a", undefined), show("ns0", "b", b)],
      ...[names(undefined, RENAMED), show(undefined, "c", a)],
      batch(undefined, ["link set dev c name a", ...end("a")]),
      inNs0(),
    ],
    want: state,
  },
  {
    name: "does not make a namespace anew, with which all that lives in it is gone",
    kind: "namespace",
    verb: (it) =>
      it.update("ns0", stateOf("namespace", { name: "ns0" }), checked("namespace", { name: "ns0", adopt: true })),
    script: [
      show("ns0", "lo", undefined),
      { argv: "stat --format=%s /run/netns/ns0", fails: "stat: … No such file or directory" },
    ],
    error: "namespace ns0: cannot change, it is gone; run `pulumi up --refresh`",
  },
]);
