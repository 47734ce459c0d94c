import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { SERVICE_SCRIPT } from "../services";
import { lineOf } from "../sh-text";

/**
 * The words that run one of this package's scripts on another machine, where none of them lies: they go along, into a
 * folder that ends with it. Other words stay as they are.
 */
export function withScripts(argv: readonly string[], mark: string): readonly string[] {
  const [program, script, ...words] = argv;
  if (program !== "sh" || script !== SERVICE_SCRIPT) return argv;
  const folder = dirname(script);
  const files = readdirSync(folder).map((name) => {
    const text = readFileSync(join(folder, name), "utf8");
    return lineOf(["cat"], text, mark, ` >"$folder/${name}"`);
  });
  const end = `sh "$folder/service.sh" "$@"; status=$?; rm -rf "$folder"; exit $status`;
  return ["sh", "-c", ["folder=$(mktemp -d) || exit", ...files, end].join("\n"), "sh", ...words];
}
