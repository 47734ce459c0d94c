#compdef linuxnet
# Completion of linuxnet for zsh.
_linuxnet() {
  local -a lines described
  local line
  lines=("${(@f)$(linuxnet complete -- "${(@)words[2,CURRENT]}" 2>/dev/null)}")
  case $lines[1] in
    files) _files ;;
    commands) _command_names -e ;;
    *)
      for line in "${(@)lines[2,-1]}"; do
        described+=("${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}")
      done
      _describe -t words linuxnet described
      ;;
  esac
}
compdef _linuxnet linuxnet
