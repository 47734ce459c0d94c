/** Does something the first time that it is given the same. */
export function once<Given extends readonly unknown[]>(act: (...given: Given) => void): (...given: Given) => void {
  const known = new Set<string>();
  return (...given) => {
    const key = JSON.stringify(given);
    if (known.has(key)) return;
    known.add(key);
    act(...given);
  };
}
