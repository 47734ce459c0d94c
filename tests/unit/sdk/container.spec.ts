import assert from "node:assert/strict";
import { register, type Sdk } from "../../support/mock-program";

const refused: { name: string; program: (linuxnet: Sdk) => unknown; want: RegExp }[] = [
  {
    name: "a name in one of several networks",
    program: (linuxnet) => {
      const network = new linuxnet.ContainerNetwork("web", { subnet: "10.0.0.0/24" });
      return new linuxnet.Container("c1", { networks: [{ network }], aliases: ["db"] });
    },
    want: /^linuxnet\.Container c1: aliases: expected in networks, where there are several$/,
  },
  ...(["none", "host"] as const).flatMap((network) =>
    [{ address: "10.0.0.2" }, { mac: "02:00:00:00:00:01" }, { aliases: ["db"] }].map((args) => ({
      name: `${Object.keys(args).join()} in the mode ${network}`,
      program: (linuxnet: Sdk) => new linuxnet.Container("c1", { network, ...args }),
      want: new RegExp(
        `^linuxnet\\.Container c1: ${Object.keys(args).join()}: expected none with network "${network}"$`,
      ),
    })),
  ),
];

describe("a container of a program", () => {
  for (const { name, program, want } of refused) {
    it(`has not, beside what would tell it: ${name}`, async () => {
      await register((linuxnet) => {
        assert.throws(
          () => program(linuxnet),
          ({ message }: Error) => want.test(message),
        );
      });
    });
  }
});

describe("a firewall rule of a program", () => {
  const pair = (linuxnet: Sdk): InstanceType<Sdk["VethPair"]> =>
    new linuxnet.VethPair("veth", { addresses: ["10.0.0.2/24", "fd00::2/64"], peer: { name: "p" } });

  for (const { name, args, want } of [
    { name: "a protocol of IPv6", args: { protocol: "icmpv6" }, want: "fd00::2" },
    { name: "a protocol of IPv4", args: { protocol: "icmp" }, want: "10.0.0.2" },
    { name: "an address of IPv6", args: { destination: "fd01::/64" }, want: "fd00::2" },
    { name: "a family", args: { family: 6 }, want: "fd00::2" },
  ] as const) {
    it(`takes the address of a resource that goes with ${name}`, async () => {
      const { it } = await register(
        (linuxnet) => new linuxnet.FirewallRule("it", { ...args, source: pair(linuxnet), target: "DROP" }),
      );
      assert.equal(it?.inputs.source, want);
      assert.deepEqual(it.reasons, []);
    });
  }
});
