import fc from "fast-check";
import { at } from "./rules";
import { objects, plain, type SpelledObject } from "./spelled";
import type { Places } from "./world";

/** Texts that a shell would take for something else. */
const texts = fc.oneof(
  fc.string().map((it) => it.replaceAll("\0", "")),
  fc.constantFrom("'", "$(id)", "a\nb", "-n", ""),
);

const paths = plain(fc.constantFrom("/", "/tmp", "/run/a b", "/run/%n", "/run/$HOME"));

/** Services that run for a while, whatever their words are. */
export function services([place]: Places): fc.Arbitrary<SpelledObject> {
  return objects(
    {
      ...at(place),
      name: plain(fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,30}$/)),
      command: plain(fc.array(texts).map((words) => ["sh", "-c", "sleep 1000", ...words])),
    },
    {
      workingDirectory: paths,
      environment: plain(fc.dictionary(fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,9}$/), texts)),
      user: plain(fc.constantFrom("root", "0", "nobody", "www-data")),
      restart: plain(fc.constantFrom("no", "on-failure", "always")),
      restartDelay: fc.integer({ min: 100, max: 3_600_000 }).map((it) => ({ given: it / 1000, canonical: it / 1000 })),
      logFile: paths,
    },
  );
}
