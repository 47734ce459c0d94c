import { type Check, object, optional, required } from "./check";
import { flag, integer, oneOf } from "./values";

/** What is done about the resources of a host that cannot be reached. */
export type WhenUnreachable = "fail" | "keep" | "forget";

/** A machine other than the program's own, and how OpenSSH comes to it. */
export interface HostInputs {
  /** What it is known by: another name is another machine. */
  name: string;
  address: string;
  user?: string;
  port?: number;
  identityFile?: string;
  proxyJump?: string;
  sudo?: boolean;
  knownHosts?: string;
  whenUnreachable?: WhenUnreachable;
}

const hostName: Check<string> = (value, path, refuse) =>
  typeof value === "string" && /^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$/.test(value)
    ? value
    : refuse(path, "a host's name, of letters, digits, _, . and -", value);

/** A word of ssh(1): none is taken for an option, and none is cut in two. */
function word(pattern: RegExp, what: string): Check<string> {
  return (value, path, refuse) =>
    typeof value === "string" && pattern.test(value) ? value : refuse(path, what, value);
}

const address = word(/^[A-Za-z0-9_[][A-Za-z0-9_.:%[\]-]*$/, "an address, or a name that OpenSSH knows");
const user = word(/^[A-Za-z0-9_][A-Za-z0-9_.-]*$/, "the name of a user");
const jump = word(/^[A-Za-z0-9_[][A-Za-z0-9_.:@,%[\]-]*$/, "[USER@]HOST[:PORT], as ProxyJump of ssh_config(5)");
// eslint-disable-next-line no-control-regex -- ssh_config(5) has no word for them
const file = word(/^[/~][^\x00-\x1f"]*$/, "the path of a file, which begins with / or ~/");

/** The machine that a resource is on. */
export const host = object<HostInputs>({
  name: required(hostName),
  address: required(address),
  user: optional(user),
  port: optional(integer(1, 65535, "a port")),
  identityFile: optional(file),
  proxyJump: optional(jump),
  sudo: optional(flag),
  knownHosts: optional(file),
  whenUnreachable: optional(oneOf("fail", "keep", "forget")),
});
