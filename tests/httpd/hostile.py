"""Requests that no honest client sends, as raw bytes, each with the statuses that are right.

A row's answers are all that come until the server closes: () where it closes without one. After each row the server answers as before
it; at the end nothing was stored, its memory is what it was, and its log has lines of its own making only. `HOSTILE_ROW=words` runs the
rows that have the words in their names, and shows what they get.
"""
import base64
import os
import re
import resource
import socket
import sys
import time

from harness import KEY, PATIENCE, Model, expect, main, served

HOST = b"Host: localhost\r\n"
LIST = b"/v0.7/networks/"
JSON = b"Content-Type: application/json\r\n"
FEW = 4096  # KiB that a server's memory may grow by
SHADOWED = 1 << 30  # KiB of addresses: a sanitizer's, which keeps what is freed


def get(path=LIST, *headers, method=b"GET", version=b"HTTP/1.1", host=HOST):
    """A whole request without a body; headers are lines without their ends."""
    return method + b" " + path + b" " + version + b"\r\n" + host + b"".join(each + b"\r\n" for each in headers) + b"\r\n"


def post(body, *headers, path=LIST, kind=JSON, length=True):
    """A request with a body, of the length that it has unless a header says so."""
    given = (b"Content-Length: %d" % len(body),) if length else ()
    return get(path, *given, *headers, method=b"POST", host=HOST + kind) + body


def chunked(body, *headers, path=LIST):
    return post(body, b"Transfer-Encoding: chunked", *headers, path=path, length=False)


def chunks(*pieces, end=b"0\r\n\r\n"):
    return b"".join(b"%x\r\n%s\r\n" % (len(each), each) for each in pieces) + end


