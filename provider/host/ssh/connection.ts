import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { HostInputs } from "../../inputs/connection";
import { findProgram } from "../programs";
import { inQuotes } from "../../sh-words";
import { Shell, type Timed } from "../shell";
import { sshFailure } from "./failure";
import { Greeting, GREETING } from "./greeting";
import { channelWords, masterWords } from "./words";

/** How long a host may take to greet, and to tell whether it is still there. */
const GREETING_MS = 60_000;

/** Runs ssh(1), and then removes the folder of its socket, whatever ends it. */
const WITH_FOLDER = 'folder=$1; shift; "$@"; status=$?; rm -rf "$folder"; exit $status';

/** kill -9 of a process and all that descends from it, as `killTree`. */
const KILL_TREE = [
  'tree() { kill -STOP "$1"; for it in $(cat "/proc/$1"/task/*/children); do tree "$it"; done; kill -KILL "$1"; }',
  'tree "$1" 2>/dev/null',
].join("\n");

/** What a shell is told first. It has no terminal: no Ctrl-C reaches it. */
const FIRST = "cd /; unset PWD OLDPWD; umask 022\n";

/**
 * A connection of OpenSSH's client, with shells in it. Its own first shell does nothing but greet and kill: it ends with
 * this process, and the connection with it, when the others have done what they were told.
 */
export class Connection {
  private readonly folder = mkdtempSync(join(TEMPORARY, "linuxnet-ssh-"));
  private readonly control: Shell;

  private constructor(private readonly host: HostInputs) {
    const words = [findProgram("ssh"), ...masterWords(host, this.socket)];
    const process = startSsh(findProgram("sh"), ["-c", WITH_FOLDER, "sh", this.folder, ...words]);
    this.control = new Shell({ process, sh: "sh", first: FIRST, kill: () => process.kill("SIGKILL") });
  }

  /** @throws CommandError where the host cannot be reached, or refuses. */
  static async open(host: HostInputs): Promise<{ connection: Connection; greeting: Greeting }> {
    const connection = new Connection(host);
    // What somebody's login shell prints of its own is told apart.
    const ends = [":", GREETING].map((line) => connection.control.runLine(line, GREETING_MS));
    const [login, { exitCode, stdout }] = (await Promise.all(ends)) as [Timed, Timed];
    if (exitCode === undefined) throw sshFailure(host, login.stderr.replace(CUT, ""));
    return { connection, greeting: new Greeting(host, stdout) };
  }

  /** Whether nobody knows yet that it was cut. */
  get isUsable(): boolean {
    return this.control.isUsable;
  }

  /** Whether the host still answers. */
  async isAlive(): Promise<boolean> {
    const { exitCode } = await this.control.runLine(":", GREETING_MS);
    return exitCode !== undefined;
  }

  /**
   * A further shell of the host.
   * @param first lines that it is told first.
   */
  shell(first = ""): Shell {
    const process = startSsh(findProgram("ssh"), channelWords(this.host, this.socket));
    let pid: string | undefined;
    const kill = (): void => {
      const killed = pid === undefined ? Promise.resolve() : this.kill(pid);
      void killed.finally(() => process.kill("SIGKILL"));
    };
    const shell = new Shell({ process, sh: "sh", first: FIRST + first, kill });
    void shell.runLine("echo $$", GREETING_MS).then(({ stdout }) => (pid = /(\d+)\n$/.exec(stdout)?.[1]));
    return shell;
  }

  private async kill(pid: string): Promise<void> {
    await this.control.runLine(`sh -c ${inQuotes(KILL_TREE)} sh ${pid}`, GREETING_MS);
  }

  private get socket(): string {
    return join(this.folder, "s");
  }
}

/** A socket's path has 107 bytes at most, of which ssh(1) takes some for itself. */
const TEMPORARY = tmpdir().length <= 60 ? tmpdir() : "/tmp";

/** What a Shell says of its own end. */
const CUT = /the shell that (ran it|was to run it) was killed$/;

/** Ctrl-C at the terminal of this process does not reach it. */
function startSsh(program: string, words: readonly string[]): ChildProcess {
  const { HOME, SSH_AUTH_SOCK } = process.env;
  const env = { PATH: process.env.PATH, HOME, SSH_AUTH_SOCK, LC_ALL: "C" };
  return spawn(program, words, { cwd: "/", env, detached: true, stdio: ["pipe", "pipe", "pipe"] });
}
