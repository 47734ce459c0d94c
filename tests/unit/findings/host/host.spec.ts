import { host, type Line, link, route as standingRoute, testFindings, withPlace } from "../../../support/findings";
import { owner } from "../../../support/owner";
import { bridge, forward, namespace, oneContainer, route, UNKNOWN } from "../network";

const br0 = (given = {}) => bridge("br0", { addresses: ["10.0.0.1/24"], ...given });
const standingBridge = (given = {}) => host({ links: [link("br0", { kind: "bridge", ...given })] });
const exists = (what: string, whose = "that linuxnet did not make"): string =>
  `interface br0 on the host already exists: ${what} ${whose}`;

testFindings("a name that is taken", [
  {
    name: "by a bridge",
    program: [br0()],
    standing: standingBridge(),
    want: [["br0", exists("an interface of kind bridge")]],
  },
  {
    name: "by another kind",
    program: [br0()],
    standing: standingBridge({ kind: undefined }),
    want: [["br0", exists("an interface")]],
  },
  {
    name: "by another resource",
    program: [br0()],
    standing: standingBridge({ owner: owner("another") }),
    want: [
      [
        "br0",
        exists("an interface of kind bridge", `that linuxnet made for another resource (owner ${owner("another")})`),
      ],
    ],
  },
  {
    name: "of a pair's other end",
    program: [["vethPair", { name: "veth0", peer: { name: "br0" } }]],
    standing: standingBridge(),
    want: [["veth0", exists("an interface of kind bridge")]],
  },
  {
    name: "of a namespace",
    program: [namespace("lab")],
    standing: inNamespace({ owner: undefined }),
    want: [["lab", "namespace lab already exists: a namespace that linuxnet did not make"]],
  },
  {
    name: "of an interface in a namespace",
    program: [bridge("br0", { namespace: "lab" })],
    standing: inNamespace({ links: [link("br0", { kind: "bridge" })] }),
    want: [
      ["br0", "interface br0 in namespace lab already exists: an interface of kind bridge that linuxnet did not make"],
    ],
  },
  {
    name: "of a route",
    program: [route("it", { destination: "10.9.0.0/16", gateway: "192.168.64.7" })],
    standing: host({
      links: [link("enp0s1", { addresses: ["192.168.64.5/24"] })],
      routes: [standingRoute("10.9.0.0/16", { gateway: "192.168.64.1" })],
    }),
    want: [
      [
        "it",
        "route to 10.9.0.0/16 on the host already exists: a route to 10.9.0.0/16 via 192.168.64.1 dev enp0s1 of protocol boot that linuxnet did not make",
      ],
    ],
  },
  {
    name: "not while a route's gateway, and so its family, is unknown",
    program: [route("it", { destination: "default", gateway: UNKNOWN })],
    want: [],
  },
  { name: "not by the resource's own", program: [br0()], standing: standingBridge({ owner: owner("br0") }), want: [] },
  {
    name: "not by one that is to be taken over",
    program: [br0({ adopt: true })],
    standing: standingBridge(),
    want: [],
  },
  {
    name: "not by a route that linuxnet made",
    program: [route("it", { destination: "10.9.0.0/16", gateway: "192.168.64.7" })],
    standing: host({
      links: [link("enp0s1", { addresses: ["192.168.64.5/24"] })],
      routes: [standingRoute("10.9.0.0/16", { protocol: "76" })],
    }),
    want: [],
  },
  {
    name: "not by a route of another metric",
    program: [route("it", { destination: "10.9.0.0/16", gateway: "192.168.64.7", metric: 5 })],
    standing: host({
      links: [link("enp0s1", { addresses: ["192.168.64.5/24"] })],
      routes: [standingRoute("10.9.0.0/16")],
    }),
    want: [],
  },
  { name: "not while it is unknown", program: [bridge(UNKNOWN)], standing: standingBridge(), want: [] },
]);

