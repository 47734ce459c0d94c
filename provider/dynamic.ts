import { LinuxnetError, PartialFailure } from "./errors";
import { stateOf } from "./first-addresses";
import { Duty, whenEngineEnds } from "./host/engine-watch";
import { HostedLifecycle } from "./hosted";
import type { CheckFailure } from "./inputs/check";
import { machinesFor } from "./machines";
import { once } from "./once";
import { hasState, plain, type Properties, writerOf } from "./properties";
import type { Owned, ResourceSpec } from "./resources/spec";

/** What Pulumi's dynamic-provider process calls: see ResourceProvider in @pulumi/pulumi/dynamic. */
export interface DynamicProvider {
  check(olds: Properties, news: Properties): Promise<{ inputs: Properties; failures: CheckFailure[] }>;
  diff(
    id: string,
    olds: Properties,
    news: Properties,
  ): Promise<{ changes: boolean; replaces: string[]; deleteBeforeReplace: true }>;
  create(inputs: Properties): Promise<{ id: string; outs: Properties }>;
  read(id: string, state: Properties): Promise<{ id?: string; props?: Properties; inputs?: Properties }>;
  update(id: string, olds: Properties, news: Properties): Promise<{ outs: Properties }>;
  delete(id: string, state: Properties): Promise<void>;
}

/** Pulumi shows what the provider's process prints. */
const tell = once((text: string) => console.log(text));

const machineOf = machinesFor({ tell });

const duty = new Duty(() => process.exit());

/** Pulumi's script for the processes of dynamic providers, and the engine's address, which every plugin is given. */
const [, script = "", engine = ""] = process.argv;
// The CLI that is killed leaves its plugins behind.
if (/\/cmd\/dynamic-provider(\/index\.js)?$/.test(script)) whenEngineEnds(engine, () => duty.over());

/** Serves one kind in dynamic mode. All that is peculiar to that mode is here. */
export function dynamicProvider<Inputs extends Owned, State extends Inputs>(
  spec: ResourceSpec<Inputs, State>,
): DynamicProvider {
  const lifecycle = new HostedLifecycle(spec, machineOf);
  return {
    check: (olds, news) =>
      quietly(news, () => {
        const { inputs, failures } = lifecycle.check(plain(news), plain(olds));
        return { inputs: plain(inputs), failures };
      }),
    diff: (id, olds, news) =>
      quietly(news, async () => {
        // A read and a removal need what dynamic mode keeps in the state.
        const isMoved = writerOf(olds) !== "dynamic";
        const known = stateOf(olds) as State;
        const standing = spec.looksAnew ? ((await lifecycle.read(known, id))?.state ?? known) : known;
        const difference = lifecycle.diff(standing, plain(news) as Inputs);
        const { changes, replaces } = difference;
        const why = lifecycle.whyReplaced(standing, difference);
        if (why !== undefined) tell(why);
        // The kernel's names are unique: the old object must go first.
        return { changes: changes.length > 0 || replaces.length > 0 || isMoved, replaces, deleteBeforeReplace: true };
      }),
    create: (inputs) =>
      quietly(inputs, async () => {
        const { id, state } = await lifecycle.create(plain(inputs) as Inputs);
        return { id, outs: plain(state) };
      }),
    read: (id, state) =>
      quietly(state, async () => {
        const known = stateOf(state);
        const found = await lifecycle.read(known as unknown as Owned, id);
        // The engine would take the empty answer for what was found.
        if (!found && !hasState(known)) throw new LinuxnetError(`${id}: nothing stands there`);
        if (found?.unseen !== undefined) tell(found.unseen);
        return found ? { id: found.id, props: plain(found.state), inputs: plain(found.inputs) } : {};
      }),
    update: (id, olds, news) =>
      quietly(news, async () => ({
        outs: plain(await lifecycle.update(id, stateOf(olds) as State, plain(news) as Inputs)),
      })),
    delete: (_id, state) => quietly(state, () => lifecycle.delete(stateOf(state) as State)),
  };
}

/**
 * Pulumi prints the stack of what a handler throws: ours are for people and have none. It keeps a partial failure that
 * has `id`, `properties` and `reasons`, and calls the next handlers with the `__provider` among those properties.
 */
async function quietly<T>(properties: Properties, handle: () => T | Promise<T>): Promise<T> {
  try {
    return await duty.during(handle);
  } catch (error) {
    if (!(error instanceof LinuxnetError)) throw error;
    error.stack = "";
    if (!(error instanceof PartialFailure)) throw error;
    const kept = { ...plain(error.state), __provider: properties.__provider };
    throw Object.assign(error, { properties: kept, reasons: [error.message] });
  }
}
