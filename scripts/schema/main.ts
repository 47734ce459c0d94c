/*
 * Writes schema.json, which tells programs in other languages what this package offers. With --check it only looks
 * whether that file says what the sources do.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { packageSpec } from "./package";

const FILE = "schema.json";

const text = `${JSON.stringify(packageSpec(), undefined, 2)}\n`;
if (!process.argv.includes("--check")) {
  writeFileSync(FILE, text);
} else if (!existsSync(FILE) || readFileSync(FILE, "utf8") !== text) {
  console.error(`${FILE} does not say what sdk/ and provider/ do: run npm run schema, and commit it`);
  process.exitCode = 1;
}
