import assert from "node:assert/strict";
import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { setTimeout as passed } from "node:timers/promises";
import { Duty, whenEngineEnds } from "../../../../provider/host/engine-watch";

describe("the watch over the engine", () => {
  let engine: Server;
  let connections: Socket[];
  let ended: Promise<string>;

  beforeEach(async () => {
    connections = [];
    engine = createServer((socket) => connections.push(socket)).listen(0, "127.0.0.1");
    await once(engine, "listening");
    const { port } = engine.address() as AddressInfo;
    ended = new Promise((tell) => whenEngineEnds(`127.0.0.1:${port}`, () => tell("ended")));
    await once(engine, "connection");
  });

  afterEach(stop);

  function stop(): void {
    engine.close();
    for (const socket of connections) socket.destroy();
  }

  it("tells that it ended", async () => {
    assert.equal(await Promise.race([ended, passed(100, "lives")]), "lives");
    stop();
    assert.equal(await ended, "ended");
  });

  it("outlasts a connection that the engine closes", async () => {
    connections[0]?.end();
    await once(engine, "connection");
    assert.equal(await Promise.race([ended, passed(100, "lives")]), "lives");
    stop();
    assert.equal(await ended, "ended");
  });

  it("is not kept where there is no address", async () => {
    const told = new Promise<string>((tell) => whenEngineEnds("", () => tell("ended")));
    assert.equal(await Promise.race([told, passed(100, "lives")]), "lives");
  });
});

/** A duty, and whether it was told to end. */
function begun(): { duty: Duty; ended: () => boolean } {
  let ended = false;
  return { duty: new Duty(() => (ended = true)), ended: () => ended };
}

describe("the duty of a provider's process", () => {
  it("is over at once where no handler runs", () => {
    const { duty, ended } = begun();
    duty.over();
    assert.ok(ended());
  });

  it("is over when the last handler has ended, with or without an error", async () => {
    const { duty, ended } = begun();
    const finish: (() => void)[] = [];
    const handlers = [0, 1].map(() => duty.during(() => new Promise<void>((done) => finish.push(done))));
    const failing = assert.rejects(duty.during(() => Promise.reject(new Error("no"))));
    duty.over();
    await failing;
    finish[0]?.();
    await handlers[0];
    assert.ok(!ended());
    finish[1]?.();
    await handlers[1];
    assert.ok(ended());
  });

  it("is over after 3 s where a handler does not end", async () => {
    const { duty, ended } = begun();
    void duty.during(() => new Promise(() => undefined));
    duty.over();
    await passed(2500);
    assert.ok(!ended());
    await passed(1000);
    assert.ok(ended());
  });

  it("goes on while the engine lives, and answers what a handler answers", async () => {
    const { duty, ended } = begun();
    assert.equal(await duty.during(() => 7), 7);
    assert.ok(!ended());
  });
});