HIDDEN = get(b"/v0.7/hidden")  # 404, where it is taken for a request
SMUGGLING = [
    ("a length before chunks", chunked(chunks(b"{}"), b"Content-Length: 4"), (400,)),
    ("chunks before a length", post(chunks(b"{}"), b"Transfer-Encoding: chunked"), (400,)),
    ("a length beside chunks, and a hidden request", chunked(b"0\r\n\r\n" + HIDDEN, b"Content-Length: 5"), (400,)),
    ("a length beside Chunked in capitals", post(chunks(b"{}"), b"TRANSFER-ENCODING: CHUNKED"), (400,)),
    ("a length beside an unknown encoding", post(b"{}", b"Transfer-Encoding: gzip"), (400,)),
    ("chunked, identity", chunked(chunks(b"{}")).replace(b": chunked", b": chunked, identity"), (400,)),
    ("gzip, chunked", chunked(chunks(b"{}")).replace(b": chunked", b": gzip, chunked"), (400,)),
    ("xchunked", chunked(chunks(b"{}")).replace(b": chunked", b": xchunked"), (400,)),
    ("chunked with a blank behind", chunked(chunks(b"{}")).replace(b": chunked", b": chunked "), (400,)),
    ("chunked in quotes", chunked(chunks(b"{}")).replace(b": chunked", b': "chunked"'), (400,)),
    ("an empty encoding", chunked(chunks(b"{}")).replace(b": chunked", b":"), (400,)),
    ("chunked twice", chunked(chunks(b"{}"), b"Transfer-Encoding: chunked"), (400,)),
    ("chunked and identity in two headers", chunked(chunks(b"{}"), b"Transfer-Encoding: identity"), (400,)),
    ("chunks in HTTP/1.0", chunked(chunks(b"{}")).replace(b"HTTP/1.1", b"HTTP/1.0"), (400,)),
    ("an encoding with a vertical tab", chunked(chunks(b"{}")).replace(b": chunked", b": \x0bchunked"), (400,)),
    ("a blank before the colon of the encoding", chunked(chunks(b"{}")).replace(b"g: ch", b"g : ch"), (400,)),
    ("a tab before the colon of the encoding", chunked(chunks(b"{}")).replace(b"g: ch", b"g\t: ch"), (400,)),
    ("a blank before the colon of the length", post(b"{}").replace(b"h: 2", b"h : 2"), (400,)),
    ("a name in front of which stands a blank", get(LIST, b" Content-Length: 40") + HIDDEN, (400,)),
    ("a header that is folded", get(LIST, b"X-One: 1", b" two") + HIDDEN, (400,)),
    ("a header that is folded with a tab", get(LIST, b"X-One: 1", b"\ttwo") + HIDDEN, (400,)),
    ("a length that is folded", post(b"{}").replace(b"h: 2", b"h:\r\n 2"), (400,)),
    ("a name that folding completes", get(LIST, b"Content-Leng: 40", b" th") + HIDDEN, (400,)),
    ("a header without a colon", get(LIST, b"no colon") + HIDDEN, (400,)),
    ("a header without a name", get(LIST, b": value") + HIDDEN, (400,)),
    ("a name with brackets", get(LIST, b"a(b): value") + HIDDEN, (400,)),
    ("lines that end with LF alone", get(LIST).replace(b"\r\n", b"\n") + HIDDEN, (400,)),
    ("a header that ends with LF alone", b"GET / HTTP/1.1\r\nA: b\nHost: localhost\r\n\r\n" + HIDDEN, (400,)),
    ("a header in which CR stands alone", get(LIST, b"A: b\rContent-Length: 40") + HIDDEN, (400,)),
    ("a header end of LF alone", get(LIST)[:-2] + b"\n" + HIDDEN, (400,)),
    ("two lengths", post(b"{}", b"Content-Length: 2"), (400,)),
    ("two lengths that differ", post(b"{}", b"Content-Length: 40") + HIDDEN, (400,)),
    ("lengths with a comma", post(b"{}").replace(b"h: 2", b"h: 2, 2"), (400,)),
    ("a negative length", post(b"{}").replace(b"h: 2", b"h: -2"), (400,)),
    ("a length with a plus", post(b"{}").replace(b"h: 2", b"h: +2"), (400,)),
    ("a hexadecimal length", post(b"{}").replace(b"h: 2", b"h: 0x2"), (400,)),
    ("a length with a fraction", post(b"{}").replace(b"h: 2", b"h: 2.0"), (400,)),
    ("a length with a blank behind", post(b"{}").replace(b"h: 2", b"h: 2 "), (400,)),
    ("a length with a zero in front", post(b"{}").replace(b"h: 2", b"h: 02"), (400,)),
    ("an empty length", post(b"{}").replace(b"h: 2", b"h:"), (400,)),
    ("a length of 2^63", post(b"{}").replace(b"h: 2", b"h: 9223372036854775808"), (400,)),
    ("a length of 2^64", post(b"{}").replace(b"h: 2", b"h: 18446744073709551616"), (413,)),
    ("a length of 2^64 + 2", post(b"{}").replace(b"h: 2", b"h: 18446744073709551618"), (413,)),
    ("a length of a thousand digits", post(b"{}").replace(b"h: 2", b"h: " + b"1" * 1000), (413,)),
    ("no length at all", post(b"", length=False) + HIDDEN, (411,)),
    ("a GET with a body that is a request", get(LIST, b"Content-Length: %d" % len(HIDDEN)) + HIDDEN, (400,)),
    ("a GET with a body in chunks", get(LIST, b"Transfer-Encoding: chunked") + chunks(HIDDEN), (400,)),
    ("a HEAD with a body", get(LIST, b"Content-Length: 2", method=b"HEAD") + b"{}", (400,)),
    ("a DELETE with a body", get(LIST + b"9", b"Content-Length: 2", method=b"DELETE") + b"{}", (400,)),
    ("a GET with an empty body", get(LIST, b"Content-Length: 0") + HIDDEN, (200, 404)),
    ("a request behind a request", get(LIST) + HIDDEN, (200, 404)),
    ("fifty requests at once", get(LIST) * 50, (200,) * 50),
    ("nothing is read behind an answer that closes", get(LIST, b"Connection: close") + HIDDEN, (200,)),
]
CHUNKS = [
    ("chunks", chunked(chunks(b"{", b"}")), (400,)),
    ("nothing is read behind chunks", chunked(chunks(b"{}")) + HIDDEN, (400,)),
    ("a chunk size with 0x", chunked(b"0x2\r\n{}\r\n0\r\n\r\n"), (400,)),
    ("a chunk size with a plus", chunked(b"+2\r\n{}\r\n0\r\n\r\n"), (400,)),
    ("a chunk size that is negative", chunked(b"-2\r\n{}\r\n0\r\n\r\n"), (400,)),
    ("a chunk size with a blank behind", chunked(b"2 \r\n{}\r\n0\r\n\r\n"), (400,)),
    ("a chunk size with a blank in front", chunked(b" 2\r\n{}\r\n0\r\n\r\n"), (400,)),
    ("a chunk size of 2^64", chunked(b"10000000000000000\r\n{}\r\n0\r\n\r\n"), (413,)),
    ("a chunk size of 2^64 - 1", chunked(b"ffffffffffffffff\r\n{}"), ()),
    ("an empty chunk size", chunked(b"\r\n{}\r\n0\r\n\r\n"), (400,)),
    ("a chunk size that is no number", chunked(b"zz\r\n{}\r\n0\r\n\r\n"), (400,)),
    ("a chunk with an extension", chunked(b"2;a=b\r\n{}\r\n0\r\n\r\n"), (400,)),
    ("an extension in which a request hides", chunked(b"2;\n{}\r\n0\r\n\r\n") + HIDDEN, (400,)),
    ("an extension of 100 KB", chunked(b"2;" + b"a" * 100000 + b"\r\n{}\r\n0\r\n\r\n"), (500,)),
    ("a chunk without its end", chunked(b"2\r\n{}0\r\n\r\n"), (400,)),
    ("a chunk that is longer than its size", chunked(b"1\r\n{}\r\n0\r\n\r\n"), (400,)),
    ("chunks between LF alone", chunked(b"2\n{}\n0\n\n") + HIDDEN, (400,)),
    ("chunks that do not end", chunked(b"2\r\n{}\r\n"), ()),
    ("a trailer", chunked(chunks(b"{}", end=b"0\r\nX-Trailer: 1\r\n\r\n")) + HIDDEN, (400,)),
    ("a trailer with a length and a key", chunked(chunks(b"{}", end=b"0\r\nContent-Length: 5\r\nX-API-KEY: a\r\n\r\n")), (400,)),
    ("a trailer without a colon", chunked(chunks(b"{}", end=b"0\r\nnonsense\r\n\r\n")), (400,)),
    ("ten thousand trailers", chunked(chunks(b"{}", end=b"0\r\n" + b"A: b\r\n" * 10000 + b"\r\n")), (431,)),
    ("ten thousand chunks of a byte", chunked(chunks(*[b" "] * 10000, b"{}")), (400,)),
]
LINES = [
    ("nothing", b"", ()),
    ("NUL", b"\0" * 1000, ()),
    ("a line without a blank", b"GET\r\n\r\n", ()),
    ("noise", bytes(range(1, 256)) * 4, ()),
    ("TLS", bytes.fromhex("1603010200010001fc0303") + b"\0" * 500, ()),
    ("HTTP/0.9", b"GET " + LIST + b"\r\n\r\n", (400,)),
    ("HTTP/2", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", (505,)),
    ("HTTP/0.0", get(version=b"HTTP/0.0"), (505,)),
    ("HTTP/1.10", get(version=b"HTTP/1.10"), (400,)),
    ("http/1.1", get(version=b"http/1.1"), (400,)),
    ("HTTP/1.9", get(version=b"HTTP/1.9") + HIDDEN, (200, 404)),
    ("a blank behind the version", get(version=b"HTTP/1.1 "), (400,)),
    ("a blank within the path", get(b"/v0.7/ networks/"), (400,)),
    ("two blanks before the path", get(b" " + LIST), (400,)),
    ("a tab before the path", get(method=b"GET\t"), (400,)),
    ("empty lines in front", b"\r\n\r\n" + get(), (200,)),
    ("a hundred thousand empty lines", b"\r\n" * 100000, (414,)),
    ("NUL in the method", get(method=b"GE\0T"), (400,)),
    ("NUL in the path", get(b"/v0.7/networks\0/"), (400,)),
    ("NUL in the query", get(LIST + b"?limit=1\0"), (400,)),
    ("NUL in the version", get(version=b"HTTP/1.\0"), (400,)),
    ("NUL in a name", get(LIST, b"X\0Y: 1") + HIDDEN, (400,)),
    ("NUL in a value", get(LIST, b"X: 1\0002") + HIDDEN, (400,)),
    ("NUL in a length", post(b"{}").replace(b"h: 2", b"h: 2\0000"), (400,)),
    ("NUL in front of a header", get(LIST, b"\0Content-Length: 40") + HIDDEN, (400,)),
    ("NUL as the last line", get(LIST)[:-2] + b"\0\r\n\r\n" + HIDDEN, (400,)),
    ("NUL in Host", get(host=b"Host: localhost\0.example\r\n"), (400,)),
    ("bytes that are not ASCII in the path", get("/v0.7/netwörks/".encode()), (400,)),
    ("a control character in the path", get(b"/v0.7/\x01"), (400,)),
    ("an escape sequence in the path", get(b"/v0.7/\x1b[2J"), (400,)),
    ("a control character in a header", get(LIST, b"X: \x01") + HIDDEN, (400,)),
    ("HTTP/1.0", get(version=b"HTTP/1.0") + HIDDEN, (200,)),
    ("HTTP/1.0 without a Host", get(version=b"HTTP/1.0", host=b""), (200,)),
    ("HTTP/1.0 that is kept", get(LIST, b"Connection: keep-alive", version=b"HTTP/1.0") + HIDDEN, (200, 404)),
    ("no Host", get(host=b""), (400,)),
    ("an empty Host", get(host=b"Host:\r\n"), (400,)),
    ("two Hosts", get(host=HOST * 2), (400,)),
    ("a Host that is a list", get(host=b"Host: localhost, localhost\r\n"), (400,)),
    ("a Host with a path", get(host=b"Host: localhost/x\r\n"), (400,)),
    ("a Host with a user", get(host=b"Host: a@localhost\r\n"), (400,)),
    ("a Host with a port that is none", get(host=b"Host: localhost:x\r\n"), (400,)),
    ("a Host with two ports", get(host=b"Host: localhost:1:2\r\n"), (400,)),
    ("a Host in a bracket that does not end", get(host=b"Host: [::1\r\n"), (400,)),
    ("a Host of 10 KB", get(host=b"Host: " + b"a" * 10000 + b"\r\n"), (400,)),
    ("a Host that leads here", get(host=b"Host: elsewhere.example\r\n"), (421,)),
    ("a Host that begins with ours", get(host=b"Host: localhost.example\r\n"), (421,)),
    ("the address as a whole", get(b"http://localhost/v0.7/networks/"), (200,)),
    ("an address elsewhere", get(b"http://elsewhere.example/v0.7/networks/"), (400,)),
    ("an address of another scheme", get(b"ftp://localhost/v0.7/networks/"), (400,)),
    ("an address without a path", get(b"http://localhost"), (400,)),
    ("an asterisk", get(b"*", method=b"OPTIONS"), (400,)),
    ("CONNECT", get(b"localhost:80", method=b"CONNECT") + HIDDEN, (400,)),
    ("TRACE", get(LIST, b"X-Secret: s", method=b"TRACE"), (405,)),
    ("a method nobody knows", get(method=b"BREW"), (405,)),
    ("a method in small letters", get(method=b"get"), (405,)),
    ("a method of 10 KB", get(method=b"A" * 10000), (405,)),
    ("a method that is no word", get(method=b'"><x'), (400,)),
    ("no method", get(method=b""), ()),
    ("a header of 100 KB", get(LIST, b"X: " + b"a" * 100000), (431,)),
    ("a name of 100 KB", get(LIST, b"a" * 100000 + b": 1"), (431,)),
    ("ten thousand headers", get(LIST, *[b"A: b"] * 10000), (431,)),
    ("a hundred and one headers", get(LIST, *[b"A: b"] * 101), (431,)),
    ("a cookie of ten thousand parts", get(LIST, b"Cookie: " + b";" * 10000), {(), (431,)}),
    ("an address of 10 KB", get(LIST + b"?name=" + b"a" * 10000), (414,)),
    ("an address of 100 KB", get(b"/" + b"a" * 100000), (414,)),
    ("Upgrade", get(LIST, b"Connection: Upgrade, HTTP2-Settings", b"Upgrade: h2c", b"HTTP2-Settings: AAAA"), (200,)),
]
PATHS = [(name, get(path), (status,)) for name, path, status in [
    ("%00", b"/v0.7/networks/%00", 400),
    ("%2F", b"/v0.7%2Fnetworks/", 400),
    ("%2e%2e", b"/v0.7/networks/%2e%2e/tasks/", 400),
    ("..", b"/v0.7/networks/1/files/../../x", 400),
    (".. with encoded slashes", b"/v0.7/networks/1/files/..%2f..%2fx", 400),
    (".. encoded twice", b"/v0.7/networks/1/files/%252e%252e/x", 404),
    ("..;", b"/v0.7/networks/1/files/..;/x", 404),
    ("..\\", b"/v0.7/networks/1/files/..%5c..%5cx", 404),
    ("an absolute name", b"/v0.7/networks/1/files//etc/passwd", 400),
    ("an overlong '.'", b"/v0.7/networks/1/files/%c0%ae%c0%ae/x", 404),
    ("an overlong '/'", b"/v0.7/networks/1/files/..%c0%afx", 404),
    ("no UTF-8", b"/v0.7/networks/public/%ff%fe", 404),
    ("a % at the end", b"/v0.7/networks/%", 400),
    ("a % with one digit", b"/v0.7/networks/%4", 400),
    ("a % with no digits", b"/v0.7/networks/%zz", 400),
    ("%u0041", b"/v0.7/networks/%u0041", 400),
    ("%0d%0a", b"/v0.7/%0d%0aSet-Cookie:%20a=b", 400),
    ("a line of the log's", b"/%0a2026-01-01T00:00:00.000000Z%20127.0.0.1%20ann%20%22DELETE%20/x%22%20204", 400),
    ("a thousand parts", b"/v0.7" + b"/a" * 1000, 400),
    ("two slashes", b"//v0.7//networks//", 400),
    ("a fragment", b"/v0.7/networks/#1", 404),
    ("id 0", b"/v0.7/networks/0", 404),
    ("id -1", b"/v0.7/networks/-1", 404),
    ("id +1", b"/v0.7/networks/+1", 404),
    ("id 01", b"/v0.7/networks/01", 404),
    ("id 1e3", b"/v0.7/networks/1e3", 404),
    ("id 1.0", b"/v0.7/networks/1.0", 404),
    ("id 2^63", b"/v0.7/networks/9223372036854775808", 404),
    ("id 2^64", b"/v0.7/networks/18446744073709551616", 404),
    ("id 2^64 + 1", b"/v0.7/networks/18446744073709551617", 404),
    ("an id of a thousand digits", b"/v0.7/networks/" + b"1" * 1000, 404),
    ("an id in Arabic digits", b"/v0.7/networks/%d9%a1", 404),
    ("a slug of 5 KB", b"/v0.7/networks/public/" + b"a" * 5000, 404),
    ("three hundred parameters", LIST + b"?" + b"ids=1&" * 300, 400),
    ("a parameter without a value", LIST + b"?limit", 400),
    ("a parameter without a name", LIST + b"?=1", 400),
    ("'&' alone", LIST + b"?&&&&", 200),
    ("'&' a thousand times", LIST + b"?" + b"&" * 1000, 200),
    ("a parameter twice", LIST + b"?limit=1&limit=2", 400),
    ("NUL in a parameter", LIST + b"?name=a%00b", 400),
    ("a limit of 2^64 + 1", LIST + b"?limit=18446744073709551617", 400),
    ("a limit below 0", LIST + b"?limit=-1", 400),
    ("a limit of 10^17", LIST + b"?limit=100000000000000000", 200),
    ("an offset of 10^17", LIST + b"?offset=100000000000000000", 200),
    ("a cursor of noise", LIST + b"?cursor=%00%ff", 400),
    ("a cursor that is none", LIST + b"?cursor=AAAA" + b"/" * 1000, 400),
    ("a name of noise", LIST + b"?name=%ff%fe", 200),
    ("a glob of stars", LIST + b"?name_glob=" + b"*a" * 2000, 200),
    ("a key of brackets", LIST + b"?where=" + b"%5B" * 1000 + b"%3D1", 200),
    ("a parameter that is a script", LIST + b"?%3Cscript%3E=1", 400),
]]
BODIES = [
    ("no body", post(b""), (422,)),
    ("a body of blanks", post(b" " * 1000), (422,)),
    ("NUL", post(b"\0"), (422,)),
    ("NUL behind the text", post(b"{}\0"), (422,)),
    ("NUL in a text", post(b'{"name": "a\0b"}'), (422,)),
    ("\\u0000", post(b'{"name": "a\\u0000b"}'), (400,)),
    ("a depth of 100,000", post(b"[" * 100000), (422,)),
    ("objects to a depth of 100,000", post(b'{"a":' * 100000 + b"1" + b"}" * 100000), (422,)),
    ("a million values", post(b"[" + b"1," * 999999 + b"1]"), (400,)),
    ("a million keys", post(b"{" + b",".join(b'"%d":1' % i for i in range(1000000)) + b"}"), (400,)),
    ("16 MiB and a byte", post(b'{"name": "' + b"a" * ((16 << 20) - 11) + b'"}'), (413,)),
    ("16 MiB and a byte in chunks", chunked(chunks(*[b" " * (1 << 20)] * 16, b"{")), (413,)),
    ("a name of 15 MiB", post(b'{"name": "' + b"a" * (15 << 20) + b'"}'), (400,)),
    ("a number of a million digits", post(b'{"name": ' + b"1" * 1000000 + b"}"), (422,)),
    ("a key twice", post(b'{"name": "a", "name": "b"}'), (422,)),
    ("a BOM", post(b"\xef\xbb\xbf{}"), (422,)),
    ("UTF-16", post('{"name": "a"}'.encode("utf-16")), (422,)),
    ("a lone surrogate", post(b'{"name": "\\ud800"}'), (422,)),
    ("an overlong character", post(b'{"name": "\xc0\xaf"}'), (422,)),
    ("text behind the end", post(b"{} {}"), (422,)),
    ("no object", post(b"[]"), (400,)),
    ("NaN", post(b'{"name": NaN}'), (422,)),
    ("a comma at the end", post(b'{"name": "a",}'), (422,)),
    ("shorter than it says", post(b"{}").replace(b"h: 2", b"h: 3"), ()),
    ("longer than it says", post(b"{}x" + HIDDEN).replace(b"h: %d" % (3 + len(HIDDEN)), b"h: 2"), (400, 404)),
    ("10 GB of JSON", post(b"").replace(b"h: 0", b"h: 10000000000"), (413,)),
    ("10 GB of JSON that are asked for", post(b"", b"Expect: 100-continue").replace(b"h: 0", b"h: 10000000000"), (413,)),
    ("100 GB of a form", post(b"", b"Expect: 100-continue", kind=b"Content-Type: multipart/form-data; boundary=x\r\n")
     .replace(b"h: 0", b"h: 100000000000"), (413,)),
    ("a body that is asked for", post(b"{}", b"Expect: 100-continue"), (100, 400)),
    ("100-Continue in capitals", post(b"{}", b"Expect: 100-CONTINUE"), (100, 400)),
    ("another expectation", post(b"{}", b"Expect: 200-ok"), (417,)),
    ("two expectations", post(b"{}", b"Expect: 100-continue", b"Expect: x"), (400,)),
    ("no type", post(b"{}", kind=b""), (415,)),
    ("an empty type", post(b"{}", kind=b"Content-Type:\r\n"), (415,)),
    ("two types", post(b"{}", b"Content-Type: text/plain"), (400,)),
    ("a type that begins like ours", post(b"{}", kind=b"Content-Type: application/jsonx\r\n"), (415,)),
    ("a type before ours", post(b"{}", kind=b"Content-Type: text/plain, application/json\r\n"), (415,)),
    ("our type in capitals", post(b"{}", kind=b"Content-Type: APPLICATION/JSON;charset=utf-8\r\n"), (400,)),
    ("a type of 10 KB", post(b"{}", kind=b"Content-Type: application/json;" + b"a" * 10000 + b"\r\n"), (400,)),
    ("a compressed body", post(b"{}", b"Content-Encoding: gzip"), (415,)),
    ("If-Match of 60 KB", get(LIST + b"1", b"If-Match: " + b'"a",' * 15000, method=b"DELETE"), (412,)),
    ("If-Match of noise", get(LIST + b"1", b'If-Match: "\x80\xff', method=b"DELETE"), (412,)),
    ("If-Match of a date that never was", get(LIST + b"1", b'If-Match: "9999-99-99T99:99:99.999999Z"', method=b"DELETE"), (412,)),
    ("If-None-Match of 60 KB", get(LIST + b"1", b"If-None-Match: " + b'"a",' * 15000), (200,)),
    ("a page of another site", post(b"{}", b"Origin: http://elsewhere.example"), (403,)),
    ("a page whose name begins with ours", post(b"{}", b"Origin: http://localhost.example"), (403,)),
    ("a page that hides its name", post(b"{}", b"Origin: null"), (403,)),
    ("two pages", post(b"{}", b"Origin: http://localhost", b"Origin: http://x"), (400,)),
    ("what a browser says of another site", post(b"{}", b"Sec-Fetch-Site: cross-site"), (403,)),
    ("what a browser says of a part of the site", post(b"{}", b"Sec-Fetch-Site: same-site"), (403,)),
]
WITH_KEY = b"X-API-KEY: " + KEY.encode()
KEYS = [
    ("no key", get(), (401,)),
    ("another key", get(LIST, b"X-API-KEY: " + b"a" * 25), (401,)),
    ("an empty key", get(LIST, b"X-API-KEY:"), (401,)),
    ("a key and more", get(LIST, WITH_KEY + b"x"), (401,)),
    ("the beginning of a key", get(LIST, WITH_KEY[:-1]), (401,)),
    ("a key twice over", get(LIST, WITH_KEY + KEY.encode()), (401,)),
    ("a key with a blank behind", get(LIST, WITH_KEY + b" "), (401,)),
    ("two keys", get(LIST, WITH_KEY, b"X-API-KEY: a"), (400,)),
    ("a key of 50 KB", get(LIST, b"X-API-KEY: " + b"a" * 50000), (401,)),
    ("a key of 1 MB", get(LIST, b"X-API-KEY: " + b"a" * 1000000), (431,)),
    ("a key in the query", get(LIST + b"?X-API-KEY=" + KEY.encode()), (401,)),
    ("a password", get(LIST, b"Authorization: Basic " + base64.b64encode(b"x:" + KEY.encode())), (200,)),
    ("a password without a user", get(LIST, b"Authorization: Basic " + base64.b64encode(b":" + KEY.encode())), (200,)),
    ("a user without a colon", get(LIST, b"Authorization: Basic " + base64.b64encode(KEY.encode())), (401,)),
    ("a password with NUL", get(LIST, b"Authorization: Basic " + base64.b64encode(b"x:" + KEY.encode()[:-1] + b"\0x")), (401,)),
    ("no base64", get(LIST, b"Authorization: Basic !!!!"), (401,)),
    ("base64 that is cut off", get(LIST, b"Authorization: Basic eDp"), (401,)),
    ("an empty password", get(LIST, b"Authorization: Basic eDo="), (401,)),
    ("nothing behind Basic", get(LIST, b"Authorization: Basic"), (401,)),
    ("50 KB of base64", get(LIST, b"Authorization: Basic " + b"eDp4" * 12500), (401,)),
    ("another scheme", get(LIST, b"Authorization: Digest username=x"), (401,)),
    ("two passwords", get(LIST, *[b"Authorization: Basic eDp4"] * 2), (400,)),
    ("10 GB without a key", post(b"").replace(b"h: 0", b"h: 10000000000"), (401,)),
    ("a form without a key", post(b"x" * 100000, kind=b"Content-Type: multipart/form-data; boundary=x\r\n"), (401,)),
]
PLAIN = re.compile(r'\S+Z (?:\S+ \S+ "[!-~]+ [!#-\[\]-~]+" \d{1,3} \d+ \d+ \d+us(?: cut off)?|[^"\\]*)')


OF_MHD = (400, 413, 431)  # libmicrohttpd 0.9.75 sends the header of some answers of its own twice, and closes


def statuses(got):
    """Of all answers in what came: each has to be whole, and nothing may come behind the last."""
    found = []
    while got:
        line, _, rest = got.partition(b"\r\n")
        status = int(re.fullmatch(rb"HTTP/1\.[01] (\d{3}) [ -~]+", line).group(1))
        head, end, rest = rest.partition(b"\r\n\r\n") if not rest.startswith(b"\r\n") else (b"", b"\r\n", rest[2:])
        expect(end, "an answer's header does not end", got)
        length = re.search(rb"^content-length: (\d+)\r?$", head, re.I | re.M)
        size = int(length.group(1)) if length and status not in (204, 304) and rest else 0  # none for HEAD
        twice = line + b"\r\n" + head + b"\r\n\r\n"
        if status in OF_MHD and rest.startswith(twice):
            rest = rest[len(twice):]
        expect(length or status in (100, 204, 304), "an answer without a length", head)
        expect(len(rest) >= size, "an answer is cut off", got)
        found.append(status)
        got = rest[size:]
    return found


def state_of(server, headers):
    return server.request("GET", "/v0.7/networks/", headers=headers).body


def go_through(server, rows, headers=None):
    """All rows of a table; what is wrong with them is told together."""
    only, wrong = os.environ.get("HOSTILE_ROW"), []
    model = Model(server.folder)
    server.add(model.description, model.folder)
    before, memory = state_of(server, headers), None
    for name, data, wanted in rows:
        if only is not None and only not in name:
            continue
        got = server.raw(data, half_close=True)
        try:
            found = statuses(got)
        except Exception as problem:
            found = [repr(problem)]
        if only is not None:
            print(name, "->", found, got[-1000:])
        if tuple(found) not in (wanted if isinstance(wanted, set) else {wanted}):
            wrong.append((name, found, wanted))
        expect(state_of(server, headers) == before, "after", name)
        memory = memory or server.memory()
    expect(not wrong, "\n".join(map(str, wrong)))
    expect(server.memory() - memory < FEW or server.memory("VmSize") > SHADOWED, "memory grew from", memory, "to", server.memory())
    for path in ("recognition/specs", "recognition/versions", "networks/public"):
        expect(server.request("GET", f"/v0.7/{path}/", headers=headers).json()["count"] == 0, path)
    expect(server.is_sound())
    expect(server.stop() == 0)
    for each in server.logged().splitlines():
        expect(PLAIN.fullmatch(each), "no line of the log's", each)


def test_what_can_be_read_in_two_ways_is_refused(server):
    go_through(server, SMUGGLING)


def test_chunks_that_are_none_are_refused(server):
    go_through(server, CHUNKS)


def test_lines_and_headers_that_are_none_are_refused(server):
    go_through(server, LINES)


def test_paths_lead_nowhere_else(server):
    go_through(server, PATHS)


def test_bodies_that_are_none_are_refused(server):
    go_through(server, BODIES)


@served(keys=True)
def test_without_its_key_nothing_opens(server):
    go_through(server, KEYS, {"X-API-KEY": KEY})


def test_what_comes_in_pieces_is_no_less_whole(server):
    """Headers of all sizes that there is room for, cut anywhere, one behind the other on a connection."""
    requests = [get(LIST, *[b"X-%d: " % i + b"a" * size for i in range(count)])
                for count, size in ((0, 0), (1, 1), (20, 100), (90, 500), (3, 15000), (90, 5), (1, 50000))]
    for size in (1, 7, 1000, 1460, 4096):
        sent = requests if size > 1 else requests[:3]
        with socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE) as line:
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for data in sent:
                for i in range(0, len(data), size):
                    line.sendall(data[i:i + size])
                expect(line.recv(12) == b"HTTP/1.1 200", size, len(data))
                rest = b""
                while b"\r\n\r\n" not in rest or not rest.endswith(b"}"):
                    rest += line.recv(65536)


