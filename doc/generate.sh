#!/bin/sh
# Puts what `generate` prints in its place in the documentation: doc/generate.sh PROGRAM SOURCE-DIR OUTPUT-DIR.
# RECORDS.md keeps its prose; the part between its two marks is replaced.
set -eu
program=$1 source=$2 output=$3
mkdir -p "$output"
"$program" rules >"$output/RULES.md.new"
"$program" description >"$output/nnreg-description.5.new"
"$program" records >"$output/records.part"
awk -v part="$output/records.part" '
    /^<!-- generated from the field tables -->$/ { print; while ((getline line < part) > 0) print line; skipping = 1 }
    /^<!-- end of the generated part -->$/ { skipping = 0 }
    !skipping && !/^<!-- generated from the field tables -->$/ { print }
' "$source/doc/RECORDS.md" >"$output/RECORDS.md.new"
rm "$output/records.part"
for page in RULES.md nnreg-description.5 RECORDS.md; do
    mv "$output/$page.new" "$output/$page"
done
