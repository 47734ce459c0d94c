import assert from "node:assert/strict";
import { resolve } from "node:path";
import { execa } from "execa";
import { explained } from "../support/explained";
import { settled } from "../support/settled";
import { assertSame, snapshot } from "../support/snapshot";
import { Stack } from "../support/stack";

const ROOT = resolve(__dirname, "../..");
const WITHOUT_PRIVILEGES = ["setpriv", "--bounding-set", "-net_admin,-sys_admin", "--"];

/** The article's network, as far as it is asked about here. */
const program = (rest: string, subnet = "10.0.0"): string => `
  const br0 = new linuxnet.Bridge("br0", { addresses: ["${subnet}.1/24", "fd00::1/64"] });
  const ns0 = new linuxnet.Namespace("ns0");
  const veth0 = new linuxnet.VethPair("veth0", {
    master: br0,
    peer: { name: "ceth0", namespace: ns0, addresses: ["${subnet}.2/24", "fd00::2/64"] },
  });
  new linuxnet.Route("default", { namespace: ns0, destination: "default", gateway: "${subnet}.1", device: veth0.peer });
  ${rest}`;

const MASQUERADE = `new linuxnet.Masquerade("internet", { source: "10.0.0.0/24", inInterface: br0 });`;
const FORWARD = `new linuxnet.PortForward("web", { hostPort: 8080, targetAddress: veth0.peer, targetPort: 80 });`;
const SERVER = `new linuxnet.Service("server", {
  namespace: ns0,
  command: ["python3", "-m", "http.server", "8000", "--bind", "::", "--directory", "/usr/share/common-licenses"],
  logFile: "/var/log/explained.log",
  user: "nobody",
});`;
/** It listens late, and only where it could not write. */
const CAREFUL = `new linuxnet.Service("server", {
  namespace: ns0,
  restart: "no",
  command: ["sh", "-c", "sleep 1; ! touch /tmp/explained && exec python3 -m http.server 80 --directory /usr/share/common-licenses"],
});`;
const FAILING = `new linuxnet.Service("server", { namespace: ns0, command: ["false"] });`;

interface Answer {
  exitCode: number;
  stdout: string;
  stderr: string;
}

interface Told {
  arrives: boolean;
  reason: string | null;
  hop: string;
}

