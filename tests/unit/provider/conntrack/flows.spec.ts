import assert from "node:assert/strict";
import { type Flows, forgetting } from "../../../../provider/conntrack/flows";

/** A flow from 10.9.0.1:4000 as conntrack(8) 1.4.7 prints it. */
function flow(dst: string, dport: number, reply: { src: string; sport: number; dst?: string }): string {
  const back = `src=${reply.src} dst=${reply.dst ?? "10.9.0.1"} sport=${reply.sport} dport=4000`;
  return `udp      17 29 src=10.9.0.1 dst=${dst} sport=4000 dport=${dport} [UNREPLIED] ${back} mark=0 use=1`;
}

const forgotten = (dst: string, dport: number, src: string, sport: number): string =>
  `-D -f ipv4 -p udp -d ${dst} --dport ${dport} --reply-src ${src} --reply-port-src ${sport}`;

const HOST = "192.168.64.5";
const led = flow(HOST, 53, { src: "10.0.0.2", sport: 5353 });
const ledElsewhere = flow(HOST, 53, { src: "10.0.0.3", sport: 5353 });
const ledToAnotherPort = flow(HOST, 53, { src: "10.0.0.2", sport: 5354 });
const notLed = flow(HOST, 53, { src: HOST, sport: 53 });
const notLedOn127 = flow("127.0.0.9", 53, { src: "127.0.0.9", sport: 53 });
const through = flow("8.8.8.8", 53, { src: "8.8.8.8", sport: 53 });
const straight = flow("10.0.0.2", 5353, { src: "10.0.0.2", sport: 5353 });
const passing = flow("8.8.8.8", 53, { src: "8.8.8.8", sport: 53, dst: HOST });
const otherPort = flow(HOST, 54, { src: "10.0.0.3", sport: 5353 });
const otherAddress = flow("10.0.0.1", 53, { src: "10.0.0.3", sport: 5353 });
const all = [led, ledElsewhere, ledElsewhere, ledToAnotherPort, notLed, passing, otherPort, otherAddress].join("\n");

const base: Flows = {
  ...{ family: 4, address: HOST, ports: [53, 53] },
  ...{ target: { address: "10.0.0.2", port: 5353 }, removed: false },
};
const any: Flows = { ...base, address: undefined };
const LOCAL = ["127.0.0.0/8", `${HOST}/32`];

const straightOff: Flows = { ...any, ports: [5353, 5353], removed: true };

const CASES: { name: string; text: string; flows: Flows; want: string[] }[] = [
  { name: "of a forward that leads them there", text: led, flows: base, want: [] },
  {
    name: "that lead to an old target",
    text: ledElsewhere,
    flows: base,
    want: [forgotten(HOST, 53, "10.0.0.3", 5353)],
  },
  {
    name: "that lead to an old port",
    text: ledToAnotherPort,
    flows: base,
    want: [forgotten(HOST, 53, "10.0.0.2", 5354)],
  },
  { name: "that began before the forward", text: notLed, flows: base, want: [forgotten(HOST, 53, HOST, 53)] },
  { name: "to another port", text: otherPort, flows: base, want: [] },
  { name: "to another address", text: otherAddress, flows: base, want: [] },
  {
    name: "that began before the forward of any address",
    text: [notLed, notLedOn127].join("\n"),
    flows: any,
    want: [forgotten(HOST, 53, HOST, 53), forgotten("127.0.0.9", 53, "127.0.0.9", 53)],
  },
  { name: "that somebody else leads from an address of any", text: otherAddress, flows: any, want: [] },
  { name: "that pass through, masqueraded or not", text: [passing, through].join("\n"), flows: any, want: [] },
  {
    name: "of a forward that is gone",
    text: all,
    flows: { ...base, removed: true },
    want: [forgotten(HOST, 53, "10.0.0.2", 5353)],
  },
  { name: "straight to the target of a forward that is gone", text: straight, flows: straightOff, want: [] },
  {
    name: "of a range, each at its distance",
    text: [flow(HOST, 8001, { src: "10.0.0.2", sport: 81 }), flow(HOST, 8002, { src: "10.0.0.2", sport: 81 })].join(
      "\n",
    ),
    flows: { ...base, ports: [8000, 8010], target: { address: "10.0.0.2", port: 80 } },
    want: [forgotten(HOST, 8002, "10.0.0.2", 81)],
  },
  {
    name: "of IPv6",
    text: "udp 17 5 src=fd00::9 dst=fd01::5 sport=1 dport=53 src=fd00::2 dst=fd00::9 sport=53 dport=1 [ASSURED] mark=0 use=1",
    flows: { family: 6, address: "fd01::5", ports: [53, 53], target: { address: "fd00::2", port: 53 }, removed: true },
    want: ["-D -f ipv6 -p udp -d fd01::5 --dport 53 --reply-src fd00::2 --reply-port-src 53"],
  },
  { name: "of which there are none", text: "", flows: base, want: [] },
  {
    name: "among all",
    text: all,
    flows: base,
    want: [forgotten(HOST, 53, "10.0.0.3", 5353), forgotten(HOST, 53, "10.0.0.2", 5354), forgotten(HOST, 53, HOST, 53)],
  },
];

describe("stray flows", () => {
  for (const { name, text, flows, want } of CASES) {
    it(name, () => {
      assert.deepEqual(
        forgetting(text, flows, LOCAL).map((words) => words.join(" ")),
        want,
      );
    });
  }
});
