"""Objects over HTTP: reading, changing and deleting them, as JSON."""
import sys

from harness import KEY, READ_KEY, Model, expect, main, served


def one_network(server):
    model = Model(server.folder)
    return server.add(model.description, model.folder)


def test_a_list_has_count_links_and_results(server):
    for _ in range(3):
        one_network(server)
    page = server.request("GET", "/v0.7/networks/?limit=2").json()
    expect(page["count"] == 3 and page["previous"] is None and len(page["results"]) == 2, page)
    expect(page["next"].startswith(f"http://127.0.0.1:{server.port}/v0.7/networks/?"), page["next"])
    last = server.request("GET", page["next"].split(str(server.port))[1]).json()
    expect([each["id"] for each in last["results"]] == [3] and last["next"] is None, last)


def test_an_unknown_parameter_is_told_with_the_nearest(server):
    answer = server.request("GET", "/v0.7/networks/?nme=x")
    expect(answer.status == 400 and 'did you mean "name"' in answer.json()["error"], answer)


def test_paths_work_with_and_without_a_slash_at_their_end(server):
    number = one_network(server)
    for path in (f"/v0.7/networks/{number}", f"/v0.7/networks/{number}/"):
        expect(server.request("GET", path).json()["id"] == number, path)
    expect(server.request("GET", "/v0.7/networks/9/").status == 404)
    expect(server.request("GET", "/v0.7/nothing/").status == 404)
    answer = server.request("PATCH", "/v0.7/networks/")
    expect(answer.status == 405 and answer.headers["allow"] == "GET, HEAD, POST", answer.headers)


def test_an_update_changes_what_can_be_changed(server):
    path = f"/v0.7/networks/{one_network(server)}/"
    answer = server.request("PATCH", path, {"name": "renamed", "metadata": {"epochs": 3}})
    expect(answer.status == 200 and answer.json()["name"] == "renamed", answer)
    expect(server.request("GET", "/v0.7/networks/?where=epochs%3D3").json()["count"] == 1)
    answer = server.request("PUT", path, {"framework": "other"})
    expect(answer.status == 403 and answer.json()["findings"][0]["rule"] == "immutable", answer)
    expect(server.request("GET", path).json()["name"] == "renamed")


def test_a_condition_keeps_from_overwriting(server):
    path = f"/v0.7/networks/{one_network(server)}/"
    tag = server.request("GET", path).headers["etag"]
    expect(server.request("GET", path, headers={"If-None-Match": tag}).status == 304)
    expect(server.request("PATCH", path, {"name": "a"}, {"If-Match": tag}).status == 200)
    expect(server.request("PATCH", path, {"name": "b"}, {"If-Match": tag}).status == 412)
    expect(server.request("DELETE", path, headers={"If-Match": tag}).status == 412)
    expect(server.request("DELETE", path, headers={"If-Match": '"yesterday"'}).status == 412)
    expect(server.request("GET", path).json()["name"] == "a")
    expect(server.request("DELETE", path).status == 204)
    expect(server.request("GET", path).status == 404)


def test_what_is_no_json_is_told_from_what_is_refused(server):
    header = {"Content-Type": "application/json"}
    answer = server.request("POST", "/v0.7/networks/", b"{", header)
    expect(answer.status == 422 and answer.json()["findings"][0]["rule"] == "json.syntax", answer)
    answer = server.request("POST", "/v0.7/networks/", {"name": ""})
    expect(answer.status == 400 and len(answer.json()["findings"]) > 1, answer)
    expect(server.request("POST", "/v0.7/networks/", b"a=b").status == 415)
    answer = server.request("POST", "/v0.7/networks/", b"a=b", {"Content-Type": "application/x-www-form-urlencoded"})
    expect(answer.status == 415, answer)
    expect(server.request("GET", "/v0.7/networks/").json()["count"] == 0)


def test_specifications_and_versions(server):
    network = one_network(server)
    labels = [{"id": i, "name": f"label {i}"} for i in range(10)]
    made = server.request("POST", "/v0.7/recognition/specs/", {
        "name": "a spec", "outputs": [{"labels": {"labels": labels, "exclusive": True, "roi": "NONE"}}]})
    expect(made.status == 201 and made.headers["location"] == "/v0.7/recognition/specs/1/", made)
    tensor = server.request("GET", f"/v0.7/networks/{network}").json()["postprocessings"][0]["tensors_output"]["tensors"][0]
    version = server.request("POST", "/v0.7/recognition/versions/", {
        "spec_id": 1, "network_id": network, "post_processings": [{"classification": {"output_tensor": tensor}}]})
    expect(version.status == 201 and version.json()["network_id"] == network, version)
    expect(server.request("GET", "/v0.7/recognition/specs/1/").json()["current_version_id"] == 1)
    expect(server.request("GET", "/v0.7/recognition/specs/1/versions").json()["count"] == 1)
    expect(server.request("GET", "/v0.7/recognition/specs/9/versions").status == 404)
    expect(server.request("POST", f"/v0.7/networks/{network}/inference", {}).status == 501)
    expect(server.request("DELETE", f"/v0.7/networks/{network}").status == 204)
    expect(server.request("GET", "/v0.7/recognition/versions/").json()["count"] == 0)


