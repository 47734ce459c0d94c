import assert from "node:assert/strict";
import { it, PLACES } from "../support/kernel";
import { type Inputs, make } from "../support/made";
import { HOST, HOST6, PublishedNetwork, type Question, TARGET, TARGET6 } from "../support/published-network";
import { filterBridged } from "../support/routed-network";
import { stopServers } from "../support/traffic";

interface Shape {
  name: string;
  inputs: Inputs;
  questions: Question[];
}

const SHAPES: Shape[] = [
  {
    name: "one address and port",
    inputs: { ...TARGET, hostAddress: HOST, hostPort: 8080, targetPort: 80 },
    questions: [
      ["outside", HOST, 8080, "192.168.64.1 80"],
      ["router", HOST, 8080, "10.0.0.1 80"],
      ["right", HOST, 8080, "10.0.0.1 80"],
      ["left", HOST, 8080, "10.0.0.1 80"],
      ["router", "127.0.0.1", 8080, undefined],
      ["right", "10.0.0.1", 8080, undefined],
      ["outside", HOST, 80, undefined],
      ["outside", "10.0.0.2", 80, undefined],
      ["right", "10.0.0.2", 80, "10.0.0.3 80"],
    ],
  },
  {
    name: "every address",
    inputs: { ...TARGET, hostPort: 8080, targetPort: 80 },
    questions: [
      ["outside", HOST, 8080, "192.168.64.1 80"],
      ["router", HOST, 8080, "10.0.0.1 80"],
      ["router", "10.0.0.1", 8080, "10.0.0.1 80"],
      ["router", "127.0.0.1", 8080, "10.0.0.1 80"],
      ["router", "127.1.2.3", 8080, "10.0.0.1 80"],
      ["right", HOST, 8080, "10.0.0.1 80"],
      ["right", "10.0.0.1", 8080, "10.0.0.1 80"],
      ["left", "10.0.0.1", 8080, "10.0.0.1 80"],
      ["outside", "10.0.0.2", 80, undefined],
    ],
  },
  {
    name: "localhost alone",
    inputs: { ...TARGET, hostAddress: "127.0.0.1", hostPort: 8080, targetPort: 80 },
    questions: [
      ["router", "127.0.0.1", 8080, "10.0.0.1 80"],
      ["router", HOST, 8080, undefined],
      ["outside", HOST, 8080, undefined],
      ["outside", "10.0.0.2", 80, undefined],
      ["right", "10.0.0.1", 8080, undefined],
    ],
  },
  {
    name: "a range with an offset",
    inputs: { ...TARGET, hostPort: "9000-9002", targetPort: 8000 },
    questions: [
      ["outside", HOST, 9000, "192.168.64.1 8000"],
      ["outside", HOST, 9002, "192.168.64.1 8002"],
      ["router", "127.0.0.1", 9001, "10.0.0.1 8001"],
      ["right", HOST, 9001, "10.0.0.1 8001"],
      ["outside", HOST, 9003, undefined],
    ],
  },
  {
    name: "a range",
    inputs: { ...TARGET, hostAddress: HOST, hostPort: "8000-8002" },
    questions: [
      ["outside", HOST, 8001, "192.168.64.1 8001"],
      ["left", HOST, 8002, "10.0.0.1 8002"],
    ],
  },
  {
    name: "the interface of the target in place of its network",
    inputs: { targetAddress: "10.0.0.2", outInterface: "br0", hostAddress: HOST, hostPort: 8080, targetPort: 80 },
    questions: [
      ["outside", HOST, 8080, "192.168.64.1 80"],
      ["router", HOST, 8080, "10.0.0.1 80"],
      ["right", HOST, 8080, "10.0.0.1 80"],
      ["left", HOST, 8080, "10.0.0.1 80"],
    ],
  },
  {
    name: "no word on the target's network",
    inputs: { targetAddress: "10.0.0.2", hostPort: 8080, targetPort: 80 },
    questions: [
      ["outside", HOST, 8080, "192.168.64.1 80"],
      ["router", "127.0.0.1", 8080, "10.0.0.1 80"],
      ["left", HOST, 8080, "10.0.0.1 80"],
    ],
  },
  {
    name: "IPv6, one address",
    inputs: { ...TARGET6, hostAddress: HOST6, hostPort: 8080, targetPort: 80 },
    questions: [
      ["outside", HOST6, 8080, "fd64::1 80"],
      ["router", HOST6, 8080, "fd00::1 80"],
      ["right", HOST6, 8080, "fd00::1 80"],
      ["left", HOST6, 8080, "fd00::1 80"],
      ["outside", "fd00::2", 80, undefined],
      ["right", "fd00::1", 8080, undefined],
    ],
  },
  {
    name: "IPv6, every address, a range",
    inputs: { ...TARGET6, hostPort: "9000-9002", targetPort: 8000 },
    questions: [
      ["outside", HOST6, 9001, "fd64::1 8001"],
      ["router", "fd00::1", 9002, "fd00::1 8002"],
      ["right", "fd00::1", 9000, "fd00::1 8000"],
      ["outside", HOST, 9000, undefined],
    ],
  },
  {
    name: "IPv6 by the interface",
    inputs: { targetAddress: "fd00::2", outInterface: "br0", hostPort: 8080, targetPort: 80 },
    questions: [
      ["outside", HOST6, 8080, "fd64::1 80"],
      ["right", HOST6, 8080, "fd00::1 80"],
      ["left", HOST6, 8080, "fd00::1 80"],
    ],
  },
];

for (const { where, place } of PLACES) {
  for (const bridged of place === undefined ? [true, false] : [true]) {
    describe(`port forward ${where}, bridged frames ${bridged ? "filtered" : "passed by"}`, () => {
      afterEach(stopServers);

      for (const { name, inputs, questions } of SHAPES) {
        it(`publishes ${name}`, async () => {
          const network = await PublishedNetwork.make(place);
          filterBridged(place, bridged);
          const forward = await make("portForward", {
            ...(place === undefined ? {} : { namespace: place }),
            ...inputs,
          });
          assert.deepEqual(network.answers(questions), questions);
          await forward.settled();
          await forward.remove();
          const [first] = questions as [Question];
          assert.deepEqual(network.answers([first]), [[...first.slice(0, 3), undefined]]);
        });
      }
    });
  }
}
