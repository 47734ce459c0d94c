import assert from "node:assert/strict";
import type { CommandError } from "../../../../provider/errors";
import { type Reason } from "../../../../provider/errors";
import type { Host } from "../../../../provider/host/host";
import { probe } from "../../../../provider/host/probe";

/** A host on which what is sent ends so, and nobody is asked for. */
function answering(text: string): Host {
  return { run: ({ argv }) => Promise.resolve(argv.includes("-c") ? text : "[]") };
}

const PING = { namespace: undefined, protocol: "icmp", address: "10.0.0.2" } as const;
const CONNECTION = { namespace: undefined, protocol: "tcp", address: "10.0.0.2", port: 80 } as const;

describe("a real packet", () => {
  for (const [what, asked, text, reason, message] of [
    ["without a ping", PING, "probe: line 1: ping: command not found\nexit 127", "missing tool", /iputils-ping/],
    [
      "with one that cannot be run",
      PING,
      "probe: line 1: /bin/ping: Permission denied\nexit 126",
      "missing tool",
      /ping/,
    ],
    [
      "without what connects",
      CONNECTION,
      "probe: line 1: timeout: command not found\nexit 127",
      "missing tool",
      /bash/,
    ],
    ["without leave to open a socket", PING, "ping: socket: Operation not permitted\nexit 2", "denied", /socket/],
    ["with a ping that knows less", PING, "ping: invalid option -- 'M'\nexit 1", "other", /invalid option/],
  ] as const) {
    it(`that cannot be sent is no answer: ${what}`, async () => {
      await assert.rejects(probe(answering(text), asked), (error: CommandError) => {
        assert.equal(error.reason, reason satisfies Reason);
        assert.match(error.message, message);
        return true;
      });
    });
  }

  it("that a rule forbids to be sent is filtered", async () => {
    const text = "PING 10.0.0.2\nping: sendmsg: Operation not permitted\nexit 1";
    assert.equal(await probe(answering(text), PING), "filtered");
  });
});
