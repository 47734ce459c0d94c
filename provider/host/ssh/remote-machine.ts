import { randomBytes } from "node:crypto";
import type { HostInputs } from "../../inputs/connection";
import { placeOf } from "../../namespaces";
import { readAsOne, runAsOne } from "../as-one";
import { errorOf, isWell } from "../ended";
import type { Command, Host } from "../host";
import { patient } from "../patient-host";
import { isRead } from "../reads";
import { lineOf } from "../sh-text";
import { inQuotes } from "../../sh-words";
import type { Shell, Timed } from "../shell";
import type { Exclusively } from "../turns";
import { Connection } from "./connection";
import { sshFailure } from "./failure";
import type { Greeting } from "./greeting";
import { lockOver } from "./remote-lock";
import { withScripts } from "./scripts";

const TIMEOUT_MS = 30_000;

/** How long a host that could not be reached is not tried again. */
const REST_MS = 10_000;

/** Shells that read at once; sshd's MaxSessions is 10. */
const READERS = 4;

/** What nothing that is run contains. */
const MARK = randomBytes(12).toString("hex");

/** Another machine, by OpenSSH. */
export interface RemoteMachine {
  host: Host;
  exclusively: Exclusively;
  /** Makes the connection, unless it stands. @throws CommandError where that fails */
  greet: () => Promise<Greeting>;
}

interface Standing {
  connection: Connection;
  greeting: Greeting;
  readers: Shell[];
}

/**
 * A machine that is reached when something is first run on it. What changes it goes through one shell, which has its lock,
 * without waiting for answers in between; what only reads goes through others.
 */
export function remoteMachine(target: HostInputs, timeoutMs = TIMEOUT_MS): RemoteMachine {
  let standing: Promise<Standing> | undefined;
  let open: Standing | undefined;

  function connected(): Promise<Standing> {
    if (standing !== undefined && (open === undefined || open.connection.isUsable)) return standing;
    open = undefined;
    const next = Connection.open(target).then((its) => (open = { ...its, readers: [] }));
    standing = next;
    const tryAgain = (): void => {
      if (standing === next) standing = undefined;
    };
    next.catch(() => setTimeout(tryAgain, REST_MS).unref());
    return next;
  }

  const lock = lockOver(target, async () => (await connected()).connection);

  /** Of a change in a turn, the one that has the lock. */
  function shellFor({ connection, readers }: Standing, isChange: boolean): Shell {
    const writer = isChange ? lock.shellOfTurn() : undefined;
    if (writer !== undefined) return writer;
    readers.splice(0, readers.length, ...readers.filter((it) => it.isUsable));
    const [free] = readers.toSorted((a, b) => a.load - b.load);
    if (free !== undefined && (free.load === 0 || readers.length === READERS)) return free;
    const another = connection.shell();
    readers.push(another);
    return another;
  }

  /** @throws CommandError where the connection was cut. */
  async function uncut({ connection }: Standing, ended: Promise<Timed>): Promise<Timed> {
    const result = await ended;
    if (result.exitCode === undefined && !result.timedOut && !(await connection.isAlive())) {
      throw sshFailure(target, "");
    }
    return result;
  }

  async function run(command: Command): Promise<string> {
    const { argv, stdin = "", isBytes = false, withErrors = false } = command;
    const its = await connected();
    const { words: place } = placeOf(argv);
    const words = withScripts(argv, MARK).map((word, index, all) =>
      index === 0 || all[index - 1] === "--" ? its.greeting.find(word) : word,
    );
    // What only tries packets need not wait for changes.
    const shell = shellFor(its, !isRead(place) && place[0] !== "bash");
    const encoding = isBytes ? "latin1" : "utf8";
    const ended =
      isBytes && typeof stdin === "string" && stdin !== ""
        ? shell.runLine(ofBytes(words, stdin), timeoutMs, encoding)
        : shell.run(words, stdin, timeoutMs, encoding);
    const result = await uncut(its, ended);
    if (!isWell(result, isRead(place))) throw errorOf(command, result);
    return `${result.stdout}${withErrors ? result.stderr.trim() : ""}`;
  }

  async function runner(isChange: boolean): Promise<Parameters<typeof runAsOne>[1]> {
    const its = await connected();
    return {
      find: (program) => its.greeting.find(program),
      run: (argv, stdin) => uncut(its, shellFor(its, isChange).run(argv, stdin, timeoutMs)),
    };
  }

  return {
    host: patient({
      run,
      runSequence: async (commands) => runAsOne(commands, await runner(true)),
      readAll: async (namespace, keys, lines) => readAsOne({ namespace, keys, lines }, await runner(false)),
      has: async (program) => (await connected()).greeting.has(program),
    }),
    exclusively: lock.exclusively,
    greet: async () => (await connected()).greeting,
  };
}

/** A line of a program that reads bytes: a shell is told none that are no text. */
function ofBytes(words: readonly string[], stdin: string): string {
  const text = Buffer.from(stdin, "latin1").toString("base64");
  return lineOf(["base64", "-d"], text, MARK, ` | ${words.map(inQuotes).join(" ")}`);
}
