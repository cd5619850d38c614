"""How the server starts, is told things by signals, and stops: exit statuses, messages, systemd, logs."""
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time

from harness import HTTPD, KEY, NNREG, PATIENCE, READ_KEY, expect, main, served

HOST = b"Host: localhost\r\n"
LIST = b"GET /v0.7/networks/ HTTP/1.1\r\n" + HOST + b"\r\n"
POST = b"POST /v0.7/networks/ HTTP/1.1\r\n" + HOST + b"Content-Type: application/json\r\nContent-Length: 20\r\n\r\n"
SOON = 15  # seconds: far below the 30 and more of all limits here that are not meant to pass


def connect(server, data=b""):
    line = socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE)
    line.sendall(data)
    return line


def said(server, text, count=1):
    """Waits until the log has a text so many times."""
    begun = time.monotonic()
    while server.logged().count(text) < count:
        expect(time.monotonic() - begun < PATIENCE, "never said", text, server.logged())
        time.sleep(0.01)


def stopped(server, *signals):
    """Sends the signals, each when the one before was heard; the seconds until the server ended, with status 0."""
    begun = time.monotonic()
    for each in signals:
        server.process.send_signal(each)
        said(server, "stopping")
    expect(server.process.wait(PATIENCE) == 0)
    return time.monotonic() - begun


def staged(server):
    """What lies in the registry beside its files."""
    stat = json.loads(subprocess.run([NNREG, "-r", server.registry, "--json", "stat"], stdout=subprocess.PIPE, check=True).stdout)
    return stat["staging_sessions"], stat["networks"]


def test_a_stop_does_not_wait_for_connections_that_are_kept(server):
    lines = [connect(server, data) for data in (LIST, LIST, b"", b"GET /v0.7/netw")]
    for each in lines[:2]:
        expect(each.recv(12) == b"HTTP/1.1 200")
    expect(stopped(server, signal.SIGTERM) < SOON)
    for each in lines:
        each.close()


def test_a_stop_lets_a_request_end(server):
    line = connect(server, POST)
    server.request("GET", "/v0.7/networks/")
    server.process.send_signal(signal.SIGINT)
    said(server, "stopping")
    line.sendall(b"{}" + b" " * 18)
    answer = b""
    while piece := line.recv(65536):
        answer += piece
    expect(answer.startswith(b"HTTP/1.1 400") and b"\r\nConnection: close\r\n" in answer, answer)
    expect(server.process.wait(PATIENCE) == 0)
    line.close()


@served("--grace-seconds", "1")
def test_a_stop_ends_what_does_not_end(server):
    lines = [connect(server, POST + b"{"), connect(server, LIST[:-2] + b"X: "), connect(server, LIST * 50000)]
    expect(stopped(server, signal.SIGTERM) < SOON)
    expect(staged(server) == (0, 0) and server.is_sound())
    for each in lines:
        each.close()


@served("--grace-seconds", "600", "--idle-seconds", "600")
def test_a_second_signal_stops_at_once(server):
    line = connect(server, POST + b"{")
    said(server, "listening")
    expect(stopped(server, signal.SIGTERM, signal.SIGTERM) < SOON)
    expect(staged(server) == (0, 0))
    line.close()


def test_a_stop_takes_nobody_any_more(server):
    line = connect(server, POST)
    server.request("GET", "/v0.7/networks/")
    server.process.send_signal(signal.SIGTERM)
    said(server, "stopping")
    begun, refused = time.monotonic(), False
    while not refused and time.monotonic() - begun < SOON:
        try:
            connect(server).close()
        except ConnectionError:
            refused = True
    expect(refused)
    line.close()
    expect(server.process.wait(PATIENCE) == 0)


def test_sigpipe_and_sighup_without_keys_are_nothing(server):
    server.process.send_signal(signal.SIGPIPE)
    server.process.send_signal(signal.SIGHUP)
    expect(server.request("GET", "/v0.7/networks/").status == 200)
    expect(server.stop() == 0)


@served(keys=True)
def test_sighup_reads_the_keys_again(server):
    path = os.path.join(server.folder, "keys")

    def status(key):
        return server.request("GET", "/v0.7/networks/", headers={"X-API-KEY": key}).status

    with open(path, "w") as file:
        file.write("another-key-of-somebody carol")  # a last line may have no end
    expect(status(KEY) == 200 and status("another-key-of-somebody") == 401)
    server.process.send_signal(signal.SIGHUP)
    said(server, "the keys were read again: 1")
    expect(status(KEY) == 401 and status(READ_KEY) == 401 and status("another-key-of-somebody") == 200)
    with open(path, "w") as file:
        file.write("short dave\n")
    server.process.send_signal(signal.SIGHUP)
    said(server, f"the keys stay as they are: {path}:1: a key has from 16 to 256 characters")
    with open(path, "w"):
        pass
    server.process.send_signal(signal.SIGHUP)
    said(server, f"the keys stay as they are: {path} has no key in it")
    os.remove(path)
    server.process.send_signal(signal.SIGHUP)
    said(server, f"the keys stay as they are: {path} cannot be read: No such file or directory")
    expect(status("another-key-of-somebody") == 200)
    expect(server.stop() == 0)


