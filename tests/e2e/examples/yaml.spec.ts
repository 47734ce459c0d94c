import { claims } from "../../../examples/yaml/claims";
import { describeExample } from "../../support/example";

describeExample([{ folder: "yaml", claims }]);
