import assert from "node:assert/strict";
import { sh } from "../support/command";
import "../support/lab";
import { linuxnet } from "../support/linuxnet";
import { MODE } from "../support/mode";
import { settled } from "../support/settled";
import { Stack } from "../support/stack";

type Containers = Record<string, { namespace: string; address: string; mac: string }>;

const program = (...keys: string[]): string => `
  const web = new linuxnet.ContainerNetwork("web", { subnet: "10.0.0.0/28" });
  const keys = ${JSON.stringify(keys)};
  const containers = Object.fromEntries(keys.map((key) => [key, { publish: ["900" + key[1] + ":80"] }]));
  exports.containers = new linuxnet.ContainerSet("pods", { network: web, containers }).containers;
  exports.own = new linuxnet.Container("own", { network: web }).address;`;

describe("a container set in Pulumi's engine", function () {
  this.bail(true);
  let stack: Stack;

  before(async () => {
    stack = await Stack.open("linuxnet-set");
  });

  after(() => stack.remove());

  const up = async (...keys: string[]): Promise<Containers> => {
    await stack.run("up", stack.program(program(...keys), "program", "{}"));
    const { containers = "" } = (await stack.outputs()) as unknown as Record<string, Containers>;
    return containers as Containers;
  };
  let first: Containers;

  it("gives its containers addresses, each another one", async () => {
    first = await up("p1", "p2", "p3");
    const all = Object.values(first).map(({ address }) => address);
    assert.equal(new Set(all).size, 3);
    assert.deepEqual(
      Object.values(first).map(({ namespace }) => namespace),
      ["pods-p1", "pods-p2", "pods-p3"],
    );
    for (const { namespace, address, mac } of Object.values(first)) {
      assert.match(sh(`ip -n ${namespace} addr show dev eth0`), new RegExp(`${mac}[^]*${address}/28`));
    }
  });

  it("leaves those that stay as they are where others come and go", async () => {
    const { p2: _p2, ...rest } = await up("p1", "p3", "p4", "p5");
    assert.deepEqual([rest.p1, rest.p3], [first.p1, first.p3]);
  });

  it("has the same addresses on an empty stack", async () => {
    await stack.run("destroy", stack.program(program(), "program", "{}"));
    const again = await up("p1", "p2", "p3");
    assert.deepEqual(again, first);
  });

  it("tells which of them is broken, and mends it", async () => {
    sh("ip -n pods-p2 route del default");
    const { exitCode, stdout } = await linuxnet(stack, "status", "--stack", "dev");
    assert.notEqual(exitCode, 0);
    assert.match(stdout, /containers\.p2: route to default in namespace pods-p2 is missing/);
    const folder = stack.program(program("p1", "p2", "p3"), "program", "{}");
    const { steps, details } = await stack.run("up", folder, "--refresh");
    assert.deepEqual(steps, ["update pods"]);
    if (MODE === "plugin") assert.ok(details.get("pods")?.some((path) => path.startsWith("containers.p2.drift")));
    assert.match(sh("ip -n pods-p2 route show default"), /default via 10\.0\.0\.1/);
  });

  it("leaves nothing", async () => {
    await stack.run("destroy", stack.program(program("p1", "p2", "p3"), "program", "{}"));
    await settled();
    assert.equal(sh("ip netns list").includes("pods"), false);
    assert.equal(sh("iptables-save").includes("LN-"), false);
  });
});