def run_httpd(*arguments, **environment):
    """For a server that does not start: its exit status, and all that it says."""
    done = subprocess.run([HTTPD, *arguments], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=PATIENCE,
                          env={**os.environ, **environment})
    return done.returncode, done.stdout.decode()


def expect_refused(status, message, *arguments):
    got = run_httpd(*arguments)
    expect(got == (status, f"nnreg-httpd: {message}\n"), arguments, got)


def test_what_is_wrong_with_the_command_line_is_told(server):
    at = ("-r", server.registry)
    expect_refused(2, "-r REGISTRY is missing (nnreg init makes one)")
    expect_refused(2, 'it takes no operands: "x"', *at, "x")
    for option, text, most in (("--connections", "0", 65536), ("--connections", "65537", 65536), ("--uploads", "-1", 65536),
                               ("--per-address", "1e3", 65536), ("--idle-seconds", "", 86400), ("--header-seconds", " 1", 86400)):
        expect_refused(2, f"{option} {text}: a number from 1 to {most}", *at, option, text)
    expect_refused(2, "--body 10X: a number from 1 to 9223372036854775807", *at, "--body", "10X")
    expect_refused(2, "--body 16777216T: a number from 1 to 9223372036854775807", *at, "--body", "16777216T")
    status, text = run_httpd(*at, "--no-such-option")
    expect(status == 2 and "no-such-option" in text, text)
    status, text = run_httpd("--help")
    expect(status == 0 and text.startswith("usage: nnreg-httpd -r REGISTRY"), text)
    status, text = run_httpd("--version")
    expect(status == 0 and re.fullmatch(r"nnreg-httpd \d+\.\d+\.\d+\S*\n", text), text)


def test_what_is_wrong_with_the_place_is_told(server):
    at = ("-r", server.registry)
    expect_refused(4, "0.0.0.0:{}: other machines reach it, and without --keys they may do all: give keys, or --open-to-all"
                   .format(port := free_port()), *at, "--listen", f"0.0.0.0:{port}")
    expect_refused(4, f"127.0.0.1:{server.port}: Address already in use", *at, "--listen", f"127.0.0.1:{server.port}")
    expect_refused(4, "8473: --listen takes ADDRESS:PORT", *at, "--listen", "8473")
    expect_refused(4, "127.0.0.1:http-x: Servname not supported for ai_socktype", *at, "--listen", "127.0.0.1:http-x")
    missing = os.path.join(server.folder, "missing")
    status, text = run_httpd("-r", missing, "--listen", "127.0.0.1:0")
    expect(status == 4 and missing in text and text.count("\n") == 1, status, text)
    with open(missing, "w") as file:
        file.write("no registry")
    status, text = run_httpd("-r", missing, "--listen", "127.0.0.1:0")
    expect(status == 4 and missing in text and text.count("\n") == 1, status, text)


def free_port():
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        return line.getsockname()[1]


