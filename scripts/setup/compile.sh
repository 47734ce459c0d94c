# shellcheck shell=bash
# The compiled package in dist/.

compiled_stamp=$tools/compiled
compiled_from=(sdk provider findings cli tsconfig.json tsconfig.build.json package.json)

compiled_ready() {
  [[ -d dist && -f $compiled_stamp && -z $(newer_sources) ]]
}

newer_sources() {
  find "${compiled_from[@]}" -newer "$compiled_stamp" -print -quit 2>/dev/null
}

# dist is replaced as a whole: nothing of deleted sources stays, and an interrupt leaves the old one.
get_compiled() {
  local begun=$tools/tmp/compiled new=$tools/tmp/dist
  touch "$begun"
  step compile 10 "compiling" npm run -s build -- --outDir "$new" ||
    fail "compiling failed" "correct what the compiler names, then run the set-up again" "$log"
  local file
  for file in "${commands[@]}"; do
    if [[ -f $new/$file ]]; then
      chmod +x "$new/$file"
    fi
  done
  if [[ -d dist ]]; then
    mv dist "$tools/tmp/dist.old"
  fi
  mv "$new" dist
  mv "$begun" "$compiled_stamp"
}
