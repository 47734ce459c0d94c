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

/** The simplest network that one can make by hand: veth0 of the host with 10.0.0.1/24, and ceth0 of ns0 with 10.0.0.2/24. */
export function makeNamespace(): void {
  sh("ip netns add ns0");
  sh("ip link add veth0 type veth peer name ceth0 netns ns0");
  sh("ip addr add 10.0.0.1/24 dev veth0");
  sh("ip link set veth0 up");
  sh("ip -n ns0 addr add 10.0.0.2/24 dev ceth0");
  sh("ip -n ns0 link set ceth0 up");
}
