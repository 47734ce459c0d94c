import { publishedOf } from "../inputs/publish";
import { pathOf } from "../inputs/path";
import { firstPort, lastPort } from "../inputs/values";
import { containerChecks } from "./container-checks";
import type { ContainerSetInputs } from "./container-set";
import { entryOf, namespaceOf } from "./container-set-parts";
import type { CrossCheck } from "./spec";

const NEEDS = ["name", "network", "containers", "owner"];
const FILES = ["hosts", "dns", "dnsSearch", "dnsOptions"];

/** What must hold between the inputs of a set: what must for each container, and what no two of them may share. */
export const containerSetChecks: CrossCheck<ContainerSetInputs>[] = [
  {
    needs: NEEDS,
    check(set, refuse) {
      for (const key of Object.keys(set.containers)) {
        const it = entryOf(set, key);
        const at = pathOf("containers", key);
        if (namespaceOf(set.name, key).length > 255) refuse(at, "a name of 255 bytes with the set's", key);
        for (const cross of containerChecks.filter(({ needs }) => !needs.some((name) => FILES.includes(name)))) {
          cross.check(it, (path, ...rest) => refuse(pathIn(at, path), ...rest));
        }
      }
    },
  },
  {
    needs: FILES,
    check(set, refuse) {
      for (const cross of containerChecks.filter(({ needs }) => needs.every((name) => FILES.includes(name)))) {
        cross.check(set as never, refuse);
      }
    },
  },
  {
    needs: ["containers"],
    check({ containers }, refuse) {
      for (const property of ["address", "address6", "mac"] as const) {
        const holders = new Map<string, string>();
        for (const [key, { [property]: value }] of Object.entries(containers)) {
          if (value === undefined) continue;
          const other = holders.get(value);
          if (other === undefined) holders.set(value, key);
          else refuse(`${pathOf("containers", key)}.${property}`, `another than that of ${other}`, value);
        }
      }
    },
  },
  {
    needs: ["containers"],
    check({ containers }, refuse) {
      const holders = new Map<string, { key: string; hostAddress: string | undefined }[]>();
      for (const [key, { publish = [] }] of Object.entries(containers)) {
        publish.forEach((text, index) => {
          const { hostAddress, hostPort, protocol } = publishedOf(text);
          for (let port = firstPort(hostPort); port <= lastPort(hostPort); port++) {
            const same = holders.get(`${protocol} ${port}`) ?? [];
            const other = same.find((it) => it.key !== key && it.hostAddress === hostAddress);
            if (other !== undefined) {
              refuse(`${pathOf("containers", key)}.publish[${index}]`, `another port than one of ${other.key}`, text);
              return;
            }
            holders.set(`${protocol} ${port}`, [...same, { key, hostAddress }]);
          }
        });
      }
    },
  },
];

/** Where a set says what a container says of its one network. */
function pathIn(at: string, path: string): string {
  if (path === "networks[0].network") return "network";
  const own = path.replace(/^networks\[0\]\./, "");
  return `${at}.${own}`;
}
