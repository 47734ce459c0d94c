import * as pulumi from "@pulumi/pulumi";
import { ownerFrom } from "../provider/owner";
import type { kinds } from "../provider/resources";
import { handlerOf, type Mode, TYPES } from "../provider/types";
import { isAbsent } from "./given";
import { addDeclared } from "./findings";
import type { HostConnection, HostInput } from "./host";
import { CHOOSE_PLUGIN, settingsOf } from "./settings";

/** The last word of its Pulumi type. */
export type Kind = Capitalize<keyof typeof kinds>;

/** A resource of linuxnet: one object of the kernel, or a few that make sense only together. */
export abstract class LinuxnetResource extends pulumi.CustomResource {
  /** The machine that it is on; undefined on the program's own. */
  declare readonly host: pulumi.Output<HostConnection | undefined>;
  /** @internal */
  readonly machine: HostInput;

  /**
   * @param optionals inputs that the state lacks where the program gives none.
   * @internal
   */
  protected constructor(
    kind: Kind,
    name: string,
    inputs: pulumi.Inputs,
    optionals: readonly string[],
    opts: pulumi.CustomResourceOptions = {},
  ) {
    const isRead = opts.id !== undefined;
    // Of what is only read the engine knows the id, and the provider the rest.
    const given = isRead ? Object.fromEntries(Object.keys(inputs).map((key) => [key, undefined])) : inputs;
    const owned = { ...given, owner: ownerOf(kind, name, opts.parent), imported: undefined };
    const { mode, strict, iptables } = settingsOf(opts);
    if (mode === "dynamic" && opts.import !== undefined) {
      const advice = `${CHOOSE_PLUGIN}, or take the option out once it has`;
      throw new Error(`linuxnet.${kind} ${name}: only the plugin can import; ${advice}`);
    }
    // A stack may move from one mode to the other.
    const other = { type: TYPES[mode === "plugin" ? "dynamic" : "plugin"] + kind };
    super(
      TYPES[mode] + kind,
      name,
      { ...owned, ...needed(mode, kind) },
      // The kernel's names are unique, so the old object must go first: also in `pulumi up --replace`, which does not
      // ask the provider.
      { deleteBeforeReplace: true, ...opts, aliases: [...(opts.aliases ?? []), other] },
    );
    const outputs = this as unknown as Record<string, pulumi.Output<unknown>>;
    for (const key of optionals) {
      outputs[key] = isRead ? this.found(outputs[key]) : this.confirmed(inputs[key], outputs[key]);
    }
    this.machine = given.host as HostInput;
    // What was given: it makes nobody depend on this resource.
    outputs.host = pulumi.output(given.host);
    if (isRead) return;
    addDeclared({
      resource: this,
      kind: handlerOf(kind),
      name,
      inputs: owned,
      hasAliases: (opts.aliases ?? []).length > 0,
      strict,
      iptables,
    });
  }

  /**
   * What the state says of an input, and known at preview also where there is nothing to say: Pulumi takes an output
   * that the state lacks, such as the namespace of what lives on the host, for unknown.
   */
  private confirmed(input: pulumi.Input<unknown>, output: pulumi.Output<unknown> | undefined): pulumi.Output<unknown> {
    return pulumi.all([input, this.urn]).apply(([given]) => (isAbsent(given) ? undefined : output));
  }

  /** What a read has found, and known at preview also where it has found nothing. */
  private found(output: pulumi.Output<unknown> | undefined): pulumi.Output<unknown> {
    return this.id.apply(() => valueOf(output));
  }
}

/** The value of an output, which may be a value that is not known. */
async function valueOf(output: pulumi.Output<unknown> | undefined): Promise<unknown> {
  const value = await (output as { promise(withUnknowns: boolean): Promise<unknown> } | undefined)?.promise(true);
  return pulumi.isUnknown(value) ? undefined : value;
}

/** What a mode needs with a kind's inputs. */
function needed(mode: Mode, kind: Kind): pulumi.Inputs {
  if (mode === "plugin") return {};
  // Pulumi would write the whole handler here, as code. This text is the same in every version, and short.
  return { __provider: `exports.handler=()=>require("pulumi-linuxnet/provider").${handlerOf(kind)}` };
}

/** Nothing is needed of what is only read. @throws Error that names the first of a resource's arguments that is missing: programs in JavaScript are not typed. */
export function needArgs(
  kind: Kind,
  name: string,
  { args, opts }: { args: object | undefined; opts: pulumi.CustomResourceOptions | undefined },
  ...keys: string[]
): void {
  if (opts?.id !== undefined) return;
  const missing = keys.find((key) => isAbsent((args as Record<string, unknown> | undefined)?.[key]));
  if (missing !== undefined) throw new Error(`linuxnet.${kind} ${name}: the argument ${missing} is missing`);
}

/**
 * Whose the kernel's objects are: a hash of what Pulumi itself tells two resources apart by. Not of the URN, which changes
 * with what serves the resource.
 */
function ownerOf(kind: Kind, name: string, parent: pulumi.Resource | undefined): string {
  return ownerFrom(pulumi.getProject(), pulumi.getStack(), { kind, parents: typesOf(parent), name });
}

function typesOf(resource: pulumi.Resource | undefined): string[] {
  if (!pulumi.Resource.isInstance(resource)) return [];
  const { __pulumiType: type = "", __parentResource: parent } = resource as unknown as {
    __pulumiType?: string;
    __parentResource?: pulumi.Resource;
  };
  return type === STACK ? [] : [...typesOf(parent), type];
}

/** The type of the stack itself, which is no part of its resources' names. */
const STACK = "pulumi:pulumi:Stack";