def test_what_is_wrong_with_the_keys_is_told(server):
    path = os.path.join(server.folder, "keys")
    at = ("-r", server.registry, "--listen", "127.0.0.1:0", "--keys", path)
    key = "k" * 16
    expect_refused(2, f"{path} cannot be read: No such file or directory", *at)
    for text, line, wrong in [
            (f"{key}\n", 1, "a key needs a name behind it"),
            (f"# one\n\n{key[1:]} ann\n", 3, "a key has from 16 to 256 characters"),
            (f"{'k' * 257} ann\n", 1, "a key has from 16 to 256 characters"),
            (f"{key} {'a' * 257}\n", 1, "the name is too long"),
            (f"{key} ann readonly\n", 1, 'behind the name there can be "read-only", and nothing else'),
            (f"{key} ann read-only x\n", 1, 'behind the name there can be "read-only", and nothing else'),
            (f"{key} ann\n{key} bob\n", 2, "the key stands there twice"),
            ("".join(f"{key}{i} ann\n" for i in range(1025)), 1025, "that is one key too many")]:
        with open(path, "w", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
            file.write(text)
        expect_refused(2, f"{path}:{line}: {wrong}", *at)
    with open(path, "w") as file:
        file.write("# nothing\n \t\n")
    expect_refused(2, f"{path} has no key in it", *at)
    for mode in (0o640, 0o604, 0o620, 0o601):
        os.chmod(path, mode)
        expect_refused(2, f"{path} can be read by others: chmod 600 {path}", *at)
    os.remove(path)
    os.mkdir(path)
    expect_refused(2, f"{path} is no file", *at)
    os.rmdir(path)
    os.mkfifo(path)
    expect_refused(2, f"{path} is no file", *at)


def start(server, options, fds=(), **environment):
    """A second server beside that of the test; its standard error is read from a pipe."""
    return subprocess.Popen([HTTPD, "-r", server.registry, *options], stderr=subprocess.PIPE, pass_fds=fds,
                            env={**os.environ, **environment})


def test_systemd_is_told_of_the_start_and_the_stop(server):
    for path in (os.path.join(server.folder, "notify"), f"\0nnreg-test-{os.getpid()}"):
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notify:
            notify.bind(path)
            notify.settimeout(PATIENCE)
            process = start(server, ["--listen", "127.0.0.1:0"], NOTIFY_SOCKET=path.replace("\0", "@"))
            expect(notify.recv(1000) == f"READY=1\nMAINPID={process.pid}".encode())
            process.terminate()
            expect(notify.recv(1000) == b"STOPPING=1")
            expect(process.wait(PATIENCE) == 0)
            process.stderr.close()


HAND_OVER = """
import os, sys
os.dup2(int(sys.argv[1]), 3)
os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS=sys.argv[2])
os.execv(sys.argv[3], sys.argv[3:])
"""


def start_activated(server, count="1"):
    """As systemd does: the socket is the descriptor 3, and the variables are of the process that the server becomes."""
    opened = socket.create_server(("127.0.0.1", 0))
    process = subprocess.Popen([sys.executable, "-c", HAND_OVER, str(opened.fileno()), count, HTTPD, "-r", server.registry],
                               stderr=subprocess.PIPE, pass_fds=(opened.fileno(),))
    return opened, process


def test_systemd_hands_over_a_socket(server):
    """A request that waits already may be answered, and logged, before the server says where it listens."""
    opened, process = start_activated(server)
    said = b""
    try:
        with opened, socket.create_connection(opened.getsockname(), timeout=PATIENCE) as line:
            line.sendall(LIST)
            expect(line.recv(12) == b"HTTP/1.1 200")
            process.terminate()
            said = process.stderr.read()
            expect(f"listening on http://127.0.0.1:{opened.getsockname()[1]}/".encode() in said)
            expect(process.wait(PATIENCE) == 0)
    except Exception as wrong:
        process.kill()
        raise AssertionError(said or process.stderr.read()) from wrong
    opened, process = start_activated(server, count="2")
    with opened:
        expect(process.stderr.read() == b"nnreg-httpd: LISTEN_FDS: only one socket can be handed over\n")
        expect(process.wait(PATIENCE) == 4)


def test_it_can_be_asked_over_ipv6(server):
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        print("left out: no IPv6 here")
        return
    said_so = os.path.join(server.folder, "log-6")
    with open(said_so, "w") as log:
        process = subprocess.Popen([HTTPD, "-r", server.registry, "--listen", "[::1]:0"], stderr=log)
    begun = time.monotonic()
    while not (found := re.search(r"listening on http://\[::1\]:(\d+)/", open(said_so).read())):
        expect(process.poll() is None and time.monotonic() - begun < PATIENCE, open(said_so).read())
        time.sleep(0.01)
    line = http.client.HTTPConnection("::1", int(found.group(1)), timeout=PATIENCE)
    line.request("GET", "/healthz")
    expect(line.getresponse().status == 200)
    line.close()
    process.terminate()
    expect(process.wait(PATIENCE) == 0 and ' ::1 - "GET /healthz" 200' in open(said_so).read(), open(said_so).read())


@served("--json-log")
def test_the_log_as_json_has_an_object_on_each_line(server):
    server.raw(b'GET /"},{\\u0022 HTTP/1.1\r\n' + HOST + b"\r\n", half_close=True)
    server.raw(b"GET /a%0a\x1b[2J\xff HTTP/1.1\r\n" + HOST + b"\r\n", half_close=True)
    server.raw(b'G"T / HTTP/1.1\r\n' + HOST + b"\r\n", half_close=True)
    server.raw(POST + b"{", half_close=True)
    server.raw(b"\x16\x03\x01", half_close=True)
    server.raw(b"GET / HTTP/2.0\r\n\r\n", half_close=True)
    expect(server.request("GET", "/v0.7/networks/").status == 200)
    expect(server.stop() == 0)
    lines = [json.loads(line) for line in server.logged().splitlines()]
    requests = [each for each in lines if "method" in each]
    expect([each["status"] for each in requests] == [404, 400, 400, 0, 200], requests)
    expect(requests[3]["cut_off"] is True and requests[3]["received"] == 1, requests[3])
    for each in lines:
        expect(set(each) - {"cut_off"} in (
            {"time", "message"}, {"time", "client", "actor", "method", "target", "status", "received", "sent", "microseconds"}), each)
        expect(re.fullmatch("[ -~]+", "".join(map(str, each.values()))), each)


if __name__ == "__main__":
    main(sys.modules[__name__], at_once=16)
