import assert from "node:assert/strict";
import { BACKENDS, HAS_BOTH, withBackend } from "../support/backends";
import { sh, succeeds } from "../support/command";
import { type Forwarding, FORWARDINGS, LABS_OWN, setForwarding } from "../support/forwarding";
import { byHand, it } from "../support/kernel";
import { removeAll } from "../support/made";
import { answersOf, expected, SCTP_CELLS } from "../support/reach/cells";
import { makeContainer, makeNetwork, makeWorld } from "../support/reach/linuxnet";
import { answers, CONTAINERS, OUTSIDE, overSctp, serveAll, serveSctp } from "../support/reach/world";
import { ask, stopServers } from "../support/traffic";

const hasSctp = succeeds([
  ...["python3", "-c"],
  "import socket; socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_SCTP)",
]);

/** A kernel that has it may be one that runs as a program, where all takes many times as long. */
const SCTP_LIMIT_MS = 1_200_000;

const OPEN: Forwarding = { policy: "ACCEPT", bridgedFrames: "0" };

describe("who reaches a container", function () {
  this.timeout(300_000);

  afterEach(stopServers);

  for (const backend of HAS_BOTH ? BACKENDS : (["nft"] as const)) {
    it(`is who the rules of Docker 28 say, by iptables-${backend}, whatever FORWARD's policy is and whether bridges hand frames to it`, async () => {
      // What one backend drops the other cannot let through.
      setForwarding(OPEN, [undefined]);
      await withBackend(backend, async () => {
        await makeWorld();
        for (const [line, place, undo] of OUTSIDE) byHand(line, place, undo);
        await serveAll();
        for (const forwarding of FORWARDINGS) {
          setForwarding(forwarding, [undefined]);
          assert.deepEqual(await answers(), answersOf(expected), JSON.stringify(forwarding));
        }
        assert.match(sh("ip netns exec n-web ping -c1 -W1 8.8.8.8"), /1 received/);
        assert.equal(ask("n-shut", "8.8.8.8", 80), undefined);
        await removeAll();
        setForwarding(OPEN, [undefined]);
      }).finally(() => setForwarding(LABS_OWN, [undefined]));
    });
  }

  it("is told by rules of SCTP, too", async () => {
    await makeNetwork("web");
    const publish = ["9132:132/sctp", "127.0.0.1:9133:132/sctp"];
    const container = await makeContainer({ name: "t-web", network: "web", host: 2, publish });
    await container.settled();
  });
});

describe("who reaches a container by SCTP", function () {
  this.timeout(SCTP_LIMIT_MS);

  before("have frames handed to iptables, where a module does so", () => {
    const rule = "OUTPUT -m physdev --physdev-is-bridged";
    sh(`iptables -w -A ${rule}`);
    sh(`iptables -w -D ${rule}`);
  });

  afterEach(stopServers);

  for (const forwarding of FORWARDINGS) {
    it(`is who the rules of Docker 28 say: ${JSON.stringify(forwarding)}`, async () => {
      if (!hasSctp) return console.log("not asked, because this kernel has no SCTP sockets: SCTP");
      setForwarding(OPEN, [undefined]);
      await makeWorld(overSctp(CONTAINERS));
      for (const [line, place, undo] of OUTSIDE) byHand(line, place, undo);
      await serveSctp();
      setForwarding(forwarding, [undefined]);
      assert.deepEqual(await answers(SCTP_CELLS), answersOf(expected, SCTP_CELLS));
      await removeAll();
      setForwarding(LABS_OWN, [undefined]);
    });
  }
});
