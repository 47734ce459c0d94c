import assert from "node:assert/strict";
import { viewOf } from "../../../provider/host/view";
import { answer, type FunctionName } from "../../../provider/functions";
import { FakeHost, type Run, show } from "../../support/fake-host";

const route = (family: 4 | 6, routes: object[]): Run => ({
  argv: `ip -j -d -${family} route show table main`,
  prints: JSON.stringify(routes),
});

async function failure(name: FunctionName, args: Record<string, unknown>, script: Run[] = []): Promise<string> {
  const host = new FakeHost(script);
  const error = await answer(name, args, viewOf(host)).then(
    (result) => assert.fail(`answered ${JSON.stringify(result)}`),
    (error: Error) => error,
  );
  host.assertDone();
  return error.message;
}

describe("the functions", () => {
  const wrong: { name: FunctionName; args: Record<string, unknown>; want: RegExp }[] = [
    { name: "getLinks", args: { namespace: "a b" }, want: /^getLinks: namespace: expected a namespace name .*"a b"$/ },
    { name: "getLinks", args: { kind: "-x y" }, want: /^getLinks: kind: expected a kind of interface, .*"-x y"$/ },
    { name: "getRoutes", args: { family: 5 }, want: /^getRoutes: family: expected 4 or 6, got 5$/ },
    { name: "getRoutes", args: { table: "own" }, want: /^getRoutes: table: expected "main", .*"own"$/ },
    { name: "getUplink", args: { family: "4" }, want: /^getUplink: family: expected 4 or 6, got "4"$/ },
    { name: "getUplink", args: { device: "eth0" }, want: /^getUplink: device: expected one of namespace, family/ },
    { name: "getNamespaces", args: { name: "ns0" }, want: /^getNamespaces: name: expected no arguments, got "name"$/ },
  ];
  for (const { name, args, want } of wrong) {
    it(`refuse ${name}(${JSON.stringify(args)}) before anything is read`, async () => {
      assert.match(await failure(name, args), want);
    });
  }

  it("tell all that is wrong with their arguments at once", async () => {
    const text = await failure("getRoutes", { namespace: "", family: 0 });
    assert.match(text, /^getRoutes: namespace: expected .*\ngetRoutes: family: expected /);
  });

  it("say that there is no such namespace", async () => {
    const argv = "nsenter --net=/run/netns/ns0 -- ip -j -d addr show dev lo";
    const fails = "nsenter: cannot open /run/netns/ns0: No such file or directory";
    for (const name of ["getLinks", "getRoutes", "getUplink"] as const) {
      assert.equal(await failure(name, { namespace: "ns0" }, [{ argv, fails }]), `${name}: there is no namespace ns0`);
    }
  });

  it("say that there is no uplink", async () => {
    const others = [
      { dst: "10.0.0.0/24", dev: "eth0" },
      { type: "unreachable", dst: "default" },
      { dst: "default", nexthops: [{ dev: "eth0" }, { dev: "eth1" }] },
    ];
    assert.equal(
      await failure("getUplink", {}, [route(4, others)]),
      "getUplink: no default route of IPv4 by one interface on the host",
    );
  });

  it("say that the uplink has no address", async () => {
    const script = [route(6, [{ dst: "default", dev: "eth0", gateway: "fe80::1" }])];
    const own = show(undefined, "eth0", {
      addr_info: [
        { local: "10.0.0.2", prefixlen: 24 },
        { local: "fe80::2", prefixlen: 64 },
      ],
    });
    assert.equal(
      await failure("getUplink", { family: 6 }, [...script, own]),
      "getUplink: eth0 on the host, where the default route leads, has no address of IPv6",
    );
  });

  it("take the default route of the least metric, and its source", async () => {
    const host = new FakeHost([
      route(4, [
        { dst: "default", dev: "wlan0", gateway: "10.1.0.1", metric: 600 },
        { dst: "default", dev: "eth0", gateway: "10.0.0.1", metric: 100, prefsrc: "10.0.0.3" },
      ]),
      show(undefined, "eth0", {
        addr_info: [
          { local: "10.9.0.2", prefixlen: 16 },
          { local: "10.0.0.3", prefixlen: 24, dynamic: true },
        ],
      }),
    ]);
    assert.deepEqual(await answer("getUplink", {}, viewOf(host)), {
      device: "eth0",
      gateway: "10.0.0.1",
      address: "10.0.0.3",
      network: "10.0.0.0/24",
    });
  });
});
