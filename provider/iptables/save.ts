import { LinuxnetError } from "../errors";
import type { Table, Tables } from "./chains";

/** A table with more in it than iptables-nft can show. */
export class IncompatibleTable extends LinuxnetError {}

/**
 * Reads what iptables-save prints. A table that iptables has not touched yet is absent. What others wrote into comments
 * may be anything: bytes that a terminal would take for a command are told by their numbers.
 * Throws where iptables-nft cannot show all of a table: it then prints a comment, and exits with 0.
 */
export function parseSave(text: string): Tables {
  const tables: Tables = new Map();
  let chains = new Map<string, string[]>();
  for (const line of wholeLines(text)) {
    const [, table, verb] = /^# Table `(raw|nat|filter)' (is|contains) incompatible/.exec(line) ?? [];
    if (table !== undefined) {
      const what = verb === "is" ? "rules" : "base chains of another priority or type";
      throw new IncompatibleTable(
        `iptables cannot show all of table ${table}: it holds ${what}, see \`nft list ruleset\``,
      );
    }
    const [, kind, rest] = /^([*:]|-A )(.+)$/.exec(line) ?? [];
    if (kind === undefined || rest === undefined) continue;
    const [word] = rest.split(" ", 1) as [string];
    if (kind === "*") {
      chains = new Map();
      tables.set(word as Table, chains);
    } else if (kind === ":") {
      chains.set(word, []);
    } else {
      chains.get(word)?.push(rest.slice(word.length + 1));
    }
  }
  return tables;
}

/** A comment may hold line breaks, which iptables-save prints as they are, between quotes. */
export function wholeLines(text: string): string[] {
  const lines: string[] = [];
  let open = "";
  for (const line of text.split("\n")) {
    const whole = open === "" ? line : `${open}\n${line}`;
    const quotes = whole.startsWith("-A ") ? (whole.replace(/\\[^]/g, "").match(/"/g) ?? []).length : 0;
    open = quotes % 2 === 1 ? whole : "";
    if (open === "") lines.push(printable(whole));
  }
  return lines;
}

function printable(text: string): string {
  return text.replace(/[^ -~]/g, (character) => `\\u{${character.charCodeAt(0).toString(16)}}`);
}

/** The reverse of `parseSave`, as far as it reads: without policies and counters. */
export function saveText(tables: Tables): string {
  return [...tables]
    .map(([table, chains]) => {
      const declared = [...chains.keys()].map((name) => `:${name} - [0:0]\n`);
      const rules = [...chains].flatMap(([name, all]) => all.map((rule) => `-A ${name} ${rule}\n`));
      return [`*${table}\n`, ...declared, ...rules, "COMMIT\n"].join("");
    })
    .join("");
}
