/** One of each kind, none of which needs one before it. */
export const ONE_OF_EACH = `
  new linuxnet.Route("nowhere", { destination: "10.9.0.0/16", type: "blackhole" });
  new linuxnet.PortForward("web", { hostPort: 8080, targetAddress: "10.0.0.2" });
  new linuxnet.Namespace("ns0");
  new linuxnet.Bridge("br0", { addresses: ["10.0.0.1/24"] });
  new linuxnet.VethPair("veth0", { addresses: ["10.1.0.1/24"], peer: { name: "ceth0" } });
  new linuxnet.Masquerade("internet", { source: "10.0.0.0/16" });`;

/** A network that hangs together, of a program that does not end. */
export const NETWORK = (number: number, end = ""): string => `
  const bridge = new linuxnet.Bridge("br${number}", { addresses: ["10.${number}.0.1/24"] });
  const namespace = new linuxnet.Namespace("ns${number}");
  const veth = new linuxnet.VethPair("veth${number}", {
    master: bridge,
    peer: { name: "ceth${number}", namespace, addresses: ["10.${number}.0.2/24"] },
  });
  new linuxnet.Route("default", { namespace, destination: "default", gateway: bridge });
  new linuxnet.Masquerade("internet", { source: "10.${number}.0.0/24", inInterface: bridge });
  new linuxnet.PortForward("web", { hostPort: 80${number}, targetAddress: veth.peer, targetPort: 80 });
  ${end}`;