def test_tasks_by_their_ids(server):
    for _ in range(3):
        one_network(server)
    for query in ("task_ids=1,3", "task_ids=1&task_ids=3", "ids=3%2C1"):
        page = server.request("GET", "/v0.7/tasks/?" + query).json()
        expect([task["id"] for task in page["results"]] == [1, 3], query, page)
    expect(server.request("PATCH", "/v0.7/tasks/1/", {"status": "success"}).json()["status"] == "success")


@served(keys=True)
def test_keys_say_who_may_do_what(server):
    path = f"/v0.7/networks/{one_network(server)}/"
    expect(server.request("GET", path).status == 401)
    expect(server.request("GET", path, headers={"X-API-KEY": KEY + "x"}).status == 401)
    expect(server.request("GET", path, headers={"X-API-KEY": READ_KEY}).status == 200)
    expect(server.request("PATCH", path, {"name": "b"}, {"X-API-KEY": READ_KEY}).status == 403)
    expect(server.request("PATCH", path, {"name": "b"}, {"X-API-KEY": KEY}).status == 200)


def test_conditions_of_any_state_and_of_none(server):
    one_network(server)
    path = "/v0.7/networks/1/"
    expect(server.request("PATCH", path, {"name": "any"}, {"If-Match": "*"}).json()["name"] == "any")
    for no_tag in ('""', '"', "any", '"2018-02-16T13:45:36.078955Z', '2018-02-16T13:45:36.078955Z"', '"' + "1" * 60 + '"'):
        answer = server.request("PATCH", path, {"name": "none"}, {"If-Match": no_tag})
        expect(answer.status == 412, no_tag, answer)
    expect(server.request("GET", path, headers={"If-None-Match": "*"}).status == 304)
    expect(server.request("PATCH", "/v0.7/networks/2/", {"name": "b"}, {"If-Match": "*"}).status == 404)


@served("--base-url", "https://models.example/registry")
def test_links_begin_as_the_server_is_told(server):
    one_network(server)
    one_network(server)
    page = server.request("GET", "/v0.7/networks/?limit=1").json()
    expect(page["next"].startswith("https://models.example/registry/v0.7/networks/?"), page["next"])


@served("--read-only", keys=True)
def test_a_server_that_changes_nothing_says_so_to_every_key(server):
    for key, words in ((KEY, "this server changes nothing"), (READ_KEY, "this key may not change anything")):
        answer = server.request("POST", "/v0.7/recognition/specs/", {}, {"X-API-KEY": key})
        expect(answer.status == 403 and answer.json()["error"] == words, answer)
        expect(server.request("GET", "/v0.7/networks/", headers={"X-API-KEY": key}).status == 200)


def test_what_a_browser_says_of_its_own_page_is_no_hindrance(server):
    one_network(server)
    own = f"http://127.0.0.1:{server.port}"
    for headers in ({"Sec-Fetch-Site": "same-origin"}, {"Sec-Fetch-Site": "none"}, {"Origin": own},
                    {"Origin": own, "Sec-Fetch-Site": "same-origin"}):
        answer = server.request("PATCH", "/v0.7/networks/1/", {"name": "changed"}, headers)
        expect(answer.status == 200, headers, answer)


def test_a_body_without_an_encoding_may_say_so(server):
    one_network(server)
    for encoding, status in (("identity", 200), ("Identity", 200), ("gzip", 415)):
        answer = server.request("PATCH", "/v0.7/networks/1/", {"name": encoding}, {"Content-Encoding": encoding})
        expect(answer.status == status, encoding, answer)


def test_a_page_of_another_site_changes_nothing(server):
    path = f"/v0.7/networks/{one_network(server)}/"
    for headers in ({"Origin": "http://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}):
        expect(server.request("PATCH", path, {"name": "b"}, headers).status == 403, headers)
    answer = server.request("GET", path, headers={"Host": "elsewhere.example"})
    expect(answer.status == 421, answer)


def test_a_stop_ends_with_status_0(server):
    expect(server.stop() == 0, server.logged())


if __name__ == "__main__":
    main(sys.modules[__name__])
