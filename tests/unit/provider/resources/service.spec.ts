import assert from "node:assert/strict";
import { service, type ServiceState } from "../../../../provider/resources/service";
import type { ServiceRecord, View } from "../../../../provider/resources/spec";
import { digestOf } from "../../../../provider/resources/service-program";
import {
  checked,
  createPlan,
  type Inputs,
  OTHER,
  OWNER,
  removePlan,
  specOf,
  stateOf,
  updatePlan,
} from "../../../support/plan";

const web = { name: "web", namespace: "ns0", command: ["httpd", "it's", "$HOME"] };
const DEFAULTS = { workingDirectory: "/", restart: "always", restartDelay: 1 };
const LOG = `/run/linuxnet/services/${OWNER}/log`;
const PATH = "  export PATH='/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'";
const STARTED = ["  : >begun", "  umask 022", PATH, "  cd '/' || exit 200", "  exec 'httpd' 'it'\\''s' '$HOME'"];

/** What is told of a service of which this stands. */
async function drift(found: Partial<ServiceRecord>, given: Inputs = {}): Promise<string[] | undefined> {
  const wanted = stateOf("service", { ...web, ...given }) as ServiceState;
  const whole = { digest: digestOf(wanted), process: undefined, isSupervised: false, ended: undefined, ...found };
  const view = { service: () => Promise.resolve(whole) } as unknown as View;
  return (await service.observe(wanted, view))?.drift;
}

describe("service", () => {
  it("is checked, with defaults, and has a log of its own", () => {
    assert.deepEqual(checked("service", web), { ...web, ...DEFAULTS, owner: OWNER });
    const state = stateOf("service", web);
    assert.deepEqual(state, { ...web, ...DEFAULTS, owner: OWNER, logFile: LOG });
    assert.deepEqual(specOf("service").inputsOf(state), checked("service", web));
  });

  it("is made by a script in which no word means anything to a shell", () => {
    assert.deepEqual(createPlan("service", web), [`service web always 1 s, log ${LOG}`, ...STARTED]);
    const user = {
      user: "www",
      environment: { PATH: "/bin", A: "it's\n$(id)" },
      workingDirectory: "/srv",
      logFile: "/l",
    };
    assert.deepEqual(createPlan("service", { name: "b", command: ["/a"], restart: "no", ...user }), [
      "service b no 1 s, log /l",
      "  if [ $# -eq 0 ]; then",
      "  : >begun",
      "  umask 022",
      "  IFS=: read -r USER _ uid gid _ HOME SHELL <<END",
      "  $(getent passwd 'www')",
      "  END",
      "  [ -n \"$uid\" ] || { echo 'there is no user www' >&2 && exit 217; }",
      "  LOGNAME=$USER",
      "  export USER LOGNAME HOME SHELL",
      "  exec <program",
      "  cd '/srv' || exit 200",
      '  exec setpriv --reuid="$uid" --regid="$gid" --init-groups -- sh -s \'www\'',
      "  fi",
      "  export PATH='/bin'",
      "  export A='it'\\''s",
      "  $(id)'",
      "  exec '/a' </dev/null",
    ]);
  });

  it("is changed by the same, after the end of what another owner's mark is on", async () => {
    const started = [`service web no 1 s, log ${LOG}`, ...STARTED];
    assert.deepEqual(await updatePlan("service", web, { ...web, restart: "no" }), started);
    const renamed = [`service stop ${OWNER}`, `service web always 1 s, log ${LOG.replace(OWNER, OTHER)}`, ...STARTED];
    assert.deepEqual(await updatePlan("service", web, { ...web, owner: OTHER }), renamed);
    assert.deepEqual(removePlan("service", web), [`service stop ${OWNER}`]);
  });

  const runs = { process: "runs", isSupervised: true } as const;
  for (const [found, want, given] of [
    [runs, []],
    [{ ...runs, digest: "" }, ["a change of it was cut off"]],
    [{ ...runs, isSupervised: false }, ["nothing supervises it: its supervisor was ended"]],
    [{ ...runs, process: "elsewhere" }, ["it runs in a namespace that is gone"]],
    [{ isSupervised: true, ended: "7" }, ["it ended with exit status 7, and waits for its next start"]],
    [{ ended: "KILL" }, ["it ended by SIGKILL"]],
    [{ ended: "0" }, ["it ended with exit status 0"]],
    [{ ended: "0" }, [], { restart: "on-failure" }],
    [{}, ["it has ended, and its supervisor as well"]],
  ] as [Partial<ServiceRecord>, string[], Inputs?][]) {
    it(`of which stands ${JSON.stringify(found)} tells ${JSON.stringify(want)}`, async () => {
      assert.deepEqual(await drift(found, given), want);
    });
  }
});
