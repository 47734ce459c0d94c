import { type Place, sh } from "./command";
import { byHand } from "./kernel";
import { routedNetwork } from "./routed-network";
import { ask, serve } from "./traffic";

/** Who asks; what answers: the address that the server sees, and its port. */
export type Who = "outside" | "router" | "left" | "right";
export type Question = [who: Who, host: string, port: number, want: string | undefined];

export const TARGET = { targetAddress: "10.0.0.2", targetNetwork: "10.0.0.0/24" };
export const TARGET6 = { targetAddress: "fd00::2", targetNetwork: "fd00::/64" };
export const [HOST, HOST6] = ["192.168.64.5", "fd64::5"];

/** A routed network with servers in left, whose networks the outside would reach if it were let. */
export class PublishedNetwork {
  private constructor(readonly places: Record<Who, Place>) {}

  static async make(router: Place): Promise<PublishedNetwork> {
    const { outside } = await routedNetwork(router);
    for (const [to, via] of [
      ["10.0.0.0/24", HOST],
      ["fd00::/64", HOST6],
    ]) {
      byHand(`ip route add ${to} via ${via}`, outside, `ip route del ${to}`);
    }
    await serve(
      "left",
      [80, 8000, 8001, 8002],
      [
        ["10.0.0.2", 53],
        ["fd00::2", 53],
      ],
    );
    return new PublishedNetwork({ outside, router, left: "left", right: "right" });
  }

  ask(who: Who, host: string, port: number, protocol?: "tcp" | "udp"): string | undefined {
    return ask(this.places[who], host, port, protocol);
  }

  /** From now on right takes the router for the way to 127.0.0.1, where somebody listens on port 7777. */
  async attackLocalhost(): Promise<void> {
    await serve(this.places.router, [7777]);
    sh("sysctl -q net.ipv4.conf.all.route_localnet=1", "right");
    sh("ip address del 127.0.0.1/8 dev lo", "right");
    sh("ip route add 127.0.0.1 via 10.0.0.1", "right");
  }

  /** The questions with the answers that they get. */
  answers(questions: readonly Question[]): Question[] {
    return questions.map(([who, host, port]) => [who, host, port, this.ask(who, host, port)]);
  }
}
