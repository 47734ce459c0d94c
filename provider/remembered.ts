/**
 * A function that answers what it was asked before without working it out again: the same object for the same arguments.
 * What it knows of an object goes with that.
 */
export function remembered<Arguments extends readonly unknown[], Answer>(
  answer: (...given: Arguments) => Answer,
): (...given: Arguments) => Answer {
  const known = new Known();
  return (...given) => {
    let level = known;
    for (const one of given.slice(0, -1)) {
      const next = level.get(one) as Known | undefined;
      level = next ?? level.set(one, new Known());
    }
    const last = given.at(-1);
    const answered = level.get(last);
    return (answered !== undefined || level.has(last) ? answered : level.set(last, answer(...given))) as Answer;
  };
}

/** What is known, by an object or by a value of another type. */
class Known {
  private readonly objects = new WeakMap<object, unknown>();
  private readonly values = new Map<unknown, unknown>();

  has(key: unknown): boolean {
    return isObject(key) ? this.objects.has(key) : this.values.has(key);
  }

  get(key: unknown): unknown {
    return isObject(key) ? this.objects.get(key) : this.values.get(key);
  }

  set<T>(key: unknown, value: T): T {
    if (isObject(key)) this.objects.set(key, value);
    else this.values.set(key, value);
    return value;
  }
}

function isObject(key: unknown): key is object {
  return typeof key === "object" && key !== null;
}
