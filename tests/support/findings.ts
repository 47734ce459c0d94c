import assert from "node:assert/strict";
import { findingsOf } from "../../findings";
import type { Standing, StandingLink, StandingPlace } from "../../findings/host/standing";
import { programOf, type Sent } from "../../findings/program";
import type { Origin } from "../../provider/resources/spec";
import { owner } from "./owner";

/** A resource of a program: its kind, what is given, the name by which a test calls it, and by what an imported one is known. */
export type Line = [kind: Sent["kind"], inputs: Record<string, unknown>, name?: string, imported?: Origin];

/** A program, and what is told of it: the resource, and the first line. */
export interface Case {
  name: string;
  program: Line[];
  standing?: Standing;
  want: [resource: string, headline: string][];
}

/** What makes a host forward already. */
export const FORWARDS = { forwards: { 4: true, 6: true } };

const FRESH = { "net.ipv4.ip_forward": "0", "net.ipv6.conf.all.forwarding": "0" };

/** A host with an uplink, as the lab's, and without any namespace. */
export function host(place: Partial<StandingPlace> = {}, more: Partial<Standing> = {}): Standing {
  const uplink = link("enp0s1", { addresses: ["192.168.64.5/24"] });
  const own: StandingPlace = {
    owner: undefined,
    links: [link("lo", { addresses: ["127.0.0.1/8"] }), uplink],
    routes: [route("default", { gateway: "192.168.64.1" }), route("192.168.64.0/24", { protocol: "kernel" })],
    listeners: [],
    rules: undefined,
    sourceNat: [],
    forwards: { 4: false, 6: false },
    ...place,
  };
  return {
    places: new Map([[undefined, own]]),
    namespaces: [],
    fresh: FRESH,
    own: undefined,
    lacks: [],
    noPrograms: new Set(),
    withoutV6: false,
    unseen: [],
    ...more,
  };
}

/** A host with a namespace that stands and was read. */
export function withPlace(name: string, place: Partial<StandingPlace>): Standing {
  const standing = host({}, { namespaces: [name] });
  const own: StandingPlace = {
    ...{
      owner: undefined,
      links: [],
      routes: [],
      listeners: [],
      rules: undefined,
      sourceNat: undefined,
      forwards: { 4: false, 6: false },
    },
    ...place,
  };
  return { ...standing, places: new Map([...standing.places, [name, own]]) };
}

export function link(name: string, given: Partial<StandingLink> = {}): StandingLink {
  return {
    ...{ name, index: 2, kind: undefined, alias: undefined, mac: "02:00:00:00:00:01", mtu: 1500, up: true },
    ...{
      master: undefined,
      peerIndex: undefined,
      peerNamespace: undefined,
      beyond: [],
      peerName: undefined,
      addresses: [],
      dynamicAddresses: [],
      stp: false,
    },
    ...{ vlanFiltering: false, vlanDefaultPvid: 1, vlanId: undefined, port: {} },
    ...{ hairpin: false, isolated: false, owner: undefined, ...given },
  };
}

export function route(
  destination: string,
  given: Partial<StandingPlace["routes"][number]> = {},
): StandingPlace["routes"][number] {
  return {
    ...{ type: "unicast", destination, gateway: undefined, device: "enp0s1", source: undefined, metric: 0 },
    ...{ protocol: "boot", onlink: false, beyond: [], table: "main", family: 4 as const, ...given },
  };
}

/** Each case as a test: the whole set of findings, so that no other rule speaks either. */
export function testFindings(title: string, cases: readonly Case[]): void {
  describe(`finding: ${title}`, () => {
    for (const { name, program, standing = host(), want } of cases) {
      it(name, () => assert.deepEqual(found(program, standing), want));
    }
  });
}

function found(program: readonly Line[], standing: Standing): [string, string][] {
  const names = program.map(([kind, inputs, name]) => name ?? (inputs.name as string | undefined) ?? kind);
  const sent = program.map(([kind, inputs, , imported], index) => ({
    kind,
    name: names[index] as string,
    inputs: { owner: owner(names[index] as string), ...inputs },
    ...(imported ? { imported } : {}),
  }));
  return findingsOf(programOf(sent), standing, true).map(({ resource, text }) => [
    names[resource.index] as string,
    text.split("\n", 1)[0] as string,
  ]);
}
