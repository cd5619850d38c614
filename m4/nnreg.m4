dnl Macros of nnreg's configure.ac.

# NNREG_LACK(WHAT, HOW-IT-IS-FOUND, DEBIAN-PACKAGE)
# Notes something that is missing. configure goes on, so that NNREG_STOP_IF_LACKING can name all of them at once.
AC_DEFUN([NNREG_LACK], [
    nnreg_missing="$nnreg_missing
  - $1: $2 (Debian: $3)"
    nnreg_missing_packages="$nnreg_missing_packages $3"
])

# NNREG_NEED(VARIABLE, MODULE, VERSION, HEADER, LIBRARY, FUNCTION, WHAT, DEBIAN-PACKAGE)
# Finds a library by what VARIABLE_CFLAGS and VARIABLE_LIBS say where the caller gave them, or by pkg-config, or, where its
# package ships no .pc file, by its header and a function of it. MODULE may be several names, tried in order. Sets
# VARIABLE_CFLAGS and VARIABLE_LIBS; what programs need that link libnnreg.a goes into NNREG_PC_REQUIRES or NNREG_PC_LIBS.
# What was given goes into NNREG_GIVEN, too, for other configurations that this one makes (distcheck, fuzz).
AC_DEFUN([NNREG_NEED], [
    nnreg_module=
    for nnreg_try in $2; do
        AS_IF([test -z "$nnreg_module$$1[]_LIBS"], [PKG_CHECK_EXISTS([$nnreg_try >= $3], [nnreg_module=$nnreg_try])])
    done
    nnreg_found=no
    AS_IF([test -n "$nnreg_module"], [
        PKG_CHECK_MODULES([$1], [$nnreg_module >= $3],
            [nnreg_found=yes; NNREG_PC_REQUIRES="$NNREG_PC_REQUIRES $nnreg_module"], [:])
    ], [
        AS_IF([test -n "$$1[]_LIBS"],
            [NNREG_GIVEN="$NNREG_GIVEN $1[]_CFLAGS='$$1[]_CFLAGS' $1[]_LIBS='$$1[]_LIBS'"], [$1[]_LIBS=-l$5])
        nnreg_save_CPPFLAGS=$CPPFLAGS
        nnreg_save_LIBS=$LIBS
        CPPFLAGS="$CPPFLAGS $$1[]_CFLAGS"
        LIBS="$$1[]_LIBS $LIBS"
        AC_CHECK_HEADER([$4], [AC_CHECK_FUNC([$6],
            [nnreg_found=yes; NNREG_PC_LIBS="$NNREG_PC_LIBS $$1[]_LIBS"])])
        CPPFLAGS=$nnreg_save_CPPFLAGS
        LIBS=$nnreg_save_LIBS
        AC_SUBST([$1][_CFLAGS])
        AC_SUBST([$1][_LIBS])
    ])
    AS_IF([test "$nnreg_found" = no],
        [NNREG_LACK([$7], [pkg-config module $2 of $3 or later, or header $4 and lib$5], [$8])])
])

# NNREG_STOP_IF_LACKING
AC_DEFUN([NNREG_STOP_IF_LACKING], [
    AS_IF([test -n "$nnreg_missing"], [AC_MSG_ERROR([what nnreg needs is missing here:
$nnreg_missing

On Debian and Ubuntu: apt-get install$nnreg_missing_packages
(./bootstrap does this by itself.)])])
])

# NNREG_TRY_FLAGS(VARIABLE, FLAGS)
# Adds to VARIABLE each of FLAGS that the compiler takes without a warning, linking included.
AC_DEFUN([NNREG_TRY_FLAGS], [
    for nnreg_flag in $2; do
        AC_MSG_CHECKING([whether $CC accepts $nnreg_flag])
        nnreg_save_CFLAGS=$CFLAGS
        CFLAGS="$CFLAGS -Werror $nnreg_flag"
        AC_LINK_IFELSE([AC_LANG_PROGRAM([[#include <stdlib.h>]], [[]])],
            [AC_MSG_RESULT([yes]); $1="$$1 $nnreg_flag"], [AC_MSG_RESULT([no])])
        CFLAGS=$nnreg_save_CFLAGS
    done
])

# NNREG_WANT_FLAGS(VARIABLE, OPTION, FLAGS)
# As NNREG_TRY_FLAGS, for flags that a configure option asked for: one the compiler does not take is an error.
AC_DEFUN([NNREG_WANT_FLAGS], [
    nnreg_wanted=
    NNREG_TRY_FLAGS([nnreg_wanted], [$3])
    for nnreg_flag in $3; do
        AS_CASE([" $nnreg_wanted "], [*" $nnreg_flag "*], [],
            [AC_MSG_ERROR([$2 needs a compiler that takes $nnreg_flag; $CC does not])])
    done
    $1="$$1 $3"
])
