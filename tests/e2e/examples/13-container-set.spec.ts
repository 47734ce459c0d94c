import { claims } from "../../../examples/13-container-set/claims";
import { describeExample } from "../../support/example";

describeExample([{ folder: "13-container-set", claims }]);
