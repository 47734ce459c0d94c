import { host, testFindings } from "../../../support/findings";
import { bridge, cable, namespace } from "../network";

testFindings("what this host lacks", [
  {
    name: "a feature, told once",
    program: [bridge("br0"), bridge("br1")],
    standing: host({}, { lacks: [{ kinds: ["bridge"], text: "this kernel cannot make an interface of type bridge" }] }),
    want: [["br0", "this kernel cannot make an interface of type bridge"]],
  },
  {
    name: "a parameter",
    program: [
      namespace("ns0", {
        sysctls: { "net.ipv4.no_such": "1", "net.ipv4.conf.eth0.rp_filter": "0", "net.mpls.conf.eth0.input": "1" },
      }),
    ],
    standing: host({}, { fresh: { "net.ipv4.conf.all.rp_filter": "0" } }),
    want: [["ns0", 'sysctls["net.ipv4.no_such"]: this kernel has no such parameter in a new namespace']],
  },
  {
    name: "a module, by the first resource that needs it",
    program: [
      bridge("br0"),
      bridge("br1"),
      ["qdisc", { device: "br0", rate: "1mbit" }, "one"],
      ["qdisc", { device: "br1", delay: "1ms" }, "two"],
    ],
    standing: host(
      {},
      {
        lacks: [
          {
            kinds: ["qdisc"],
            isNeededBy: ({ name }) => name === "two",
            text: "this kernel has no qdisc of kind netem",
          },
        ],
      },
    ),
    want: [["two", "this kernel has no qdisc of kind netem"]],
  },
  {
    name: "a parameter of the host, but of an interface to come only one that none has",
    program: [
      ["sysctl", { key: "net.ipv4.no_such", value: "1" }, "one"],
      ["sysctl", { key: "net.ipv4.conf.new0.rp_filter", value: "1" }, "two"],
    ],
    standing: host({}, { own: { "net.ipv4.conf.all.rp_filter": "0" } }),
    want: [["one", "key net.ipv4.no_such: this kernel has no such parameter"]],
  },
  {
    name: "a single parameter of a namespace, but not one of the host, which may have more",
    program: [
      namespace("ns0"),
      ["sysctl", { namespace: "ns0", key: "net.ipv4.no_such", value: "1" }, "one"],
      ["sysctl", { namespace: "ns0", key: "net.ipv4.conf.eth0.rp_filter", value: "1" }, "two"],
      ["sysctl", { key: "net.ipv4.no_such", value: "1" }, "three"],
    ],
    standing: host({}, { fresh: { "net.ipv4.conf.all.rp_filter": "0" } }),
    want: [["one", "key net.ipv4.no_such: this kernel has no such parameter in a new namespace"]],
  },
  {
    name: "IPv6",
    program: [bridge("lan", { addresses: ["fd00::1/64"] })],
    standing: host({}, { withoutV6: true }),
    want: [["lan", "lan has an IPv6 address, and IPv6 is switched off here (net.ipv6.conf.all.disable_ipv6 is 1)"]],
  },
  {
    name: "not what the program does not need",
    program: [cable("a", {}, "lab", {})],
    standing: host({}, { namespaces: ["lab"], lacks: [{ kinds: ["bridge"], text: "x" }] }),
    want: [],
  },
  {
    name: "not parameters that could not be read",
    program: [namespace("ns0", { sysctls: { "net.ipv4.no_such": "1" } })],
    standing: host({}, { fresh: undefined }),
    want: [],
  },
]);
