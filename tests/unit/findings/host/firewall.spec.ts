import type { Standing } from "../../../../findings/host/standing";
import type { Rules } from "../../../../provider/iptables/chains";
import { parseSave } from "../../../../provider/iptables/save";
import { host, testFindings } from "../../../support/findings";
import { owner } from "../../../support/owner";
import { bridge, forward, namespace, oneContainer, UNKNOWN } from "../network";

const nothing: Rules = { tables: new Map(), other: undefined };
const NAT = "*nat\n:PREROUTING -\n:OUTPUT -\n:DOCKER -\n";
const DOCKER = `${NAT}-A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER
-A OUTPUT ! -d 127.0.0.0/8 -m addrtype --dst-type LOCAL -j DOCKER
-A DOCKER -i docker0 -j RETURN
-A DOCKER ! -i docker0 -p tcp -m tcp --dport 8080 -j DNAT --to-destination 172.17.0.2:80`;

/** A host with these rules of IPv4, in the backend in use and in the other. */
const rules = (text: string, legacy?: string): Standing => {
  const other = legacy === undefined ? undefined : { tool: "iptables-legacy", tables: parseSave(legacy) };
  return host({ rules: { 4: { tables: parseSave(text), other }, 6: nothing } });
};
const already = (rule: string, port = "8080/tcp", whose = "somebody else"): string =>
  `port ${port} on the host is forwarded already, by a rule of ${whose}: -A ${rule}`;
const OF_ANOTHER = "LN-DNAT-0123456789abcdef -p tcp -m tcp --dport 8080 -j DNAT --to-destination 10.9.0.2:80";
const DOCKERS = "DOCKER ! -i docker0 -p tcp -m tcp --dport 8080 -j DNAT --to-destination 172.17.0.2:80";
const REDIRECT = "-A PREROUTING -p tcp -m tcp --dport 8000:9000 -j REDIRECT --to-ports 80";

testFindings("a port that others forward", [
  {
    name: "of Docker's",
    program: [...oneContainer, forward("it", {})],
    standing: rules(DOCKER),
    want: [["it", already(DOCKERS)]],
  },
  {
    name: "by hand, in a range",
    program: [...oneContainer, forward("it", { hostPort: "8080-8081" })],
    standing: rules(`${NAT}${REDIRECT}`),
    want: [["it", already(REDIRECT.slice(3), "8080-8081/tcp")]],
  },
  {
    name: "of another stack",
    program: [...oneContainer, forward("it", {})],
    standing: rules(`${NAT}:LN-DNAT-0123456789abcdef -
-A PREROUTING -m comment --comment "linuxnet:0123456789abcdef" -j LN-DNAT-0123456789abcdef
-A LN-DNAT-0123456789abcdef -p tcp -m tcp --dport 8080 -j DNAT --to-destination 10.9.0.2:80`),
    want: [["it", already(OF_ANOTHER, "8080/tcp", "another stack")]],
  },
  {
    name: "not its own",
    program: [...oneContainer, forward("it", {})],
    standing: rules(`${NAT}:LN-DNAT-${owner("it")} -
-A PREROUTING -m comment --comment "linuxnet:${owner("it")}" -j LN-DNAT-${owner("it")}
-A LN-DNAT-${owner("it")} -p tcp -m tcp --dport 8080 -j DNAT --to-destination 10.9.0.2:80`),
    want: [],
  },
  {
    name: "not another port",
    program: [...oneContainer, forward("it", { hostPort: 8079 })],
    standing: rules(DOCKER),
    want: [],
  },
  {
    name: "not another protocol",
    program: [...oneContainer, forward("it", { protocol: "udp" })],
    standing: rules(DOCKER),
    want: [],
  },
  {
    name: "not of another address",
    program: [...oneContainer, forward("it", { hostAddress: "192.168.64.5" })],
    standing: rules(
      `${NAT}-A PREROUTING -d 192.168.64.6/32 -p tcp -m tcp --dport 8080 -j DNAT --to-destination 10.9.0.2`,
    ),
    want: [],
  },
  {
    name: "not what is let through",
    program: [...oneContainer, forward("it", {})],
    standing: rules(`${NAT}-A PREROUTING -p tcp -m tcp --dport 8080 -j ACCEPT`),
    want: [],
  },
  {
    name: "not by a chain that nothing leads to",
    program: [...oneContainer, forward("it", {})],
    standing: rules(`${NAT}-A DOCKER -p tcp -m tcp --dport 8080 -j DNAT --to-destination 172.17.0.2`),
    want: [],
  },
  {
    name: "not of another family",
    program: [...oneContainer, forward("it", {})],
    standing: host({ rules: { 4: nothing, 6: { tables: parseSave(`${NAT}${REDIRECT}`), other: undefined } } }),
    want: [],
  },
  {
    name: "not while it is unknown",
    program: [...oneContainer, forward("it", { hostPort: UNKNOWN })],
    standing: rules(DOCKER),
    want: [],
  },
]);

const DROP = "*filter\n:FORWARD -\n-A FORWARD -d 203.0.113.0/24 -j DROP";
const mixed = "iptables is in mixed use on the host: iptables-legacy has -A FORWARD -d 203.0.113.0/24 -j DROP";

testFindings("rules in both backends of iptables", [
  { name: "told once", program: [bridge("br0"), bridge("br1")], standing: rules("", DROP), want: [["br0", mixed]] },
  { name: "not of what has no rules", program: [namespace("ns0")], standing: rules("", DROP), want: [] },
  {
    name: "not in another place",
    program: [bridge("br0", { namespace: "lab" }), namespace("lab")],
    standing: rules("", DROP),
    want: [],
  },
  {
    name: "not of ours, which move",
    program: [bridge("br0")],
    standing: rules(
      "",
      '*filter\n:FORWARD -\n:LN-BR-x -\n-A FORWARD -m comment --comment "linuxnet:x" -j LN-BR-x\n-A LN-BR-x -j ACCEPT',
    ),
    want: [],
  },
  { name: "not in the backend in use", program: [bridge("br0")], standing: rules(DROP), want: [] },
]);
