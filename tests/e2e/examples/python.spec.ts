import { claims } from "../../../examples/python/claims";
import { describeExample } from "../../support/example";

describeExample([{ folder: "python", claims }]);
