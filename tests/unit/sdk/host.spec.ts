import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { register, type Sdk, valueOf } from "../../support/mock-program";

const B = { name: "b", address: "192.0.2.7", user: "root" };
const onB = ({ Host }: Sdk) => new Host("b", { address: "192.0.2.7", user: "root" });

/** A program that ends in a resource `it` on host b. */
const PLACED: Record<string, (linuxnet: Sdk) => unknown> = {
  "that is named": (linuxnet) => new linuxnet.Bridge("it", { host: onB(linuxnet) }),
  "that is named as an output": (linuxnet) => new linuxnet.Bridge("it", { host: pulumi.output(onB(linuxnet)) }),
  "of its namespace": (linuxnet) =>
    new linuxnet.Bridge("it", { namespace: new linuxnet.Namespace("ns", { host: onB(linuxnet) }) }),
  "of its namespace as an output": (linuxnet) =>
    new linuxnet.Bridge("it", { namespace: pulumi.output(new linuxnet.Namespace("ns", { host: onB(linuxnet) })) }),
  "of the master of its peer": (linuxnet) =>
    new linuxnet.VethPair("it", { peer: { name: "p", master: new linuxnet.Bridge("br", { host: onB(linuxnet) }) } }),
  "of the other end of a pair": (linuxnet) =>
    new linuxnet.Route("it", {
      destination: "10.1.0.0/16",
      device: new linuxnet.VethPair("veth", { host: onB(linuxnet), peer: { name: "p" } }).peer,
    }),
  "of an address, where nothing else tells": (linuxnet) =>
    new linuxnet.PortForward("it", {
      hostPort: 80,
      targetAddress: new linuxnet.Bridge("br", { host: onB(linuxnet), addresses: ["10.0.0.1/24"] }),
    }),
  "of its network": (linuxnet) =>
    new linuxnet.Container("it", {
      network: new linuxnet.ContainerNetwork("web", { host: onB(linuxnet), subnet: "10.0.0.0/24" }),
    }),
  "of the network of a set": (linuxnet) =>
    new linuxnet.ContainerSet("it", {
      network: new linuxnet.ContainerNetwork("web", { host: onB(linuxnet), subnet: "10.0.0.0/24" }),
      containers: { p1: {} },
    }),
};

/** Programs of which an object would be on two machines. */
const MIXED: Record<string, [text: RegExp, program: (linuxnet: Sdk) => unknown]> = {
  "a namespace of the program's own machine": [
    /linuxnet\.Bridge it: expected all of it on one machine, got host on host b, namespace on the program's own/,
    (linuxnet) => new linuxnet.Bridge("it", { host: onB(linuxnet), namespace: new linuxnet.Namespace("ns") }),
  ],
  "ends on two hosts": [
    /linuxnet\.VethPair it: expected all of it on one machine, got master on host b, peer.namespace on host c/,
    (linuxnet) =>
      new linuxnet.VethPair("it", {
        master: new linuxnet.Bridge("br", { host: onB(linuxnet) }),
        peer: {
          name: "p",
          namespace: new linuxnet.Namespace("ns", { host: new linuxnet.Host("c", { address: "c" }) }),
        },
      }),
  ],
};

describe("a host", () => {
  for (const [name, program] of Object.entries(PLACED)) {
    it(`is the one ${name}`, async () => {
      const { it } = await register(program);
      assert.deepEqual(it?.inputs.host, B);
      assert.deepEqual(it.reasons, []);
      assert.equal(it.dependencies.host, undefined);
    });
  }

  for (const [name, [text, program]] of Object.entries(MIXED)) {
    it(`is refused beside ${name}`, async () => {
      await assert.rejects(register(program), text);
    });
  }

  it("is none of a resource without one, in what is sent and in what is told", async () => {
    let host: pulumi.Output<unknown> | undefined;
    const { it } = await register((linuxnet) => {
      ({ host } = new linuxnet.Bridge("it", {}));
    });
    assert.ok(it && !("host" in it.inputs));
    assert.equal(await valueOf(host as pulumi.Output<unknown>), undefined);
  });

  it("is told by its resources", async () => {
    let host: pulumi.Output<unknown> | undefined;
    await register((linuxnet) => {
      ({ host } = new linuxnet.Bridge("it", { host: onB(linuxnet) }));
    });
    assert.deepEqual(await valueOf(host as pulumi.Output<unknown>), B);
  });

  it("of which something is not known at preview tells the rest", async () => {
    const { it } = await register(
      (linuxnet) => {
        const address = pulumi.output(pulumi.unknown as string);
        new linuxnet.Bridge("it", { host: new linuxnet.Host("b", { address }) });
      },
      { preview: true },
    );
    assert.equal((it?.inputs.host as { name: string }).name, "b");
  });

  it("is refused without an address", async () => {
    await assert.rejects(
      register((linuxnet) => new linuxnet.Host("b", {} as never)),
      /linuxnet\.Host b: the argument address is missing/,
    );
  });

  it("has addresses of its own for networks of one name", async () => {
    const { mine, theirs } = await register((linuxnet) => {
      for (const [name, host] of Object.entries({ mine: undefined, theirs: onB(linuxnet) })) {
        const network = new linuxnet.ContainerNetwork(`web ${name}`, { name: "web", host, subnet: "10.0.0.0/24" });
        new linuxnet.Container(name, { name: "c1", network });
      }
    });
    assert.deepEqual(mine?.inputs.networks, theirs?.inputs.networks);
  });
});
