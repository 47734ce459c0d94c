import assert from "node:assert/strict";
import { sh } from "../support/command";
import { it } from "../support/kernel";
import { make } from "../support/made";
import { owner } from "../support/owner";

const WEB = { name: "web", subnet: "10.5.0.0/24", subnet6: "fd05::/64" };

const inWeb = (host: number): object => ({
  network: { ...WEB, bridge: "br-web", gateway: "10.5.0.1", gateway6: "fd05::1" },
  ...{ address: `10.5.0.${host}`, address6: `fd05::${host}` },
});

const macOf = (device: string, place?: string): string =>
  (JSON.parse(sh(`ip -j link show dev ${device}`, place)) as { address: string }[])[0]?.address ?? "";

const learned = (address: string): string =>
  (JSON.parse(sh(`ip -j neigh show ${address}`, "c3")) as { lladdr?: string }[])[0]?.lladdr ?? "";

describe("the MAC addresses of containers", () => {
  it("stay, as that of their network, though owners change", async () => {
    const network = await make("containerNetwork", WEB);
    const container = await make("container", { name: "c1", networks: [inWeb(2)], publish: ["8080:80"] });
    const before = [macOf("br-web"), macOf("eth0", "c1")];
    await network.become({ ...WEB, owner: owner("another network") });
    const other = { name: "c1", networks: [inWeb(2)], publish: ["8080:80"], owner: owner("another container") };
    await container.become(other);
    assert.deepEqual([macOf("br-web"), macOf("eth0", "c1")], before);
    await container.become({ ...other, publish: [] });
    assert.equal(macOf("eth0", "c1"), before[1]);
    sh("ip link del br-web");
    await network.upAfterRefresh();
    assert.equal(macOf("br-web"), before[0]);
  });

  it("are told to neighbours with an address that another had before", async () => {
    await make("containerNetwork", WEB);
    const [c1, c2] = [
      await make("container", { name: "c1", networks: [inWeb(2)] }),
      await make("container", { name: "c2", networks: [inWeb(3)] }),
    ];
    await make("container", { name: "c3", networks: [inWeb(4)] });
    for (const address of ["10.5.0.2", "10.5.0.3", "fd05::2", "fd05::3"]) sh(`ping -c1 -W2 ${address}`, "c3");
    await c2.change({ networks: [inWeb(5)] });
    await c1.change({ networks: [inWeb(3)] });
    assert.equal(learned("10.5.0.3"), macOf("eth0", "c1"));
    assert.equal(learned("fd05::3"), macOf("eth0", "c1"));
  });
});
