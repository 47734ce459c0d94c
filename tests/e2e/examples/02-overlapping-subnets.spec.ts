import { claims } from "../../../examples/02-overlapping-subnets/claims";
import { describeExample } from "../../support/example";

describeExample([{ folder: "02-overlapping-subnets", claims }]);
