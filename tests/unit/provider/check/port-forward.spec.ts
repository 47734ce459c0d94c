import { UNKNOWN } from "../../../../provider/inputs/check";
import { quoted, type RefusalCase, testRefusals, WANTED } from "../../../support/refusal-table";

const target = { hostPort: 8080, targetAddress: "10.0.0.2" };
const RANGE = 'a port from 1 to 65535, or a range such as "8000-8010"';
const PROTOCOL = 'one of "tcp", "udp", "sctp"';

testRefusals("portForward", [
  [{}, ["hostPort", WANTED.value, "nothing"], ["targetAddress", WANTED.value, "nothing"]],
  ...["80", "http", "80:90", "0x50", "90-80", "0-10", "1-65536", "80-", "-80", "080-090", "1-2-3", "80-90/tcp", ""].map(
    (hostPort): RefusalCase => [{ ...target, hostPort }, ["hostPort", RANGE, quoted(hostPort)]],
  ),
  ...[0, 65536, -1, 80.5].map((hostPort): RefusalCase => [
    { ...target, hostPort },
    ["hostPort", WANTED.port, String(hostPort)],
  ]),
  [{ ...target, hostPort: [80] }, ["hostPort", WANTED.port, "[ 80 ]"]],
  ...["127.0.0.1", "127.9.9.9", "::1"].map((targetAddress): RefusalCase => [
    { ...target, targetAddress },
    ["targetAddress", WANTED.remote, quoted(targetAddress)],
  ]),
  ...["0.0.0.0", "255.255.255.255", "224.0.0.1", "10.0.0.2/24", "10.0.0.2:80", "web", "010.0.0.2", "::", "ff02::1"].map(
    (targetAddress): RefusalCase => [
      { ...target, targetAddress },
      ["targetAddress", WANTED.host, quoted(targetAddress)],
    ],
  ),
  [{ ...target, targetAddress: { addressless: "ceth0" } }, ["targetAddress", "an address of ceth0", "nothing"]],
  [{ ...target, hostAddress: "fd00::1" }, ["hostAddress", "an IPv4 address, like the target's", '"fd00::1"']],
  [
    { ...target, targetAddress: "fd00::2", hostAddress: "::1" },
    ["hostAddress", "another address: rules cannot forward from ::1", '"::1"'],
  ],
  [{ ...target, hostAddress: "0.0.0.0" }, ["hostAddress", WANTED.host, '"0.0.0.0"']],
  [{ ...target, hostAddress: "10.0.0.2" }, ["targetAddress", "another address than hostAddress", '"10.0.0.2"']],
  [{ ...target, targetNetwork: "10.0.1.0/24" }, ["targetNetwork", "a network that contains 10.0.0.2", '"10.0.1.0/24"']],
  [{ ...target, targetNetwork: "fd00::/8" }, ["targetNetwork", "a network that contains 10.0.0.2", '"fd00::/8"']],
  [{ ...target, targetNetwork: "0.0.0.0/0" }, ["targetNetwork", WANTED.partial, '"0.0.0.0/0"']],
  [{ ...target, targetPort: 0 }, ["targetPort", WANTED.port, "0"]],
  [{ ...target, targetPort: "80" }, ["targetPort", WANTED.port, '"80"']],
  [
    { ...target, hostPort: "8000-8010", targetPort: 65530 },
    ["targetPort", "a first port that leaves room for the range 8000-8010", "65530"],
  ],
  ...["TCP", "icmp", "all", "6", "tcp "].map((protocol): RefusalCase => [
    { ...target, protocol },
    ["protocol", PROTOCOL, quoted(protocol)],
  ]),
  [{ ...target, outInterface: "br+" }, ["outInterface", WANTED.interface, '"br+"']],
  [
    { hostPort: "8000-8010", targetPort: 65530, targetAddress: UNKNOWN, hostAddress: "::1", targetNetwork: "::/0" },
    ["hostAddress", "another address: rules cannot forward from ::1", '"::1"'],
    ["targetNetwork", WANTED.partial, '"::/0"'],
    ["targetPort", "a first port that leaves room for the range 8000-8010", "65530"],
  ],
  [
    {
      hostPort: 0,
      targetAddress: "10.0.0.2",
      hostAddress: "fd00::1",
      targetNetwork: "10.0.1.0/24",
      protocol: "x",
      port: 1,
    },
    ["hostPort", WANTED.port, "0"],
    ["protocol", PROTOCOL, '"x"'],
    [
      "port",
      "one of namespace, hostAddress, hostPort, protocol, targetAddress, targetNetwork, outInterface, targetPort, owner",
      '"port"',
    ],
    ["hostAddress", "an IPv4 address, like the target's", '"fd00::1"'],
    ["targetNetwork", "a network that contains 10.0.0.2", '"10.0.1.0/24"'],
  ],
]);
