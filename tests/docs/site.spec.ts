import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { execa } from "execa";
import { functions } from "../../provider/functions";
import { kinds } from "../../provider/resources";
import { kindServedBy } from "../../provider/types";

describe("the site", () => {
  let folder: string;
  /** Its pages by their paths. */
  let pages: Map<string, string>;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "linuxnet-site-"));
    // A warning is an error: typedoc.json says so.
    await execa("typedoc", ["--out", folder], { preferLocal: true });
    const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".html"));
    pages = new Map(names.map((name) => [join(folder, name), readFileSync(join(folder, name), "utf8")]));
  });

  after(() => rmSync(folder, { recursive: true }));

  it("has a page for each kind and each function", () => {
    const wanted = [...Object.keys(kinds).map(kindServedBy), ...Object.keys(functions)];
    const texts = [...pages.keys()].join("\n");
    assert.deepEqual(
      wanted.filter((name) => !texts.includes(`.${name}.html`)),
      [],
    );
  });

  it("begins with what a newcomer needs", () => {
    const index = pages.get(join(folder, "index.html")) ?? "";
    for (const text of ["In five minutes", "Tutorial", "Recipes", "Troubleshooting"]) assert.ok(index.includes(text));
  });

  it("has no link that leads nowhere", () => {
    const dead = [...pages].flatMap(([page, html]) =>
      [...html.matchAll(/ (?:href|src)="([^"]*)"/g)]
        .map(([, link = ""]) => link)
        .filter((link) => !/^(https?|data):/.test(link) && !leadsSomewhere(page, link))
        .map((link) => `${page.slice(folder.length)}: ${link}`),
    );
    assert.deepEqual(dead, []);
  });

  function leadsSomewhere(page: string, link: string): boolean {
    const [path = "", anchor] = decodeURIComponent(link).split("#");
    const target = path === "" ? page : resolve(dirname(page), path);
    const html = pages.get(target);
    if (html === undefined) return existsSync(target);
    return !anchor || html.includes(`id="${anchor}"`);
  }

  it("names no folder of this machine", () => {
    const named = [...pages].filter(([, html]) => html.includes(process.cwd()) || html.includes(folder));
    assert.deepEqual(
      named.map(([page]) => page),
      [],
    );
  });
});
