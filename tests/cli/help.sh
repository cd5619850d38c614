#!/bin/sh
# The help lists every command, every command explains itself, and the man page has each of them with every option.
. "$(dirname "$0")/lib.sh"

commands='init check inspect draft add ls show set rm files cat checkout publish unpublish spec version task log gc backup rules schema help'
# With a + for the space between their words.
subcommands='spec+add spec+ls spec+show spec+set spec+rm version+add version+ls version+show version+rm
    task+ls task+show task+set'

ok help
cp .out overview
for command in $commands; do
    grep -q "^  $command  *[a-z]" overview || wrong "help does not list $command"
    ok help "$command"
    [ ! -s .err ] || wrong "said: $(cat .err)"
    cp .out "help-$command"
    head -n 1 .out | grep -q "^usage: nnreg $command" || wrong "no usage: $(head -n 1 .out)"
    ok "$command" --help
    expect_same "help-$command" .out '--help is not the help'
done
for words in $subcommands; do
    group=${words%+*} command=${words#*+}
    ok help "$group" "$command"
    [ ! -s .err ] || wrong "said: $(cat .err)"
    cp .out "help-$group $command"
    head -n 1 .out | grep -q "^usage: nnreg $group $command" || wrong "no usage: $(head -n 1 .out)"
    ok "$group" "$command" --help
    expect_same "help-$group $command" .out '--help is not the help'
    grep -q "^  $group $command  *[a-z]" "help-$group" || wrong "help $group does not list $command"
done

ok --help
expect_same overview .out '--help is not the help'

ok --version
grep -Eq '^nnreg [0-9]+\.[0-9]+\.[0-9]+$' .out || wrong "said: $(cat .out)"

page=${NNREG_SOURCE_DIR:-}/doc/nnreg.1
if [ -n "${NNREG_SOURCE_DIR:-}" ]; then
    title=$page
    for command in $commands $subcommands; do
        command=$(echo "$command" | tr + ' ')
        grep -q "^\\.It Cm $command\\b" "$page" || wrong "$command is missing"
        # shellcheck disable=SC2013
        for option in $(sed -n 's/^  \(-., \)\{0,1\}--\([a-z-]*\).*/\2/p' "help-$command"); do
            grep -Eq "^\\.It Fl ([a-z] , Fl )?-$option( |\$)" "$page" || wrong "--$option of $command is missing"
        done
    done
    for option in registry json quiet actor check-store color help version; do
        grep -Eq "^\\.It Fl ([a-zA-Z] , Fl )?-$option( |\$)" "$page" || wrong "--$option is missing"
    done
fi

finish
