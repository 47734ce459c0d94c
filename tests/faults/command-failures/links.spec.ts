import { LINKS } from "../../support/faults/cases";
import { describeFailures } from "../../support/faults/command-failures";

describe("a command that fails, of namespaces, links and routes", () =>
  describeFailures((kind) => LINKS.includes(kind)));
