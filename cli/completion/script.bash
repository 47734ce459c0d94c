# Completion of linuxnet for bash.
_linuxnet() {
  local typed=${COMP_WORDS[COMP_CWORD]} kind word meaning
  # Of --option=value bash makes three words.
  if [[ $typed == = ]]; then
    typed=
  fi
  COMPREPLY=()
  {
    read -r kind
    while IFS=$'\t' read -r word meaning; do
      COMPREPLY+=("$word")
    done
  } < <(linuxnet complete -- "${COMP_WORDS[@]:1:COMP_CWORD-1}" "$typed" 2>/dev/null)
  case $kind in
    files)
      compopt -o filenames
      mapfile -t COMPREPLY < <(compgen -f -- "$typed")
      ;;
    commands) mapfile -t COMPREPLY < <(compgen -c -- "$typed" | sort -u) ;;
  esac
}
complete -F _linuxnet linuxnet
