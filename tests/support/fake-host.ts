import assert from "node:assert/strict";
import { CommandError, reasonOf } from "../../provider/errors";
import type { Command, Host } from "../../provider/host/host";

/** One command that a test expects: what it reads, and what it prints, or says when it fails. */
export interface Run {
  argv: string;
  stdin?: string;
  prints?: string;
  fails?: string;
}

/** A host that plays a script: it takes these commands, in this order, and no other. */
export class FakeHost implements Host {
  private played = 0;
  private surprise: Error | undefined;

  constructor(private readonly script: readonly Run[]) {}

  run({ argv, stdin = "" }: Command): Promise<string> {
    const given = { argv: argv.join(" "), stdin: typeof stdin === "string" ? stdin : stdin("4242") };
    const next = this.script[this.played++];
    try {
      assert.deepEqual(given, { argv: next?.argv, stdin: next?.stdin ?? "" }, `command ${this.played}`);
    } catch (error) {
      this.surprise ??= error as Error;
      return Promise.reject(this.surprise);
    }
    if (next?.fails === undefined) return Promise.resolve(next?.prints ?? "");
    const line = /Command failed -:(\d+)/.exec(next.fails)?.[1];
    const at = line === undefined ? undefined : Number(line);
    return Promise.reject(new CommandError(reasonOf(next.fails), given.argv, next.fails, at));
  }

  /** The script was played to its end. */
  assertDone(): void {
    if (this.surprise) throw this.surprise;
    assert.deepEqual(this.script.slice(this.played), [], "these commands were not run");
  }
}

function place(namespace: string | undefined): string {
  return namespace === undefined ? "" : `nsenter --net=/run/netns/${namespace} -- `;
}

/** A batch of ip, which may fail in one of its lines. */
export function batch(namespace: string | undefined, lines: readonly string[], fails?: string): Run {
  const stdin = lines.map((line) => `${line}\n`).join("");
  return { argv: `${place(namespace)}ip -batch -`, stdin, ...(fails === undefined ? {} : { fails }) };
}

/** A look at the names and aliases of all links of a place: what ip prints, a line a link. */
export function names(namespace: string | undefined, prints = ""): Run {
  return { argv: `${place(namespace)}ip -o link show`, prints };
}

/** A reading of one link: what ip tells of it, undefined if it is not there. */
export function show(namespace: string | undefined, name: string, link: object | undefined): Run {
  const argv = `${place(namespace)}ip -j -d addr show dev ${name}`;
  return link === undefined
    ? { argv, fails: `Device "${name}" does not exist.` }
    : { argv, prints: JSON.stringify([{ ifname: name, flags: ["UP"], mtu: 1500, ...link }]) };
}

/** What a host answers to a run: what it prints, or how it fails. */
export async function answerOf(host: Host, { argv, stdin = "" }: Run): Promise<Run> {
  const asked = { argv, ...(stdin === "" ? {} : { stdin }) };
  try {
    const prints = await host.run({ argv: argv.split(" "), stdin });
    return { ...asked, ...(prints === "" ? {} : { prints }) };
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return { ...asked, fails: [error.reason, ...(error.line === undefined ? [] : [error.line])].join(" ") };
  }
}
