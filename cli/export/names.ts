/** What a program must not call a variable: reserved words, and what the module itself declares. */
const TAKEN = new Set(
  (
    "abstract any arguments as async await boolean break case catch class const constructor continue debugger declare default " +
    "delete do else enum eval export extends false finally for from function get if implements import in instanceof " +
    "interface let linuxnet module new null number of package private protected public pulumi require return set static " +
    "string super switch symbol this throw true try type typeof undefined var void while with yield exports __dirname __filename"
  ).split(" "),
);

/** Names of which none is given twice. */
export class Names {
  private readonly given = new Set<string>();

  /** The text itself, or with a number behind it where that is given already. */
  unique(text: string, separator = "-"): string {
    let name = text;
    for (let number = 2; this.given.has(name); number++) name = `${text}${separator}${number}`;
    this.given.add(name);
    return name;
  }
}

/** A variable's name that comes near to a text, whatever is in it: `vethA0` for `veth-a0`. */
export function identifierOf(text: string): string {
  const words = text.split(/[^A-Za-z0-9_$]+/).filter((word) => word !== "");
  const [first = "it", ...rest] = words;
  const name = first + rest.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
  return /^\d/.test(name) || TAKEN.has(name) ? `_${name}` : name;
}
