import assert from "node:assert/strict";

/** Waits until something holds, 5 s at most. */
export async function until(holds: () => boolean, what: string): Promise<void> {
  for (const end = Date.now() + 5000; !holds();) {
    assert.ok(Date.now() < end, `waited too long for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
