import assert from "node:assert/strict";
import { sh } from "../support/command";
import { byHand, foreignNamespace, it } from "../support/kernel";
import { make, refusal } from "../support/made";

/** As in a container: what a lab mounts so is read-only there alone. */
function readOnly(): void {
  byHand("mount --bind /proc/sys /proc/sys", undefined, "umount /proc/sys");
  sh("mount -o remount,bind,ro /proc/sys");
}

describe("kernel parameters that cannot be written", () => {
  it("are no failure where they are as wanted", async () => {
    const sysctls = { "net.ipv4.conf.lo.rp_filter": "0", "net.ipv4.conf.all.rp_filter": "0" };
    readOnly();
    const made = await make("namespace", { name: "ns0", sysctls });
    await made.settled();
    await made.remove();
  });

  it("are an error that names them where they are not, and nothing is left", async () => {
    const place = foreignNamespace("old");
    readOnly();
    assert.match(
      await refusal("namespace", {
        name: "ns0",
        sysctls: { "net.ipv4.conf.all.rp_filter": "0", "net.ipv4.conf.lo.rp_filter": "2" },
      }),
      /^namespace ns0: cannot create, the command failed: net\.ipv4\.conf\.lo\.rp_filter is 0 and cannot be set to 2\n/,
    );
    assert.match(
      await refusal("masquerade", { namespace: place, source: "10.0.0.0/16" }),
      /^masquerade of 10\.0\.0\.0\/16 .*: cannot create, .* net\.ipv4\.ip_forward is 0 and cannot be set to 1\n/,
    );
  });
});
