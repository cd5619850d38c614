"""Networks and other objects by multipart/form-data: fields in all their forms, files, archives, and what is refused."""
import contextlib
import errno
import json
import os
import subprocess
import sys

from harness import NNREG, Model, Server, expect, form, main, served

NETWORKS = "/v0.7/networks/"
SPECS = "/v0.7/recognition/specs/"
VERSIONS = "/v0.7/recognition/versions/"
SHADOWED = 1 << 33  # KiB that a process has with AddressSanitizer alone


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


def test_archives_and_lists_of_files(server):
    model = Model(server.folder)
    described = fields(flattened(model.description))
    archive = content(model.zip())
    for name, filename, kind in (("model", "m.zip", "application/zip"), ("model.zip", "", None), ("model", "M.ZIP", None)):
        made = post(server, described + [(name, filename, kind, archive)])
        expect(made.status == 201 and len(made.json()["files"]) == len(model.files), name, made)
    # A list of files has no names but those that they have where they come from.
    listed = [(f"[{i}]", f"c/d/{name}", None, each[3]) for i, (name, each) in enumerate(zip(model.files, files(model)))]
    expect(post(server, described + listed).status == 201)
    folders = [("variables/" + name if "variables" in name else name, "x", None, each[3])
               for name, each in zip(model.files, files(model))]
    expect(post(server, folders + described).status == 201)
    answer = post(server, described + [("model.zip", "", None, archive[:-30])])
    expect(answer.status == 400 and answer.json()["findings"][0]["rule"].startswith("archive."), answer)
    stores_nothing(server, networks=5)


def test_an_archive_among_the_assets_is_a_file(server):
    model = Model(server.folder, "--kind", "asset", "--asset", "labels.zip")
    parts = fields(flattened(model.description)) + [
        (name if name.startswith("saved") else "assets/" + name, name, None, content(path)) for name, path in model.files.items()]
    made = post(server, parts)
    expect(made.status == 201 and "assets/labels.zip" in [each["name"] for each in made.json()["files"]], made)


def test_forms_of_curl(server):
    model = Model(server.folder)
    url = f"http://127.0.0.1:{server.port}{NETWORKS}"
    path = os.path.join(server.folder, "preprocessing.json")
    with open(path, "w") as file:
        json.dump(model.description["preprocessing"], file)
    described = ["-F", "name=by curl", "-F", "framework=tensorflow-1.x", "-F", f"preprocessing=@{path}",
                 "-F", 'metadata={"a":1}', "-F", "postprocessings[0]tensors_output.tensors=["
                 + json.dumps(model.description["postprocessings"][0]["tensors_output"]["tensors"][0]) + "]"]
    each = [word for name, where in model.files.items() for word in ("-F", f"{name}=@{where}")]
    for more in (each, each + ["-H", "Expect: 100-continue"], each + ["-H", "Transfer-Encoding: chunked"],
                 ["-F", f"model=@{model.zip()}"], ["-F", f"model=@{model.zip()};type=application/zip"]):
        said = subprocess.run(["curl", "-sS", "-w", "\n%{http_code}", *described, *more, url], stdout=subprocess.PIPE, check=True)
        body, status = said.stdout.decode().rsplit("\n", 1)
        made = json.loads(body)
        expect(status == "201" and made["name"] == "by curl" and made["metadata"] == {"a": 1}, more, said)
    stores_nothing(server, networks=5)


def test_an_update_by_a_form(server):
    model = Model(server.folder)
    number = server.add(model.description, model.folder)
    for method, name in (("PATCH", "2.0"), ("PUT", "true")):
        answer = post(server, fields([("name", name), ("metadata.x", "True"), ("metadata.y", "None")]), f"{NETWORKS}{number}/", method)
        expect(answer.status == 200 and answer.json()["name"] == name, answer)
        expect(answer.json()["metadata"] == {"x": True, "y": None}, answer)
    answer = post(server, fields([("framework", "x")]), f"{NETWORKS}{number}", "PATCH")
    expect(answer.status == 403 and answer.json()["findings"][0]["rule"] == "immutable", answer)
    answer = post(server, files(model), f"{NETWORKS}{number}", "PATCH")
    expect(answer.status == 400 and "no files" in answer.json()["error"], answer)


