"""nnreg-httpd under load: what it answers in a second, against servers that somebody would have instead.

    make bench-http [BENCH=quick] [BENCH_FLAGS=--strict]

wrk asks over 64 connections for one network, and for pages of 20, while another client registers networks, one after another. Beside it
nginx serves the same bytes as files, and a server of Python's (http.server with threads, sqlite3) the same rows. An upload of 1 GiB is held
against curl to a pipe that writes the bytes to the disk and sums them. Contenders take turns; the median of the rounds counts. Needs
wrk, nginx, curl; a rival that is missing is told so.
"""
import http.client
import http.server
import json
import os
import re
import resource
import shutil
import sqlite3
import socketserver
import statistics
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "httpd"))
from harness import Model, Server  # noqa: E402

QUICK = "--quick" in sys.argv
SECONDS = 1 if QUICK else 4
ROUNDS = 1 if QUICK else 3
NETWORKS = 20 if QUICK else 500
UPLOAD = (8 if QUICK else 1024) << 20
PAGE = 20
missed = 0


def tell(what, ours, theirs, rival, ratio, goal, above=True):
    """A row. A goal of None only informs."""
    global missed
    verdict = ""
    if goal is not None:
        met = ratio >= goal if above else ratio <= goal
        verdict = ("met" if met else "MISSED") + f" ({'>=' if above else '<='} {goal:g})"
        missed += not met
    print(f"{what:42} {ours:>14} {theirs:>14}  {rival:28} {ratio:8.2f}  {verdict}", flush=True)


def wrk(url):
    """Requests a second, and the 99th percentile in milliseconds."""
    said = subprocess.run(["wrk", "-t1", "-c64", f"-d{SECONDS}", "--latency", url], check=True, stdout=subprocess.PIPE, text=True).stdout
    if "Non-2xx" in said:
        raise RuntimeError(said)
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", said).group(1))
    number, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", said).groups()
    return rate, float(number) * {"us": .001, "ms": 1, "s": 1000}[unit]


class Writer(threading.Thread):
    """Registers specifications, one after another, until it is stopped."""

    def __init__(self, server):
        super().__init__()
        self.server, self.stopped, self.made = server, False, 0

    def run(self):
        line = self.server.connect()
        labels = [{"id": i, "name": f"label {i}"} for i in range(10)]
        while not self.stopped:
            answer = self.server.request("POST", "/v0.7/recognition/specs/", {
                "name": f"spec {self.made}", "outputs": [{"labels": {"labels": labels, "exclusive": True, "roi": "NONE"}}]},
                connection=line)
            if answer.status != 201:
                raise RuntimeError(answer)
            self.made += 1
        line.close()


class Nginx:
    def __init__(self, folder, files):
        self.folder = os.path.join(folder, "nginx")
        os.makedirs(os.path.join(self.folder, "files"))
        for name, content in files.items():
            with open(os.path.join(self.folder, "files", name), "wb") as file:
                file.write(content)
        with open(os.path.join(self.folder, "conf"), "w") as file:
            file.write(f"worker_processes 2; pid {self.folder}/pid; error_log {self.folder}/errors; daemon off;\n"
                       "events { worker_connections 1024; }\n"
                       "http { access_log off; sendfile on; keepalive_requests 100000000; "
                       f"server {{ listen 127.0.0.1:8479; root {self.folder}/files; }} }}\n")
        os.chmod(folder, 0o755)
        self.process = subprocess.Popen([shutil.which("nginx") or "/usr/sbin/nginx", "-c", f"{self.folder}/conf"],
                                        stderr=subprocess.DEVNULL)
        self.url = "http://127.0.0.1:8479/"
        wait_for(8479)

    def stop(self):
        self.process.terminate()
        self.process.wait()


class Python:
    """What a team writes in an afternoon."""

    def __init__(self, folder, objects):
        path = os.path.join(folder, "rival.sqlite")
        made = sqlite3.connect(path)
        made.execute("PRAGMA journal_mode=WAL")
        made.execute("CREATE TABLE network (id INTEGER PRIMARY KEY, json TEXT)")
        made.executemany("INSERT INTO network VALUES (?, ?)", objects)
        made.commit()
        made.close()
        self.child = os.fork()
        if self.child == 0:
            self.serve(path)
        wait_for(8478)
        self.url = "http://127.0.0.1:8478/"

    @staticmethod
    def serve(path):
        local = threading.local()

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                if not hasattr(local, "store"):
                    local.store = sqlite3.connect(path)
                number = int(self.path.rsplit("/", 1)[1])
                if self.path.startswith("/pages/"):
                    rows = local.store.execute("SELECT json FROM network WHERE id >= ? ORDER BY id LIMIT ?", (number, PAGE))
                    body = ('{"results": [' + ", ".join(row[0] for row in rows) + "]}").encode()
                else:
                    body = local.store.execute("SELECT json FROM network WHERE id = ?", (number,)).fetchone()[0].encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        class Threads(socketserver.ThreadingMixIn, http.server.HTTPServer):
            daemon_threads = True
            request_queue_size = 128

        Threads(("127.0.0.1", 8478), Handler).serve_forever()

    def stop(self):
        os.kill(self.child, 9)
        os.waitpid(self.child, 0)


def wait_for(port):
    while True:
        try:
            http.client.HTTPConnection("127.0.0.1", port, timeout=5).connect()
            return
        except ConnectionError:
            time.sleep(0.01)


