import { claims } from "../../../examples/07-docker-bridge/claims";
import { describeExample } from "../../support/example";

describeExample([{ folder: "07-docker-bridge", claims }]);
