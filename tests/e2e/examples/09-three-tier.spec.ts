import { claims } from "../../../examples/09-three-tier/claims";
import { describeExample } from "../../support/example";

describeExample([{ folder: "09-three-tier", claims }]);
