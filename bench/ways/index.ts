import { article } from "./article";
import { byHand } from "./by-hand";
import { cni } from "./cni";
import { dockerRun } from "./docker";
import { asSet, engine, oneByOne } from "./engine";
import { mininet } from "./mininet";
import type { WayName } from "./names";
import { provider } from "./provider";
import type { Way } from "./way";

export const WAYS: Record<WayName, Way> = {
  "the article's commands": article,
  "by hand, in batches": byHand,
  "CNI's bridge and portmap": cni,
  mininet,
  "docker run": dockerRun,
  "the provider": provider,
  "pulumi up, a set": engine(asSet),
  "its floor, a set": engine(asSet, { isIdle: true }),
  "pulumi up, one by one": engine(oneByOne),
  "its floor, one by one": engine(oneByOne, { isIdle: true }),
};
