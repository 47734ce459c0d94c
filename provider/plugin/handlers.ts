import { LinuxnetError } from "../errors";
import { answer, type FunctionName, functions } from "../functions";
import type { Checked } from "../check";
import type { Difference, Drifted } from "../diff";
import { type Hosted, HostedLifecycle } from "../hosted";
import type { Verbs } from "../lifecycle-of";
import { machinesFor } from "../machines";
import type { Properties } from "../properties";
import { failure } from "../inputs/check";
import { kinds, specOf as specOfType } from "../resources";
import type { Owned, ResourceSpec } from "../resources/spec";
import { kindServedBy, TYPES } from "../types";
import { apart, cancellable, needGoingOn, onBehalfOf } from "./calls";
import type { Configuration } from "./configuration";
import { log } from "./engine-log";
import { ownerOfUrn, parseUrn } from "./urn";

type AnySpec = ResourceSpec<Owned, Owned>;
type AnyLifecycle = Verbs<Owned, Owned>;

// A run of iptables is of several calls at once: none of them may end it for the others.
const machineOf = machinesFor({ tell: log, admit: needGoingOn, refusing: cancellable });

/** What a read found; without an id, it is gone. */
export interface Found {
  id: string;
  state: Properties;
  inputs: Properties;
}

/** The verbs of the engine for all kinds, by the names of resources. All but what the messages are is here. */
export class Handlers {
  /** Whose the claims of a program are, see ResourceSpec. A plugin serves one program. */
  private readonly claimed = new Map<string, string>();

  constructor(private readonly configuration: Configuration) {}

  check(urn: string, news: Properties, olds: Properties = {}): Checked<Owned> {
    const parsed = parseUrn(urn);
    const spec = specOf(parsed.type);
    const named = "name" in spec.fields ? { name: parsed.name } : {};
    const given = { owner: ownerOfUrn(parsed), ...named, ...this.placed(spec, news) };
    const checked = this.lifecycle(spec).check(given, olds);
    if (checked.failures.length > 0) return checked;
    const { host } = checked.inputs as Hosted;
    for (const { key: own, path, value } of spec.claims?.(checked.inputs as Owned, news) ?? []) {
      const key = host === undefined ? own : `${host.name}:${own}`;
      const other = this.claimed.get(key) ?? urn;
      if (other === urn) this.claimed.set(key, urn);
      else checked.failures.push(failure(path, `one that is given: ${parseUrn(other).name} gets the same`, value));
    }
    return checked;
  }

  diff(urn: string, olds: Properties, news: Properties): Difference {
    const [lifecycle, standing] = [this.on(urn), stateIn(olds)];
    const difference = lifecycle.diff(standing, stateIn(news));
    const why = lifecycle.whyReplaced(standing, difference);
    if (why !== undefined) onBehalfOf(urn, () => log(why));
    return difference;
  }

  /** What is planned is known, but for the id. */
  async create(urn: string, inputs: Properties, isPreview: boolean): Promise<{ id: string; state: Properties }> {
    const wanted = stateIn(inputs);
    if (isPreview) return { id: "", state: { ...this.on(urn).planned(wanted) } };
    this.needWritable(urn);
    const { id, state } = await onBehalfOf(urn, () => this.on(urn).create(wanted));
    return { id, state: { ...state } };
  }

  /** Of an import and of `get` the engine knows the id alone. */
  async read(urn: string, id: string, state: Properties): Promise<Found | undefined> {
    const owned = { owner: ownerOfUrn(parseUrn(urn)), ...(state as Partial<Owned>) };
    const found = await onBehalfOf(urn, async () => {
      const reading = await this.on(urn).read(owned, id);
      if (reading?.unseen !== undefined) log(reading.unseen);
      return reading;
    });
    return found && { id: found.id, state: { ...found.state }, inputs: { ...found.inputs } };
  }

  async update(request: {
    urn: string;
    id: string;
    olds: Properties;
    news: Properties;
    isPreview: boolean;
  }): Promise<Properties> {
    const { urn, id, olds, news, isPreview } = request;
    if (isPreview) return { ...this.on(urn).planned(stateIn(news), stateIn(olds)) };
    this.needWritable(urn);
    return { ...(await onBehalfOf(urn, () => this.on(urn).update(id, stateIn(olds), stateIn(news)))) };
  }

  async delete(urn: string, state: Properties): Promise<void> {
    this.needWritable(urn);
    await onBehalfOf(urn, () => this.on(urn).delete(stateIn(state)));
  }

  /** Answers a question about what stands. */
  invoke(token: string, args: Properties): Promise<Properties> {
    const name = token.startsWith(TYPES.plugin) ? token.slice(TYPES.plugin.length) : "";
    if (!Object.hasOwn(functions, name)) {
      const known = Object.keys(functions).map((it) => TYPES.plugin + it);
      throw new LinuxnetError(`function: expected one of ${known.join(", ")}, got ${JSON.stringify(token)}`);
    }
    return answer(name as FunctionName, args, machineOf(undefined).view);
  }

  /** With the namespace that is set for what names none. */
  private placed({ fields }: AnySpec, news: Properties): Properties {
    const { namespace } = this.configuration;
    return namespace !== undefined && "namespace" in fields ? { namespace, ...news } : news;
  }

  private on(urn: string): AnyLifecycle {
    return this.lifecycle(specOf(parseUrn(urn).type));
  }

  private lifecycle(spec: AnySpec): AnyLifecycle {
    return new HostedLifecycle(spec, machineOf, apart);
  }

  private needWritable(urn: string): void {
    if (!this.configuration.readOnly) return;
    const { type, name } = parseUrn(urn);
    throw new LinuxnetError(`${type} ${name}: not changed, the provider is read-only (linuxnet:readOnly)`);
  }
}

/** The engine keeps and sends what check and the verbs have answered. */
function stateIn(properties: Properties): Owned & Drifted {
  return properties as unknown as Owned & Drifted;
}

/** @throws LinuxnetError for a type that is none of ours. */
function specOf(type: string): AnySpec {
  const spec = type.startsWith(TYPES.plugin) ? specOfType(type) : undefined;
  if (spec) return spec;
  const known = Object.keys(kinds).map((handler) => TYPES.plugin + kindServedBy(handler));
  throw new LinuxnetError(`type: expected one of ${known.join(", ")}, got ${JSON.stringify(type)}`);
}
