"""What those ask who run the server: health, metrics, and the description of the API."""
import json
import os
import re
import sys

from harness import HTTPD, KEY, NNREG, Model, expect, main, run, served


def networks(server, count):
    model = Model(server.folder)
    return [server.add(model.description, model.folder) for _ in range(count)]


def metrics(server, **more):
    answer = server.request("GET", "/metrics", **more)
    expect(answer.status == 200 and answer.headers["content-type"].startswith("text/plain; version=0.0.4"), answer)
    return answer.body.decode()


def value(text, name):
    return float(re.search(rf"^{re.escape(name)} (\S+)$", text, re.M).group(1))


def test_health_is_told(server):
    networks(server, 3)
    version = run(HTTPD, "--version").decode().split()[1]
    expect(server.request("GET", "/healthz").json() == {"status": "ok", "version": version, "networks": 3})
    expect(server.request("HEAD", "/healthz/").status == 200)
    mark = b"a name that is found again"
    server.request("PATCH", "/v0.7/networks/1/", {"name": mark.decode()})
    with open(os.path.join(server.registry, "data.mdb"), "r+b") as file:
        store, at = file.read(), -1
        while (at := store.find(mark, at + 1)) >= 0:
            os.pwrite(file.fileno(), b"\xc1" * 40, at - 40)  # which begins no value of msgpack
    answer = server.request("GET", "/healthz")
    expect(answer.status == 503 and answer.json()["error"], answer)


def test_metrics_are_those_of_the_command_and_of_the_server(server):
    networks(server, 2)
    line = server.connect()  # in which a request is counted before the next one is read
    text = metrics(server, connection=line)
    command = run(NNREG, "-r", server.registry, "stat", "--metrics").decode()
    expect(text.startswith(command[:command.index("# HELP nnreg_readers")]), text)
    names = re.findall(r"^# TYPE (\S+) (\S+)$", text, re.M)
    expect(len(names) == len(set(names)) and set(re.findall(r"^# TYPE (\S+) (\S+)$", command, re.M)) < set(names), names)
    for row in text.splitlines():
        expect(re.fullmatch(r'# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{class="[2-5]xx"\})? [0-9.]+', row), row)
    server.request("GET", "/v0.7/nothing/", connection=line)
    body = b'{"name": "x"}'
    server.request("PATCH", "/v0.7/networks/1/", body, {"Content-Type": "application/json"}, line)
    later = metrics(server, connection=line)
    grown = lambda name: value(later, name) - value(text, name)
    expect(grown('nnreg_httpd_requests_total{class="2xx"}') == 2 and grown('nnreg_httpd_requests_total{class="4xx"}') == 1, later)
    expect(grown("nnreg_httpd_received_bytes_total") == len(body) and grown("nnreg_httpd_sent_bytes_total") > len(text), later)
    expect(grown("nnreg_events_total") == 1 and value(later, "nnreg_httpd_running_requests") == 1, later)
    feed = server.connect()
    feed.request("GET", "/events/")
    feed.getresponse()
    text = metrics(server, connection=line)
    expect(value(text, "nnreg_httpd_followers") == 1 and value(text, "nnreg_httpd_connections") == 2, text)
    feed.close()
    line.close()


@served(keys=True)
def test_a_key_is_needed_for_what_is_in_the_registry(server):
    expect(server.request("GET", "/healthz").status == 200)
    expect(server.request("GET", "/openapi.json").status == 200)
    expect(server.request("GET", "/metrics").status == 401)
    metrics(server, headers={"X-API-KEY": KEY})
    expect(server.request("GET", "/openapi.json").json()["security"] == [{"key": []}, {"password": []}])


# The parts of OpenAPI 3.1 (its section 4.8) that the description has, each with its members: required ones first.
PARTS = {
    "document": ("openapi info paths", "jsonSchemaDialect servers components security"),
    "info": ("title version", "summary"),
    "operation": ("operationId summary parameters responses", "requestBody security"),
    "parameter": ("name in schema", "description required"),
    "body": ("content", "required"),
    "response": ("description", "content"),
    "components": ("parameters schemas responses securitySchemes", ""),
}


def has_form(part, thing):
    required, optional = (set(names.split()) for names in PARTS[part])
    expect(required <= set(thing) <= required | optional, part, list(thing))


def references(thing):
    """All that is referred to."""
    if isinstance(thing, dict):
        for key, each in thing.items():
            if key == "$ref" and isinstance(each, str):
                yield each
            else:
                yield from references(each)
    elif isinstance(thing, list):
        for each in thing:
            yield from references(each)


def looked_up(document, reference):
    expect(reference.startswith("#/"), reference)
    for part in reference[2:].split("/"):
        document = document[part.replace("~1", "/").replace("~0", "~")]
    return document


