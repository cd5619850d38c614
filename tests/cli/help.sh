#!/usr/bin/env bash
# The help lists every command, every command explains itself, and the man page has each of them with every option.
. "$(dirname "$0")/lib.sh"

commands='init check inspect draft add ls show set rm files tensors diff cat publish unpublish checkout export import verify spec version task log stat fsck gc backup compact config upgrade rules schema completion help'
# With a + for the space between their words.
subcommands='spec+add spec+ls spec+show spec+set spec+rm version+add version+ls version+show version+rm
    task+ls task+show task+set'

# text_of FILE: leaves it in $text, with an end of a line before it.
text_of() {
    IFS= read -r -d '' text <"$1" && wrong "$1 has a NUL"
    text=$'\n'$text
}

# has PATTERN: whether $text has it, an extended one in which a $n is an end of a line.
n=$'\n'
has() {
    [[ $text =~ $1 ]]
}

# usage WORDS: the first line begins so.
usage() {
    IFS= read -r line <.out
    [[ $line == "usage: nnreg $1"* ]] || wrong "no usage: $line"
}

ok help
cp .out overview
for command in $commands; do
    text_of overview
    has "$n  $command  *[a-z]" || wrong "help does not list $command"
    ok help "$command"
    [ ! -s .err ] || wrong "said: $(cat .err)"
    print <.out >"help-$command"
    usage "$command"
    ok "$command" --help
    expect_same "help-$command" .out '--help is not the help'
done
for words in $subcommands; do
    group=${words%+*} command=${words#*+}
    ok help "$group" "$command"
    [ ! -s .err ] || wrong "said: $(cat .err)"
    print <.out >"help-$group $command"
    usage "$group $command"
    ok "$group" "$command" --help
    expect_same "help-$group $command" .out '--help is not the help'
    text_of "help-$group"
    has "$n  $group $command  *[a-z]" || wrong "help $group does not list $command"
done

ok --help
expect_same overview .out '--help is not the help'

ok --version
grep -Eq '^nnreg [0-9]+\.[0-9]+\.[0-9]+$' .out || wrong "said: $(cat .out)"

# Each command is explained on the page that its help names, with every option.
overview=${NNREG_SOURCE_DIR:-}/doc/nnreg.1
if [ -n "${NNREG_SOURCE_DIR:-}" ]; then
    for command in $commands $subcommands; do
        command=${command/+/ }
        title="help of $command"
        page='' options=()
        while IFS= read -r line; do
            [[ $line =~ ' More: man '([a-z-]*)$ || $line =~ ^'More: '.*', man '([a-z-]*)$ ]] && page+=${page:+ }${BASH_REMATCH[1]}
            [[ $line =~ ^'  '(-., )?--([a-z-]*) && -n ${BASH_REMATCH[2]} ]] && options+=("${BASH_REMATCH[2]}")
        done <"help-$command"
        page=$NNREG_SOURCE_DIR/doc/$page.1
        [ -f "$page" ] || { wrong "there is no page $page" && continue; }
        title=$page
        case " $subcommands " in
        *" $command+"*) ;; # one that has commands of its own
        *) text_of "$page" && has "$n\\.It Cm $command([^A-Za-z0-9_]|\$)" || wrong "$command is missing" ;;
        esac
        word=${command%% *}
        text_of "$overview"
        has "$n\\.(It )?Cm $word( ,| Cm| Op|$n)" || wrong "$word is not in $overview"
        for option in "${options[@]}"; do
            text_of "$page"
            has "$n\\.It Fl ([a-z] , Fl )?-$option( |$n)" && continue
            # On the page of recognition, what is as it is for networks is not told again.
            case $word in
            spec | version | task)
                text_of "${page%/*}/nnreg-networks.1"
                has "$n\\.It Fl ([a-z] , Fl )?-$option( |$n)" && continue
                ;;
            esac
            wrong "--$option of $command is missing"
        done
    done
    title=$overview
    for option in registry json quiet actor check-store color help version; do
        grep -Eq "^\\.It Fl ([a-zA-Z] , Fl )?-$option( |\$)" "$overview" || wrong "--$option is missing"
    done
    # No page has what mandoc warns of. That it does not find the pages themselves is for want of an installation.
    if command -v mandoc >/dev/null; then
        title='mandoc -T lint'
        for page in "$NNREG_SOURCE_DIR"/doc/*.[135]; do
            mandoc -T lint "$page" 2>&1 | grep -v -e 'STYLE: referenced manual not found' -e 'outdated mandoc.db' \
                -e 'STYLE: possible typo in section name: Sh FIELDS'
        done >.out
        expect_silence
    fi
fi

# What other programs call a command leads to ours, at the top and in the groups that have it.
leads() { # leads WORD... COMMAND
    for meant; do :; done
    while [ $# -gt 1 ]; do
        word=$1
        shift
        # shellcheck disable=SC2086
        run $group $word
        expect_status 2
        expect_no_out
        IFS= read -r line <.err
        [[ $line == *"unknown command \"$word\"; did you mean \"$meant\"?"* ]] || wrong "said: $(cat .err)"
    done
}
group=
leads get describe info view show
leads list search find models ls
leads delete remove unregister rm
leads validate lint test check
leads register create upload add
leads update edit rename set
leads status stats stat
leads history events log
leads download deploy serve checkout
leads dump archive export
leads restore import
leads prune clean gc
leads repair doctor fsck
leads vacuum compact
leads migrate upgrade
leads stauts stat
group=spec
leads get show
leads list ls
leads delete rm
leads create add
leads update set
group=version
leads get show
leads attach add
group=task
leads update set

run 'delete it' # a word with a blank is no command
expect_status 2
expect_no_out

finish
