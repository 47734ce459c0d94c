import assert from "node:assert/strict";
import { writeFileSync, rmSync } from "node:fs";
import { answer } from "../../provider/functions";
import type { GetLinksLink, GetLinksResult } from "../../provider/functions/get-links";
import type { GetNamespacesResult } from "../../provider/functions/get-namespaces";
import type { GetRoutesResult } from "../../provider/functions/get-routes";
import type { GetUplinkResult } from "../../provider/functions/get-uplink";
import { localHost } from "../../provider/host/local-host";
import { viewOf } from "../../provider/host/view";
import { BLUE, byHand, foreignNamespace, it, RED } from "../support/kernel";
import { link } from "../support/links";
import { make } from "../support/made";
import { owner } from "../support/owner";

interface Results {
  getLinks: GetLinksResult;
  getRoutes: GetRoutesResult;
  getUplink: GetUplinkResult;
  getNamespaces: GetNamespacesResult;
}

async function ask<Name extends keyof Results>(name: Name, args: Record<string, unknown> = {}): Promise<Results[Name]> {
  return (await answer(name, args, viewOf(localHost))) as unknown as Results[Name];
}

async function named(name: string, args?: Record<string, unknown>): Promise<GetLinksLink | undefined> {
  return (await ask("getLinks", args)).links.find((it) => it.name === name);
}

describe("getLinks", () => {
  it("tells of what linuxnet made and of what it did not", async () => {
    const namespace = foreignNamespace("site");
    await make("bridge", { name: "br0", namespace, addresses: ["10.0.0.1/24", "fd00::1/64"] });
    await make("vethPair", { name: "v0", namespace, master: "br0", mtu: 1400, peer: { name: "v1", namespace: BLUE } });
    const { addresses, ...br0 } = (await named("br0", { namespace })) ?? assert.fail("br0 is not there");
    const mac = link("br0", namespace).address;
    assert.deepEqual(br0, { name: "br0", kind: "bridge", mac, mtu: 1500, up: true, owner: owner("bridge br0") });
    assert.deepEqual(addresses.slice(0, 2), ["10.0.0.1/24", "fd00::1/64"]);
    const v0 = await named("v0", { namespace });
    assert.deepEqual([v0?.master, v0?.mtu, v0?.owner], ["br0", 1400, owner("vethPair v0")]);
    const lo = await named("lo", { namespace });
    assert.deepEqual(
      [lo?.kind, lo?.owner, lo?.up, lo?.addresses],
      [undefined, undefined, true, ["127.0.0.1/8", "::1/128"]],
    );
    const canary = await named("canary0");
    assert.deepEqual([canary?.kind, canary?.owner, canary?.up], ["veth", undefined, true]);
  });

  it("tells of one kind alone", async () => {
    await make("bridge", { name: "br0", namespace: RED });
    const links = async (kind: string): Promise<string[]> =>
      (await ask("getLinks", { namespace: RED, kind })).links.map(({ name }) => name);
    assert.deepEqual((await links("bridge")).sort(), ["br0", "canary2"]);
    assert.deepEqual((await links("veth")).sort(), ["canary0", "canary1"]);
    assert.deepEqual(await links("vxlan"), []);
  });

  it("says that there is no such namespace", async () => {
    for (const name of ["getLinks", "getRoutes", "getUplink"] as const) {
      await assert.rejects(ask(name, { namespace: "nowhere" }), { message: `${name}: there is no namespace nowhere` });
    }
  });
});

describe("getRoutes", () => {
  it("tells the routes of both families, whoever made them", async () => {
    const namespace = foreignNamespace("site");
    await make("bridge", { name: "br0", namespace, addresses: ["10.0.0.1/24", "fd00::1/64"] });
    await make("route", { namespace, destination: "default", gateway: "10.0.0.9", metric: 50, source: "10.0.0.1" });
    byHand("ip route add blackhole 10.7.0.0/16", namespace);
    byHand("ip -6 route add default via fd00::9", namespace);
    byHand("ip route add 10.8.0.1 via 10.0.0.8 table 100", namespace);
    const { routes } = await ask("getRoutes", { namespace });
    const find = (destination: string, family: 4 | 6): object | undefined =>
      routes.find((it) => it.destination === destination && it.family === family);
    const common = { table: "main", type: "unicast", device: "br0" };
    assert.deepEqual(find("default", 4), {
      ...common,
      ...{ family: 4, destination: "default", gateway: "10.0.0.9", source: "10.0.0.1", metric: 50, protocol: "76" },
    });
    assert.deepEqual(find("default", 6), {
      ...common,
      ...{ family: 6, destination: "default", gateway: "fd00::9", metric: 1024, protocol: "boot" },
    });
    assert.deepEqual(find("10.0.0.0/24", 4), {
      ...common,
      ...{ family: 4, destination: "10.0.0.0/24", source: "10.0.0.1", metric: 0, protocol: "kernel" },
    });
    assert.deepEqual(find("10.7.0.0/16", 4), {
      ...{ family: 4, destination: "10.7.0.0/16", type: "blackhole", table: "main", metric: 0, protocol: "boot" },
    });
    const families = new Set((await ask("getRoutes", { namespace, family: 6 })).routes.map(({ family }) => family));
    assert.deepEqual([...families], [6]);
    const own = await ask("getRoutes", { namespace, table: 100, family: 4 });
    const [host, ...others] = own.routes;
    assert.deepEqual([host?.destination, host?.gateway, host?.table, others], ["10.8.0.1/32", "10.0.0.8", "100", []]);
    assert.deepEqual(await ask("getRoutes", { namespace, table: "4711" }), { routes: [] });
  });
});

describe("getUplink", () => {
  it("is the lab's", async () => {
    assert.deepEqual(await ask("getUplink"), {
      ...{ device: "enp0s1", gateway: "192.168.64.1", address: "192.168.64.5", network: "192.168.64.0/24" },
    });
  });

  it("is the default route of the least metric, in a namespace and in IPv6 as well", async () => {
    const namespace = foreignNamespace("site");
    await assert.rejects(ask("getUplink", { namespace }), {
      message: "getUplink: no default route of IPv4 by one interface in namespace site",
    });
    await make("bridge", { name: "br0", namespace, addresses: ["10.0.0.1/24", "10.1.0.1/16", "fd00::1/64"] });
    byHand("ip route add unreachable default metric 1", namespace);
    byHand("ip route add default via 10.0.0.9 metric 60", namespace);
    byHand("ip route add default dev br0 src 10.1.0.1 metric 50", namespace);
    byHand("ip -6 route add default via fd00::9", namespace);
    assert.deepEqual(await ask("getUplink", { namespace }), {
      ...{ device: "br0", address: "10.1.0.1", network: "10.1.0.0/16" },
    });
    assert.deepEqual(await ask("getUplink", { namespace, family: 6 }), {
      ...{ device: "br0", gateway: "fd00::9", address: "fd00::1", network: "fd00::/64" },
    });
  });
});

describe("getNamespaces", () => {
  it("tells of all, with the owners of linuxnet's, and not of files without one", async () => {
    await make("namespace", { name: "ns0" });
    writeFileSync("/run/netns/file", "");
    const { namespaces } = await ask("getNamespaces");
    rmSync("/run/netns/file");
    assert.deepEqual(
      namespaces,
      [BLUE, "ns0", RED, "wan"].map((name) => ({
        ...{ name, path: `/run/netns/${name}` },
        ...(name === "ns0" ? { owner: owner("namespace ns0") } : {}),
      })),
    );
  });
});
