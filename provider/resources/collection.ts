import type { Owned, ResourceSpec, View } from "./spec";

/** What a resource is that holds many: the values of one of its properties, a map, are resources by themselves. */
export interface Collection<Inputs extends Owned, State extends Inputs, Entry extends Owned> {
  property: string;
  /** What all of them share. */
  commons: ResourceSpec<Inputs, State>;
  entry: ResourceSpec<Entry>;
  /** One of them, by its key. */
  entryOf(state: State, key: string): Entry;
  /** The keys of those whose names are somebody's by now, their own or not. */
  takenOf(state: State, view: View): Promise<string[]>;
  /** What may be left, beside those that a state has, of interrupted changes: the mark on each tells. */
  straysOf(state: State, view: View): Promise<Entry[]>;
}
