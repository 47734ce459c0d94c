import assert from "node:assert/strict";
import { UNKNOWN } from "../../../../provider/inputs/check";
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

/** The restore text for these rules, where nothing stands. */
const plan = (parts: Record<"LO" | "FWD" | "DNAT" | "SNAT", string[]>, owner = OWNER): string[] => {
  const chain = (part: "LO" | "FWD" | "DNAT" | "SNAT"): string[] => [
    ...parts[part].map((rule) => `  -A LN-${part}-${owner} ${rule}`),
    ...{ LO: ["PREROUTING"], FWD: ["FORWARD"], DNAT: ["PREROUTING", "OUTPUT"], SNAT: ["POSTROUTING"] }[part].map(
      (hook) => `  -I ${hook} 1 -m comment --comment "linuxnet:${owner}" -j LN-${part}-${owner}`,
    ),
  ];
  const head = (part: string): string => `  :LN-${part}-${owner} - [0:0]`;
  return [
    ...(parts.LO.length === 0 ? [] : ["  *raw", head("LO"), ...chain("LO"), "  COMMIT"]),
    ...["  *nat", head("SNAT"), ...chain("SNAT"), "  COMMIT"],
    ...["  *filter", head("FWD"), ...chain("FWD"), "  COMMIT"],
    ...["  *nat", head("DNAT"), ...chain("DNAT"), "  COMMIT"],
  ];
};

/** What passes FORWARD from published ports, which may follow an address, to `ports` of a target, behind an interface if there is one. */
const passes = (published: string, target: string, ports: string, protocol = "tcp", iface?: string): string[] => {
  const [port, address] = published.split(" ").reverse();
  const asked = `${address === undefined ? "" : `--ctorigdst ${address} `}--ctorigdstport ${port}`;
  const [i, o] = iface === undefined ? ["", ""] : [` -i ${iface}`, ` -o ${iface}`];
  return [
    `-d ${target}${o} -p ${protocol} -m ${protocol} --dport ${ports} -m conntrack --ctstate DNAT -j ACCEPT`,
    `-s ${target}${i} -p ${protocol} -m ${protocol} --sport ${ports} -m conntrack --ctstate ESTABLISHED -j ACCEPT`,
    `-p ${protocol} -m conntrack --ctstate DNAT ${asked} --ctstatus SEEN_REPLY -j ACCEPT`,
    `-d ${target}${o} -m conntrack --ctstate RELATED -j ACCEPT`,
    `-s ${target}${i} -m conntrack --ctstate RELATED -j ACCEPT`,
  ];
};
const sources = (target: string, ports: string, network: string, protocol = "tcp", marked = false): string[] => {
  const match = `-d ${target} -p ${protocol} -m ${protocol} --dport ${ports}`;
  return [
    `-s ${network} ${match} -m conntrack --ctstate DNAT -j MASQUERADE`,
    ...(marked ? [`${match} -m mark --mark 0x800/0x800 -m conntrack --ctstate DNAT -j MASQUERADE`] : []),
    `${match} -m addrtype --src-type LOCAL -m conntrack --ctstate DNAT -j MASQUERADE`,
  ];
};
const LO = ["-d 127.0.0.0/8 ! -i lo -j DROP", "-s 127.0.0.0/8 ! -i lo -j DROP"];

const article = {
  ...{ hostAddress: "192.168.64.5", hostPort: 8080, targetAddress: "10.0.0.2", targetNetwork: "10.0.0.2/24" },
};
const ofArticle = {
  LO: [],
  FWD: passes("192.168.64.5 8080", "10.0.0.2/32", "8080"),
  DNAT: ["-d 192.168.64.5/32 -p tcp -m tcp --dport 8080 -j DNAT --to-destination 10.0.0.2:8080"],
  SNAT: sources("10.0.0.2/32", "8080", "10.0.0.0/24"),
};

