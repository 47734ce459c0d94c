import fc from "fast-check";
import type { Inputs, Kind } from "../plan";
import { hostBits, text4 } from "../arbitraries/addresses";
import { type Wrong, wrongDestinations, wrongInterfaceAddresses, wrongRemoteAddresses } from "../arbitraries/wrong";
import {
  wrongChoice,
  wrongLinkNames,
  wrongMacs,
  wrongSysctlValues,
  wrongTables,
  wrongWhole,
} from "../arbitraries/wrong-words";

/** A refused value, and right inputs around it, of which no two are the same to the kernel. */
export interface Typed {
  kind: Kind;
  path: string;
  wrong: Wrong;
  /** A value in its place that is right. */
  right: unknown;
  runs: number;
  inputs: (value: unknown, number: number) => Inputs;
}

const texts = (wrong: Wrong): Wrong => wrong.filter((it) => typeof it === "string");
const numbers = (wrong: Wrong): Wrong => wrong.filter((it) => typeof it === "number");
const words = (wrong: Wrong): Wrong => wrong.filter((it) => typeof it === "number" || typeof it === "string");

/** IPv4 as inet_aton(3) takes it. iptables looks all other texts up in the DNS. */
const otherNumbers: Wrong = fc
  .tuple(hostBits(4), fc.nat(3), fc.constantFrom(8, 16))
  .map(([bits, index, base]) => {
    const octets = text4(bits).split(".");
    octets[index] = `${base === 8 ? "0" : "0x"}${Number(octets[index]).toString(base)}`;
    return octets.join(".");
  })
  .filter((text) => /^(?!0\.)/.test(text) && !/(^|\.)00?(\.|$)/.test(text));
const noTargets: Wrong = fc.constantFrom("0.0.0.0", "127.0.0.1", "255.255.255.255", "224.0.0.1", "239.1.2.3");

/** A bridge without rules. */
const quiet: Inputs = { forward: false };
const route = (number: number): Inputs => ({ destination: `10.99.${number % 256}.0/24`, gateway: "10.7.0.9" });
const forward = (number: number): Inputs => ({ hostPort: 1024 + number, targetAddress: "10.0.0.2" });

export const TYPED: readonly Typed[] = [
  { kind: "bridge", path: "name", right: "x", wrong: texts(wrongLinkNames), runs: 150, inputs: (name) => ({ name }) },
  {
    ...{ kind: "bridge", path: "addresses", right: "10.9.0.1/24", wrong: texts(wrongInterfaceAddresses), runs: 250 },
    inputs: (address, number) => ({ ...quiet, name: `x${number}`, addresses: [address] }),
  },
  {
    ...{ kind: "bridge", path: "mtu", right: 1400, wrong: numbers(wrongWhole(68, 65535)), runs: 50 },
    inputs: (mtu, number) => ({ ...quiet, name: `x${number}`, mtu }),
  },
  {
    ...{ kind: "bridge", path: "mac", right: "02:00:00:00:00:01", wrong: texts(wrongMacs), runs: 90 },
    inputs: (mac, number) => ({ ...quiet, name: `x${number}`, mac }),
  },
  {
    ...{ kind: "route", path: "destination", right: "10.98.0.0/24", wrong: texts(wrongDestinations), runs: 250 },
    inputs: (destination, number) => ({ ...route(number), destination }),
  },
  {
    ...{ kind: "route", path: "gateway", right: "10.7.0.8", wrong: texts(wrongRemoteAddresses), runs: 250 },
    inputs: (gateway, number) => ({ ...route(number), gateway }),
  },
  {
    ...{ kind: "route", path: "metric", right: 7, wrong: numbers(wrongWhole(0, 4294967295)), runs: 50 },
    inputs: (metric, number) => ({ ...route(number), metric }),
  },
  {
    ...{ kind: "route", path: "table", right: "100", wrong: words(wrongTables).map(String), runs: 80 },
    inputs: (table, number) => ({ ...route(number), table }),
  },
  {
    ...{ kind: "route", path: "type", right: "unicast", wrong: texts(wrongChoice("unicast", "prohibit")), runs: 40 },
    inputs: (type, number) => ({ ...route(number), type }),
  },
  {
    ...{ kind: "masquerade", path: "source", right: "10.0.0.0/8", wrong: otherNumbers, runs: 30 },
    inputs: (source) => ({ source }),
  },
  {
    ...{
      kind: "portForward",
      path: "targetAddress",
      right: "10.0.0.3",
      wrong: fc.oneof(otherNumbers, noTargets),
      runs: 40,
    },
    inputs: (targetAddress, number) => ({ ...forward(number), targetAddress }),
  },
  {
    ...{ kind: "portForward", path: "hostPort", right: 8080, wrong: numbers(wrongWhole(1, 65535)), runs: 30 },
    inputs: (hostPort, number) => ({ ...forward(number), hostPort, targetPort: 80 }),
  },
  {
    ...{
      kind: "portForward",
      path: "protocol",
      right: "udp",
      wrong: texts(wrongChoice("tcp", "udp", "sctp")),
      runs: 30,
    },
    inputs: (protocol, number) => ({ ...forward(number), protocol }),
  },
  {
    kind: "namespace",
    path: "sysctls",
    right: "1",
    // A line of its own would be another parameter's, and that may be the machine's.
    wrong: words(wrongSysctlValues).filter((value) => /^[^\n\r]*$/.test(String(value))),
    runs: 60,
    inputs: (value, number) => ({
      name: `typed${number}`,
      sysctls: { "net.ipv4.conf.all.rp_filter": String(value) },
    }),
  },
];
