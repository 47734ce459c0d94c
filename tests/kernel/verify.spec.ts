import assert from "node:assert/strict";
import { agrees, tryAll } from "../../cli/verify/tried";
import { localHost } from "../../provider/host/local-host";
import { readNetworks } from "../../provider/packets/read";
import { makeNamespace } from "../support/cable";
import { sh } from "../support/command";
import { standingOf, wipe } from "../support/wipe";

describe("linuxnet verify", () => {
  const before = new Map([undefined, "wan"].map((place) => [place, standingOf(place)] as const));

  beforeEach(makeNamespace);

  afterEach(() => wipe(before));

  it("sends packets as long as those that it is told not to pass", async () => {
    sh("ip link set ceth0 mtu 1400", "ns0");
    const tried = await tryAll(localHost, await readNetworks(localHost), new Set([undefined, "ns0"]));
    const [there] = tried.filter(({ to }) => to.place === "ns0");
    assert.equal(there?.explanation.stop?.reason, "mtu");
    assert.notEqual(there.outcome, "open");
    assert.deepEqual(
      tried.filter((it) => it.from === undefined && !agrees(it)),
      [],
    );
  });
});