def test_the_description_is_openapi(server):
    answer = server.request("GET", "/openapi.json")
    expect(answer.status == 200 and answer.headers["content-type"] == "application/json", answer.headers)
    document = answer.json()
    expect(json.loads(answer.body, object_pairs_hook=lambda pairs: expect(len(pairs) == len(dict(pairs)), pairs) or dict(pairs)))
    has_form("document", document)
    has_form("info", document["info"])
    has_form("components", document["components"])
    expect(document["openapi"] == "3.1.0" and "security" not in document)
    for reference in references(document):
        looked_up(document, reference)
    ids = set()
    for path, item in document["paths"].items():
        for method, operation in item.items():
            expect(method in ("get", "post", "put", "patch", "delete"), path, method)
            has_form("operation", operation)
            expect(operation["operationId"] not in ids, operation["operationId"])
            ids.add(operation["operationId"])
            parameters = [looked_up(document, each["$ref"]) if "$ref" in each else each for each in operation["parameters"]]
            named = [(each["in"], each["name"]) for each in parameters]
            expect(len(named) == len(set(named)), path, named)
            expect(sorted(re.findall(r"{(\w+)}", path)) == sorted(name for place, name in named if place == "path"), path)
            for parameter in parameters:
                has_form("parameter", parameter)
                expect(parameter["in"] in ("path", "query", "header") and
                       parameter.get("required", False) == (parameter["in"] == "path"), path, parameter)
            if "requestBody" in operation:
                has_form("body", operation["requestBody"])
            expect(any(status < "4" for status in operation["responses"]) or "501" in operation["responses"], path, method)
            for status, response in operation["responses"].items():
                has_form("response", looked_up(document, response["$ref"]) if "$ref" in response else response)
                expect(re.fullmatch("[2-5][0-9][0-9]", status), path, status)


def test_the_description_has_the_schemas_of_the_library(server):
    document = server.request("GET", "/openapi.json").json()
    for name in [word + suffix for word in ("network", "spec", "version") for suffix in ("", "-object", "-page")] + [
            "task-object", "task-page", "network-update", "spec-update", "task-update"]:
        text = run(NNREG, "schema", name).decode()
        schema = json.loads(text.replace('"#/$defs/', f'"#/components/schemas/{name}/$defs/'))
        del schema["$schema"]
        expect(document["components"]["schemas"][name] == schema, name)
    try:
        import jsonschema
    except ImportError:
        return
    for name, schema in document["components"]["schemas"].items():
        jsonschema.Draft202012Validator.check_schema(schema)
        expect("$schema" not in schema, name)


def test_nothing_is_described_that_is_not_there(server):
    """Each operation, parameter, answer and schema of the template is one that the routes use."""
    document = server.request("GET", "/openapi.json").json()
    with open(os.path.join(os.path.dirname(__file__), "../../tools/httpd/openapi.json")) as file:
        template = json.load(file)
    told = [operation["summary"] for item in document["paths"].values() for operation in item.values()]
    for name, operation in template["operations"].items():
        form = re.sub("@[a-z]+@", ".*", operation["summary"])
        expect(any(re.fullmatch(form, each) for each in told), name)
    used = set(references(document))
    for part in ("parameters", "responses", "schemas"):
        for name in document["components"][part]:
            expect(f"#/components/{part}/{name}" in used, part, name)
    expect("@" not in re.sub(r"https?://\S*", "", json.dumps(document["paths"])))


def test_every_path_that_answers_is_described(server):
    """A path of the description without what it names is there, and each of the API that the tests use is described."""
    paths = server.request("GET", "/openapi.json").json()["paths"]
    for path, item in paths.items():
        there = path.format(id=1, slug="a-slug", name="x")
        answer = server.request("TRACE" if "get" in item and "delete" not in item else "OPTIONS", there)
        methods = answer.headers.get("allow", "").split(", ")
        expect(answer.status == 405 and sorted(methods) == sorted({m.upper() for m in item} | ({"HEAD"} if "get" in item else set())),
               path, answer, methods)


def test_the_description_is_asked_for_once(server):
    tag = server.request("GET", "/openapi.json").headers["etag"]
    expect(server.request("GET", "/openapi.json", headers={"If-None-Match": tag}).status == 304)
    server.stop()
    server.start()
    expect(server.request("GET", "/openapi.json", headers={"If-None-Match": tag}).status == 304)


@served("--base-url", "https://models.example/registry")
def test_the_description_names_the_server(server):
    expect(server.request("GET", "/openapi.json").json()["servers"] == [{"url": "https://models.example/registry"}])


if __name__ == "__main__":
    main(sys.modules[__name__])