FORM = b"Content-Type: multipart/form-data; boundary=x\r\n"


@served("--uploads", "1")
def test_a_form_that_is_refused_leaves_its_place_to_others(server):
    """Before the rest of it has come, which may take long."""
    whole = b"--x\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\na\r\n--x--\r\n"
    head = post(b"", b"Expect: 100-continue", kind=FORM).replace(b"h: 0", b"h: 1000000")
    with socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE) as line:
        line.sendall(head)
        expect(line.recv(100).startswith(b"HTTP/1.1 100"))
        expect(statuses(server.raw(post(whole, kind=FORM), half_close=True)) == [429])
        line.sendall(b"--x\r\nContent-Type: text/plain\r\n\r\n" + b"a" * 1000)
        begun, status = time.monotonic(), 429
        while status == 429 and time.monotonic() - begun < 20:
            status = statuses(server.raw(post(whole, kind=FORM), half_close=True))[0]
        expect(status == 400, status)
    expect(server.request("GET", "/v0.7/networks/").json()["count"] == 0)


@served("--json", "16M")
def test_texts_that_are_held_at_once_have_a_limit(server):
    """However many connections they come on; what is behind the limit is told to come back, and can when the others have gone."""
    def wait_until_held(size, begun=time.monotonic()):
        held = None
        while held != size and time.monotonic() - begun < 20:
            held = int(re.search(r"^nnreg_httpd_json_bytes (\d+)$", server.request("GET", "/metrics").body.decode(), re.M)[1])
        expect(held == size, held)

    size, specs, kind = 12 << 20, "/v0.7/recognition/specs/", {"Content-Type": "application/json"}
    text = b'{"name": "' + b"a" * size + b'"}'
    for head in (JSON, FORM):
        with socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE) as line:
            line.sendall(f"PATCH /v0.7/networks/1/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: {16 << 20}\r\n".encode() + head + b"\r\n")
            start = b"" if head == JSON else b'--x\r\nContent-Disposition: form-data; name="name"\r\n\r\n'
            line.sendall(start + b"[" * (size - len(start)))
            wait_until_held(size)
            refused = server.request("POST", specs, text, kind)
            expect(refused.status == 503 and refused.headers["retry-after"] == "1" and refused.json()["error"], refused)
            wait_until_held(size)
            expect(server.request("POST", specs, {"name": "a"}).status == 400)
        wait_until_held(0)
        expect(server.request("POST", specs, text, kind).status == 400)
        wait_until_held(0)


def test_files_without_number_leave_connections_to_others(server):
    """More files than the process can have open: that is refused, and whoever comes behind it is served."""
    resource.prlimit(server.process.pid, resource.RLIMIT_NOFILE, (64, 64))
    body = b"".join(b"--x\r\nContent-Disposition: form-data; name=\"f%d\"; filename=\"f%d\"\r\n\r\na\r\n" % (i, i) for i in range(200))
    for _ in range(3):
        expect(statuses(server.raw(post(body + b"--x--\r\n", kind=FORM), half_close=True)) == [503])
        expect(server.request("GET", "/v0.7/networks/").json()["count"] == 0)
    expect(len(os.listdir(f"/proc/{server.process.pid}/fd")) < 40)


if __name__ == "__main__":
    main(sys.modules[__name__], at_once=4)
