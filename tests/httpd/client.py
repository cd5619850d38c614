"""The calls of the original service's Python client (v0.7), as it makes them: what it sends, and what it reads of each answer.

Its requests library writes a form field for each leaf of the description that is not None, by Python's str(), and a part for each file,
with the name of the opened file as filename. It sends Content-Type: application/json with each other request, those without a body
too, and follows `next` as it stands. Written from the client's behaviour; nothing of it is run.
"""
import json
import sys
from urllib.parse import urlencode

from forms import fields, files, flattened
from harness import KEY, NNREG, Model, expect, form, main, run, served

HEADERS = {"X-API-KEY": KEY, "X-APP-ID": "1", "Accept-Encoding": "gzip, deflate", "Accept": "*/*", "Connection": "keep-alive",
           "User-Agent": "deepomatic-python-client/0.9.3 requests/2.28.1 python/3.11.7 platform/Linux"}


class Client:
    """One session over one connection."""

    def __init__(self, server):
        self.server, self.line = server, server.connect()
        self.prefix = f"http://127.0.0.1:{server.port}"

    def call(self, method, resource, params=None, data=None, files=None, status=(200, 201, 204)):
        """What the client makes of the answer: its JSON, None for 204; another status than wanted fails."""
        if files is not None:
            body, headers = form(fields(flattened(data)) + files, boundary="3bbd0eb4a5c1c2c1a3a2f4f9a6d0b7e1")
        else:
            body = json.dumps(data).encode() if data is not None else None
            headers = {"Content-Type": "application/json", "Accept": "application/json"}
        path = resource[len(self.prefix):] if resource.startswith("http") else "/v0.7" + resource
        params = {key: int(value) if isinstance(value, bool) else value for key, value in (params or {}).items()}
        if params:
            path += "?" + urlencode(params, doseq=True)
        answer = self.server.request(method, path, body, {**HEADERS, **headers}, connection=self.line)
        expect(answer.status in (status if isinstance(status, tuple) else (status,)), method, path, answer)
        if answer.status == 204:
            expect(answer.body == b"")
            return None
        expect("application/json" in answer.headers["content-type"], answer.headers)
        return answer.json()

    def list(self, uri, **params):
        """All objects of all pages."""
        page = self.call("GET", uri, {**params, "offset": 0, "limit": params.pop("limit", 100)})
        count, found = page["count"], []
        while True:
            found += [(each["id"], each) for each in page["results"]]
            if page["next"] is None:
                expect(count == len(found), count, found)
                return [each for _, each in found]
            expect(page["next"].startswith("http"), page["next"])
            page = self.call("GET", page["next"])


def create_network(server, client, **more):
    """With its files, as Network.create(name, framework, preprocessing, files=...) does."""
    model = Model(server.folder, "--mean", "proto.bin")
    description = {"name": "My first network", "framework": "tensorflow-1.x",
                   "preprocessing": {**model.description["preprocessing"], "batched_output": True}, **more}
    image = description["preprocessing"]["inputs"][0]["image"]
    image.update(mean_file="mean.proto.bin", pixel_scaling=2.0)
    return client.call("POST", "/networks/", data=description, files=files(model)), description


@served(keys=True)
def test_networks(server):
    client = Client(server)
    made, description = create_network(server, client, metadata={"epochs": 3, "by": None, "tags": []})
    expect(made["id"] == 1 and made["task_id"], made)
    for key in ("name", "description", "metadata", "framework", "preprocessing", "create_date", "update_date"):
        expect(key in made, key)
    image = made["preprocessing"]["inputs"][0]["image"]
    expect(image["pixel_scaling"] == 2 and image["mean_file"] == "mean.proto.bin", image)
    expect(made["preprocessing"]["batched_output"] is True and made["metadata"] == {"epochs": 3}, made)
    for _ in range(4):
        create_network(server, client)
    expect([each["name"] for each in client.list("/networks/", limit=2)] == ["My first network"] * 5)
    expect(client.call("GET", "/networks/1/") == made)
    expect(client.call("PATCH", "/networks/1/", data={"name": "renamed"})["name"] == "renamed")
    put = client.call("PUT", "/networks/1/", data={"name": "again", "metadata": {"a": 1}})
    expect(put["name"] == "again" and put["metadata"] == {"a": 1} and put["id"] == 1, put)
    refused = client.call("PATCH", "/networks/1/", data={"framework": "caffe-1.x"}, status=403)
    expect(refused["error"], refused)
    refused = client.call("POST", "/networks/", data={"name": "without files"}, status=400)
    expect(refused["error"] and refused["findings"], refused)
    expect(client.call("POST", "/networks/1/inference", data={"inputs": []}, status=501)["error"])
    expect(client.call("DELETE", "/networks/5/") is None)
    expect(client.call("GET", "/networks/5/", status=404)["error"])
    expect(len(client.list("/networks/")) == 4)


