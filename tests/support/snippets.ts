import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import ts from "typescript";
import { tutorial } from "./tutorial";

const ROOT = resolve(__dirname, "../..");
const SDK = join(ROOT, "sdk/index.ts");

/** A piece of a program that people read. */
export interface Snippet {
  where: string;
  /** Undefined where one should be, and is not. */
  text: string | undefined;
}

/** What pieces of programs refer to without declaring it. */
const DECLARED = `
import * as linuxnet from "../sdk/index";
declare const br0: linuxnet.Bridge;
declare const veth0: linuxnet.VethPair, veth: linuxnet.VethPair;
declare const ns0: linuxnet.Namespace, router: linuxnet.Namespace;
declare const web: linuxnet.ContainerNetwork;
declare const c1: linuxnet.Container;
`;

/** The programs of README.md and docs/, and the tutorial's as each of its steps leaves it. */
export function ofDocuments(): Snippet[] {
  const names = readdirSync(join(ROOT, "docs")).filter((name) => name.endsWith(".md") && name !== "tutorial.md");
  const files = ["README.md", ...names.map((name) => `docs/${name}`)];
  return [...files.flatMap(ofDocument), ...ofTutorial()];
}

/** The programs of one document. */
export function ofDocument(where: string): Snippet[] {
  const text = readFileSync(join(ROOT, where), "utf8");
  return [...text.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, text = ""]) => ({ where, text }));
}

function ofTutorial(): Snippet[] {
  let program = "";
  return tutorial().flatMap((part) => {
    if (part.kind !== "program") return [];
    program = part.text.startsWith("import ") ? part.text : program + part.text;
    return [{ where: "docs/tutorial.md", text: program }];
  });
}

/** The examples in the doc comments of what programs call: each class and each function of the SDK. */
export function ofComments(): Snippet[] {
  const program = ts.createProgram([SDK], options());
  const checker = program.getTypeChecker();
  const module = checker.getSymbolAtLocation(program.getSourceFile(SDK) as ts.SourceFile) as ts.Symbol;
  return checker.getExportsOfModule(module).flatMap((exported) => {
    const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
    if (!(symbol.flags & (ts.SymbolFlags.Class | ts.SymbolFlags.Function))) return [];
    const tag = symbol.getJsDocTags().find(({ name }) => name === "example");
    return [{ where: symbol.name, text: tag && ts.displayPartsToString(tag.text) }];
  });
}

/** What the compiler says against pieces of programs. */
export function errorsIn(snippets: readonly Snippet[]): string[] {
  const files = new Map(
    snippets.map(({ where, text = "" }, index) => [join(ROOT, "docs", `${index}.ts`), { where, text }]),
  );
  const host = ts.createCompilerHost(options());
  const read = host.getSourceFile.bind(host);
  const exists = host.fileExists.bind(host);
  host.fileExists = (name) => files.has(name) || exists(name);
  host.getSourceFile = (name, ...more) => {
    const snippet = files.get(name);
    return snippet ? ts.createSourceFile(name, moduleOf(snippet.text), ts.ScriptTarget.ES2022) : read(name, ...more);
  };
  const program = ts.createProgram([...files.keys()], options(), host);
  return ts.getPreEmitDiagnostics(program).map(({ file, messageText }) => {
    const where = files.get(file?.fileName ?? "")?.where ?? file?.fileName;
    return `${where}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`;
  });
}

/** In a block of its own, so that it may declare what stands before it. */
function moduleOf(text: string): string {
  const inner = text.replace(/^import \* as linuxnet .*\n/gm, "").replace(/^export const /gm, "const ");
  return `${DECLARED}{\n${inner}\n}\n`;
}

/** As strict as a project of `linuxnet new`. */
function options(): ts.CompilerOptions {
  const { config } = ts.readConfigFile(join(ROOT, "tsconfig.json"), (file) => readFileSync(file, "utf8")) as {
    config: { compilerOptions: object };
  };
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, ROOT);
  return { ...options, noUnusedLocals: false, noUncheckedIndexedAccess: false };
}
