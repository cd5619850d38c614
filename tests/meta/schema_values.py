"""Holds the schema of a description against the check: schema_values.py SCHEMA VERDICTS CASES

What the schema refuses, the check refuses. What the check refuses, the schema refuses, unless every error is one that
a schema cannot express. VERDICTS is the program tests/meta/verdicts.
"""

import json
import os
import random
import re
import subprocess
import sys
import urllib.parse

import jsonschema

MUTATIONS = 5000
SEED = 20180216

FULL = {
    "name": "everything",
    "description": "all fields",
    "metadata": {"author": "me", "a": [1, {"b": None}], "name": ""},
    "framework": "tensorflow-1.x",
    "preprocessing": {
        "inputs": [
            {
                "tensor_name": "images:0",
                "image": {
                    "dimension_order": "NCHW",
                    "resize_type": "NETWORK",
                    "target_size": "640",
                    "color_channels": "BGR",
                    "pixel_scaling": 1.0,
                    "mean_file": "mean.npy",
                    "data_type": "UINT8",
                },
            },
            {
                "tensor_name": "gray/x",
                "image": {
                    "dimension_order": "NHWC",
                    "resize_type": "FILL",
                    "target_size": "1x65535",
                    "color_channels": "L",
                },
            },
        ],
        "batched_output": True,
    },
    "postprocessings": [
        {"tensors_output": {"tensors": ["a", "a:1", "b/c"]}},
        {"standard_output": {"boxes_tensor": "boxes", "scores_tensor": "scores:0"}},
    ],
}

KEYS = [
    "name", "description", "metadata", "framework", "preprocessing", "postprocessings", "inputs", "batched_output",
    "tensor_name", "image", "dimension_order", "resize_type", "target_size", "color_channels", "pixel_scaling",
    "mean_file", "data_type", "tensors_output", "standard_output", "tensors", "boxes_tensor", "scores_tensor",
    "id", "files", "task_id", "create_date", "update_date", "size", "sha256", "Name", "tensor_names", "", "a/b", "\x00",
]

VALUES = [
    None, True, False, 0, 1, -1, 0.0, -0.0, 255, 1e308, 5e-324, 12345678901234567890, "", "x", "x:0", "x:", "^x", "x y",
    "/x", "0", "NHWC", "NCHW", "RGB", "L", "SQUASH", "CROP", "NETWORK", "640", "640x480", "0x1", "65535x65535", "65536",
    "1x1\n", "640x", "01", "FLOAT32", "INT64", "tensorflow-1.x", "mean.npy", "mean.png", "a\tb", "\x7f", "\x80", "\x00",
    "é" * 200, "漢" * 256, "漢" * 257, "x" * 4096, "x" * 4097, "é" * 40000, [], {}, [[]], [{}], ["a"], ["a", "a"],
    ["a", "a:0"], {"tensors": ["a"]}, {"boxes_tensor": "b", "scores_tensor": "s"}, {"tensors_output": {"tensors": ["p"]}},
]


def expand(text):
    """Writes repetitions out, as tests/unit/case_text.h says."""
    def repeat(match):
        body = match[2]
        return "".join(
            re.sub(r"#(?:\+(\d+))?", lambda plus: str(turn + int(plus[1] or 0)), body) for turn in range(int(match[1])))
    return re.sub(r"<<(\d+)\*(.*?)>>", repeat, text, flags=re.DOTALL)


def refuse(what):
    raise ValueError(what)


def no_twins(pairs):
    result = dict(pairs)
    return result if len(result) == len(pairs) else refuse("a key twice")


def finite(text):
    number = float(text)
    return number if abs(number) != float("inf") else refuse("infinite")


def parse(source):
    """The value of strict JSON; ValueError where it is none, or nested too deeply to be walked here."""
    try:
        text = source.decode("utf-8")
        value = json.loads(text, object_pairs_hook=no_twins, parse_constant=refuse, parse_float=finite)
        json.dumps(value, ensure_ascii=False).encode("utf-8")  # lone surrogates
        return value
    except RecursionError:
        raise ValueError("too deep") from None


def places(value):
    """Every container with each of its keys or indexes."""
    found = []
    waiting = [value]
    while waiting:
        at = waiting.pop()
        for key in list(at) if isinstance(at, dict) else range(len(at)):
            found.append((at, key))
            if isinstance(at[key], (dict, list)):
                waiting.append(at[key])
    return found


def slip(draw, word):
    at = draw.randrange(len(word) + 1)
    return draw.choice([word[:at] + word[at + 1:], word[:at] + draw.choice("ax_:é\n/0") + word[at:], word.swapcase()])


def change(draw, value):
    """Changes a value in one place."""
    found = places(value)
    if not found:
        return
    at, key = draw.choice(found)
    kind = draw.randrange(6)
    if kind == 0:
        del at[key]
    elif kind == 1:
        at[key] = json.loads(json.dumps(draw.choice(VALUES)))
    elif kind == 2 and isinstance(at, dict):
        at[draw.choice(KEYS)] = json.loads(json.dumps(draw.choice(VALUES)))
    elif kind == 3 and isinstance(at, dict):
        moved = at.pop(key)
        at[slip(draw, key) if draw.randrange(2) else draw.choice(KEYS)] = moved
    elif kind == 4 and isinstance(at, list):
        at.insert(draw.randrange(len(at) + 1), json.loads(json.dumps(at[key])))
    elif isinstance(at[key], str):
        at[key] = slip(draw, at[key])


