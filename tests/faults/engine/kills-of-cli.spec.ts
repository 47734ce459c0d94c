import { describeKills } from "../../support/engine/kills";

describeKills("CLI");
