import { join } from "node:path";
import { localHost } from "../../provider/host/local-host";
import { kindNameOf } from "../../provider/resources";
import { BAD_USAGE, Failure } from "../failure";
import { runLab } from "../lab";
import type { Preview } from "../plan/preview";
import { runPreview } from "../preview";
import type { Question } from "./answer";
import { type Foretold, foretold } from "./foretold";
import { readUplinks, type Uplink } from "./uplink";

/** What the command in the lab reads. */
export interface Task {
  question: Question;
  uplinks: Uplink[];
  /** In the order in which they are made. */
  resources: Foretold[];
}

/**
 * Prints what would become of a packet by what an update of the current folder would leave, and answers the exit code.
 * @param words for `pulumi preview`.
 * @throws Failure where the preview fails.
 */
export async function answerOfPreview(question: Question, words: readonly string[]): Promise<number> {
  // A claim is tried with real packets, and nothing of it stands.
  const resources = foretold(await previewOf(words)).filter(({ type }) => kindNameOf(type) !== "reachable");
  const task: Task = { question, uplinks: await readUplinks(localHost), resources };
  return runLab([process.execPath, join(__dirname, "in-lab.js")], false, JSON.stringify(task));
}

async function previewOf(words: readonly string[]): Promise<Preview> {
  try {
    return await runPreview("explain", words);
  } catch (error) {
    throw error instanceof Failure ? new Failure(error.message, BAD_USAGE) : error;
  }
}
