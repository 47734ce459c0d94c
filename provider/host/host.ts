/** One run of a program. */
export interface Command {
  /** Program and words; never a shell's text. */
  argv: readonly string[];
  /** What it reads; a batch may need to know the program's own process id. */
  stdin?: string | ((pid: string) => string);
  /** Whether messages must not show what it reads. */
  isSecret?: boolean;
  /** Whether the answer holds what it printed as errors, too, though it ended well. */
  withErrors?: boolean;
  /** Whether what it reads and prints are bytes, a character each, and not UTF-8. */
  isBytes?: boolean;
}

/** A machine whose network is changed. */
export interface Host {
  /**
   * Runs a program to its end and answers what it printed.
   * Throws CommandError if it fails, cannot be found, or takes longer than 30 s.
   */
  run(command: Command): Promise<string>;
  /** Whether a program is installed on it; where it is absent, as on this machine. */
  has?(program: string): Promise<boolean>;
  /** Whether nothing is done on it, and what would be is told. */
  readonly isPlanned?: true;
  /** See the function of the same name; where it is absent, each command is run as its own. */
  runSequence?(commands: readonly Command[]): Promise<void>;
  /**
   * Reads kernel parameters, as sysctl(8) shows them, and answers lines of `ip -j -d`, up to one that fails; all in one
   * program. Throws CommandError where nothing could be read. Where it is absent, each is read by itself.
   */
  readAll?(namespace: string | undefined, keys: readonly string[], lines: readonly string[]): Promise<Gathered>;
}

/** What was read at once. */
export interface Gathered {
  values: string;
  /** Of the lines before the one that failed. */
  answers: string[];
  hasFailed: boolean;
}
