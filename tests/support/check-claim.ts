import { canCapture, capture } from "./capture";
import { type Claim, commandText } from "./claim";
import { output } from "./process";
import { withWebServers } from "./web-servers";

/** A claim and what came of it. */
export interface Verdict {
  what: string;
  command: string;
  expected: string;
  seen: string;
  ok: boolean;
}

/** Checks claims one after the other, with all their web servers there. */
export async function checkClaims(claims: readonly Claim[]): Promise<Verdict[]> {
  const servers = claims.flatMap(({ server }) => server ?? []);
  return withWebServers(servers, async () => {
    const verdicts: Verdict[] = [];
    for (const claim of claims.filter(canCheck)) verdicts.push(await check(claim));
    return verdicts;
  });
}

/** The claims that do not hold. */
export async function failures(claims: readonly Claim[]): Promise<Verdict[]> {
  return (await checkClaims(claims)).filter(({ ok }) => !ok);
}

function canCheck({ what, during }: Claim): boolean {
  if (during === undefined || canCapture()) return true;
  console.log(`not checked, because tcpdump does not start in a lab without root: ${what}`);
  return false;
}

async function check(claim: Claim): Promise<Verdict> {
  const { what, prints: expected, during, given } = claim;
  if (given) await output(given.on);
  const text = await (during ? capture(claim, during) : output(claim));
  if (given) await output(given.off);
  const [match] = pattern(expected).exec(text) ?? [];
  const seen = match?.trim() ?? (text.trim() || "nothing");
  return { what, command: commandsText(claim), expected, seen, ok: match !== undefined };
}

function commandsText(claim: Claim): string {
  const { during, given } = claim;
  const after = given ? [`after ${commandText(given.on)}`] : [];
  const whilst = during ? [`while ${commandText(during)}`] : [];
  return [commandText(claim), ...after, ...whilst].join("\n");
}

function pattern(text: string): RegExp {
  const literal = (part: string): string => part.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
  return new RegExp(text.split("…").map(literal).join(".*"));
}
