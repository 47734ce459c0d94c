import { readFileSync } from "node:fs";
import { Failure, UNABLE } from "./failure";

/** Sysctls that can keep a lab from being made, each with the value that does it. */
const SWITCHES = [
  { key: "user/max_user_namespaces", refuses: "0", onlyAsUser: true },
  { key: "kernel/unprivileged_userns_clone", refuses: "0", onlyAsUser: true },
  { key: "kernel/apparmor_restrict_unprivileged_userns", refuses: "1", onlyAsUser: true },
  { key: "user/max_net_namespaces", refuses: "0", onlyAsUser: false },
  { key: "user/max_mnt_namespaces", refuses: "0", onlyAsUser: false },
  { key: "user/max_pid_namespaces", refuses: "0", onlyAsUser: false },
];

/** Why a lab could not be made, as far as it can be told; what the tools said themselves is on stderr already. */
export function labRefused(asUser: boolean): Failure {
  const switched = SWITCHES.filter(({ onlyAsUser }) => asUser || !onlyAsUser).find(
    ({ key, refuses }) => sysctl(key) === refuses,
  );
  const reason = switched
    ? `sysctl ${switched.key.replaceAll("/", ".")} is ${switched.refuses}`
    : "a container must allow namespaces and mounts in it (docker run --privileged)";
  const way = asUser ? "; without root it needs user namespaces" : "";
  return new Failure(`the lab could not be made: ${reason}${way}`, UNABLE);
}

function sysctl(key: string): string | undefined {
  try {
    return readFileSync(`/proc/sys/${key}`, "utf8").trim();
  } catch {
    return undefined; // this kernel does not have it
  }
}
