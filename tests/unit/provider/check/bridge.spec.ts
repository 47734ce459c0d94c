import { quoted, type RefusalCase, testRefusals, WANTED } from "../../../support/refusal-table";

const badNames = [
  ...["", ".", "..", "a/b", "a:b", "a b", "br0\n", "br\0", "br0\t", "-br0", "--help", ".br0", "br%d", "br+", "!br0"],
  ...["all", "default", "1234567890123456", "brücke", "a;id", "$(id)", "`id`", "br#0", "br'0", 'br"0', "br\\0", "br=0"],
];
const badAddresses = [
  ...["010.0.0.1/24", "10.0.0.01/24", "0x0a.0.0.1/24", "10.1/16", "167772161/24", "10.0.0.256/24", "10.0.0.1.1/24"],
  ...["10.0.0.1", "10.0.0.1/", "10.0.0.1/33", "10.0.0.1/-1", "10.0.0.1/08", "10.0.0.1/255.255.255.0", "/24", ""],
  ...["0.0.0.0/0", "0.0.0.0/24", "224.0.0.1/24", "255.255.255.255/32", "localhost/24", "10.0.0.1 /24", " 10.0.0.1/24"],
  ...["fd00::1", "fd00::1/129", "fd00::1/064", "fd00:::1/64", "fd00::1::2/64", "1:2:3:4:5:6:7:8:9/64", "fd00::g/64"],
  ...["fe80::1%eth0/64", "::/64", "ff02::1/64", "::ffff:10.0.0.1/120", "::10.0.0.1/120", "[fd00::1]/64"],
];

testRefusals("bridge", [
  [{}, ["name", WANTED.value, "nothing"]],
  ...badNames.map((name): RefusalCase => [{ name }, ["name", WANTED.interface, quoted(name)]]),
  [{ name: 0 }, ["name", WANTED.interface, "0"]],
  [{ name: "lo" }, ["name", WANTED.notLo, '"lo"']],
  [{ name: "if4" }, ["name", WANTED.notNumber, '"if4"']],
  [{ name: "if-1" }, ["name", WANTED.notNumber, '"if-1"']],
  ...badAddresses.map((address): RefusalCase => [
    { name: "br0", addresses: [address] },
    ["addresses[0]", WANTED.interfaceAddress, quoted(address)],
  ]),
  ...["10.0.0.0/24", "10.0.0.255/24"].map((address): RefusalCase => [
    { name: "br0", addresses: ["10.1.0.1/16", address] },
    ["addresses[1]", WANTED.hostIn("10.0.0.0/24"), quoted(address)],
  ]),
  [{ name: "br0", addresses: ["::1/128"] }, ["addresses[0]", "an address other than that of lo", '"::1/128"']],
  [{ name: "br0", addresses: "10.0.0.1/24" }, ["addresses", WANTED.list, '"10.0.0.1/24"']],
  [{ name: "br0", addresses: { 0: "10.0.0.1/24" } }, ["addresses", WANTED.list, "{ '0': '10.0.0.1/24' }"]],
  [{ name: "br0", addresses: [null] }, ["addresses[0]", WANTED.interfaceAddress, "null"]],
  [{ name: "br0", addresses: [["10.0.0.1/24"]] }, ["addresses[0]", WANTED.interfaceAddress, "[ '10.0.0.1/24' ]"]],
  [
    { name: "br0", addresses: ["10.0.0.1/24", "10.0.0.1/16", "10.0.0.1/24"] },
    ["addresses[2]", "another address than that of 10.0.0.1/24", '"10.0.0.1/24"'],
  ],
  [
    { name: "br0", addresses: ["fd00::1/64", "FD00:0::1/48"] },
    ["addresses[1]", "another address than that of fd00::1/64", '"fd00::1/48"'],
  ],
  ...[67, 65536, 1500.5, -1, 0].map((mtu): RefusalCase => [{ name: "br0", mtu }, ["mtu", WANTED.mtu, String(mtu)]]),
  [{ name: "br0", mtu: NaN }, ["mtu", WANTED.mtu, "NaN"]],
  [{ name: "br0", mtu: "1500" }, ["mtu", WANTED.mtu, '"1500"']],
  [{ name: "br0", mtu: [1500] }, ["mtu", WANTED.mtu, "[ 1500 ]"]],
  [{ name: "br0", mtu: 1279, addresses: ["fd00::1/64"] }, ["mtu", "at least 1280, for fd00::1/64", "1279"]],
  ...["01:00:5e:00:00:01", "00:00:00:00:00:00", "02-00-00-00-00-01", "02:00:00:00:00", "02:0:0:0:0:1"].map(
    (mac): RefusalCase => [{ name: "br0", mac }, ["mac", WANTED.mac, quoted(mac)]],
  ),
  [{ name: "br0", stp: 1 }, ["stp", WANTED.flag, "1"]],
  [{ name: "br0", up: "false" }, ["up", WANTED.flag, '"false"']],
  [{ name: "br0", forward: [] }, ["forward", WANTED.flag, "[]"]],
  [{ name: "br0", namespace: "../ns" }, ["namespace", WANTED.namespace, '"../ns"']],
  [
    { name: "br0", mtu: 1000, addresses: ["fd00::1/64"], stp: "on", mac: "x" },
    ["mac", WANTED.mac, '"x"'],
    ["stp", WANTED.flag, '"on"'],
    ["mtu", "at least 1280, for fd00::1/64", "1000"],
  ],
  [
    {
      name: "br%d",
      namespace: "",
      addresses: ["010.0.0.1/24", "10.0.0.1/24", "10.0.0.255/24"],
      mtu: 9,
      up: 1,
      ports: [],
    },
    ["name", WANTED.interface, '"br%d"'],
    ["namespace", WANTED.namespace, '""'],
    ["addresses[0]", WANTED.interfaceAddress, '"010.0.0.1/24"'],
    ["addresses[2]", WANTED.hostIn("10.0.0.0/24"), '"10.0.0.255/24"'],
    ["mtu", WANTED.mtu, "9"],
    ["up", WANTED.flag, "1"],
    [
      "ports",
      "one of name, namespace, addresses, mtu, up, mac, vlans, stp, vlanFiltering, vlanDefaultPvid, forward, adopt, owner",
      '"ports"',
    ],
  ],
]);
