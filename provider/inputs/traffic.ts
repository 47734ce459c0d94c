import type { Check } from "./check";

/*
 * Rates, sizes, times and shares in the units of tc(8). Each has one spelling: the largest unit in which it is a whole
 * number.
 */

const RATES = { bit: 1, kbit: 1e3, mbit: 1e6, gbit: 1e9 };
const SIZES = { b: 1, kb: 1024, mb: 1024 ** 2 };
const TIMES = { us: 1, ms: 1e3, s: 1e6 };

/** Of `10mbit` the bytes a second. */
export function bytesPerSecond(rate: string): number {
  return (parsed(rate, RATES) ?? 0) / 8;
}

export function rateText(bytes: number): string {
  return textOf(bytes * 8, RATES);
}

/** Of `32kb` the bytes. */
export function bytesOf(size: string): number {
  return parsed(size, SIZES) ?? 0;
}

export function sizeText(bytes: number): string {
  return textOf(bytes, SIZES);
}

/** Of `20ms` the microseconds. */
export function microseconds(time: string): number {
  return parsed(time, TIMES) ?? 0;
}

export function timeText(microseconds: number): string {
  return textOf(microseconds, TIMES);
}

/** A rate of packets: whole bytes a second, from 8kbit to 100gbit. */
export const rate: Check<string> = (value, path, refuse) => {
  const bits = parsed(value, RATES);
  const isRight = bits !== undefined && bits % 8 === 0 && bits >= 8000 && bits <= 100e9;
  return isRight ? rateText(bits / 8) : refuse(path, "a rate from 8kbit to 100gbit, such as 10mbit", value);
};

/** What may be sent at once: it must have room for a packet. */
export const burst: Check<string> = (value, path, refuse) => {
  const bytes = parsed(value, SIZES);
  const isRight = bytes !== undefined && Number.isInteger(bytes) && bytes >= 1600 && bytes <= 1024 ** 3;
  return isRight ? sizeText(bytes) : refuse(path, "a size from 1600b to 1024mb, such as 32kb", value);
};

/** How long, a minute at most. */
export const time: Check<string> = (value, path, refuse) => {
  const us = parsed(value, TIMES);
  const isRight = us !== undefined && Number.isInteger(us) && us >= 1 && us <= 60e6;
  return isRight ? timeText(us) : refuse(path, "a time from 1us to 60s, such as 20ms", value);
};

/** A share of the packets, in hundredths of a percent at the finest. */
export const share: Check<string> = (value, path, refuse) => {
  const text = typeof value === "string" ? (/^(\d{1,3}(?:\.\d{1,2})?)%$/.exec(value)?.[1] ?? "") : "";
  const percent = Number(text);
  return percent > 0 && percent <= 100 ? `${percent}%` : refuse(path, "a share such as 1% or 0.25%", value);
};

function parsed(value: unknown, units: Record<string, number>): number | undefined {
  const [, number, unit = ""] = (typeof value === "string" && /^(\d{1,12}(?:\.\d{1,6})?)([a-z]+)$/i.exec(value)) || [];
  const size = units[unit.toLowerCase()];
  // 1.1 × 10⁶ is not whole to a computer.
  return number === undefined || size === undefined ? undefined : Math.round(Number(number) * size * 1e6) / 1e6;
}

function textOf(number: number, units: Record<string, number>): string {
  const [unit = "", size = 1] =
    Object.entries(units).findLast(([, size]) => number >= size && number % size === 0) ??
    Object.entries(units)[0] ??
    [];
  return `${number / size}${unit}`;
}
