import assert from "node:assert/strict";
import { LinuxnetError } from "../../../../provider/errors";
import { batchText } from "../../../../provider/iproute2/batch";
import { numbers } from "../../../support/random";

const ALPHABET = [..." \t\n\r\v\f\0\"'#\\$`;|&<>*?!~^%(){}[]aZ09_.:/,=@+-äß\u00a0\u2028😀"];

describe("batchText", () => {
  it("writes one line a command", () => {
    const lines = [
      ["link", "add", "name", "veth0.1", "type", "veth"],
      ["addr", "replace", "fd00::1/64", "dev", "a_b-c", "nodad"],
    ];
    assert.equal(batchText(lines), "link add name veth0.1 type veth\naddr replace fd00::1/64 dev a_b-c nodad\n");
    assert.equal(batchText([]), "");
  });

  for (const word of ["", " ", "a b", "a\tb", "a\n", "\nlink", 'a"', "a'", "a#b", "a\\", "a\u00a0b", "ä", "$x", "\0"]) {
    it(`refuses ${JSON.stringify(word)}`, () => {
      assert.throws(
        () => batchText([["link"], ["link", "show", word]]),
        new LinuxnetError(`a word that ip -batch cannot carry: ${JSON.stringify(word)}`),
      );
    });
  }

  it("refuses each of 1,000 random words or carries it whole", () => {
    const next = numbers(76);
    let carried = 0;
    for (let index = 0; index < 1000; index++) {
      const length = Math.floor(next() * 4);
      const word = Array.from({ length }, () => ALPHABET[Math.floor(next() * ALPHABET.length)]).join("");
      try {
        const text = batchText([["link", word], ["next"]]);
        carried++;
        // As ip splits it: blanks between words, no quote, comment or continued line.
        assert.deepEqual(text.split("\n"), [`link ${word}`, "next", ""]);
        assert.doesNotMatch(word, /[\s"'#\\]|^$|[^ -~]/, JSON.stringify(word));
      } catch (error) {
        assert.ok(error instanceof LinuxnetError, String(error));
        assert.doesNotMatch(word, /^[a-z0-9_.:/,=@+-]+$/i, JSON.stringify(word));
      }
    }
    assert.ok(carried > 50 && carried < 950, `${carried} were carried`);
  });
});
