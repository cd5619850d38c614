"""What the tests of nnreg-httpd share: a server of their own, requests to it, and models to send.

A test is a function whose name begins with test_ and that takes a server; main() runs all of a file, each with a registry and a
server of its own, tells those that fail, and ends with the number of them. Environment: NNREG_HTTPD, NNREG and NNREG_MKMODEL name
the programs. By hand, from the folder of the build:

    NNREG_HTTPD=$PWD/nnreg-httpd NNREG=$PWD/nnreg NNREG_MKMODEL=$PWD/nnreg-mkmodel python3 ../tests/httpd/objects.py [TEST...]
"""
import concurrent.futures
import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import traceback

HTTPD = os.environ.get("NNREG_HTTPD", "")
NNREG = os.environ.get("NNREG", "")
MKMODEL = os.environ.get("NNREG_MKMODEL", "")
KEY = "a-key-for-those-who-write"
READ_KEY = "a-key-for-those-who-read"
PATIENCE = 60
os.environ["LSAN_OPTIONS"] = ("print_suppressions=0:suppressions=" +
                              os.path.join(os.path.dirname(os.path.abspath(__file__)), "leaks.supp"))


class Answer:
    """Of one request: status, headers (a dict with lower-case names; of one that stands twice the last), body."""

    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    def json(self):
        return json.loads(self.body)

    def __repr__(self):
        return f"<{self.status} {self.body[:300]!r}>"


class Server:
    """A server on a port of the system's choice, with a registry in a folder that is removed with it."""

    def __init__(self, *options, keys=False, registry=None, env=None):
        self.folder = tempfile.mkdtemp(prefix="nnreg-httpd-")
        self.registry = registry or os.path.join(self.folder, "registry")
        if registry is None:
            run(NNREG, "-r", self.registry, "--quiet", "init")
        options = list(options)
        if keys:
            path = os.path.join(self.folder, "keys")
            with open(path, "w", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
                file.write(f"# keys\n{KEY} ann\n{READ_KEY} bob read-only\n")
            options += ["--keys", path]
        self.options, self.env = options, env
        self.start()

    def start(self):
        self.log = open(os.path.join(self.folder, "log"), "a+")
        at = self.log.seek(0, os.SEEK_END)
        self.process = subprocess.Popen(
            [HTTPD, "-r", self.registry, "--listen", "127.0.0.1:0", *self.options],
            stdout=subprocess.DEVNULL, stderr=self.log, env={**os.environ, **(self.env or {})})
        said = ""
        while not (found := re.search(r"listening on http://127\.0\.0\.1:(\d+)/", said)):
            if self.process.poll() is not None:
                raise RuntimeError(f"the server ended with {self.process.returncode}: {said}")
            self.log.seek(at)
            said = self.log.read()
        self.port = int(found.group(1))

    def stop(self, how=signal.SIGTERM):
        """The exit status."""
        if self.process.poll() is None:
            self.process.send_signal(how)
        status = self.process.wait(PATIENCE)
        self.log.close()
        return status

    def end(self):
        """As who runs it does, once more where something holds it up: so a sanitizer tells what leaked, and counts of coverage are written."""
        for patience in (2, PATIENCE):
            try:
                self.process.send_signal(signal.SIGTERM)
                return self.process.wait(patience)
            except subprocess.TimeoutExpired:
                continue
        self.process.kill()
        return self.process.wait()

    def remove(self):
        status = self.end() if self.process.poll() is None else 0
        said = self.logged()[-2000:] if status != 0 else ""
        shutil.rmtree(self.folder, ignore_errors=True)
        expect(status == 0, f"the server ended with {status}: {said}")

    def logged(self):
        with open(os.path.join(self.folder, "log")) as file:
            return file.read()

    def request(self, method, path, body=None, headers=None, connection=None):
        """One request over a connection of its own, unless one of connect() is given."""
        with_json = isinstance(body, (dict, list))
        headers = dict(headers or {})
        if with_json:
            body = json.dumps(body).encode()
            headers.setdefault("Content-Type", "application/json")
        line = connection or self.connect()
        line.request(method, path, body, headers)
        got = line.getresponse()
        answer = Answer(got.status, {key.lower(): value for key, value in got.getheaders()}, got.read())
        if connection is None:
            line.close()
        return answer

    def connect(self):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)

    def raw(self, data, timeout=PATIENCE, half_close=False):
        """Sends bytes as they are; returns all that comes until the server closes the connection, or the time is up."""
        got = b""
        with socket.create_connection(("127.0.0.1", self.port), timeout=timeout) as line:
            try:
                line.sendall(data)
                if half_close:
                    line.shutdown(socket.SHUT_WR)
            except OSError:
                pass  # it is closed already, and its answer may be here
            try:
                while piece := line.recv(65536):
                    got += piece
            except OSError:
                pass
        return got

    def memory(self, what="VmRSS"):
        """KiB that the server has in memory; VmHWM: that it had at its peak."""
        with open(f"/proc/{self.process.pid}/status") as file:
            return int(re.search(rf"^{what}:\s+(\d+) kB", file.read(), re.M).group(1))

    def add(self, description, model):
        """Registers beside the server, by the command; the id."""
        path = os.path.join(self.folder, "description.json")
        with open(path, "w") as file:
            json.dump(description, file)
        return json.loads(run(NNREG, "-r", self.registry, "--json", "add", path, model))["id"]

    def is_sound(self):
        """Whether fsck finds nothing, and gc nothing to remove but what the server's process has open."""
        return subprocess.run([NNREG, "-r", self.registry, "--quiet", "fsck"], stdout=subprocess.DEVNULL).returncode == 0


