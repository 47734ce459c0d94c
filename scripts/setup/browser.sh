# shellcheck shell=bash
# A browser without a window, in which the tests open the page of `linuxnet view`: Debian's chromium-headless-shell, some 170 MB
# with all that it needs on a bare system, or the chromium that is there. Where none can be had, that is not tried.

browser_package=chromium-headless-shell

browser_ready() {
  type -P chromium-headless-shell >/dev/null || type -P chromium >/dev/null || ! can_get_browser
}

can_get_browser() {
  type -P apt-get >/dev/null && ((EUID == 0))
}

# With fonts: without any, a page has no letters. apt works under a user of its own, which may not write to our TMPDIR.
get_browser() {
  step browser 20 "installing $browser_package, for the tests" env -u TMPDIR DEBIAN_FRONTEND=noninteractive bash -c "
    apt-get update
    exec apt-get install -y --no-install-recommends -o DPkg::Lock::Timeout=300 $browser_package fonts-dejavu-core" ||
    say "that did not work ($log); the page of linuxnet view is not tried in a browser"
}
