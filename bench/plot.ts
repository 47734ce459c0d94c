import { type Results, secondsOf } from "./containers";
import { NAMES } from "./ways/names";

const [WIDTH, HEIGHT] = [860, 480];
const FRAME = { left: 60, right: 230, top: 40, bottom: 50 };
const COLORS = ["#888", "#2a7", "#c60", "#a3c", "#07c", "#d22", "#066", "#9cc", "#840", "#db8"];

/** What each way takes over the number of containers, both by powers of ten. */
export function plotOf({ sizes, machine, date }: Results): string {
  const all = sizes.flatMap(({ ways }) => Object.values(ways).flatMap((it) => secondsOf(it) ?? []));
  const [low, high] = [Math.floor(Math.log10(Math.min(...all))), Math.ceil(Math.log10(Math.max(...all)))];
  const [first = 1, last = 1] = [sizes[0]?.size, sizes.at(-1)?.size];
  const [inner, tall] = [WIDTH - FRAME.left - FRAME.right, HEIGHT - FRAME.top - FRAME.bottom];
  const x = (size: number): number =>
    FRAME.left + (Math.log10(size / first) / Math.max(Math.log10(last / first), 1e-9)) * inner;
  const y = (seconds: number): number => FRAME.top + ((high - Math.log10(seconds)) / (high - low)) * tall;
  const powers = Array.from({ length: high - low + 1 }, (_, index) => low + index);
  const lines = NAMES.flatMap((name, index) => {
    const points = sizes.flatMap(({ size, ways }) => {
      const seconds = secondsOf(ways[name]);
      return seconds === undefined ? [] : [{ size, seconds }];
    });
    const end = points.at(-1);
    if (end === undefined) return [];
    const path = points.map(({ size, seconds }) => `${x(size).toFixed(1)},${y(seconds).toFixed(1)}`).join(" ");
    const color = COLORS[index % COLORS.length];
    const label = `${name} ${end.seconds.toFixed(end.seconds < 10 ? 1 : 0)} s`;
    return [
      `<polyline points="${path}" fill="none" stroke="${color}" stroke-width="2"/>`,
      ...points.map(({ size, seconds }) => `<circle cx="${x(size)}" cy="${y(seconds)}" r="3" fill="${color}"/>`),
      `<text x="${x(end.size) + 8}" y="${y(end.seconds) + 4}" fill="${color}">${label}</text>`,
    ];
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" font-family="sans-serif" font-size="12">`,
    `<rect width="100%" height="100%" fill="white"/>`,
    `<text x="${FRAME.left}" y="20" font-size="14">Seconds to make published containers (${date}, ${machine})</text>`,
    ...powers.flatMap((power) => [
      `<line x1="${FRAME.left}" x2="${FRAME.left + inner}" y1="${y(10 ** power)}" y2="${y(10 ** power)}" stroke="#ddd"/>`,
      `<text x="${FRAME.left - 8}" y="${y(10 ** power) + 4}" text-anchor="end">${10 ** power} s</text>`,
    ]),
    ...sizes.map(({ size }) => `<text x="${x(size)}" y="${HEIGHT - 20}" text-anchor="middle">${size}</text>`),
    ...lines,
    "</svg>",
    "",
  ].join("\n");
}
