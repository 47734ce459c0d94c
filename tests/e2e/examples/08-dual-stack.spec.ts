import { claims } from "../../../examples/08-dual-stack/claims";
import { describeExample } from "../../support/example";

describeExample([{ folder: "08-dual-stack", claims }]);
