import { run } from "../support/command";
import { HAS_BOTH, withBackend } from "../support/backends";
import { EVERY_ORDER, IN_TURN, type Other, walk } from "../support/beside";
import { Docker } from "../support/docker";
import { removeAll } from "../support/made";
import { stopServers } from "../support/traffic";

/** Docker with a container on its own bridge. */
class DockersPort implements Other {
  readonly place = "d1";
  readonly port = 9090;
  private isMade = false;

  constructor(private readonly docker: Docker) {}

  isReachedUnder(): boolean {
    return true;
  }

  async start(): Promise<void> {
    await this.docker.startAgain();
    if (this.isMade) this.docker.startContainerAgain(this.place);
    else this.docker.startContainer(this.place, "--publish", `${this.port}:80`);
    this.isMade = true;
  }

  stop(): Promise<void> {
    return this.docker.stop();
  }
}

describe("beside Docker", function () {
  this.timeout(300_000);
  let docker: Docker | string;
  let others: DockersPort;

  before(async function () {
    docker = await Docker.start();
    if (typeof docker === "string") {
      console.log(`not tried, because ${docker}: linuxnet and Docker side by side`);
      return this.skip();
    }
    await docker.stop();
    others = new DockersPort(docker);
  });

  after(async () => {
    if (docker instanceof Docker) await docker.stop();
  });

  // What one backend drops the other cannot let through.
  beforeEach(() => run(["nft", "flush", "ruleset"]));

  afterEach(async () => {
    await stopServers();
    await removeAll();
  });

  it("neither disturbs the other, in any order of start and stop", () => walk(others, EVERY_ORDER));

  (HAS_BOTH ? it : it.skip)("neither disturbs the other by iptables-legacy", () =>
    withBackend("legacy", () => walk(others, IN_TURN)),
  );
});