testFindings("a subnet that overlaps a route of the host", [
  {
    name: "of an interface",
    program: [bridge("lan", { addresses: ["192.168.64.200/25"] })],
    want: [
      ["lan", "subnet 192.168.64.128/25 of lan overlaps a route that stands on the host: 192.168.64.0/24 dev enp0s1"],
    ],
  },
  {
    name: "by way of a router",
    program: [br0()],
    standing: host({ routes: [standingRoute("10.0.0.0/8", { gateway: "192.168.64.9" })] }),
    want: [
      [
        "br0",
        "subnet 10.0.0.0/24 of br0 overlaps a route that stands on the host: 10.0.0.0/8 via 192.168.64.9 dev enp0s1",
      ],
    ],
  },
  { name: "not the default route", program: [br0()], want: [] },
  {
    name: "not its own",
    program: [br0()],
    standing: host({ routes: [standingRoute("10.0.0.0/24", { device: "br0", protocol: "kernel" })] }),
    want: [],
  },
  {
    name: "not that of the same resource under the name that it had",
    program: [br0()],
    standing: host({
      links: [link("old0", { kind: "bridge", owner: owner("br0") })],
      routes: [standingRoute("10.0.0.0/24", { device: "old0", protocol: "kernel" })],
    }),
    want: [],
  },
  {
    name: "not one that linuxnet made",
    program: [br0()],
    standing: host({ routes: [standingRoute("10.0.0.0/8", { protocol: "76" })] }),
    want: [],
  },
  {
    name: "not one of another table",
    program: [br0()],
    standing: host({ routes: [standingRoute("10.0.0.0/8", { table: "100" })] }),
    want: [],
  },
  { name: "not while an address is unknown", program: [bridge("lan", { addresses: [UNKNOWN] })], want: [] },
]);

const listens = (
  address: string | undefined,
  port: number,
  protocol: "tcp" | "udp" = "tcp",
  families: (4 | 6)[] = [4, 6],
) => host({ listeners: [{ address, port, protocol, families }] });
const inUse = (port: string, on: string): string =>
  `port ${port} on the host is in use: something listens on ${on} already`;

testFindings("a port that somebody listens on", [
  {
    name: "on every address",
    program: [...oneContainer, forward("it", {})],
    standing: listens(undefined, 8080),
    want: [["it", inUse("8080/tcp", "every address")]],
  },
  {
    name: "on localhost",
    program: [...oneContainer, forward("it", {})],
    standing: listens("127.0.0.1", 8080, "tcp", [4]),
    want: [["it", inUse("8080/tcp", "127.0.0.1")]],
  },
  {
    name: "in a range",
    program: [...oneContainer, forward("it", { hostPort: "8000-8100", protocol: "udp" })],
    standing: listens(undefined, 8080, "udp"),
    want: [["it", inUse("8080/udp", "every address")]],
  },
  {
    name: "not another port",
    program: [...oneContainer, forward("it", {})],
    standing: listens(undefined, 8081),
    want: [],
  },
  {
    name: "not another protocol",
    program: [...oneContainer, forward("it", {})],
    standing: listens(undefined, 8080, "udp"),
    want: [],
  },
  {
    name: "not another address",
    program: [...oneContainer, forward("it", { hostAddress: "192.168.64.5" })],
    standing: listens("127.0.0.1", 8080),
    want: [],
  },
  {
    name: "not another family",
    program: [...oneContainer, forward("it", {})],
    standing: listens(undefined, 8080, "tcp", [6]),
    want: [],
  },
  {
    name: "not while the port is unknown",
    program: [...oneContainer, forward("it", { hostPort: UNKNOWN })],
    standing: listens(undefined, 8080),
    want: [],
  },
]);

const server = (given: object = {}) => ["service", { name: "web", command: ["httpd"], ...given }] as Line;
const none = (...paths: string[]) => host({}, { noPrograms: new Set(paths) });

testFindings("a service whose program", [
  {
    name: "is in no folder of its PATH",
    program: [server({ environment: { PATH: "/a:/b" } })],
    standing: none("/a/httpd", "/b/httpd"),
    want: [["web", "command[0]: httpd is a program in none of /a:/b"]],
  },
  {
    name: "is no file",
    program: [server({ command: ["/a/httpd"] })],
    standing: none("/a/httpd"),
    want: [["web", "command[0]: /a/httpd is no program on this host"]],
  },
  { name: "is there", program: [server({ environment: { PATH: "/a:/b" } })], standing: none("/a/httpd"), want: [] },
  { name: "may be anywhere", program: [server({ environment: UNKNOWN })], standing: none(), want: [] },
]);

function inNamespace(place: object) {
  return withPlace("lab", { owner: owner("lab"), ...place });
}
