import { snapshot } from "../snapshot";

/** What the kernel does in its own time once a link has a carrier. */
const OWN_TIME = /\b(inet6 fe80:|fe80:|ff00:|anycast )/;

/** Names of other ends and indexes, numbers of ports, and what depends on the carrier. */
const VOLATILE =
  /(?<=^\d+: [^@\s]+)@\S+(?=:)|^\d+: | link-netns(?:id)? \S+| (?:port_id|port_no|designated_port) \S+| state \w+| linkdown| dead\b|NO-CARRIER,|,LOWER_UP|,M-DOWN/g;

/**
 * A snapshot as the same text for two networks of the same configuration, in whatever order their parts were made: its
 * lines are sorted within each place, and what stands twice is there twice.
 */
export async function comparable(): Promise<string> {
  const places = (await snapshot()).split(/^(?=#### )/m);
  return places.map((text) => sortedLines(text)).join("\n");
}

function sortedLines(text: string): string {
  const [place = "", ...lines] = text.split("\n");
  const told = lines.filter((line) => !OWN_TIME.test(line)).map((line) => line.replace(VOLATILE, "").trim());
  return [place, ...told.filter(Boolean).sort()].join("\n");
}
