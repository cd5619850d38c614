#!/bin/sh
# The help lists every command, every command explains itself, and the man page has each of them with every option.
. "$(dirname "$0")/lib.sh"

ok help
cp .out overview
for command in init check inspect draft add ls show set rm files cat rules schema help; do
    grep -q "^  $command " overview || wrong "help does not list $command"
    ok help "$command"
    [ ! -s .err ] || wrong "said: $(cat .err)"
    cp .out "help-$command"
    head -n 1 .out | grep -q "^usage: nnreg $command" || wrong "no usage: $(head -n 1 .out)"
    ok "$command" --help
    expect_same "help-$command" .out '--help is not the help'
done
ok --help
expect_same overview .out '--help is not the help'

ok --version
grep -Eq '^nnreg [0-9]+\.[0-9]+\.[0-9]+$' .out || wrong "said: $(cat .out)"

page=${NNREG_SOURCE_DIR:-}/doc/nnreg.1
if [ -n "${NNREG_SOURCE_DIR:-}" ]; then
    title=$page
    for command in init check inspect draft add ls show set rm files cat rules schema help; do
        grep -q "^\\.It Cm $command\\b" "$page" || wrong "$command is missing"
        # shellcheck disable=SC2013
        for option in $(sed -n 's/^  \(-., \)\{0,1\}--\([a-z-]*\).*/\2/p' "help-$command"); do
            grep -Eq "^\\.It Fl ([a-z] , Fl )?-$option( |\$)" "$page" || wrong "--$option of $command is missing"
        done
    done
    for option in registry json quiet color help version; do
        grep -Eq "^\\.It Fl ([a-zA-Z] , Fl )?-$option( |\$)" "$page" || wrong "--$option is missing"
    done
fi

finish
