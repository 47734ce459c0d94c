import { itExplains } from "../support/explain-check";
import { RULE_CASES } from "../support/explain-rule-cases";

describe("explain, of rules", () => itExplains(RULE_CASES));
