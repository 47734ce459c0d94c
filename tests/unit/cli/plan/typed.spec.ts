import assert from "node:assert/strict";
import { shellText, typed } from "../../../../cli/plan/typed";

const NS0 = "nsenter --net=/run/netns/ns0 --";

const cases: { name: string; argv: string; stdin: string; want: string[] }[] = [
  {
    name: "each line of a batch",
    argv: `${NS0} ip -batch -`,
    stdin: "link set dev a up\naddr replace fd00::1/64 dev a nodad\n",
    want: [`${NS0} ip link set dev a up`, `${NS0} ip addr replace fd00::1/64 dev a nodad`],
  },
  {
    name: "a new namespace, name first",
    argv: "unshare --net -- ip -batch -",
    stdin: "link set dev lo alias linuxnet:0123456789abcdef\nlink set dev lo up\nnetns attach ns0 0\n",
    want: [
      "ip netns add ns0",
      `${NS0} ip link set dev lo alias linuxnet:0123456789abcdef`,
      `${NS0} ip link set dev lo up`,
    ],
  },
  {
    name: "parameters together, also those of several words",
    argv: "sysctl -q --load=-",
    stdin: "net.ipv4.ip_forward = 1\nnet.ipv4.tcp_rmem = 4096 131072 6291456\n",
    want: ["sysctl -q -w net.ipv4.ip_forward=1 'net.ipv4.tcp_rmem=4096 131072 6291456'"],
  },
  {
    name: "a restore with its text",
    argv: "iptables-restore --noflush -w 5",
    stdin: '*filter\n-I FORWARD 1 -m comment --comment "linuxnet:0123456789abcdef" -j LN-FWD\nCOMMIT\n',
    want: [
      "iptables-restore --noflush -w 5 <<'EOF'",
      "*filter",
      '-I FORWARD 1 -m comment --comment "linuxnet:0123456789abcdef" -j LN-FWD',
      "COMMIT",
      "EOF",
    ],
  },
  { name: "any other as it is run", argv: "tool $x it's", stdin: "", want: ["tool '$x' 'it'\\''s'"] },
];

describe("typed commands", () => {
  for (const { name, argv, stdin, want } of cases) {
    it(name, () => {
      const text = typed({ argv: argv.split(" "), stdin })
        .map(shellText)
        .join("\n");
      assert.equal(text, want.join("\n"));
    });
  }
});
