import type { Rules } from "../../../../provider/iptables/chains";
import { parseSave } from "../../../../provider/iptables/save";
import { host, link, testFindings } from "../../../support/findings";
import { owner } from "../../../support/owner";
import { bridge, forward, oneContainer } from "../network";

const standingBridge = (mark?: string) => host({ links: [link("br0", { kind: "bridge", owner: mark })] });
const [KIND, BR0] = bridge("br0", { addresses: ["10.0.0.1/24"] });
const nothing: Rules = { tables: new Map(), other: undefined };
const DNAT = "-p tcp -m tcp --dport 8080 -m addrtype --dst-type LOCAL -j DNAT --to-destination 10.0.0.2:80";
const withDnat = host({
  rules: {
    4: { tables: parseSave(`*nat\n:PREROUTING -\n:OUTPUT -\n-A PREROUTING ${DNAT}\n`), other: undefined },
    6: nothing,
  },
});
const [FORWARD, WEB] = forward("it", {});

testFindings("of what was imported", [
  {
    name: "nothing where it bears no mark yet",
    program: [[KIND, BR0, "br0", { mark: "" }]],
    standing: standingBridge(),
    want: [],
  },
  {
    name: "nothing where it bears the mark of before",
    program: [[KIND, BR0, "br0", { mark: owner("another") }]],
    standing: standingBridge(owner("another")),
    want: [],
  },
  {
    name: "that somebody else has it by now",
    program: [[KIND, BR0, "br0", { mark: "" }]],
    standing: standingBridge(owner("another")),
    want: [
      [
        "br0",
        `interface br0 on the host already exists: an interface of kind bridge that linuxnet made for another resource (owner ${owner("another")})`,
      ],
    ],
  },
  {
    name: "not its own rules",
    program: [...oneContainer, [FORWARD, WEB, "it", { mark: "", rules: [`nat PREROUTING ${DNAT}`] }]],
    standing: withDnat,
    want: [],
  },
]);
