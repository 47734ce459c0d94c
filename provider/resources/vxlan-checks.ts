import { familyOf, isLinkLocal, remoteAddress } from "../inputs/addresses";
import { type Check, hasUnknown, isUnknown, list, object, required } from "../inputs/check";
import { mac } from "../inputs/values";
import type { CrossCheck } from "./spec";
import type { VxlanInputs } from "./vxlan";
import type { VxlanEntry } from "./vxlan-fdb";

/** The address of a host at either end of the tunnel: one that does not need its interface's name with it. */
export const hostAddress: Check<string> = (value, path, refuse) => {
  const canonical = remoteAddress(value, path, refuse);
  const isWrong = canonical !== undefined && isLinkLocal(canonical);
  return isWrong ? refuse(path, "an address other than a link-local one", value) : canonical;
};

const addressList = list(hostAddress);

/** Hosts, each once. */
export const remotes: Check<string[]> = (value, path, refuse) => {
  const all = addressList(value, path, refuse);
  all?.forEach((address, index) => {
    if (isAgain(all, index)) refuse(`${path}[${index}]`, "each host once", address);
  });
  return all;
};

const entryList = list<VxlanEntry>(object<VxlanEntry>({ mac: required(mac), remote: required(hostAddress) }));

/** Known MACs, each once. */
export const entries: Check<VxlanEntry[]> = (value, path, refuse) => {
  const all = entryList(value, path, refuse);
  const macs = all?.map((it: Partial<VxlanEntry> | undefined) => (hasUnknown(it) ? undefined : it?.mac));
  macs?.forEach((address, index) => {
    if (isAgain(macs, index)) refuse(`${path}[${index}].mac`, "each MAC once", address);
  });
  return all;
};

/** Of what was refused or is not known yet nothing is there twice. */
function isAgain(all: readonly (string | undefined)[], index: number): boolean {
  const one = all[index];
  return one !== undefined && !isUnknown(one) && all.indexOf(one) < index;
}

/** What must hold between the two ends of the tunnel, and the interface by which it sends. */
export const vxlanChecks: CrossCheck<VxlanInputs>[] = [
  {
    needs: ["local", "remotes"],
    check({ local, remotes = [] }, refuse) {
      remotes.forEach((remote, index) => needOther(local, remote, (text) => refuse(`remotes[${index}]`, text, remote)));
    },
  },
  {
    needs: ["local", "entries"],
    check({ local, entries = [] }, refuse) {
      entries.forEach(({ remote }, index) =>
        needOther(local, remote, (text) => refuse(`entries[${index}].remote`, text, remote)),
      );
    },
  },
  {
    needs: ["name", "device"],
    check({ name, device }, refuse) {
      if (device === name) refuse("device", "the interface that leads to the other hosts, not itself", device);
    },
  },
  {
    needs: ["master", "device"],
    check({ master, device }, refuse) {
      if (device !== undefined && device === master) refuse("device", "another interface than its bridge", device);
    },
  },
];

function needOther(local: string, remote: string, refuse: (expected: string) => void): void {
  if (familyOf(remote) !== familyOf(local)) refuse(`an IPv${familyOf(local)} address, as local is`);
  else if (remote === local) refuse("another host than local");
}
