import { namespaceOfPath } from "../namespaces";

/** An object of the kernel that a line of ip(8) makes or removes. What it only changes is none. */
export interface Effect {
  /** `replace` makes what may be there already. */
  verb: "add" | "replace" | "remove";
  kind: "link" | "netns" | "route" | "rule";
  namespace: string | undefined;
  /** Of a route, the kernel's key: `10.0.0.0/24 metric 0 table main`; of a rule, its family and priority: `-6 100`. */
  name: string;
}

const ROUTE_VERBS = { add: "add", replace: "replace", del: "remove" } as const;

/** The effects of a line in the words that the resources use. */
export function effectsOf(namespace: string | undefined, words: readonly string[]): Effect[] {
  const [object, verb] = words;
  switch (`${object} ${verb}`) {
    case "link add":
      return endsOf(words).map((name, index) => ({
        verb: "add",
        kind: "link",
        namespace: index === 0 ? namespace : (namespaceOfPath(after(words, "netns")) ?? namespace),
        name,
      }));
    case "link del":
      return [{ verb: "remove", kind: "link", namespace, name: after(words, "dev") ?? "" }];
    case "netns attach":
    case "netns delete":
      return [{ verb: verb === "attach" ? "add" : "remove", kind: "netns", namespace, name: words[2] ?? "" }];
    case "route add":
    case "route replace":
    case "route del":
      return [
        {
          verb: ROUTE_VERBS[verb as keyof typeof ROUTE_VERBS],
          kind: "route",
          namespace,
          name: words.slice(3, 8).join(" "),
        },
      ];
    case "-4 rule":
    case "-6 rule": {
      const isAdded = words[2] === "add";
      const name = `${object} ${after(words, "priority")}`;
      return [{ verb: isAdded ? "replace" : "remove", kind: "rule", namespace, name }];
    }
    default:
      return [];
  }
}

/** The link's own name, and that of a veth's other end. */
function endsOf(words: readonly string[]): string[] {
  return words.filter((_word, index) => words[index - 1] === "name");
}

function after(words: readonly string[], word: string): string | undefined {
  const at = words.indexOf(word);
  return at < 0 ? undefined : words[at + 1];
}
