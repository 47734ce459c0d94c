import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { register, type Sdk } from "../../support/mock-program";

/** Which resources a literal address of the resource `it` makes it wait for, and be replaced with. */
const cases: { name: string; program: (linuxnet: Sdk) => void; want: string[]; property?: string }[] = [
  {
    name: "an earlier bridge whose network contains it",
    program: (linuxnet) => {
      new linuxnet.Bridge("br0", { addresses: ["10.0.0.1/24"] });
      new linuxnet.Bridge("br1", { addresses: ["10.0.1.1/24"] });
      new linuxnet.Route("it", { destination: "10.9.0.0/16", gateway: "10.0.0.9" });
    },
    want: ["br0"],
  },
  {
    name: "no later one",
    program: (linuxnet) => {
      new linuxnet.Route("it", { destination: "10.9.0.0/16", gateway: "10.0.0.9" });
      new linuxnet.Bridge("br0", { addresses: ["10.0.0.1/24"] });
    },
    want: [],
  },
  {
    name: "none in another namespace, nor one on the host",
    program: (linuxnet) => {
      new linuxnet.Bridge("br0", { addresses: ["10.0.0.1/24"] });
      new linuxnet.Bridge("br1", { addresses: ["10.0.0.1/24"], namespace: "other" });
      new linuxnet.Bridge("br2", { addresses: ["10.0.0.1/24"], namespace: "lab" });
      new linuxnet.Route("it", { destination: "10.9.0.0/16", gateway: "10.0.0.9", namespace: "lab" });
    },
    want: ["br2"],
  },
  {
    name: "either end of a pair",
    program: (linuxnet) => {
      const peer = { name: "b", namespace: "ns0", addresses: ["10.0.0.2/24"] };
      new linuxnet.VethPair("veth0", { addresses: ["10.0.0.3/24"], peer });
      new linuxnet.VethPair("veth1", { addresses: ["10.0.0.4/24"], namespace: "ns0", peer: { name: "c" } });
      new linuxnet.Route("it", { destination: "default", gateway: "10.0.0.1", namespace: "ns0" });
    },
    want: ["veth0", "veth1"],
  },
  {
    name: "a pair whose peer is an output",
    program: (linuxnet) => {
      const peer = pulumi.output({ name: "b", namespace: "ns0", addresses: ["10.0.0.2/24"] });
      new linuxnet.VethPair("veth0", { peer });
      new linuxnet.Route("it", { destination: "default", gateway: "10.0.0.1", namespace: "ns0" });
    },
    want: ["veth0"],
  },
  {
    name: "one of the same namespace as a resource, whatever it is called",
    program: (linuxnet) => {
      const namespace = new linuxnet.Namespace("n", { name: "ns0" });
      new linuxnet.Bridge("br0", { addresses: ["fd00::1/64"], namespace });
      new linuxnet.Route("it", { destination: "fd09::/64", gateway: "fd00::9", namespace: "ns0" });
    },
    want: ["br0"],
  },
  {
    name: "none of the other family, and none whose address is wrong",
    program: (linuxnet) => {
      new linuxnet.Bridge("br0", { addresses: ["fd00::1/64", "x", "10.0.0.1/99"] });
      new linuxnet.Route("it", { destination: "10.9.0.0/16", gateway: "10.0.0.9" });
    },
    want: [],
  },
  {
    name: "the link that carries a source",
    program: (linuxnet) => {
      new linuxnet.Bridge("br0", { addresses: ["10.0.0.1/24"] });
      new linuxnet.Route("it", { destination: "10.9.0.0/16", device: "br0", source: "10.0.0.1" });
    },
    property: "source",
    want: ["br0"],
  },
  {
    name: "the bridge on the way to a forward's target",
    program: (linuxnet) => {
      new linuxnet.Bridge("br0", { addresses: ["10.0.0.1/24"] });
      const targetNetwork = "10.0.0.0/24";
      new linuxnet.PortForward("it", { hostPort: 80, targetAddress: "10.0.0.9", targetNetwork });
    },
    property: "targetAddress",
    want: ["br0"],
  },
  {
    name: "the resource itself and the links on the way to it",
    program: (linuxnet) => {
      const master = new linuxnet.Bridge("br0", { addresses: ["10.0.0.1/24"] });
      const veth = new linuxnet.VethPair("veth", {
        master,
        peer: { name: "p", namespace: "ns0", addresses: ["10.0.0.2/24"] },
      });
      new linuxnet.PortForward("it", { hostPort: 80, targetAddress: veth.peer });
    },
    property: "targetAddress",
    want: ["br0", "veth"],
  },
];

describe("order of a program", () => {
  for (const { name, program, want, property = "gateway" } of cases) {
    it(`is after ${name}`, async () => {
      const { it } = await register(program);
      assert.deepEqual(it?.dependencies[property] ?? [], want);
    });

    it(`is after ${name}, at preview`, async () => {
      const { it } = await register(program, { preview: true });
      assert.deepEqual(it?.dependencies[property] ?? [], want);
    });
  }
});
