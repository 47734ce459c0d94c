/*
 * Watches how much memory a process and all that it has started have, as long as its standard input is open; then prints the
 * most, in bytes. In a process of its own, for what is measured may block its own.
 */
const { readdirSync, readFileSync } = require("node:fs");
const { clearInterval, setInterval } = require("node:timers");
const { argv, pid: own, stdin, stdout } = require("node:process");

const PAGE = 4096;
const INTERVAL_MS = 100;

const root = Number(argv[2]);
let peak = 0;

function look() {
  const parents = new Map();
  for (const entry of readdirSync("/proc")) {
    const pid = Number(entry);
    if (Number.isInteger(pid)) parents.set(pid, Number(/\) \w (\d+)/.exec(textOf(`/proc/${pid}/stat`))?.[1]));
  }
  const isOf = (pid) =>
    pid !== own && (pid === root || (parents.has(pid) && parents.get(pid) !== pid && isOf(parents.get(pid))));
  const pages = [...parents.keys()].filter(isOf).map((pid) => Number(textOf(`/proc/${pid}/statm`).split(" ")[1] ?? 0));
  peak = Math.max(
    peak,
    pages.reduce((sum, its) => sum + its * PAGE, 0),
  );
}

/** One that has ended meanwhile has none. */
function textOf(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

look();
stdout.write("ready\n");
const timer = setInterval(look, INTERVAL_MS);
stdin.resume().on("end", () => {
  clearInterval(timer);
  look();
  stdout.write(`${peak}\n`);
});
