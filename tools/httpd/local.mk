# The server, on the public interface only. It is built where libmicrohttpd is found; neither the library nor the command links that.

if HAVE_MICROHTTPD
bin_PROGRAMS += nnreg-httpd
endif
EXTRA_PROGRAMS += nnreg-httpd
nnreg_httpd_CPPFLAGS = -include $(top_builddir)/config.h -I$(top_srcdir)/include $(MICROHTTPD_CFLAGS)
nnreg_httpd_LDADD = libnnreg.la $(MICROHTTPD_LIBS)
nnreg_httpd_SOURCES = \
	tools/httpd/access.c tools/httpd/access.h \
	tools/httpd/answer.c tools/httpd/answer.h \
	tools/httpd/body.c tools/httpd/body.h \
	tools/httpd/form.c tools/httpd/form.h \
	tools/httpd/keys.c tools/httpd/keys.h \
	tools/httpd/kinds.c tools/httpd/kinds.h \
	tools/httpd/listen.c tools/httpd/listen.h \
	tools/httpd/log.c tools/httpd/log.h \
	tools/httpd/main.c \
	tools/httpd/objects.c tools/httpd/objects.h \
	tools/httpd/query.c tools/httpd/query.h \
	tools/httpd/request.c tools/httpd/request.h \
	tools/httpd/routes.c tools/httpd/routes.h \
	tools/httpd/server.h \
	tools/httpd/settings.c tools/httpd/settings.h \
	tools/httpd/text.c tools/httpd/text.h \
	tools/httpd/uri.c tools/httpd/uri.h \
	tools/httpd/watch.c tools/httpd/watch.h