def race(what, contenders, goals):
    """Each in turn; rates and percentiles of each round."""
    rates = {name: [] for name in contenders}
    late = {name: [] for name in contenders}
    for _ in range(ROUNDS):
        for name, (url, around) in contenders.items():
            with around:
                rate, percentile = wrk(url)
            rates[name].append(rate)
            late[name].append(percentile)
    ours = statistics.median(rates["ours"])
    for name in contenders:
        if name != "ours":
            theirs = statistics.median(rates[name])
            tell(what, f"{ours:.0f}/s", f"{theirs:.0f}/s", name, ours / theirs, goals.get(name))
            tell(what + ", p99", f"{statistics.median(late['ours']):.2f} ms", f"{statistics.median(late[name]):.2f} ms", name,
                 statistics.median(late["ours"]) / statistics.median(late[name]), None)


class Beside:
    """Around a round of ours: a writer that goes on meanwhile."""

    def __init__(self, server):
        self.server, self.rates = server, []

    def __enter__(self):
        self.writer, self.began = Writer(self.server), time.monotonic()
        self.writer.start()

    def __exit__(self, *_):
        self.writer.stopped = True
        self.writer.join()
        self.rates.append(self.writer.made / (time.monotonic() - self.began))


class Nothing:
    def __enter__(self):
        pass

    def __exit__(self, *_):
        pass


def load(server, model):
    for i in range(NETWORKS):
        server.add({**model.description, "name": f"network {i}"}, model.folder)
    one = f"/v0.7/networks/{NETWORKS // 2}/"
    page = f"/v0.7/networks/?limit={PAGE}&offset={NETWORKS // 2}"
    bytes_of = {"one": server.request("GET", one).body, "page": server.request("GET", page).body}
    objects = [(each["id"], json.dumps(each)) for offset in range(0, NETWORKS, 1000)
               for each in server.request("GET", f"/v0.7/networks/?limit=1000&offset={offset}").json()["results"]]
    python = Python(server.folder, objects)
    nginx = Nginx(server.folder, bytes_of) if shutil.which("nginx") or os.path.exists("/usr/sbin/nginx") else None
    beside = Beside(server)
    try:
        for what, path, rival in (("one network", one, f"networks/{NETWORKS // 2}"), (f"a page of {PAGE}", page, f"pages/{NETWORKS // 2}")):
            contenders = {"ours": (f"http://127.0.0.1:{server.port}{path}", beside)}
            if nginx:
                contenders["nginx, the same bytes"] = (nginx.url + ("one" if what == "one network" else "page"), Nothing())
            contenders["http.server and sqlite3"] = (python.url + rival, Nothing())
            race(what, contenders, {"nginx, the same bytes": 0.5, "http.server and sqlite3": 20} if what == "one network" else {})
        print(f"meanwhile a writer made {statistics.median(beside.rates):.0f} specifications a second")
    finally:
        python.stop()
        if nginx:
            nginx.stop()


def timed(command):
    began = time.monotonic()
    subprocess.run(["bash", "-c", "set -o pipefail; " + command], check=True, stdout=subprocess.DEVNULL)
    return time.monotonic() - began


def upload(server):
    """Ours: received, judged, summed, durable. Theirs: through curl, to the disk and summed."""
    model = Model(server.folder, "--kind", "big-variables", "--bytes", str(UPLOAD), "--seed", "1")
    times = {"ours": [], "theirs": []}
    fields = [f"-F '{name}=@{path}'" for name, path in model.files.items()]
    description = os.path.join(server.folder, "fields")
    os.makedirs(description)
    for name, value in model.description.items():
        with open(os.path.join(description, name), "w") as file:
            file.write(value if isinstance(value, str) else json.dumps(value))
        fields.append(f"-F '{name}=<{description}/{name}'")
    largest = max(model.files.values(), key=os.path.getsize)
    copy = os.path.join(server.folder, "copy")
    for _ in range(ROUNDS):
        times["theirs"].append(timed(f"curl -s file://{largest} | tee {copy} | sha256sum; sync {copy}"))
        os.unlink(copy)
        times["ours"].append(timed(f"curl -sf http://127.0.0.1:{server.port}/v0.7/networks/ {' '.join(fields)}"))
        for each in server.request("GET", "/v0.7/networks/?limit=1000&name=" + model.description["name"].replace(" ", "%20")).json()["results"]:
            server.request("DELETE", f"/v0.7/networks/{each['id']}")
    ours, theirs = statistics.median(times["ours"]), statistics.median(times["theirs"])
    tell(f"upload of {UPLOAD >> 20} MiB", f"{ours:.2f} s", f"{theirs:.2f} s", "curl | tee | sha256sum, sync", theirs / ours, 0.8)
    resident = server.memory() / 1024
    tell("resident after it", f"{resident:.1f} MiB", "24 MiB", "", resident / 24, 1, above=False)


def main():
    if not shutil.which("wrk") or not shutil.which("curl"):
        print("skipped: wrk and curl are needed")
        sys.exit(77)
    server = Server("--connections", "512", "--per-address", "512")
    try:
        print(f"{'what':42} {'ours':>14} {'theirs':>14}  {'rival':28} {'ratio':>8}  verdict")
        load(server, Model(server.folder))
        upload(server)
    finally:
        server.remove()
    print(f"{missed} goals missed")
    sys.exit(1 if missed and "--strict" in sys.argv else 0)


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_NOFILE, (4096, 4096))
    main()
