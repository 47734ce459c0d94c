import { Failure } from "./failure";
import { parsePreview, type Preview } from "./plan/preview";
import { pulumi } from "./pulumi";

/** What `pulumi preview` in the current folder foretells. The failure's text begins with the subcommand's name. */
export async function runPreview(subcommand: string, words: readonly string[]): Promise<Preview> {
  const asEvents = { PULUMI_ENABLE_STREAMING_JSON_PREVIEW: "true" };
  const { exitCode, stdout, stderr } = await pulumi(["preview", "--json", ...words], asEvents);
  const preview = parsePreview(stdout);
  if (exitCode === 0) return preview;
  const shown = preview.diagnostics.filter(({ severity }) => severity === "error" || severity === "warning");
  const messages = shown.map(({ severity, message }) => `${severity}: ${message}`);
  throw new Failure([`${subcommand}: pulumi preview failed`, ...messages, stderr].join("\n").trim(), exitCode);
}
