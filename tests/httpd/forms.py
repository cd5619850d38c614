"""Networks and other objects by multipart/form-data: fields in all their forms, files, archives, and what is refused."""
import json
import os
import re
import subprocess
import sys
import threading
import zipfile

from harness import NNREG, PATIENCE, Model, expect, form, main, served

NETWORKS = "/v0.7/networks/"
SPECS = "/v0.7/recognition/specs/"
VERSIONS = "/v0.7/recognition/versions/"


def flattened(value, path=""):
    """(path, text) of the leaves, as the original client names them and Python writes them; None is left out."""
    if isinstance(value, dict):
        pairs = [(f"{path}.{key}" if path and not path.endswith("]") else path + key, each) for key, each in value.items()]
    elif isinstance(value, list):
        pairs = [(f"{path}[{i}]", each) for i, each in enumerate(value)]
    else:
        return [] if value is None else [(path, str(value))]
    return [leaf for name, each in pairs for leaf in flattened(each, name)]


def fields(pairs):
    return [(name, None, None, text if isinstance(text, bytes) else text.encode()) for name, text in pairs]


def content(path):
    with open(path, "rb") as file:
        return file.read()


def files(model):
    return [(name, os.path.basename(path), None, content(path)) for name, path in model.files.items()]


def post(server, parts, path=NETWORKS, method="POST"):
    body, headers = form(parts)
    return server.request(method, path, body, headers)


def stores_nothing(server, networks=0):
    """No network but these, nothing for gc to remove, and nothing on its way in."""
    expect(server.request("GET", NETWORKS).json()["count"] == networks)
    dry = json.loads(subprocess.run([NNREG, "-r", server.registry, "--json", "gc", "--dry-run"], check=True,
                                    stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout)
    expect(not any(dry["removed"].values()) if isinstance(dry.get("removed"), dict) else not dry.get("removed"), dry)
    staging = os.path.join(server.registry, "staging")
    expect(not os.path.isdir(staging) or os.listdir(staging) == [], os.listdir(staging) if os.path.isdir(staging) else "")


def has(made, described):
    """Whether an object has what was described; it may have more, by default. true is no number."""
    if isinstance(described, dict):
        return isinstance(made, dict) and all(key in made and has(made[key], each) for key, each in described.items())
    if isinstance(described, list):
        return isinstance(made, list) and len(made) == len(described) and all(map(has, made, described))
    return made == described and isinstance(made, bool) == isinstance(described, bool)


def test_a_network_of_flattened_fields_and_files(server):
    model = Model(server.folder)
    description = {**model.description, "name": "123", "metadata": {"epochs": 3, "note": "3 epochs", "loss": [0.5, 1e-05],
                   "best": True, "deep": {"list": [{"a": 1}, [2, "x"]]}}}
    made = post(server, fields(flattened(description)) + files(model))
    expect(made.status == 201 and made.headers["location"] == "/v0.7/networks/1/", made)
    expect(has(made.json(), description), made)
    stores_nothing(server, networks=1)
    expect(server.is_sound())


def test_a_network_of_fields_that_are_json(server):
    model = Model(server.folder)
    parts = [(key, None, "application/json" if key != "name" else None,
              json.dumps(value).encode() if not isinstance(value, str) or key != "name" else value.encode())
             for key, value in model.description.items()]
    made = post(server, files(model) + parts)
    expect(made.status == 201, made)
    expect(has(made.json(), model.description), made)
    # Without a type, and one of them in parts.
    mixed = [("preprocessing", json.dumps(model.description["preprocessing"])), ("name", "mixed"), ("framework", "tensorflow-1.x")]
    mixed += flattened(model.description["postprocessings"], "postprocessings") + [("metadata", ' {"a": [1, null]}')]
    made = post(server, fields(mixed) + files(model))
    expect(made.status == 201 and made.json()["metadata"] == {"a": [1, None]}, made)


def test_a_network_as_one_json_text(server):
    model = Model(server.folder)
    whole = ("network", "network.json", "application/json", json.dumps(model.description).encode())
    expect(post(server, [whole] + files(model)).status == 201)
    answer = post(server, [whole, ("name", None, None, b"x")] + files(model))
    expect(answer.status == 400 and '"network"' in answer.json()["error"], answer)
    answer = post(server, [whole, whole] + files(model))
    expect(answer.status == 400 and "twice" in answer.json()["error"], answer)
    stores_nothing(server, networks=1)


if __name__ == "__main__":
    main(sys.modules[__name__])
