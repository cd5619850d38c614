#!/usr/bin/env bash
# What ./bootstrap promises, seen in a small tree whose configure, make, apt and pkg-config only note that they were called:
# configure is run again, with the options of before, whenever something came or went; a stage is one line; and what
# stops it is told in words, with the end of the log and where the rest of it is.
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
test -e "$WORLD/packages/$last" || exit 1
case $* in *'{Version}'*) echo "${MSGPACK_INSTALLED:-4.0.0-3}" ;; *) echo installed ;; esac
T
command_that apt-get <<'T'
case " $* " in
*' download '*)
    test ! -e "$WORLD/no-download" || exit 100
    : >libmsgpack-dev.deb ;;
*' update '*)
    test ! -e "$WORLD/no-network" || { echo "E: Failed to fetch: Temporary failure resolving 'mirror'"; exit 100; } ;;
*' --assume-no '*)
    echo '0 upgraded, 90 newly installed, 0 to remove and 0 not upgraded.'
    echo 'Need to get 7 MB/80.1 MB of archives.'
    echo 'After this operation, 300 MB of additional disk space will be used.' ;;
*' install '*) for name; do case $name in -*|install) ;; *) : >"$WORLD/packages/$name" ;; esac; done ;;
esac
T
command_that apt-cache <<'T'
test ! -e "$WORLD/no-network" || exit 100
test "$2" != libmsgpack-c-dev -o -e "$WORLD/newer-release"
T
command_that dpkg-deb <<'T'
case $1 in
-x) mkdir -p usr/include && : >usr/include/msgpack.h ;;
-f) echo 4.0.0-3 ;;
esac
T
command_that id <<<'test -e "$WORLD/a-user" && echo 1000 || echo 0'
# Its own tests are of a release whose msgpack brings no Boost.
: >"$world/newer-release"
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
    echo 'all check-programs nnreg-mkmodel:; @echo "make $@" >>"$$WORLD/calls"; echo "  CC       a.lo"; test ! -e "$$WORLD/make-fails" || { seq 100 | sed "s/^/line /"; false; }'
    echo 'check: all; @echo "PASS: a.sh"; echo "  CC       b.o"; echo "skipped: no c here" >c.log; echo "SKIP: c.sh"; test ! -e "$$WORLD/test-fails" || \'
    echo '  { echo "FAIL: b.sh"; echo "b.sh expected 1" >test-suite.log; exit 1; }; echo "1 passed, 0 failed, 0 skipped"'
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
    grep -v '^dpkg-query' "$world/calls" | sed 's/^/  called: /'
    sed 's/^/  said: /' "$work/out" "$work/err"
    failed=1
}

