#!/usr/bin/env bash
# What ./bootstrap promises, seen in a small tree whose configure, make, apt and pkg-config only note that they were called:
# configure is run again, with the options of before, whenever something came or went.
set -u

source_dir=${NNREG_SOURCE_DIR:?}
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
failed=0
tree=$work/tree
world=$work/world # what is installed: a file for each package and each module, with its version
mkdir -p "$tree/m4" "$world/packages" "$world/modules" "$work/bin"
cp "$source_dir/bootstrap" "$source_dir/configure.ac" "$tree"
export PATH=$work/bin:$PATH WORLD=$world
unset V BUILD_DIR MAKEFLAGS MAKELEVEL MFLAGS

command_that() { # command_that NAME: a command of that name, its text from standard input
    {
        echo '#!/bin/sh'
        echo "echo \"$1 \$*\" >>\"\$WORLD/calls\""
        cat
    } >"$work/bin/$1"
    chmod +x "$work/bin/$1"
}
command_that dpkg-query <<'T'
for last; do :; done
test -e "$WORLD/packages/$last" && printf installed
T
command_that apt-get <<'T'
case " $* " in
*' update '*) exit 0 ;;
*' install '*) for name; do case $name in -*|install) ;; *) : >"$WORLD/packages/$name" ;; esac; done ;;
esac
T
command_that apt-cache </dev/null
command_that id <<<'echo 0'
command_that pkg-config <<'T'
for last; do :; done
cat "$WORLD/modules/$last"
T
cat >"$tree/configure" <<'T'
#!/bin/sh
echo "configure $*" >>"$WORLD/calls"
test ! -e "$WORLD/configure-fails" || { echo 'configure: error: as the test wants it'; exit 1; }
{
    echo '#!/bin/sh'
    printf 'printf "%%s\\n" "'
    for option; do printf "'%s' " "$option"; done
    echo '"'
} >config.status
chmod +x config.status
{
    echo 'all check-programs nnreg-mkmodel:; @echo "make $@" >>"$$WORLD/calls"; echo "  CC       a.lo"'
    echo 'check: all; @echo "PASS: a.sh"; echo "  CC       b.o"; echo "1 passed, 0 failed, 0 skipped"'
} >Makefile
T
chmod +x "$tree/configure"

boot() { # boot ARGUMENT...: leaves .out, .err and the exit status; $calls is what was called
    : >"$world/calls"
    status=0
    (cd "$tree" && ./bootstrap "$@") >"$work/out" 2>"$work/err" </dev/null || status=$?
}

fail() {
    printf 'FAIL: %s\n' "$*"
    sed 's/^/  called: /' "$world/calls"
    sed 's/^/  said: /' "$work/out" "$work/err"
    failed=1
}

expect_configure() { # expect_configure PROMISE [LINE]: configure was called as LINE says; without it, not at all
    local called
    called=$(grep '^configure' "$world/calls")
    if [ "$status" != 0 ] || [ "$called" != "${2-}" ]; then
        fail "$1"
    else
        echo "ok: $1"
    fi
}

options='configure --enable-werror CFLAGS=-O1 -g'
boot -- --enable-werror 'CFLAGS=-O1 -g'
expect_configure 'the first run configures, with the options given' "$options"
boot
expect_configure 'a second run has nothing to configure'
echo 0.15 >"$world/modules/check"
boot demo_is_no_goal
[ "$status" = 2 ] && ! grep -q ^configure "$world/calls" || fail 'an unknown argument is refused'
boot
expect_configure 'a module that came, by whatever hand, is found, and the options survive' "$options"
echo 0.16 >"$world/modules/check"
boot
expect_configure 'so is one of another version' "$options"
rm "$world/modules/check"
boot
expect_configure 'one that went is missed' "$options"
boot
expect_configure 'and after all that a further run has nothing to configure'
boot -- --disable-shared
expect_configure 'options that are given take the place of those of before' 'configure --disable-shared'
rm "$tree/build/config.status"
: >"$world/configure-fails"
boot -- --disable-static
[ "$status" != 0 ] || fail 'a configure that fails is a failure'
rm "$world/configure-fails"
boot
expect_configure 'after a configure that failed it is run again' 'configure '
touch -d '+1 minute' "$tree/configure"
boot
expect_configure 'a newer configure is run' 'configure '

exit $failed
