import { LinuxnetError } from "../../provider/errors";
import { firewallOf } from "../../provider/host/firewall";
import type { Host } from "../../provider/host/host";
import { lifecycleOf } from "../../provider/lifecycle-of";
import { UNMARKED } from "../../provider/owner";
import { kinds } from "../../provider/resources";
import type { ResourceSpec, View } from "../../provider/resources/spec";
import { kindServedBy } from "../../provider/types";
import { commentText } from "./literal";
import type { Declared, Export } from "./model";
import { Names } from "./names";

/** Whose nothing is. */
const NOBODY = "0".repeat(16);

/** Takes down what stands, object by object, as `pulumi import` would. */
export class Taking {
  readonly resources: Declared[] = [];
  readonly left: string[] = [];
  readonly leftOfProgram: string[] = [];
  /** What a script makes of interfaces, beyond the resources. */
  readonly links: string[][] = [];
  private readonly firewalls = new Map<string, string[][]>();
  private readonly names = new Names();

  constructor(
    private readonly host: Host,
    private readonly view: View,
  ) {}

  /**
   * The object of a kind at an id, called so in the program. Of what properties cannot say, and of what is a stack's already,
   * it is left why, for `unless` it is told elsewhere.
   */
  async take(
    kind: Declared["kind"],
    id: string,
    name: string,
    unless?: (reason: string) => unknown,
  ): Promise<Declared | undefined> {
    const reason = await this.tryTaking(kind, id, name);
    if (typeof reason !== "string") return reason;
    (unless ?? ((text: string) => this.leave(text)))(reason);
    return undefined;
  }

  /** Tells what no resource says. @param commands what a script makes of it; undefined where it does not. */
  leave(text: string, commands?: readonly string[][]): void {
    const lines = commands === undefined ? this.left : this.leftOfProgram;
    if (!lines.includes(text)) lines.push(text);
    this.links.push(...(commands ?? []));
  }

  /** Whether a namespace was taken down, as a whole. */
  hasNamespace(namespace: string | undefined): namespace is string {
    return this.resources.some(({ kind, id }) => kind === "namespace" && id === namespace);
  }

  /** What makes the rules of a namespace by hand. */
  firewall(namespace: string, commands: readonly string[][]): void {
    this.firewalls.set(namespace, [...(this.firewalls.get(namespace) ?? []), ...commands]);
  }

  /** All that was taken down. */
  get export(): Export {
    const { resources, left, leftOfProgram, links, firewalls } = this;
    return { resources, left, leftOfProgram, script: { links, firewalls } };
  }

  private async tryTaking(kind: Declared["kind"], id: string, name: string): Promise<Declared | string> {
    const spec = kinds[kind] as unknown as ResourceSpec;
    try {
      const found = await lifecycleOf(spec, this.host, firewallOf(this.host), this.view).read({ owner: NOBODY }, id);
      if (found === undefined) return `${id}: gone meanwhile`;
      const { imported, drift = [] } = found.state;
      const what = spec.describe(found.state);
      if (imported?.mark !== UNMARKED)
        return `${what}: a stack of linuxnet has it already, see linuxnet export --stack`;
      if (drift.length > 0) this.leave(`${what}: the second \`pulumi up\` will mend: ${drift.join("; ")}`);
      const { drift: _drift, ...inputs } = found.inputs;
      const resource = {
        kind,
        name: this.names.unique(commentText(name)),
        inputs: inputs,
        imported,
        id: found.id,
      };
      this.resources.push(resource);
      return resource;
    } catch (error) {
      if (!(error instanceof LinuxnetError)) throw error;
      return `${kindServedBy(kind)} ${error.message.split("\n", 1)[0]}`;
    }
  }
}