expect_configure() { # expect_configure PROMISE [LINE]: configure was called as LINE says; without it, not at all
    local called
    called=$(sed -n 's/^configure --enable-option-checking=fatal --enable-unity */configure /p' "$world/calls")
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
touch -d '-1 hour' "$tree/configure"

boot configure -- --disable-static
expect_configure 'to configure is all that is done when no more is asked for' 'configure --disable-static'
! grep -q ^make "$world/calls" || fail 'nothing is built then'
boot --
expect_configure 'a bare -- forgets the options' 'configure '
boot -- --disable-unity
grep -qx 'configure --enable-option-checking=fatal --disable-unity' "$world/calls" || fail 'who wants each file compiled alone has it so'
boot --
expect_configure 'and as before without that' 'configure '

promised() { # promised PROMISE: what follows the last command that said no is a failure
    if [ $? = 0 ]; then
        echo "ok: $1"
    else
        fail "$1"
    fi
}

# without_times: what it said, the tree and the seconds left out.
without_times() {
    sed -E -e "s,$work,,g" -e 's/ [0-9]+ s$/ N s/' "$work/out"
}

boot check
without_times | tail -n 5 | diff - <(printf '%s\n' '==> make, with the tests ... N s' '==> make check' 'PASS: a.sh' \
    'SKIP: c.sh (no c here)' '1 passed, 0 failed, 0 skipped') && [ "$status" = 0 ]
promised 'check shows the results and the count, and no compiler'
grep -q 'CC       b.o' "$tree/build/bootstrap.log"
promised 'the log has what was not shown'
V=1 boot check
grep -q 'CC       b.o' "$work/out"
promised 'V=1 shows all'

: >"$world/test-fails"
mkdir -p "$tree/tests/meta"
cp "$source_dir/tests/meta/summary.sh" "$tree/tests/meta"
mkdir -p "$tree/build/tests"
echo ':global-test-result: FAIL' >"$tree/build/tests/b.trs"
boot check
[ "$status" = 1 ] && [ "$(tail -n 1 "$work/out")" = '0 passed, 1 failed, 0 skipped' ] && grep -q 'b.sh expected 1' "$work/err"
promised 'a test that fails is shown whole, and the count is still the last line'
rm "$world/test-fails"

: >"$world/make-fails"
boot
[ "$status" = 1 ] && grep -q '^    line 100$' "$work/err" && ! grep -q 'line 1$' "$work/err" &&
    grep -qF "the whole log is $tree/build/bootstrap.log" "$work/err"
promised 'a stage that fails shows the end of its log, and where all of it is'
rm "$world/make-fails"

rm "$world/packages/liblmdb-dev"
: >"$world/a-user"
mkdir "$work/plain"
for tool in sh dirname mkdir cat sed tr wc tail head find env date pwd grep; do
    ln -s "$(command -v "$tool")" "$work/plain"
done
PATH=$work/bin:$work/plain boot
[ "$status" = 1 ] && grep -q 'apt-get install --no-install-recommends liblmdb-dev' "$work/err" && grep -q 'neither root nor sudo' "$work/err"
promised 'without root or sudo it says what root should install'
PATH=$work/plain boot
[ "$status" = 1 ] && grep -q 'these commands are missing: cc make pkg-config$' "$work/err"
promised 'on a system without apt it says what it lacks'
rm "$world/a-user"

: >"$world/no-network"
boot
[ "$status" = 1 ] && grep -q 'the package server cannot be reached: is there a network' "$work/err" &&
    grep -q 'apt knows no package liblmdb-dev' "$work/err"
promised 'no network: the package and the cause are named'
rm "$world/no-network"

boot demo
without_times | grep -A 8 'what comes now' | head -n 3 | diff - <(printf '%s\n' '==> demo: what comes now' \
    '    installs  liblmdb-dev ' '              (90 with all that they need, 80.1 MB to fetch, 300 MB on the disk)')
promised 'the demo tells what it will install, and its weight, before it does'

# A release whose only package of msgpack brings Boost.
rm "$world/newer-release" "$world/packages/libmsgpack-c-dev"
headers=$tree/build/packages/libmsgpack-dev
given="configure MSGPACK_CFLAGS=-I$headers/usr/include MSGPACK_LIBS=-l:libmsgpackc.so.2 --disable-shared"
boot -- --disable-shared
expect_configure "msgpack's headers are taken out of the package" "$given"
[ -e "$world/packages/libmsgpackc2" ] && [ ! -e "$world/packages/libmsgpack-dev" ]
promised 'and only the library is installed'
boot
expect_configure 'they are fetched once'
! grep -q '^apt-get' "$world/calls"
promised 'and apt is not asked again'
echo 4.0.0 >"$world/modules/msgpack"
: >"$world/packages/libmsgpack-dev"
boot
expect_configure 'a libmsgpack-dev that came by hand takes their place' 'configure --disable-shared'
rm "$world/modules/msgpack" "$world/packages/libmsgpack-dev"
boot
expect_configure 'they are there when it goes' "$given"
rm -r "$headers" "$world/packages/libmsgpackc2"
: >"$world/no-download"
boot
expect_configure 'where they cannot be fetched it is the package' 'configure --disable-shared'
[ -e "$world/packages/libmsgpack-dev" ]
promised 'which is installed then'
rm "$world/no-download" "$world/packages/libmsgpack-dev"
MSGPACK_INSTALLED=4.0.0-4 boot
[ -e "$world/packages/libmsgpack-dev" ] && [ ! -e "$headers/usr" ]
promised 'headers of another version than the library are not used'

BUILD_DIR=/proc/nowhere boot
[ "$status" = 1 ] && grep -qF 'cannot write in /proc/nowhere (No such file or directory)' "$work/err" && grep -q 'BUILD_DIR=FOLDER' "$work/err"
promised 'a build folder that cannot be made is named, and the way round'

exit $failed
