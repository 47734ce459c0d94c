import { CommandError, type Reason } from "../../errors";
import type { HostInputs } from "../../inputs/connection";
import { destinationOf } from "./words";

/** The texts of OpenSSH 9 and sudo 1.9, with what helps. */
const TEXTS: [RegExp, Reason, string][] = [
  [
    /REMOTE HOST IDENTIFICATION HAS CHANGED/,
    "host key",
    "its key has changed since it was known: if you know why, remove the old one with `ssh-keygen -R`, else somebody may be in between",
  ],
  [
    /Host key verification failed|No \S+ host key is known/,
    "host key",
    "its key is not known: log in once by hand to accept it, or give knownHosts",
  ],
  [
    /Permission denied|Too many authentication failures|No more authentication methods/,
    "no login",
    "give a user and an identityFile that it takes without a password, or start an agent",
  ],
  [
    /^sudo: |is not in the sudoers file|sudo: not found/m,
    "no sudo",
    "let this user run sudo without a password, or log in as root",
  ],
];

/** What ssh(1) said when it could not make a connection, or lost it, as an error with what helps. Keys are never shown. */
export function sshFailure(host: HostInputs, stderr: string): CommandError {
  const told = stderr
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !/^@|^It is|^Someone|^Please|SHA256:/.test(line));
  const [, reason, advice] = TEXTS.find(([text]) => text.test(stderr)) ?? UNREACHABLE;
  const answer = [`host ${host.name}: ${told.at(-1) ?? "the connection was cut"}`, advice].join("\n  ");
  return new CommandError(reason, destinationOf(host), answer);
}

const UNREACHABLE = [
  undefined,
  "unreachable",
  "what is on other hosts is not touched by it; whenUnreachable tells what becomes of what is on this one",
] as const;
