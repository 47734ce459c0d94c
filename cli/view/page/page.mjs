import { Zoom } from "./zoom.mjs";

/** How long what is shown stays, in milliseconds. */
const REFRESH = 1500;

const element = (id) => document.getElementById(id);
const form = element("question");
const zoom = new Zoom(element("picture"));

/** What is asked for; undefined where nothing is. */
let question;

/** Whether all is shown that stands. */
let isWhole = true;

/** How often in a row there was no answer: once may be because addresses of this machine have changed meanwhile. */
let misses = 0;

/** Asks for what stands now. An answer to an older question than the last one is not shown. */
async function refresh() {
  const asked = question;
  try {
    const response = await (asked === undefined
      ? fetch("state")
      : fetch("way", { method: "POST", body: JSON.stringify(asked) }));
    const text = await response.text();
    misses = 0;
    if (asked !== question) return;
    if (response.ok) show(JSON.parse(text));
    tell(response.ok ? "" : text);
  } catch {
    if (++misses > 1) tell("linuxnet view has ended, or does not answer");
  }
}

function show({ svg, rules, unread, way, drift }) {
  isWhole = unread === 0;
  element("unread").textContent = isWhole ? "" : `${unread} more are being read`;
  const { documentElement } = new DOMParser().parseFromString(svg, "image/svg+xml");
  zoom.show(document.importNode(documentElement, true));
  section("way", way?.text);
  element("way").classList.toggle("stopped", way?.arrives === false);
  section("rules", rules.length === 0 ? undefined : rules.join("\n"));
  section("drift", drift);
}

function section(id, text) {
  element(id).hidden = text === undefined;
  element(id).querySelector("pre").textContent = text ?? "";
}

function tell(failure) {
  element("failure").hidden = failure === "";
  element("failure").textContent = failure;
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const { from, to, udp } = form.elements;
  question = { from: from.value.trim(), to: to.value.trim(), udp: udp.checked };
  refresh();
});

form.addEventListener("reset", () => {
  question = undefined;
  refresh();
});

element("zoom").addEventListener("click", ({ target }) => {
  if (["nearer", "farther", "fit"].includes(target.name)) zoom[target.name]();
});

for (;;) {
  if (!document.hidden) await refresh();
  if (isWhole) await new Promise((resolve) => setTimeout(resolve, REFRESH));
}
