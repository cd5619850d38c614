"""Kill -9 at any moment: what was answered 201 is there afterwards, and nothing else but what was on its way.

NNREG_KILLS=1000 kills more often, NNREG_SEED=N as often as before, with the moments of that run.
"""
import http.client
import json
import os
import random
import signal
import sys
import threading
import time

from harness import NNREG, Model, expect, form, main, run

KILLS = int(os.environ.get("NNREG_KILLS", "24"))
SEED = int(os.environ.get("NNREG_SEED", "0")) or random.SystemRandom().randrange(1, 1 << 32)
CLIENTS = 4
LONGEST = 0.2  # seconds from a start to its kill
SPECS, NETWORKS = "/v0.7/recognition/specs/", "/v0.7/networks/"


class Client(threading.Thread):
    """Makes objects until the server is gone; tells which were acknowledged, and which was on its way."""

    def __init__(self, server, number, round_number, network):
        super().__init__()
        self.server, self.prefix, self.network = server, f"{round_number}.{number}", network
        self.acknowledged, self.on_its_way = {}, None

    def make(self, name, line):
        """As the public client does: a specification as JSON, or a network as a form with its files."""
        if self.network is None:
            body, headers = json.dumps({"name": name, "outputs": [
                {"labels": {"labels": [{"id": 0, "name": "a"}], "exclusive": True, "roi": "NONE"}}]}).encode(), {
                    "Content-Type": "application/json"}
            line.request("POST", SPECS, body, headers)
        else:
            fields, files = self.network
            body, headers = form([(key, None, None, json.dumps(value).encode() if not isinstance(value, str) else value.encode())
                                  for key, value in {**fields, "name": name}.items()] +
                                 [(key, key, "application/octet-stream", content) for key, content in files.items()])
            line.request("POST", NETWORKS, body, headers)
        answer = line.getresponse()
        body = answer.read()
        expect(answer.status == 201, answer.status, body)
        return json.loads(body)["id"]

    def run(self):
        line, count = self.server.connect(), 0
        try:
            while True:
                self.on_its_way = f"{self.prefix}.{count}"
                self.acknowledged[self.on_its_way] = self.make(self.on_its_way, line)
                self.on_its_way = None
                count += 1
        except (OSError, http.client.HTTPException):
            line.close()


def all_names(server, path):
    """name -> id of all that there is."""
    found, url = {}, path + "?limit=1000"
    while url is not None:
        page = server.request("GET", url).json()
        for each in page["results"]:
            expect(each["name"] not in found, "twice", each["name"])
            found[each["name"]] = each["id"]
        url = page["next"] and page["next"].split(str(server.port), 1)[1]
    return found


def takes_forms(server):
    body, headers = form([("name", None, None, b"x")])
    return server.request("POST", NETWORKS, body, headers).status != 415


def kill_often(server, network, path):
    moments, acknowledged, maybe = random.Random(SEED), {}, set()
    for round_number in range(KILLS):
        clients = [Client(server, i, round_number, network) for i in range(CLIENTS)]
        for each in clients:
            each.start()
        time.sleep(moments.random() * LONGEST)
        server.process.send_signal(signal.SIGKILL)
        server.process.wait()
        server.log.close()
        for each in clients:
            each.join()
            acknowledged.update(each.acknowledged)
            maybe.add(each.on_its_way)
        expect(server.is_sound(), "fsck")
        server.start()
        found = all_names(server, path)
        lost = {name: number for name, number in acknowledged.items() if found.get(name) != number}
        made_up = set(found) - set(acknowledged) - maybe
        expect(not lost and not made_up, "lost", lost, "of nobody", made_up)
    expect(server.stop() == 0)
    run(NNREG, "-r", server.registry, "gc")
    stat = json.loads(run(NNREG, "-r", server.registry, "--json", "stat"))
    expect(stat["staging_sessions"] == 0 and stat["readers"] == 0 and stat["missing_files"] == 0, stat)
    expect(len(acknowledged) > KILLS, "hardly anything was made", acknowledged)
    return len(acknowledged)


def test_specifications_that_were_acknowledged_are_there(server):
    print(f"{kill_often(server, None, SPECS)} specifications and {KILLS} kills, NNREG_SEED={SEED}")


def test_networks_that_were_acknowledged_are_there_with_their_files(server):
    if not takes_forms(server):
        print("networks: forms are not taken yet")
        return
    model = Model(server.folder)
    files = {}
    for name, path in model.files.items():
        with open(path, "rb") as file:
            files[name] = file.read()
    print(f"{kill_often(server, (model.description, files), NETWORKS)} networks and {KILLS} kills, NNREG_SEED={SEED}")


if __name__ == "__main__":
    main(sys.modules[__name__], at_once=2)
