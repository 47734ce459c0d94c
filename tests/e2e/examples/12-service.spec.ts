import { claims } from "../../../examples/12-service/claims";
import { describeExample } from "../../support/example";

describeExample([{ folder: "12-service", claims }]);
