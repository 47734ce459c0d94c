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
  const valid = typeof value === "string" && WORD.test(value) && value.length <= 15;
  // The kernel refuses both: they name directories under /proc/sys/net/ipv4/conf.
  if (!valid || value === "all" || value === "default") {
    return refuse(path, `an interface name of 1-15 bytes: ${WORD_TEXT}`, value);
  }
  return value;
};

/** The name of a network namespace: a file name under /run/netns, see ip-netns(8). */
export const namespaceName: Check<string> = (value, path, refuse) =>
  typeof value === "string" && WORD.test(value) && value.length <= 255
    ? value
    : refuse(path, `a namespace name of 1-255 bytes: ${WORD_TEXT}`, value);

/** An interface by its name. The SDK sends one that lives in another namespace as an object, to be refused here. */
export const device: Check<string> = (value, path, refuse) => {
  if (typeof value !== "object" || value === null) return interfaceName(value, path, refuse);
  const { name, namespace, wanted } = value as Record<string, string | undefined>;
  return refuse(path, `an interface ${placeText(wanted)}`, `${name} ${placeText(namespace)}`);
};
