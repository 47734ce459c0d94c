import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { packageFile } from "../../provider/package";

const SCRIPTS = ["zoom.mjs", "page.mjs"];

/** A document, and what it may do, see Content-Security-Policy. */
export interface Page {
  html: string;
  policy: string;
}

/** The page, in one piece: a browser breaks off what it loads while addresses of its machine change, as in an `up`. */
export function readPage(): Page {
  const style = read("page.css");
  const script = SCRIPTS.map(read)
    .join("\n")
    .replace(/^import .*$|^export /gm, "");
  return {
    html: read("index.html").replace(
      "</head>",
      () => `<style>${style}</style><script type="module">${script}</script></head>`,
    ),
    policy:
      `default-src 'none'; script-src ${hashOf(script)}; style-src ${hashOf(style)}; connect-src 'self'; ` +
      "form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
  };
}

function read(name: string): string {
  return readFileSync(packageFile("cli", "view", "page", name), "utf8");
}

function hashOf(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}
