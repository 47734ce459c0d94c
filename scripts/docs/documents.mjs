/*
 * A plugin of typedoc: a document is called what its first heading says, in the place of its file's name, and a link to a
 * folder leads to what is to be read there first.
 */
import { existsSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { Converter } from "typedoc";

const FIRST = ["README.md", "index.ts", "main.ts"];

export function load(app) {
  app.converter.on(Converter.EVENT_BEGIN, ({ project: { files } }) => {
    const register = files.register.bind(files);
    files.register = (source, relative) => register(source, fileOf(source, relative));
  });
  app.converter.on(Converter.EVENT_CREATE_DOCUMENT, (_context, document) => {
    const text = document.content.map((part) => part.text).join("");
    document.name = /^# (.+)$/m.exec(text)?.[1].replaceAll("`", "") ?? document.name;
  });
}

function fileOf(source, relative) {
  const folder = join(dirname(source), relative);
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return relative;
  const file = FIRST.find((name) => existsSync(join(folder, name)));
  return file ? join(relative, file) : relative;
}
