import { sh, type Place } from "./command";

/** A cable that linuxnet did not make: out0 with 10.7.0.1/24 and fd07::1/64, out1 with 10.8.0.1/24 and fd08::1/64. */
export function makeCable(place: Place): void {
  sh("ip link add out0 type veth peer name out1", place);
  for (const [name, network] of [
    ["out0", 7],
    ["out1", 8],
  ] as const) {
    // Without the kernel's own address, whose routes come seconds later.
    sh(`ip link set ${name} addrgenmode none up`, place);
    sh(`ip address add 10.${network}.0.1/24 dev ${name}`, place);
    sh(`ip address add fd0${network}::1/64 dev ${name} nodad`, place);
  }
}
