import type { kinds } from "../../provider/resources";
import type { Imported, Owned } from "../../provider/resources/spec";

/** A resource as a program is to declare it. */
export interface Declared {
  kind: keyof typeof kinds;
  /** What the program calls it. */
  name: string;
  /** As the kind's check leaves them. */
  inputs: Owned;
  /** By what it is known where it was made by hand. */
  imported?: Imported["imported"];
  /** What `pulumi import` would take, of what is in no state yet. */
  id?: string;
  /** What it needs beside that to which it refers, and what is removed after it. */
  needs?: Declared | undefined;
}

/** A network to be written down. */
export interface Export {
  /** Each name once. */
  resources: Declared[];
  /** What of it no resource can say, or must not: a line each. */
  left: string[];
  /** What of it a script makes, and no resource can say: a line each. */
  leftOfProgram?: string[];
  /** Beyond its resources, what a script makes. */
  script?: ScriptParts;
}

/** Commands, each in words. */
export interface ScriptParts {
  /** Of what interfaces and neighbours have: before routes. */
  links: string[][];
  /** All rules and policies of namespaces, in the place of those that their resources have by hand. */
  firewalls: Map<string, string[][]>;
}
