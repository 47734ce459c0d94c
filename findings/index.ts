import type { Finding } from "./finding";
import { lacking } from "./host/rules/lacking";
import { foreignForward } from "./host/rules/foreign-forward";
import { listener } from "./host/rules/listener";
import { mixedBackends } from "./host/rules/mixed-backends";
import { noProgram } from "./host/rules/no-program";
import { routeOverlap } from "./host/rules/route-overlap";
import { taken } from "./host/rules/taken";
import type { Standing } from "./host/standing";
import type { Program } from "./program";
import { bareTarget } from "./rules/bare-target";
import { bridgeLoop } from "./rules/bridge-loop";
import { forwardTarget } from "./rules/forward-target";
import { gateway } from "./rules/gateway";
import { masqueradeSource } from "./rules/masquerade-source";
import { master } from "./rules/master";
import { missing } from "./rules/missing";
import { mtuMismatch } from "./rules/mtu";
import { notForwarding } from "./rules/not-forwarding";
import { privateSource } from "./rules/private-source";
import { returnRoute } from "./rules/return-route";
import { sameAddress } from "./rules/same-address";
import { sameName } from "./rules/same-name";
import { samePort } from "./rules/same-port";
import { subnetOverlap } from "./rules/subnet-overlap";
import { switchedOff } from "./rules/switched-off";
import { vxlanWay } from "./rules/vxlan";
import { type Segments, segmentsOf } from "./segments";
import { type Topology, topologyOf } from "./topology";

/** Every mistake between resources, a file each. */
const RULES: readonly ((topology: Topology, segments: Segments) => Finding[])[] = [
  sameName,
  subnetOverlap,
  sameAddress,
  missing,
  master,
  gateway,
  samePort,
  forwardTarget,
  bareTarget,
  masqueradeSource,
  notForwarding,
  switchedOff,
  returnRoute,
  privateSource,
  mtuMismatch,
  vxlanWay,
  bridgeLoop,
];

/** Every mistake against what stands on the host already. */
const HOST_RULES: readonly ((topology: Topology) => Finding[])[] = [
  taken,
  routeOverlap,
  listener,
  foreignForward,
  mixedBackends,
  noProgram,
  lacking,
];

/**
 * What is wrong with a program as a whole, and with it on its host, in the order of its resources. Unknown values make no
 * finding, nor does what could not be read. Once the update runs, what stands on the host is the program's own work.
 */
export function findingsOf(program: Program, standing: Standing | undefined, isPreview: boolean): Finding[] {
  const topology = topologyOf(program, standing);
  const segments = segmentsOf(topology);
  const rules = isPreview ? [...RULES, ...HOST_RULES] : RULES;
  return rules.flatMap((rule) => rule(topology, segments)).sort((a, b) => a.resource.index - b.resource.index);
}
