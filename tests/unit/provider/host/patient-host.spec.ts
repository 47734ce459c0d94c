import assert from "node:assert/strict";
import { CommandError, type Reason } from "../../../../provider/errors";
import { patient } from "../../../../provider/host/patient-host";

/** How often a command is run that fails a few times, and whether it ends well. */
async function triesOf(argv: string, fails: number, reason: Reason): Promise<[tries: number, isDone: boolean]> {
  let tries = 0;
  const host = patient({
    run: () =>
      ++tries <= fails ? Promise.reject(new CommandError(reason, argv, "not now")) : Promise.resolve("answer"),
  });
  const isDone = await host.run({ argv: argv.split(" ") }).then(
    (answer) => answer === "answer",
    () => false,
  );
  return [tries, isDone];
}

const CASES: { argv: string; fails: number; reason: Reason; want: [tries: number, isDone: boolean] }[] = [
  { argv: "ip -j -d addr show dev br0", fails: 0, reason: "busy", want: [1, true] },
  { argv: "ip -j -d addr show dev br0", fails: 1, reason: "busy", want: [2, true] },
  { argv: "nsenter --net=/run/netns/ns0 -- iptables-save", fails: 2, reason: "busy", want: [3, true] },
  { argv: "iptables-save", fails: 3, reason: "busy", want: [3, false] },
  { argv: "iptables-save", fails: 1, reason: "locked", want: [2, true] },
  { argv: "iptables-save", fails: 1, reason: "denied", want: [1, false] },
  { argv: "iptables-restore --noflush -w 5", fails: 2, reason: "locked", want: [3, true] },
  { argv: "iptables-restore --noflush -w 5", fails: 1, reason: "busy", want: [1, false] },
  { argv: "nsenter --net=/run/netns/ns0 -- ip6tables-restore --noflush", fails: 1, reason: "locked", want: [2, true] },
  { argv: "iptables-restore --noflush -w 5", fails: 1, reason: "timeout", want: [1, false] },
  { argv: "ip -batch -", fails: 1, reason: "busy", want: [1, false] },
];

describe("a patient host", () => {
  for (const { argv, fails, reason, want } of CASES) {
    it(`runs ${argv}, ${reason} ${fails} times, ${want[0]} times`, async () => {
      assert.deepEqual(await triesOf(argv, fails, reason), want);
    });
  }
});
