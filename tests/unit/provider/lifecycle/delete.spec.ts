import { batch, names, show } from "../../../support/fake-host";
import {
  a,
  type AnyLifecycle,
  b,
  DEL,
  denied,
  RENAMED,
  paired,
  seen,
  state,
  WHAT,
  foreign,
  others,
  testLifecycle,
} from "../../../support/lifecycle-table";

const removing = { verb: (it: AnyLifecycle) => it.delete(state) };
testLifecycle("delete", [
  { name: "removes what is ours", ...removing, script: [...seen(a, b), DEL] },
  { name: "has nothing to do where it is gone", ...removing, script: seen(undefined, undefined) },
  { name: "leaves what is another's", ...removing, script: seen({ ...a, ...others }, { ...b, ...others }) },
  {
    name: "leaves what linuxnet did not make",
    ...removing,
    script: paired({ ...a, ...foreign }, { ...b, ...foreign }),
  },
  {
    name: "removes the other end where one was moved",
    ...removing,
    script: [...seen(undefined, b), batch("ns0", ["link del dev b"])],
  },
  {
    name: "removes an end that was renamed",
    ...removing,
    script: [
      ...[show(undefined, "a", undefined), show("ns0", "b", b)],
      ...[names(undefined, RENAMED), show(undefined, "c", a)],
      batch(undefined, ["link del dev c"]),
    ],
  },
  {
    name: "is content where somebody was faster",
    ...removing,
    script: [
      ...seen(a, b),
      { ...DEL, fails: 'Cannot find device "a"\nCommand failed -:1' },
      ...seen(undefined, undefined),
    ],
  },
  {
    name: "says why it still stands",
    ...removing,
    script: [...seen(a, b), { ...DEL, fails: denied(1) }, ...seen(a, b)],
    error: `${WHAT}: cannot remove, permission denied`,
  },
]);
