"""Requests made from /openapi.json: what it allows, and what is beside it a little. Every answer has a status that the description has for
its operation, and a body that the schema there accepts; none is a failure of the server's.

NNREG_HTTPD_REQUESTS says how many requests (600); the same ones each time, unless NNREG_HTTPD_SEED is another number.
"""
import json
import os
import sys
import urllib.parse

from harness import NNREG, Model, expect, form, main, run

try:
    import hypothesis
    import jsonschema
    from hypothesis import strategies as st
except ImportError as missing:
    print(f"skipped: {missing} (Debian: python3-hypothesis, python3-jsonschema)")
    sys.exit(77)

REQUESTS = int(os.environ.get("NNREG_HTTPD_REQUESTS", "600"))
SEED = int(os.environ.get("NNREG_HTTPD_SEED", "1"))
ORDER = ("get", "post", "patch", "put", "delete")  # what takes objects away comes last
JUNK = (None, True, 0, -1, 0.5, 1e300, 10**30, "", "x", "\0", "é\U0001f600", "a" * 300, [], {}, [[]], {"": {}}, "../x", "' OR 1=1")
ODD_TEXTS = ("", "0", "-1", "x", "9223372036854775808", "99999999999999999999", "1.5", "%00", "%ff", "%2e%2e", "é", "a b", "\\", '"', "<", "a" * 400)

HEADERS = {"Range": ["bytes=0-9", "bytes=-7", "bytes=5-1", "bytes=99999999-", "bytes=1-2,4-5"], "Last-Event-ID": ["3"]}


class Description:
    """An OpenAPI document, with values for its schemas and judges of them."""

    def __init__(self, document):
        self.document = document
        self.operations = sorted(
            ((method, path, operation) for path, item in document["paths"].items() for method, operation in item.items()),
            key=lambda each: (ORDER.index(each[0]), each[1]))

    def resolved(self, schema):
        while "$ref" in schema:
            at = self.document
            for part in schema["$ref"][2:].split("/"):
                at = at[part]
            schema = {**at, **{key: value for key, value in schema.items() if key != "$ref"}}
        return schema

    def judge(self, schema, value):
        root = {**self.document, **({"allOf": [schema]})}
        return next(jsonschema.Draft202012Validator(root).iter_errors(value), None)

    def values(self, schema, depth=0):
        """What the schema accepts, most of the time."""
        schema = self.resolved(schema)
        if "const" in schema:
            return st.just(schema["const"])
        if "enum" in schema:
            return st.sampled_from(schema["enum"])
        for choice in ("oneOf", "anyOf"):
            if any("required" in each or "type" in each or "$ref" in each for each in schema.get(choice, ())):
                rest = {key: value for key, value in schema.items() if key != choice}
                return st.one_of([self.values(self.joined(rest, each), depth) for each in schema[choice]])
        kind = schema.get("type", "object" if "properties" in schema else "string")
        kind = kind[0] if isinstance(kind, list) else kind
        return getattr(self, "of_" + kind)(schema, depth)

    def joined(self, schema, more):
        more = self.resolved(more)
        joined = {**schema, **more}
        joined["required"] = schema.get("required", []) + more.get("required", [])
        if "oneOf" in schema or "anyOf" in schema or ("required" in more and "type" not in more):
            chosen = set(joined["required"])
            joined["properties"] = {key: value for key, value in schema.get("properties", {}).items() if key in chosen}
        return joined

    def of_object(self, schema, depth):
        properties = schema.get("properties", {})
        if not properties:
            return st.dictionaries(st.text(max_size=8), st.one_of(st.none(), st.integers(), st.text(max_size=8)), max_size=3)
        must = [key for key in schema.get("required", []) if key in properties]
        may = [key for key in properties if key not in must] if depth < 6 else []
        return st.fixed_dictionaries({key: self.values(properties[key], depth + 1) for key in must},
                                     optional={key: self.values(properties[key], depth + 1) for key in may})

    def of_array(self, schema, depth):
        least = schema.get("minItems", 0)
        return st.lists(self.values(schema.get("items", {}), depth + 1), min_size=least, max_size=min(schema.get("maxItems", 9), least + 2))

    def of_string(self, schema, _):
        if "pattern" in schema and schema.get("format") != "date-time":
            return st.one_of(st.sampled_from(["probability", "input", "224x224", "tensorflow-1.x", "a name"]),
                             st.from_regex(schema["pattern"].replace("(?![\\s\\S])", "\\Z"), fullmatch=True).map(lambda text: text[:300]))
        if schema.get("format") == "date-time":
            return st.sampled_from(["2018-02-16T13:45:36.078955Z", "2030-01-01T00:00:00Z", "1970-01-01T00:00:00Z"])
        return st.text(min_size=schema.get("minLength", 0), max_size=20)

    def of_integer(self, schema, _):
        return st.one_of(st.integers(1, 4), st.integers(schema.get("minimum", -9), min(schema.get("maximum", 2**63 - 1), 2**63 - 1)))

    def of_number(self, schema, _):
        return st.floats(schema.get("minimum", 0), schema.get("maximum", 1e6), allow_nan=False)

    def of_boolean(self, *_):
        return st.booleans()

    def of_null(self, *_):
        return st.none()


