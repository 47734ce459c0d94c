import assert from "node:assert/strict";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { failures } from "../support/check-claim";
import { settled } from "../support/settled";
import { assertSame, snapshot } from "../support/snapshot";
import { Stack } from "../support/stack";

const EXAMPLES = resolve(__dirname, "../../examples");
const LIMIT_MS = 120_000;

/** The web server of a container. */
const WEB_SERVER = ["python3", "-m", "http.server", "80", "--directory", "/usr/share/common-licenses"];

/** A text of a program, and the text that takes its place. */
type Edit = readonly [old: string, next: string];

/** A language that the plugin serves, in which examples/ has the article's network. */
interface Language {
  language: string;
  /** The file that holds the program. */
  main: string;
  otherPort: Edit;
  otherName: Edit;
  /** Two containers in a network, in one of which a web server runs, as a program of its own. */
  containers: string;
}

const LANGUAGES: Language[] = [
  {
    language: "yaml",
    main: "Pulumi.yaml",
    otherPort: ["hostPort: 8080", "hostPort: 8081"],
    otherName: ["  ns0:\n", "  ns0:\n    properties: { name: blue }\n"],
    containers: `name: linuxnet-yaml
runtime: yaml
plugins:
  providers:
    - { name: linuxnet, path: ../../node_modules/.bin }
resources:
  web: { type: "linuxnet:ContainerNetwork", properties: { subnet: 10.5.0.0/24 } }
  c1:
    type: linuxnet:Container
    properties: { networks: [{ network: "\${web.attached}", address: 10.5.0.2 }], publish: ["8080:80"] }
  c2: { type: "linuxnet:Container", properties: { networks: [{ network: "\${web.attached}" }] } }
  server: { type: "linuxnet:Service", properties: { namespace: "\${c1.namespace}", command: ${JSON.stringify(WEB_SERVER)} } }
outputs: { address: "\${c2.address}" }
`,
  },
  {
    language: "python",
    main: "__main__.py",
    otherPort: ["hostPort=8080", "hostPort=8081"],
    otherName: [`Namespace("ns0")`, `Namespace("ns0", name="blue")`],
    containers: `import pulumi

import linuxnet

web = linuxnet.ContainerNetwork("web", subnet="10.5.0.0/24")
c1 = linuxnet.Container("c1", networks=[{"network": web.attached, "address": "10.5.0.2"}], publish=["8080:80"])
c2 = linuxnet.Container("c2", networks=[{"network": web.attached}])
linuxnet.Service("server", namespace=c1.namespace, command="${WEB_SERVER.join(" ")}".split())
pulumi.export("address", c2.address)
`,
  },
];

for (const { language, main, otherPort, otherName, containers } of LANGUAGES) {
  describe(`a program in ${language}`, function () {
    this.timeout(LIMIT_MS);
    this.bail(true);
    let stack: Stack;
    let start: string;
    let program: string;

    before(async () => {
      stack = await Stack.open(`linuxnet-${language}`);
      // As deep in the stack's folder as it was in this repository.
      program = join(stack.folder, "examples", language);
      await settled();
      start = await snapshot();
    });

    after(() => stack.remove());

    function write(...edits: readonly Edit[]): void {
      cpSync(join(EXAMPLES, language), program, { recursive: true });
      const file = join(program, main);
      const text = edits.reduce(
        (all, [old, next]) => {
          assert.ok(all.includes(old), `${file} lacks ${old}`);
          return all.replace(old, next);
        },
        readFileSync(file, "utf8"),
      );
      writeFileSync(file, text);
    }

    it("is refused with what is wrong, by property", async () => {
      write(["10.0.0.2/24", "10.0.0.2/33"]);
      const message = await stack.fail("preview", program);
      assert.match(message, /peer\.addresses\[0\]: expected .*, got "10\.0\.0\.2\/33"/);
    });

    it("is made in the order of its references", async () => {
      write();
      const { steps } = await stack.run("up", program);
      const chain = ["create br0", "create veth0", "create default0"];
      assert.deepEqual(
        steps.filter((step) => chain.includes(step)),
        chain,
      );
    });

    it("changes in place", async () => {
      write(otherPort);
      const { steps, changes } = await stack.run("up", program);
      assert.deepEqual(steps, ["update web"]);
      assert.deepEqual(changes.get("web"), ["hostPort", "targetPort"]);
      const server = { in: "ns0", address: "10.0.0.2", port: 8081 };
      const ask = (port: number) => ({ in: "wan", run: ["curl", "-sSm1", `192.168.64.5:${port}`] });
      const claims = [
        { what: "the new port answers", ...ask(8081), prints: "hello 192.168.64.1", server },
        { what: "the old one is shut", ...ask(8080), prints: "curl: (7)" },
      ];
      assert.deepEqual(await failures(claims), []);
      await stack.run("preview", program, "--expect-no-changes");
    });

    it("is replaced with all that refers to it", async () => {
      write(otherPort, otherName);
      const { reasons } = await stack.run("up", program);
      assert.deepEqual([...reasons.keys()].sort(), ["default0", "ns0", "veth0"]);
      const ping = { what: "out", in: "blue", run: ["ping", "-c1", "-W1", "8.8.8.8"], prints: "1 received" };
      assert.deepEqual(await failures([ping]), []);
      await stack.run("preview", program, "--expect-no-changes");
    });

    it("becomes one of containers in a network", async () => {
      write();
      writeFileSync(join(program, main), containers);
      await stack.run("up", program);
      const curl = (url: string): string[] => ["curl", "-sSI", "--retry", "5", "--retry-connrefused", url];
      const claims = [
        { what: "the published port", in: "wan", run: curl("192.168.64.5:8080"), prints: "200 OK" },
        { what: "the neighbour", in: "c2", run: curl("10.5.0.2:80"), prints: "200 OK" },
        { what: "the way out", in: "c2", run: ["ping", "-c1", "-W1", "8.8.8.8"], prints: "1 received" },
      ];
      assert.deepEqual(await failures(claims), []);
      await stack.run("preview", program, "--expect-no-changes");
    });

    it("is destroyed without a trace", async () => {
      await stack.run("destroy", program);
      assertSame(await snapshot(), start);
    });
  });
}
