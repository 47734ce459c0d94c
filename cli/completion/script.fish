# Completion of linuxnet for fish.
function __linuxnet_complete
    set -l words (commandline --tokenize --cut-at-cursor --current-process)
    set -l typed (commandline --current-token --cut-at-cursor)
    set -l lines (linuxnet complete -- $words[2..] "$typed" 2>/dev/null)
    switch "$lines[1]"
        case files
            __fish_complete_path "$typed"
        case commands
            complete --do-complete "$typed"
        case '*'
            string match --invert -- '' $lines[2..]
    end
end
complete --command linuxnet --no-files --arguments '(__linuxnet_complete)'
