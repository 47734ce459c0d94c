/** One rule in words. */
export interface Rule {
  source?: string | undefined;
  notSource?: string | undefined;
  destination?: string | undefined;
  notDestination?: string | undefined;
  in?: string | undefined;
  notIn?: string | undefined;
  out?: string | undefined;
  notOut?: string | undefined;
  protocol?: string | undefined;
  sourcePort?: string | undefined;
  destinationPort?: string | undefined;
  /** An address type of the destination or source, see addrtype in iptables-extensions(8). */
  destinationType?: "LOCAL" | undefined;
  sourceType?: "LOCAL" | undefined;
  mark?: string | undefined;
  /** Connection states, separated by commas, see conntrack in iptables-extensions(8). `original…` and `status` need it. */
  state?: string | undefined;
  /** The address and the port that a connection asked for before its translation. */
  originalDestination?: string | undefined;
  originalPort?: string | undefined;
  /** A status of the connection, see conntrack in iptables-extensions(8). */
  status?: "SEEN_REPLY" | undefined;
  /** What follows `-j`. */
  target: string;
}

/** The text of a rule as iptables-save prints it: options in its order, one host as /32 or /128. */
export function rule(it: Rule): string {
  const option = (flag: string, value: string | undefined): string[] => (value === undefined ? [] : [flag, value]);
  const { protocol } = it;
  const ports = [...option("--sport", it.sourcePort), ...option("--dport", it.destinationPort)];
  return [
    ...option("-s", withLength(it.source)),
    ...option("! -s", withLength(it.notSource)),
    ...option("-d", withLength(it.destination)),
    ...option("! -d", withLength(it.notDestination)),
    ...option("-i", it.in),
    ...option("! -i", it.notIn),
    ...option("-o", it.out),
    ...option("! -o", it.notOut),
    ...option("-p", protocol),
    ...(protocol !== undefined && ports.length > 0 ? ["-m", protocol, ...ports] : []),
    ...option("-m addrtype --dst-type", it.destinationType),
    ...option("-m addrtype --src-type", it.sourceType),
    ...option("-m mark --mark", it.mark),
    ...option("-m conntrack --ctstate", it.state),
    ...option("--ctorigdst", it.originalDestination),
    ...option("--ctorigdstport", it.originalPort),
    ...option("--ctstatus", it.status),
    `-j ${it.target}`,
  ].join(" ");
}

function withLength(address: string | undefined): string | undefined {
  if (address === undefined || address.includes("/")) return address;
  return `${address}/${address.includes(":") ? 128 : 32}`;
}

/** Ports as iptables writes them: `8000:8010`. */
export function portsText(ports: number | string): string {
  return String(ports).replace("-", ":");
}
