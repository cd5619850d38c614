# The benchmarks: `make bench`, or `make bench BENCH=quick` to see that they work; BENCH_FLAGS=--help tells what else
# there is. Built and run only when they are asked for: libprotobuf does not link with every sanitizer.

EXTRA_PROGRAMS += tests/bench/bench tests/bench/hello tests/bench/hello-linked
tests_bench_hello_SOURCES = tests/bench/hello.c
tests_bench_hello_LDADD =
tests_bench_hello_linked_SOURCES = tests/bench/hello.c
tests_bench_hello_linked_CPPFLAGS = $(AM_CPPFLAGS) -DHELLO_LINKED
tests_bench_hello_linked_LDADD = libnnreg.la

tests_bench_bench_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests/bench -I$(top_srcdir)/tests/support $(SQLITE_CFLAGS) $(JANSSON_CFLAGS)
tests_bench_bench_LDADD = libmodelwriter.la libnnreg-internal.la $(SQLITE_LIBS) $(JANSSON_LIBS) -lm
tests_bench_bench_SOURCES = \
	tests/bench/bench.c tests/bench/bench.h \
	tests/bench/bench_add.c \
	tests/bench/bench_archive.c \
	tests/bench/bench_cascade.c \
	tests/bench/bench_create.c \
	tests/bench/bench_export.c \
	tests/bench/bench_fsck.c \
	tests/bench/bench_get.c \
	tests/bench/bench_graph.c \
	tests/bench/bench_json.c \
	tests/bench/bench_list.c \
	tests/bench/bench_locks.c \
	tests/bench/bench_memory.c \
	tests/bench/bench_networks.c tests/bench/bench_networks.h \
	tests/bench/bench_open.c \
	tests/bench/bench_pages.c \
	tests/bench/bench_readers.c \
	tests/bench/bench_scale.c \
	tests/bench/bench_start.c \
	tests/bench/bench_update.c \
	tests/bench/bench_weights.c \
	tests/bench/entries.c tests/bench/entries.h \
	tests/bench/flush.c tests/bench/flush.h \
	tests/bench/goals.c tests/bench/goals.h \
	tests/bench/heap.c tests/bench/heap.h \
	tests/bench/main.c \
	tests/bench/protobuf_walk.h \
	tests/bench/scale.h \
	tests/bench/scale_operations.c \
	tests/bench/store.c tests/bench/store.h \
	tests/bench/store_files.c \
	tests/bench/store_lmdb.c \
	tests/bench/store_nnreg.c \
	tests/bench/store_sqlite.c

if HAVE_JANSSON
tests_bench_bench_CPPFLAGS += -DHAVE_JANSSON=1
endif

# libprotobuf, against which reading a graph is measured, is C++ and optional.
EXTRA_DIST += tests/bench/savedmodel.proto tests/bench/protobuf_walk.cc tests/bench/protobuf_none.c
if HAVE_PROTOBUF
EXTRA_LTLIBRARIES += libbenchprotobuf.la
libbenchprotobuf_la_CPPFLAGS = -Itests/bench -I$(top_srcdir)/tests/bench $(PROTOBUF_CFLAGS)
libbenchprotobuf_la_SOURCES = tests/bench/protobuf_walk.cc
nodist_libbenchprotobuf_la_SOURCES = tests/bench/savedmodel.pb.cc tests/bench/savedmodel.pb.h
tests_bench_bench_LDADD += libbenchprotobuf.la $(PROTOBUF_LIBS) -lstdc++
CLEANFILES += tests/bench/savedmodel.pb.cc tests/bench/savedmodel.pb.h

tests/bench/savedmodel.pb.cc: tests/bench/savedmodel.proto
	$(AM_V_GEN)$(MKDIR_P) tests/bench && \
	$(PROTOC) --proto_path=$(srcdir)/tests/bench --cpp_out=tests/bench savedmodel.proto
tests/bench/savedmodel.pb.h: tests/bench/savedmodel.pb.cc
$(libbenchprotobuf_la_OBJECTS): tests/bench/savedmodel.pb.h
else
tests_bench_bench_SOURCES += tests/bench/protobuf_none.c
endif

# The command and the two programs that say hello are run by it.
bench_programs = tests/bench/bench$(EXEEXT) tests/bench/hello$(EXEEXT) tests/bench/hello-linked$(EXEEXT) nnreg$(EXEEXT)
bench: $(bench_programs)
	$(AM_V_at)tests/bench/bench$(EXEEXT) --page bench.md $$(test "$(BENCH)" != quick || echo --quick) $(BENCH_FLAGS)
CLEANFILES += bench.md

# The server under load, beside nginx and Python's; it wants wrk and curl.
EXTRA_DIST += tests/bench/over_http.py
bench-http: $(check_SCRIPTS) nnreg-mkmodel$(EXEEXT)
	$(AM_V_at)$(AM_TESTS_ENVIRONMENT) exec $(BASH) $(srcdir)/tests/httpd/run.sh $(srcdir)/tests/bench/over_http.py $$(test "$(BENCH)" != quick || echo --quick) $(BENCH_FLAGS)

.PHONY: bench bench-http
