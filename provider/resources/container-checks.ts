import { familyOf } from "../inputs/addresses";
import { isHostOf } from "../inputs/hosts";
import { publishedOf } from "../inputs/publish";
import { HOST_GATEWAY } from "../inputs/resolver";
import { linkOf } from "../inputs/sysctls";
import type { Attachment, ContainerInputs } from "./container";
import { interfaceOf } from "./container-parts";
import { wayOf } from "./container-ways";
import type { CrossCheck } from "./spec";

/** What says something of a container's own files. */
const OWN_FILES = ["hostname", "hosts", "dns", "dnsSearch", "dnsOptions"] as const;

/** What must hold between a container's inputs, and between what is said of one of its networks. */
export const containerChecks: CrossCheck<ContainerInputs>[] = [
  {
    // Addresses that are not given come of the name.
    needs: ["name", "network", "networks"],
    check({ network, networks: given }, refuse) {
      const networks = given ?? [];
      if (network === undefined && given === undefined) refuse("network", '"none" or "host", or networks', given);
      if (network !== undefined && networks.length > 0)
        refuse("networks", `none with network "${network}"`, networks.length);
      networks.forEach((it, index) => {
        const isSame = (other: Attachment): boolean => other.network.name === it.network.name;
        if (networks.findIndex(isSame) < index)
          refuse(`networks[${index}].network`, "each network once", it.network.name);
        checkAddress(it, `networks[${index}]`, refuse);
      });
    },
  },
  {
    needs: ["network", "networks", "publish"],
    check({ network, networks = [], publish = [] }, refuse) {
      const way = wayOf(networks, 4);
      publish.forEach((text, index) => {
        const path = `publish[${index}]`;
        if (network !== undefined) refuse(path, `none with network "${network}"`, text);
        else if (way === undefined) refuse(path, "none without a network that is not internal", text);
        else if (publishedOf(text).family === 6 && wayOf(networks, 6) === undefined) {
          refuse(path, "an IPv4 address of the host: no network that is not internal gives it an IPv6 address", text);
        }
        if (publish.indexOf(text) < index) refuse(path, "each published port once", text);
      });
    },
  },
  {
    needs: ["network", "networks", "sysctls"],
    check({ network, networks = [], sysctls = {} }, refuse) {
      if (network === "host" && Object.keys(sysctls).length > 0) refuse("sysctls", 'none with network "host"', sysctls);
      for (const key of Object.keys(sysctls)) {
        const device = linkOf(key);
        if (device === undefined || networks.some((_, index) => device === interfaceOf(index))) continue;
        refuse(
          `sysctls[${JSON.stringify(key)}]`,
          "a parameter of all, of lo or of one of its interfaces, from eth0 on",
          device,
        );
      }
      if (networks.every(({ network: { subnet6 } }) => subnet6 === undefined)) return;
      const own = networks.flatMap(({ network }, index) => (network.subnet6 === undefined ? [] : [interfaceOf(index)]));
      for (const key of ["all", "default", ...own].map((device) => `net.ipv6.conf.${device}.disable_ipv6`)) {
        if (![undefined, "0"].includes(sysctls[key]))
          refuse(`sysctls[${JSON.stringify(key)}]`, "0 for a container with an IPv6 address there", sysctls[key]);
      }
    },
  },
  {
    needs: ["network", ...OWN_FILES],
    check({ network, ...inputs }, refuse) {
      for (const name of network === "host" ? OWN_FILES : []) {
        if (inputs[name] !== undefined)
          refuse(name, 'none with network "host", which has the files of the host', inputs[name]);
      }
    },
  },
  {
    needs: ["networks", "hosts"],
    check({ networks = [], hosts = {} }, refuse) {
      for (const [name, value] of networks.length > 0 ? [] : Object.entries(hosts)) {
        if (value === HOST_GATEWAY)
          refuse(`hosts[${JSON.stringify(name)}]`, "an address: without a network there is no gateway", value);
      }
    },
  },
  {
    needs: ["dns", "dnsSearch", "dnsOptions"],
    check({ dns = [], dnsSearch = [], dnsOptions = [] }, refuse) {
      const isAlone = dns.length === 0 && dnsSearch.length + dnsOptions.length > 0;
      if (isAlone) refuse("dns", "a name server, for the file takes the place of the host's", undefined);
    },
  },
];

function checkAddress(it: Attachment, path: string, refuse: Parameters<CrossCheck<ContainerInputs>["check"]>[1]): void {
  const { name: network, subnet, subnet6, gateway, gateway6 } = it.network;
  for (const [name, own, router, family] of [
    ["address", subnet, gateway, 4],
    ["address6", subnet6, gateway6, 6],
  ] as const) {
    const address = it[name];
    if (address === undefined) {
      if (own !== undefined) refuse(`${path}.${name}`, `an address of a host in ${own}`, address);
      continue;
    }
    if (own === undefined) refuse(`${path}.${name}`, `none: network ${network} has no IPv${family}`, address);
    else if (familyOf(address) !== family || !isHostOf(own, address)) {
      refuse(`${path}.${name}`, `an address of a host in ${own}`, address);
    } else if (address === router) refuse(`${path}.${name}`, "another address than the network's gateway", address);
  }
}
