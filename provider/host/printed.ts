/** What programs print one after another, after each of which stands a line of its own: `MARK TOLD`. */
export class Printed {
  private chunks: Buffer[] = [];
  /** The end of what was looked through, in which a mark may begin. */
  private looked: Buffer = Buffer.alloc(0);
  private readonly mark: Buffer;

  constructor(mark: string) {
    this.mark = Buffer.from(`\n${mark} `);
  }

  add(chunk: Buffer): void {
    this.chunks.push(chunk);
  }

  /** What the next program printed, and what its mark told; undefined while that is not all. */
  next(): { text: Buffer; told: string } | undefined {
    const latest = Buffer.concat([this.looked, this.chunks.at(-1) ?? Buffer.alloc(0)]);
    if (!latest.includes(this.mark)) {
      this.looked = latest.subarray(-this.mark.length);
      return undefined;
    }
    const all = this.rest();
    const end = all.indexOf(this.mark);
    const line = all.indexOf("\n", end + this.mark.length);
    if (line < 0) {
      [this.chunks, this.looked] = [[all], all.subarray(end)];
      return undefined;
    }
    this.chunks = [all.subarray(line + 1)];
    return { text: all.subarray(0, end), told: all.toString("latin1", end + this.mark.length, line) };
  }

  /** All that is left. */
  rest(): Buffer {
    const all = Buffer.concat(this.chunks);
    this.chunks = [];
    this.looked = Buffer.alloc(0);
    return all;
  }
}
