import { spawn } from "node:child_process";
import { once } from "node:events";
import { browserPath, startBrowser } from "../tests/support/browser";
import { make } from "../tests/support/made";
import { type Measured, secondsOf } from "./alternating";
import { planOf } from "./plan";
import { entriesOf } from "./ways/provider";

const ROUNDS = 3;
const UPDATES = 5;

/** How long `linuxnet view` takes from its start until a browser shows the networks, and from then on for each update. */
export async function* view(): AsyncGenerator<Measured> {
  const path = browserPath();
  if (path === undefined) throw new Error("view: no chromium-headless-shell and no chromium on PATH");
  const browser = await startBrowser(path);
  for (const size of [10, 200]) {
    const { bridge, subnet, gateway, containers } = planOf(size);
    const its = { name: "web", bridge, subnet, gateway };
    const network = await make("containerNetwork", its);
    const set = await make("containerSet", { name: "pods", network: its, containers: entriesOf(containers) });
    const times: Measured["times"] = new Map([
      ["until a picture", []],
      ["until all of it", []],
      ["an update", []],
    ]);
    for (let round = 0; round < ROUNDS; round++) {
      const page = await browser.newPage();
      const start = performance.now();
      const child = spawn("linuxnet", ["view"], { cwd: "/", stdio: ["ignore", "pipe", "inherit"] });
      const [line] = (await once(child.stdout, "data")) as [Buffer];
      const url = line.toString().trim();
      await page.goto(url);
      await page.waitForSelector("#picture svg", { timeout: 0 });
      times.get("until a picture")?.push((performance.now() - start) / 1000);
      await page.waitForSelector("#unread:empty", { state: "attached", timeout: 0 });
      times.get("until all of it")?.push((performance.now() - start) / 1000);
      await page.close();
      const update = async (): Promise<unknown> => (await fetch(`${url}state`)).text();
      for (let count = 0; count < UPDATES; count++) times.get("an update")?.push(await secondsOf(update));
      child.kill();
      await once(child, "exit");
    }
    yield { title: `${size} containers`, times };
    await set.remove();
    await network.remove();
  }
  await browser.close();
}
