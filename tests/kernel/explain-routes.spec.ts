import { itExplains } from "../support/explain-check";
import { ROUTE_CASES } from "../support/explain-route-cases";

describe("explain, of routes", () => itExplains(ROUTE_CASES));
