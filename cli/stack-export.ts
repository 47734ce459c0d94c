import { readFileSync } from "node:fs";
import { Failure, UNABLE } from "./failure";
import { withoutSignatures } from "./plan/preview";
import { pulumi, stackWords } from "./pulumi";

/** A resource as `pulumi stack export` tells it; what is secret is `[secret]`. */
export interface ExportedResource {
  urn: string;
  type: string;
  inputs?: Record<string, unknown>;
  outputs?: Record<string, unknown>;
  /** The reference of its provider: `URN::ID`. */
  provider?: string;
  /** For each input, the URNs of the resources to which it refers. */
  propertyDependencies?: Record<string, string[]>;
}

/** What a stack's state holds. */
export interface StackExport {
  resources: ExportedResource[];
  /** What an operation that was cut off had begun. */
  pending: { type: string; resource: ExportedResource }[];
}

/** Which stack a subcommand speaks of: none means the selected one of the current folder. */
export interface StackOptions {
  stack?: string | undefined;
  stackFile?: string | undefined;
}

/** The state of a stack, from pulumi or from a file. The failure's text begins with the subcommand's name. */
export async function exportStack(subcommand: string, { stack, stackFile }: StackOptions): Promise<StackExport> {
  const [text, origin] =
    stackFile === undefined
      ? [await pulumiExport(subcommand, stack), "pulumi"]
      : [readText(subcommand, stackFile), stackFile];
  try {
    const { deployment } = JSON.parse(text, withoutSignatures) as {
      deployment: { resources?: ExportedResource[]; pending_operations?: StackExport["pending"] };
    };
    return { resources: deployment.resources ?? [], pending: deployment.pending_operations ?? [] };
  } catch {
    throw new Failure(`${subcommand}: ${origin} holds no exported stack`, UNABLE);
  }
}

async function pulumiExport(subcommand: string, stack: string | undefined): Promise<string> {
  const { exitCode, stdout, stderr } = await pulumi(["stack", "export", ...stackWords(stack)]);
  if (exitCode !== 0) throw new Failure(`${subcommand}: pulumi stack export failed: ${stderr}`, UNABLE);
  return stdout;
}

function readText(subcommand: string, file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new Failure(`${subcommand}: cannot read ${file}: ${(error as Error).message}`, UNABLE);
  }
}
