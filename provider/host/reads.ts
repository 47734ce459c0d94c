import { SERVICE_SCRIPT } from "./services";

/** iptables, for each family and each backend. */
const TABLES = ["iptables", "ip6tables"].flatMap((tool) => ["", "-nft", "-legacy"].map((it) => tool + it));

/** The words with which a program only reads the kernel. */
const READING_WORDS: Record<string, RegExp> = {
  ip: /^(-[jdosN46] )*((addr|link|route|rule|neigh) show( |$)|netns (list|list-id( nsid \d+)?|pids \S+)$)/,
  bridge: /^-j (vlan|fdb) show dev \S+$/,
  tc: /^-j qdisc show( dev \S+)?$/,
  stat: /^--format=%s /,
  nft: /^-j list ruleset$/,
  lsns: /^--type mnt --noheadings --output PID$/,
  cat: /^(\/proc\/\d+\/mountinfo|\/etc\/netns\/\S+( \/etc\/netns\/\S+)*)$/,
  find: /^\/etc\/netns -maxdepth 2 -printf %y %s %P\\0$/,
  conntrack: /^-L -f ipv[46] -p udp$/,
  ...Object.fromEntries(
    TABLES.flatMap((tool) => [[tool, /^--version$/] as const, [`${tool}-save`, /^(-c)?$/] as const]),
  ),
  sh: new RegExp(`^${SERVICE_SCRIPT.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&")} (show [0-9a-f]{16}|list)$`),
  // A word with `=` would write.
  sysctl: /^(-a -r [^\s=]+|-e( [^\s=-][^\s=]*)+)$/,
};

/** Whether a command is known to change nothing. Every other one is taken for one that does. */
export function isRead([program = "", ...words]: readonly string[]): boolean {
  return Object.hasOwn(READING_WORDS, program) && (READING_WORDS[program] as RegExp).test(words.join(" "));
}
