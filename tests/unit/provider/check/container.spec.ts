import assert from "node:assert/strict";
import { inspect } from "node:util";
import { checked, stateOf } from "../../../support/plan";
import { quoted, type RefusalCase, testRefusals, WANTED } from "../../../support/refusal-table";

const web = { name: "web", bridge: "br-web", subnet: "10.0.0.0/24", gateway: "10.0.0.1" };
const both = { ...web, subnet6: "fd00::/64", gateway6: "fd00::1" };
const c1 = { name: "c1", networks: [{ network: web, address: "10.0.0.2" }] };
const NO_FILES = 'none with network "host", which has the files of the host';
const HOST_NAME = "a host's name: letters, digits, `_` and `-`, 1-63 between dots, 253 in all";
const DOCKERS =
  'a published port as Docker writes it, such as "8080:80", "127.0.0.1:8080:80", "[fd00::5]:8080:80" or "53:53/udp"';

testRefusals("container", [
  [{ network: "none" }, ["name", WANTED.value, "nothing"]],
  [{ name: "c1" }, ["network", '"none" or "host", or networks', "nothing"]],
  [{ name: "c1", networks: [{ address: "10.0.0.2" }] }, ["networks[0].network", WANTED.value, "nothing"]],
  [{ name: "c1", networks: [null] }, ["networks[0]", "an object", "null"]],
  [{ name: "a/b", networks: [] }, ["name", WANTED.namespace, '"a/b"']],
  [{ name: "c1", network: "bridge" }, ["network", 'one of "none", "host"', '"bridge"']],
  [{ ...c1, network: "none" }, ["networks", 'none with network "none"', "1"]],
  ...["10.0.1.2", "10.0.0.255", "fd00::2"].map((address): RefusalCase => [
    { name: "c1", networks: [{ network: web, address }] },
    ["networks[0].address", "an address of a host in 10.0.0.0/24", quoted(address)],
  ]),
  [
    { name: "c1", networks: [{ network: { ...web, subnet: "bogus" } }] },
    ["networks[0].network.subnet", WANTED.network, '"bogus"'],
  ],
  [
    { name: "c1", networks: [{ network: { ...web, subnet: "10.0.0.0/31" } }] },
    ["networks[0].address", "an address of a host in 10.0.0.0/31", "nothing"],
  ],
  [
    { name: "c1", networks: [{ network: web, address: "10.0.0.1" }] },
    ["networks[0].address", "another address than the network's gateway", '"10.0.0.1"'],
  ],
  [
    { name: "c1", networks: [{ network: web, address: "10.0.0.2", address6: "fd00::2" }] },
    ["networks[0].address6", "none: network web has no IPv6", '"fd00::2"'],
  ],
  [
    { name: "c1", networks: [...c1.networks, { network: web, address: "10.0.0.3" }] },
    ["networks[1].network", "each network once", '"web"'],
  ],
  ...[
    "",
    "80",
    ":80",
    "8080:",
    "8080:80/icmp",
    "0:80",
    "8080:65536",
    "fd00::5:8080:80",
    "a:8080:80",
    "8080:80:90:1",
  ].map((text): RefusalCase => [{ ...c1, publish: [text] }, ["publish[0]", DOCKERS, quoted(text)]]),
  [
    { ...c1, publish: ["[::1]:8080:80"] },
    [
      "publish[0]",
      'another address: rules cannot forward from ::1; write "127.0.0.1:…", or an address of the host',
      '"[::1]:8080:80"',
    ],
  ],
  [
    { ...c1, publish: ["8000-8010:80"] },
    ["publish[0]", "as many ports of the container as of the host", '"8000-8010:80"'],
  ],
  [
    { ...c1, publish: ["[::]:8080:80"] },
    [
      "publish[0]",
      "an IPv4 address of the host: no network that is not internal gives it an IPv6 address",
      '"[::]:8080:80"',
    ],
  ],
  ...["all", "default", "eth1"].map((device): RefusalCase => {
    const key = `net.ipv6.conf.${device}.disable_ipv6`;
    const networks = [...c1.networks, { network: { ...both, name: "both" }, address: "10.0.0.2" }];
    return [
      { name: "c1", networks, sysctls: { [key]: "1" } },
      [`sysctls["${key}"]`, "0 for a container with an IPv6 address there", '"1"'],
    ];
  }),
  [{ ...c1, publish: ["80:80", "80:80/tcp"] }, ["publish[1]", "each published port once", '"80:80"']],
  [{ name: "c1", network: "host", publish: ["80:80"] }, ["publish[0]", 'none with network "host"', '"80:80"']],
  ...Object.entries({ hostname: "www", hosts: { a: "10.9.0.1" }, dns: ["10.9.0.1"] }).map(
    ([property, value]): RefusalCase => [
      { name: "c1", network: "host", [property]: value },
      [property, NO_FILES, typeof value === "string" ? quoted(value) : inspect(value)],
    ],
  ),
  [{ ...c1, hostname: "a b" }, ["hostname", HOST_NAME, '"a b"']],
  [{ ...c1, hosts: { "-a": "10.9.0.1" } }, ['hosts["-a"]', HOST_NAME, '"-a"']],
  [{ ...c1, hosts: { localhost: "10.9.0.1" } }, ['hosts["localhost"]', "a name other than localhost", '"localhost"']],
  [{ ...c1, hosts: { a: "gateway" } }, ['hosts["a"]', 'the address of a host, or "host-gateway"', '"gateway"']],
  [
    { name: "c1", network: "none", hosts: { a: "host-gateway" } },
    ['hosts["a"]', "an address: without a network there is no gateway", '"host-gateway"'],
  ],
  [
    { name: "c1", networks: [{ network: web, address: "10.0.0.2", aliases: ["a..b"] }] },
    ["networks[0].aliases[0]", HOST_NAME, '"a..b"'],
  ],
  [
    { ...c1, dns: ["10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.4"] },
    [
      "dns",
      "3 name servers at most, for no more of them are asked",
      "[ '10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.4' ]",
    ],
  ],
  [
    { ...c1, dnsSearch: ["a.example"] },
    ["dns", "a name server, for the file takes the place of the host's", "nothing"],
  ],
  [{ ...c1, dns: ["10.0.0.1"], dnsSearch: ["a/b"] }, ["dnsSearch[0]", 'a domain, or "."', '"a/b"']],
  [
    { ...c1, dns: ["10.0.0.1"], dnsOptions: ["ndots 2"] },
    ["dnsOptions[0]", "an option of resolv.conf(5), such as ndots:2 or rotate", '"ndots 2"'],
  ],
  [
    { name: "c1", networks: [{ network: { ...web, internal: true }, address: "10.0.0.2" }], publish: ["80:80"] },
    ["publish[0]", "none without a network that is not internal", '"80:80"'],
  ],
]);

