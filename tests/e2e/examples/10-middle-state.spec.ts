import { claims } from "../../../examples/10-middle-state/claims";
import { describeExample } from "../../support/example";

const findings = [
  "default0: no way back: packets of ns0 leave the host by enp0s1 with the private source 10.0.0.2, and no masquerade there hides 10.0.0.0/24",
];

describeExample([{ folder: "10-middle-state", claims, findings }]);