def changed(draw, value):
    """A value in which something is not as it was: one place of it, as deep as it happens."""
    if isinstance(value, dict) and value and draw(st.integers(0, 3)):
        key = draw(st.sampled_from(sorted(value)))
        how = draw(st.integers(0, 5))
        if how == 0:
            return {each: value[each] for each in value if each != key}
        if how == 1:
            return {**value, draw(st.sampled_from(["id", "extra", key + "x", ""])): draw(st.sampled_from(JUNK))}
        return {**value, key: changed(draw, value[key])}
    if isinstance(value, list) and value and draw(st.integers(0, 3)):
        at = draw(st.integers(0, len(value) - 1))
        return value[:at] + [changed(draw, value[at])] * draw(st.integers(0, 2)) + value[at + 1:]
    return draw(st.sampled_from(JUNK))


def seldom(draw, chance=8):
    """Once in so many times; numbers at the ends of their range and small ones are drawn more often than others."""
    return (draw(st.integers(0, 2**20)) * 40503 >> 3) % chance == 1


class Requests:
    """Of one operation of a description, to a server whose `tags` are ETags of objects and `model` a model that it would take."""

    def __init__(self, description, model, tags):
        self.description, self.model, self.tags = description, model, tags

    def parameter(self, draw, parameter):
        if parameter["in"] == "path":
            known = {"id": ["1", "2", "3", "4"], "slug": ["a-slug"], "name": ["saved_model.pb", "variables/variables.index"]}[parameter["name"]]
            if not seldom(draw, 4):
                return draw(st.sampled_from(known))
        elif parameter["in"] == "header" and not seldom(draw):
            return draw(st.sampled_from(HEADERS.get(parameter["name"], [*self.tags, "*"])))
        if seldom(draw, 6):
            return draw(st.sampled_from(ODD_TEXTS))
        value = draw(self.description.values(parameter["schema"]))
        return [str(each) for each in value] if isinstance(value, list) else str(value)

    def body(self, draw, content):
        """The bytes, and the headers that tell of them."""
        kind = draw(st.sampled_from(sorted(content)))
        if seldom(draw, 12):
            return draw(st.sampled_from([b"", b"{", b"null", b"[]", b'"', b"\xff", b"--the-boundary--\r\n", b'{"a":1,"a":2}', b"[" * 600])), \
                {"Content-Type": draw(st.sampled_from([*content, "text/plain", ""]))}
        if kind == "multipart/form-data" or (self.model.description.keys() <= self.description.resolved(content[kind]["schema"])
                                             .get("properties", {}).keys() and draw(st.booleans())):
            value = dict(self.model.description)
        else:
            value = draw(self.description.values(content[kind]["schema"]))
        value = value if draw(st.booleans()) else changed(draw, value)
        if kind != "multipart/form-data":
            return json.dumps(value).encode(), {"Content-Type": kind}
        fields = value if isinstance(value, dict) else {"name": value}
        parts = [(key, None, None, (each if isinstance(each, str) else json.dumps(each)).encode()) for key, each in fields.items()
                 if '"' not in key]
        parts += [(name, name, "application/octet-stream", open(path, "rb").read()) for name, path in sorted(self.model.files.items())
                  if not seldom(draw, 12)]
        return form(parts)

    def draw(self, draw, method, path, operation):
        query, headers, body = [], {}, None
        for parameter in map(self.description.resolved, operation["parameters"]):
            if parameter["in"] != "path" and not seldom(draw, 3):
                continue
            value = self.parameter(draw, parameter)
            if parameter["in"] == "path":
                value = value if value[:1] == "%" else urllib.parse.quote(value, safe="/" if parameter["name"] == "name" else "")
                path = path.replace("{" + parameter["name"] + "}", value)
            elif parameter["in"] == "query":
                query += [(parameter["name"], each) for each in (value if isinstance(value, list) else [value])]
            elif (value := "".join(char for char in value if " " <= char <= "~")):
                headers[parameter["name"]] = value
        if path.endswith("/events/"):
            query = [pair for pair in query if pair[0] != "format"] + [("format", "json")]  # the other form has no end
        if seldom(draw, 30):
            query.append((draw(st.sampled_from(["extra", "lmit", "", "é"])), "1"))
        if "requestBody" in operation:
            body, kind = self.body(draw, operation["requestBody"]["content"])
            headers.update(kind)
        if query:
            path += "?" + urllib.parse.urlencode(query)
        return method.upper(), path, body, headers


