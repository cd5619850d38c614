"""Stored files over HTTP: whole, in ranges, and with conditions."""
import hashlib
import json
import os
import sys

from harness import KEY, READ_KEY, NNREG, Model, expect, main, run, served

SHARD = "variables.data-00000-of-00001"


class Stored:
    """A network of the server's with a shard; `path` is that of its files."""

    def __init__(self, server):
        self.model = Model(server.folder)
        self.id = server.add(self.model.description, self.model.folder)
        self.path = f"/v0.7/networks/{self.id}/files/"
        with open(self.model.files[SHARD], "rb") as file:
            self.shard = file.read()


def objects_of(registry, content):
    """The paths of stored files with this content."""
    for where, _, names in os.walk(registry):
        for name in names:
            path = os.path.join(where, name)
            if os.path.getsize(path) == len(content) and open(path, "rb").read() == content:
                yield path


def test_a_file_comes_as_it_was_stored(server):
    stored = Stored(server)
    for file in server.request("GET", f"/v0.7/networks/{stored.id}/").json()["files"]:
        answer = server.request("GET", stored.path + file["name"])
        with open(stored.model.files[file["name"]], "rb") as model_file:
            expect(answer.status == 200 and answer.body == model_file.read(), file)
        expect(hashlib.sha256(answer.body).hexdigest() == file["sha256"] == answer.headers["etag"].strip('"'), file)
        expect(answer.headers["content-type"] == "application/octet-stream", answer.headers)
        expect(answer.headers["x-content-type-options"] == "nosniff", answer.headers)
        expect(answer.headers["content-disposition"].startswith(f'attachment; filename="{file["name"]}"'), answer.headers)
        head = server.request("HEAD", stored.path + file["name"], headers={"Range": "bytes=0-0"})
        expect(head.status == 200 and head.headers["content-length"] == str(file["size"]) and head.body == b"", head)


def test_its_path_in_a_checkout_names_it_too(server):
    stored = Stored(server)
    for name in ("variables/variables.index", "variables.index", "variables%2Eindex", "variables/variables.index/"):
        expect(server.request("GET", stored.path + name).status == 200, name)
    for name in ("variables/saved_model.txt", "variables", "..%2Fdata.mdb", "../data.mdb", "%2e%2e/data.mdb", "a" * 300):
        answer = server.request("GET", stored.path + name)
        expect(answer.status in (400, 404) and answer.json()["error"], name, answer)
    answer = server.request("GET", stored.path + "variables.indx")
    expect(answer.status == 404 and "variables.indx" in answer.json()["error"], answer)
    expect(server.request("GET", "/v0.7/networks/9/files/variables.index").status == 404)
    expect(server.request("GET", stored.path).status == 404)
    expect(server.request("POST", stored.path + "x", {}).status == 405)


def test_a_range_is_a_part_of_it(server):
    stored = Stored(server)
    size = len(stored.shard)
    for asked, first, last in (("bytes=0-0", 0, 0), ("bytes=3-9", 3, 9), ("BYTES=3-9", 3, 9), (f"bytes={size - 1}-", size - 1, size - 1),
                               ("bytes=-5", size - 5, size - 1), (f"bytes=-{size + 9}", 0, size - 1), ("bytes=7-", 7, size - 1),
                               ("bytes=0-99999999999999999999999", 0, size - 1), ("bytes=-99999999999999999999999", 0, size - 1)):
        answer = server.request("GET", stored.path + SHARD, headers={"Range": asked})
        expect(answer.status == 206 and answer.body == stored.shard[first:last + 1], asked, answer)
        expect(answer.headers["content-range"] == f"bytes {first}-{last}/{size}", asked, answer.headers)
    for asked in (f"bytes={size}-", f"bytes={size}-{size + 4}", "bytes=9-3", "bytes=-0", "bytes=-", "bytes=a-b", "bytes=1", "bytes=",
                  "bytes=1-2-3", "bytes=--3", "bytes=99999999999999999999999-"):
        answer = server.request("GET", stored.path + SHARD, headers={"Range": asked})
        expect(answer.status == 416 and answer.headers["content-range"] == f"bytes */{size}", asked, answer)
        expect("etag" not in answer.headers and answer.json()["error"], asked, answer)
    for asked in ("bytes=0-1,4-5", "lines=1-2", "bytes", "0-3"):
        answer = server.request("GET", stored.path + SHARD, headers={"Range": asked})
        expect(answer.status == 200 and answer.body == stored.shard, asked, answer)


