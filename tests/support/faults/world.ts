import { makeCable } from "../cable";
import { run, sh, type Place } from "../command";
import { foreignForwarding, makeForeign } from "../foreign";
import { BLUE, GUEST, HOST, RED } from "./places";
import { assertSame, snapshot } from "../snapshot";
import { settled } from "../settled";
import { type Standing, standingOf, wipe } from "../wipe";

/*
 * A machine on which others live, too: in every test of a spec that imports this, foreign links, routes, rules and a
 * foreign namespace stand, and are the same byte for byte afterwards. On the host and in one namespace their rules stand
 * in every chain, and their owner has switched on what they need.
 */

const SWITCHED_ON = "net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1 net.ipv4.conf.all.route_localnet=1";

/** A name that iproute2 prints as it is, and JSON does not allow. */
const ODD_NAME = "odd\u0001name";

/** What resources are made between: a cable out0, out1 with addresses, and two bridges m0 and m1. */
function makeNeighbours(place: Place): void {
  makeCable(place);
  for (const name of ["m0", "m1"]) {
    sh(`ip link add ${name} address 02:00:00:00:01:00 type bridge`, place);
    // Once set, it follows the ports no more.
    sh(`ip link set ${name} mtu 1499`, place);
    // A bridge that has had a port tells some of itself otherwise.
    sh(`ip link add port type veth peer name end`, place);
    sh(`ip link set port master ${name}`, place);
    sh(`ip link del port`, place);
  }
}

const standing = new Map<Place, Standing>();
let start: string;

before("make the world", async () => {
  for (const name of [RED, BLUE, GUEST]) {
    sh(`ip netns add ${name}`);
    sh("ip link set lo up", name);
  }
  for (const place of [HOST, RED, BLUE]) {
    makeForeign(place);
    run(["ip", "link", "add", ODD_NAME, "type", "bridge"], place);
    makeNeighbours(place);
  }
  foreignForwarding("-A", [HOST, RED]);
  for (const place of [HOST, RED]) sh(`sysctl -q ${SWITCHED_ON}`, place);
  sh("ip link add guest0 type bridge", GUEST);
  await settled();
  for (const place of [HOST, RED, BLUE, GUEST, "wan"]) standing.set(place, standingOf(place));
  start = await snapshot();
});

/** A test, after which the kernel is as before it: mocha's own `it` with that said in the test itself. */
export function it(title: string, body: () => Promise<void>, limitMs = 600_000): void {
  globalThis
    .it(title, async () => {
      try {
        await body();
        assertSame(await snapshot(), start);
      } catch (error) {
        wipe(standing);
        throw error;
      }
    })
    .timeout(limitMs);
}
