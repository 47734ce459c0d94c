import { isDefault } from "../../provider/inputs/addresses";
import { stackDigits } from "../../provider/owner";
import { kindNameOf } from "../../provider/resources";
import { graphOf } from "../graph/model";
import { withoutSecrets } from "../plan/changes";
import type { StackExport } from "../stack-export";
import { stackNameOf } from "../survey/stack";
import { Concern } from "./events";

/** What in the networks of a machine concerns a stack; undefined of one that has no network. */
export function concernOf(state: StackExport): Concern | undefined {
  if (!state.resources.some(({ type }) => kindNameOf(type))) return undefined;
  const { places, interfaces, routes } = graphOf(state.resources.map(withoutSecrets));
  const name = stackNameOf(state);
  const isOfHost = ({ place }: { place: string | undefined }): boolean => place === undefined;
  const destinations = routes.filter(isOfHost).map(({ destination }) => destination);
  const words = [
    ...interfaces.filter(isOfHost).map((it) => it.name),
    ...destinations.filter((destination) => !isDefault(destination)),
  ];
  const namespaces = new Set(places.filter((it) => it !== undefined));
  return new Concern(namespaces, words, name && stackDigits(name.project, name.stack));
}
