/** A failure of linuxnet itself, as one line for the terminal. Its exit codes are the shells' and docker's. */
export class Failure extends Error {
  override name = "Failure";

  constructor(
    message: string,
    readonly exitCode: number,
  ) {
    super(message);
  }
}

/** What is asked for cannot be done here: 125, so that it is not taken for the command's own 1. */
export const UNABLE = 125;
export const NOT_EXECUTABLE = 126;
export const NOT_FOUND = 127;
export const BAD_USAGE = 2;
