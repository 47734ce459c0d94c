import { readdirSync } from "node:fs";
import { type Place, run, sh, succeeds } from "./command";

const SWITCHES = ["net.ipv4.ip_forward", "net.ipv4.conf.all.route_localnet", "net.ipv6.conf.all.forwarding"];

/** What a place holds, to come back to. */
export interface Standing {
  links: string[];
  rules: Map<string, string>;
  switches: string[];
}

export function standingOf(place: Place): Standing {
  return {
    links: linksOf(place),
    rules: new Map(["iptables", "ip6tables"].map((tool) => [tool, run([`${tool}-save`], place)])),
    switches: SWITCHES.map((key) => sh(`sysctl ${key}`, place).replace(/\s/g, "")),
  };
}

/** The names of a place's links; a foreign one may hold what JSON does not. */
function linksOf(place: Place): string[] {
  return [...run(["ip", "-o", "link"], place).matchAll(/^\d+: (\S+?)(?:@\S+)?: /gm)].map(([, name = ""]) => name);
}

/** Takes away all that a test that failed may have left, so that the next one stands for itself. */
export function wipe(places: Map<Place, Standing>): void {
  for (const name of readdirSync("/run/netns")) if (!places.has(name)) succeeds(["ip", "netns", "delete", name]);
  for (const [place, { links: kept, rules, switches }] of places) {
    for (const name of linksOf(place)) if (!kept.includes(name)) succeeds(["ip", "link", "del", "dev", name], place);
    for (const family of ["-4", "-6"]) succeeds(["ip", family, "route", "flush", "table", "all", "proto", "76"], place);
    for (const family of ["-4", "-6"]) succeeds(["ip", family, "rule", "flush", "proto", "76"], place);
    for (const [tool, text] of rules) {
      for (const table of ["raw", "filter", "nat"]) {
        succeeds([tool, "-w", "-t", table, "-F"], place);
        succeeds([tool, "-w", "-t", table, "-X"], place);
      }
      run([`${tool}-restore`, "-w"], place, text);
    }
    for (const line of switches) sh(`sysctl -q ${line}`, place);
  }
}
