import assert from "node:assert/strict";
import { type AnyKind, type Inputs, OWNER, pureLifecycle } from "./plan";

/** What a refusal says: the path of a value, what was expected there, and what was found, as the message shows it. */
export type Refusal = readonly [path: string, expected: string, got: string];

/** Inputs of a program, and all that is refused of them. */
export type RefusalCase = readonly [inputs: Inputs, ...want: Refusal[]];

const WORD = "letters, digits, `_`, `.` or `-`, not beginning with `-` or `.`";

/** What is expected of the words that several kinds have. */
export const WANTED = {
  interface: `an interface name of 1-15 bytes: ${WORD}`,
  namespace: `a namespace name of 1-255 bytes: ${WORD}`,
  value: "a value",
  flag: "true or false",
  notLo: "an interface other than lo",
  notNumber: "a name that ip does not take for an interface's number",
  interfaceAddress: "an address with its prefix length, such as 10.0.0.1/24 or fd00::1/64",
  hostIn: (network: string) => `a host's address, not the network's or the broadcast address of ${network}`,
  host: "the address of a host, such as 10.0.0.1 or fd00::1",
  remote: "an address that packets can be sent to",
  network: "a network, such as 10.0.0.0/24 or fd00::/64",
  partial: "a network that is less than all addresses",
  list: "a list",
  object: "an object",
  mac: "a unicast MAC address such as 02:00:00:00:00:01",
  mtu: "an MTU in bytes, a whole number from 68 to 65535",
  port: "a port, a whole number from 1 to 65535",
  owner: "16 hexadecimal digits",
} as const;

export const quoted = (text: string): string => JSON.stringify(text);

/** One test a row; no row runs a command. */
export function testRefusals(kind: AnyKind, cases: readonly RefusalCase[]): void {
  describe(`check of a ${kind}`, () => {
    for (const [inputs, ...want] of cases) {
      it(`refuses ${JSON.stringify(inputs).slice(0, 100)}`, () => {
        const { failures } = pureLifecycle(kind).check({ owner: OWNER, ...inputs });
        assert.deepEqual(
          failures,
          want.map(([path, expected, got]) => ({
            property: /^\w+/.exec(path)?.[0],
            reason: `${path}: expected ${expected}, got ${got}`,
          })),
        );
      });
    }
  });
}
