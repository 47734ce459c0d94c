import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { sh } from "../support/command";
import { Docker } from "../support/docker";
import { FORWARDINGS, setForwarding } from "../support/forwarding";
import type { Answers } from "../support/reach/cells";
import { makeWorldBy } from "../support/reach/docker";
import { RECORD, RECORD_FILE, titleOf } from "../support/reach/record";
import { answers, OUTSIDE, serveAll } from "../support/reach/world";
import { stopServers } from "../support/traffic";

/** With RECORD_DOCKER set it records what it finds, in the place of comparing. */
describe("who reaches a container of Docker", function () {
  this.timeout(300_000);
  let docker: Docker | string;

  before(async () => {
    docker = await Docker.start();
  });

  after(async () => {
    await stopServers();
    if (docker instanceof Docker) await docker.stop();
  });

  it("is who is recorded", async function () {
    if (docker instanceof Docker && docker.version !== RECORD.version)
      docker = `it is ${docker.version} here, and not ${RECORD.version}`;
    if (typeof docker === "string") {
      console.log(`not asked, because ${docker}: Docker; the record of its answers stands for it`);
      return this.skip();
    }
    makeWorldBy(docker);
    for (const [line, place] of OUTSIDE) sh(line, place);
    await serveAll();
    const found: { [forwarding: string]: Answers } = {};
    for (const forwarding of FORWARDINGS) {
      setForwarding(forwarding, [undefined]);
      found[titleOf(forwarding)] = await answers();
    }
    if (process.env.RECORD_DOCKER === undefined) return assert.deepEqual(found, RECORD.found);
    writeFileSync(RECORD_FILE, `${JSON.stringify({ version: docker.version, found }, undefined, 2)}\n`);
  });
});