def test_conditions_spare_what_is_known(server):
    stored = Stored(server)
    tag = server.request("GET", stored.path + SHARD).headers["etag"]
    for known in (tag, f'"other", {tag}', f"W/{tag}", "*"):
        answer = server.request("GET", stored.path + SHARD, headers={"If-None-Match": known})
        expect(answer.status == 304 and answer.body == b"" and answer.headers["etag"] == tag, known, answer)
    expect(server.request("GET", stored.path + SHARD, headers={"If-None-Match": '"other"'}).status == 200)
    for condition, status in ((tag, 206), ('"other"', 200), (f"W/{tag}", 200), ("Sat, 29 Oct 1994 19:43:31 GMT", 200)):
        answer = server.request("GET", stored.path + SHARD, headers={"If-Range": condition, "Range": "bytes=1-2"})
        expect(answer.status == status, condition, answer)


@served(keys=True)
def test_a_public_network_has_them_by_its_slug(server):
    stored = Stored(server)
    run(NNREG, "-r", server.registry, "publish", str(stored.id), "a-slug")
    path = "/v0.7/networks/public/a-slug/files/variables/" + SHARD
    expect(server.request("GET", path).status == 401)
    answer = server.request("GET", path, headers={"X-API-KEY": READ_KEY, "Range": "bytes=1-2"})
    expect(answer.status == 206 and answer.body == stored.shard[1:3], answer)
    expect("immutable" not in answer.headers["cache-control"], answer.headers)  # another network may have the slug tomorrow
    answer = server.request("GET", stored.path + SHARD, headers={"X-API-KEY": KEY})
    expect(answer.headers["cache-control"] == "private, max-age=3600, immutable", answer.headers)


def test_a_name_is_quoted(server):
    model = Model(server.folder)
    name = 'a"; filename=b.exe; é%.txt'
    os.makedirs(os.path.join(model.folder, "assets"))
    with open(os.path.join(model.folder, "assets", name), "w") as file:
        file.write("text")
    number = server.add(model.description, model.folder)
    answer = server.request("GET", f"/v0.7/networks/{number}/files/assets/a%22;%20filename=b.exe;%20%C3%A9%25.txt")
    expect(answer.status == 200 and answer.body == b"text", answer)
    expect(answer.headers["content-disposition"] == 'attachment; filename="a___filename_b.exe_____.txt"; '
           "filename*=UTF-8''a%22%3B%20filename%3Db.exe%3B%20%C3%A9%25.txt", answer.headers)


def test_a_damaged_file_is_told_plainly(server):
    stored = Stored(server)
    found = list(objects_of(server.registry, stored.shard))
    expect(len(found) == 1, found)
    os.chmod(found[0], 0o644)
    os.truncate(found[0], 3)
    for headers in ({}, {"Range": "bytes=0-1"}):
        answer = server.request("GET", stored.path + SHARD, headers=headers)
        expect(answer.status == 500 and server.registry not in answer.json()["error"], answer)
    expect(server.request("GET", stored.path + "saved_model.pb").status == 200)


def test_no_descriptor_stays_open(server):
    stored = Stored(server)
    count = lambda: len([each for each in os.listdir(f"/proc/{server.process.pid}/fd")])
    server.request("GET", stored.path + SHARD)
    before = count()
    line = server.connect()
    for headers in ({}, {"Range": "bytes=1-2"}, {"Range": "bytes=9-3"}, {"If-None-Match": "*"}):
        for method in ("GET", "HEAD"):
            for name in (SHARD, "nothing"):
                server.request(method, stored.path + name, headers=headers, connection=line)
    line.close()
    server.request("GET", stored.path + "nothing")
    expect(count() <= before + 1, os.listdir(f"/proc/{server.process.pid}/fd"))


def test_a_slow_client_holds_no_snapshot(server):
    """A file that is larger than what sockets hold is under way while its network is deleted; all of it comes still."""
    model = Model(server.folder)
    size = 64 << 20
    os.makedirs(os.path.join(model.folder, "assets"))
    with open(os.path.join(model.folder, "assets", "large"), "wb") as file:
        file.truncate(size)
    number = server.add(model.description, model.folder)
    line = server.connect()
    line.request("GET", f"/v0.7/networks/{number}/files/assets/large")
    answer = line.getresponse()
    expect(server.request("DELETE", f"/v0.7/networks/{number}/").status == 204)
    there = json.loads(run(NNREG, "-r", server.registry, "--json", "stat"))
    expect(there["readers"] == 0 and there["pinned_bytes"] == 0, there)
    expect(len(answer.read()) == size and server.memory() < 64 << 10, server.memory())
    line.close()


if __name__ == "__main__":
    main(sys.modules[__name__])