def run(*command):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout


class Model:
    """A model that the model writer makes, with a description that it satisfies. `files`: name -> path, as in a bundle."""

    def __init__(self, folder, *options):
        self.folder = os.path.join(folder, f"model{len(os.listdir(folder))}")
        run(MKMODEL, *options, self.folder)
        self.description = json.loads(run(NNREG, "--quiet", "draft", self.folder))
        self.files = {}
        for where, _, names in os.walk(self.folder):
            for name in names:
                self.files[name] = os.path.join(where, name)

    def zip(self):
        """The path of an archive of it."""
        return shutil.make_archive(self.folder, "zip", self.folder)


def form(parts, boundary="the-boundary"):
    """A multipart/form-data body of (name, filename or None, type or None, bytes); returns it and its headers."""
    body = b""
    for name, filename, kind, content in parts:
        body += f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"'.encode()
        body += f'; filename="{filename}"'.encode() if filename is not None else b""
        body += f"\r\nContent-Type: {kind}".encode() if kind is not None else b""
        body += b"\r\n\r\n" + content + b"\r\n"
    return body + f"--{boundary}--\r\n".encode(), {"Content-Type": f"multipart/form-data; boundary={boundary}"}


def expect(truth, *what):
    if not truth:
        raise AssertionError(*what)


def run_test(name, test):
    """With a server of its own; whether it passed."""
    options = getattr(test, "server", {})
    server = Server(*options.get("options", ()), keys=options.get("keys", False))
    try:
        test(server)
        server.remove()
        return True
    except Exception:  # whatever it is, the other tests are run, too
        print(f"FAIL {name}", traceback.format_exc(), "the server's log:", server.logged()[-2000:], sep="\n", flush=True)
        return False
    finally:
        server.process.kill()
        shutil.rmtree(server.folder, ignore_errors=True)


def main(module, at_once=1):
    """Runs the tests of a module, or those named on the command line; `at_once` of them, where they wait more than they work."""
    if not (HTTPD and os.access(HTTPD, os.X_OK)):
        print("skipped: nnreg-httpd is not built (libmicrohttpd is missing)")
        sys.exit(77)
    tests = [(name, test) for name, test in vars(module).items()
             if name.startswith("test_") and (not sys.argv[1:] or name in sys.argv[1:])]
    with concurrent.futures.ThreadPoolExecutor(at_once) as pool:
        passed = list(pool.map(lambda each: run_test(*each), tests))
    print(f"{passed.count(True)} passed, {passed.count(False)} failed")
    sys.exit(0 if passed and all(passed) else 1)


def served(*options, keys=False):
    """For a test whose server is started with options, or with keys."""
    def set_up(test):
        test.server = {"options": options, "keys": keys}
        return test
    return set_up