describe("linuxnet explain --preview", () => {
  let stack: Stack;
  let start: string;

  before(async () => {
    await settled();
    start = await snapshot();
    stack = await Stack.open("explained");
  });

  afterEach(async () => assertSame(await snapshot(), start));

  after(() => stack.remove());

  async function explain(text: string, words: string[], before: readonly string[] = []): Promise<Answer> {
    const [flag = "", name = "", ...config] = stack.words;
    const argv = [...before, "linuxnet", "explain", "--preview", flag, name, ...words, "--", ...config];
    const [first = "", ...rest] = argv;
    const settings = {
      cwd: stack.program(text, "program", "{}"),
      env: stack.env,
      stdin: "ignore",
      timeout: 60_000,
    } as const;
    const { exitCode = -1, stdout, stderr } = await execa(first, rest, { ...settings, reject: false });
    return { exitCode, stdout, stderr };
  }

  async function told(text: string, words: string[], before?: readonly string[]): Promise<Told & { exitCode: number }> {
    const { exitCode, stdout, stderr } = await explain(text, [...words, "--json"], before);
    assert.equal(stderr, "");
    const { arrives, reason, hop } = JSON.parse(stdout) as Told;
    return { exitCode, arrives, reason, hop };
  }

  const ARRIVES = { exitCode: 0, arrives: true, reason: null };

  it("tells the way through what an up would make", async () => {
    const { exitCode, stdout, stderr } = await explain(program(MASQUERADE), ["ns0", "8.8.8.8"]);
    assert.deepEqual({ exitCode, stderr }, { exitCode: 0, stderr: "" });
    assert.match(stdout, /^ping from ns0 to 8\.8\.8\.8\n/);
    assert.match(stdout, /\n {2}host {2}leaves this machine by enp0s1\n/);
    assert.match(stdout, /\nIt leaves this machine, and an answer finds its way back\.$/);
  });

  for (const [what, before] of [
    ["root", []],
    ["who has no privileges", WITHOUT_PRIVILEGES],
  ] as const) {
    it(`answers ${what}`, async () => {
      const ask = (text: string, ...words: string[]): ReturnType<typeof told> => told(program(text), words, before);
      assert.deepEqual(await ask(MASQUERADE, "ns0", "8.8.8.8"), { ...ARRIVES, hop: "host" });
      const lost = { exitCode: 1, arrives: false };
      assert.deepEqual(await ask("", "ns0", "8.8.8.8"), { ...lost, reason: "forwarding-off", hop: "host" });
      assert.deepEqual(await ask("", "host", "[fd00::2]:8000"), { ...lost, reason: "not-listening", hop: "ns0" });
      assert.deepEqual(await ask(SERVER, "host", "[fd00::2]:8000"), { ...ARRIVES, hop: "ns0" });
    });
  }

  it("lets the program's services listen, and write nothing", async () => {
    assert.deepEqual(await told(program(FORWARD + CAREFUL), ["wan", "192.168.64.5:8080"]), { ...ARRIVES, hop: "ns0" });
  });

  it("says which of them do not run", async () => {
    const { exitCode, stdout, stderr } = await explain(program(FAILING), ["host", "10.0.0.2:80"]);
    assert.equal(exitCode, 1);
    assert.match(stdout, /\(not-listening\)/);
    assert.match(stderr, /^linuxnet: explain: .*nothing listens: Service server: .*ended at once/);
  });

  it("heeds what stands, and what an up would change and remove", async () => {
    await stack.run("up", stack.program(program(MASQUERADE)));
    try {
      assert.deepEqual(await told(program(MASQUERADE), ["ns0", "8.8.8.8"]), { ...ARRIVES, hop: "host" });
      const { exitCode, reason } = await told(
        program(`new linuxnet.Sysctl("on", { key: "net.ipv4.ip_forward", value: "1" });`),
        ["ns0", "8.8.8.8"],
      );
      assert.deepEqual([exitCode, reason], [1, "no-way-back"]);
      assert.equal((await explained("ns0", "8.8.8.8")).arrives, true);
      const moved = program("", "10.0.7");
      assert.deepEqual(await told(moved, ["host", "10.0.7.2"]), { ...ARRIVES, hop: "ns0" });
      const { exitCode: code, stderr } = await explain("", ["ns0", "8.8.8.8"]);
      assert.equal(code, 2);
      assert.match(stderr, /FROM: expected host or a namespace \(there is none\), got "ns0"/);
    } finally {
      await stack.run("destroy", stack.program(""));
    }
  });

  for (const [what, text, message] of [
    [
      "the preview refuses",
      `new linuxnet.Bridge("br0", { name: "sixteen-bytes-xy" });`,
      /preview failed\n.*sixteen-bytes/s,
    ],
    [
      "needs what is not the stack's",
      `new linuxnet.VethPair("v0", { master: "docker0", peer: { name: "v1" } });`,
      /VethPair v0: .*docker0/s,
    ],
    ["makes no sense", `throw new Error("not today");`, /not today/],
  ] as const) {
    it(`exits with 2 of what ${what}`, async () => {
      const { exitCode, stdout, stderr } = await explain(text, ["host", "10.0.0.2"]);
      assert.deepEqual([exitCode, stdout], [2, ""], stderr);
      assert.match(stderr, message);
    });
  }

  for (const [words, text] of [
    [["--preview", "--capture", "host", "ns0"], /--preview.* cannot be used with .*--capture/],
    [["--stack", "dev", "host", "ns0"], /--stack is for --preview/],
    [["host", "ns0", "--refresh"], /unknown option '--refresh'/],
    [["host", "ns0", "--", "--refresh"], /WORDS are for --preview/],
  ] as const) {
    it(`exits with 2 of bad usage: ${words.join(" ")}`, async () => {
      const { exitCode, stderr } = await execa("linuxnet", ["explain", ...words], { cwd: ROOT, reject: false });
      assert.equal(exitCode, 2);
      assert.match(stderr, text);
    });
  }
});
