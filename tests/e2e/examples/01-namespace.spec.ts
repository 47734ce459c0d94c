import { claims } from "../../../examples/01-namespace/claims";
import { describeExample } from "../../support/example";

describeExample([{ folder: "01-namespace", claims }]);
