import assert from "node:assert/strict";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { firewallOf } from "../../provider/host/firewall";
import { viewOf } from "../../provider/host/view";
import { Lifecycle } from "../../provider/lifecycle";
import { kinds } from "../../provider/resources";
import type { ServiceInputs, ServiceState } from "../../provider/resources/service";
import { RED, until } from "../support/kernel";
import { owner } from "../support/owner";
import { SERVICES } from "../support/services";
import { startSystemd, type Systemd } from "../support/systemd";

const OWNER = owner("of systemd's service");
const UNIT = `linuxnet-web-${OWNER}.service`;

describe("service where systemd runs", () => {
  let systemd: Systemd | string;

  before(async () => {
    systemd = await startSystemd();
    if (typeof systemd === "string") console.log(`services under systemd: not checked, because ${systemd}`);
  });
  after(() => (typeof systemd === "string" ? undefined : systemd.end()));

  /** A service driven as Pulumi's engine does. */
  class Driven {
    private readonly lifecycle;
    state: ServiceState | undefined;

    constructor(private readonly host: Systemd["host"]) {
      this.lifecycle = new Lifecycle(kinds.service, host, firewallOf(host), viewOf(host));
    }

    checked(given: Partial<ServiceInputs>): ServiceInputs {
      const all = { name: "web", namespace: RED, owner: OWNER, command: ["sleep", "1000"], ...given };
      const { inputs, failures } = this.lifecycle.check(all);
      assert.deepEqual(failures, []);
      return inputs as ServiceInputs;
    }

    async up(given: Partial<ServiceInputs> = {}): Promise<void> {
      const found = this.state && (await this.lifecycle.read(this.state));
      const inputs = this.checked(given);
      if (found) this.state = await this.lifecycle.update("web", found.state, inputs);
      else ({ state: this.state } = await this.lifecycle.create(inputs));
      assert.deepEqual(await this.drift(), []);
    }

    async drift(): Promise<string[]> {
      const found = await this.lifecycle.read(this.state as ServiceState);
      return found?.state.drift ?? [];
    }

    /** What systemd says of it. */
    async says(property: string): Promise<string> {
      return (await this.host.run({ argv: ["systemctl", "show", "--value", `--property=${property}`, UNIT] })).trim();
    }

    remove(): Promise<void> {
      return this.lifecycle.delete(this.state as ServiceState);
    }
  }

  /** A test, which is skipped without systemd. */
  function itRuns(title: string, body: (web: Driven) => Promise<void>): void {
    it(title, async function () {
      if (typeof systemd === "string") return this.skip();
      const web = new Driven(systemd.host);
      await body(web);
      if (web.state) await web.remove();
      assert.deepEqual([existsSync(SERVICES), existsSync(`/run/systemd/system/${UNIT}`)], [false, false]);
    });
  }

  itRuns("is a unit in its namespace, which shows nothing of its environment", async (web) => {
    await web.up({
      environment: { PASSWORD: "hidden" },
      command: ["sh", "-c", "ls /sys/class/net; echo $PASSWORD; exec sleep 1000"],
    });
    const pid = await web.says("MainPID");
    const unit = readFileSync(`/run/systemd/system/${UNIT}`, "utf8");
    assert.ok(!(unit + (await web.says("Environment"))).includes("hidden"));
    assert.equal(readFileSync(`${SERVICES}/${OWNER}/process`, "utf8").split(" ")[0], pid);
    const log = (): string => readFileSync(`${SERVICES}/${OWNER}/log`, "utf8");
    await until(() => log().endsWith("\nhidden\n"), "its log");
    assert.ok(!log().includes("enp0s1"));
    await web.up({ environment: { PASSWORD: "hidden" }, command: ["sleep", "1000"] });
    assert.notEqual(await web.says("MainPID"), pid);
  });

  itRuns("is started again by it, as the program says, which changes while it runs on", async (web) => {
    await web.up({ restartDelay: 0.1 });
    const pid = await web.says("MainPID");
    const kill = (signal: string): Promise<string> =>
      (systemd as Systemd).host.run({ argv: ["systemctl", "kill", `--signal=${signal}`, UNIT] });
    await web.up({ restart: "on-failure", restartDelay: 0.2 });
    assert.deepEqual([await web.says("MainPID"), await web.says("Restart")], [pid, "on-failure"]);
    await kill("SIGKILL");
    for (const end = Date.now() + 10_000; Date.now() < end && [pid, "0"].includes(await web.says("MainPID")););
    assert.deepEqual(await web.drift(), []);
    await kill("SIGTERM");
    for (const end = Date.now() + 10_000; Date.now() < end && (await web.says("ActiveState")) === "active";);
    assert.deepEqual(await web.drift(), ["it ended by SIGTERM"]);
    await web.up({ restart: "on-failure", restartDelay: 0.2 });
  });

  itRuns("is started, and ends, where what was cut off has left no unit", async (web) => {
    const lose = async (): Promise<void> => {
      const { host } = systemd as Systemd;
      await host.run({ argv: ["systemctl", "stop", UNIT] });
      rmSync(`/run/systemd/system/${UNIT}`);
      await host.run({ argv: ["systemctl", "daemon-reload"] });
      assert.equal(await web.says("LoadState"), "not-found");
    };
    await web.up();
    await lose();
    await web.up();
    await lose();
  });

  itRuns("that ends at once is none", async (web) => {
    await assert.rejects(web.up({ command: ["sh", "-c", "echo no; exit 3"] }), {
      message: `service web in namespace ${RED}: cannot create, it ended at once with exit status 3\n  log:\n    no`,
    });
  });
});
