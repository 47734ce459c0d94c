import { CASES } from "../support/explain-cases";
import { CASES_6 } from "../support/explain-cases-6";
import { itExplains } from "../support/explain-check";
import { LINK_CASES } from "../support/explain-cases-links";

describe("explain", () => itExplains([...CASES, ...LINK_CASES, ...CASES_6]));
