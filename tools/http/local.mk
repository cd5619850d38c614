# A floor of the server's: HTTP over libmicrohttpd, without anything of a registry.

http_sources = \
	tools/http/access.c tools/http/access.h \
	tools/http/answer.c tools/http/answer.h \
	tools/http/body.c tools/http/body.h \
	tools/http/clock.c tools/http/clock.h \
	tools/http/file.c tools/http/file.h \
	tools/http/header.c tools/http/header.h \
	tools/http/html.c tools/http/html.h \
	tools/http/keys.c tools/http/keys.h \
	tools/http/listen.c tools/http/listen.h \
	tools/http/log.c tools/http/log.h \
	tools/http/multipart.c tools/http/multipart.h \
	tools/http/request.c tools/http/request.h \
	tools/http/server.c tools/http/server.h \
	tools/http/stream.c tools/http/stream.h \
	tools/http/text.c tools/http/text.h \
	tools/http/uri.c tools/http/uri.h \
	tools/http/watch.c tools/http/watch.h \
	tools/buffer.c tools/buffer.h \
	tools/number.c tools/number.h