const creations: { id: string; inputs: Inputs; program?: string; want: string[] }[] = [
  { id: "192.168.64.5:8080/tcp", inputs: article, want: plan(ofArticle) },
  {
    id: "lab/:53/udp",
    inputs: {
      namespace: "lab",
      hostPort: 53,
      protocol: "udp",
      targetAddress: "10.0.0.2",
      targetPort: 5353,
      outInterface: "br0",
    },
    program: "nsenter --net=/run/netns/lab -- iptables-restore",
    want: plan({
      LO,
      FWD: passes("53", "10.0.0.2/32", "5353", "udp", "br0"),
      DNAT: [
        "-i br0 -p udp -m udp --dport 53 -m addrtype --dst-type LOCAL -j MARK --set-xmark 0x800/0x800",
        "-p udp -m udp --dport 53 -m addrtype --dst-type LOCAL -j DNAT --to-destination 10.0.0.2:5353",
      ],
      SNAT: sources("10.0.0.2/32", "5353", "10.0.0.2/32", "udp", true),
    }).concat(
      'nsenter --net=/run/netns/lab -- conntrack {"family":4,"ports":[53,53],"target":{"address":"10.0.0.2","port":5353},"removed":false}',
    ),
  },
  {
    id: "127.0.0.1:8000-8010/sctp",
    inputs: {
      hostAddress: "127.0.0.1",
      hostPort: "8000-8010",
      protocol: "sctp",
      targetAddress: "10.0.0.2",
      targetPort: 9000,
    },
    want: plan({
      LO: [...LO, "! -s 10.0.0.2/32 -d 10.0.0.2/32 -p sctp -m sctp --dport 9000:9010 -j DROP"],
      FWD: passes("127.0.0.1 8000:8010", "10.0.0.2/32", "9000:9010", "sctp"),
      DNAT: ["-d 127.0.0.1/32 -p sctp -m sctp --dport 8000:8010 -j DNAT --to-destination 10.0.0.2:9000-9010/8000"],
      SNAT: sources("10.0.0.2/32", "9000:9010", "10.0.0.2/32", "sctp"),
    }),
  },
  {
    id: "[fd01::5]:8080/tcp",
    inputs: { hostAddress: "FD01::5", hostPort: 8080, targetAddress: "FD00::2", targetNetwork: "fd00::2/64" },
    program: "ip6tables-restore",
    want: plan({
      LO: [],
      FWD: passes("fd01::5 8080", "fd00::2/128", "8080"),
      DNAT: ["-d fd01::5/128 -p tcp -m tcp --dport 8080 -j DNAT --to-destination [fd00::2]:8080"],
      SNAT: sources("fd00::2/128", "8080", "fd00::/64"),
    }),
  },
  {
    id: ":8080/tcp",
    inputs: { hostPort: 8080, targetAddress: "fd00::2" },
    program: "ip6tables-restore",
    want: plan({
      LO: [],
      FWD: passes("8080", "fd00::2/128", "8080"),
      DNAT: [
        "! -d ::1/128 -p tcp -m tcp --dport 8080 -m addrtype --dst-type LOCAL -j DNAT --to-destination [fd00::2]:8080",
      ],
      SNAT: sources("fd00::2/128", "8080", "fd00::2/128"),
    }),
  },
];

const target = { hostPort: 8080, targetAddress: "10.0.0.2" };
const refusals: { inputs: Inputs; want: string }[] = [
  {
    inputs: { ...target, hostAddress: "fd00::1" },
    want: `hostAddress: expected an IPv4 address, like the target's, got "fd00::1"`,
  },
  {
    inputs: { hostPort: 80, targetAddress: "fd00::2", hostAddress: "::1" },
    want: 'hostAddress: expected another address: rules cannot forward from ::1, got "::1"',
  },
  {
    inputs: { hostPort: 80, targetAddress: "127.0.0.1" },
    want: 'targetAddress: expected an address that packets can be sent to, got "127.0.0.1"',
  },
  {
    inputs: { hostPort: 80, targetAddress: "::1" },
    want: 'targetAddress: expected an address that packets can be sent to, got "::1"',
  },
  {
    inputs: { ...target, targetNetwork: "10.0.1.0/24" },
    want: 'targetNetwork: expected a network that contains 10.0.0.2, got "10.0.1.0/24"',
  },
  {
    inputs: { ...target, hostPort: "8000-8010", targetPort: 65530 },
    want: "targetPort: expected a first port that leaves room for the range 8000-8010, got 65530",
  },
  {
    inputs: { ...target, hostPort: "90-80" },
    want: 'hostPort: expected a port from 1 to 65535, or a range such as "8000-8010", got "90-80"',
  },
  { inputs: { ...target, protocol: "icmp" }, want: 'protocol: expected one of "tcp", "udp", "sctp", got "icmp"' },
  { inputs: { ...target, targetPort: 0 }, want: "targetPort: expected a port, a whole number from 1 to 65535, got 0" },
];

describe("port forward", () => {
  for (const { id, inputs, program = "iptables-restore", want } of creations) {
    it(`${id} to ${String(inputs.targetAddress)}`, () => {
      assert.deepEqual(createPlan("portForward", inputs), [program, ...want]);
      assert.equal(specOf("portForward").id(stateOf("portForward", inputs)), id);
    });
  }

  it("changes its chains in one go, and has those of a changed owner before the old ones go", async () => {
    const from = { ...article, hostPort: 80 };
    assert.deepEqual(await updatePlan("portForward", from, article), ["iptables-restore", ...plan(ofArticle)]);
    assert.deepEqual(await updatePlan("portForward", from, { ...article, owner: OTHER }), [
      "iptables-restore",
      ...plan(ofArticle, OTHER),
      `iptables without ${OWNER}`,
    ]);
  });

  it("is removed with all chains of its owner", () => {
    assert.deepEqual(removePlan("portForward", article), [`iptables without ${OWNER}`]);
  });

  for (const { inputs, want } of refusals) {
    it(`refuses ${JSON.stringify(inputs)}`, () => assert.deepEqual(reasons("portForward", inputs), [want]));
  }

  it("takes its port from the host's, if that is known", () => {
    const port = (inputs: Inputs): unknown =>
      (checked("portForward", { ...target, ...inputs }) as unknown as Inputs).targetPort;
    assert.deepEqual([{}, { hostPort: "8000-8010" }, { targetPort: 80 }].map(port), [8080, 8000, 80]);
    assert.deepEqual([{ hostPort: UNKNOWN }, { targetPort: UNKNOWN }].map(port), [undefined, UNKNOWN]);
  });
});