def test_specifications_and_versions_by_forms(server):
    model = Model(server.folder)
    number = server.add(model.description, model.folder)
    labels = [{"id": i, "name": str(i)} for i in range(10)]
    described = {"name": "s", "outputs": [{"labels": {"labels": labels, "exclusive": True, "roi": "NONE"}}]}
    # The last label first: indices come in any order.
    made = post(server, fields(flattened(described)[::-1]), SPECS)
    expect(made.status == 201 and has(made.json(), described), made)
    version = {"spec_id": 1, "network_id": number, "post_processings": [{"classification": {
        "output_tensor": model.description["postprocessings"][0]["tensors_output"]["tensors"][0],
        "thresholds": [round(0.05 * i, 2) for i in range(10)]}}]}
    for _ in range(2):
        made = post(server, fields(flattened(version)), VERSIONS)
        expect(made.status == 201 and has(made.json(), version), made)
    for text, id in (("2", 2), ("null", None), ("1", 1), ("None", None)):
        answer = post(server, fields([("current_version_id", text)]), SPECS + "1/", "PATCH")
        expect(answer.status == 200 and answer.json()["current_version_id"] == id, text, answer)
    answer = post(server, fields([("current_version_id", "two")]), SPECS + "1/", "PATCH")
    expect(answer.status == 400 and answer.json()["findings"], answer)


def test_fields_that_do_not_fit_are_named(server):
    model = Model(server.folder)
    rest = fields(flattened(model.description)) + files(model)
    for status, pairs in (
            (400, [("name", "again")]), (400, [("metadata.a", "1"), ("metadata.a.b", "1")]),
            (400, [("metadata.a.b", "1"), ("metadata.a", "1")]), (400, [("metadata.a[0]", "1"), ("metadata.a.b", "1")]),
            (400, [("metadata.a[0]", "1"), ("metadata.a[2]", "1")]), (400, [("metadata.a[1]", "1")]),
            (400, [("metadata.a[100001]", "1")]), (400, [("metadata.a[18446744073709551616]", "1")]),
            (400, [("metadata.a[01]", "1")]), (400, [("metadata.a[-1]", "1")]), (400, [("metadata.a[", "1")]),
            (400, [("metadata.a[]", "1")]), (400, [("metadata.a[x]", "1")]), (400, [("metadata..a", "1")]),
            (400, [("metadata.a.", "1")]), (400, [(".metadata", "1")]), (400, [("[0]", "1")]),
            (400, [("metadata" + ".a" * 600, "1")]), (400, [("metadata" + "[0]" * 600, "1")]),
            (400, [("metadata.a", b"\xff")]), (400, [("metadata.b", b"tr\0ue")]), (400, [("metadata.c", b"true\0")]),
            (422, [("metadata", "{")]), (422, [("metadata", '{"a":1,"a":2}')])):
        answer = post(server, rest + fields(pairs))
        expect(answer.status == status and f'"{pairs[-1][0]}"' in answer.json()["error"], pairs, answer)
    answer = post(server, rest + [("metadata", None, "application/json", b"nothing")])
    expect(answer.status == 422 and '"metadata"' in answer.json()["error"], answer)
    stores_nothing(server)
    # What is of no type that it can have is judged as in any other description.
    for path, text, rule in (("preprocessing.batched_output", "yes", "type"), ("nme", "x", "unknown-field"),
                             ("preprocessing.inputs[0]image.pixel_scaling", "2,0", "type")):
        parts = [part for part in rest if part[0] != path] + fields([(path, text)])
        answer = post(server, parts)
        expect(answer.status == 400 and any(each["severity"] == "error" for each in answer.json()["findings"]), path, answer)
        expect(rule in [each["rule"] for each in answer.json()["findings"]], path, answer)
    stores_nothing(server)


