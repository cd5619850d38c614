"""The history over HTTP: as server-sent events, and as pages."""
import json
import os
import sys
import time

from harness import KEY, NNREG, Model, expect, main, run, served


class Feed:
    """What EventSource reads: events one by one, as (id, type, data); comments are counted."""

    def __init__(self, server, path="/v0.7/events/", headers=None):
        self.line = server.connect()
        self.line.request("GET", path, headers=headers or {})
        self.answer = self.line.getresponse()
        self.comments, self.retry, self.id = 0, None, None

    def block(self):
        """The fields of the next block, None at the end."""
        fields = {}
        while line := self.answer.readline():
            line = line.decode().rstrip("\n")
            if line == "":
                return fields
            name, _, value = line.partition(":")
            self.comments += name == ""
            fields[name] = value.removeprefix(" ")
        return None

    def next(self):
        while (fields := self.block()) is not None:
            self.retry = fields.get("retry", self.retry)
            self.id = fields.get("id", self.id)
            if "data" in fields:
                return fields.get("event", "message"), int(self.id or 0), json.loads(fields["data"])
        return None

    def close(self):
        self.answer.close()
        self.line.close()


def two_networks(server):
    model = Model(server.folder)
    return [server.add(model.description, model.folder) for _ in range(2)]


def logged(server):
    events = json.loads(run(NNREG, "-r", server.registry, "--json", "log", "--limit", "1000"))["events"]
    return sorted(events, key=lambda event: event["sequence"])


def test_events_come_as_the_log_has_them(server):
    two_networks(server)
    feed = Feed(server, "/v0.7/events/?since=0")
    expect(feed.answer.status == 200 and feed.answer.getheader("Content-Type") == "text/event-stream", feed.answer.headers)
    expect(feed.answer.getheader("Cache-Control") == "no-store")
    for event in logged(server):
        expect(feed.next() == ("message", event["sequence"], event))
    expect(feed.retry == "2000")
    feed.close()


def test_an_event_comes_at_once(server):
    number = two_networks(server)[0]
    feeds = [Feed(server, "/events"), Feed(server, "/v0.7/events/?since=2&format=stream", {"Last-Event-ID": ""})]
    begun = time.monotonic()
    server.request("PATCH", f"/v0.7/networks/{number}/", {"name": "renamed"})
    while (got := feeds[1].next())[2]["action"] != "update":
        pass
    expect(feeds[0].next() == got and got[2]["changes"][0]["new"] == "renamed", got)
    run(NNREG, "-r", server.registry, "set", str(number), "--name", "by another process")
    expect([feed.next()[2]["changes"][0]["new"] for feed in feeds] == ["by another process"] * 2)
    expect(time.monotonic() - begun < 5, "the events were kept back")
    for feed in feeds:
        feed.close()


def test_who_comes_back_misses_nothing(server):
    number = two_networks(server)[0]
    feed = Feed(server)
    feed.block()  # no event was told yet, and still there is an id to come back with
    feed.close()
    last = logged(server)[-1]["sequence"]
    server.request("PATCH", f"/v0.7/networks/{number}/", {"name": "renamed"})
    feed = Feed(server, "/v0.7/events/?since=0", {"Last-Event-ID": str(last)})
    expect(feed.next()[1] == last + 1)
    feed.close()
    feed = Feed(server, f"/v0.7/events/?since={last + 1}")
    server.request("PATCH", f"/v0.7/networks/{number}/", {"name": "again"})
    expect(feed.next()[1] == last + 2)
    feed.close()


def test_more_events_than_a_page_come_in_order(server):
    number = two_networks(server)[0]
    line = server.connect()
    for i in range(120):
        server.request("PATCH", f"/v0.7/networks/{number}/", {"metadata": {"round": i, "text": "x\n" * i}}, connection=line)
    events = logged(server)
    feed = Feed(server, "/events/?since=0")
    expect([feed.next()[1] for _ in events] == [event["sequence"] for event in events])
    feed.close()
    got, since = [], 0
    while (page := server.request("GET", f"/events/?format=json&limit=100&since={since}").json())["results"]:
        got += page["results"]
        since = page["next"]
    expect(got == events and since == events[-1]["sequence"], len(got))
    expect(server.request("GET", "/events/?format=json").json() == {"results": [], "next": since})


def test_what_is_no_number_is_refused(server):
    for query in ("since=x", "since=-1", "since=", "since=18446744073709551616", "limit=0", "limit=1001", "format=xml", "sinse=1"):
        answer = server.request("GET", f"/v0.7/events/?{query}")
        expect(answer.status == 400 and answer.json()["error"], query, answer)
    expect(server.request("GET", "/events/", headers={"Last-Event-ID": "x"}).status == 400)
    head = server.request("HEAD", "/events/")
    expect(head.status == 200 and head.headers["content-type"] == "text/event-stream", head.headers)


@served("--idle-seconds", "1")
def test_a_quiet_feed_shows_that_it_lives(server):
    feed = Feed(server)
    while feed.comments < 3:  # for longer than a connection may be idle
        expect(feed.block() is not None, "the feed has ended")
    feed.close()


def follow_soon(server):
    """Where one has left, which is seen soon; those that were turned away meanwhile are connections, too, until they have ended."""
    while True:
        try:
            feed = Feed(server)
        except ConnectionError:
            continue
        if feed.answer.status != 503:
            return feed
        feed.close()


@served("--connections", "8")
def test_followers_leave_room_for_others(server):
    feeds = [Feed(server) for _ in range(4)]
    answer = server.request("GET", "/events/")
    expect(answer.status == 503 and int(answer.headers["retry-after"]) > 0, answer)
    expect(server.request("GET", "/events/?format=json").status == 200)
    feeds.pop().close()
    feed = follow_soon(server)
    expect(feed.answer.status == 200)
    for each in [*feeds, feed]:
        each.close()


@served(keys=True)
def test_a_key_is_needed(server):
    expect(server.request("GET", "/events/").status == 401)
    feed = Feed(server, "/events/?since=0", {"X-API-KEY": KEY})
    expect(feed.answer.status == 200)
    feed.close()


def test_a_feed_holds_no_snapshot(server):
    two_networks(server)
    feed = Feed(server, "/events/?since=0")
    feed.next()
    expect(json.loads(run(NNREG, "-r", server.registry, "--json", "stat"))["readers"] == 0)
    feed.close()


def test_a_damaged_history_is_told(server):
    number, mark = two_networks(server)[0], b"a name that is found again"
    server.request("PATCH", f"/v0.7/networks/{number}/", {"name": mark.decode()})
    with open(os.path.join(server.registry, "data.mdb"), "r+b") as file:
        store, at = file.read(), -1
        while (at := store.find(mark, at + 1)) >= 0:
            os.pwrite(file.fileno(), b"\xc1", at - 1)  # which begins no value of msgpack
            os.pwrite(file.fileno(), b"\xc1", at - 2)
    feed = Feed(server, "/events/?since=0")
    while (got := feed.next()) and got[0] == "message":
        pass
    expect(got and got[0] == "error" and got[2]["error"], got)
    expect(feed.next() is None)
    feed.close()
    expect(server.request("GET", "/events/?since=0&format=json").status == 500)


def test_a_stop_ends_a_feed(server):
    feed = Feed(server)
    feed.block()
    begun = time.monotonic()
    expect(server.stop() == 0 and time.monotonic() - begun < 5, server.logged())
    expect(feed.next() is None)
    feed.close()


if __name__ == "__main__":
    main(sys.modules[__name__])
