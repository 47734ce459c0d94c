import { createWriteStream, openSync, type WriteStream } from "node:fs";
import { Failure, UNABLE } from "../failure";
import { interfaceBlock, packetBlock, type Record, sectionHeader } from "./pcap";

/** A file of pcapng that is being written. */
export class Savefile {
  private readonly stream: WriteStream;
  private error: Error | undefined;

  /**
   * @param onError is told that no more can be written, which `end` throws.
   * @throws Failure where the file cannot be opened.
   */
  constructor(
    private readonly path: string,
    onError: () => void,
  ) {
    try {
      this.stream = createWriteStream(path, { fd: openSync(path, "w") });
    } catch (error) {
      throw this.failure(error as Error);
    }
    this.stream.on("error", (error) => {
      this.error = error;
      onError();
    });
  }

  /** Before any packet: the interfaces, by the numbers of their order. */
  begin(interfaces: readonly { linkType: number; name: string }[]): void {
    this.stream.write(sectionHeader());
    for (const { linkType, name } of interfaces) this.stream.write(interfaceBlock(linkType, name));
  }

  packet(number: number, record: Record): void {
    this.stream.write(packetBlock(number, record));
  }

  /** @throws Failure if not all could be written. */
  async end(): Promise<void> {
    if (!this.error) await new Promise<void>((resolve) => this.stream.once("close", () => resolve()).end());
    if (this.error) throw this.failure(this.error);
  }

  private failure(error: Error): Failure {
    return new Failure(`capture: cannot write ${this.path}: ${error.message}`, UNABLE);
  }
}