def judge(description, operation, request, answer):
    """Why an answer is none that the description has, or None."""
    response = operation["responses"].get(str(answer.status))
    if response is None:
        return "a status that is not told"
    if answer.status >= 500 and answer.status != 501:
        return "a failure of the server"
    content = description.resolved(response).get("content")
    if not content:
        return "a body where none is told" if answer.body else None
    kind = answer.headers.get("content-type", "").split(";")[0]
    if kind not in content:
        return f"a type that is not told: {kind}"
    if kind != "application/json":
        return None
    wrong = description.judge(content[kind]["schema"], answer.json())
    return f"not of its schema: {wrong.message[:300]} at {list(wrong.absolute_path)}" if wrong is not None else None


def set_up(server):
    """Four networks, a public one among them, two specifications, and versions; the model, and ETags that there are."""
    model = Model(server.folder)
    for _ in range(4):
        server.add(model.description, model.folder)
    labels = {"labels": [{"id": i, "name": f"label {i}"} for i in range(10)], "exclusive": True, "roi": "NONE"}
    for i in range(3):
        made = server.request("POST", "/v0.7/recognition/specs/", {"name": f"spec {i}", "outputs": [{"labels": labels}]})
        expect(made.status == 201, made)
    tensor = server.request("GET", "/v0.7/networks/1/").json()["postprocessings"][0]["tensors_output"]["tensors"][0]
    for spec in (1, 2, 3):
        made = server.request("POST", "/v0.7/recognition/versions/", {
            "spec_id": spec, "network_id": spec, "post_processings": [{"classification": {"output_tensor": tensor}}]})
        expect(made.status == 201, made)
    run(NNREG, "-r", server.registry, "publish", "4", "a-slug")
    run(NNREG, "-r", server.registry, "spec", "publish", "3", "a-slug")
    paths = ("/v0.7/networks/1/", "/v0.7/recognition/specs/1/", "/v0.7/networks/1/files/saved_model.pb", "/openapi.json")
    return model, [server.request("GET", path).headers["etag"] for path in paths]


def test_answers_are_as_described(server):
    model, tags = set_up(server)
    description = Description(server.request("GET", "/openapi.json").json())
    requests = Requests(description, model, tags)
    statuses, wrong = {}, []
    each_time = max(1, REQUESTS // (len(description.operations) + 5))
    for method, path, operation in description.operations:
        has_form = "multipart/form-data" in operation.get("requestBody", {}).get("content", {})  # where most can go wrong

        @hypothesis.seed(SEED)
        @hypothesis.settings(max_examples=each_time * (6 if has_form else 1), database=None, deadline=None, phases=[hypothesis.Phase.generate],
                             suppress_health_check=list(hypothesis.HealthCheck))
        @hypothesis.given(st.data())
        def ask(data):
            request = requests.draw(data.draw, method, path, operation)
            answer = server.request(*request)
            statuses[answer.status] = statuses.get(answer.status, 0) + 1
            if (reason := judge(description, operation, request, answer)) is not None:
                wrong.append((reason, request, answer))
        ask()
    print(sum(statuses.values()), "requests, by status:", dict(sorted(statuses.items())))
    for reason, request, answer in wrong[:20]:
        print("WRONG:", reason, *request, answer, sep="\n    ")
    expect(not wrong, f"{len(wrong)} answers are not as described")
    if sum(statuses.values()) > 2000:  # then it went all ways
        expect({200, 201, 204, 206, 304, 400, 403, 404, 412, 415, 416, 422, 501} <= set(statuses), statuses)
    expect({200, 400, 404} <= set(statuses), statuses)
    expect(server.is_sound() and server.stop() == 0)


if __name__ == "__main__":
    main(sys.modules[__name__])
