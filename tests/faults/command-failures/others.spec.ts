import { LINKS } from "../../support/faults/cases";
import { describeFailures } from "../../support/faults/command-failures";

describe("a command that fails, of rules and all other kinds", () => describeFailures((kind) => !LINKS.includes(kind)));
