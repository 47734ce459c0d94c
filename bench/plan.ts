/** Published containers behind one bridge, whoever makes them. */
export interface Plan {
  bridge: string;
  subnet: string;
  gateway: string;
  containers: readonly PlannedContainer[];
}

export interface PlannedContainer {
  name: string;
  /** Its interface on the host. */
  link: string;
  address: string;
  /** The port of the host that is its port 80. */
  port: number;
}

export function planOf(size: number): Plan {
  const containers = Array.from({ length: size }, (_, index) => ({
    ...{ name: `pods-p${index}`, link: `v${index}`, port: 9000 + index },
    address: `10.4.${1 + (index >> 8)}.${index & 255}`,
  }));
  return { bridge: "br-web", subnet: "10.4.0.0/20", gateway: "10.4.0.1", containers };
}
