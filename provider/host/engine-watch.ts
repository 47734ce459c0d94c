import { connect } from "node:net";

const RETRY_MS = 500;

/** The longest that handlers go on without an engine: nobody waits for their answers any more. */
const GRACE_MS = 3000;

/**
 * Calls back once the engine is gone that listens at an address, `127.0.0.1:45885`. A connection on which nothing is
 * sent ends with it, whatever killed it, and whoever is the parent of its orphans by then. One that ends for another
 * reason is made again: gRPC's servers close those that stay silent for two minutes.
 */
export function whenEngineEnds(address: string, ended: () => void): void {
  const [, host = "", port] = /^(.+):(\d+)$/.exec(address) ?? [];
  if (port === undefined) return;
  let refused = false;
  const socket = connect({ host, port: Number(port) });
  socket.unref();
  socket.on("error", (error: NodeJS.ErrnoException) => (refused = error.code === "ECONNREFUSED"));
  socket.on("close", () => {
    if (refused) ended();
    else setTimeout(whenEngineEnds, RETRY_MS, address, ended).unref();
  });
  socket.resume();
}

/** The handlers that run, and the end of the process that runs them: between two of them rather than within one. */
export class Duty {
  private running = 0;
  private isOver = false;

  constructor(private readonly end: () => void) {}

  async during<T>(handle: () => T | Promise<T>): Promise<T> {
    this.running++;
    try {
      return await handle();
    } finally {
      this.running--;
      if (this.isOver) this.endIfIdle();
    }
  }

  /** Ends when the last handler has, or after 3 s. */
  over(): void {
    this.isOver = true;
    setTimeout(this.end, GRACE_MS).unref();
    this.endIfIdle();
  }

  private endIfIdle(): void {
    if (this.running === 0) this.end();
  }
}
