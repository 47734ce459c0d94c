import { placeText } from "../namespaces";
import type { Check } from "./check";

const WORD = /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/;
const WORD_TEXT = "letters, digits, `_`, `.` or `-`, not beginning with `-` or `.`";

/**
 * The name of a network interface: 1–15 bytes (IFNAMSIZ in linux/if.h, less the closing NUL).
 * The kernel takes more characters than this does; `%` is a counter to it, `+` a wildcard to iptables, a leading `-`
 * an option to both.
 */
export const interfaceName: Check<string> = (value, path, refuse) => {
  if (!isInterfaceName(value)) return refuse(path, `an interface name of 1-15 bytes: ${WORD_TEXT}`, value);
  // sscanf(3) of `if%u`, in ll_idx_a2n of iproute2's lib/ll_map.c.
  if (/^if-?[0-9]/.test(value)) return refuse(path, "a name that ip does not take for an interface's number", value);
  return value;
};

/** Whether it can name an interface. `all` and `default` cannot: they name directories under /proc/sys/net/ipv4/conf. */
export function isInterfaceName(value: unknown): value is string {
  return typeof value === "string" && WORD.test(value) && value.length <= 15 && value !== "all" && value !== "default";
}

/** The name of an interface that is to be made, or has ports: lo is in every namespace, and can have none. */
export const linkName: Check<string> = (value, path, refuse) =>
  value === "lo" ? refuse(path, "an interface other than lo", value) : interfaceName(value, path, refuse);

/** The name of a network namespace: a file name under /run/netns, see ip-netns(8). */
export const namespaceName: Check<string> = (value, path, refuse) =>
  typeof value === "string" && WORD.test(value) && value.length <= 255
    ? value
    : refuse(path, `a namespace name of 1-255 bytes: ${WORD_TEXT}`, value);

/** The name of a host, as hosts(5) has it, and DNS (RFC 1035): `db`, `db.example.org`. It may have underscores, as in Docker. */
export const hostName: Check<string> = (value, path, refuse) => {
  const isName = typeof value === "string" && value.length <= 253 && value.split(".").every((it) => LABEL.test(it));
  if (!isName) return refuse(path, `a host's name: ${LABEL_TEXT}`, value);
  return value.toLowerCase() === "localhost" ? refuse(path, "a name other than localhost", value) : value;
};

const LABEL = /^[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?$/;
const LABEL_TEXT = "letters, digits, `_` and `-`, 1-63 between dots, 253 in all";

/** An interface by its name. The SDK sends one that lives in another namespace as an object, to be refused here. */
export const device = reference(interfaceName);

/** A bridge by its name, likewise. */
export const master = reference(linkName);

function reference(check: Check<string>): Check<string> {
  return (value, path, refuse) => {
    if (!isElsewhere(value)) return check(value, path, refuse);
    const { name, namespace, wanted } = value;
    return refuse(path, `an interface ${placeText(wanted)}`, `${name} ${placeText(namespace)}`);
  };
}

interface Elsewhere {
  name: string;
  namespace?: string;
  wanted?: string;
}

function isElsewhere(value: unknown): value is Elsewhere {
  return typeof value === "object" && value !== null && "name" in value && typeof value.name === "string";
}
