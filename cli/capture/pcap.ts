/** A packet as tcpdump(8) writes it with `-w`, see pcap-savefile(5). */
export interface Record {
  /** In microseconds since 1970. */
  time: bigint;
  data: Buffer;
  /** How long it was on the wire. */
  length: number;
}

const FILE_HEADER = 24;
const RECORD_HEADER = 16;
const LITTLE_ENDIAN = 0xa1b2c3d4;

/** Reads a savefile that comes in pieces. */
export class PcapReader {
  private rest = Buffer.alloc(0);
  /** See pcap-linktype(7); undefined until the beginning has come. */
  linkType: number | undefined;

  /** The records that are whole by now. */
  take(chunk: Buffer): Record[] {
    this.rest = Buffer.concat([this.rest, chunk]);
    if (this.linkType === undefined) {
      if (this.rest.length < FILE_HEADER) return [];
      if (this.rest.readUInt32LE(0) !== LITTLE_ENDIAN) throw new Error("not a savefile of this machine");
      this.linkType = this.rest.readUInt32LE(20);
      this.rest = this.rest.subarray(FILE_HEADER);
    }
    const records: Record[] = [];
    for (;;) {
      if (this.rest.length < RECORD_HEADER) return records;
      const captured = this.rest.readUInt32LE(8);
      if (this.rest.length < RECORD_HEADER + captured) return records;
      const time = BigInt(this.rest.readUInt32LE(0)) * 1_000_000n + BigInt(this.rest.readUInt32LE(4));
      const data = this.rest.subarray(RECORD_HEADER, RECORD_HEADER + captured);
      records.push({ time, data, length: this.rest.readUInt32LE(12) });
      this.rest = this.rest.subarray(RECORD_HEADER + captured);
    }
  }
}

const SECTION_HEADER = 0x0a0d0d0a;
const INTERFACE = 1;
const PACKET = 6;
const NAME = 2;

/** The beginning of a file of many interfaces, which bear names: a section header of pcapng. */
export function sectionHeader(): Buffer {
  const body = Buffer.alloc(16);
  body.writeUInt32LE(0x1a2b3c4d, 0);
  body.writeUInt16LE(1, 4);
  body.writeBigInt64LE(-1n, 8);
  return block(SECTION_HEADER, body);
}

/** One of the interfaces; they are counted from 0 in the order of these blocks. Times are in microseconds. */
export function interfaceBlock(linkType: number, name: string): Buffer {
  const text = Buffer.from(name);
  const body = Buffer.alloc(8 + 4 + padded(text.length) + 4);
  body.writeUInt16LE(linkType, 0);
  body.writeUInt16LE(NAME, 8);
  body.writeUInt16LE(text.length, 10);
  text.copy(body, 12);
  return block(INTERFACE, body);
}

export function packetBlock(number: number, { time, data, length }: Record): Buffer {
  const body = Buffer.alloc(20 + padded(data.length));
  body.writeUInt32LE(number, 0);
  body.writeUInt32LE(Number(time >> 32n), 4);
  body.writeUInt32LE(Number(time & 0xffffffffn), 8);
  body.writeUInt32LE(data.length, 12);
  body.writeUInt32LE(length, 16);
  data.copy(body, 20);
  return block(PACKET, body);
}

function block(type: number, body: Buffer): Buffer {
  const whole = Buffer.alloc(12 + body.length);
  whole.writeUInt32LE(type, 0);
  whole.writeUInt32LE(whole.length, 4);
  body.copy(whole, 8);
  whole.writeUInt32LE(whole.length, whole.length - 4);
  return whole;
}

function padded(length: number): number {
  return Math.ceil(length / 4) * 4;
}
