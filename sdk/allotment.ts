import * as pulumi from "@pulumi/pulumi";
import { allotted, isHostOf } from "../provider/inputs/hosts";
import { kindOf } from "../provider/types";
import { currentStack } from "./program-end";

/** A network, as far as addresses in it are concerned. */
export interface Segment {
  name: string;
  /** The name of its machine; none of the program's own. */
  host: string | undefined;
  namespace: string | undefined;
  bridge: string;
  subnet: string;
  gateway: string;
}

/** The addresses of each segment: by whom they are taken. */
type Taken = Map<string, string>;

/** The addresses that a program gives and gets, and those in the state of its stack. */
interface Ledger {
  segments: Map<string, Taken>;
  /** For each segment, when all containers in it that came before have their addresses. */
  served: Map<string, Promise<void>>;
  /** When it is known which segments all containers that came before are in. */
  known: Promise<void>;
  state: Promise<Recorded[]>;
}

/** A container in the state. */
interface Recorded {
  name: string;
  host?: { name: string };
  networks: { network: { namespace?: string; bridge: string }; address?: string; address6?: string }[];
}

const ledgers = new WeakMap<object, Ledger>();

function ledgerOfStack(): Ledger {
  const stack = currentStack();
  const known = ledgers.get(stack);
  if (known) return known;
  // What the program has declared in one go is known before the first address is chosen.
  const declared = new Promise<void>((resolve) => setImmediate(resolve));
  const ledger: Ledger = { segments: new Map(), served: new Map(), known: declared, state: declared.then(recorded) };
  ledgers.set(stack, ledger);
  return ledger;
}

/** A container that asks for addresses: those before it in the program, in the same segments, have theirs first. */
export class Turn {
  private readonly ledger = ledgerOfStack();
  /** What it waits for in each of its segments. */
  private readonly before: Promise<{ served: Promise<void>[] }>;
  private segments: (all: readonly Segment[]) => void = () => undefined;
  private done: () => void = () => undefined;

  /** Called where the program declares the container. */
  constructor(private readonly container: pulumi.Output<string>) {
    const { ledger } = this;
    const segments = new Promise<readonly Segment[]>((resolve) => (this.segments = resolve));
    const done = new Promise<void>((resolve) => (this.done = resolve));
    this.before = ledger.known.then(async () => {
      const keys = (await segments).map(keyOf);
      const served = keys.flatMap((key) => ledger.served.get(key) ?? []);
      keys.forEach((key) => ledger.served.set(key, done));
      return { served };
    });
    ledger.known = this.before.then(() => undefined);
  }

  /** Tells which segments it is in. Of one that is not known yet, nobody waits for it. */
  isIn(segments: pulumi.Output<readonly (Segment | undefined)[]>): void {
    void promiseOf(segments).then((all) => this.segments((all ?? []).filter((it) => it !== undefined)));
  }

  /** The next ones have their turns when all of this is known, or cannot be. */
  endsWith(addresses: pulumi.Output<unknown>): void {
    void promiseOf(addresses).then(this.done);
  }

  /**
   * The addresses of containers that share this turn, by their names, in the order of these: as `take` and `allot` would
   * have them, those that are given first.
   */
  allotAll(
    segment: pulumi.Output<Segment | undefined>,
    given: pulumi.Output<Record<string, string | undefined>>,
  ): pulumi.Output<Record<string, string>> {
    return pulumi.all([given, segment]).apply(async ([all, it]) => {
      if (!it) return {};
      const taken = takenIn(this.ledger, it);
      for (const [who, address] of Object.entries(all)) if (address !== undefined) taken.set(address, who);
      await Promise.all((await this.before).served);
      const recorded = recordsIn(it, await this.ledger.state);
      const addresses = Object.entries(all).map(([who, own]): [string, string] => {
        const address = own ?? choose(who, it, taken, recorded) ?? none(it);
        taken.set(address, who);
        return [who, address];
      });
      return Object.fromEntries(addresses);
    });
  }

  /** Takes an address that the program itself gives. */
  take(segment: pulumi.Output<Segment | undefined>, address: string): void {
    pulumi.all([this.container, segment]).apply(([who, it]) => it && takenIn(this.ledger, it).set(address, who));
  }

