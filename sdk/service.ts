import type * as pulumi from "@pulumi/pulumi";
import { placed } from "./placement";
import type { NamespaceRef } from "./placement";
import { settingsOf } from "./settings";
import { LinuxnetResource, needArgs } from "./resource";
import { type Host, hostOf } from "./host";

/** When a process that ended is started again, as `Restart=` in systemd.service(5). */
export type RestartPolicy = "no" | "on-failure" | "always";

export interface ServiceArgs {
  /** The machine that it is on. @default that of its namespace, else the program's own */
  host?: pulumi.Input<Host | undefined>;
  /** The service's name. @default the resource's name */
  name?: pulumi.Input<string>;
  /** The namespace that it runs in, with the files of /etc/netns/NAME in the place of those in /etc. @default the host's own network */
  namespace?: pulumi.Input<NamespaceRef | undefined>;
  /** The program and its words: an absolute path, or a name in PATH. No shell reads them. */
  command: pulumi.Input<pulumi.Input<string>[]>;
  /** The folder that it starts in. @default "/" */
  workingDirectory?: pulumi.Input<string | undefined>;
  /** Its environment, beside a PATH of the system's folders. A value that is a Pulumi secret is in no message and in no file that others may read. */
  environment?: pulumi.Input<{ [key: string]: pulumi.Input<string> } | undefined>;
  /** The user that it runs as, by name or number, with the user's groups, HOME, USER, LOGNAME and SHELL. @default root */
  user?: pulumi.Input<string | undefined>;
  /** When it is started again: `always`, `no`, or `on-failure`: not after the status 0, SIGHUP, SIGINT, SIGPIPE or SIGTERM. @default "always" */
  restart?: pulumi.Input<RestartPolicy | undefined>;
  /** Seconds until it is started again, from 0.1 on. Without systemd it doubles, up to a minute, while the process ends within ten seconds. @default 1 */
  restartDelay?: pulumi.Input<number | undefined>;
  /** The file to whose end its output and its errors are written. @default a file under /run/linuxnet, which is removed with it */
  logFile?: pulumi.Input<string | undefined>;
}

/**
 * A process in a namespace, which is started again when it ends: supervised by systemd where that runs, else by a small
 * shell of linuxnet's. It outlives `pulumi up`, and ends with `destroy`: by SIGTERM to its process group, and SIGKILL
 * after five seconds.
 *
 * One that ends with an error within 0.3 s of its start is an error of `up`, which shows the last lines of its log. A
 * refresh tells how it ended, and that nothing supervises it any more; `up` starts it. With `no` or `on-failure` it may end
 * with status 0.
 *
 * Name and namespace replace it; `restart` and `restartDelay` change while it runs on, and anything else ends the process and
 * starts it anew.
 *
 * @example
 * new linuxnet.Service("web", { namespace: ns0, command: ["python3", "-m", "http.server", "80"] });
 */
export class Service extends LinuxnetResource {
  declare readonly name: pulumi.Output<string>;
  declare readonly namespace: pulumi.Output<string | undefined>;
  declare readonly command: pulumi.Output<string[]>;
  declare readonly workingDirectory: pulumi.Output<string>;
  declare readonly environment: pulumi.Output<{ [key: string]: string } | undefined>;
  declare readonly user: pulumi.Output<string | undefined>;
  declare readonly restart: pulumi.Output<RestartPolicy>;
  declare readonly restartDelay: pulumi.Output<number>;
  declare readonly logFile: pulumi.Output<string>;

  constructor(name: string, args: ServiceArgs, opts?: pulumi.CustomResourceOptions) {
    needArgs("Service", name, { args, opts }, "command");
    const namespace = placed(settingsOf(opts).namespace, args.namespace);
    const host = hostOf(`linuxnet.Service ${name}`, args.host, { namespace: args.namespace });
    super(
      "Service",
      name,
      {
        ...{ ...args, host, name: args.name ?? name, namespace, command: args.command, environment: args.environment },
        ...{ workingDirectory: args.workingDirectory, user: args.user, logFile: args.logFile },
        ...{ restart: args.restart, restartDelay: args.restartDelay },
      },
      ["namespace", "environment", "user"],
      opts,
    );
  }
}
