/** How much of a picture one step of the wheel, or of a button, brings nearer. */
const STEP = 1.25;

/** In pixels for a unit of the picture: at first no text is greater than this makes it, and later none smaller. */
const NATURAL = 4 / 3;
const GREATEST = 6;

/** A box in which pictures are seen whole, or as near as one has come: by wheel, dragging, keys and buttons. */
export class Zoom {
  /** In units of the picture: the part that is seen; undefined for all of it. */
  #seen;
  #whole = { x: 0, y: 0, width: 1, height: 1 };

  constructor(box) {
    this.box = box;
    box.addEventListener("wheel", (event) => this.#turn(event), { passive: false });
    box.addEventListener("pointerdown", (event) => this.#take(event));
    box.addEventListener("pointermove", (event) => this.#drag(event));
    box.addEventListener("keydown", (event) => this.#press(event));
    new ResizeObserver(() => this.#draw()).observe(box);
  }

  /** Shows a picture in the place of the one before, from as near. */
  show(svg) {
    const [x, y, width, height] = svg.getAttribute("viewBox").split(" ").map(Number);
    this.#whole = { x, y, width, height };
    svg.removeAttribute("width");
    svg.removeAttribute("height");
    this.box.replaceChildren(svg);
    this.#draw();
  }

  /** All of the picture. */
  fit() {
    this.#seen = undefined;
    this.#draw();
  }

  nearer() {
    this.#zoom(STEP);
  }

  farther() {
    this.#zoom(1 / STEP);
  }

  get #scale() {
    return this.box.clientWidth / this.#view().width;
  }

  /** What is seen, as wide and high as the box. */
  #view() {
    if (this.#seen) return this.#seen;
    const { clientWidth, clientHeight } = this.box;
    const { x, y, width, height } = this.#whole;
    const scale = Math.min(NATURAL, clientWidth / width, clientHeight / height);
    const [wide, high] = [clientWidth / scale, clientHeight / scale];
    return { x: x + (width - wide) / 2, y: y + (height - high) / 2, width: wide, height: high };
  }

  #draw() {
    const { x, y, width, height } = this.#view();
    this.box.firstElementChild?.setAttribute("viewBox", `${x} ${y} ${width} ${height}`);
  }

  /** Around a point of the box, at first its middle. */
  #zoom(factor, at = { x: this.box.clientWidth / 2, y: this.box.clientHeight / 2 }) {
    const scale = this.#scale;
    const next = Math.min(GREATEST, scale * factor);
    const view = this.#view();
    const [x, y] = [view.x + at.x / scale - at.x / next, view.y + at.y / scale - at.y / next];
    const least = Math.min(
      NATURAL,
      this.box.clientWidth / this.#whole.width,
      this.box.clientHeight / this.#whole.height,
    );
    if (next < least) return this.fit();
    this.#seen = { x, y, width: this.box.clientWidth / next, height: this.box.clientHeight / next };
    this.#draw();
  }

  #move(right, down) {
    const { x, y, width, height } = this.#view();
    this.#seen = { x: x + right / this.#scale, y: y + down / this.#scale, width, height };
    this.#draw();
  }

  #turn(event) {
    event.preventDefault();
    const { left, top } = this.box.getBoundingClientRect();
    this.#zoom(STEP ** (-event.deltaY / 100), { x: event.clientX - left, y: event.clientY - top });
  }

  #take(event) {
    if (event.button === 0) this.box.setPointerCapture(event.pointerId);
  }

  #drag(event) {
    if (this.box.hasPointerCapture(event.pointerId)) this.#move(-event.movementX, -event.movementY);
  }

  #press({ key }) {
    const far = this.box.clientWidth / 10;
    const moves = { ArrowLeft: [-far, 0], ArrowRight: [far, 0], ArrowUp: [0, -far], ArrowDown: [0, far] };
    if (moves[key]) this.#move(...moves[key]);
    if (key === "+") this.nearer();
    if (key === "-") this.farther();
    if (key === "0") this.fit();
  }
}
