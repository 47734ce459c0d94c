import { claims } from "../../../examples/05-port-forward/claims";
import { describeExample } from "../../support/example";

describeExample([{ folder: "05-port-forward", claims }]);
