import * as pulumi from "@pulumi/pulumi";
import { contains } from "../provider/inputs/addresses";
import { currentStack } from "./program-end";

/** An interface of the program, by the values that the program gave it. */
interface Carrier {
  resource: pulumi.Resource;
  /** See `placeOn`. */
  place: pulumi.Output<string | undefined>;
  addresses: pulumi.Output<string[] | undefined>;
}

/** The interfaces that a program has made so far, by its stack: one process may run several programs. */
const carriers = new WeakMap<object, Carrier[]>();

function carriersOfStack(): Carrier[] {
  const stack = currentStack();
  const all = carriers.get(stack) ?? [];
  carriers.set(stack, all);
  return all;
}

export function addCarrier(carrier: Carrier): void {
  carriersOfStack().push(carrier);
}

/**
 * The address, with a dependency on those interfaces made before it in the place whose networks contain it. The
 * kernel takes a route only when its gateway can be reached, and drops it with the interface: because the *property*
 * depends on the interface, Pulumi makes the one after the other, and again when the other is replaced.
 */
export function afterCarriers(
  address: pulumi.Output<string | undefined>,
  place: pulumi.Output<string | undefined>,
): pulumi.Output<string | undefined> {
  const earlier = [...carriersOfStack()];
  const found = known(pulumi.all([address, place])).then(async (values) => {
    const [text, its] = values ?? [];
    if (text === undefined) return [];
    const matches = await Promise.all(
      earlier.map(async (carrier) => ((await carries(carrier, text, its)) ? [carrier.resource] : [])),
    );
    return matches.flat();
  });
  return pulumi
    .output(found.then((resources) => pulumi.all([address, ...resources.map(({ urn }) => urn)])))
    .apply(([text]) => text);
}

async function carries(carrier: Carrier, address: string, its: string | undefined): Promise<boolean> {
  const [place, addresses] = (await known(pulumi.all([carrier.place, carrier.addresses]))) ?? [];
  if (addresses === undefined || place !== its) return false;
  // A wrong address is the provider's check's to refuse.
  return addresses.some((own) => {
    try {
      return contains(own, address);
    } catch {
      return false;
    }
  });
}

/** The value of an output, undefined if it is not known before the update: a look that makes no dependency. */
async function known<T>(output: pulumi.Output<T>): Promise<T | undefined> {
  const inner = output as unknown as { promise(withUnknowns: boolean): Promise<T> };
  const value = await inner.promise(true);
  return pulumi.containsUnknowns(value) ? undefined : value;
}
