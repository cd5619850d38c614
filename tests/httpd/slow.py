"""Clients that are slow on purpose: each loses its connection, and nobody else notices."""
import json
import socket
import sys
import threading
import time

from harness import NNREG, PATIENCE, Model, expect, main, run, served

HOST = b"Host: localhost\r\n"
POST = b"POST /v0.7/networks/ HTTP/1.1\r\n" + HOST + b"Content-Type: application/json\r\n"
LIST = b"GET /v0.7/networks/ HTTP/1.1\r\n" + HOST + b"\r\n"
BETWEEN = 0.05  # seconds between the bytes that drip
LATE = 30  # seconds: far above all limits that are set here, far below the defaults with a drip that never ends


def connect(server, source="127.0.0.1", buffer=None):
    line = socket.socket()
    if buffer is not None:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
    line.settimeout(PATIENCE)
    line.bind((source, 0))
    line.connect(("127.0.0.1", server.port))
    return line


def is_closed(line):
    """Whether the other end has closed; waits for it."""
    try:
        return line.recv(1) == b""
    except ConnectionError:
        return True


def drip(line, piece):
    """Sends the piece again and again until that is refused; the seconds it took."""
    begun = time.monotonic()
    try:
        while time.monotonic() - begun < LATE:
            line.sendall(piece)
            time.sleep(BETWEEN)
    except OSError:
        pass
    return time.monotonic() - begun


def expect_served(server):
    """Others are served, and no snapshot is held."""
    expect(server.request("GET", "/v0.7/networks/").status == 200)
    stat = json.loads(run(NNREG, "-r", server.registry, "--json", "stat"))
    expect(stat["readers"] == 0 and stat["open_readers"] == [], stat)


def expect_cut(server, *beginnings, piece=b"a"):
    """Each of some clients begins in its way and goes on by drops: all are cut, while others are served."""
    taken = {}

    def run_one(beginning):
        with connect(server) as line:
            line.sendall(beginning)
            taken[beginning] = drip(line, piece)
    clients = [threading.Thread(target=run_one, args=(each,)) for each in beginnings]
    for each in clients:
        each.start()
    expect_served(server)
    for each in clients:
        each.join()
    expect(max(taken.values()) < LATE, taken)
    expect_served(server)
    expect(server.request("GET", "/v0.7/networks/").json()["count"] == 0)


@served("--header-seconds", "1")
def test_a_header_that_drips_is_cut(server):
    expect_cut(server, b"", b"GET", b"GET /v0.7/networks/?", b"GET / HTTP/1.1\r\n", b"GET / HTTP/1.1\r\nX: ",
               b"GET / HTTP/1.1\r\n" + HOST, LIST)


@served("--header-seconds", "1")
def test_empty_lines_that_drip_are_cut(server):
    expect_cut(server, b"", LIST, piece=b"\r\n")


@served("--header-seconds", "1")
def test_more_parameters_than_have_room_are_cut(server):
    expect_cut(server, b"GET /v0.7/networks/?" + b"a&" * 4000 + b" HTTP/1.1\r\n" + HOST + b"\r\n")
    expect_cut(server, b"GET /v0.7/networks/?" + b"a&" * 25000 + b" HTTP/1.1\r\n" + HOST + b"\r\n")
    begun = time.monotonic()
    expect(server.stop() == 0 and time.monotonic() - begun < 20)  # they are no requests that a stop waits for
    expect(server.logged().count("cut off") == 2, server.logged())


@served("--header-seconds", "1")
def test_who_says_nothing_is_cut(server):
    with connect(server) as quiet, connect(server) as served_once:
        served_once.sendall(LIST)
        expect(served_once.recv(12) == b"HTTP/1.1 200")
        while not is_closed(served_once):
            pass
        expect(is_closed(quiet))
    expect_served(server)


