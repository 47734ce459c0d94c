import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { register, type Sdk } from "../../support/mock-program";

/** A program that ends in a resource `it`, and what that one gets. */
interface Case {
  name: string;
  program: (linuxnet: Sdk) => void;
  want: Record<string, unknown>;
  reasons?: string[];
}

const pair = (linuxnet: Sdk) =>
  new linuxnet.VethPair("veth", {
    ...{ namespace: "lab", addresses: ["10.0.0.2/24", "fd00::2/64"] },
    peer: { name: "peer", namespace: new linuxnet.Namespace("ns"), addresses: ["10.0.1.2/24", "fd01::2/64"] },
  });
const lab = (linuxnet: Sdk, name = "br") =>
  new linuxnet.Bridge(name, { namespace: "lab", addresses: ["fd00::1/64", "10.0.0.1/24", "10.0.0.9/24"] });
const to = (destination: string) => ({ destination, namespace: "lab" });

const devices: Case[] = [
  {
    name: "a bridge, whose namespace is the default",
    program: (linuxnet) => new linuxnet.Route("it", { destination: "10.1.0.0/16", device: lab(linuxnet) }),
    want: { namespace: "lab", device: "br" },
  },
  {
    name: "a pair, which means its first end",
    program: (linuxnet) => new linuxnet.Route("it", { destination: "10.1.0.0/16", device: pair(linuxnet) }),
    want: { namespace: "lab", device: "veth" },
  },
  {
    name: "the other end of a pair",
    program: (linuxnet) => new linuxnet.Route("it", { destination: "10.1.0.0/16", device: pair(linuxnet).peer }),
    want: { namespace: "ns", device: "peer" },
  },
  {
    name: "an output and a promise of a bridge",
    program: (linuxnet) =>
      new linuxnet.Masquerade("it", {
        source: "10.0.0.0/16",
        inInterface: pulumi.output(lab(linuxnet)),
        outInterface: Promise.resolve(lab(linuxnet, "br2")),
      }),
    want: { namespace: "lab", inInterface: "br", outInterface: "br2" },
  },
  {
    name: "a name, which says nothing of a namespace",
    program: (linuxnet) =>
      new linuxnet.Masquerade("it", { source: "10.0.0.0/16", outInterface: "eth0", inInterface: lab(linuxnet) }),
    want: { namespace: "lab", outInterface: "eth0", inInterface: "br" },
  },
  {
    name: "a bridge on the host",
    program: (linuxnet) => new linuxnet.Route("it", { destination: "10.1.0.0/16", device: new linuxnet.Bridge("br") }),
    want: { namespace: undefined, device: "br" },
  },
  {
    name: "a bridge as master of either end",
    program: (linuxnet) => {
      const master = lab(linuxnet);
      new linuxnet.VethPair("it", { master, peer: { name: "peer", master } });
    },
    want: {
      ...{ namespace: "lab", master: "br", name: "it" },
      peer: { name: "peer", namespace: "lab", master: "br" },
    },
  },
  {
    name: "one in another namespace as what it is, for the check to refuse",
    program: (linuxnet) =>
      new linuxnet.Route("it", { destination: "10.1.0.0/16", namespace: "other", device: lab(linuxnet) }),
    want: { namespace: "other", device: { name: "br", namespace: "lab", wanted: "other" } },
    reasons: ['device: expected an interface in namespace other, got "br in namespace lab"'],
  },
  {
    name: "one on the host where another is in a namespace",
    program: (linuxnet) => {
      const [inInterface, outInterface] = [new linuxnet.Bridge("br0"), lab(linuxnet)];
      new linuxnet.Masquerade("it", { source: "10.0.0.0/16", inInterface, outInterface });
    },
    want: { namespace: "lab", outInterface: "br", inInterface: { name: "br0", wanted: "lab" } },
    reasons: ['inInterface: expected an interface in namespace lab, got "br0 on the host"'],
  },
];

