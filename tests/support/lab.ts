import { readdirSync, readFileSync } from "node:fs";
import { execFileSync } from "node:child_process";

/*
 * Importing this is what keeps the kernel tests off a real network: it throws anywhere but in `linuxnet lab --wan`.
 * The variable alone could be set anywhere; a network that holds only lo and one end of a cable, and a /run of its own
 * with the lab's namespace in it, are a lab's.
 */

interface IpLink {
  ifname: string;
  linkinfo?: { info_kind?: string };
}

function whyNoLab(): string | undefined {
  if (process.env.LINUXNET_LAB !== "1") return "LINUXNET_LAB is not set";
  const links = JSON.parse(execFileSync("ip", ["-j", "-d", "link"], { encoding: "utf8" })) as IpLink[];
  const foreign = links.filter(
    ({ ifname, linkinfo }) => ifname !== "lo" && (ifname !== "enp0s1" || linkinfo?.info_kind !== "veth"),
  );
  if (foreign.length > 0) return `this network has ${foreign.map(({ ifname }) => ifname).join(", ")}`;
  const run = readFileSync("/proc/self/mountinfo", "utf8")
    .split("\n")
    .find((line) => line.split(" ")[4] === "/run");
  if (run === undefined || run.includes(" shared:")) return "/run is the machine's";
  if (readdirSync("/run/netns").join() !== "wan") return "/run/netns does not hold the namespace wan alone";
  return undefined;
}

const reason = whyNoLab();
if (reason !== undefined) {
  throw new Error(`these tests change the network: run them with \`linuxnet lab --wan -- mocha …\` (${reason})`);
}
