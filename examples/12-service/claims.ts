import type { Claim, Command } from "../../tests/support/claim";

/** Python takes a moment until it listens. */
const curl = (url: string): Command["run"] => ["curl", "-sSm5", "--retry", "9", "--retry-connrefused", url];

export const claims: Claim[] = [
  {
    what: "wan gets a page of the server in c1, by a port of the host",
    in: "wan",
    run: curl("192.168.64.5:8080/GPL-3"),
    prints: "GNU GENERAL PUBLIC LICENSE",
  },
  {
    what: "and so does the host",
    run: curl("192.168.64.5:8080"),
    prints: "Directory listing for /",
  },
  {
    what: "it runs in c1, and as nobody",
    in: "c1",
    run: ["ps", "-C", "python3", "-o", "user=,args="],
    prints: "nobody   python3 -m http.server 8000",
  },
];
