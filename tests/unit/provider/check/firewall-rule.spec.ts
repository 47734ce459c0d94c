import { quoted, type RefusalCase, testRefusals, WANTED } from "../../../support/refusal-table";

const target = "ACCEPT";
const STATE = '"INVALID", "NEW", "RELATED", "ESTABLISHED", "UNTRACKED", "SNAT", "DNAT"';
const PORTS = '"tcp", "udp" or "sctp", which have ports';
const RANGE = 'a port from 1 to 65535, or a range such as "8000-8010"';
const ALL =
  "one of namespace, chain, family, source, destination, inInterface, outInterface, protocol, sourcePort, destinationPort, states, target, priority, owner";

testRefusals("firewallRule", [
  [{}, ["target", WANTED.value, "nothing"]],
  ...["accept", "LOG", "DNAT", "LN-FWD-0123456789abcdef", "ACCEPT -j DROP", "DROP\n-F"].map((it): RefusalCase => [
    { target: it },
    ["target", 'one of "ACCEPT", "DROP", "REJECT"', quoted(it)],
  ]),
  ...["input", "PREROUTING", "POSTROUTING", "DOCKER-USER", "-F"].map((chain): RefusalCase => [
    { target, chain },
    ["chain", 'one of "INPUT", "FORWARD", "OUTPUT"', quoted(chain)],
  ]),
  [{ target, family: "4" }, ["family", "4 or 6", '"4"']],
  ...["0.0.0.0/0", "::/0"].map((source): RefusalCase => [
    { target, source },
    ["source", WANTED.partial, quoted(source)],
  ]),
  [{ target, destination: "example.org" }, ["destination", WANTED.network, '"example.org"']],
  [{ target, inInterface: "eth+" }, ["inInterface", WANTED.interface, '"eth+"']],
  [
    { target, chain: "INPUT", outInterface: "eth0" },
    ["outInterface", "nothing: what INPUT gets leaves by no interface", '"eth0"'],
  ],
  [
    { target, chain: "OUTPUT", inInterface: "eth0" },
    ["inInterface", "nothing: what OUTPUT gets came in by no interface", '"eth0"'],
  ],
  [
    { target, source: "10.0.0.0/8", destination: "fd00::/64" },
    ["destination", "one of IPv4, as source is", '"fd00::/64"'],
  ],
  [
    { target, family: 6, source: "10.0.0.0/8", protocol: "icmp" },
    ["source", "one of IPv6, as family is", '"10.0.0.0/8"'],
    ["protocol", "one of IPv6, as family is", '"icmp"'],
  ],
  [{ target, protocol: "all" }, ["protocol", 'one of "tcp", "udp", "sctp", "icmp", "icmpv6"', '"all"']],
  [{ target, destinationPort: 80 }, ["protocol", PORTS, "nothing"]],
  [{ target, protocol: "icmp", sourcePort: 80 }, ["protocol", PORTS, '"icmp"']],
  [{ target, protocol: "tcp", destinationPort: "http" }, ["destinationPort", RANGE, '"http"']],
  [{ target, protocol: "tcp", sourcePort: "80:90" }, ["sourcePort", RANGE, '"80:90"']],
  [{ target, states: [] }, ["states", "one state of a connection at least", "[]"]],
  [{ target, states: "NEW" }, ["states", "a list", '"NEW"']],
  [{ target, states: ["NEW", "new"] }, ["states[1]", `one of ${STATE}`, '"new"']],
  [{ target, states: ["NEW", "DNAT", "NEW"] }, ["states[2]", "each state once", '"NEW"']],
  ...[-1, 1000, 0.5].map((priority): RefusalCase => [
    { target, priority },
    ["priority", "a priority, a whole number from 0 to 999", String(priority)],
  ]),
  [{ target, comment: "x" }, ["comment", ALL, '"comment"']],
]);
