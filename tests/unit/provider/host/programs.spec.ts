import assert from "node:assert/strict";
import { findProgram, isInstalled, missingPrograms } from "../../../../provider/host/programs";

describe("programs", () => {
  it("are found by absolute path in the folders of the system, not in PATH", () => {
    const { PATH } = process.env;
    process.env.PATH = "/nonexistent";
    try {
      assert.match(findProgram("ip"), /^\/(usr\/)?s?bin\/ip$/);
    } finally {
      process.env.PATH = PATH;
    }
  });

  it("are missing where no folder of the system has them", () => {
    assert.equal(isInstalled("no-such-tool"), false);
    assert.throws(() => findProgram("no-such-tool"), /no-such-tool is in none of \/usr\/sbin, /);
    assert.deepEqual(missingPrograms(), []);
  });
});
