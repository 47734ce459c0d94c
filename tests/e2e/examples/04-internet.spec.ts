import { claims } from "../../../examples/04-internet/claims";
import { claims as withoutRoute } from "../../../examples/04-internet/steps/1-no-default-route/claims";
import { claims as routeAlone } from "../../../examples/04-internet/steps/2-default-route/claims";
import { describeExample } from "../../support/example";

const findings = [
  "default0: forwarding is off: the host is the gateway of ns0, and does not forward its packets",
  "default1: forwarding is off: the host is the gateway of ns1, and does not forward its packets",
];

describeExample([
  { folder: "04-internet/steps/1-no-default-route", claims: withoutRoute },
  { folder: "04-internet/steps/2-default-route", claims: routeAlone, findings },
  { folder: "04-internet", claims },
]);
