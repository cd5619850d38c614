# The server, on the public interface only. It is built where libmicrohttpd is found; neither the library nor the command links that.

if HAVE_MICROHTTPD
bin_PROGRAMS += nnreg-httpd
man_MANS = doc/nnreg-httpd.1
endif
EXTRA_PROGRAMS += nnreg-httpd
EXTRA_DIST += doc/nnreg-httpd.1
nnreg_httpd_CPPFLAGS = -include $(top_builddir)/config.h -I$(top_srcdir)/include -Itools/httpd $(MICROHTTPD_CFLAGS)
nnreg_httpd_LDADD = libnnreg.la $(MICROHTTPD_LIBS)
nnreg_httpd_SOURCES = \
	tools/httpd/answer.c tools/httpd/answer.h \
	tools/httpd/body.c tools/httpd/body.h \
	tools/httpd/events.c tools/httpd/events.h \
	tools/httpd/files.c tools/httpd/files.h \
	tools/httpd/form.c tools/httpd/form.h \
	tools/httpd/kinds.c tools/httpd/kinds.h \
	tools/httpd/main.c \
	tools/httpd/objects.c tools/httpd/objects.h \
	tools/httpd/openapi.c tools/httpd/openapi.h \
	tools/httpd/page.c tools/httpd/page.h \
	tools/httpd/page_events.c tools/httpd/page_events.h \
	tools/httpd/page_lists.c \
	tools/httpd/page_objects.c \
	tools/httpd/picture.c tools/httpd/picture.h \
	tools/httpd/query.c tools/httpd/query.h \
	tools/httpd/request.c tools/httpd/request.h \
	tools/httpd/routes.c tools/httpd/routes.h \
	tools/httpd/server.h \
	tools/httpd/service.c tools/httpd/service.h \
	tools/httpd/settings.c tools/httpd/settings.h \
	$(http_sources) \
	tools/stat_metrics.c tools/stat_metrics.h
nodist_nnreg_httpd_SOURCES = tools/httpd/openapi_json.h tools/httpd/page_assets.h
EXTRA_DIST += tools/httpd/openapi.json tools/httpd/page.css tools/httpd/page.js
CLEANFILES += tools/httpd/openapi_json.h tools/httpd/page_assets.h

# The style and the script of the page, as they are, in arrays.
tools/httpd/page_assets.h: tools/httpd/page.css tools/httpd/page.js
	$(AM_V_GEN)$(MKDIR_P) tools/httpd && for file in css js; do \
	echo "static const char page_$$file[] =" && $(SED) 's/[\\"]/\\&/g; s/^/"/; s/$$/\\n"/' $(srcdir)/tools/httpd/page.$$file && \
	echo ';' || exit; done >$@.new && mv $@.new $@
tools/httpd/nnreg_httpd-page.$(OBJEXT): tools/httpd/page_assets.h

# The template of the description, likewise.
tools/httpd/openapi_json.h: tools/httpd/openapi.json
	$(AM_V_GEN)$(MKDIR_P) tools/httpd && { echo "static const char openapi_json[] =" && \
	$(SED) 's/[\\"]/\\&/g; s/^/"/; s/$$/\\n"/' $(srcdir)/tools/httpd/openapi.json && echo ';'; } >$@.new && mv $@.new $@
tools/httpd/nnreg_httpd-openapi.$(OBJEXT): tools/httpd/openapi_json.h
