import { claims } from "../../../examples/11-policy-routing/claims";
import { describeExample } from "../../support/example";

describeExample([{ folder: "11-policy-routing", claims }]);
