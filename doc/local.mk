# Manuals and pages. What comes from the tables is made by doc/generate and kept in the tree; `make docs` renews it and
# tests/meta/generated.sh compares.

# The commands of a group (tools/commands.h) are explained on one page.
dist_man_MANS = doc/nnreg.1 doc/nnreg-check.1 doc/nnreg-maintain.1 doc/nnreg-move.1 doc/nnreg-networks.1 \
	doc/nnreg-recognition.1 doc/nnreg-description.5 doc/libnnreg.3

# What a user reads, and programs to begin with, are installed; what is about nnreg's own sources is not.
dist_doc_DATA = NEWS doc/DOMAIN.md doc/EXPORT.md doc/FORMATS.md doc/OPERATIONS.md doc/PERMISSIONS.md doc/RECORDS.md doc/RULES.md \
	doc/PERFORMANCE.md doc/SCALING.md
examplesdir = $(docdir)/examples
dist_examples_DATA = \
	doc/examples/catalogue.cc \
	doc/examples/follow.c \
	doc/examples/mirror.c \
	doc/examples/register.c \
	doc/examples/serve.c

EXTRA_DIST += doc/ARCHITECTURE.md doc/HACKING.md doc/generate.sh

check_PROGRAMS += doc/generate
doc_generate_SOURCES = doc/generate.c
doc_generate_LDADD = libnnreg-internal.la

.PHONY: docs
docs: doc/generate$(EXEEXT)
	$(SHELL) $(srcdir)/doc/generate.sh doc/generate$(EXEEXT) $(srcdir) $(srcdir)/doc
