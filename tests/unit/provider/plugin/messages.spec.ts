import assert from "node:assert/strict";
import { status } from "@grpc/grpc-js";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { LinuxnetError, PartialFailure } from "../../../../provider/errors";
import { UNKNOWN } from "../../../../provider/inputs/check";
import { errorOf, propertiesOf, secretsOf, stateOf, structOf } from "../../../../provider/plugin/messages";
import { MARK } from "../../../../provider/plugin/mark";
import { Secrets } from "../../../../provider/plugin/secrets";

/** How the engine tells that a value of a type is not known yet: sdk/go/common/resource/plugin/rpc.go in pulumi/pulumi. */
const UNKNOWNS = {
  text: "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  flag: "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  number: "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  list: "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  object: "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
};

const NONE = new Secrets();
const secret = (value: unknown): object => ({ [MARK]: "1b47061264138c4ac30d75fd1eb44270", value });
const message = (properties: object): Struct => Struct.fromJavaScript(properties as never);

describe("the properties in a message", () => {
  for (const [type, sentinel] of Object.entries(UNKNOWNS)) {
    it(`are not known where the engine says so of a ${type}, wherever it stands`, () => {
      const told = { a: sentinel, list: ["x", sentinel], object: { inner: sentinel }, secret: secret(sentinel) };
      const want = { a: UNKNOWN, list: ["x", UNKNOWN], object: { inner: UNKNOWN }, secret: UNKNOWN };
      assert.deepEqual(propertiesOf(message(told)), want);
    });
  }

  it("are what they are, without what dynamic mode adds", () => {
    const own = { up: true, mtu: 1500, name: "br0", addresses: [], sysctls: { a: "1" } };
    assert.deepEqual(propertiesOf(message({ ...own, mtu: secret(1500), __provider: "text" })), own);
    assert.deepEqual(propertiesOf(undefined), {});
  });

  it("are those of a state without what is told beside it", () => {
    const state = { addresses: ["10.0.0.1/24"], peer: { name: "a" } };
    assert.deepEqual(stateOf(message({ ...state, address: "10.0.0.1" })), state);
  });
});

describe("a message", () => {
  it("has no undefined, and marks what is secret", () => {
    const struct = structOf(
      { name: "br0", mac: "02:00:00:00:00:01", mtu: undefined, list: [undefined, 1] },
      new Secrets(["mac"]),
    );
    assert.deepEqual(struct.toJavaScript(), { name: "br0", mac: secret("02:00:00:00:00:01"), list: [1] });
  });

  it("keeps what is not known as it is", () => {
    assert.deepEqual(structOf({ mac: UNKNOWN }, NONE).toJavaScript(), { mac: UNKNOWNS.text });
  });

  it("tells what of it is secret, of whichever of a request's properties", () => {
    const request = {
      getNews: () => message({ mtu: secret(1500) }),
      getProperties: () => message({ mtu: secret(1500), addresses: [secret("10.0.0.1/24")] }),
      getInputs: () => undefined,
    };
    assert.deepEqual(secretsOf(request).names, ["mtu", "imported", "addresses", "address", "address6"]);
    assert.deepEqual(secretsOf({}).names, []);
  });
});

describe("an error in a message", () => {
  it("has a stack where it is a mistake of ours, and none where it is made for people", () => {
    assert.deepEqual(errorOf(new LinuxnetError("no"), NONE), { code: status.UNKNOWN, message: "no" });
    assert.match(errorOf(new TypeError("no"), NONE).message ?? "", /^TypeError: no\n.*messages\.spec/s);
    assert.equal(errorOf("no", NONE).message, "no");
  });

  it("has the state that a partial failure left, which is refreshed before the next update", () => {
    const failure = new PartialFailure(new LinuxnetError("no"), "br0", { addresses: ["10.0.0.1/24"], mtu: 1500 });
    const { metadata, message: text } = errorOf(failure, new Secrets(["mtu"]));
    const [bytes] = metadata?.get("grpc-status-details-bin") ?? [];
    const detail = Status.deserializeBinary(bytes as Buffer).getDetailsList()[0];
    assert.equal(detail?.getTypeName(), "pulumirpc.ErrorResourceInitFailed");
    const kept = ErrorResourceInitFailed.deserializeBinary(detail.getValue_asU8());
    assert.equal(text, "no");
    assert.deepEqual([kept.getId(), kept.getReasonsList(), kept.getRefreshBeforeUpdate()], ["br0", ["no"], true]);
    const state = { addresses: ["10.0.0.1/24"], address: "10.0.0.1", mtu: secret(1500) };
    assert.deepEqual(kept.getProperties()?.toJavaScript(), state);
  });
});
