import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { functions } from "../../provider/functions";
import { kinds } from "../../provider/resources";
import { kindServedBy, TYPES } from "../../provider/types";
import type { ObjectSpec, PackageSpec, PropertySpec } from "../../scripts/schema/spec";

const schema = JSON.parse(readFileSync("schema.json", "utf8")) as PackageSpec;

/** What is sent and kept, but that no program needs to know. */
const INTERNAL = ["ownMac"];

/* schema.json against the provider, which takes and keeps what it says. */
describe("the schema", () => {
  it("has every kind, and no other resource", () => {
    const names = Object.keys(kinds).map((kind) => TYPES.plugin + kindServedBy(kind));
    assert.deepEqual(Object.keys(schema.resources).sort(), names.sort());
  });

  for (const [kind, spec] of Object.entries(kinds)) {
    const resource = schema.resources[TYPES.plugin + kindServedBy(kind)];

    it(`has all that ${kind} takes, and nothing else`, () => {
      const { inputProperties, properties = {} } = resource ?? { inputProperties: {} };
      assert.deepEqual(Object.keys(inputProperties).sort(), ["host", ...Object.keys(spec.fields)].sort());
      const missing = Object.keys(spec.fields).filter((field) => !Object.hasOwn(properties, field));
      assert.deepEqual(missing, []);
    });

    it(`has the defaults of ${kind}`, () => {
      for (const [field, { default: fallback }] of Object.entries(spec.fields)) {
        const told = resource?.inputProperties[field]?.default;
        if (told !== undefined) assert.equal(told, fallback, field);
      }
    });

    it(`describes each input and output of ${kind}`, () => {
      const all = { ...resource?.inputProperties, ...resource?.properties };
      assert.deepEqual(without(all), []);
    });

    it(`tells what replaces a ${kind}`, () => {
      assert.deepEqual(replacing(resource?.inputProperties ?? {}).sort(), ["host.name", ...spec.replaceOn].sort());
    });
  }

  it("has what the state of a bridge, a pair and a namespace holds, and what no program needs of it not", () => {
    const owner = "0123456789abcdef";
    const link = { mtu: 1500, up: true };
    const end = { ...link, hairpin: false, isolated: false };
    const vlans = { vlanFiltering: false, vlanDefaultPvid: 1 };
    const states = {
      Namespace: kinds.namespace.complete({ owner, name: "ns0", adopt: false }),
      Bridge: kinds.bridge.complete({ owner, name: "br0", adopt: false, stp: false, forward: true, ...link, ...vlans }),
      VethPair: kinds.vethPair.complete({ owner, name: "a", adopt: false, ...end, peer: { name: "b", ...end } }),
    };
    for (const [name, state] of Object.entries(states)) {
      const outputs = schema.resources[`linuxnet:index:${name}`]?.properties ?? {};
      const untold = Object.keys(state).filter((key) => !Object.hasOwn(outputs, key) && !INTERNAL.includes(key));
      assert.deepEqual(untold, [], name);
    }
  });

  it("has the other end of a pair", () => {
    const peer = schema.types["linuxnet:index:VethPeer"] as ObjectSpec;
    const outputs = schema.types["linuxnet:index:VethPeerResult"] as ObjectSpec;
    const { owner: _owner, adopt: _adopt, peer: _peer, ...own } = kinds.vethPair.fields;
    assert.deepEqual(Object.keys(peer.properties).sort(), Object.keys(own).sort());
    assert.deepEqual(Object.keys(outputs.properties).sort(), ["address", "address6", ...Object.keys(own)].sort());
    assert.deepEqual(without({ ...peer.properties, ...outputs.properties }), []);
  });

  it("has every function, with all that it takes", () => {
    const told = Object.entries(schema.functions).map(([name, { inputs }]) => [
      name.replace("linuxnet:index:", ""),
      Object.keys(inputs?.properties ?? {}).sort(),
    ]);
    const taken = Object.entries(functions).map(([name, { fields }]) => [name, Object.keys(fields).sort()]);
    assert.deepEqual(told, taken);
  });

  it("takes in a stack's configuration what a provider takes", () => {
    assert.deepEqual(schema.config.variables, schema.provider.inputProperties);
  });

  it("refers to no type that is not there", () => {
    const references = [...JSON.stringify(schema).matchAll(/"\$ref":"#\/types\/([^"]+)"/g)].map(([, name]) => name);
    assert.ok(references.length > 0);
    for (const name of references) assert.ok(schema.types[name as string], name);
  });
});

/** The paths of the properties that replace, those of objects too. */
function replacing(properties: Record<string, PropertySpec>, before = ""): string[] {
  return Object.entries(properties).flatMap(([name, { $ref, willReplaceOnChanges }]) => {
    const type = schema.types[$ref?.replace("#/types/", "") ?? ""];
    const inner = type && "properties" in type ? replacing(type.properties, `${before}${name}.`) : [];
    return [...(willReplaceOnChanges ? [before + name] : []), ...inner];
  });
}

function without(properties: Record<string, PropertySpec>): string[] {
  return Object.keys(properties).filter((name) => !properties[name]?.description);
}
