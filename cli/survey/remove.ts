import { CommandError, LinuxnetError } from "../../provider/errors";
import { firewallOf } from "../../provider/host/firewall";
import type { Host } from "../../provider/host/host";
import { runSteps, StepFailure } from "../../provider/host/kernel";
import { viewOf } from "../../provider/host/view";
import { lifecycleOf } from "../../provider/lifecycle-of";
import { namespacePath } from "../../provider/namespaces";
import { kinds } from "../../provider/resources";
import type { RouteInputs } from "../../provider/resources/route";
import type { RuleInputs } from "../../provider/resources/rule";
import { ipStep, type Owned, type ResourceSpec, type Step } from "../../provider/resources/spec";
import { inGroups } from "../../provider/host/in-groups";
import type { PlacedRoute, PlacedRule } from "./kernel";
import type { Orphan } from "./model";
import type { Ownership } from "./stack";

/** Why something was not removed. */
export interface Refusal {
  orphan: Orphan;
  reason: string;
}

/** Objects of one kind that are removed at the same time. */
const AT_ONCE = 8;

/** An owner that nobody is. */
const NOBODY = "0".repeat(16);

/**
 * Removes orphans in their order, by the steps with which the provider removes resources. Each link and namespace is looked
 * at once more before. What is gone meanwhile is no failure.
 */
export async function removeOrphans(orphans: readonly Orphan[], ownership: Ownership, host: Host): Promise<Refusal[]> {
  const remover = new Remover(host, ownership);
  const refusals: Refusal[] = [];
  for (const kind of new Set(orphans.map((orphan) => orphan.kind))) {
    const alike = orphans.filter((orphan) => orphan.kind === kind);
    await inGroups(alike, AT_ONCE, async (orphan) => {
      const reason = await remover.remove(orphan).catch(explained);
      if (reason !== undefined) refusals.push({ orphan, reason });
    });
  }
  return refusals;
}

class Remover {
  private readonly firewall;
  private readonly view;

  constructor(
    private readonly host: Host,
    private readonly ownership: Ownership,
  ) {
    this.firewall = firewallOf(host);
    this.view = viewOf(host);
  }

  /** Answers why it is not to be removed, where it is not. */
  async remove(orphan: Orphan): Promise<string | undefined> {
    switch (orphan.kind) {
      case "rules":
        await this.firewall.apply(orphan.namespace, { owner: orphan.owner, chains: [] });
        await this.run(orphan.flows.map((flows) => ({ tool: "conntrack", namespace: orphan.namespace, flows })));
        break;
      case "names":
        await this.firewall.name({ owner: orphan.owner, lines: [] });
        break;
      case "service":
        await this.run([{ tool: "service stop", owner: orphan.owner }]);
        break;
      case "switch":
        // The firewall puts a parameter back with the last chain that needs it: here that has gone.
        await this.firewall.apply(orphan.namespace, { owner: NOBODY, chains: [] });
        break;
      case "route":
        await this.delete(kinds.route, routeInputs(orphan.namespace, orphan.route));
        break;
      case "rule":
        await this.delete(kinds.rule, ruleInputs(orphan.namespace, orphan.rule));
        break;
      case "qdisc":
        await this.run(removalOf(orphan));
        break;
      case "link":
        for (const { namespace, name } of orphan.ends) await this.deleteLink(orphan.owner, namespace, name);
        break;
      case "namespace":
        if (orphan.holds.length > 0) return `it would take ${orphan.holds.join(", ")} along`;
        await this.deleteNamespace(orphan.name, orphan.owner);
        break;
      case "file":
        await this.deleteNamespace(orphan.name, NOBODY);
    }
    return undefined;
  }

  private delete<Inputs extends Owned, State extends Inputs>(
    spec: ResourceSpec<Inputs, State>,
    state: State,
  ): Promise<void> {
    return lifecycleOf(spec, this.host, this.firewall, this.view).delete(state);
  }

  private deleteNamespace(name: string, owner: string): Promise<void> {
    return this.delete(kinds.namespace, { name, owner, adopt: false, path: namespacePath(name) });
  }

  /** The other end of a pair goes with the first. */
  private async deleteLink(owner: string, namespace: string | undefined, name: string): Promise<void> {
    const link = await this.view.link(namespace, name);
    if (link === undefined || this.ownership.ownerOfLink(link) !== owner) return;
    await this.run([ipStep(namespace, "link", "del", "dev", name)]);
  }

  private run(steps: Step[]): Promise<void> {
    return runSteps(this.host, this.firewall, steps);
  }
}

/** The steps that remove something of nobody in particular. */
export function removalOf(orphan: Extract<Orphan, { kind: "route" | "rule" | "qdisc" }>): Step[] {
  switch (orphan.kind) {
    case "route":
      return kinds.route.remove(routeInputs(orphan.namespace, orphan.route));
    case "rule":
      return kinds.rule.remove(ruleInputs(orphan.namespace, orphan.rule));
    case "qdisc": {
      const { namespace, device } = orphan;
      return kinds.qdisc.remove({ ...(namespace === undefined ? {} : { namespace }), device, owner: NOBODY });
    }
  }
}

function ruleInputs(namespace: string | undefined, { priority, family }: PlacedRule): RuleInputs {
  return { ...(namespace === undefined ? {} : { namespace }), priority, family, type: "lookup", owner: NOBODY };
}

function routeInputs(namespace: string | undefined, route: PlacedRoute): RouteInputs {
  const { destination, family, metric, table, type } = route;
  return {
    ...(namespace === undefined ? {} : { namespace }),
    destination: destination === "default" && family === 6 ? "::/0" : destination,
    ...{ metric, table, type: type as RouteInputs["type"] },
    ...{ onlink: false, adopt: false, owner: NOBODY },
  };
}

/** Why a removal failed; undefined where there was nothing to remove any more. */
function explained(error: unknown): string | undefined {
  const cause = error instanceof StepFailure ? error.error : error;
  if (!(cause instanceof LinuxnetError)) throw error;
  if (cause instanceof CommandError && cause.reason === "absent") return undefined;
  return cause.message.split("\n", 1)[0];
}
