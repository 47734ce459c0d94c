import {
  MARK,
  MARK6,
  REMEMBERED6,
  filter,
  hooked,
  lines,
  redirects,
  nft,
  UNWRITTEN,
  remove,
  restore,
  save,
  save6,
  snat,
  stands,
  sysctl,
  sysctl6,
  unmark,
  write,
  testFirewall,
} from "../../../support/firewall-table";
import { OTHER, OWNER } from "../../../support/plan";

testFirewall("switches of the firewall that go back", [
  {
    name: "remembers accept_redirects 0 while ip_forward goes off, which switches it on",
    wanted: [[OWNER, []]],
    script: [
      ...[save(filter(...stands(OWNER), MARK, ...hooked(OWNER))), sysctl("1"), nft()],
      { ...redirects, prints: "net.ipv4.conf.all.accept_redirects = 0\n" },
      { ...redirects, prints: "net.ipv4.conf.all.accept_redirects = 0\n" },
      restore("*filter", MARK, UNWRITTEN.replace("=1", "=0"), "COMMIT"),
      {
        argv: "sysctl -q --load=-",
        stdin: lines("net.ipv4.ip_forward = 0", "net.ipv4.conf.all.accept_redirects = 0"),
      },
      ...[restore("*filter", ...remove(OWNER), ...unmark(), "COMMIT"), save6()],
    ],
  },
  {
    name: "lets interfaces forward again that did, and says nothing of one that is gone",
    wanted: [[OWNER, []]],
    script: [
      save(
        filter(
          ...[...stands(OWNER), MARK, ...hooked(OWNER)],
          '-A LN-WAS-ip_forward-0 -i eth0 -m comment --comment "forwarding=1"',
          '-A LN-WAS-ip_forward-0 -i gone -m comment --comment "forwarding=1"',
        ),
      ),
      sysctl("1"),
      nft(),
      redirects,
      {
        argv: "sysctl -e net.ipv4.conf.eth0.forwarding net.ipv4.conf.gone.forwarding",
        prints: lines("net.ipv4.conf.eth0.forwarding = 1"),
      },
      ...[write("0", "net.ipv4.conf.eth0.forwarding = 1")],
      ...[restore("*filter", ...remove(OWNER), ...unmark(), "COMMIT"), save6()],
    ],
  },
  {
    name: "puts accept_ra back last",
    wanted: [[OWNER, []]],
    script: [
      save(filter()),
      save6(filter(...stands(OWNER), MARK6, ...hooked(OWNER), ...REMEMBERED6)),
      sysctl6("1"),
      nft(),
      {
        argv: "sysctl -e net.ipv6.conf.eth0.accept_ra net.ipv6.conf.eth1.forwarding",
        prints: lines("net.ipv6.conf.eth0.accept_ra = 2", "net.ipv6.conf.eth1.forwarding = 1"),
      },
      {
        argv: "sysctl -q --load=-",
        stdin: lines(
          ...["net.ipv6.conf.all.forwarding = 0", "net.ipv6.conf.eth1.forwarding = 1"],
          "net.ipv6.conf.eth0.accept_ra = 1",
        ),
      },
      {
        argv: "ip6tables-restore --noflush -w 5",
        stdin: lines("*filter", ...remove(OWNER), ...unmark("forwarding-0"), "COMMIT"),
      },
    ],
  },
  {
    name: "leaves forwarding on for the rules of others, and says so",
    wanted: [[OWNER, []]],
    script: [
      save(filter(...stands(OWNER), MARK, ...hooked(OWNER), "-A FORWARD -j DOCKER-USER")),
      ...[sysctl("1"), restore("*filter", ...remove(OWNER), "COMMIT"), save6()],
    ],
    told: ["net.ipv4.ip_forward stays 1 on the host: -A FORWARD -j DOCKER-USER is not linuxnet's; it was 0"],
  },
  {
    name: "leaves forwarding on for rules that only nft shows",
    wanted: [[OWNER, []]],
    script: [
      save(filter(...stands(OWNER), MARK, ...hooked(OWNER))),
      sysctl("1"),
      nft(
        JSON.stringify({
          nftables: [
            { chain: { family: "ip", table: "filter", name: "FORWARD", type: "filter", hook: "forward" } },
            {
              rule: {
                family: "ip",
                table: "filter",
                chain: "FORWARD",
                expr: [{ jump: { target: `LN-FWD-${OWNER}` } }],
              },
            },
            { chain: { family: "inet", table: "empty", name: "forward", type: "filter", hook: "forward" } },
            { chain: { family: "ip6", table: "other", name: "forward", type: "filter", hook: "forward" } },
            { rule: { family: "ip6", table: "other", chain: "forward" } },
            { chain: { family: "inet", table: "netavark", name: "POSTROUTING", type: "nat", hook: "postrouting" } },
            { rule: { family: "inet", table: "netavark", chain: "POSTROUTING" } },
          ],
        }),
      ),
      ...[restore("*filter", ...remove(OWNER), "COMMIT"), save6()],
    ],
    told: [
      "net.ipv4.ip_forward stays 1 on the host: chain POSTROUTING of table inet netavark is not linuxnet's; it was 0",
    ],
  },
  {
    name: "puts forwarding back later, once nobody needs it",
    wanted: [[OTHER, []]],
    script: [
      ...[save(filter(MARK)), sysctl("1"), nft(), redirects, write("0")],
      ...[restore("*filter", ...unmark(), "COMMIT"), save6()],
    ],
  },
  {
    name: "says nothing again of forwarding that stays on while chains come",
    wanted: [[OWNER, [snat(OWNER)]]],
    script: [
      ...[save(filter(MARK, "-A FORWARD -j DROP")), sysctl("1")],
      restore("*nat", `:LN-SNAT-${OWNER} - [0:0]`, `-A LN-SNAT-${OWNER} -j MASQUERADE`, "COMMIT"),
      save6(),
    ],
  },
  {
    name: "forgets forwarding that somebody switched off",
    wanted: [[OWNER, []]],
    script: [
      save(filter(...stands(OWNER), MARK, ...hooked(OWNER), "-A FORWARD -j DROP")),
      ...[sysctl("0"), restore("*filter", ...remove(OWNER), ...unmark(), "COMMIT"), save6()],
    ],
  },
  {
    name: "switches forwarding off before the last chain that needs it goes",
    wanted: [[OWNER, []]],
    script: [
      ...[save(filter(...stands(OWNER), MARK, ...hooked(OWNER))), sysctl("1"), nft(), redirects, write("0")],
      ...[restore("*filter", ...remove(OWNER), ...unmark(), "COMMIT"), save6()],
    ],
  },
  {
    name: "keeps forwarding while another's chain needs it",
    wanted: [[OWNER, []]],
    script: [
      save(filter(...stands(OWNER), ...stands(OTHER), MARK, ...hooked(OWNER), ...hooked(OTHER))),
      ...[sysctl("1"), restore("*filter", ...remove(OWNER), "COMMIT"), save6()],
    ],
  },
]);
