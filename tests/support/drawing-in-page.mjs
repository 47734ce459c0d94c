// Measures a picture: a browser runs this in the page of `linuxnet view`. See drawing.ts for what it answers.
(() => {
  const rectangle = (element) => {
    const { left, top, right, bottom } = element.getBoundingClientRect();
    return { left, top, right, bottom };
  };
  const size = ({ left, right, top, bottom }) => (right - left) * (bottom - top);
  const edgeOf = (shape) => shape.getAttribute("stroke") ?? "none";
  const picture = document.querySelector("#picture");
  const shapes = [...picture.querySelectorAll("path, polygon")]
    .filter((it) => it.closest(".edge") === null && !["none", "transparent"].includes(edgeOf(it)))
    .map((element) => ({ element, at: rectangle(element) }))
    .sort((a, b) => size(a.at) - size(b.at));
  const boxes = new Map();
  const outside = [];
  const sizes = [];
  for (const text of picture.querySelectorAll("text")) {
    const at = rectangle(text);
    const [x, y] = [(at.left + at.right) / 2, (at.top + at.bottom) / 2];
    const box = shapes.find((it) => it.at.left <= x && x <= it.at.right && it.at.top <= y && y <= it.at.bottom);
    const line = text.textContent.replace(/\s+/g, " ").trim();
    sizes.push(Number(text.getAttribute("font-size")) * text.getScreenCTM().a);
    if (!box || at.left < box.at.left - 1 || at.right > box.at.right + 1) outside.push(line);
    if (!box) continue;
    const drawn = boxes.get(box.element) ?? { ...box.at, lines: [], colour: edgeOf(box.element) };
    drawn.lines.push(line);
    boxes.set(box.element, drawn);
  }
  return {
    frame: rectangle(picture),
    boxes: [...boxes.values()].map((it) => [it.lines[0], it]),
    smallest: Math.min(...sizes),
    outside,
  };
})();
