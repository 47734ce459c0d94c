import {
  MARK,
  NFT,
  filter,
  fwd,
  hooked,
  lines,
  make,
  remove,
  restore,
  save,
  save6,
  snat,
  stands,
  sysctl,
  unmark,
  testFirewall,
} from "../../../support/firewall-table";
import { OTHER, OWNER } from "../../../support/plan";

testFirewall("firewall", [
  {
    name: "moves here what stands in the other backend, and what that remembers",
    wanted: [[OWNER, [fwd(OWNER)]]],
    script: [
      { argv: "iptables-save", prints: `${NFT}${filter()}# Warning: iptables-legacy tables present, use …\n` },
      { argv: "iptables-legacy-save", prints: filter(...stands(OWNER), MARK, ...hooked(OWNER)) },
      sysctl("1"),
      restore("*filter", `:LN-FWD-${OWNER} - [0:0]`, MARK, ...make(OWNER), "COMMIT"),
      {
        argv: "iptables-legacy-restore --noflush -w 5",
        stdin: lines("*filter", ...remove(OWNER), ...unmark(), "COMMIT"),
      },
      save6(),
    ],
  },
  {
    name: "removes what stands in the other backend, which nothing names where iptables is the old one",
    wanted: [[OWNER, []]],
    script: [
      { argv: "iptables-save" },
      { argv: "iptables-nft-save", prints: NFT + filter(...stands(OWNER), ...hooked(OWNER)) },
      { argv: "iptables-nft-restore --noflush -w 5", stdin: lines("*filter", ...remove(OWNER), "COMMIT") },
      save6(),
    ],
  },
  {
    name: "does without another backend that is not there",
    wanted: [[OWNER, []]],
    script: [
      { argv: "iptables-save" },
      { argv: "iptables-nft-save", fails: "Could not fetch rule set generation id: Not supported" },
      save6(),
    ],
  },
  { name: "runs nothing where nothing is to do", wanted: [[OWNER, []]], script: [save(filter()), save6()] },
  {
    name: "changes many owners in one run",
    wanted: [
      [OWNER, [snat(OWNER)]],
      [OTHER, [snat(OTHER)]],
    ],
    script: [
      save(""),
      restore(
        ...["*nat", `:LN-SNAT-${OWNER} - [0:0]`, `:LN-SNAT-${OTHER} - [0:0]`],
        ...[`-A LN-SNAT-${OWNER} -j MASQUERADE`, `-A LN-SNAT-${OTHER} -j MASQUERADE`, "COMMIT"],
      ),
      save6(),
    ],
  },
]);
