import assert from "node:assert/strict";
import { Handlers } from "../../../../provider/plugin/handlers";

const CONFIGURED = { readOnly: false, strict: false };

function checked(kind: string, news: object, configuration: object = {}): Record<string, unknown> {
  const urn = `urn:pulumi:dev::p::linuxnet:index:${kind}::it`;
  const { inputs, failures } = new Handlers({ ...CONFIGURED, ...configuration }).check(urn, { ...news });
  assert.deepEqual(failures, []);
  return { ...inputs };
}

describe("what a program leaves to the plugin", () => {
  it("the name is the resource's own", () => {
    assert.equal(checked("Bridge", {}).name, "it");
    assert.equal(checked("Bridge", { name: "br0" }).name, "br0");
  });

  it("a kind without a name gets none", () => {
    assert.equal(Object.hasOwn(checked("Masquerade", { source: "10.0.0.0/24" }), "name"), false);
  });

  it("the namespace is the provider's", () => {
    assert.equal(checked("Bridge", {}, { namespace: "lab" }).namespace, "lab");
    assert.equal(checked("Bridge", { namespace: "ns0" }, { namespace: "lab" }).namespace, "ns0");
    assert.equal(Object.hasOwn(checked("Namespace", {}, { namespace: "lab" }), "namespace"), false);
  });

  it("but for a pair's other end, which may be the host's", () => {
    const ends = (news: object): unknown[] => {
      const { namespace, peer } = checked("VethPair", news, { namespace: "lab" });
      return [namespace, (peer as { namespace?: string }).namespace];
    };
    assert.deepEqual(ends({ peer: { name: "p0" } }), ["lab", undefined]);
    assert.deepEqual(ends({ namespace: "a", peer: { name: "p0", namespace: "b" } }), ["a", "b"]);
  });
});

describe("two containers of a program", () => {
  const network = { name: "web", bridge: "br-web", subnet: "10.0.0.0/30", gateway: "10.0.0.1" };
  const reasons = (handlers: Handlers, name: string, attachment: object): string[] => {
    const news = { networks: [{ network, ...attachment }] };
    return handlers.check(`urn:pulumi:dev::p::linuxnet:index:Container::${name}`, news).failures.map((it) => it.reason);
  };

  it("do not get one address that no program gave", () => {
    const handlers = new Handlers(CONFIGURED);
    assert.deepEqual(reasons(handlers, "c1", {}), []);
    assert.deepEqual(reasons(handlers, "c1", {}), []);
    assert.deepEqual(reasons(handlers, "c2", {}), [
      'networks[0].address: expected one that is given: c1 gets the same, got "10.0.0.2"',
    ]);
    assert.deepEqual(reasons(handlers, "c3", { network: undefined }), [
      "networks[0].network: expected a value, got nothing",
    ]);
    const elsewhere = { network: { ...network, bridge: "br-other" } };
    assert.deepEqual(reasons(handlers, "c2", elsewhere), []);
  });
});
