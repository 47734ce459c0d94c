import fc from "fast-check";
import { families, hosts } from "./addresses";
import { attachmentLists, published } from "./containers";
import { noText, type Wrong, withValue, wrongAddresses, wrongPartialNetworks } from "./wrong";
import {
  wrongChoice,
  wrongDevices,
  wrongFlags,
  wrongLinkNames,
  wrongLists,
  wrongMacs,
  wrongNames,
  wrongOwners,
  wrongSysctls,
  wrongWhole,
} from "./wrong-words";

/** What a container and its network say alike. */
const network: Record<string, Wrong> = {
  name: wrongNames(255),
  namespace: wrongNames(255),
  bridge: wrongLinkNames,
  subnet: wrongPartialNetworks,
  subnet6: wrongPartialNetworks,
  gateway: wrongAddresses,
  gateway6: wrongAddresses,
  internal: wrongFlags,
  isolated: wrongFlags,
  mtu: wrongWhole(68, 65535),
};

export const WRONG_CONTAINER_NETWORK = { ...network, uplink: wrongDevices, owner: wrongOwners };

const port = fc.integer({ min: 1, max: 60000 });

const wrongPublished: Wrong = fc.oneof(
  noText,
  port.map(String),
  fc
    .tuple(port, fc.constantFrom(":", "/tcp", ":80/icmp", ":80:90:1", ":http", ":0", ":65536", " :80"))
    .map((it) => it.join("")),
  families.chain((family) => hosts(family)).map(({ given }) => String(given)),
  fc.constantFrom("", ":80", "[::1]:8080:80", "fd00::5:8080:80", "a:8080:80", "[10.0.0.1]:80:80", "224.0.0.1:80:80"),
  fc
    .tuple(port, fc.integer({ min: 1, max: 99 }), port)
    .map(([first, more, target]) => `${first}-${first + more}:${target}`),
  fc.tuple(port, port).map(([first, target]) => `${first}-${first}:${target}-${target + 1}`),
);

/** What is wrong with one of a container's networks: the right ones, of which one is spoiled. */
const wrongAttachments: Wrong = fc.oneof(
  ...Object.entries({
    ...Object.fromEntries(Object.entries(network).map(([name, wrong]) => [`network.${name}`, wrong])),
    network: noText,
    address: wrongAddresses,
    address6: wrongAddresses,
    mac: wrongMacs,
  }).map(([path, wrong]) =>
    fc
      .tuple(attachmentLists(["ns0", undefined]), fc.nat(), wrong)
      .filter(([{ canonical }]) => canonical.length > 0)
      .map(([{ given }, index, it]) => {
        const all = given as Record<string, unknown>[];
        return all.map((one, at) => (at === index % all.length ? withValue(one, path, it) : one));
      }),
  ),
  noText.filter((it) => !Array.isArray(it)),
);

export const WRONG_CONTAINER: Record<string, Wrong> = {
  name: wrongNames(255),
  network: wrongChoice("none", "host"),
  networks: wrongAttachments,
  publish: wrongLists(
    published(4).map(({ given }) => given),
    wrongPublished,
  ),
  sysctls: wrongSysctls,
  owner: wrongOwners,
};

export const WRONG_CONTAINER_SET: Record<string, Wrong> = {
  name: wrongNames(255),
  network: fc.oneof(noText, fc.record(network)),
  containers: fc.oneof(
    noText.filter((it) => typeof it !== "object" || it === null || Array.isArray(it)),
    wrongNames(255)
      .filter((it) => typeof it === "string" && it.length < 300)
      .map((key) => ({ [key as string]: {} })),
    wrongAddresses.map((address) => ({ p1: { address } })),
    wrongMacs.map((mac) => ({ p1: { mac } })),
    wrongPublished.map((publish) => ({ p1: { publish: [publish] } })),
    noText.filter((it) => typeof it !== "object" || Array.isArray(it)).map((it) => ({ p1: it })),
  ),
  owner: wrongOwners,
};
