#!/usr/bin/env bash
# The architecture, as doc/ARCHITECTURE.md draws it: a file includes its own floor and the floors below, and each
# thing that one file is there to keep to itself (malloc, system calls, LMDB, msgpack, libzip, …) stays in it.
set -u

source_dir=${NNREG_SOURCE_DIR:?}
build_dir=${NNREG_BUILD_DIR:?}
read -ra nm <<<"${NNREG_NM:-nm}"
failed=0
seen=0

fail() {
    echo "FAIL: $*"
    failed=1
}

cd "$source_dir/lib" || exit 99

floor_of() {
    case $1 in
    base) echo 0 ;;
    model) echo 1 ;;
    codec) echo 2 ;;
    inspect) echo 3 ;;
    check) echo 4 ;;
    store) echo 5 ;;
    registry) echo 6 ;;
    *) echo unknown ;;
    esac
}

# Includes between the floors.
while IFS=: read -r file line text; do
    own=$(floor_of "${file%%/*}")
    included=$(sed -n 's/^ *# *include *"\([^"]*\)".*/\1/p' <<<"$text")
    seen=$((seen + 1))
    [ "$own" = unknown ] && fail "$file: not in a folder that is a floor" && continue
    [ "$included" = nnreg.h ] && continue
    case $included in
    */*) ;;
    *) fail "$file:$line: \"$included\" is not written as FLOOR/FILE.h" && continue ;;
    esac
    theirs=$(floor_of "${included%%/*}")
    if [ "$theirs" = unknown ]; then
        fail "$file:$line: \"$included\" is on no floor"
    elif [ "$theirs" -gt "$own" ]; then
        fail "$file:$line: floor $own includes \"$included\" of floor $theirs"
    fi
done < <(grep -nE '^ *# *include *"' -r . --include='*.[ch]' | sed 's|^\./||')
[ "$seen" -gt 0 ] || fail "no include was looked at"
echo "$seen includes between the floors"

# The command sees the public interface only.
if [ -d ../tools ] && grep -nE '^ *# *include *"(base|model|codec|inspect|check|store|registry)/' -r ../tools; then
    fail "tools/ includes a file of lib/"
fi

# System and library headers that belong to some files only: an extended pattern of headers, one of files. (Who opens
# folders by name needs AT_FDCWD of fcntl.h and nothing else of it, as the symbols below show.)
while read -r headers files; do
    [ -n "$headers" ] || continue
    while IFS=: read -r file line text; do
        grep -qE "^($files)\$" <<<"$file" || fail "$file:$line: $text (only $files may)"
    done < <(grep -nE "^ *# *include *<($headers)>" -r . --include='*.[ch]' | sed 's|^\./||')
done <<'TABLE'
lmdb\.h                                                        store/kv[a-z_]*\.[ch]
msgpack[a-z_/]*\.h                                             codec/record[a-z_]*\.[ch]
zip\.h                                                         store/archive[a-z_]*\.[ch]
openssl/[a-z_]+\.h|isa-l\.h|isa-l/[a-z_0-9]+\.h|crc\.h         base/digest\.c
snappy-c\.h                                                    inspect/sstable[a-z_]*\.c
fcntl\.h                                                       base/fsio[a-z_]*\.c|store/kv[a-z_]*\.c|inspect/bundle[a-z_]*\.c|registry/registry\.c
dirent\.h|sys/(file|ioctl|mman|stat|statfs|vfs|statvfs)\.h|linux/[a-z]+\.h  base/fsio[a-z_]*\.c|store/kv[a-z_]*\.c
time\.h|sys/time\.h                                            base/clock\.c
TABLE

# The same by what the object files ask for, which no macro and no header of a header can hide.
objects=$(find "$build_dir/lib" -name '*.o' ! -path '*/.libs/*' 2>/dev/null)
[ -n "$objects" ] || objects=$(find "$build_dir/lib" -name '*.o' 2>/dev/null)
[ -n "$objects" ] || fail "no object files below $build_dir/lib"

used() { # used OBJECT: the undefined symbols, without the prefixes that fortified libcs and sanitizers add
    "${nm[@]}" -u "$1" | awk '{ print $NF }' | sed -E 's/@.*//; s/^__(.*)_chk$/\1/; s/^__isoc99_//; s/64(_2)?$//'
}

symbols_looked_at=0
while IFS= read -r object; do
    name=${object#"$build_dir"/lib/}
    name=${name%.o}
    name=${name/.libs\//}
    symbols=$(used "$object")
    symbols_looked_at=$((symbols_looked_at + $(wc -w <<<"$symbols")))
    while read -r pattern allowed; do
        [ -n "$pattern" ] || continue
        grep -qE "^($allowed)\$" <<<"$name" && continue
        while IFS= read -r symbol; do
            fail "lib/$name.c calls $symbol (only $allowed may)"
        done < <(grep -E "^($pattern)\$" <<<"$symbols")
    done <<'TABLE'
malloc|calloc|realloc|reallocarray|free|strdup|strndup|asprintf|vasprintf|aligned_alloc|posix_memalign|getline|getdelim|open_memstream base/alloc
open|openat|creat|read|pread|write|pwrite|readv|writev|rename|renameat|link|linkat|unlink|unlinkat|remove|mkdir|mkdirat|rmdir|stat|fstat|lstat|fstatat|fsync|fdatasync|ftruncate|truncate|opendir|fdopendir|readdir|flock|statfs|fstatfs|fopen|fdopen|fread|fwrite|fclose|ioctl|copy_file_range|sendfile|close base/fsio[a-z_]*
mmap|munmap|mprotect|madvise base/fsio[a-z_]*|store/kv_map
mdb_.* store/kv[a-z_]*
msgpack_.* codec/record[a-z_]*
zip_.* store/archive[a-z_]*
EVP_.*|SHA256.*|crc32_.* base/digest
snappy_.* inspect/sstable[a-z_]*
time|gettimeofday|clock_gettime|gmtime|gmtime_r|localtime|localtime_r base/clock
printf|puts|putchar|fprintf|vfprintf|vprintf|fputs|fputc|perror|exit|_exit|_Exit|quick_exit|abort|err|errx|warn|warnx|syslog|signal|sigaction|system|popen|fork|atexit nothing
getenv|secure_getenv|setenv|setlocale|strtok|rand|srand|random|strerror nothing
TABLE
done <<<"$objects"
[ "$symbols_looked_at" -gt 0 ] || fail "${nm[*]} showed no symbol"
echo "$symbols_looked_at uses of symbols in $(wc -l <<<"$objects") object files"

exit $failed
