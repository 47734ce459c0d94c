import assert from "node:assert/strict";
import { CommandError, type Reason, reasonOf } from "../../../provider/errors";

/* What iproute2 6.1, util-linux 2.38 and iptables 1.8.9 print. */
const cases: [stderr: string, want: Reason][] = [
  ["RTNETLINK answers: File exists\nCommand failed -:1", "exists"],
  ['Cannot create namespace file "/run/netns/ns0": File exists', "exists"],
  ["Error: Address already assigned.", "other"],
  ["RTNETLINK answers: Operation not permitted", "denied"],
  [
    "iptables-restore v1.8.9 (nf_tables): Could not fetch rule set generation id: Permission denied (you must be root)",
    "denied",
  ],
  ['Cannot find device "br0"', "absent"],
  ['Device "br0" does not exist.', "absent"],
  ["RTNETLINK answers: No such process", "absent"],
  ["RTNETLINK answers: Cannot assign requested address", "absent"],
  ["nsenter: cannot open /run/netns/ns0: No such file or directory", "absent"],
  ['Error: argument "ns9" is wrong: Invalid "netns" value', "absent"],
  ["nsenter: reassociate to namespace 'ns/net' failed: Invalid argument", "no namespace"],
  ["nsenter: reassociate to namespace 'ns/net' failed: Operation not permitted", "denied"],
  ["conntrack v1.4.7 (conntrack-tools): 0 flow entries have been deleted.", "absent"],
  ["conntrack v1.4.7 (conntrack-tools): 10 flow entries have been deleted.", "other"],
  ['Cannot remove namespace file "/run/netns/ns0": Device or resource busy', "in use"],
  ["RTNETLINK answers: Exchange full", "bridge full"],
  ["RTNETLINK answers: Permission denied", "IPv6 off"],
  ["Error: IPv6 is disabled on nexthop device.", "IPv6 off"],
  ['Option "-j" is unknown, try "ip -help".', "old tool"],
  ["RTNETLINK answers: No space left on device", "no room"],
  ["unshare: unshare failed: No space left on device", "no room"],
  ["RTNETLINK answers: No buffer space available", "busy"],
  ["Error: Dump was interrupted and may be inconsistent.", "busy"],
  ["Another app is currently holding the xtables lock; waited 5s", "locked"],
  ["RTNETLINK answers: Network is unreachable", "other"],
  ["RTNETLINK answers: Invalid argument", "other"],
  ["", "other"],
];

describe("errors", () => {
  for (const [stderr, want] of cases) {
    it(`${JSON.stringify(stderr)} means ${want}`, () => assert.equal(reasonOf(stderr), want));
  }

  it("show what was run and what it said", () => {
    assert.equal(
      new CommandError("exists", "ip link add br0", "File exists").message,
      "it already exists\n  command: ip link add br0\n  answer: File exists",
    );
    assert.match(new CommandError("other", "ip", "Huh?").message, /^the command failed: Huh\?\n.*\n {2}answer: Huh\?$/);
  });
});
