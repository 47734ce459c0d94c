import { address, type Family, familyOf } from "./addresses";
import type { Check } from "./check";
import { firstPort, lastPort, portOrRange } from "./values";

/** A port of a container that its host has, too. */
export interface Published {
  /** The only family for which it is, where an address of the host says so. */
  family?: Family;
  /** The host's address; without one, any of the family. */
  hostAddress?: string;
  hostPort: number | string;
  targetPort: number;
  protocol: "tcp" | "udp" | "sctp";
}

const FORM =
  /^(?:(?:\[(?<v6>[^\]]*:[^\]]*)\]|(?<v4>[^:[\]]+)):)?(?<host>[\d-]+):(?<target>[\d-]+)(?:\/(?<protocol>tcp|udp|sctp))?$/;

const EXPECTED =
  'a published port as Docker writes it, such as "8080:80", "127.0.0.1:8080:80", "[fd00::5]:8080:80" or "53:53/udp"';

/** A published port in canonical text: without `/tcp`, and without what it is by default. */
export const published: Check<string> = (value, path, refuse) => {
  const groups = typeof value === "string" ? FORM.exec(value)?.groups : undefined;
  if (!groups) return refuse(path, EXPECTED, value);
  const { v6, v4, host = "", target = "", protocol = "tcp" } = groups;
  const given = v6 ?? v4;
  const isWrong = (): void => void refuse(path, EXPECTED, value);
  const hostAddress = given === undefined || isAny(given) ? given : address(given, path, isWrong as never);
  const [hostPorts, targetPorts] = [host, target].map((text) =>
    portOrRange(/^\d+$/.test(text) ? Number(text) : text, path, isWrong as never),
  );
  if (hostPorts === undefined || targetPorts === undefined || (given !== undefined && hostAddress === undefined))
    return undefined;
  if (hostAddress === "::1") {
    return refuse(
      path,
      'another address: rules cannot forward from ::1; write "127.0.0.1:…", or an address of the host',
      value,
    );
  }
  if (lastPort(hostPorts) - firstPort(hostPorts) !== lastPort(targetPorts) - firstPort(targetPorts)) {
    return refuse(path, "as many ports of the container as of the host", value);
  }
  const front = hostAddress === undefined ? "" : `${hostAddress.includes(":") ? `[${hostAddress}]` : hostAddress}:`;
  return `${front}${hostPorts}:${targetPorts}${protocol === "tcp" ? "" : `/${protocol}`}`;
};

/** What canonical text says. */
export function publishedOf(text: string): Published {
  const { v6, v4, host = "", target = "", protocol = "tcp" } = FORM.exec(text)?.groups ?? {};
  const given = v6 ?? v4;
  return {
    ...(given === undefined ? {} : { family: familyOf(given) }),
    ...(given === undefined || isAny(given) ? {} : { hostAddress: given }),
    hostPort: /^\d+$/.test(host) ? Number(host) : host,
    targetPort: firstPort(/^\d+$/.test(target) ? Number(target) : target),
    protocol: protocol as Published["protocol"],
  };
}

/** Docker's spelling of any address of a family. */
function isAny(text: string): boolean {
  return text === "0.0.0.0" || text === "::";
}
