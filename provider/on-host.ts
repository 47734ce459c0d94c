import type { Owned, ResourceSpec } from "./resources/spec";

/** A kind on another machine, of which its ids and its messages tell. */
export function onHost<Inputs extends Owned, State extends Inputs>(
  spec: ResourceSpec<Inputs, State>,
  host: string,
): ResourceSpec<Inputs, State> {
  const { collection } = spec;
  return {
    ...described(spec, host),
    id: (inputs) => `${host}:${spec.id(inputs)}`,
    ...(collection === undefined
      ? {}
      : {
          collection: {
            ...collection,
            commons: described(collection.commons, host),
            entry: described(collection.entry, host),
          },
        }),
  };
}

function described<Inputs extends Owned, State extends Inputs>(
  spec: ResourceSpec<Inputs, State>,
  host: string,
): ResourceSpec<Inputs, State> {
  return { ...spec, describe: (inputs) => placedText(spec.describe(inputs), host) };
}

/** `bridge br0 on the host` is one on host b, and so is one in a namespace. */
function placedText(text: string, host: string): string {
  return text.endsWith(" on the host") ? text.replace(/the host$/, `host ${host}`) : `${text} on host ${host}`;
}
