import assert from "node:assert/strict";
import { inLab, linuxnet, self, withPackage } from "../support/lab-users";

/** What bash offers in the place of the last of the words that are typed after `linuxnet`. */
const OFFERED: { typed: string[]; offers: string }[] = [
  {
    typed: [""],
    offers: "new lab exec explain capture graph plan status sweep verify view watch export completion help",
  },
  { typed: ["ex"], offers: "exec explain export" },
  { typed: ["explain", "--"], offers: "--udp --capture --preview --stack --json --help" },
  { typed: ["exec", ""], offers: "host ns0 wan" },
  { typed: ["explain", "n"], offers: "ns0" },
  { typed: ["explain", "--udp", "ns0", "w"], offers: "wan" },
  { typed: ["plan", "--stack", "dev", "--j"], offers: "--json" },
  { typed: ["exec", "ns0", "--", "setpri"], offers: "setpriv" },
  { typed: ["lab", "--wan", "setpri"], offers: "setpriv" },
  { typed: ["exec", "ns0", "ls", "/proc/self/ns/n"], offers: "/proc/self/ns/net" },
  { typed: ["new", "--template", ""], offers: "docker article empty" },
  { typed: ["new", "--template", "="], offers: "docker article empty" },
  { typed: ["new", "--template", "=", "em"], offers: "empty" },
  { typed: ["new", "--package", "/proc/self/ns/n"], offers: "/proc/self/ns/net" },
  { typed: ["completion", ""], offers: "bash zsh fish" },
  { typed: ["status", "nothing", ""], offers: "" },
  { typed: ["nosuch", "st"], offers: "status" },
];

/** Puts a command `linuxnet` on PATH, which is this package's. */
const LINUXNET = `
mkdir /run/bin
printf '#!/bin/sh\\nexec %s %s "$@"\\n' "$@" >/run/bin/linuxnet
chmod +x /run/bin/linuxnet
PATH=/run/bin:$PATH
`;

/** Prints a line for each of its words: what bash offers after that one, whose own words have commas between them. */
const ASK = `
compopt() { :; }
eval "$(linuxnet completion bash)"
for line; do
  IFS=, read -ra words <<<"$line,"
  COMP_WORDS=(linuxnet "\${words[@]}") COMP_CWORD=\${#words[@]}
  _linuxnet
  echo "\${COMPREPLY[*]}"
done`;

/** What other shells make of their scripts. */
const ZSH = `autoload -U compinit; compinit -u -D; source <(linuxnet completion zsh); echo \${_comps[linuxnet]}`;
const FISH = `linuxnet completion fish | source; complete -C "linuxnet exec w"; complete -C "linuxnet expl"`;

describe("completion", () => {
  withPackage();

  it("offers in bash what may stand there", () => {
    const lines = OFFERED.map(({ typed }) => `'${typed.join()}'`);
    const text = inLab(self, `${LINUXNET} ip netns add ns0; bash -c '${ASK}' bash ${lines.join(" ")}`, "--wan");
    const offered = text.split("\n").slice(0, -1);
    assert.deepEqual(
      OFFERED.map(({ typed }, index) => ({ typed, offers: offered[index] })),
      OFFERED,
    );
  });

  it("completes what is typed at a terminal", () => {
    const keys =
      'eval "$(linuxnet completion bash)"\\nlinuxnet --vers\\t\\nlinuxnet exec wa\\tls /sys/class/net\\nexit\\n';
    const text = inLab(
      self,
      `${LINUXNET} printf '${keys}' | TERM=dumb script -qec "bash --norc -i" /dev/null`,
      "--wan",
    );
    assert.match(text, /linuxnet --version \r\n\d+\.\d+\.\d+\r\n/);
    assert.match(text, /linuxnet exec wan ls \/sys\/class\/net\r\neth0 +lo\r\n/);
  });

  for (const { shell, words, prints } of [
    { shell: "zsh", words: ["-fc", ZSH], prints: "_linuxnet\n" },
    {
      shell: "fish",
      words: ["-Nc", FISH],
      prints: "wan\tnamespace\nexplain\ttell where a packet goes, where it ends, and why\n",
    },
  ]) {
    it(`is understood by ${shell}`, () => {
      assert.equal(inLab(self, `${LINUXNET} ${shell} ${words[0]} '${words[1]}'`, "--wan"), prints);
    });
  }

  it("knows three shells", () => {
    const { code, stderr } = linuxnet(self, "completion", "tcsh");
    assert.equal(code, 2);
    assert.match(stderr, /Allowed choices are bash, zsh, fish/);
  });
});
