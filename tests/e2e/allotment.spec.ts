import assert from "node:assert/strict";
import { allotted } from "../../provider/inputs/hosts";
import { sh } from "../support/command";
import "../support/lab";
import { Stack } from "../support/stack";

const SUBNET = "10.0.0.0/29";
const GATEWAY = "10.0.0.1";

/** The address that a container gets where nobody has it. */
const own = (name: string): string | undefined => allotted(SUBNET, `web/${name}`, (address) => address === GATEWAY);

/** Another name that would get the same address. */
function rivalOf(name: string): string {
  for (let number = 0; number < 1000; number++) if (own(`r${number}`) === own(name)) return `r${number}`;
  return assert.fail("no two names have one address");
}

const RIVAL = rivalOf("first");

const program = (...containers: string[]): string => `
  const web = new linuxnet.ContainerNetwork("web", { subnet: "${SUBNET}" });
  for (const [name, address] of ${JSON.stringify(containers.map((text) => text.split("=")))}) {
    exports[name] = new linuxnet.Container(name, { network: web, address }).address;
  }`;

describe("the addresses of containers", function () {
  let stack: Stack;

  before(async () => {
    stack = await Stack.open("linuxnet-allotment");
  });

  after(() => stack.remove());

  const up = async (...containers: string[]): Promise<Record<string, string>> => {
    await stack.run("up", stack.program(program(...containers)));
    return stack.outputs();
  };

  afterEach(async () => {
    await stack.run("destroy", stack.program(program()));
  });

  it("are told by their names, and of two with one address the first in the program gets it", async () => {
    const both = await up("first", RIVAL);
    assert.equal(both.first, own("first"));
    assert.notEqual(both[RIVAL], own("first"));
  });

  it("stay as they are in the state, whoever comes before them in the program", async () => {
    const { first } = await up("first");
    const both = await up(RIVAL, "first");
    assert.equal(both.first, first);
    assert.notEqual(both[RIVAL], first);
    const swapped = await up("first", RIVAL);
    assert.deepEqual(swapped, both);
  });

  it("are left to those to whom the program gives them, later in it, too", async () => {
    const all = await up("first", `given=${own("first")}`);
    assert.equal(all.given, own("first"));
    assert.notEqual(all.first, own("first"));
  });

  it("come in the program's order, however its arguments come", async () => {
    await stack.run(
      "up",
      stack.program(`
        const web = new linuxnet.ContainerNetwork("web", { subnet: "${SUBNET}" });
        const mac = new Promise((resolve) => setTimeout(() => resolve("02:00:00:00:00:09"), 200));
        const first = new linuxnet.Container("first", { network: web, mac });
        const rival = new linuxnet.Container("${RIVAL}", { networks: [{ network: web }] });
        const inside = new linuxnet.ContainerNetwork("inside", { namespace: first, subnet: "10.1.0.0/24" });
        const client = new linuxnet.Container("client", { network: inside });
        exports.first = first.address;
        exports.rival = rival.address;`),
    );
    const { first, rival } = await stack.outputs();
    assert.equal(first, own("first"));
    assert.notEqual(rival, first);
    sh(`ping -c1 -W1 ${rival}`, "client");
  });

  it("are refused where the network is full", async () => {
    const text = await stack.fail("up", stack.program(program("a", "b", "c", "d", "e", "f")));
    assert.match(
      text,
      /networks\[0\]\.address: expected an IPv4 address of network web, where all of .* are taken, got nothing/,
    );
  });
});
