import { stackDigits } from "../../provider/owner";
import type { Place } from "../../provider/packets/network";
import { graphOf } from "../graph/model";
import { withoutSecrets } from "../plan/changes";
import type { StackExport } from "../stack-export";
import { stackNameOf } from "../survey/stack";
import { Concern } from "./events";

/** The networks of a stack, the host's among them, and what in them concerns it. */
export function concernOf(state: StackExport): { places: Place[]; concern: Concern } {
  const { places, interfaces } = graphOf(state.resources.map(withoutSecrets));
  const name = stackNameOf(state);
  const own = interfaces.filter(({ place }) => place === undefined);
  const words = [...own.map((it) => it.name), ...(name === undefined ? [] : [stackDigits(name.project, name.stack)])];
  const namespaces = places.filter((it) => it !== undefined);
  return { places: [undefined, ...namespaces], concern: new Concern(new Set(namespaces), words) };
}
