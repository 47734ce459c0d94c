import assert from "node:assert/strict";
import { UNKNOWN } from "../../../provider/inputs/check";
import { withFirstAddresses, withoutFirstAddresses } from "../../../provider/first-addresses";

const CASES = [
  { addresses: ["10.0.0.1/24", "10.0.0.2/24", "fd00::1/64"], address: "10.0.0.1", address6: "fd00::1" },
  { addresses: ["fd00::1/64"], address: undefined, address6: "fd00::1" },
  { addresses: [], address: undefined, address6: undefined },
  { addresses: UNKNOWN, address: UNKNOWN, address6: UNKNOWN },
  { addresses: ["10.0.0.1/24", UNKNOWN, "fd00::1/64"], address: "10.0.0.1", address6: UNKNOWN },
];

describe("an interface's first addresses", () => {
  for (const { addresses, ...first } of CASES) {
    it(`are told beside ${JSON.stringify(addresses)}, also of the other end, and taken away again`, () => {
      const state = { name: "a", addresses, peer: { name: "b", addresses } };
      const told = { ...state, ...first, peer: { ...state.peer, ...first } };
      assert.deepEqual(withFirstAddresses(state), told);
      assert.deepEqual(withoutFirstAddresses(told), state);
    });
  }

  it("are none where there are no addresses, and what else is named so stays", () => {
    const state = { namespace: "ns0", address: "10.0.0.1" };
    assert.deepEqual(withFirstAddresses(state), state);
    assert.deepEqual(withoutFirstAddresses(state), state);
  });

  it("stand beside what a container network tells its containers", () => {
    const attached = { name: "web", bridge: "br-web", subnet: "10.0.0.0/24", gateway: UNKNOWN, internal: false };
    const state = { ...attached, uplink: "eth0", owner: "0123456789abcdef" };
    assert.deepEqual(withFirstAddresses(state), { ...state, attached });
    assert.deepEqual(withoutFirstAddresses({ ...state, attached }), state);
  });
});
