/*
 * Lets this process run TypeScript, compiled by ts-node and kept: a process that finds all compiled does without the
 * compiler, so that it starts sooner, and starts other processes in half the time.
 */
const { createHash } = require("node:crypto");
const { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } = require("node:fs");
const Module = require("node:module");
const { join } = require("node:path");
const { cwd, pid, setSourceMapsEnabled } = require("node:process");

const kept = join(cwd(), "node_modules/.cache/linuxnet");

/** What the compiled text depends on, beside its source. */
const settings = readFileSync(join(cwd(), "tsconfig.json"), "utf8") + require("typescript/package.json").version;

let tsNode;

function compile(source, file) {
  tsNode ??= require("ts-node").create({ transpileOnly: true });
  return tsNode.compile(source, file);
}

/** Other processes see all of it or nothing; who may not write goes on without. */
function keep(file, text) {
  try {
    mkdirSync(kept, { recursive: true });
    writeFileSync(`${file}.${pid}`, text);
    renameSync(`${file}.${pid}`, file);
  } catch {
    // It is compiled again.
  }
}

function compiled(file) {
  const source = readFileSync(file, "utf8");
  const of = createHash("sha256").update(settings).update(file).update(source).digest("hex");
  const path = join(kept, `${of}.js`);
  if (existsSync(path)) return readFileSync(path, "utf8");
  const text = compile(source, file);
  keep(path, text);
  return text;
}

setSourceMapsEnabled(true);
Module._extensions[".ts"] = (module, file) => module._compile(compiled(file), file);
