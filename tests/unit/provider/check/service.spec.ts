import { quoted, type RefusalCase, testRefusals, WANTED } from "../../../support/refusal-table";

const PROGRAM = "a program's absolute path, or its name in PATH";
const TEXT = "a text without NUL";
const VARIABLE = "a name of letters, digits and `_`, not beginning with a digit";
const given = { name: "web", command: ["httpd"] };

testRefusals("service", [
  [{}, ["name", WANTED.value, "nothing"], ["command", WANTED.value, "nothing"]],
  [{ ...given, command: [] }, ["command", "a program at least", "[]"]],
  [{ ...given, command: "httpd -f" }, ["command", "a list", '"httpd -f"']],
  ...["", "./a", "a/b", "/", "-a"].map((name): RefusalCase => [
    { ...given, command: [name] },
    ["command[0]", PROGRAM, quoted(name)],
  ]),
  [{ ...given, command: ["a", "b\0", 1] }, ["command[1]", TEXT, quoted("b\0")], ["command[2]", TEXT, "1"]],
  // What a variable holds may be a secret: no message shows it.
  [
    { ...given, environment: { "1A": "hidden", B: 7, C: "hidden\0" } },
    ['environment["1A"]', VARIABLE, '"1A"'],
    ['environment["B"]', TEXT, '"number"'],
    ['environment["C"]', TEXT, '"one with NUL"'],
  ],
  [{ ...given, workingDirectory: "srv" }, ["workingDirectory", "an absolute path", '"srv"']],
  [{ ...given, logFile: "/a\nb" }, ["logFile", "an absolute path", quoted("/a\nb")]],
  [{ ...given, user: "a b" }, ["user", "the name or the number of a user", '"a b"']],
  [{ ...given, restart: "yes" }, ["restart", 'one of "no", "on-failure", "always"', '"yes"']],
  [{ ...given, restartDelay: 0 }, ["restartDelay", "a number of seconds from 0.1 to 3600", "0"]],
]);
