import { run, sh, type Place } from "./command";
import { byHand, foreignNamespace, until } from "./kernel";

/** Sends a router advertisement (RFC 4861, 4.2) out of the interface of an index: a default route, and a prefix. */
const ADVERTISE = `
use Socket qw(:DEFAULT inet_pton pack_sockaddr_in6);
my ($index, $lifetime) = @ARGV;
socket(my $socket, AF_INET6, SOCK_RAW, 58) or die "socket: $!";
setsockopt($socket, 41, 18, pack("i", 255)) or die "hops: $!";
setsockopt($socket, 41, 17, pack("i", $index)) or die "interface: $!";
my $prefix = pack("CCCCNNN", 3, 4, 64, 0xc0, 3600, 1800, 0) . inet_pton(AF_INET6, "fd99::");
my $text = pack("CCnCCnNN", 134, 0, 0, 64, 0, $lifetime, 0, 0) . $prefix;
send($socket, $text, 0, pack_sockaddr_in6(0, inet_pton(AF_INET6, "ff02::1"), $index)) or die "send: $!";
`;

const ROUTER = "advertiser";

/** A router on the other end of `ra0` that gave a place its default route of IPv6, until the end of the test. */
export class AdvertisingRouter {
  private constructor(
    private readonly place: Place,
    private readonly index: string,
  ) {}

  static async before(place: Place): Promise<AdvertisingRouter> {
    foreignNamespace(ROUTER);
    byHand("ip link add ra0 type veth peer name eth0 netns advertiser", place, "ip link del ra0");
    for (const [name, at] of [
      ["ra0", place],
      ["eth0", ROUTER],
    ] as const) {
      sh(`sysctl -q net.ipv6.conf.${name}.accept_dad=0`, at);
      sh(`ip link set ${name} up`, at);
    }
    await until(() => sh("ip -6 address show dev eth0 scope link", ROUTER).includes("fe80"), "the router's address");
    const router = new AdvertisingRouter(place, sh("ip -o link show dev eth0", ROUTER).split(":")[0] ?? "");
    await router.advertise(1800);
    return router;
  }

  /** Sends an advertisement, and waits until the place has heard it: with 0, that this is no router any more. */
  async advertise(lifetime: number): Promise<void> {
    run(["perl", "-e", ADVERTISE, this.index, String(lifetime)], ROUTER);
    const heard = (): boolean => {
      const left = this.lifetime();
      if (lifetime === 0) return left === undefined;
      return left !== undefined && left <= lifetime && left > lifetime - 100;
    };
    await until(heard, "the advertised route");
  }

  /** For how long, in seconds, the place has the advertised default route; undefined if it has none. */
  lifetime(): number | undefined {
    const [, left] =
      /^default via fe80\S+ dev ra0 proto ra .*expires (\d+)sec/m.exec(sh("ip -6 route show", this.place)) ?? [];
    return left === undefined ? undefined : Number(left);
  }
}
