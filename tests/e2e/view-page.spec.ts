import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import type { Browser, Page } from "playwright-core";
import { browserPath, REBOUND, startBrowser } from "../support/browser";
import { run, sh } from "../support/command";
import { type Drawing, drawingIn, type Rectangle } from "../support/drawing";
import { Stack } from "../support/stack";

const program = (count: number): string => `
const network = new linuxnet.ContainerNetwork("web", { subnet: "10.4.0.0/20" });
const containers = Object.fromEntries(Array.from({ length: ${count} }, (_, index) => ["p" + index, { publish: [9000 + index + ":80"] }]));
new linuxnet.ContainerSet("pods", { network, containers });
`;

const [BLUE, RED] = ["#0969da", "#cf222e"];

/** In pixels: the smallest letters that are read with ease. */
const READABLE = 10;

/** What Chromium says of requests during which addresses of its machine have changed. */
const CHANGED = "net::ERR_NETWORK_CHANGED";

/** How long what changes may take to be shown: a refresh, and the reading of the stack, on a machine that is busy. */
const PATIENCE_MS = 120_000;

describe("the page of linuxnet view in a browser", function () {
  this.bail(true);
  let browser: Browser | undefined;
  let stack: Stack;
  let view: ChildProcess;
  let url: string;
  let page: Page;
  const complaints: string[] = [];
  const asked = new Set<string>();

  before(async function () {
    const path = browserPath();
    if (path === undefined) return this.skip();
    browser = await startBrowser(path);
    stack = await Stack.open("viewed");
  });

  after(async () => {
    if (browser === undefined) return;
    await browser.close();
    await stack.run("destroy", stack.program(program(10), "program", "{}"));
    stack.remove();
  });

  async function open(count: number): Promise<void> {
    await stack.run("up", stack.program(program(count), "program", "{}"));
    view = spawn("linuxnet", ["view", "--stack", "dev"], {
      cwd: stack.folder,
      env: { ...process.env, ...stack.env },
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [line] = (await once(view.stdout as NodeJS.ReadableStream, "data")) as [Buffer];
    url = line.toString().trim();
    page = await (browser as Browser).newPage({ viewport: { width: 1400, height: 900 } });
    page.on("console", (it) => complaints.push(it.text()));
    page.on("pageerror", (it) => complaints.push(it.message));
    page.on("request", (it) => asked.add(new URL(it.url()).origin));
    for (let isThere = false; !isThere;) isThere = await goesTo(page, url);
    await page.waitForSelector("#picture svg", { timeout: PATIENCE_MS });
  }

  /** Whether no address has changed meanwhile. */
  async function goesTo(page: Page, address: string): Promise<boolean> {
    try {
      return (await page.goto(address)) !== null;
    } catch (error) {
      if ((error as Error).message.includes(CHANGED)) return false;
      throw error;
    }
  }

  async function close(): Promise<void> {
    await page.close();
    view.kill();
    await once(view, "exit");
  }

  /** The drawing, as soon as something is so. */
  async function drawing(isSo: (it: Drawing) => boolean): Promise<Drawing> {
    const end = Date.now() + PATIENCE_MS;
    for (;;) {
      const it = await drawingIn(page);
      if (isSo(it) || Date.now() > end) return it;
      await page.waitForTimeout(200);
    }
  }

  async function ask(from: string, to: string): Promise<void> {
    await page.fill("[name=from]", from);
    await page.fill("[name=to]", to);
    await page.click("text=show the way");
  }

  const isWithin = (it: Rectangle, frame: Rectangle): boolean =>
    it.left >= frame.left && it.right <= frame.right && it.top >= frame.top && it.bottom <= frame.bottom;
  const isApart = (a: Rectangle, b: Rectangle): boolean =>
    a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;

  for (const count of [10, 200]) {
    describe(`with ${count} containers`, () => {
      const names = Array.from({ length: count }, (_, index) => `pods-p${index}`);
      const last = names.at(-1) as string;

      before(() => open(count));
      after(close);

      it("draws each namespace as a box, within the picture, apart from the others, with its words in it", async () => {
        const { frame, boxes, outside } = await drawing((it) => names.every((name) => it.boxes.has(name)));
        const all = [...names, "host", "wan"].map((name) => {
          const box = boxes.get(name);
          assert.ok(box, `no box ${name}`);
          return { name, ...box };
        });
        assert.deepEqual(
          all.filter((it) => !isWithin(it, frame)),
          [],
        );
        const pairs = all.flatMap((a, index) => all.slice(index + 1).map((b) => [a, b] as const));
        assert.deepEqual(
          pairs.filter(([a, b]) => !isApart(a, b)),
          [],
        );
        assert.deepEqual(outside, []);
        const [address] = /10\.4\.\S+/.exec(sh("ip -o -4 addr show dev eth0", last)) ?? [];
        assert.ok(boxes.get(last)?.lines.some((line) => line.includes(address as string)));
      });

      it("is readable, at once or from near, and stays as near as one comes", async () => {
        const whole = await drawingIn(page);
        if (count === 10) assert.ok(whole.smallest >= READABLE, String(whole.smallest));
        const { left, top } = whole.boxes.get(last) as Rectangle;
        await page.mouse.move(left + 5, top + 5);
        for (let turns = 0; turns < 12; turns++) await page.mouse.wheel(0, -100);
        const near = await drawing(({ smallest }) => smallest > 2 * whole.smallest);
        assert.ok(near.smallest >= READABLE, String(near.smallest));
        const seen = near.boxes.get(last) as Rectangle;
        assert.ok(Math.abs(seen.left - left) < 100 && Math.abs(seen.top - top) < 100, "it is not where it was");
        await page.mouse.down();
        await page.mouse.move(left + 105, top + 55);
        await page.mouse.up();
        const dragged = (await drawingIn(page)).boxes.get(last) as Rectangle;
        assert.deepEqual([dragged.left - seen.left, dragged.top - seen.top].map(Math.round), [100, 50]);
        await page.waitForResponse((it) => it.url().endsWith("/state"), { timeout: PATIENCE_MS });
        const later = await drawingIn(page);
        assert.equal(Math.round(later.smallest), Math.round(near.smallest));
        await page.click("text=fit");
        assert.equal(Math.round((await drawingIn(page)).smallest), Math.round(whole.smallest));
      });

      it("counts what passes", async () => {
        const counts = ({ boxes }: Drawing): string => boxes.get(last)?.lines.find((it) => it.startsWith("↓")) ?? "";
        const before = counts(await drawingIn(page));
        assert.match(before, /^↓ .*B ↑ .*B$/);
        run(["ping", "-c3", "-i0.2", "-W1", "-s1400", "10.4.0.1"], last);
        assert.match(counts(await drawing((it) => / kB ↑ 4\.\d+ kB/.test(counts(it)))), / kB ↑ 4\.\d+ kB/);
      });

      it("draws the way of a packet", async () => {
        await ask(last, "8.8.8.8");
        const { boxes } = await drawing((it) => it.boxes.get(last)?.colour === BLUE);
        const onWay = [...boxes].filter(([, { colour }]) => colour === BLUE).map(([name]) => name);
        assert.deepEqual(onWay.sort(), ["br-web", "enp0s1", "eth0", last].sort());
        assert.match(await page.innerText("#way pre"), /It arrives, and the answer comes back\./);
        assert.deepEqual(
          [...boxes].filter(([, { colour }]) => colour === RED),
          [],
        );
      });

      it("marks where a packet ends, and tells why", async () => {
        await ask("pods-p0", "8.8.4.4");
        const far = await drawing(({ boxes }) => boxes.has("✖ forwarding-off"));
        const [stop, wan] = [far.boxes.get("✖ forwarding-off"), far.boxes.get("wan")];
        assert.equal(stop?.colour, RED);
        assert.ok(wan && isWithin(stop, wan));
        assert.match(stop.lines.join(" "), /8\.8\.4\.4 is not its own, and it forwards nothing/);
        sh("ip route del default", last);
        await ask(last, "8.8.8.8");
        const { boxes } = await drawing((it) => it.boxes.get(last)?.colour === RED);
        assert.equal(boxes.get(last)?.colour, RED);
        assert.match(boxes.get(last)?.lines.join(" ") ?? "", /✖ no-route no route leads to 8\.8\.8\.8/);
        await page.click("text=none");
        const none = await drawing((it) => it.boxes.get(last)?.colour !== RED);
        assert.notEqual(none.boxes.get(last)?.colour, RED);
      });

      it("tells how the stack and the kernel differ", async () => {
        const told = page.locator("#drift pre", { hasText: `route to default in namespace ${last} is missing` });
        await told.waitFor({ timeout: PATIENCE_MS });
        assert.match(await told.innerText(), /pods +ContainerSet +drifted/);
      });

      it("is not there for others: with a wrong token, or by a name that somebody has made lead here", async () => {
        const { port, pathname } = new URL(url);
        const stranger = await (browser as Browser).newPage();
        for (const [address, status] of [
          [url, 200],
          [`http://localhost:${port}${pathname}`, 200],
          [`http://127.0.0.1:${port}/`, 403],
          [`http://127.0.0.1:${port}/${"x".repeat(32)}/`, 403],
          [`http://${REBOUND}:${port}${pathname}`, 403],
          [`http://${REBOUND}:${port}${pathname}state`, 403],
        ] as const) {
          assert.equal((await stranger.goto(address))?.status(), status, address);
        }
        await stranger.close();
      });

      it("asks nobody but this machine, and complains of nothing", () => {
        assert.ok([...asked].every((origin) => new URL(origin).hostname === "127.0.0.1"));
        assert.deepEqual(
          complaints.filter((it) => !it.includes(CHANGED)),
          [],
        );
      });
    });
  }
});
