import assert from "node:assert/strict";
import { register, type Sdk } from "../../support/mock-program";

const veth = (linuxnet: Sdk) =>
  new linuxnet.VethPair("veth", { peer: { name: "p", addresses: ["fd00::2/64", "10.0.0.2/24"] } });
const port = { hostPort: 80 };

const cases: { name: string; program: (linuxnet: Sdk) => void; want: unknown[] }[] = [
  {
    name: "address and network of a target",
    program: (linuxnet) => new linuxnet.PortForward("it", { ...port, targetAddress: veth(linuxnet).peer }),
    want: ["10.0.0.2", "10.0.0.0/24"],
  },
  {
    name: "those of the host address's family",
    program: (linuxnet) =>
      new linuxnet.PortForward("it", { ...port, hostAddress: "fd01::1", targetAddress: veth(linuxnet).peer }),
    want: ["fd00::2", "fd00::/64"],
  },
  {
    name: "another network than the target's own",
    program: (linuxnet) =>
      new linuxnet.PortForward("it", { ...port, targetAddress: veth(linuxnet).peer, targetNetwork: "10.0.0.0/16" }),
    want: ["10.0.0.2", "10.0.0.0/16"],
  },
  {
    name: "a bare address",
    program: (linuxnet) => new linuxnet.PortForward("it", { ...port, targetAddress: "10.0.0.2" }),
    want: ["10.0.0.2", undefined],
  },
  {
    name: "a bare address behind an interface",
    program: (linuxnet) => new linuxnet.PortForward("it", { ...port, targetAddress: "10.0.0.2", outInterface: "br0" }),
    want: ["10.0.0.2", undefined],
  },
  {
    name: "a bare address in a network",
    program: (linuxnet) =>
      new linuxnet.PortForward("it", { ...port, targetAddress: "10.0.0.2", targetNetwork: "10.0.0.0/24" }),
    want: ["10.0.0.2", "10.0.0.0/24"],
  },
];

describe("port forward of a program", () => {
  for (const { name, program, want } of cases) {
    it(`takes ${name}`, async () => {
      const { it } = await register(program);
      assert.deepEqual([it?.inputs.targetAddress, it?.inputs.targetNetwork], want);
      assert.deepEqual(it?.reasons, []);
    });
  }
});
