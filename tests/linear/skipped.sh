#!/usr/bin/env bash
# Stands for tests/linear/linear where it cannot be built: the compiler does not report the blocks it enters, or the
# linker does not wrap functions.
echo "skipped: the compiler has no -fsanitize-coverage=trace-pc, or the linker no --wrap"
exit 77
