import {
  MARK,
  MARK6,
  REMEMBERED6,
  devices,
  filter,
  fwd,
  fwd6,
  hook,
  hooked,
  lines,
  make,
  redirects,
  forget,
  UNWRITTEN,
  restore,
  save,
  save6,
  stands,
  sysctl,
  sysctl6,
  write,
  testFirewall,
} from "../../../support/firewall-table";
import { OWNER } from "../../../support/plan";

testFirewall("switches of the firewall that go on", [
  {
    name: "switches forwarding on after the chains, and remembers that it was off",
    wanted: [[OWNER, [fwd(OWNER)]]],
    script: [
      ...[save(filter()), sysctl("0"), devices(), redirects],
      restore("*filter", `:LN-FWD-${OWNER} - [0:0]`, MARK, ...make(OWNER), UNWRITTEN, "COMMIT"),
      ...[write("1"), forget(), save6()],
    ],
  },
  {
    name: "remembers which interfaces forwarded already",
    wanted: [[OWNER, [fwd(OWNER)]]],
    script: [
      ...[save(filter()), sysctl("0"), devices("net.ipv4.conf.eth0/7.forwarding = 1"), redirects],
      restore(
        ...["*filter", `:LN-FWD-${OWNER} - [0:0]`, MARK, ...make(OWNER)],
        ...['-A LN-WAS-ip_forward-0 -i eth0.7 -m comment --comment "forwarding=1"', UNWRITTEN, "COMMIT"],
      ),
      write("1"),
      forget('-A LN-WAS-ip_forward-0 -i eth0.7 -m comment --comment "forwarding=1"'),
      save6(),
    ],
  },
  {
    name: "remembers an accept_redirects of 0, which the kernel keeps with ip_forward",
    wanted: [[OWNER, [fwd(OWNER)]]],
    script: [
      ...[save(filter()), sysctl("0"), devices(), { ...redirects, prints: "net.ipv4.conf.all.accept_redirects = 0\n" }],
      restore(
        ...["*filter", `:LN-FWD-${OWNER} - [0:0]`, MARK, ...make(OWNER), UNWRITTEN.replace("=1", "=0"), "COMMIT"],
      ),
      { argv: "sysctl -q --load=-", stdin: lines("net.ipv4.ip_forward = 1") },
      save6(),
    ],
  },
  {
    name: "leaves accept_redirects to the kernel where it was 0 before somebody switched ip_forward off",
    wanted: [[OWNER, [fwd(OWNER)]]],
    script: [
      save(filter(...stands(OWNER), MARK, ...hooked(OWNER), UNWRITTEN.replace("=1", "=0"))),
      ...[sysctl("0"), devices(), { argv: "sysctl -q --load=-", stdin: lines("net.ipv4.ip_forward = 1") }],
      save6(),
    ],
  },
  {
    name: "writes what a kill kept from being written after ip_forward",
    wanted: [[OWNER, [fwd(OWNER)]]],
    script: [
      ...[save(filter(...stands(OWNER), MARK, ...hooked(OWNER), UNWRITTEN)), sysctl("1")],
      { argv: "sysctl -q --load=-", stdin: lines("net.ipv4.conf.all.accept_redirects = 1") },
      ...[forget(), save6()],
    ],
  },
  {
    name: "says which interface it cannot remember",
    wanted: [[OWNER, [fwd(OWNER)]]],
    script: [
      ...[save(filter()), sysctl("0"), devices("net.ipv4.conf.a+.forwarding = 1"), redirects],
      restore("*filter", `:LN-FWD-${OWNER} - [0:0]`, MARK, ...make(OWNER), UNWRITTEN, "COMMIT"),
      ...[write("1"), forget(), save6()],
    ],
    told: ['"net.ipv4.conf.a+.forwarding" will not come back to 1 on the host: no rule can carry its name'],
  },
  {
    name: "keeps advertised routes of IPv6: accept_ra is 2 before anything forwards, and as it was after all else is",
    wanted: [[OWNER, [fwd6(OWNER)]]],
    script: [
      ...[save(filter()), save6(filter()), sysctl6("0")],
      {
        argv: "sysctl -a -r ^net\\.ipv6\\.conf\\.[^.]+\\.(forwarding|accept_ra)$",
        prints: lines(
          ...[
            "net.ipv6.conf.all.accept_ra = 1",
            "net.ipv6.conf.eth0.accept_ra = 1",
            "net.ipv6.conf.eth0.forwarding = 0",
          ],
          ...[
            "net.ipv6.conf.eth1.accept_ra = 1",
            "net.ipv6.conf.eth1.forwarding = 1",
            "net.ipv6.conf.eth2.accept_ra = 2",
          ],
        ),
      },
      {
        argv: "ip -j -d -6 route show table all",
        prints: JSON.stringify([
          { dst: "default", dev: "eth0", protocol: "ra" },
          { dst: "fd00::/64", dev: "eth1", protocol: "kernel" },
          { dst: "fd02::/64", dev: "eth2", protocol: "kernel", expires: 9 },
        ]),
      },
      {
        argv: "ip6tables-restore --noflush -w 5",
        stdin: lines(...["*filter", `:LN-FWD-${OWNER} - [0:0]`, MARK6, ...make(OWNER), ...REMEMBERED6, "COMMIT"]),
      },
      {
        argv: "sysctl -q --load=-",
        stdin: lines("net.ipv6.conf.eth0.accept_ra = 2", "net.ipv6.conf.all.forwarding = 1"),
      },
    ],
  },
  {
    name: "lets the interfaces that rules name forward, and remembers that they did not while the host did",
    wanted: [[OWNER, [{ ...fwd(OWNER), rules: ["-i br0.5 -o eth0 -j ACCEPT", "! -i lo -o gone -j ACCEPT"] }]]],
    script: [
      save(filter()),
      {
        argv: `sysctl -e net.ipv4.ip_forward ${["br0/5", "eth0", "gone"].map((it) => `net.ipv4.conf.${it}.forwarding`).join(" ")}`,
        prints: lines(
          ...["net.ipv4.ip_forward = 1", "net.ipv4.conf.br0/5.forwarding = 0", "net.ipv4.conf.eth0.forwarding = 1"],
        ),
      },
      restore(
        ...["*filter", `:LN-FWD-${OWNER} - [0:0]`, ":LN-WAS-ip_forward-1 - [0:0]"],
        ...[`-A LN-FWD-${OWNER} -i br0.5 -o eth0 -j ACCEPT`, `-A LN-FWD-${OWNER} ! -i lo -o gone -j ACCEPT`],
        ...[`-I FORWARD 1 ${hook(OWNER)}`, '-A LN-WAS-ip_forward-1 -i br0.5 -m comment --comment "forwarding=0"'],
        "COMMIT",
      ),
      { argv: "sysctl -q --load=-", stdin: lines("net.ipv4.conf.br0/5.forwarding = 1") },
      save6(),
    ],
  },
  {
    name: "leaves forwarding alone that was on",
    wanted: [[OWNER, [fwd(OWNER)]]],
    script: [
      save(filter()),
      sysctl("1"),
      restore("*filter", `:LN-FWD-${OWNER} - [0:0]`, ...make(OWNER), "COMMIT"),
      save6(),
    ],
  },
]);
