import assert from "node:assert/strict";
import { LinuxnetError, PartialFailure } from "../../provider/errors";
import { firewallOf } from "../../provider/host/firewall";
import { viewOf } from "../../provider/host/view";
import { lifecycleOf, type Verbs } from "../../provider/lifecycle-of";
import type { Owned } from "../../provider/resources/spec";
import { batch, FakeHost, names, type Run, show } from "./fake-host";
import { checked, type Kind, OTHER, OWNER, specOf, stateOf } from "./plan";

export type AnyLifecycle = Verbs<Owned, Owned>;

/* A pair of a on the host and b in ns0, as its creation, ip and the tag tell it. */
export const MAC = { a: "02:df:81:a0:34:d9", b: "02:07:71:76:78:58" };
export const given = { name: "a", peer: { name: "b", namespace: "ns0" } };
export const ADD = `link add name a address ${MAC.a} mtu 1500 type veth peer name b address ${MAC.b} mtu 1500 netns /run/netns/ns0`;
export const end = (name: string, owner = OWNER, mtu = 1500): string[] => [
  `link set dev ${name} alias linuxnet:${owner} mtu ${mtu}`,
  `link set dev ${name} up`,
];
export const a = {
  ifindex: 5,
  link_index: 6,
  link_netnsid: 0,
  address: MAC.a,
  linkinfo: { info_kind: "veth" },
  ifalias: `linuxnet:${OWNER}`,
};
export const b = { ...a, ifindex: 6, link_index: 5, address: MAC.b };
export const foreign = { ifalias: undefined, address: "8e:00:00:00:00:01" };
export const others = { ifalias: `linuxnet:${OTHER}` };
export const seen = (first: object | undefined, second: object | undefined): Run[] => [
  show(undefined, "a", first),
  show("ns0", "b", second),
  // What is not there may have another name by now.
  ...(first ? [] : [names(undefined)]),
  ...(second ? [] : [names("ns0")]),
];
/** What tells that those of which no mark says it are one pair. */
export const paired = (first: object, second: object): Run[] => [
  ...seen(first, second),
  { argv: "ip -j netns list-id nsid 0", prints: JSON.stringify([{ nsid: 0, name: "ns0" }]) },
  { ...show("ns0", "b", second), argv: "nsenter --net=/run/netns/ns0 -- ip -j -d addr show" },
];
/** What ip tells of the host's links after somebody has given a the name c. */
export const RENAMED = `1: lo: <LOOPBACK> mtu 65536\n5: c@if6: <UP> mtu 1500\\    link/ether ${MAC.a}\\    alias linuxnet:${OWNER}\n`;
export const create = (fails?: string): Run => batch(undefined, [ADD, ...end("a")], fails);
export const inNs0 = (fails?: string): Run => batch("ns0", end("b"), fails);
export const change = [batch(undefined, end("a")), inNs0()];
export const DEL = batch(undefined, ["link del dev a"]);
export const exists = (line: number): string => `RTNETLINK answers: File exists\nCommand failed -:${line}`;
export const denied = (line: number): string => `RTNETLINK answers: Operation not permitted\nCommand failed -:${line}`;
export const WHAT = "veth pair a on the host, b in namespace ns0";
export const state = stateOf("vethPair", given);

export interface Case {
  name: string;
  kind?: Kind;
  verb: (lifecycle: AnyLifecycle) => Promise<unknown>;
  script: Run[];
  want?: unknown;
  /** The beginning of the message. */
  error?: string;
  /** What a partial failure keeps, less the drift, which is its message. */
  kept?: object;
}
export const inputs = checked("vethPair", given);

export function testLifecycle(verb: string, cases: readonly Case[]): void {
  describe(`lifecycle: ${verb}`, () => {
    for (const { name, kind = "vethPair", verb: run, script, want, error, kept } of cases) {
      it(name, async () => {
        const host = new FakeHost(script);
        const lifecycle = lifecycleOf(specOf(kind), host, firewallOf(host), viewOf(host));
        const result = await run(lifecycle).catch((caught: unknown) => caught);
        host.assertDone();
        if (error === undefined) return assert.deepEqual(result, want);
        assert.ok(result instanceof LinuxnetError, String(result));
        assert.equal(`${result.message}\n`.slice(0, error.length), error);
        const partial = result instanceof PartialFailure ? { id: result.id, ...result.state } : undefined;
        assert.deepEqual(partial, kept && { id: "a", ...kept, drift: [result.message] });
      });
    }
  });
}
