import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { execa } from "execa";
import { type Outcome, outcomeOf } from "./engine-events";
import { installLanguages, PYTHON } from "./languages";
import { installPlugin, MODE } from "./mode";

const ROOT = resolve(__dirname, "../..");
const TIMEOUT_MS = 60_000;

/** What makes an operation quiet, unattended and answer with events. */
const WORDS = {
  preview: ["--json"],
  up: ["--yes", "--skip-preview", "--json"],
  refresh: ["--yes", "--skip-preview", "--json"],
  destroy: ["--yes", "--skip-preview", "--json"],
};

export type Operation = keyof typeof WORDS;

/**
 * A stack with a state, a home and settings of its own in a temporary folder, so that nothing is written into the
 * folders of the programs that it runs. Programs of one project's name may take turns.
 */
export class Stack {
  private constructor(
    readonly project: string,
    readonly folder: string,
    private readonly settings: Record<string, string> = {},
  ) {}

  static async open(project: string): Promise<Stack> {
    const folder = mkdtempSync(join(tmpdir(), "linuxnet-stack-"));
    mkdirSync(join(folder, "state"));
    symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
    const stack = new Stack(project, folder);
    stack.write("Pulumi.yaml", `name: ${project}\nruntime: nodejs\n`);
    stack.configure({ mode: MODE });
    installPlugin(join(folder, "home"));
    installLanguages(join(folder, "home"));
    await stack.init();
    return stack;
  }

  /** From now on the stack has this configuration of linuxnet. */
  configure(values: Record<string, string>): void {
    const lines = Object.entries(values).map(([key, value]) => `  linuxnet:${key}: ${value}\n`);
    this.write("Pulumi.dev.yaml", `config:\n${lines.join("")}`);
  }

  /** Makes an empty state. */
  async init(): Promise<void> {
    await this.pulumi(this.folder, "stack", "init", "dev");
  }

  /** The same stack, run with other settings. */
  with(settings: Record<string, string>): Stack {
    return new Stack(this.project, this.folder, { ...this.settings, ...settings });
  }

  /** Pulumi's own settings, for everything that runs on this stack. */
  get env(): Record<string, string> {
    return {
      PULUMI_HOME: join(this.folder, "home"),
      PULUMI_BACKEND_URL: `file://${join(this.folder, "state")}?metadata=skip`,
      PULUMI_CONFIG_PASSPHRASE: "",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      PULUMI_IGNORE_AMBIENT_PLUGINS: "true",
      PULUMI_NODEJS_TRANSPILE_ONLY: "true",
      PULUMI_ENABLE_STREAMING_JSON_PREVIEW: "true",
      NODE_OPTIONS: `--require ${join(__dirname, "plain-program.cjs")}`,
      ...PYTHON,
      ...this.settings,
    };
  }

  /** The words that name this stack to every operation. */
  get words(): string[] {
    return ["--stack", "dev", "--config-file", join(this.folder, "Pulumi.dev.yaml")];
  }

  /** The words of a quiet, unattended operation that answers with events. */
  wordsOf(operation: Operation, folder: string): string[] {
    return [...quietly(folder), operation, ...WORDS[operation], ...this.words];
  }

  /** Makes a program of this project of the text of a JavaScript file, and answers its folder. */
  program(text: string, name = "program", options = "{ refresh: always }"): string {
    const yaml = ["main: index.js", "runtime: { name: nodejs, options: { typescript: false } }"];
    mkdirSync(join(this.folder, name), { recursive: true });
    this.write(`${name}/Pulumi.yaml`, [`name: ${this.project}`, ...yaml, `options: ${options}`, ""].join("\n"));
    this.write(`${name}/package.json`, "{}");
    this.write(
      `${name}/index.js`,
      `const pulumi = require("@pulumi/pulumi");\nconst linuxnet = require("pulumi-linuxnet");\n${text}\n`,
    );
    return join(this.folder, name);
  }

  /** Runs an operation that must succeed. */
  async run(operation: Operation, folder: string, ...words: string[]): Promise<Outcome> {
    const { exitCode, outcome, text } = await this.attempt(operation, folder, words);
    if (exitCode !== 0) throw new Error(`pulumi ${operation} failed:\n${outcome.messages.join("\n") || text}`);
    return outcome;
  }

  /** Runs an operation that must fail, and answers what it says. */
  async fail(operation: Operation, folder: string, ...words: string[]): Promise<string> {
    const { exitCode, outcome, text } = await this.attempt(operation, folder, words);
    if (exitCode === 0) throw new Error(`pulumi ${operation} succeeded: ${outcome.steps.join(", ")}`);
    return outcome.messages.join("\n") || text;
  }

  /** Runs an operation as a person would, on the terminal of this process; it must succeed. */
  async show(operation: Operation, folder: string, ...options: string[]): Promise<void> {
    const words = ["--cwd", resolve(ROOT, folder), operation, "--yes", ...this.words, ...options];
    await execa("pulumi", words, { env: this.env, stdio: "inherit" });
  }

  /** The state as `pulumi stack export` tells it. */
  async export(): Promise<string> {
    return (await this.pulumi(this.folder, "stack", "export", "--stack", "dev")).stdout;
  }

  /** The outputs of the program, as the last operation left them. */
  async outputs(): Promise<Record<string, string>> {
    const { stdout } = await this.pulumi(this.folder, "stack", "output", "--json", "--stack", "dev");
    return JSON.parse(stdout) as Record<string, string>;
  }

  /** Takes a state over that `stack export` wrote. */
  async import(file: string): Promise<void> {
    const { exitCode, all } = await this.pulumi(
      this.folder,
      "stack",
      "import",
      "--stack",
      "dev",
      "--file",
      resolve(file),
    );
    if (exitCode !== 0) throw new Error(`pulumi stack import failed: ${all}`);
  }

  /** Runs `pulumi import` of one resource; answers what it says, and whether it succeeded. */
  async importOne(type: string, name: string, id: string): Promise<{ succeeds: boolean; text: string }> {
    const words = ["import", "--yes", "--generate-code=false", "--protect=false", ...this.words, type, name, id];
    const { exitCode, all } = await this.pulumi(this.folder, ...words);
    return { succeeds: exitCode === 0, text: all };
  }

  /** Ends what Pulumi takes for an operation that goes on: it was killed. */
  async cancel(): Promise<void> {
    const { exitCode, all } = await this.pulumi(this.folder, "cancel", "--yes", "--stack", "dev");
    if (exitCode !== 0) throw new Error(`pulumi cancel failed: ${all}`);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }

  private async attempt(operation: Operation, folder: string, words: readonly string[]) {
    const { exitCode, stdout, all } = await this.execute(...this.wordsOf(operation, folder), ...words);
    return { exitCode, outcome: outcomeOf(stdout), text: all };
  }

  private pulumi(folder: string, ...words: string[]) {
    return this.execute(...quietly(folder), ...words);
  }

  private execute(...words: string[]) {
    const options = { env: this.env, all: true, reject: false, stdin: "ignore", timeout: TIMEOUT_MS } as const;
    return execa("pulumi", words, options);
  }

  private write(name: string, text: string): void {
    writeFileSync(join(this.folder, name), text);
  }
}

function quietly(folder: string): string[] {
  return ["--cwd", resolve(ROOT, folder), "--non-interactive", "--color", "never"];
}
