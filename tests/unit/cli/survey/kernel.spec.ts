import assert from "node:assert/strict";
import { readStanding } from "../../../../cli/survey/kernel";
import { SERVICE_SCRIPT } from "../../../../provider/host/services";
import { FakeHost, type Run } from "../../../support/fake-host";
import { NFT } from "../../../support/firewall-table";

const names = (...all: string[]): Run => ({
  argv: "ip -j netns list",
  prints: JSON.stringify(all.map((name) => ({ name }))),
});

/** What is asked of a network, which answers nothing but what is given, or fails with this. */
function reads(
  namespace: string | undefined,
  given: {
    links?: object[];
    routes?: object[];
    rules?: object[];
    qdiscs?: object[];
    fails?: string;
    v4?: Partial<Run>;
  } = {},
): Run[] {
  const place = namespace === undefined ? "" : `nsenter --net=/run/netns/${namespace} -- `;
  const { links = [], routes = [], rules = [], qdiscs = [], fails, v4 = {} } = given;
  const failure = fails === undefined ? {} : { fails };
  return [
    { argv: `${place}ip -j -d addr show`, prints: JSON.stringify(links), ...failure },
    { argv: `${place}ip -N -j -d route show table all`, prints: JSON.stringify(routes), ...failure },
    ...[4, 6].map((family) => ({
      ...{ argv: `${place}ip -N -j -d -${family} rule show`, prints: JSON.stringify(family === 4 ? rules : []) },
      ...failure,
    })),
    { argv: `${place}tc -j qdisc show`, prints: JSON.stringify(qdiscs), ...failure },
    { argv: `${place}iptables-save`, prints: NFT, ...failure, ...v4 },
    { argv: `${place}ip6tables-save`, prints: NFT, ...failure },
  ];
}

const NO_NAMESPACE = "nsenter: reassociate to namespace 'ns/net' failed: Invalid argument";
const MOUNTED = "0:4 net:[40] /run/netns/a rw - nsfs nsfs rw";

/** A look at the file of a namespace's name: its size, and a mount that a process sees. */
function fileOf(name: string, size: string, mount?: string): Run[] {
  const stat = { argv: `stat --format=%s /run/netns/${name}`, prints: `${size}\n` };
  if (mount === undefined) return [stat];
  return [
    stat,
    { argv: "lsns --type mnt --noheadings --output PID", prints: "  7\n" },
    { argv: "cat /proc/7/mountinfo", prints: `120 118 ${mount}\n` },
  ];
}

/** A look at the files of namespaces. */
const NO_FILES: Run = {
  argv: "find /etc/netns -maxdepth 2 -printf %y %s %P\\0",
  fails: "find: '/etc/netns': No such file or directory",
};

/** A look at the services. */
const LIST: Run = { argv: `sh ${SERVICE_SCRIPT} list` };

interface Case {
  name: string;
  script: Run[];
  networks: (string | undefined)[];
  files?: string[];
  unread?: string[];
}