  /**
   * The address of a container that the program gives none: the one that it has in the state, else one that its name and the
   * network's tell, or if that is taken, the next free one. Containers get theirs in the program's order.
   */
  allot(segment: pulumi.Output<Segment | undefined>): pulumi.Output<string | undefined> {
    return pulumi.all([this.container, segment]).apply(async ([who, it]) => {
      if (!it) return undefined;
      await Promise.all((await this.before).served);
      const state = await this.ledger.state;
      const taken = takenIn(this.ledger, it);
      const address = choose(who, it, taken, recordsIn(it, state));
      if (address === undefined) return none(it);
      taken.set(address, who);
      return address;
    });
  }
}

/** Its value; undefined where it is not known, or failed. */
function promiseOf<T>(output: pulumi.Output<T>): Promise<T | undefined> {
  const known = output as unknown as { promise(): Promise<T> };
  return known.promise().catch(() => undefined);
}

/** Who has addresses in a segment by the state, and by whom each is had. */
interface Records {
  addressesOf: Map<string, string[]>;
  holdersOf: Map<string, string[]>;
}

function recordsIn(segment: Segment, state: readonly Recorded[]): Records {
  const records: Records = { addressesOf: new Map(), holdersOf: new Map() };
  const add = (map: Map<string, string[]>, key: string, value: string): void =>
    void map.set(key, [...(map.get(key) ?? []), value]);
  for (const { name, host, networks } of state) {
    if (host?.name !== segment.host) continue;
    for (const { network, address, address6 } of networks) {
      if (network.namespace !== segment.namespace || network.bridge !== segment.bridge) continue;
      for (const it of [address, address6]) {
        if (it === undefined) continue;
        add(records.addressesOf, name, it);
        add(records.holdersOf, it, name);
      }
    }
  }
  return records;
}

function choose(container: string, segment: Segment, taken: Taken, records: Records): string | undefined {
  const fits = (address: string): boolean => address !== segment.gateway && isHostOf(segment.subnet, address);
  const isFree = (address: string): boolean => (taken.get(address) ?? container) === container;
  const own = records.addressesOf.get(container)?.find((address) => fits(address) && isFree(address));
  if (own !== undefined) return own;
  const isRecorded = (address: string): boolean =>
    records.holdersOf.get(address)?.some((name) => name !== container) ?? false;
  return allotted(
    segment.subnet,
    `${segment.name}/${container}`,
    (address) => address === segment.gateway || !isFree(address) || isRecorded(address),
  );
}

/** In the place of an address where all are taken: the provider's check refuses it and says so. */
function none({ name, subnet }: Segment): string {
  const addressless = `network ${name}, where all of ${subnet} are taken`;
  return { addressless, family: subnet.includes(":") ? 6 : 4 } as unknown as string;
}

function keyOf({ host = "", namespace = "", bridge }: Segment): string {
  return `${host}:${namespace}/${bridge}`;
}

function takenIn({ segments }: Ledger, segment: Segment): Taken {
  const key = keyOf(segment);
  const taken = segments.get(key) ?? new Map<string, string>();
  segments.set(key, taken);
  return taken;
}

/** The containers in the stack's state; none where there is no engine that tells them. */
async function recorded(): Promise<Recorded[]> {
  try {
    const stackName = `${pulumi.getOrganization()}/${pulumi.getProject()}/${pulumi.getStack()}`;
    const { outputs } = (await pulumi.runtime.invoke("pulumi:pulumi:readStackResourceOutputs", {
      stackName,
    })) as { outputs: Record<string, { type: string; outputs: object }> };
    return Object.values(outputs).flatMap((it) => {
      const kind = kindOf(it.type);
      if (kind === "ContainerSet") return recordedOfSet(it.outputs as RecordedSet);
      const { name, host, networks } = it.outputs as Recorded;
      return kind === "Container" && Array.isArray(networks) ? [{ name, ...(host && { host }), networks }] : [];
    });
  } catch (error) {
    await pulumi.log.debug(`the stack's state cannot be read: ${String(error)}`);
    return [];
  }
}

/** A set in the state. */
interface RecordedSet {
  host?: { name: string };
  network: Recorded["networks"][number]["network"];
  containers?: Record<string, { namespace: string; address?: string; address6?: string }>;
}

function recordedOfSet({ host, network, containers = {} }: RecordedSet): Recorded[] {
  return Object.values(containers).map(({ namespace: name, ...own }) => ({
    name,
    ...(host && { host }),
    networks: [{ network, ...own }],
  }));
}
