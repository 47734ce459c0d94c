import { claims } from "../../../examples/03-bridge/claims";
import { describeExample } from "../../support/example";

describeExample([{ folder: "03-bridge", claims }]);