def test_a_refused_network_leaves_nothing(server):
    model = Model(server.folder)
    parts = fields(flattened(model.description)) + files(model)
    answer = post(server, [part for part in parts if part[0] != "variables.index"])
    expect(answer.status == 400 and answer.json()["findings"][0]["rule"] and answer.json()["error"], answer)
    answer = post(server, parts + [("variables/variables.index", "x", None, b"again")])
    expect(answer.status == 400 and answer.json()["findings"], answer)
    answer = post(server, parts + [("../saved_model.pb", "x", None, b"again")])
    expect(answer.status == 400 and answer.json()["findings"], answer)
    stores_nothing(server)


ONE = 'Content-Disposition: form-data; name="name"'


def test_forms_that_can_be_read_in_two_ways_are_refused(server):
    kind = "multipart/form-data; boundary=b"
    for header, body in (
            ("multipart/form-data", f"--b\r\n{ONE}\r\n\r\nx\r\n--b--"), ("multipart/form-data; boundary=", f"--\r\n{ONE}\r\n\r\nx\r\n----"),
            (kind + "; boundary=c", f"--b\r\n{ONE}\r\n\r\nx\r\n--b--"), ('multipart/form-data; boundary="b', f"--b\r\n{ONE}\r\n\r\nx\r\n--b--"),
            ("multipart/form-data; boundary=" + "b" * 71, "--" + "b" * 71 + f"\r\n{ONE}\r\n\r\nx\r\n--" + "b" * 71 + "--"),
            ('multipart/form-data; boundary="b "', f"--b \r\n{ONE}\r\n\r\nx\r\n--b --"),
            ('multipart/form-data; boundary="b{"', f"--b{{\r\n{ONE}\r\n\r\nx\r\n--b{{--"),
            (kind, ""), (kind, "--b"), (kind, "--b\r\n"), (kind, "x"), (kind, f"x\r\n--b\r\n{ONE}\r\n\r\nx\r\n--b--"),
            (kind, f"--b\r\n{ONE}\r\n\r\nx"), (kind, f"--b\r\n{ONE}\r\n\r\nx\r\n--b"), (kind, f"--b\r\n{ONE}\r\n\r\nx\r\n--b-"),
            (kind, f"--b\r\n{ONE}\r\n\r\nx\r\n--b--\r\nmore"), (kind, f"--b\r\n{ONE}\r\n\r\nx\r\n--b--\r\n--b--\r\n"),
            (kind, f"--b \r\n{ONE}\r\n\r\nx\r\n--b--"), (kind, f"--b\n{ONE}\n\nx\n--b--"), (kind, f"--bc\r\n{ONE}\r\n\r\nx\r\n--bc--"),
            (kind, "--b\r\n\r\nx\r\n--b--"), (kind, "--b\r\nContent-Type: text/plain\r\n\r\nx\r\n--b--"),
            (kind, "--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--"),
            (kind, '--b\r\nContent-Disposition: form-data; name=""\r\n\r\nx\r\n--b--'),
            (kind, '--b\r\nContent-Disposition: form-data; filename="a"\r\n\r\nx\r\n--b--'),
            (kind, f'--b\r\n{ONE}; name="b"\r\n\r\nx\r\n--b--'), (kind, f"--b\r\n{ONE}\r\n{ONE}\r\n\r\nx\r\n--b--"),
            (kind, "--b\r\nContent-Disposition: form-data; name*=utf-8''name\r\n\r\nx\r\n--b--"),
            (kind, f"--b\r\n{ONE}; filename=a; filename=b\r\n\r\nx\r\n--b--"),
            (kind, '--b\r\nContent-Disposition: attachment; name="name"\r\n\r\nx\r\n--b--'),
            (kind, '--b\r\nContent-Disposition: form-data; name="name\r\n\r\nx\r\n--b--'),
            (kind, '--b\r\nContent-Disposition: form-data;\r\n name="name"\r\n\r\nx\r\n--b--'),
            (kind, '--b\r\nContent-Disposition: form-data name="name"\r\n\r\nx\r\n--b--'),
            (kind, f"--b\r\n{ONE}x\r\n\r\nx\r\n--b--"), (kind, f"--b\r\n{ONE};\r\n\r\nx\r\n--b--"),
            (kind, '--b\r\nContent-Disposition: form-data; name="na\0me"\r\n\r\nx\r\n--b--'),
            (kind, '--b\r\nContent-Disposition: form-data; name="na\nme"\r\n\r\nx\r\n--b--'),
            (kind, '--b\r\nContent-Disposition: form-data; name="na\rme"\r\n\r\nx\r\n--b--'),
            (kind, f"--b\r\n{ONE}\r\nno header\r\n\r\nx\r\n--b--"), (kind, f"--b\r\n{ONE}\r\nX : y\r\n\r\nx\r\n--b--"),
            (kind, f"--b\r\n{ONE}\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n--c--\r\n--b--"),
            (kind, f"--b\r\n{ONE}\r\nContent-Type: a/b\r\nContent-Type: a/b\r\n\r\nx\r\n--b--"),
            (kind, f"--b\r\n{ONE}\r\nContent-Transfer-Encoding: base64\r\n\r\neA==\r\n--b--"),
            (kind, f"--b\r\n{ONE}\r\nX: {'y' * 8192}\r\n\r\nx\r\n--b--")):
        answer = server.request("PATCH", NETWORKS + "1/", body.encode(), {"Content-Type": header})
        expect(answer.status == 400 and "form" in answer.json()["error"], header, body, answer)
    stores_nothing(server)
    for header, body in (
            (kind, f"--b\r\n{ONE}\r\n\r\nx\r\n--b--"), ('Multipart/Form-Data; charset=utf-8; Boundary="b"', f"--b\r\n{ONE}\r\n\r\nx\r\n--b--\r\n"),
            (kind, f"--b\r\n{ONE}; filename=b; filename*=utf-8''b\r\n\r\nx\r\n--b--"), (kind, f"--b\r\n{ONE}; filename*=utf-8''b\r\n\r\nx\r\n--b--"),
            (kind, "--b\r\ncontent-disposition:Form-Data;NAME=name\r\n\r\nx\r\n--b--\r\n"), (kind, "\r\n--b\r\nContent-Disposition: form-data; name=metadata.x\r\n\r\n\r\n-\r\n--\r\n--a-\r\r\n--b--\r\n"),
            (kind, f"--b\r\n{ONE}\r\nContent-Transfer-Encoding: binary\r\nX-More: \xe9\r\n\r\nx\r\n--b--"), (kind, "--b\r\nContent-Disposition: form-data; name=metadata.x\r\n\r\n--b--")):
        answer = server.request("PATCH", NETWORKS + "1/", body.encode(), {"Content-Type": header})
        expect(answer.status == 404, header, body, answer)


