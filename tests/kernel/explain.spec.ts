import { CASES } from "../support/explain-cases";
import { itExplains } from "../support/explain-check";
import { LINK_CASES } from "../support/explain-cases-links";

describe("explain", () => itExplains([...CASES, ...LINK_CASES]));
