import { claims } from "../../../examples/02-overlapping-subnets/claims";
import { describeExample } from "../../support/example";

const findings = [
  "veth1: subnets overlap on the host: veth0 has 10.0.0.1/24 in 10.0.0.0/24, veth1 has 10.0.0.3/24 in 10.0.0.0/24",
];

describeExample([{ folder: "02-overlapping-subnets", claims, findings }]);
