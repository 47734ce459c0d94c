import { ownerOfPart } from "../../../../provider/owner";
import { type Line, link, testFindings, withPlace } from "../../../support/findings";
import { owner } from "../../../support/owner";

testFindings("a name that is taken in a container", [
  {
    name: "not by what a container itself had there for another network",
    program: [...container()],
    standing: inNamespace({ links: [link("eth0", { kind: "veth", owner: ownerOfPart(owner("lab"), "link before") })] }),
    want: [],
  },
  {
    name: "by what another stack has in a container",
    program: [...container()],
    standing: inNamespace({ links: [link("eth0", { kind: "veth", owner: "0".repeat(16) })] }),
    want: [
      [
        "lab",
        `interface eth0 in namespace lab already exists: an interface of kind veth that linuxnet made for another resource (owner ${"0".repeat(16)})`,
      ],
    ],
  },
]);

function container(): Line[] {
  const network = { name: "after", bridge: "br-after", subnet: "10.5.0.0/24", gateway: "10.5.0.1" };
  return [
    ["containerNetwork", network],
    ["container", { name: "lab", networks: [{ network, address: "10.5.0.2" }] }],
  ];
}

function inNamespace(place: object) {
  const standing = withPlace("lab", { owner: owner("lab"), ...place });
  return { ...standing, fresh: { ...standing.fresh, "net.ipv6.conf.all.disable_ipv6": "0" } };
}
