import { claims } from "../../../examples/04-internet/claims";
import { claims as withoutRoute } from "../../../examples/04-internet/steps/1-no-default-route/claims";
import { claims as routeAlone } from "../../../examples/04-internet/steps/2-default-route/claims";
import { describeExample } from "../../support/example";

describeExample([
  { folder: "04-internet/steps/1-no-default-route", claims: withoutRoute },
  { folder: "04-internet/steps/2-default-route", claims: routeAlone },
  { folder: "04-internet", claims },
]);
