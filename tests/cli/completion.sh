#!/usr/bin/env bash
# completion: every command and every option of the tables can be completed, with ids and slugs of the registry that the line
# names; and what bash, zsh and fish read gives them that.
# shellcheck disable=SC2317
. "$(dirname "$0")/lib.sh"
need python3

make_model model
description digits >network.json
specification numbers >spec.json
post_processings >version.json
ok -r reg init
ok -r reg add network.json model
sed 's/digits/letters/' network.json >letters.json
ok -r reg add letters.json model
ok -r reg publish 2 letters-v1
ok -r reg spec add spec.json
ok -r reg version add version.json --spec 1 --network 2
mkdir bin empty
ln -s "$nnreg" bin/nnreg
PATH=$work/bin:$PATH

# column NUMBER END WORD...: what can stand in the place of the last word, or the second, what it is; each with this end.
column() {
    local number=$1 end=$2 line text=
    shift 2
    run completion words -- "$@"
    expect_status 0
    [ ! -s .err ] || wrong "said: $(cat .err)"
    while IFS= read -r line || [ -n "$line" ]; do
        [ "$number" = 1 ] || line=${line#*$'\t'}
        text+=${line%%$'\t'*}$end
    done <.out
    printf %s "$text" >.out
}

words() { # words WORD...
    column 1 ' ' "$@"
    echo >>.out
}

# ------------------------------------------------------------------------------------- what the tables have, all of it

ok --json help
ask - <<'T' || wrong "the help is no table of commands: $complaint"
import json

document = json.load(open(".out"))


def rows(commands, above):
    print("commands\t" + (" ".join(above) or "-") + "\t" + " ".join(c["name"].split()[-1] for c in commands))
    for command in commands:
        name = command["name"].split()
        if "commands" in command:
            rows(command["commands"], name)
        else:
            print("options\t" + " ".join(name) + "\t" + " ".join("--" + o["name"] for o in command["options"]))


rows(document["commands"], [])
T
printf '%s\n' "$said" >rows
globals=$(sed -n '/^options, before/,/^$/s/^  \(-., \)\{0,1\}\(--[a-z-]*\).*/\2/p' <("$nnreg" help) | tr '\n' ' ')
[ "$(echo "$globals" | wc -w)" -ge 8 ] || wrong "the options of every command are: $globals"
count=0
while IFS=$'\t' read -r kind name expected; do
    count=$((count + 1))
    read -ra command <<<"${name#-}"
    if [ "$kind" = commands ]; then
        words "${command[@]}" ''
        expect_out <<<"$expected "
        continue
    fi
    words "${command[@]}" -
    expect_out <<<"${expected:+$expected }$globals"
done <rows
[ "$count" -gt 25 ] || wrong "only $count rows were looked at"

# ------------------------------------------------------------------------------------------------ what an operand is

is() { # is KIND WORD...
    kind=$1
    shift
    column 2 $'\n' "$@"
    expect_out <<<"$kind"
}
is paths check ''
is paths check network.json ''
is paths add --from-object network.json mod
is paths check -o x a.json -- ''
is folders init ''
is folders -r ''
is folders --registry ''
is folders checkout 1 ''
is paths check --output ''
is paths check --baseline ''
is paths check a.json model -- b.json ''

words_are() { # words_are EXPECTED WORD...
    expected=$1
    shift
    words "$@"
    expect_out <<<"$expected"
}
words_are 'text json sarif junit github gitlab ' check --format ''
words_are 'network spec version ' check --kind ''
words_are '2 letters-v1 1 ' -r reg show ''
words_are 'letters-v1 ' -r reg show l
words_are '2 letters-v1 1 ' --registry=reg rm 1 ''
words_are '2 letters-v1 1 ' -q --registry reg version add version.json --network ''
words_are '1 ' -r reg version add --spec ''
words_are '1 ' -r reg spec show ''
words_are '1 ' -r reg version rm ''
words_are '2 1 ' -r reg task set ''
words_are 'pending success error ' task set 1 --status ''
words_are '--status=success ' task ls --status=s
words_are 'success ' task ls --status = s
words_are 'pending success error ' task ls --status =
words_are 'variables.data-00000-of-00001 variables.index ' -r reg cat letters-v1 v
words_are 'target-size target-size-for-resize ' rules target
words_are 'network spec version task event finding ' schema ''
words_are 'bash zsh fish ' completion ''
words_are 'spec ' help sp
words_are 'add ls show set rm publish unpublish ' help spec ''
words_are '' help add ''
words_are '' help spec add ''
words_are '' help nothing-of-the-kind ''
words_are 'id -id name -name update_date -update_date ' spec ls --order ''
words_are 'id -id update_date -update_date ' version ls --order ''
words_are '--order=-id --order=-update_date ' task ls --order=-
words_are 'network spec version task registry ' log --object ''
words_are '' publish 1 ''
words_are '' ls --name ''
words_are '' show 1 2 ''
words_are '' nonesuch ''
words_are '' -r nowhere show ''
words_are '' -r reg show -- --
NNREG_DIR=reg words_are '2 letters-v1 1 ' show ''
run -r reg completion words -- show 1
expect_out <<T
T
run -r reg completion words -- -r reg show 1
expect_out <<T
1	digits
T

# ---------------------------------------------------------------------------------------------------------- the shells

for shell in bash zsh fish; do
    ok completion "$shell"
    mv .out "script.$shell"
done
run completion tcsh
expect_status 2
run completion bash zsh
expect_status 2
run --json completion bash
expect_status 2

# What bash puts on the line: the last word is the one at the cursor.
title='bash'
bash -n script.bash || wrong 'it is no bash'
cat >ask.bash <<'T'
. ./script.bash
ask() {
    COMP_WORDS=("$@")
    COMP_CWORD=$(($# - 1))
    COMPREPLY=()
    _nnreg
    echo "$*: ${COMPREPLY[*]}"
}
HOME=$PWD
ask nnreg -r reg show ''
ask nnreg -r '~/reg' show l
ask nnreg -r \"reg\" show ''
ask nnreg --color = a
ask nnreg add net
ask nnreg init em
ask nnreg spec ''
ask nnreg spec add --fr
complete -p nnreg
T
bash ask.bash >.out 2>&1
expect_out <<'T'
nnreg -r reg show : 2 letters-v1 1
nnreg -r ~/reg show l: letters-v1
nnreg -r "reg" show : 2 letters-v1 1
nnreg --color = a: auto always
nnreg add net: network.json
nnreg init em: empty
nnreg spec : add ls show set rm publish unpublish
nnreg spec add --fr: --from-object
complete -F _nnreg nnreg
T

if command -v zsh >/dev/null; then
    title='zsh'
    zsh -n script.zsh || wrong 'it is no zsh'
    cat >ask.zsh <<'T'
compdef() { :; }
compset() { [[ $PREFIX == ${~2}* ]] && PREFIX=${PREFIX#$~2}; }
_describe() { print -r -- "$1 $2 $3: ${(P)3}"; }
_files() { print -r -- "files $* of $PREFIX"; }
source ./script.zsh
ask() { words=("$@") CURRENT=$# PREFIX=${@[-1]}; _nnreg; }
HOME=$PWD
ask nnreg -r reg show ''
ask nnreg -r '~/reg' show 'l'
ask nnreg --color=a
ask nnreg add net
ask nnreg --registry=re
T
    zsh -f ask.zsh >.out 2>&1
    expect_out <<'T'
-V nnreg described: 2:letters letters-v1:letters 1:digits
-V nnreg described: letters-v1:letters
-V nnreg described: --color=auto --color=always
files  of net
files -/ of re
T
fi

if command -v fish >/dev/null; then
    title='fish'
    fish -n script.fish || wrong 'it is no fish'
    cat >ask.fish <<'T'
source script.fish
for line in 'nnreg -r reg show ' 'nnreg --color=a' 'nnreg add netw' 'nnreg init em' 'nnreg spec add --fr'
    echo "$line: "(complete -C "$line" | cut -f 1 | sort | string join ' ')
end
T
    fish --no-config ask.fish >.out 2>&1
    expect_out <<'T'
nnreg -r reg show : 1 2 letters-v1
nnreg --color=a: --color=always --color=auto
nnreg add netw: network.json
nnreg init em: empty/
nnreg spec add --fr: --from-object
T
fi

finish