const CASES: Case[] = [
  {
    name: "the host and every namespace",
    script: [names("a", "b"), ...reads(undefined), ...reads("a"), ...reads("b")],
    networks: [undefined, "a", "b"],
  },
  {
    name: "a file that an interrupted command left",
    script: [
      names("a"),
      ...reads(undefined),
      ...reads("a", { fails: NO_NAMESPACE }),
      ...fileOf("a", "0", "4:3 /a /run/netns/a rw - tmpfs tmpfs rw"),
    ],
    networks: [undefined],
    files: ["a"],
  },
  {
    name: "nothing of a namespace that is mounted elsewhere",
    script: [names("a"), ...reads(undefined), ...reads("a", { fails: NO_NAMESPACE }), ...fileOf("a", "0", MOUNTED)],
    networks: [undefined],
  },
  {
    name: "nothing of somebody's file",
    script: [names("a"), ...reads(undefined), ...reads("a", { fails: NO_NAMESPACE }), ...fileOf("a", "7")],
    networks: [undefined],
  },
  {
    name: "nothing of a namespace that was removed meanwhile",
    script: [
      names("a"),
      ...reads(undefined),
      ...reads("a", { fails: "nsenter: cannot open /run/netns/a: No such file or directory" }),
      { argv: "stat --format=%s /run/netns/a", fails: "stat: cannot statx '/run/netns/a': No such file or directory" },
    ],
    networks: [undefined],
  },
  {
    name: "why something is missing in a namespace",
    script: [
      names("a"),
      ...reads(undefined),
      ...reads("a", { v4: { fails: "iptables-save: No such file or directory" } }),
      ...fileOf("a", "0", MOUNTED),
    ],
    networks: [undefined],
    unread: ["what stands in namespace a: something that it needs does not exist"],
  },
  {
    name: "why a namespace could not be read",
    script: [
      names("a"),
      ...reads(undefined),
      ...reads("a", { fails: "nsenter: reassociate to namespace 'ns/net' failed: Operation not permitted" }),
    ],
    networks: [undefined],
    unread: ["what stands in namespace a: permission denied"],
  },
  {
    name: "why the names could not be read, and the host's network",
    script: [{ argv: "ip -j netns list", fails: "Permission denied" }, ...reads(undefined)],
    networks: [undefined],
    unread: ["the names of namespaces: permission denied"],
  },
  {
    name: "why the host's network could not be read",
    script: [
      names(),
      ...reads(undefined, { v4: { prints: NFT + "# Table `nat' is incompatible, use 'nft' tool.\n" } }),
    ],
    networks: [],
    unread: ["what stands on the host: iptables cannot show all of table nat"],
  },
];

describe("what stands on a host", () => {
  for (const { name, script, networks, files = [], unread = [] } of CASES) {
    it(`is read: ${name}`, async () => {
      const host = new FakeHost([...script, NO_FILES, LIST]);
      const found = await readStanding(host);
      host.assertDone();
      assert.deepEqual(
        found.networks.map(({ namespace }) => namespace),
        networks,
      );
      assert.deepEqual(found.files, files);
      assert.equal(found.unread.length, unread.length);
      unread.forEach((text, index) => assert.ok(found.unread[index]?.startsWith(text), found.unread[index]));
    });
  }

  it("tells rules of policy routing with their family", async () => {
    const rules = [{ priority: 100, src: "10.1.0.0", srclen: 16, table: "100", protocol: "76" }];
    const { networks } = await readStanding(new FakeHost([names(), ...reads(undefined, { rules }), NO_FILES, LIST]));
    const want = {
      priority: 100,
      family: 4,
      from: "10.1.0.0/16",
      type: "lookup",
      table: "100",
      protocol: "76",
      beyond: [],
    };
    assert.deepEqual(networks[0]?.rules, [want]);
  });

  it("tells tables, types and protocols of routes by number, whatever the host calls them", async () => {
    const routes = [
      { type: "1", dst: "default", gateway: "10.0.0.1", dev: "br0", table: "254", protocol: "76", flags: [] },
      { type: "6", dst: "10.9.0.0/16", table: "77", protocol: "76", metric: 7, flags: [] },
      { type: "8", dst: "fd09::1", dev: "lo", table: "255", protocol: "76", metric: 1024, flags: [], pref: "medium" },
    ];
    const { networks } = await readStanding(new FakeHost([names(), ...reads(undefined, { routes }), NO_FILES, LIST]));
    assert.deepEqual(
      networks[0]?.routes.map(({ type, destination, table, protocol, metric, family }) => [
        type,
        destination,
        table,
        protocol,
        metric,
        family,
      ]),
      [
        ["unicast", "default", "main", "76", 0, 4],
        ["blackhole", "10.9.0.0/16", "77", "76", 7, 4],
        ["prohibit", "fd09::1/128", "local", "76", 1024, 6],
      ],
    );
  });
});