@served("--idle-seconds", "1")
def test_a_body_that_stops_is_cut(server):
    for beginning in (POST + b"Content-Length: 100\r\n\r\n{", POST + b"Content-Length: 100\r\n\r\n",
                      POST + b"Transfer-Encoding: chunked\r\n\r\n", POST + b"Transfer-Encoding: chunked\r\n\r\n9\r\n{",
                      POST + b"Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n0\r\nX"):
        with connect(server) as line:
            line.sendall(beginning)
            expect(is_closed(line), beginning)
    expect_served(server)


@served("--idle-seconds", "1")
def test_a_body_that_drips_is_cut(server):
    expect_cut(server, POST + b"Content-Length: 16000000\r\n\r\n", POST + b"Transfer-Encoding: chunked\r\n\r\nfffff\r\n",
               POST + b"Transfer-Encoding: chunked\r\n\r\n1;", POST + b"Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n0\r\nX: ")


@served("--idle-seconds", "1")
def test_a_body_that_is_slow_but_moves_is_taken(server):
    """Four times the limit long, at twice the rate that it asks for."""
    with connect(server) as line:
        line.sendall(POST + b"Content-Length: %d\r\n\r\n" % (256 << 10))
        for _ in range(32):
            line.sendall(b" " * (8 << 10))
            time.sleep(0.125)
        expect(line.recv(12) == b"HTTP/1.1 422")


def fill(server):
    """A list of 8 MiB: more than the buffers between server and client have room for."""
    model = Model(server.folder)
    for _ in range(8):
        number = server.add(model.description, model.folder)
        answer = server.request("PATCH", f"/v0.7/networks/{number}/", {"metadata": {"long": "a" * 1000000}})
        expect(answer.status == 200, answer)


@served("--idle-seconds", "1")
def test_who_never_reads_is_cut(server):
    fill(server)
    with connect(server, buffer=4096) as line:
        line.sendall(LIST)
        expect_served(server)
        begun = time.monotonic()
        while connections_of(server) > 0 and time.monotonic() - begun < LATE:
            time.sleep(BETWEEN)
        expect(connections_of(server) == 0)
    expect_served(server)


def connections_of(server):
    """The server's connections that are established, by what the system says of its port."""
    with open("/proc/net/tcp") as file:
        rows = [line.split() for line in file.readlines()[1:]]
    return sum(row[1].endswith(f":{server.port:04X}") and row[3] == "01" for row in rows)


@served("--idle-seconds", "1")
def test_who_reads_by_drops_is_cut(server):
    fill(server)
    with connect(server, buffer=4096) as line:
        line.sendall(LIST)
        begun = time.monotonic()
        while connections_of(server) > 0 and time.monotonic() - begun < LATE:
            line.recv(512)
            time.sleep(BETWEEN)
        expect(connections_of(server) == 0)
    expect_served(server)


@served("--per-address", "4", "--header-seconds", "60")
def test_an_address_has_so_many_connections(server):
    lines = [connect(server, "127.0.0.3") for _ in range(4)]
    for each in lines:
        each.sendall(LIST)
        expect(each.recv(12) == b"HTTP/1.1 200")
    with connect(server, "127.0.0.3") as more:
        expect(is_closed(more))
    expect_served(server)
    lines.pop().close()
    begun, answer = time.monotonic(), b""
    while not answer and time.monotonic() - begun < LATE:
        with connect(server, "127.0.0.3") as more:
            try:
                more.sendall(LIST)
                answer = more.recv(12)
            except ConnectionError:
                pass
    expect(answer == b"HTTP/1.1 200", answer)
    for each in lines:
        each.close()


@served("--connections", "8", "--header-seconds", "1")
def test_connections_that_say_nothing_make_room_for_others(server):
    lines = [connect(server) for _ in range(16)]
    begun, status = time.monotonic(), None
    while status != 200 and time.monotonic() - begun < LATE:
        try:
            status = server.request("GET", "/v0.7/networks/").status
        except OSError:
            pass
    expect(status == 200)
    for each in lines:
        each.close()


if __name__ == "__main__":
    main(sys.modules[__name__], at_once=16)
