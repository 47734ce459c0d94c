import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { register, type Sdk, valueOf } from "../../support/mock-program";

/** The values of a program's outputs; one that is unknown is no value. */
async function outputs(program: (linuxnet: Sdk) => pulumi.Output<unknown>[], preview = false): Promise<unknown[]> {
  const values: unknown[] = [];
  const run = async (linuxnet: Sdk): Promise<void> => {
    for (const output of program(linuxnet)) values.push(await valueOf(output));
  };
  await register(run, { preview });
  return values;
}

const MAC = /^02(:[0-9a-f]{2}){5}$/;
const peer = { name: "p", namespace: "ns0", addresses: ["FD00::2/64", "10.0.0.2/24", "10.0.0.3/24"] };
const cases: { name: string; program: (linuxnet: Sdk) => pulumi.Output<unknown>[]; want: unknown[] }[] = [
  {
    name: "a namespace's path",
    program: (linuxnet) => {
      const { name, path, adopt } = new linuxnet.Namespace("n", { name: "ns0" });
      return [name, path, adopt];
    },
    want: ["ns0", "/run/netns/ns0", false],
  },
  {
    name: "a bridge's first address of each family, and its defaults",
    program: (linuxnet) => {
      const { name, address, address6, mtu, up, forward } = new linuxnet.Bridge("br0", { addresses: peer.addresses });
      return [name, address, address6, mtu, up, forward];
    },
    want: ["br0", "10.0.0.2", "fd00::2", 1500, true, true],
  },
  {
    name: "no address where there is none",
    program: (linuxnet) => {
      const { address, address6, addresses, namespace } = new linuxnet.Bridge("br0");
      return [address, address6, addresses, namespace];
    },
    want: [undefined, undefined, undefined, undefined],
  },
  {
    name: "a pair's ends",
    program: (linuxnet) => {
      const {
        name,
        address,
        hairpin,
        peer: other,
      } = new linuxnet.VethPair("veth0", { addresses: ["10.1.0.1/24"], peer });
      return [name, address, hairpin, other.name, other.namespace, other.address, other.hairpin];
    },
    want: ["veth0", "10.1.0.1", false, "p", "ns0", "10.0.0.2", false],
  },
  {
    name: "a MAC of its own for each end",
    program: (linuxnet) => {
      const { mac, peer: other } = new linuxnet.VethPair("veth0", { peer });
      return [pulumi.all([mac, other.mac]).apply(([a, b]) => [MAC.test(a), MAC.test(b), a === b])];
    },
    want: [[true, true, false]],
  },
  {
    name: "a route in canonical text",
    program: (linuxnet) => {
      const route = new linuxnet.Route("r", { destination: "10.1.2.3/16", gateway: "10.0.0.1", table: 254 });
      return [route.destination, route.metric, route.table, route.type];
    },
    want: ["10.1.0.0/16", 0, "main", "unicast"],
  },
  {
    name: "a port forward's target",
    program: (linuxnet) => {
      const targetAddress = new linuxnet.VethPair("veth0", { peer }).peer;
      const it = new linuxnet.PortForward("f", { hostPort: "8000-8010", targetAddress });
      return [it.targetAddress, it.targetNetwork, it.targetPort, it.protocol];
    },
    want: ["10.0.0.2", "10.0.0.0/24", 8000, "tcp"],
  },
];

describe("outputs", () => {
  for (const { name, program, want } of cases) {
    it(`tell ${name}`, async () => assert.deepEqual(await outputs(program), want));
  }

  it("are known at preview where the program says what they are", async () => {
    const known = await outputs((linuxnet) => {
      const { namespace, address, addresses } = new linuxnet.Bridge("br0", { addresses: ["10.0.0.1/24"] });
      return [namespace, address, addresses];
    }, true);
    assert.deepEqual(known, [undefined, "10.0.0.1", ["10.0.0.1/24"]]);
  });
});
