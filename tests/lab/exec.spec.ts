import assert from "node:assert/strict";
import { inLab, type User, users, withPackage } from "../support/lab-users";

describe("exec", () => {
  withPackage();

  for (const user of users) describe(`of ${user.who}`, () => testsOf(user));
});

function testsOf(user: User): void {
  it("runs a command in a namespace, with that one's /sys and /etc", () => {
    const files = "mkdir -p /etc/netns/wan; echo 10.0.0.3 c3 >/etc/netns/wan/hosts";
    const text = inLab(user, `${files}; "$@" exec wan -- sh -c 'cat /etc/hosts; ls /sys/class/net'`, "--wan");
    assert.equal(text, "10.0.0.3 c3\neth0\nlo\n");
  });

  it("runs a command in the network around it as host", () => {
    const text = inLab(user, '"$@" exec host ip route; "$@" exec wan "$@" exec host ip route', "--wan");
    assert.match(text, /^default via .*\n192.* dev enp0s1 .*\n192.* dev eth0 .*\n$/);
  });

  for (const { words, as = "", code, says } of [
    { words: "wan -- sh -c 'exit 5'", code: 5, says: /^$/ },
    { words: "wan -- sh -c 'kill -TERM $$'", code: 143, says: /^$/ },
    { words: "wan nosuch", code: 127, says: /nosuch: command not found/ },
    { words: "wan --", code: 2, says: /a command is missing/ },
    { words: "nowhere true", code: 125, says: /no namespace nowhere; there are: half, wan\n/ },
    { words: "../netns/wan true", code: 125, says: /no namespace \.\.\/netns\/wan;/ },
    { words: "half true", code: 125, says: /\/run\/netns\/half is a plain file, no namespace/ },
    {
      words: "wan true",
      as: "setpriv --bounding-set -sys_admin",
      code: 125,
      says: /joining namespace wan needs root/,
    },
  ]) {
    it(`ends with ${code} for ${words}`, () => {
      const script = `: >/run/netns/half; ${as} "$@" exec ${words} 2>&1 || echo "ends with $?"`;
      const lines = inLab(user, script, "--wan").split("\n").slice(0, -1);
      assert.equal(lines.pop(), `ends with ${code}`);
      assert.match(lines.map((line) => `${line}\n`).join(""), says);
    });
  }

  it("passes signals on", () => {
    const started = "until pgrep -x tail >/dev/null; do sleep 0.05; done";
    const script = `"$@" exec wan tail -f /dev/null & ${started}; kill -TERM $!; wait $! || echo $?; ! pgrep -x tail`;
    assert.equal(inLab(user, script, "--wan"), "143\n");
  });
}
