import assert from "node:assert/strict";
import type { Owned } from "../../../../provider/resources/spec";
import {
  checked,
  createPlan,
  type Inputs,
  OTHER,
  OWNER,
  reasons,
  removePlan,
  specOf,
  stateOf,
  updatePlan,
} from "../../../support/plan";

const br0 = { name: "br0", addresses: ["10.0.0.1/24", "FD00::1/64"] };
/** The MAC of owner and name, in every version of linuxnet. */
const MAC = "02:df:81:a0:34:d9";
const chains = (owner: string, name: string): string[] =>
  ["iptables-restore", "ip6tables-restore"].flatMap((program) => [
    program,
    ...["  *filter", `  :LN-BR-${owner} - [0:0]`, `  -A LN-BR-${owner} -i ${name} -o ${name} -j ACCEPT`],
    ...[`  -I FORWARD 1 -m comment --comment "linuxnet:${owner}" -j LN-BR-${owner}`, "  COMMIT"],
  ]);

const creations: { name: string; inputs: Inputs; want: string[] }[] = [
  {
    name: "on the host, forwarding",
    inputs: br0,
    want: [
      `ip link add name br0 address ${MAC} mtu 1499 type bridge stp_state 0`,
      `ip link set dev br0 alias linuxnet:${OWNER} mtu 1500`,
      "ip link set dev br0 up",
      "ip addr replace 10.0.0.1/24 dev br0",
      "ip addr replace fd00::1/64 dev br0 nodad",
      ...chains(OWNER, "br0"),
    ],
  },
  {
    name: "in a namespace, with all that differs from the defaults",
    inputs: {
      name: "br0",
      namespace: "lab",
      mac: "02:00:00:00:00:01",
      mtu: 1400,
      stp: true,
      up: false,
      forward: false,
    },
    want: [
      `link add name br0 address ${MAC} mtu 1500 type bridge stp_state 1`,
      `link set dev br0 alias linuxnet:${OWNER} mtu 1400`,
      "link set dev br0 address 02:00:00:00:00:01",
      "link set dev br0 down",
    ]
      .map((words) => `nsenter --net=/run/netns/lab -- ip ${words}`)
      .concat(`nsenter --net=/run/netns/lab -- iptables without ${OWNER}`),
  },
];

const always = (owner: string, mtu = 1500): string[] => [
  "ip link set dev br0 type bridge stp_state 0",
  `ip link set dev br0 alias linuxnet:${owner} mtu ${mtu}`,
];
const kept = ["ip addr replace 10.0.0.1/24 dev br0", "ip addr replace fd00::1/64 dev br0 nodad"];
const updates: { name: string; to: Inputs; want: string[] }[] = [
  {
    name: "the MTU and the MAC",
    to: { ...br0, mtu: 9000, mac: "02:00:00:00:00:01" },
    want: [
      ...[
        always(OWNER).slice(0, 1),
        "sysctl net.ipv4.conf.br0.arp_notify=1",
        "sysctl net.ipv6.conf.br0.ndisc_notify=1",
      ].flat(),
      ...[...always(OWNER, 9000).slice(1), "ip link set dev br0 address 02:00:00:00:00:01", "ip link set dev br0 up"],
      ...[...kept, ...chains(OWNER, "br0")],
    ],
  },
  {
    name: "addresses, the new ones first",
    to: { ...br0, addresses: ["10.0.0.5/24", "fd00::1/64"] },
    want: [
      ...[...always(OWNER), "ip link set dev br0 up"],
      "sysctl net.ipv4.conf.br0.promote_secondaries=1",
      ...["ip addr replace 10.0.0.5/24 dev br0", "ip addr replace fd00::1/64 dev br0 nodad"],
      ...["ip addr del 10.0.0.1/24 dev br0", ...chains(OWNER, "br0")],
    ],
  },
  {
    name: "the owner: it is tagged anew, keeps its MAC, and gets new chains before the old go",
    to: { ...br0, owner: OTHER },
    want: [
      ...[...always(OTHER), "ip link set dev br0 up", ...kept, ...chains(OTHER, "br0")],
      `iptables without ${OWNER}`,
    ],
  },
  {
    name: "to no forwarding, no address and down",
    to: { name: "br0", forward: false, up: false },
    want: [
      ...always(OWNER),
      ...["ip addr del 10.0.0.1/24 dev br0", "ip addr del fd00::1/64 dev br0"],
      ...["ip link set dev br0 down", `iptables without ${OWNER}`],
    ],
  },
];

describe("bridge", () => {
  for (const { name, inputs, want } of creations) {
    it(`is made ${name}`, () => assert.deepEqual(createPlan("bridge", inputs), want));
  }

  for (const { name, to, want } of updates) {
    it(`changes ${name}`, async () => assert.deepEqual(await updatePlan("bridge", br0, to), want));
  }

  it("is removed after its chains", () => {
    assert.deepEqual(removePlan("bridge", { ...br0, namespace: "lab" }), [
      `nsenter --net=/run/netns/lab -- iptables without ${OWNER}`,
      "nsenter --net=/run/netns/lab -- ip link del dev br0",
    ]);
  });

  it("is known by its place and name", () => {
    const ids = [br0, { ...br0, namespace: "lab" }].map((inputs) => specOf("bridge").id(stateOf("bridge", inputs)));
    assert.deepEqual(ids, ["br0", "lab/br0"]);
  });

  it("keeps its MAC in the state, and does not take it for an input", () => {
    const spec = specOf("bridge");
    const inputs = checked("bridge", br0);
    const state = spec.complete(inputs);
    const macOf = (owned: Owned): unknown => (owned as Owned & { mac: string }).mac;
    assert.equal(macOf(state), MAC);
    assert.deepEqual(spec.inputsOf(state), inputs);
    assert.equal(macOf(spec.complete({ ...inputs, owner: OTHER }, state)), MAC);
    const other = { mac: "02:00:00:00:00:01" };
    assert.deepEqual(spec.inputsOf({ ...state, ...other }), { ...inputs, ...other });
  });

  it("refuses all that is wrong at once", () => {
    assert.deepEqual(
      reasons("bridge", { name: "br0", addresses: ["10.0.0.1"], mtu: 9, mac: "x", stp: 0, master: "b" }),
      [
        'addresses[0]: expected an address with its prefix length, such as 10.0.0.1/24 or fd00::1/64, got "10.0.0.1"',
        "mtu: expected an MTU in bytes, a whole number from 68 to 65535, got 9",
        'mac: expected a unicast MAC address such as 02:00:00:00:00:01, got "x"',
        "stp: expected true or false, got 0",
        'master: expected one of name, namespace, addresses, mtu, up, mac, vlans, stp, vlanFiltering, vlanDefaultPvid, forward, adopt, owner, got "master"',
      ],
    );
  });
});
