import { readdirSync } from "node:fs";
import { type Place, run, sh, succeeds } from "./command";

const KEPT = /^(lo|enp0s1|eth0|canary[01])$/;
const SWITCHES = ["net.ipv4.ip_forward", "net.ipv4.conf.all.route_localnet", "net.ipv6.conf.all.forwarding"];

/** The rules of a place, to come back to. */
export type Rules = Map<string, string>;

export function rulesOf(place: Place): Rules {
  return new Map(["iptables", "ip6tables"].map((tool) => [tool, run([`${tool}-save`], place)]));
}

/** Takes away all that a test that failed may have left, so that the next one stands for itself. */
export function wipe(places: Map<Place, Rules>): void {
  for (const name of readdirSync("/run/netns")) if (!places.has(name)) succeeds(["ip", "netns", "delete", name]);
  for (const [place, rules] of places) {
    const links = JSON.parse(run(["ip", "-j", "link"], place)) as { ifname: string }[];
    for (const { ifname } of links) if (!KEPT.test(ifname)) succeeds(["ip", "link", "del", "dev", ifname], place);
    for (const family of ["-4", "-6"]) succeeds(["ip", family, "route", "flush", "table", "all", "proto", "76"], place);
    for (const [tool, text] of rules) {
      for (const table of ["raw", "filter", "nat"]) {
        succeeds([tool, "-w", "-t", table, "-F"], place);
        succeeds([tool, "-w", "-t", table, "-X"], place);
      }
      run([`${tool}-restore`, "-w"], place, text);
    }
    for (const key of SWITCHES) sh(`sysctl -q ${key}=0`, place);
  }
}
