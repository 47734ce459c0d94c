import { claims } from "../../../examples/14-vxlan/claims";
import { describeExample } from "../../support/example";

describeExample([{ folder: "14-vxlan", claims }]);
