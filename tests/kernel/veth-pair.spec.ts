import assert from "node:assert/strict";
import { type Place, sh, succeeds } from "../support/command";
import { BLUE, byHand, foreignNamespace, it, RED, rowsFor } from "../support/kernel";
import { addresses, hasLink, link } from "../support/links";
import { make, refusal } from "../support/made";
import { owner } from "../support/owner";

interface Case {
  where: string;
  namespace?: string;
  peer?: string;
}

const CASES: Case[] = [
  { where: "host and namespace", peer: RED },
  { where: "namespace and host", namespace: RED },
  { where: "two namespaces", namespace: RED, peer: BLUE },
  { where: "one namespace", namespace: RED, peer: RED },
  { where: "the host alone" },
];

const NAMES = [
  ["type", "dev"],
  ["up", "help"],
  ["peer", "name"],
  ["veth", "master"],
  ["eth0.5", "eth0.6"],
  ["ip", "iptables-save"],
] as const;

const BOTH = ["10.0.0.1/24", "fd00::1/64"];
const OTHERS = ["10.0.0.2/24", "fd00::2/64"];

const CHANGES = [
  { addresses: ["10.0.0.1/24"] },
  { addresses: ["10.0.0.11/24", "fd00::11/64", "10.0.0.12/24"] },
  { addresses: ["10.0.0.12/24"] },
  { addresses: undefined },
  { addresses: BOTH, mtu: 1400 },
  { mtu: 1500, addresses: BOTH, mac: "02:00:00:00:00:01" },
  { addresses: BOTH, mac: "02:00:00:00:00:02", up: false },
  { addresses: BOTH, up: true },
];

for (const { where, namespace, peer } of CASES) {
  const pair = (first: object = {}, second: object = {}): Record<string, unknown> => ({
    ...{ name: "veth0", ...(namespace === undefined ? {} : { namespace }), addresses: BOTH, ...first },
    peer: { name: "ceth0", ...(peer === undefined ? {} : { namespace: peer }), addresses: OTHERS, ...second },
  });

  describe(`veth pair between ${where}`, () => {
    it("joins its ends", async () => {
      const veth = await make("vethPair", pair());
      for (const [name, place, want] of [
        ["veth0", namespace, BOTH],
        ["ceth0", peer, OTHERS],
      ] as const) {
        const { mtu, linkinfo, flags, ifalias } = link(name, place);
        assert.deepEqual([mtu, linkinfo.info_kind, flags.includes("UP")], [1500, "veth", true]);
        assert.equal(ifalias, `linuxnet:${owner("vethPair veth0")}`);
        assert.deepEqual(addresses(name, place), want);
      }
      await veth.settled();
      assert.ok(succeeds(["ping", "-c1", "-W0.4", "10.0.0.2"], namespace));
      assert.ok(succeeds(["ping", "-c1", "-W0.4", "fd00::2"], namespace));
    });

    for (const end of ["first", "second"] as const) {
      it(`changes its ${end} end in place, one property after the other`, async () => {
        const veth = await make("vethPair", pair());
        const macs = [link("veth0", namespace).address, link("ceth0", peer).address];
        for (const change of CHANGES) await veth.become(end === "first" ? pair(change) : pair({}, change));
        assert.deepEqual([link("veth0", namespace).address, link("ceth0", peer).address], macs);
      });
    }

    it("keeps its MACs when the program renames it", async () => {
      const veth = await make("vethPair", pair());
      const macs = [link("veth0", namespace).address, link("ceth0", peer).address];
      await veth.change({ owner: owner("renamed") });
      assert.deepEqual([link("veth0", namespace).address, link("ceth0", peer).address], macs);
      assert.equal(link("ceth0", peer).ifalias, `linuxnet:${owner("renamed")}`);
    });

    const DRIFTS: { name: string; end: "first" | "second"; command: string; want: string[] }[] = [
      { name: "down", end: "first", command: "ip link set veth0 down", want: ["addresses", "up"] },
      { name: "peer down", end: "second", command: "ip link set ceth0 down", want: ["peer"] },
      { name: "address lost", end: "first", command: "ip address del 10.0.0.1/24 dev veth0", want: ["addresses"] },
      { name: "address added", end: "second", command: "ip address add 10.9.0.1/24 dev ceth0", want: ["peer"] },
      { name: "MTU", end: "second", command: "ip link set ceth0 mtu 1400", want: ["peer"] },
      { name: "MAC", end: "first", command: "ip link set veth0 address 02:00:00:00:00:02", want: ["mac"] },
    ];
    for (const { name, end, command, want } of rowsFor(namespace, DRIFTS)) {
      it(`sees and mends: ${name}`, async () => {
        const veth = await make("vethPair", pair());
        sh(command, end === "first" ? namespace : peer);
        assert.deepEqual((await veth.drift())?.sort(), want);
        await veth.repair();
      });
    }

    it("takes back what its interrupted creation left", async () => {
      const lost = await make("vethPair", pair());
      lost.forget();
      const again = await make("vethPair", pair());
      await again.settled();
    });

    for (const [name, taken, place] of [
      ["first", "veth0", namespace],
      ["second", "ceth0", peer],
    ] as const) {
      it(`is refused when the ${name} name is taken, and changes nothing`, async () => {
        byHand(`ip link add ${taken} type bridge`, place, `ip link del ${taken}`);
        const before = sh("ip -d link", namespace) + sh("ip -d link", peer);
        const message = await refusal("vethPair", pair());
        assert.match(
          message,
          /^veth pair veth0 .*: cannot create, it already exists: an interface of kind bridge that linuxnet did not make/,
        );
        assert.equal(sh("ip -d link", namespace) + sh("ip -d link", peer), before);
      });
    }

    it("leaves a foreign pair of its names alone, until it may adopt it", async () => {
      cableByHand("veth0", namespace, "ceth0", peer);
      assert.match(await refusal("vethPair", pair()), /it already exists: an interface of kind veth .*adopt: true/);
      assert.equal(link("veth0", namespace).ifalias, undefined);
      const veth = await make("vethPair", pair({ adopt: true }));
      await veth.settled();
    });

    it("is gone when another pair has its place, which destroying it leaves alone", async () => {
      const veth = await make("vethPair", pair());
      sh("ip link del ceth0", peer);
      cableByHand("veth0", namespace, "ceth0", peer);
      assert.equal(await veth.drift(), undefined);
      await assert.rejects(
        veth.change({ mtu: 1400 }),
        /cannot change, there is now an interface of kind veth that linuxnet did not make/,
      );
      await veth.remove();
      assert.deepEqual([hasLink("veth0", namespace), hasLink("ceth0", peer)], [true, true]);
    });

    for (const [end, name, place] of [
      ["first", "veth0", namespace],
      ["second", "ceth0", peer],
    ] as const) {
      it(`is whole again after its ${end} end got another name by hand`, async () => {
        const veth = await make("vethPair", pair());
        sh(`ip link set ${name} down`, place);
        sh(`ip link set ${name} name other`, place);
        await veth.upAfterRefresh();
        assert.equal(hasLink("other", place), false);
      });

      it(`leaves nothing when it is destroyed after its ${end} end got another name`, async () => {
        const veth = await make("vethPair", pair());
        sh(`ip link set ${name} down`, place);
        sh(`ip link set ${name} name other`, place);
        await veth.remove();
      });
    }

    it("is deleted twice without complaint", async () => {
      const veth = await make("vethPair", pair());
      await veth.remove();
      await veth.remove();
    });
  });
}

