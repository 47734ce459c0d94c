import { type Claim, type Command, commandText } from "./claim";
import { output, printed, start } from "./process";
import { withWebServers } from "./web-servers";

/** A claim and what came of it. */
export interface Verdict {
  what: string;
  command: string;
  expected: string;
  seen: string;
  ok: boolean;
}

/** What a capture may still take once its packets are through. */
const CAPTURE_GRACE_MS = 500;

/** Packets are told as they come; and tcpdump stays root, for a lab without root has no other user. */
const AT_ONCE = ["--immediate-mode", "-l", "-Z", "root"];

/** Checks claims one after the other, with all their web servers there. */
export async function checkClaims(claims: readonly Claim[]): Promise<Verdict[]> {
  const servers = claims.flatMap(({ server }) => server ?? []);
  return withWebServers(servers, async () => {
    const verdicts: Verdict[] = [];
    for (const claim of claims) verdicts.push(await check(claim));
    return verdicts;
  });
}

/** The claims that do not hold. */
export async function failures(claims: readonly Claim[]): Promise<Verdict[]> {
  return (await checkClaims(claims)).filter(({ ok }) => !ok);
}

async function check(claim: Claim): Promise<Verdict> {
  const { what, prints: expected, during, given } = claim;
  if (given) await output(given.on);
  const text = await (during ? capture(claim, during) : output(claim));
  if (given) await output(given.off);
  const [match] = pattern(expected).exec(text) ?? [];
  const conditions = [
    ...(given ? [`after ${commandText(given.on)}`] : []),
    ...(during ? [`while ${commandText(during)}`] : []),
  ];
  const command = [commandText(claim), ...conditions].join("\n");
  return { what, command, expected, seen: match?.trim() ?? (text.trim() || "nothing"), ok: match !== undefined };
}

async function capture({ run: [tcpdump = "", ...words], ...place }: Command, during: Command): Promise<string> {
  const running = start({ ...place, run: [tcpdump, ...AT_ONCE, ...words] });
  await printed(running, "listening on");
  await output(during);
  const stop = setTimeout(() => running.kill("SIGINT"), CAPTURE_GRACE_MS);
  const { all } = await running;
  clearTimeout(stop);
  return all;
}

function pattern(text: string): RegExp {
  const literal = (part: string): string => part.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
  return new RegExp(text.split("…").map(literal).join(".*"));
}
