#!/usr/bin/env bash
# Where --svg puts things: boxes inside the page and apart from each other, texts inside their boxes, pages that a screen is wide
# enough for. Of all models that there are.
. "$(dirname "$0")/lib.sh"
need python3

cat >places.py <<'P'
import sys, xml.etree.ElementTree as ET
S = "{http://www.w3.org/2000/svg}"
WIDEST = 2000 # a page wider than this is one that nobody reads
LETTER = 5.0  # of the narrowest letters that a box's width has to do for
def judge(file):
    root = ET.parse(file).getroot()
    _, _, width, height = map(float, root.get("viewBox").split())
    assert width <= WIDEST, "the page is %d wide" % width
    boxes = []
    graph = root.find(S + "g")
    left, top = map(float, (graph.get("transform") or "translate(0 0)")[10:-1].split())
    for group in graph.findall(S + "g"):
        rect, name = group.find(S + "rect"), "".join(group.find(S + "title").itertext())
        x, y, w, h = (float(rect.get(key)) for key in ("x", "y", "width", "height"))
        assert 0 <= left + x and 0 <= top + y and left + x + w <= width and top + y + h <= height, "outside the page: " + name
        for text in group.findall(S + "text"):
            middle, line, long = float(text.get("x")), float(text.get("y")), LETTER * len("".join(text.itertext()))
            assert y < line < y + h and abs(middle - x - w / 2) <= 1, "a text beside its box: " + name
            assert long <= w, "a text wider than its box: " + name
        boxes.append((x, y, x + w, y + h, name))
    assert boxes
    boxes.sort(key=lambda box: box[1])
    for i, a in enumerate(boxes):
        for b in boxes[i + 1:]:
            if b[1] >= a[3]:
                break
            assert b[2] <= a[0] or b[0] >= a[2], "one box on another: %s, %s" % (a[4], b[4])

for line in sys.stdin:
    file, what = line.rstrip("\n").split("\t")
    try:
        judge(file)
    except Exception as error:
        print("%s: %s" % (what, error))
P

# drawn MODEL: a picture at each depth, to be looked at when all are there.
drawn() {
    for depth in 1 2 3; do
        run inspect "$1" --no-weights --svg --depth "$depth"
        IFS= read -r line <.out
        [[ $line == '<svg'* ]] || grep -q '^<svg' .out || continue # too large for a picture at this depth, or no graph: told elsewhere
        pictures=$((pictures + 1))
        mv .out "$pictures.svg"
        printf '%s.svg\tthe picture of %s at depth %s\n' "$pictures" "$1" "$depth" >>pictures
    done
}

pictures=0
for kind in classifier detector asset tf2 unsafe; do
    "$mkmodel" --kind "$kind" "$kind" >/dev/null || exit 1
    drawn "$kind"
done
[ "$pictures" -ge 15 ] || wrong "only $pictures pictures were drawn"

# The real ones, where they are; a program that is checked while it runs takes long for each.
real=${NNREG_SHARED_DIR:-/nonexistent}/models
for model in "$real"/[!_]*; do
    [ -n "${NNREG_TEST_QUICK-}" ] || [ ! -d "$model" ] || drawn "$model"
done

python3 places.py <pictures >wrong_places || wrong 'the pictures could not be looked at'
[ ! -s wrong_places ] || wrong "$(cat wrong_places)"

finish
