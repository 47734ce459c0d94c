import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { PcapReader, type Record } from "./pcap";
import { type Listening, type Tap, tapName, tcpdumpAt, teller } from "./taps";

/** What tcpdump has not read when it is told to end, it drops. */
const GRACE_MS = 200;

/** A packet at an interface, in tcpdump's words. */
export interface Seen {
  tap: Tap;
  record: Record;
  text: string;
}

/** Listens at one interface until it is stopped. */
export class TapStream {
  private readonly reader = new PcapReader();
  /** Of which the words are yet to come, in their order. */
  private readonly waiting: Record[] = [];
  private readonly dump: ChildProcess;
  private readonly words = teller();
  private errors = "";
  /** Once it hears all that comes. @throws Error with tcpdump's words */
  readonly listening: Promise<void>;
  /** Once all that it heard has been told. */
  readonly ended: Promise<void>;

  constructor(
    readonly tap: Tap,
    how: Listening,
    onSeen: (seen: Seen) => void,
  ) {
    this.dump = tcpdumpAt(tap, how);
    this.dump.stdout?.on("data", (chunk: Buffer) => {
      this.waiting.push(...this.reader.take(chunk));
      this.words.stdin?.write(chunk);
    });
    this.dump.stdout?.on("end", () => this.words.stdin?.end());
    this.words.stdin?.on("error", () => undefined);
    if (this.words.stdout) {
      createInterface({ input: this.words.stdout }).on("line", (line) => {
        const [, text] = /^\d+\.\d+ (.*)$/.exec(line) ?? [];
        const record = text === undefined ? undefined : this.waiting.shift();
        if (record !== undefined && text !== undefined) onSeen({ tap, record, text });
      });
    }
    this.listening = new Promise((resolve, reject) => {
      this.dump.stderr?.on("data", (chunk: Buffer) => {
        this.errors += chunk.toString();
        if (/listening on /.test(this.errors)) resolve();
      });
      this.dump.once("error", reject);
      this.dump.once("close", () => reject(new Error(`${tapName(tap)}: ${lastLine(this.errors)}`)));
    });
    this.ended = Promise.all([once(this.words, "close"), once(this.dump, "close")]).then(() => undefined);
  }

  /** How many packets came faster than they could be read, once all has been told. */
  get dropped(): number {
    return Number(/^(\d+) packets? dropped by kernel$/m.exec(this.errors)?.[1] ?? 0);
  }

  /** See pcap-linktype(7). */
  get linkType(): number {
    return this.reader.linkType ?? 1;
  }

  /** What it has heard by now is told yet. */
  stop(): void {
    setTimeout(() => this.dump.kill("SIGINT"), GRACE_MS);
  }
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) ?? "tcpdump ended";
}
