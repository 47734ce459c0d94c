import assert from "node:assert/strict";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { kinds } from "../../provider/resources";
import type { ServiceInputs, ServiceState } from "../../provider/resources/service";
import { programText } from "../../provider/resources/service-program";
import { run } from "../support/command";
import { it, until } from "../support/kernel";
import { make } from "../support/made";
import { owner } from "../support/owner";
import { pureLifecycle } from "../support/plan";
import { SERVICES } from "../support/services";

describe("a service's program", () => {
  afterEach("nothing is left", () => assert.ok(!existsSync(SERVICES)));

  it("runs as its user whatever the environment says, of which nothing is in effect before", async () => {
    const environment = { uid: "0", gid: "0", setpriv: "/bin/false", LD_DEBUG: "files", UID: "0" };
    const script = "id -u; id -g; readlink /proc/self/fd/0; env; echo done; exec sleep 1000";
    const web = await make("service", { name: "web", command: ["sh", "-c", script], environment, user: "nobody" });
    const log = (): string => readFileSync((web.state as ServiceState).logFile, "utf8");
    await until(() => /^done\n(.*\n)*.*initialize program: sleep$/m.test(log()), "its command");
    const lines = log().split("\n");
    assert.deepEqual(
      lines.filter((line) => /^(\d+|\/dev\/.*)$/.test(line)),
      ["65534", "65534", "/dev/null"],
    );
    for (const pair of Object.entries(environment)) assert.ok(lines.includes(pair.join("=")), pair.join("="));
    assert.ok(!lines.some((line) => line.endsWith("initialize program: setpriv")));
    await web.settled();
  });

  for (const shell of [["dash"], ["bash", "--posix"]]) {
    it(`has from ${shell[0]} also those variables that a shell has for itself`, () => {
      const environment = { UID: "7", PPID: "8", SHELLOPTS: "it's", OPTIND: "x", PWD: "/x", _: "y", A: "b" };
      const given = { name: "web", command: ["env"], environment, owner: owner("web") };
      const { inputs } = pureLifecycle("service").check(given);
      writeFileSync("/run/program", programText(kinds.service.complete(inputs as ServiceInputs)));
      const told = run(["env", "-i", "-C", "/run", "PATH=/usr/bin:/bin", ...shell, "./program"]).split("\n");
      for (const file of ["program", "begun"]) rmSync(`/run/${file}`);
      const pairs = Object.entries(environment).map((pair) => pair.join("="));
      assert.deepEqual(
        pairs.filter((pair) => !told.includes(pair)),
        [],
      );
      return Promise.resolve();
    });
  }
});
