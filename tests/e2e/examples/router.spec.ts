import { claims } from "../../../examples/router/claims";
import { describeExample } from "../../support/example";

describeExample([{ folder: "router", claims }]);