@served(keys=True)
def test_pages_lead_back(server):
    """The client's prev() reads `prev`, which the API's pages call `previous`."""
    client = Client(server)
    for _ in range(3):
        create_network(server, client)
    first = client.call("GET", "/networks/", {"offset": 0, "limit": 2})
    expect(first["prev"] is None and first["previous"] is None, first)
    second = client.call("GET", first["next"])
    expect(second["prev"] == second["previous"] and second["count"] == 3 and len(second["results"]) == 1, second)
    expect(client.call("GET", second["prev"])["results"] == first["results"])


@served(keys=True)
def test_recognition(server):
    client = Client(server)
    network, _ = create_network(server, client)
    outputs = [{"labels": {"roi": "NONE", "exclusive": True, "labels": [{"id": i, "name": f"label {i}"} for i in range(10)]}}]
    spec = client.call("POST", "/recognition/specs/", data={"name": "My recognition model", "outputs": outputs})
    expect(spec["id"] == 1 and spec["outputs"] == outputs and "description" in spec and "update_date" in spec, spec)
    made = client.call("POST", "/recognition/versions/", data={"network_id": network["id"], "spec_id": spec["id"], "post_processings": [
        {"classification": {"output_tensor": "probabilities:0"}}]})
    expect(made["id"] == 1 and made["network_id"] == network["id"] and made["post_processings"], made)
    second = client.call("POST", "/recognition/versions/", data={"network_id": network["id"], "spec_id": spec["id"], "post_processings": [
        {"classification": {"output_tensor": "probabilities:0", "thresholds": [0.5] * 10}}]})
    expect(client.call("GET", "/recognition/specs/1/")["current_version_id"] == 1)
    changed = client.call("PATCH", "/recognition/specs/1/", data={"current_version_id": second["id"], "description": "d"})
    expect(changed["current_version_id"] == 2 and changed["description"] == "d", changed)
    # The one path that the client writes without a slash at its end.
    page = client.call("GET", "/recognition/specs/1/versions", {"offset": 0, "limit": 100})
    expect(page["count"] == 2 and [each["id"] for each in page["results"]] == [1, 2] and page["next"] is None, page)
    expect(len(client.list("/recognition/versions/")) == 2 and client.call("GET", "/recognition/versions/2/")["spec_id"] == 1)
    for path in ("/recognition/specs/1/inference", "/recognition/versions/1/inference"):
        expect(client.call("POST", path, data={"inputs": [], "show_discarded": True}, status=501)["error"])
    expect(client.call("DELETE", "/recognition/versions/2/") is None)
    expect(client.call("DELETE", "/recognition/specs/1/") is None)
    expect(client.list("/recognition/specs/") == [])


@served(keys=True)
def test_tasks_are_polled(server):
    client = Client(server)
    ids = [create_network(server, client)[0]["task_id"] for _ in range(3)]
    task = client.call("GET", f"/tasks/{ids[0]}/")
    expect(task["status"] in ("pending", "success") and not task["error"], task)
    client.call("PATCH", f"/tasks/{ids[0]}/", data={"status": "success"})
    client.call("PATCH", f"/tasks/{ids[1]}/", data={"status": "error", "error": "no accelerator"})
    # task_ids=1&task_ids=2&task_ids=3: the client waits until none of them is pending.
    states = {each["id"]: each for each in client.list("/tasks/", task_ids=ids)}
    expect([states[each]["status"] for each in ids] == ["success", "error", "pending"], states)
    expect(states[ids[1]]["error"] == "no accelerator")


@served(keys=True)
def test_public_ones_by_their_slugs(server):
    client = Client(server)
    made, _ = create_network(server, client)
    client.call("POST", "/recognition/specs/", data={"name": "public", "outputs": [{"labels": {
        "roi": "NONE", "exclusive": True, "labels": [{"id": i, "name": f"label {i}"} for i in range(10)]}}]})
    run(NNREG, "-r", server.registry, "publish", "1", "imagenet-inception-v3")
    run(NNREG, "-r", server.registry, "spec", "publish", "1", "imagenet-spec")
    for uri, slug in (("/networks/public/", "imagenet-inception-v3"), ("/recognition/public/", "imagenet-spec")):
        found = client.list(uri, public=True)
        expect([each["id"] for each in found] == [1] and "update_date" in found[0] and "description" in found[0], found)
        expect(client.call("GET", f"{uri}{slug}/")["id"] == 1)
        expect(client.call("PATCH", f"{uri}{slug}/", data={"name": "mine"}, status=403)["error"])
        expect(client.call("POST", f"{uri}{slug}/inference", data={"inputs": []}, status=501)["error"])
    expect(client.call("GET", "/recognition/public/imagenet-spec/versions", {"offset": 0, "limit": 100})["results"] == [])


if __name__ == "__main__":
    main(sys.modules[__name__])