def test_a_form_that_is_cut_off_makes_nothing(server):
    body, headers = form(fields(flattened({"name": "s", "outputs": [
        {"labels": {"labels": [{"id": 0, "name": "a"}], "exclusive": True, "roi": "NONE"}}]})))
    whole = len(body) - 2
    line = server.connect()
    for end in range(whole):
        answer = server.request("POST", SPECS, body[:end], headers, connection=line)
        expect(answer.status == 400, end, answer)
    line.close()
    head = f"POST {SPECS} HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nContent-Type: {headers['Content-Type']}\r\n"
    for end in range(0, whole, 5):
        for how in (f"Content-Length: {len(body)}\r\n\r\n", f"Transfer-Encoding: chunked\r\n\r\n{len(body):x}\r\n"):
            got = server.raw((head + how).encode() + body[:end], half_close=True)
            expect(b" 201 " not in got, end, got)
    expect(server.request("GET", SPECS).json()["count"] == 0)
    expect(post(server, [], SPECS).status == 400)
    expect(server.request("POST", SPECS, body, headers).status == 201)


def test_an_upload_that_is_cut_off_leaves_nothing(server):
    model = Model(server.folder)
    body, headers = form(fields(flattened(model.description)) + files(model))
    head = (f"POST {NETWORKS} HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nContent-Length: {len(body)}\r\n"
            f"Content-Type: {headers['Content-Type']}\r\n\r\n").encode()
    for end in range(len(body) - 1, 0, -len(body) // 20):
        expect(b" 201 " not in server.raw(head + body[:end], half_close=True), end)
        expect(server.request("POST", NETWORKS, body[:end - 2], headers).status == 400, end)
    stores_nothing(server)


@served("--uploads", "1")
def test_one_upload_more_is_told_to_come_back(server):
    model = Model(server.folder)
    body, headers = form(fields(flattened(model.description)) + files(model))
    with contextlib.closing(server.connect()) as line:
        line.putrequest("POST", NETWORKS)
        for name, value in {**headers, "Content-Length": str(len(body)), "Expect": "100-continue"}.items():
            line.putheader(name, value)
        line.endheaders()
        expect(b" 100 " in line.sock.recv(4096))  # it has its place now
        answer = server.request("POST", NETWORKS, body, headers)
        expect(answer.status == 429 and int(answer.headers["retry-after"]) > 0, answer)
        expect(post(server, fields([("name", "x")]), NETWORKS + "1", "PATCH").status == 404)
        line.send(body)
        answer = line.getresponse()
        expect(answer.status == 201, answer.read())
    # Its place is free before it has its answer, whatever that is.
    for _ in range(20):
        expect(server.request("POST", NETWORKS, body[:-2], headers).status == 201)
        expect(server.request("POST", NETWORKS, body[:-6], headers).status == 400)


def test_forms_have_limits(server):
    before = server.memory("VmHWM")
    for parts in ([("metadata.a", None, None, b"x" * (17 << 20))], [(f"metadata.{i}", None, None, b"x" * (1 << 20)) for i in range(17)],
                  [("network", None, None, b"x" * (17 << 20))], [(f"{i}.txt", "", None, b"x") for i in range(10001)]):
        answer = post(server, parts)
        expect(answer.status == 413 and "can have up to" in answer.json()["error"], parts[0][0], answer)
    stores_nothing(server)
    expect(server.memory("VmHWM") - before < 100 * 1024 or server.memory("VmSize") > SHADOWED, server.memory("VmHWM") - before)


def test_a_full_disk_is_told(server):
    """By the preload library that makes calls on files fail, where there is one: an empty name says that a sanitizer has those calls."""
    if not os.environ.get("NNREG_FAULTFS"):
        print("left out: no preload library (NNREG_FAULTFS)")
        return
    model = Model(server.folder, "--kind", "big-variables", "--bytes", "1M")
    parts = fields(flattened(model.description)) + files(model)
    full = Server(registry=server.registry, env={
        "LD_PRELOAD": os.environ["NNREG_FAULTFS"], "NNREG_FAULT_ROOT": server.registry, "NNREG_FAULT_CALLS": "write",
        "NNREG_FAULT_AT": "1", "NNREG_FAULT_LASTING": "1", "NNREG_FAULT_ERRNO": str(errno.ENOSPC)})
    try:
        answer = post(full, parts)
        expect(answer.status == 507 and answer.json()["error"], answer)
        expect(full.request("GET", NETWORKS).json()["count"] == 0)
    finally:
        full.remove()
    stores_nothing(server)
    expect(post(server, parts).status == 201)


def test_memory_does_not_grow_with_an_upload(server):
    model = Model(server.folder, "--kind", "big-variables", "--bytes", "300M", "--sparse")
    small = Model(server.folder)
    expect(post(server, fields(flattened(small.description)) + files(small)).status == 201)
    before = server.memory("VmHWM")
    said = subprocess.run(["curl", "-sS", "-o", "/dev/null", "-w", "%{http_code}", "-F", f"network={json.dumps(model.description)}",
                           *[word for name, where in model.files.items() for word in ("-F", f"{name}=@{where}")],
                           f"http://127.0.0.1:{server.port}{NETWORKS}"], stdout=subprocess.PIPE, check=True)
    expect(said.stdout == b"201", said)
    grown = server.memory("VmHWM") - before
    expect(grown < 24 * 1024, f"{grown} KiB more")


if __name__ == "__main__":
    main(sys.modules[__name__])
