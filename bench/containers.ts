import { ask, serve, stopServers } from "../tests/support/traffic";
import { make, type Made } from "../tests/support/made";
import { alternating, type Measured, secondsOf } from "./alternating";
import { makeByHand, removeByHand } from "./by-hand";
import { type Plan, planOf } from "./plan";

const SIZES = [10, 100];
const ROUNDS = 3;

/** What published containers cost without Pulumi's engine, beside the best that somebody writes by hand. */
export async function* containers(): AsyncGenerator<Measured> {
  for (const size of SIZES) {
    const plan = planOf(size);
    const times = await alternating(ROUNDS, {
      "by hand, in batches": () =>
        timed(
          plan,
          () => Promise.resolve(makeByHand(plan)),
          () => removeByHand(plan),
        ),
      "the provider": async () => {
        let made: Made[] = [];
        return timed(
          plan,
          async () => void (made = await makeByProvider(plan)),
          () => removeMade(made),
        );
      },
    });
    yield { title: `${size} published containers, made`, times };
  }
}

/** How long the making takes. It counts only where the first, the middle and the last port answer. */
async function timed({ containers }: Plan, build: () => Promise<void>, remove: () => unknown): Promise<number> {
  const seconds = await secondsOf(build);
  for (const index of [0, Math.floor(containers.length / 2), containers.length - 1]) {
    const { name = "", port = 0 } = containers[index] ?? {};
    await serve(name, [80]);
    const answer = ask("wan", "192.168.64.5", port);
    if (!answer?.endsWith(" 80")) throw new Error(`port ${port} of ${name} does not answer`);
  }
  await stopServers();
  await remove();
  return seconds;
}

async function makeByProvider({ bridge, subnet, gateway, containers }: Plan): Promise<Made[]> {
  const network = await make("containerNetwork", { name: "web", bridge, subnet, gateway });
  const all = containers.map(({ name, address, port }) => {
    const networks = [{ network: { name: "web", bridge, subnet, gateway }, address }];
    return make("container", { name, networks, publish: [`${port}:80`] });
  });
  return [network, ...(await Promise.all(all))];
}

async function removeMade([network, ...all]: readonly Made[]): Promise<void> {
  await Promise.all(all.map((it) => it.remove()));
  await network?.remove();
}