def mutations(draw, base):
    for _ in range(MUTATIONS):
        value = json.loads(json.dumps(draw.choice(base)))
        for _ in range(draw.choice([0, 1, 1, 1, 2, 3])):
            change(draw, value)
        yield "mutation", json.dumps(value, ensure_ascii=draw.randrange(2) == 0).encode("utf-8")


def cases(folder):
    for name in sorted(os.listdir(folder)):
        path = os.path.join(folder, name, "description.json")
        if os.path.exists(path):
            with open(path, "rb") as file:
                source = file.read().decode("latin-1")
            yield name, expand(source).encode("latin-1")


def verdicts(program, sources):
    """For each text the errors of the check: (rule, pointer or None)."""
    given = b"".join(b"%d\n%s" % (len(source), source) for source in sources)
    told = subprocess.run([program], input=given, stdout=subprocess.PIPE, check=True).stdout.decode("utf-8")
    lines = told.split("\n")[:-1]
    assert len(lines) == len(sources), "a verdict is missing"
    for line in lines:
        errors = [error.split(" ", 1) for error in line.split("\t")] if line else []
        yield [(rule, None if pointer == "-" else urllib.parse.unquote(pointer)) for rule, pointer in errors]


def at_pointer(value, pointer):
    for part in pointer.split("/")[1:]:
        part = part.replace("~1", "/").replace("~0", "~")
        value = value[int(part)] if isinstance(value, list) else value[part]
    return value


def bound(schema, pointer):
    """The most characters that the schema allows a text."""
    key = re.sub(r"/\d+$", "", pointer).split("/")[-1]
    for table in [schema, *schema["$defs"].values()]:
        if key in table["properties"]:
            rules = table["properties"][key]
            return rules.get("items", rules)["maxLength"]
    raise KeyError(key)


def is_beyond_schemas(schema, value, rule, pointer):
    """Whether a schema cannot express this error."""
    if rule.startswith("bundle."):
        return True  # the ending of mean_file is the bundle's concern
    if rule in ("json.too-deep", "json.too-large"):
        return pointer == "/metadata"  # depth and bytes of a text
    if rule == "duplicate":
        if not re.search(r"/tensors/\d+$", pointer):
            return True  # members of different objects
        entries = at_pointer(value, pointer.rsplit("/", 1)[0])
        return entries.count(at_pointer(value, pointer)) == 1  # x and x:0
    if rule == "signature-key":
        return True  # as many keys as tensors
    if rule == "too-long":
        text = at_pointer(value, pointer)
        return isinstance(text, str) and len(text) <= bound(schema, pointer)  # bytes, not characters
    return False


def judge(schema, validator, name, source, errors):
    """What does not agree, or None; and what it was: not JSON, valid, invalid."""
    try:
        value = parse(source)
    except ValueError as reason:
        if not errors or not all(rule.startswith("json.") or rule == "type" for rule, _ in errors):
            return f"{name}: {reason}, and the check says {errors}", "no JSON"
        return None, "no JSON"
    valid = validator.is_valid(value)
    if not valid and not errors:
        return f"{name}: only the schema refuses: {next(validator.iter_errors(value)).message}", "invalid"
    if valid and not all(is_beyond_schemas(schema, value, *error) for error in errors):
        return f"{name}: only the check refuses: {errors}", "valid"
    return None, "valid" if valid else "invalid"


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        schema = json.load(file)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    draw = random.Random(SEED)
    with open(os.path.join(sys.argv[3], "description.json"), encoding="utf-8") as file:
        plain = json.load(file)
    texts = [("common", json.dumps(plain).encode()), ("full", json.dumps(FULL).encode())]
    texts += list(cases(sys.argv[3])) + list(mutations(draw, [plain, FULL]))
    counts = {"no JSON": 0, "valid": 0, "invalid": 0}
    rules = set()
    disagreements = 0
    for (name, source), errors in zip(texts, verdicts(sys.argv[2], [source for _, source in texts])):
        wrong, outcome = judge(schema, validator, name, source, errors)
        counts[outcome] += 1
        rules.update(rule for rule, _ in errors)
        if name in ("common", "full") and errors:
            wrong = f"{name}: {errors}"
        if wrong:
            disagreements += 1
            if disagreements <= 20:
                print(f"FAIL: {wrong}\n      {source[:2000].decode('utf-8', 'replace')}")
    print(f"{len(texts)} descriptions: {counts['valid']} valid, {counts['invalid']} invalid, {counts['no JSON']} no JSON; "
          f"{disagreements} disagreements; {len(rules)} rules met")
    expected = {"type", "missing-field", "unknown-field", "read-only", "empty", "too-long", "control-character", "enum",
                "range", "exactly-one", "duplicate", "tensor-name", "target-size", "target-size-for-resize"}
    if expected - rules or min(counts["valid"], counts["invalid"]) < len(texts) // 20:
        print(f"FAIL: too little was tried; rules never met: {sorted(expected - rules)}")
        disagreements += 1
    return 1 if disagreements else 0


if __name__ == "__main__":
    sys.setrecursionlimit(20000)
    sys.exit(main())
