import type { HostInputs } from "../../inputs/connection";
import { FOLDERS } from "../programs";

/** How long a host may take to answer at first, and how often it is asked afterwards whether it is still there, in seconds. */
const [CONNECT_S, ALIVE_S, ALIVE_TIMES] = [10, 5, 3];

/** The environment of all that runs there. */
const ENVIRONMENT = [`PATH=${FOLDERS.join(":")}`, "LC_ALL=C"];

/**
 * The words of ssh(1) that make a connection which others share by a socket. The user's own configuration holds, where a
 * host's key is known among the rest: a key that is not, or is another, is refused.
 */
export function masterWords(host: HostInputs, socket: string): string[] {
  const { address, user, port, identityFile, proxyJump, knownHosts } = host;
  const options = {
    ...COMMON,
    ControlMaster: "yes",
    ControlPath: socket,
    ControlPersist: "no",
    ConnectTimeout: CONNECT_S,
    ServerAliveInterval: ALIVE_S,
    ServerAliveCountMax: ALIVE_TIMES,
    ...(identityFile === undefined ? {} : { IdentityFile: quoted(identityFile), IdentitiesOnly: "yes" }),
    ...(knownHosts === undefined
      ? {}
      : { UserKnownHostsFile: quoted(knownHosts), GlobalKnownHostsFile: "/dev/null", StrictHostKeyChecking: "yes" }),
    ...(proxyJump === undefined ? {} : { ProxyJump: proxyJump }),
    ...(user === undefined ? {} : { User: user }),
    ...(port === undefined ? {} : { Port: port }),
  };
  return [...wordsOf(options), "-T", "--", address, remoteCommand(host)];
}

/** The words of ssh(1) that run a further shell over a connection which stands; they make no other one. */
export function channelWords(host: HostInputs, socket: string): string[] {
  const options = { ...COMMON, ControlMaster: "no", ControlPath: socket, ProxyCommand: "/bin/false" };
  return ["-F", "none", ...wordsOf(options), "-T", "--", host.address, remoteCommand(host)];
}

/** How messages call the way to a host. */
export function destinationOf({ address, user, port }: HostInputs): string {
  return `ssh ${port === undefined ? "" : `-p ${port} `}${user === undefined ? "" : `${user}@`}${address}`;
}

const COMMON = {
  BatchMode: "yes",
  ClearAllForwardings: "yes",
  EscapeChar: "none",
  ForwardAgent: "no",
  ForwardX11: "no",
  LogLevel: "ERROR",
  PermitLocalCommand: "no",
  RemoteCommand: "none",
  RequestTTY: "no",
  UpdateHostKeys: "no",
};

function wordsOf(options: Record<string, string | number>): string[] {
  return Object.entries(options).flatMap(([name, value]) => ["-o", `${name}=${value}`]);
}

/** For the user's login shell, whichever that is. */
function remoteCommand({ sudo = false }: HostInputs): string {
  return ["exec", ...(sudo ? ["sudo", "-n"] : []), "env", "-i", ...ENVIRONMENT, "sh"].join(" ");
}

/** A path in ssh_config(5), where % begins a token. */
function quoted(path: string): string {
  return `"${path.replaceAll("%", "%%")}"`;
}
