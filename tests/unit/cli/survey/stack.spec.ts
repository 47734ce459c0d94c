import assert from "node:assert/strict";
import { homedir } from "node:os";
import { folderOf } from "../../../../cli/survey/locks";
import { parseStackName, stackNameOf } from "../../../../cli/survey/stack";

describe("the name of a stack", () => {
  for (const { text, want } of [
    { text: "organization/web/dev", want: { project: "web", stack: "dev" } },
    { text: "acme/web/feature.1", want: { project: "web", stack: "feature.1" } },
    { text: "dev", want: undefined },
    { text: "web/dev", want: undefined },
    { text: "a/b/c/d", want: undefined },
    { text: "//dev", want: undefined },
    { text: "", want: undefined },
  ]) {
    it(`is ${JSON.stringify(want)} in ${JSON.stringify(text)}`, () => assert.deepEqual(parseStackName(text), want));
  }

  const root = { urn: "urn:pulumi:dev::web::pulumi:pulumi:Stack::web-dev", type: "pulumi:pulumi:Stack" };

  it("is told by a resource of its state, or by what had begun", () => {
    const want = { project: "web", stack: "dev" };
    assert.deepEqual(stackNameOf({ resources: [root], pending: [] }), want);
    assert.deepEqual(stackNameOf({ resources: [], pending: [{ type: "creating", resource: root }] }), want);
    assert.equal(stackNameOf({ resources: [], pending: [] }), undefined);
  });
});

describe("the folder of a backend", () => {
  for (const { url, want } of [
    { url: "file:///srv/state", want: "/srv/state" },
    { url: "file:///srv/state?metadata=skip", want: "/srv/state" },
    { url: "file:///srv/a%20b", want: "/srv/a b" },
    { url: "file://~", want: homedir() },
    { url: "file://~/state", want: `${homedir()}/state` },
    { url: "file://./state", want: `${process.cwd()}/state` },
    { url: "https://api.example.org", want: undefined },
    { url: "s3://bucket/path", want: undefined },
    { url: "", want: undefined },
  ]) {
    it(`is ${want} for ${url}`, () => assert.equal(folderOf(url), want));
  }
});