const namespaces: Case[] = [
  {
    name: "a namespace, by the name that it has",
    program: (linuxnet) => new linuxnet.Bridge("it", { namespace: new linuxnet.Namespace("ns", { name: "other" }) }),
    want: { namespace: "other" },
  },
  {
    name: "a name",
    program: (linuxnet) => new linuxnet.Bridge("it", { namespace: "lab" }),
    want: { namespace: "lab" },
  },
  {
    name: "an output of a namespace",
    program: (linuxnet) => new linuxnet.Bridge("it", { namespace: pulumi.output(new linuxnet.Namespace("ns")) }),
    want: { namespace: "ns" },
  },
  {
    name: "a promise of a name",
    program: (linuxnet) => new linuxnet.Bridge("it", { namespace: Promise.resolve("lab") }),
    want: { namespace: "lab" },
  },
];

const addresses: Case[] = [
  {
    name: "a bridge: its first IPv4 address",
    program: (linuxnet) => new linuxnet.Route("it", { ...to("default"), gateway: lab(linuxnet) }),
    want: { gateway: "10.0.0.1" },
  },
  {
    name: "a bridge: its first address of the destination's family",
    program: (linuxnet) => new linuxnet.Route("it", { ...to("fd09::/64"), gateway: lab(linuxnet) }),
    want: { gateway: "fd00::1" },
  },
  {
    name: "a bridge: its first address of a literal's family",
    program: (linuxnet) => new linuxnet.Route("it", { ...to("default"), gateway: "fd00::9", source: pair(linuxnet) }),
    want: { gateway: "fd00::9", source: "fd00::2" },
  },
  {
    name: "the other end of a pair",
    program: (linuxnet) => new linuxnet.Route("it", { ...to("10.9.0.0/16"), gateway: pair(linuxnet).peer }),
    want: { gateway: "10.0.1.2" },
  },
  {
    name: "an output of a pair and a promise of a bridge",
    program: (linuxnet) =>
      new linuxnet.Route("it", {
        ...to("10.9.0.0/16"),
        gateway: pulumi.output(pair(linuxnet)),
        source: Promise.resolve(lab(linuxnet)),
      }),
    want: { gateway: "10.0.0.2", source: "10.0.0.1" },
  },
  {
    name: "an output and a promise of text",
    program: (linuxnet) =>
      new linuxnet.Route("it", {
        ...to("10.9.0.0/16"),
        gateway: pulumi.output("10.0.0.7"),
        source: Promise.resolve("10.0.0.8"),
      }),
    want: { gateway: "10.0.0.7", source: "10.0.0.8" },
  },
  {
    name: "the source of a masquerade, of its network's family",
    program: (linuxnet) => new linuxnet.Masquerade("it", { source: "fd00::/64", toSource: pair(linuxnet).peer }),
    want: { toSource: "fd01::2" },
  },
];

describe("placement", () => {
  for (const [what, cases] of Object.entries({ device: devices, namespace: namespaces, address: addresses })) {
    for (const { name, program, want, reasons = [] } of cases) {
      it(`takes for ${what} ${name}`, async () => {
        const { it } = await register(program);
        assert.deepEqual(Object.fromEntries(Object.keys(want).map((key) => [key, it?.inputs[key]])), want);
        assert.deepEqual(it?.reasons, reasons);
      });
    }
  }

  it("makes the property depend on what it refers to", async () => {
    const all = await register((linuxnet) => {
      const veth = pair(linuxnet);
      const br = new linuxnet.Bridge("br", { namespace: "lab" });
      new linuxnet.Route("route", { destination: "default", device: br, gateway: veth.peer, source: veth });
      new linuxnet.VethPair("cable", { master: br, peer: { name: "end", namespace: new linuxnet.Namespace("ns1") } });
    });
    assert.deepEqual(all.route?.dependencies, {
      namespace: ["br"],
      device: ["br"],
      gateway: ["veth"],
      source: ["veth"],
    });
    assert.deepEqual(all.cable?.dependencies, { namespace: ["br"], master: ["br"], peer: ["ns1"] });
  });
});
