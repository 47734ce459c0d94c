import { isObject, type Properties } from "../../provider/properties";
import { Reference } from "./literal";
import type { Declared } from "./model";

/** Arguments that name an interface in the namespace of the object that they are of. */
const DEVICES = ["master", "device", "inInterface", "outInterface", "uplink"];

/** A resource to which another one refers, and how: `.peer` is the other end of a pair. */
export interface Target {
  resource: Declared;
  path: string;
}

/** What the resources of a program may be referred to by. */
export class Targets {
  private readonly places = new Map<string, Target>();
  private readonly links = new Map<string, Target>();
  private readonly networks = new Map<string, Target>();

  constructor(resources: readonly Declared[]) {
    for (const resource of resources) {
      const inputs = resource.inputs as unknown as Properties;
      const own = { resource, path: "" };
      switch (resource.kind) {
        case "namespace":
          this.places.set(String(inputs.name), own);
          break;
        case "container":
          if (inputs.network !== "host") this.places.set(String(inputs.name), own);
          break;
        case "containerNetwork":
          this.networks.set(keyOf(inputs.namespace, inputs.bridge), own);
          break;
        case "vethPair": {
          const peer = inputs.peer as Properties;
          this.links.set(keyOf(peer.namespace, peer.name), { resource, path: ".peer" });
          this.links.set(keyOf(inputs.namespace, inputs.name), own);
          break;
        }
        case "bridge":
        case "vxlan":
          this.links.set(keyOf(inputs.namespace, inputs.name), own);
      }
    }
  }

  /** The values of arguments with references in the place of names, as far as `refer` answers one. */
  referring(args: Properties, refer: (target: Target) => string | undefined, namespace = args.namespace): Properties {
    const reference = (target: Target | undefined, value: unknown): unknown => {
      const text = target && refer(target);
      return text === undefined ? value : new Reference(text);
    };
    const one = (key: string, value: unknown): unknown => {
      if (key === "namespace") return reference(this.places.get(String(value)), value);
      if (DEVICES.includes(key)) return reference(this.links.get(keyOf(namespace, value)), value);
      if (key === "peer" && isObject(value)) return this.referring(value, refer);
      if (key === "network" && isObject(value)) {
        return reference(this.networks.get(keyOf(value.namespace, value.bridge)), value);
      }
      if (key === "networks" && Array.isArray(value)) {
        return value.map((it: unknown) => (isObject(it) ? this.referring(it, refer) : it));
      }
      return value;
    };
    return Object.fromEntries(Object.entries(args).map(([key, value]) => [key, one(key, value)]));
  }
}

function keyOf(namespace: unknown, name: unknown): string {
  return JSON.stringify([namespace, name]);
}
