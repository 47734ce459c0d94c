/** So many of so many: `gaps: 412 of 412`, or with parts `kills mid-work: create 389 of 500, update 402 of 500`. */
export interface Figure {
  name: string;
  part?: string;
  done: number;
  of: number;
}

const counted: Figure[] = [];

/** Counts one case of a figure, done or not. What a spec counts is printed at the end of all specs. */
export function count(name: string, done: boolean, part?: string): void {
  const known = counted.find((it) => it.name === name && it.part === part);
  const figure = known ?? { name, ...(part === undefined ? {} : { part }), done: 0, of: 0 };
  if (!known) counted.push(figure);
  figure.of++;
  if (done) figure.done++;
}

/** What this process has counted. */
export function figures(): Figure[] {
  return counted;
}

/** One line a figure, with the sums of what several processes counted. */
export function figureLines(all: readonly Figure[]): string[] {
  const names = [...new Set(all.map(({ name }) => name))].sort();
  return names.map((name) => {
    const ofName = all.filter((it) => it.name === name);
    const parts = [...new Set(ofName.map(({ part }) => part))].map((part) => {
      const same = ofName.filter((it) => it.part === part);
      const sum = (key: "done" | "of"): number => same.reduce((total, it) => total + it[key], 0);
      return `${part === undefined ? "" : `${part} `}${sum("done")} of ${sum("of")}`;
    });
    return `${name}: ${parts.join(", ")}`;
  });
}