describe("veth pair", () => {
  it("is not taken for one of two ends that have the same numbers and are of different pairs", async () => {
    for (const name of ["a", "b", "x", "y"]) foreignNamespace(name);
    sh("ip link add name veth0 index 2 type veth peer name x index 2 netns /run/netns/x", "a");
    sh("ip link add name eth0 index 2 type veth peer name y index 2 netns /run/netns/y", "b");
    const names = { name: "veth0", namespace: "a", peer: { name: "eth0", namespace: "b" } };
    assert.match(await refusal("vethPair", { ...names, adopt: true }), /it already exists: an interface of kind veth/);
    for (const [name, place] of [
      ["veth0", "a"],
      ["eth0", "b"],
    ] as const) {
      assert.equal(link(name, place).ifalias, undefined);
    }
    const pair = await make("vethPair", {
      name: "veth0",
      namespace: "a",
      peer: { name: "x", namespace: "x" },
      adopt: true,
    });
    await pair.settled();
  });

  const pair = (first: object, second: object): Record<string, unknown> => ({
    ...{ addresses: BOTH, ...first },
    peer: { namespace: RED, addresses: OTHERS, ...second },
  });

  for (const [first, second] of NAMES) {
    it(`may have ends called ${first} and ${second}`, async () => {
      const veth = await make("vethPair", pair({ name: first }, { name: second }));
      await veth.settled();
      await veth.become(pair({ name: first, addresses: ["10.0.0.3/24"] }, { name: second, mtu: 1400 }));
    });
  }
});

/** A pair that linuxnet did not make, until the end of the test. */
function cableByHand(first: string, place: Place, second: string, other: Place): void {
  sh(
    `ip link add ${first} type veth peer name ${second} ${other === undefined ? "" : `netns /run/netns/${other}`}`.trim(),
  );
  if (place !== undefined) byHand(`ip link set ${first} netns /run/netns/${place}`);
  byHand("true", place, `ip link del ${first}`);
}
