import { hasCapabilities } from "../../provider/host/capabilities";
import { localHost } from "../../provider/host/local-host";
import { isProgram, missingPrograms } from "../../provider/host/programs";
import type { HostInputs } from "../../provider/inputs/connection";
import { remoteMachineOf } from "../../provider/machines";
import type { Reader } from "./read";

/** What a reading of a machine has to work with: the one that this process runs on, or another. Throws CommandError where that cannot be reached. */
export async function meansOn(
  target: HostInputs | undefined,
): Promise<Pick<Reader, "host" | "isPrivileged" | "missing" | "programsOf">> {
  if (target === undefined) {
    return {
      host: localHost,
      isPrivileged: hasCapabilities("CAP_NET_ADMIN", "CAP_SYS_ADMIN"),
      missing: missingPrograms(),
      programsOf: (paths) => Promise.resolve(paths.filter(isProgram)),
    };
  }
  const { host, greet } = remoteMachineOf(target);
  const { isPrivileged, missing } = await greet();
  const programsOf = async (paths: readonly string[]): Promise<string[]> =>
    (await host.run({ argv: ["sh", "-c", PROGRAMS_OF, "sh", ...paths] })).split("\n").filter(Boolean);
  return { host, isPrivileged, missing, programsOf };
}

const PROGRAMS_OF = 'for it; do [ ! -f "$it" ] || [ ! -x "$it" ] || echo "$it"; done';