describe("a container", () => {
  const PUBLISHED: [given: string, want: string][] = [
    ["8080:80", "8080:80"],
    ["8080:80/tcp", "8080:80"],
    ["0.0.0.0:8080:80", "0.0.0.0:8080:80"],
    ["127.0.0.1:53:53/udp", "127.0.0.1:53:53/udp"],
    ["[FD00:0::5]:8080:80", "[fd00::5]:8080:80"],
    ["[::]:8080:80", "[::]:8080:80"],
    ["8000-8010:9000-9010/sctp", "8000-8010:9000-9010/sctp"],
    ["8000-8000:80", "8000:80"],
  ];
  for (const [given, want] of PUBLISHED) {
    it(`publishes ${given}`, () => {
      const networks = [{ network: both, address: "10.0.0.2", address6: "fd00::2" }];
      const { publish } = checked("container", { name: "c1", networks, publish: [given] }) as never as {
        publish: string[];
      };
      assert.deepEqual(publish, [want]);
    });
  }

  it("has an address in each subnet where none is given, the same at all times", () => {
    const { networks } = checked("container", { name: "c1", networks: [{ network: both }] }) as never as {
      networks: { address: string; address6: string }[];
    };
    const [{ address, address6 }] = networks as [{ address: string; address6: string }];
    assert.deepEqual([address, address6], ["10.0.0.18", "fd00::28b0:3b9f:ffdf:2800"]);
  });

  it("has a namespace but in the mode of the host", () => {
    const namespaceOf = (inputs: object): unknown =>
      (stateOf("container", { name: "c1", ...inputs }) as never as { namespace?: string }).namespace;
    assert.equal(namespaceOf({ network: "host" }), undefined);
    assert.equal(namespaceOf({ network: "none" }), "c1");
    assert.equal(namespaceOf(c1), "c1");
  });
});
