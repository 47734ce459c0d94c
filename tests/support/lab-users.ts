import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import ts from "typescript";

/* Starts real labs, as the user of the tests and, where that is root, as a plain user. Changes nothing outside them. */

const REPOSITORY = join(__dirname, "../..");
const TIMEOUT_MS = 20_000;

/** The package as it is installed, as far as the command needs it, and where everybody may read it. */
export const PACKAGE = join(tmpdir(), `linuxnet-package-${process.pid}`);
const COMMAND = join(PACKAGE, "dist/cli/linuxnet.js");

function install(): void {
  fs.mkdirSync(PACKAGE, { mode: 0o755 });
  for (const path of ["package.json", "cli", "provider/host/sh", "node_modules/commander"]) {
    fs.cpSync(join(REPOSITORY, path), join(PACKAGE, path), { recursive: true });
  }
  for (const folder of ["cli", "provider"]) compile(folder);
}

function compile(folder: string): void {
  const compilerOptions = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022, esModuleInterop: true };
  const files = fs.readdirSync(join(REPOSITORY, folder), { recursive: true, encoding: "utf8" });
  for (const file of files.filter((name) => name.endsWith(".ts"))) {
    const source = fs.readFileSync(join(REPOSITORY, folder, file), "utf8");
    const compiled = join(PACKAGE, "dist", folder, file.replace(/ts$/, "js"));
    fs.mkdirSync(dirname(compiled), { recursive: true });
    fs.writeFileSync(compiled, ts.transpileModule(source, { compilerOptions }).outputText);
  }
}

/** Somebody who runs linuxnet: the words that become this user, and those of linuxnet as this user finds it. */
export interface User {
  who: string;
  become: string[];
  linuxnet: string[];
}

export const self: User = { who: "oneself", become: [], linuxnet: [process.execPath, COMMAND] };

/** Node may lie where others cannot read: it is shown in /mnt, to this process alone. */
const SHOW_AND_BECOME = `
mount -n -t tmpfs -o mode=755 tmpfs /mnt
mkdir /mnt/node
mount -n --bind "$1" /mnt/node
shift
exec setpriv --reuid 65534 --regid 65534 --clear-groups "$@"`;
const ALONE = ["unshare", "--mount", "--propagation", "private"];

const plainUser: User = {
  who: "a plain user",
  become: [...ALONE, "sh", "-ec", SHOW_AND_BECOME, "sh", dirname(process.execPath)],
  linuxnet: ["/mnt/node/node", COMMAND],
};

/** In a user namespace with root alone there is nobody else to become. */
const idCount = Number(fs.readFileSync("/proc/self/uid_map", "utf8").trim().split(/\s+/)[2]);
export const users = process.getuid?.() === 0 && idCount > 65534 ? [self, plainUser] : [self];

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

export function run(argv: readonly string[], env: NodeJS.ProcessEnv = {}, input = ""): Ended {
  const [program = "", ...words] = argv;
  const ended = spawnSync(program, words, {
    ...{ cwd: PACKAGE, encoding: "utf8", timeout: TIMEOUT_MS, killSignal: "SIGKILL", input },
    env: { ...process.env, LC_ALL: "C", ...env },
  });
  if (ended.error) throw ended.error;
  return { code: ended.status, stdout: ended.stdout, stderr: ended.stderr };
}

export const linuxnet = (user: User, ...words: string[]): Ended => run([...user.become, ...user.linuxnet, ...words]);

/** What a shell script prints in a lab; its "$@" is linuxnet. */
export function inLab(user: User, script: string, ...options: string[]): string {
  const { code, stdout, stderr } = linuxnet(user, "lab", ...options, "sh", "-ec", script, "sh", ...user.linuxnet);
  assert.equal(code, 0, `${stdout}${stderr}`);
  return stdout;
}

/** For the tests of a describe: the package is there, and everything outside labs stays as it is. */
export function withPackage(): void {
  let seen: string;
  before(install);
  beforeEach(() => (seen = outside()));
  afterEach(() => assert.equal(outside(), seen));
  after(() => fs.rmSync(PACKAGE, { recursive: true }));
}

/** All that a lab must leave as it is. */
function outside(): string {
  const network = ["link", "address", "route", "rule"].map((what) => run(["ip", "-4", "-o", what]).stdout);
  const folders = ["/etc", "/run", "/run/netns"].filter(fs.existsSync).map((folder) => fs.readdirSync(folder).join());
  const files = ["/etc/hosts", "/proc/self/mountinfo"].map((file) => fs.readFileSync(file, "utf8"));
  return [...network, ...folders, ...files].join("\n");
}
