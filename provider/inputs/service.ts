import { type Check, hasUnknown, isUnknown, list } from "./check";

/** The words of a command line: neither the kernel nor a shell takes a NUL in them. */
const word: Check<string> = (value, path, refuse) =>
  typeof value === "string" && !value.includes("\0") ? value : refuse(path, "a text without NUL", value);

const words = list(word);

/** A command with its words, as execve(2) takes them: first an absolute path, or a name to look for in PATH. */
export const command: Check<string[]> = (value, path, refuse) => {
  const all = words(value, path, refuse);
  if (all === undefined || hasUnknown(all)) return all;
  const [program] = all;
  if (program === undefined) return refuse(path, "a program at least", value);
  if (/^\/.*[^/]$|^[^-/][^/]*$/.test(program)) return all;
  return refuse(`${path}[0]`, "a program's absolute path, or its name in PATH", program);
};

/** Variables by their names. A value may be secret: no message shows one. */
export const environment: Check<Record<string, string>> = (value, path, refuse) => {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return refuse(path, "an object", typeof value);
  for (const [name, given] of Object.entries(value)) {
    const at = `${path}[${JSON.stringify(name)}]`;
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name))
      refuse(at, "a name of letters, digits and `_`, not beginning with a digit", name);
    if (isUnknown(given)) continue;
    if (typeof given !== "string") refuse(at, "a text without NUL", typeof given);
    else if (given.includes("\0")) refuse(at, "a text without NUL", "one with NUL");
  }
  return value as Record<string, string>;
};

/** A path from the root on. */
export const absolutePath: Check<string> = (value, path, refuse) =>
  typeof value === "string" && /^\/[^\0\n]*$/.test(value) ? value : refuse(path, "an absolute path", value);

/** The name or the number of a user, as in passwd(5). */
export const user: Check<string> = (value, path, refuse) =>
  typeof value === "string" && /^([A-Za-z_][A-Za-z0-9_.-]*|[0-9]+)$/.test(value)
    ? value
    : refuse(path, "the name or the number of a user", value);

/** The name of a service: it is a part of its unit's name, see systemd.unit(5). */
export const serviceName: Check<string> = (value, path, refuse) =>
  typeof value === "string" && /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,199}$/.test(value)
    ? value
    : refuse(path, "a name of 1-200 bytes: letters, digits, `_`, `.` or `-`, not beginning with `-` or `.`", value);

/** Seconds, to the millisecond. Less than a tenth would keep a processor busy with what always fails. */
export const restartDelay: Check<number> = (value, path, refuse) =>
  typeof value === "number" && value >= 0.1 && value <= 3600
    ? Math.round(value * 1000) / 1000
    : refuse(path, "a number of seconds from 0.1 to 3600", value);
