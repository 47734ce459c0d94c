import { claims } from "../../../examples/06-docker-modes/claims";
import { describeExample } from "../../support/example";

describeExample([{ folder: "06-docker-modes", claims }]);
