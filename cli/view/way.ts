import type { Explanation } from "../../provider/packets/explain";
import type { Graph, Interface, Stop } from "../graph/model";

/** In characters: what a picture has room for. */
const WIDTH = 28;

type Followed = Pick<Explanation, "forth" | "back" | "stop" | "at">;

/**
 * A graph in which those interfaces are marked through which a packet or its answer goes, with what they have to tell, and
 * where it ends if it does not arrive.
 */
export function withWay(
  graph: Graph,
  traffic: ReadonlyMap<Interface, string>,
  followed: Followed,
): [Graph, Map<Interface, string>] {
  const steps = [...followed.forth, ...followed.back];
  const marked = new Map(
    graph.interfaces.map((it) => [
      it,
      { ...it, isOnWay: steps.some(({ place, device }) => place === it.place && device === it.name) },
    ]),
  );
  const stop = stopOf(followed);
  const withMarks: Graph = {
    ...graph,
    interfaces: [...marked.values()],
    cables: graph.cables.map(([a, b]) => [marked.get(a) ?? a, marked.get(b) ?? b]),
    ...(stop ? { stop } : {}),
  };
  return [withMarks, new Map([...traffic].map(([it, text]) => [marked.get(it) ?? it, text]))];
}

function stopOf({ forth, back, stop, at }: Followed): Stop | undefined {
  if (stop === undefined) return undefined;
  const device = [...forth, ...back].findLast((it) => it.place === at && it.device !== undefined)?.device;
  return { place: at, ...(device === undefined ? {} : { device }), lines: [`✖ ${stop.reason}`, ...wrapped(stop.text)] };
}

/** A text in lines, of which none but a single long word is wider than there is room for. */
export function wrapped(text: string): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= WIDTH) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
