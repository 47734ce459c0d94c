/** Two namespaces on a bridge: one that is replaced under another name, and a cable whose MTU changes. */
export const changingProgram = (ns1: string, mtu: number, rest = ""): string => `
  const br0 = new linuxnet.Bridge("br0", { addresses: ["10.0.0.1/24"] });
  const ns0 = new linuxnet.Namespace("ns0");
  const ns1 = new linuxnet.Namespace("ns1", { name: "${ns1}" });
  const veth0 = new linuxnet.VethPair("veth0", {
    master: br0,
    mtu: ${mtu},
    peer: { name: "ceth0", namespace: ns0, mtu: ${mtu}, addresses: ["10.0.0.2/24"] },
  });
  new linuxnet.VethPair("veth1", { master: br0, peer: { name: "ceth1", namespace: ns1, addresses: ["10.0.0.4/24"] } });
  new linuxnet.Route("default1", { namespace: ns1, destination: "default", gateway: br0 });
  ${rest}`;
