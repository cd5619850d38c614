# The tests. `make check` runs TESTS: the unit tests, the command's scenarios, the fuzz targets over their corpus,
# and what the project promises about its own sources (tests/meta).

TEST_EXTENSIONS = .sh .py
SH_LOG_COMPILER = $(BASH)
PY_LOG_COMPILER = $(BASH) $(srcdir)/tests/httpd/run.sh

# What every test finds in its environment. The real models are looked for beside the source tree; tests that need
# them say "skipped" where there are none.
AM_TESTS_ENVIRONMENT = \
	NNREG='$(abs_top_builddir)/tests/nnreg'; \
	NNREG_MKMODEL='$(abs_top_builddir)/nnreg-mkmodel'; \
	NNREG_HTTPD='$(httpd_tested)'; \
	NNREG_SOURCE_DIR='$(abs_top_srcdir)'; \
	NNREG_BUILD_DIR='$(abs_top_builddir)'; \
	NNREG_PACKAGE_VERSION='$(PACKAGE_VERSION)'; \
	NNREG_SHARED_DIR="$${NNREG_SHARED_DIR-$(abs_top_srcdir)/../shared}"; \
	$(faultfs_environment) \
	NNREG_CC='$(CC)'; NNREG_LINK_FLAGS='$(NNREG_LDFLAGS)'; NNREG_NM='$(NM)'; PYTHON_JSONSCHEMA='$(PYTHON_JSONSCHEMA)'; \
	CK_DEFAULT_TIMEOUT="$${CK_DEFAULT_TIMEOUT-300}"; \
	export NNREG NNREG_MKMODEL NNREG_HTTPD NNREG_SOURCE_DIR NNREG_BUILD_DIR NNREG_PACKAGE_VERSION NNREG_SHARED_DIR; \
	export NNREG_CC NNREG_LINK_FLAGS NNREG_NM PYTHON_JSONSCHEMA CK_DEFAULT_TIMEOUT;

# Of the calls that fail under the command a few are enough, but where what they lead to is counted. There each process writes the
# counts of all files when it ends, so that a child for each test would take longer than all tests.
if COVERAGE
AM_TESTS_ENVIRONMENT += NNREG_FAULTS_EACH_WAY=yes; NNREG_FORK="$${NNREG_FORK-suite}"; export NNREG_FAULTS_EACH_WAY NNREG_FORK;
endif

# The command as it stands here. libtool's script in its place takes four times as long as most of what the tests ask of it.
check_SCRIPTS = tests/nnreg
CLEANFILES += tests/nnreg
if HAVE_MICROHTTPD
httpd_tested = $(abs_top_builddir)/tests/nnreg-httpd
check_SCRIPTS += tests/nnreg-httpd
CLEANFILES += tests/nnreg-httpd
endif
run_here = $(AM_V_GEN)$(MKDIR_P) tests && { echo '\#!/bin/sh' && if test -x .libs/$(@F); then \
	echo 'LD_LIBRARY_PATH="$(abs_top_builddir)/.libs$${LD_LIBRARY_PATH+:$$LD_LIBRARY_PATH}" exec "$(abs_top_builddir)/.libs/$(@F)" "$$@"'; \
	else echo 'exec "$(abs_top_builddir)/$(@F)" "$$@"'; fi; } >$@.tmp && chmod +x $@.tmp && mv $@.tmp $@
tests/nnreg: nnreg$(EXEEXT) Makefile
	$(run_here)
tests/nnreg-httpd: nnreg-httpd$(EXEEXT) Makefile
	$(run_here)

# ---------------------------------------------------------------------------------------------- unit tests

if HAVE_UNIT_TESTS
check_PROGRAMS += tests/unit/unit
# `make check memory_checked=` leaves out the runs in memory; with unit_checked=tests/unit/chosen.sh NNREG_SUITE says which suites are run.
memory_checked = tests/unit/memory.sh
unit_checked = $(unit_parts)
TESTS += $(unit_checked) $(memory_checked)
tests_unit_unit_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests -I$(top_srcdir)/tests/support -iquote $(top_srcdir)/tools $(CHECK_CFLAGS) $(JANSSON_CFLAGS) \
	-DNNREG_SHARED_DIR='"$(abs_top_srcdir)/../shared"' -DNNREG_SOURCE_DIR='"$(abs_top_srcdir)"' $(postgresql_flags)
if COVERAGE
tests_unit_unit_CPPFLAGS += -DNNREG_COVERAGE
endif
if HAVE_S3
tests_unit_unit_CPPFLAGS += -DNNREG_WITH_S3
s3_together = -DNNREG_WITH_S3
endif
tests_unit_unit_LDFLAGS = $(AM_LDFLAGS) $(unit_wraps)
tests_unit_unit_LDADD = libmodelwriter.la $(s3_library) $(unit_postgresql) libnnreg-internal.la $(CHECK_LIBS) $(JANSSON_LIBS)
endif
# The engine that the library itself does not have.
if POSTGRESQL
unit_postgresql = libnnreg-postgresql.la
together_postgresql = $(lib_postgresql)
postgresql_flags = -DHAVE_POSTGRESQL
endif

# list_cost.c counts what lists look at, suite_child.c hears which test begins; in front of the rest is failing_calls.c.
unit_wraps = -Wl,--wrap=nnreg_range_id -Wl,--wrap=nnreg_filter_meets -Wl,--wrap=tcase_fn_start \
	-Wl,--wrap=mdb_env_create -Wl,--wrap=mdb_env_open -Wl,--wrap=mdb_env_get_fd -Wl,--wrap=mdb_env_set_mapsize \
	-Wl,--wrap=mdb_txn_begin -Wl,--wrap=mdb_txn_renew -Wl,--wrap=mdb_txn_commit -Wl,--wrap=mdb_dbi_open \
	-Wl,--wrap=mdb_get -Wl,--wrap=mdb_stat -Wl,--wrap=mdb_cursor_open -Wl,--wrap=mdb_cursor_get \
	-Wl,--wrap=mdb_cursor_put -Wl,--wrap=mdb_cursor_del -Wl,--wrap=mdb_reader_check -Wl,--wrap=pthread_create \
	-Wl,--wrap=pthread_mutex_init -Wl,--wrap=pthread_cond_init -Wl,--wrap=EVP_MD_CTX_new \
	-Wl,--wrap=EVP_DigestInit_ex2 -Wl,--wrap=EVP_DigestUpdate -Wl,--wrap=EVP_DigestFinal_ex -Wl,--wrap=getrandom \
	-Wl,--wrap=mmap \
	-Wl,--wrap=write -Wl,--wrap=poll -Wl,--wrap=ftruncate -Wl,--wrap=fstat -Wl,--wrap=fstatat \
	-Wl,--wrap=fstatfs -Wl,--wrap=fchmod -Wl,--wrap=fchown -Wl,--wrap=fsync -Wl,--wrap=flock \
	-Wl,--wrap=eventfd -Wl,--wrap=memfd_create -Wl,--wrap=mkdirat -Wl,--wrap=unlinkat -Wl,--wrap=renameat \
	-Wl,--wrap=renameat2 -Wl,--wrap=linkat -Wl,--wrap=fcntl -Wl,--wrap=ioctl -Wl,--wrap=open -Wl,--wrap=openat
# For together.sh: where the library's own functions among these are.
wraps_apart = NNREG_TOGETHER_APART='lib/registry/filter.c lib/registry/plan.c'

# The program is run in parts, so that they share the processors. A part is whatever suites fall to it.
unit_parts = tests/unit/part-1.sh tests/unit/part-2.sh tests/unit/part-3.sh tests/unit/part-4.sh
CLEANFILES += $(unit_parts)
$(unit_parts): Makefile
	$(AM_V_GEN)$(MKDIR_P) tests/unit && set $(unit_parts) && part=$@ && part=$${part##*part-} && \
	echo "NNREG_PART=$${part%.sh}/$$# exec tests/unit/unit$(EXEEXT)" > $@
# The suites that are about no engine, once more on the engine in memory; sweeps in large steps, as their files are the same.
CLEANFILES += tests/unit/memory.sh
tests/unit/memory.sh: Makefile
	$(AM_V_GEN)$(MKDIR_P) tests/unit && \
	echo 'NNREG_ENGINE=memory NNREG_TEST_QUICK=1 NNREG_MODEL_STEPS="$${NNREG_MODEL_STEPS-3000}" exec tests/unit/unit$(EXEEXT)' > $@
CLEANFILES += tests/unit/chosen.sh
tests/unit/chosen.sh: Makefile
	$(AM_V_GEN)$(MKDIR_P) tests/unit && echo 'exec tests/unit/unit$(EXEEXT)' > $@
check-unit:
	$(AM_V_at)$(MAKE) $(AM_MAKEFLAGS) check TESTS='$(unit_parts) tests/unit/memory.sh'

tests_unit_unit_SOURCES = \
	tests/plain/agree.c tests/plain/agree.h \
	tests/plain/agree_lists.c \
	tests/plain/agree_state.c \
	tests/plain/agree_upkeep.c \
	tests/plain/lists.c \
	tests/plain/model.c tests/plain/model.h \
	tests/plain/operations.c tests/plain/operations.h \
	tests/plain/steps.c tests/plain/steps.h \
	tests/plain/text.c \
	tests/plain/values.c tests/plain/values.h \
	tests/support/listed_framework.c tests/support/listed_framework.h \
	tests/fuzz/fuzz_mutate.h \
	tests/support/savedmodel_heap.h \
	tools/buffer.c tools/buffer.h \
	tools/memory.c tools/memory.h \
	tools/layout.c tools/layout.h \
	tools/layout_coordinates.c \
	tools/layout_order.c \
	tools/layout_parts.h \
	tools/layout_ranks.c \
	tests/unit/case_archive.c tests/unit/case_archive.h tests/unit/case_variables.c tests/unit/case_variables.h \
	tools/gate.c tools/gate.h \
	tools/text.c tools/text.h \
	tools/times.c tools/times.h \
	tests/unit/case_bundle.c tests/unit/case_bundle.h \
	tests/unit/case_registry.c tests/unit/case_registry.h \
	tests/unit/damages.c tests/unit/damages.h \
	tests/unit/case_text.c tests/unit/case_text.h \
	tests/unit/checkout_fixture.c tests/unit/checkout_fixture.h \
	tests/unit/failing_calls.c tests/unit/failing_calls.h \
	tests/unit/failing_engine.c tests/unit/failing_engine.h \
	tests/unit/inspect_fixture.c tests/unit/inspect_fixture.h \
	tests/unit/inspection_fixture.c tests/unit/inspection_fixture.h \
	tests/unit/list_cost.c tests/unit/list_cost.h \
	tests/unit/main.c \
	tests/unit/memory_engine.c tests/unit/memory_engine.h \
	tests/unit/memory_tree.c tests/unit/memory_tree.h \
	tests/unit/model_facts.c tests/unit/model_facts.h \
	tests/unit/operation_reads.c \
	tests/unit/operation_upkeep.c \
	tests/unit/operations.c tests/unit/operations.h \
	tests/support/pg_server.c tests/support/pg_server.h \
	tests/unit/pages_fixture.c tests/unit/pages_fixture.h \
	tests/unit/postgresql_fixture.c tests/unit/postgresql_fixture.h \
	tests/unit/registry_fixture.c tests/unit/registry_fixture.h \
	tests/unit/registry_state.c tests/unit/registry_state.h \
	tests/unit/short_graph.c tests/unit/short_graph.h \
	tests/unit/store_fixture.c tests/unit/store_fixture.h \
	tests/unit/suite_child.c tests/unit/suite_child.h \
	tests/unit/suites.h \
	tests/unit/told_fixture.c tests/unit/told_fixture.h \
	tests/unit/words_fixture.c tests/unit/words_fixture.h \
	tests/unit/test_archive.c \
	tests/unit/test_array.c \
	tests/unit/test_rate.c \
	tests/unit/test_thread.c \
	tests/unit/test_backup.c \
	tests/unit/test_backup_moment.c \
	tests/unit/test_blob_keep.c \
	tests/unit/place_of_objects.c tests/unit/place_of_objects.h \
	tests/unit/test_objects.c \
	tests/unit/test_shared_blobs.c \
	tests/unit/test_shared_order.c \
	tests/unit/test_blob_walk.c \
	tests/unit/test_blobs.c \
	tests/unit/test_bundle.c \
	tests/unit/test_bundle_exclude.c \
	tests/unit/test_cases.c \
	tests/unit/test_changed_models.c \
	tests/unit/test_causes.c \
	tests/unit/test_checkout.c \
	tests/unit/test_checkout_faults.c \
	tests/unit/test_checkpoint.c \
	tests/unit/test_computable.c tests/unit/test_computable_real.c \
	tests/unit/test_concurrency.c \
	tests/unit/test_constant.c \
	tests/unit/test_concurrent_versions.c \
	tests/unit/test_damage.c \
	tests/unit/test_description.c tests/unit/test_schema.c \
	tests/unit/test_document.c \
	tests/unit/test_form.c \
	tests/unit/test_arguments.c \
	tests/unit/test_handles.c \
	tests/unit/test_library_faults.c \
	tests/unit/test_list_ids.c \
	tests/unit/test_disagreements.c \
	tests/unit/test_fsck.c \
	tests/unit/test_fsio.c \
	tests/unit/test_fsck_faults.c \
	tests/unit/test_draft.c \
	tests/unit/test_durability.c \
	tests/unit/test_fields.c \
	tests/unit/test_flags.c \
	tests/unit/test_fixes.c \
	tests/unit/test_format_1.c \
	tests/unit/test_frameworks.c \
	tests/unit/test_from_object.c \
	tests/unit/test_signature_keys.c \
	tests/unit/test_gc.c \
	tests/unit/test_flow.c \
	tests/unit/test_first_ops.c \
	tests/unit/test_first_rows.c \
	tests/unit/test_store_faults.c \
	tests/unit/test_stored_values.c \
	tests/unit/test_text_origin.c \
	tests/unit/test_graph.c \
	tests/unit/test_image_rules.c \
	tests/unit/test_inspection.c \
	tests/unit/test_interleavings.c \
	tests/unit/test_json.c \
	tests/unit/test_json_merge.c \
	tests/unit/test_json_mistake.c \
	tests/unit/test_json_public.c \
	tests/unit/test_json_records.c \
	tests/unit/test_json_write.c \
	tests/unit/test_keras_lambdas.c \
	tests/unit/test_kv.c \
	tests/unit/test_kv_damage.c \
	tests/unit/test_kv_env.c \
	tests/unit/test_kv_file.c \
	tests/unit/test_kv_group.c \
	tests/unit/test_kv_locks.c \
	tests/unit/test_kv_make.c \
	tests/unit/test_kv_rights.c \
	tests/unit/test_kv_compact.c \
	tests/unit/test_kv_copy.c \
	tests/unit/test_kv_room.c \
	tests/unit/test_kv_faults.c \
	tests/unit/test_kv_slotless.c \
	tests/unit/test_kv_tables.c \
	tests/unit/test_kv_pages.c \
	tests/unit/test_healing.c \
	tests/unit/test_history.c \
	tests/unit/test_layout.c \
	tests/unit/test_list_walks.c \
	tests/unit/test_lists.c \
	tests/unit/test_lowered.c \
	tests/unit/test_meanfile.c \
	tests/unit/test_messages.c \
	tests/unit/test_model.c \
	tests/unit/test_model_rules.c \
	tests/unit/test_network_files.c \
	tests/unit/test_network_tensors.c \
	tests/unit/test_networks.c \
	tests/unit/test_npy.c \
	tests/unit/test_op_table.c \
	tests/unit/test_pbtext.c \
	tests/unit/test_postgresql.c \
	tests/unit/test_progress.c \
	tests/unit/test_protowire.c \
	tests/unit/test_by_slug.c \
	tests/unit/test_public_specs.c \
	tests/unit/test_query.c \
	tests/unit/test_real_models.c \
	tests/unit/test_recognition.c \
	tests/unit/test_attachment.c \
	tests/unit/test_record.c \
	tests/unit/test_registry.c \
	tests/support/object_server.c tests/support/object_server.h \
	tests/unit/test_s3.c \
	tests/unit/test_s3_sign.c \
	tests/unit/test_savedmodel.c \
	tests/unit/test_savedmodel_real.c \
	tests/unit/test_scopes.c \
	tests/unit/test_sizes.c \
	tests/unit/test_snapshots.c \
	tests/unit/test_outputs.c \
	tests/unit/test_cost.c \
	tests/unit/test_shape_pattern.c \
	tests/unit/test_shapes.c \
	tests/unit/test_shapes_real.c \
	tests/unit/test_snappy.c \
	tests/unit/test_sstable.c \
	tests/unit/test_staging.c \
	tests/unit/test_statistics.c \
	tests/unit/test_tensor_crc.c \
	tests/unit/test_tensor_list.c \
	tests/unit/test_tensor_rules.c \
	tests/unit/test_text_forms.c \
	tests/unit/test_times.c \
	tests/unit/test_transfer.c \
	tests/unit/test_unknown_ops.c \
	tests/unit/test_unsafe_uses.c \
	tests/unit/test_unset_values.c \
	tests/unit/test_uploads.c \
	tests/unit/test_variables_real.c \
	tests/unit/test_variable_keys.c \
	tests/unit/test_version.c \
	tests/unit/test_version_shapes.c \
	tests/unit/test_waking.c \
	tests/unit/test_zip.c

# ------------------------------------------------------------------------------------ a store that others wrote

EXTRA_DIST += tests/objects/s3rver.sh
TESTS += tests/objects/s3rver.sh
if HAVE_S3
check_PROGRAMS += tests/objects/s3_place
endif
tests_objects_s3_place_SOURCES = tests/objects/s3_place.c
tests_objects_s3_place_LDADD = libnnreg-s3.la libnnreg-internal.la

# Fixtures, a folder each.
EXTRA_DIST += tests/cases tests/data

# ------------------------------------------------------------------------------------------------- nnreg.hpp

EXTRA_DIST += tests/cpp/skipped.sh
if HAVE_CXX17
check_PROGRAMS += tests/cpp/handles
TESTS += tests/cpp/handles
else
TESTS += tests/cpp/skipped.sh
endif
# As a program of another project would have it: without config.h and the library's internals.
tests_cpp_handles_CPPFLAGS = -I$(top_srcdir)/include
tests_cpp_handles_CXXFLAGS = $(AM_CXXFLAGS) -std=c++17 -Wall -Wextra -Wpedantic $(NNREG_WERROR)
tests_cpp_handles_LDADD = libnnreg.la
tests_cpp_handles_SOURCES = tests/cpp/handles.cc

# -------------------------------------------------------------------------------------- what a host sets for itself

# In C99 and by the public header alone, like a program of another project.
check_PROGRAMS += tests/host/host
TESTS += tests/host/host
tests_host_host_CPPFLAGS = -I$(top_srcdir)/include
tests_host_host_CFLAGS = $(AM_CFLAGS) -std=c99 -Wpedantic
tests_host_host_LDADD = libnnreg.la
tests_host_host_SOURCES = tests/host/host.c

# ------------------------------------------------------------------------------------------ the model writer

# Written from doc/FORMATS.md alone: it links nothing of lib/, so that a reader and its test do not share a mistake.
check_LTLIBRARIES += libmodelwriter.la
libmodelwriter_la_CPPFLAGS = -include $(top_builddir)/config.h -I$(top_srcdir)/tests/support $(SNAPPY_CFLAGS)
libmodelwriter_la_LIBADD = $(SNAPPY_LIBS)
libmodelwriter_la_SOURCES = \
	tests/support/arena.c tests/support/arena.h \
	tests/support/bundle_fault.c \
	tests/support/bundle_parts.h \
	tests/support/bundle_writer.c tests/support/bundle_writer.h \
	tests/support/crc32c_table.c tests/support/crc32c_table.h \
	tests/support/fault.c tests/support/fault.h \
	tests/support/fill.c tests/support/fill.h \
	tests/support/folder.c tests/support/folder.h \
	tests/support/mean_writer.c tests/support/mean_writer.h \
	tests/support/model_big.c \
	tests/support/model_graph.c \
	tests/support/model_kinds.c \
	tests/support/model_meta.c \
	tests/support/model_objects.c \
	tests/support/model_parts.h \
	tests/support/model_spec.c \
	tests/support/model_tf2.c \
	tests/support/model_unsafe.c \
	tests/support/model_writer.c tests/support/model_writer.h \
	tests/support/models.c tests/support/models.h \
	tests/support/network.c tests/support/network.h \
	tests/support/op_defs.c tests/support/op_defs.h \
	tests/support/op_table.c tests/support/op_table.h \
	tests/support/protoenc.c tests/support/protoenc.h \
	tests/support/published.c tests/support/published.h \
	tests/support/saver_tf1.c \
	tests/support/schema.h \
	tests/support/slice_key.c tests/support/slice_key.h \
	tests/support/sstable_writer.c tests/support/sstable_writer.h \
	tests/support/tensor.c tests/support/tensor.h \
	tests/support/twin.c tests/support/twin.h \
	tests/support/twin_text.c tests/support/twin_text.h \
	tests/support/zip_kinds.c tests/support/zip_kinds.h \
	tests/support/zip_writer.c tests/support/zip_writer.h

check_PROGRAMS += nnreg-mkmodel
nnreg_mkmodel_CPPFLAGS = $(libmodelwriter_la_CPPFLAGS)
nnreg_mkmodel_SOURCES = tests/support/nnreg-mkmodel.c
nnreg_mkmodel_LDADD = libmodelwriter.la
EXTRA_DIST += tests/support/README.md tests/support/op_rows.awk

# ------------------------------------------------------------------------------------------ faults below LMDB

# Preloaded by what follows. It is a module, so that there is a .so to preload; libtool makes one of what it would
# install somewhere.
check_LTLIBRARIES += faultfs.la
# A program with AddressSanitizer or ThreadSanitizer does not start behind a preloaded library; then the tests say "skipped".
faultfs_environment = \
	case '$(NNREG_CFLAGS)' in \
	*-fsanitize=address* | *-fsanitize=thread*) NNREG_FAULTFS= ;; \
	*) NNREG_FAULTFS="$${NNREG_FAULTFS-$(abs_top_builddir)/.libs/faultfs.so}" ;; \
	esac; export NNREG_FAULTFS;
faultfs_la_CPPFLAGS = -I$(top_srcdir)/tests/support
faultfs_la_LDFLAGS = $(AM_LDFLAGS) -module -avoid-version -rpath /nowhere
faultfs_la_SOURCES = \
	tests/support/faultfs.c tests/support/faultfs.h \
	tests/support/faultfs_plan.c

# What the drivers share, and the storm of kills. It looks at the tables as the unit tests do, and so needs Check.
site_sources = tests/faults/site.c tests/faults/site.h tests/unit/registry_state.c tests/unit/registry_state.h
faults_cppflags = $(AM_CPPFLAGS) -I$(top_srcdir)/tests/faults -I$(top_srcdir)/tests/unit -I$(top_srcdir)/tests/support \
	$(CHECK_CFLAGS)
faults_ldadd = libmodelwriter.la libnnreg-internal.la $(CHECK_LIBS)
if HAVE_UNIT_TESTS
check_PROGRAMS += tests/storm/storm tests/faults/actor $(faults_programs)
TESTS += tests/storm/storm.sh $(faults_programs)
endif
faults_programs = tests/faults/damage tests/faults/namespaces tests/faults/pairs tests/faults/sweeps
process_sources = tests/faults/process.c tests/faults/process.h $(site_sources)
tests_faults_actor_CPPFLAGS = $(faults_cppflags)
tests_faults_actor_LDADD = $(faults_ldadd)
tests_faults_actor_SOURCES = tests/faults/actor.c $(site_sources)
tests_faults_damage_CPPFLAGS = $(faults_cppflags)
tests_faults_damage_LDADD = $(faults_ldadd)
tests_faults_damage_SOURCES = tests/faults/damage.c tests/faults/reading.c tests/faults/reading.h $(site_sources)
tests_faults_namespaces_CPPFLAGS = $(faults_cppflags)
tests_faults_namespaces_LDADD = $(faults_ldadd)
tests_faults_namespaces_SOURCES = tests/faults/namespaces.c $(process_sources)
tests_faults_pairs_CPPFLAGS = $(faults_cppflags)
tests_faults_pairs_LDADD = $(faults_ldadd)
tests_faults_sweeps_CPPFLAGS = $(faults_cppflags)
tests_faults_sweeps_LDADD = $(faults_ldadd)
tests_faults_sweeps_SOURCES = tests/faults/sweeps.c $(process_sources)
tests_faults_pairs_SOURCES = tests/faults/pairs.c $(process_sources)
# The command with its own objects, and this program's main in the place of its own; the library as the command has it.
if HAVE_UNIT_TESTS
check_PROGRAMS += tests/tools/tools
TESTS += tests/tools/tools
endif
tests_tools_tools_CPPFLAGS = -include $(top_builddir)/config.h -I$(top_srcdir)/include -iquote $(top_srcdir)/tools $(CHECK_CFLAGS)
tests_tools_tools_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=main
tests_tools_tools_LDADD = $(nnreg_OBJECTS) libnnreg.la $(CHECK_LIBS)
tests_tools_tools_SOURCES = tests/tools/tools.c \
	tests/tools/parts.c tests/tools/parts.h \
	tests/tools/parts_command.c \
	tests/tools/parts_json.c \
	tests/tools/parts_library.c \
	tests/tools/parts_lines.c \
	tests/tools/parts_report.c \
	tests/tools/parts_stat.c \
	tests/tools/parts_text.c
tests_faults_command_CPPFLAGS = -I$(top_srcdir)/tests/support
tests_faults_command_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=main
tests_faults_command_LDADD = $(nnreg_OBJECTS) libnnreg.la
tests_faults_command_SOURCES = tests/faults/command.c tests/faults/command_calls.c tests/faults/command_calls.h \
	tests/support/faultfs.c tests/support/faultfs.h
check_PROGRAMS += tests/faults/command
EXTRA_DIST += tests/storm/storm.sh
tests_storm_storm_CPPFLAGS = $(faults_cppflags)
tests_storm_storm_LDADD = $(faults_ldadd)
tests_storm_storm_SOURCES = $(site_sources) \
	tests/storm/storm.c tests/storm/storm.h \
	tests/storm/storm_audit.c \
	tests/storm/storm_ledger.c \
	tests/storm/storm_look.c \
	tests/storm/storm_objects.c \
	tests/storm/storm_upkeep.c \
	tests/storm/storm_worker.c

# ------------------------------------------------------------------------------------------ power cuts

# All states that a power cut may leave, of a record of the file calls; tests/crash/explore.h. `make crash` takes them all.
if HAVE_UNIT_TESTS
check_PROGRAMS += tests/crash/crash
TESTS += tests/crash/crash.sh
endif
EXTRA_DIST += tests/crash/crash.sh
tests_crash_crash_CPPFLAGS = $(faults_cppflags) -I$(top_srcdir)/tests/crash
tests_crash_crash_LDADD = $(faults_ldadd)
tests_crash_crash_SOURCES = tests/faults/site.c tests/faults/site.h \
	tests/crash/actor.h tests/crash/operations.c \
	tests/crash/crash.c \
	tests/crash/disk.c tests/crash/disk.h tests/crash/disk_parts.h \
	tests/crash/disk_make.c \
	tests/crash/explore.c tests/crash/explore.h \
	tests/crash/judge.c tests/crash/judge.h \
	tests/crash/mutations.c tests/crash/mutations.h \
	tests/crash/outcomes.c tests/crash/outcomes.h \
	tests/crash/record.c tests/crash/record.h

# ---------------------------------------------------------------------------------------------- fuzz targets

# A target without libFuzzer is a program that replays its corpus; `make fuzz` builds them with it, in fuzz-build/.
if FUZZERS
fuzz_main =
else
fuzz_main = tests/fuzz/replay_main.c
TESTS += $(fuzz_programs)
endif
check_PROGRAMS += $(fuzz_programs)
EXTRA_DIST += tests/fuzz/replay_main.c tests/fuzz/corpus tests/fuzz/seeds.sh
# What a target links, as each program here that says nothing else.
LDADD = libnnreg-internal.la $(FUZZER_LDFLAGS)

if HAVE_S3
fuzz_s3 = tests/fuzz/fuzz_s3_xml
endif
fuzz_programs = \
	tests/fuzz/fuzz_check \
	tests/fuzz/fuzz_cursor \
	tests/fuzz/fuzz_form \
	tests/fuzz/fuzz_json \
	tests/fuzz/fuzz_keys \
	tests/fuzz/fuzz_meanfile \
	tests/fuzz/fuzz_mend \
	tests/fuzz/fuzz_merge \
	tests/fuzz/fuzz_npy \
	tests/fuzz/fuzz_pages \
	tests/fuzz/fuzz_pbtext \
	tests/fuzz/fuzz_query \
	tests/fuzz/fuzz_record \
	$(fuzz_s3) \
	tests/fuzz/fuzz_savedmodel \
	tests/fuzz/fuzz_sstable \
	tests/fuzz/fuzz_zip
fuzz_cppflags = $(AM_CPPFLAGS) -I$(top_srcdir)/tests -I$(top_srcdir)/tests/support
tests_fuzz_fuzz_check_CPPFLAGS = $(fuzz_cppflags)
tests_fuzz_fuzz_check_SOURCES = tests/fuzz/fuzz_check.c $(fuzz_main) tests/fuzz/fuzz_mutate.h
tests_fuzz_fuzz_cursor_CPPFLAGS = $(fuzz_cppflags)
tests_fuzz_fuzz_cursor_SOURCES = tests/fuzz/fuzz_cursor.c $(fuzz_main) tests/fuzz/fuzz_input.h tests/fuzz/fuzz_asked.h
tests_fuzz_fuzz_form_CPPFLAGS = $(fuzz_cppflags)
tests_fuzz_fuzz_form_SOURCES = tests/fuzz/fuzz_form.c $(fuzz_main) tests/fuzz/fuzz_input.h
tests_fuzz_fuzz_json_CPPFLAGS = $(fuzz_cppflags)
tests_fuzz_fuzz_json_SOURCES = tests/fuzz/fuzz_json.c $(fuzz_main)
tests_fuzz_fuzz_keys_CPPFLAGS = $(fuzz_cppflags)
tests_fuzz_fuzz_keys_SOURCES = tests/fuzz/fuzz_keys.c $(fuzz_main) tests/fuzz/fuzz_input.h
tests_fuzz_fuzz_meanfile_CPPFLAGS = $(fuzz_cppflags)
tests_fuzz_fuzz_meanfile_SOURCES = tests/fuzz/fuzz_meanfile.c $(fuzz_main) tests/fuzz/fuzz_mean.h
tests_fuzz_fuzz_mend_CPPFLAGS = $(fuzz_cppflags)
tests_fuzz_fuzz_mend_SOURCES = tests/fuzz/fuzz_mend.c $(fuzz_main) tests/fuzz/fuzz_input.h
tests_fuzz_fuzz_merge_CPPFLAGS = $(fuzz_cppflags)
tests_fuzz_fuzz_merge_SOURCES = tests/fuzz/fuzz_merge.c $(fuzz_main) tests/fuzz/fuzz_input.h tests/fuzz/plain_json.h
tests_fuzz_fuzz_npy_CPPFLAGS = $(fuzz_cppflags)
tests_fuzz_fuzz_npy_SOURCES = tests/fuzz/fuzz_npy.c $(fuzz_main) tests/fuzz/fuzz_mean.h
tests_fuzz_fuzz_pages_CPPFLAGS = $(fuzz_cppflags)
tests_fuzz_fuzz_pages_SOURCES = tests/fuzz/fuzz_pages.c $(fuzz_main)
tests_fuzz_fuzz_pbtext_CPPFLAGS = $(fuzz_cppflags)
tests_fuzz_fuzz_pbtext_SOURCES = tests/fuzz/fuzz_pbtext.c $(fuzz_main) tests/fuzz/model_promises.h tests/support/savedmodel_heap.h
tests_fuzz_fuzz_query_CPPFLAGS = $(fuzz_cppflags)
tests_fuzz_fuzz_query_SOURCES = tests/fuzz/fuzz_query.c $(fuzz_main) tests/fuzz/fuzz_input.h tests/fuzz/fuzz_asked.h tests/fuzz/plain_json.h
tests_fuzz_fuzz_record_CPPFLAGS = $(fuzz_cppflags) $(MSGPACK_CFLAGS)
tests_fuzz_fuzz_record_SOURCES = tests/fuzz/fuzz_record.c $(fuzz_main) tests/fuzz/fuzz_input.h
tests_fuzz_fuzz_s3_xml_CPPFLAGS = $(fuzz_cppflags)
tests_fuzz_fuzz_s3_xml_SOURCES = tests/fuzz/fuzz_s3_xml.c $(fuzz_main)
tests_fuzz_fuzz_s3_xml_LDADD = libnnreg-s3.la $(LDADD)
tests_fuzz_fuzz_savedmodel_CPPFLAGS = $(fuzz_cppflags)
tests_fuzz_fuzz_savedmodel_SOURCES = tests/fuzz/fuzz_savedmodel.c $(fuzz_main) tests/fuzz/model_promises.h tests/support/savedmodel_heap.h
tests_fuzz_fuzz_sstable_CPPFLAGS = $(fuzz_cppflags)
tests_fuzz_fuzz_sstable_SOURCES = tests/fuzz/fuzz_sstable.c $(fuzz_main)
tests_fuzz_fuzz_zip_CPPFLAGS = $(fuzz_cppflags)
tests_fuzz_fuzz_zip_SOURCES = tests/fuzz/fuzz_zip.c $(fuzz_main)

# ------------------------------------------------------------------------------------------- linear in its input

# The library once more, and of the command what writes findings, so that the compiler reports each block they enter.
EXTRA_DIST += tests/linear/skipped.sh
if COUNTED
check_PROGRAMS += tests/linear/linear
TESTS += tests/linear/linear
check_LTLIBRARIES += liblinearcount.la
liblinearcount_la_SOURCES = tests/linear/count.c tests/linear/count.h tests/linear/held.c tests/linear/held.h
liblinearcount_la_CFLAGS = $(AM_CFLAGS) -U_FORTIFY_SOURCE
else
TESTS += tests/linear/skipped.sh
endif
tests_linear_linear_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests/support -iquote $(top_srcdir)/tools
tests_linear_linear_CFLAGS = $(AM_CFLAGS) -U_FORTIFY_SOURCE -fsanitize-coverage=trace-pc
tests_linear_linear_LDFLAGS = $(AM_LDFLAGS) \
	-Wl,--wrap=memcpy -Wl,--wrap=memmove -Wl,--wrap=memset -Wl,--wrap=memchr -Wl,--wrap=memcmp \
	-Wl,--wrap=strlen -Wl,--wrap=strnlen -Wl,--wrap=strcmp -Wl,--wrap=strncmp -Wl,--wrap=strchr \
	-Wl,--wrap=strstr -Wl,--wrap=strcspn -Wl,--wrap=snprintf -Wl,--wrap=vsnprintf \
	-Wl,--wrap=getrandom \
	-Wl,--wrap=malloc -Wl,--wrap=calloc -Wl,--wrap=realloc -Wl,--wrap=free
tests_linear_linear_LDADD = liblinearcount.la libmodelwriter.la $(libnnreg_internal_la_LIBADD)
tests_linear_linear_SOURCES = \
	tests/linear/flow_bytes.c \
	tests/linear/linear.c \
	tests/linear/rows_bundle.c \
	tests/linear/rows_flow.c tests/linear/rows_model.c tests/linear/rows_origin.c \
	tests/linear/rows_other.c tests/linear/rows_pixels.c \
	tests/linear/rows_text.c \
	tests/linear/rows_variables.c \
	tests/linear/subject.c tests/linear/subject.h \
	tools/buffer.c tools/memory.c tools/bundle_path.c tools/check_severities.c tools/checks.c tools/description.c tools/excerpt.c \
	tools/finding_place.c tools/findings_json.c \
	tools/findings_text.c tools/fingerprint.c tools/folder_description.c tools/format_github.c tools/format_gitlab.c \
	tools/format_json.c tools/format_junit.c tools/format_sarif.c tools/input.c tools/interrupt.c tools/gate.c tools/json_out.c \
	tools/json_pick.c tools/json_syntax.c tools/number.c tools/options.c tools/output.c tools/report.c tools/rule_link.c tools/run.c \
	tools/severity.c tools/severity_file.c \
	tools/severity_search.c tools/table.c tools/text.c tools/times.c \
	$(lib_alone)
nodist_tests_linear_linear_SOURCES = $(lib_unity)

# --------------------------------------------------------------------------------- scenarios for the command

cli_tests = \
	tests/cli/action.sh \
	tests/cli/archive.sh \
	tests/cli/backup.sh \
	tests/cli/baseline.sh \
	tests/cli/check.sh \
	tests/cli/checkout.sh \
	tests/cli/cmake_check.sh \
	tests/cli/commit_hook.sh \
	tests/cli/compact.sh \
	tests/cli/config.sh \
	tests/cli/config_file.sh \
	tests/cli/completion.sh \
	tests/cli/damage.sh \
	tests/cli/diff.sh \
	tests/cli/digest.sh \
	tests/cli/draft.sh \
	tests/cli/examples.sh \
	tests/cli/exit_status.sh \
	tests/cli/export.sh \
	tests/cli/faults.sh \
	tests/cli/findings.sh \
	tests/cli/fix.sh \
	tests/cli/fsck.sh \
	tests/cli/folder.sh \
	tests/cli/from_object.sh \
	tests/cli/signature_key.sh \
	tests/cli/gate.sh \
	tests/cli/gc.sh \
	tests/cli/gitlab.sh \
	tests/cli/help.sh \
	tests/cli/inspect.sh \
	tests/cli/inspect_stored.sh \
	tests/cli/interrupt.sh \
	tests/cli/json.sh \
	tests/cli/junit.sh \
	tests/cli/limits.sh \
	tests/cli/log.sh \
	tests/cli/ls.sh \
	tests/cli/make_check.sh \
	tests/cli/object_schema.sh \
	tests/cli/output.sh \
	tests/cli/permissions.sh \
	tests/cli/picture.sh \
	tests/cli/picture_graphviz.sh \
	tests/cli/picture_places.sh \
	tests/cli/publish.sh \
	tests/cli/registry_dir.sh \
	tests/cli/reports.sh \
	tests/cli/roundtrip.sh \
	tests/cli/sarif.sh \
	tests/cli/several.sh \
	tests/cli/spec.sh \
	tests/cli/spec_publish.sh \
	tests/cli/stat.sh \
	tests/cli/task.sh \
	tests/cli/tensors.sh \
	tests/cli/upgrade.sh \
	tests/cli/version.sh
# `make check cli_checked=` leaves them out, and with the names of some makes only these; meta_checked is likewise.
cli_checked = $(cli_tests)
TESTS += $(cli_checked)
EXTRA_DIST += $(cli_tests) tests/cli/lib.sh tests/cli/reader.py tests/cli/workflow.py

# ------------------------------------------------------------------------------------------------------ the server

httpd_tests = \
	tests/httpd/client.py \
	tests/httpd/contrib.sh \
	tests/httpd/events.py \
	tests/httpd/files.py \
	tests/httpd/forms.py \
	tests/httpd/generated.py \
	tests/httpd/hostile.py \
	tests/httpd/killed.py \
	tests/httpd/objects.py \
	tests/httpd/page.py \
	tests/httpd/service.py \
	tests/httpd/slow.py \
	tests/httpd/stop.py
# `make check httpd_checked=` leaves them out.
httpd_checked = $(httpd_tests)
TESTS += $(httpd_checked)
EXTRA_DIST += $(httpd_tests) tests/httpd/harness.py tests/httpd/leaks.supp tests/httpd/run.sh
# The server's floor of HTTP, without the library.
if HAVE_MICROHTTPD
check_PROGRAMS += tests/httpd/alone
TESTS += tests/httpd/alone
endif
tests_httpd_alone_CPPFLAGS = -include $(top_builddir)/config.h -iquote $(top_srcdir)/tools $(MICROHTTPD_CFLAGS)
tests_httpd_alone_LDADD = $(MICROHTTPD_LIBS)
tests_httpd_alone_SOURCES = tests/httpd/alone.c $(http_sources)
# What of the server needs no libmicrohttpd, by itself.
if HAVE_UNIT_TESTS
check_PROGRAMS += tests/httpd/parts
TESTS += tests/httpd/parts
endif
tests_httpd_parts_CPPFLAGS = -include $(top_builddir)/config.h -I$(top_srcdir)/include -iquote $(top_srcdir)/tools $(CHECK_CFLAGS)
tests_httpd_parts_LDADD = libnnreg.la $(CHECK_LIBS)
tests_httpd_parts_SOURCES = tests/httpd/parts.c tools/buffer.c \
	tools/http/clock.c tools/http/html.c tools/http/multipart.c tools/http/text.c

# ---------------------------------------------------------------------------------- what the project promises

meta_tests = \
	tests/meta/architecture.sh \
	tests/meta/bootstrap.sh \
	tests/meta/cmake.sh \
	tests/meta/example.sh \
	tests/meta/figures.sh \
	tests/meta/generated.sh \
	tests/meta/header.sh \
	tests/meta/install.sh \
	tests/meta/key_literals.sh \
	tests/meta/layers.sh \
	tests/meta/library_page.sh \
	tests/meta/lists.sh \
	tests/meta/schema_agrees.sh \
	tests/meta/static_names.sh \
	tests/meta/struct_sizes.sh \
	tests/meta/symbols.sh \
	tests/meta/version.sh \
	tests/meta/words.sh
meta_checked = $(meta_tests)
TESTS += $(meta_checked)
EXTRA_DIST += $(meta_tests) tests/demo.sh tests/meta/coverage.sh tests/meta/declared.sh tests/meta/sarif.schema.json \
	tests/meta/schema_values.py tests/meta/summary.sh tests/meta/together.sh tests/meta/tsan.sh \
	tests/meta/untaken.txt tests/meta/valgrind.sh

# Judges descriptions for schema_agrees.sh.
check_PROGRAMS += tests/meta/verdicts
tests_meta_verdicts_SOURCES = tests/meta/verdicts.c
tests_meta_verdicts_LDADD = libnnreg-internal.la

# What `make dist` would pack, for tests/meta/lists.sh.
check_DATA = tests/meta/distfiles.txt
CLEANFILES += tests/meta/distfiles.txt
tests/meta/distfiles.txt: Makefile
	$(AM_V_GEN)$(MKDIR_P) tests/meta && \
	for file in $(DISTFILES); do echo "$$file"; done | $(SED) 's|^$(top_srcdir)/||' | LC_ALL=C sort -u > $@

# ------------------------------------------------------------------------------------------------- targets

check-local: check-TESTS
if HAVE_UNIT_TESTS
	@$(BASH) $(srcdir)/tests/meta/summary.sh $(builddir) $(TEST_LOGS)
else
	@echo "The unit tests were not built. configure did not find (Debian's names):$(NNREG_UNIT_TESTS_LACK)." >&2; \
	echo "./bootstrap check installs them, and runs configure again." >&2; exit 1
endif

# Everything that `make check` builds, without running it. One after the other: `all` is a make of its own, and two at
# once would build the libraries twice.
check-programs: all
	$(AM_V_at)$(MAKE) $(AM_MAKEFLAGS) $(check_LTLIBRARIES) $(check_PROGRAMS) $(check_SCRIPTS)

# The parts again, under valgrind; long sweeps are thinned. Each tells its own when it ends. VALGRIND_BUILDS=unit-together: of a
# program that is compiled for it, in less time, where there is no build.
VALGRIND_BUILDS = check-programs
valgrind_parts = check-valgrind-1 check-valgrind-2 check-valgrind-3 check-valgrind-4
check-valgrind: $(valgrind_parts)
$(valgrind_parts): $(VALGRIND_BUILDS)
	$(AM_V_at)$(AM_TESTS_ENVIRONMENT) set $(valgrind_parts) && part=$@ && \
	said=`NNREG_PART=$${part##*-}/$$# $(BASH) $(srcdir)/tests/meta/valgrind.sh \
		$(LIBTOOL) --silent --mode=execute $(VALGRIND) 2>&1`; status=$$?; echo "$$said"; exit $$status

# The suites with threads under ThreadSanitizer, by clang. Not a build of its own with --enable-tsan, which takes six times as long.
TSAN_CC = clang
check-tsan: config.h
	$(AM_V_at)$(AM_TESTS_ENVIRONMENT) $(together_environment) \
	NNREG_TSAN_CC='$(TSAN_CC)' NNREG_UNIT_SOURCES='$(tests_unit_unit_SOURCES)' $(wraps_apart) \
		exec $(BASH) $(srcdir)/tests/meta/tsan.sh $(unit_wraps)

# All unit tests with all of the library as one program, for a build that is made once (.ci/port).
unit-together: config.h
	$(AM_V_at)$(AM_TESTS_ENVIRONMENT) $(together_environment) $(MKDIR_P) tests/unit && \
	NNREG_TOGETHER_SOURCES="$$NNREG_TOGETHER_SOURCES $(tests_unit_unit_SOURCES) $(together_postgresql)" \
	$(wraps_apart) exec $(BASH) $(srcdir)/tests/meta/together.sh tests/unit/unit $(CC) $(CFLAGS) $(LDFLAGS) $(unit_wraps)

together_environment = \
	NNREG_TOGETHER_SOURCES='$(lib_sources) $(s3_sources) $(libmodelwriter_la_SOURCES)'; \
	NNREG_TOGETHER_FLAGS='$(DEFS) $(AM_CPPFLAGS) $(CPPFLAGS) -I$(top_srcdir)/tests -I$(top_srcdir)/tests/support \
		-I$(top_srcdir)/tests/unit -iquote $(top_srcdir)/tools $(CHECK_CFLAGS) $(JANSSON_CFLAGS) $(s3_together) $(postgresql_flags)'; \
	NNREG_TOGETHER_LIBS='$(CHECK_LIBS) $(JANSSON_LIBS) $(libnnreg_internal_la_LIBADD) $(CURL_LIBS) $(POSTGRESQL_LIBS) $(LIBS)'; \
	export NNREG_TOGETHER_SOURCES NNREG_TOGETHER_FLAGS NNREG_TOGETHER_LIBS;

# Long runs with libFuzzer, each target for FUZZ_SECONDS; what they find is left in fuzz-build/found/.
FUZZ_SECONDS = 60
FUZZ_FLAGS = -timeout=20 -rss_limit_mb=2048 -print_final_stats=1
if FUZZERS
fuzz: $(fuzz_programs)
	@$(MKDIR_P) found && $(BASH) $(srcdir)/tests/fuzz/seeds.sh $(srcdir)/tests/cases found/check && \
	for program in $(fuzz_programs); do \
		name=$${program##*/fuzz_}; $(MKDIR_P) "found/$$name" && echo "== $$name, $(FUZZ_SECONDS) s" && \
		"./$$program" -max_total_time=$(FUZZ_SECONDS) -artifact_prefix="found/$$name-" $(FUZZ_FLAGS) \
			"found/$$name" "$(abs_top_srcdir)/tests/fuzz/corpus/$$name" || exit 1; \
	done
else
fuzz:
	@$(MKDIR_P) fuzz-build && cd fuzz-build && \
	{ test -f Makefile || $(abs_top_srcdir)/configure -q CC=clang CFLAGS='-O1 -g' \
		$(NNREG_GIVEN) --disable-shared --enable-unity --enable-fuzzers --enable-asan --enable-ubsan; } && \
	$(MAKE) $(AM_MAKEFLAGS) fuzz FUZZ_SECONDS='$(FUZZ_SECONDS)' FUZZ_FLAGS='$(FUZZ_FLAGS)'
endif

# Which lines and branches of the library and the command the tests take; for a build with --enable-coverage.
coverage: check
	@$(BASH) $(srcdir)/tests/meta/coverage.sh $(builddir)

# The kill storm, or soak, for as long as is wanted: SECONDS of it, STORM_FLAGS as in tests/storm/storm.c.
SECONDS = 3600
STORM_FLAGS =
storm soak: check-programs
	$(AM_V_at)$(AM_TESTS_ENVIRONMENT) NNREG_STORM_SECONDS='$(SECONDS)' NNREG_STORM_FLAGS='$(STORM_FLAGS)' \
		exec $(BASH) $(srcdir)/tests/storm/storm.sh

# What a power cut may leave: CRASH_FLAGS as in tests/crash/crash.c; `--most N` for a sample of each operation.
CRASH_FLAGS =
crash: check-programs
	$(AM_V_at)$(AM_TESTS_ENVIRONMENT) NNREG_CRASH_FLAGS='$(CRASH_FLAGS)' exec $(BASH) $(srcdir)/tests/crash/crash.sh

# All pairs of calls of two processes, of which make check takes some.
pairs: check-programs
	$(AM_V_at)$(AM_TESTS_ENVIRONMENT) exec tests/faults/pairs --complete

# All of what make check takes some of: each file call of each operation gives way in each manner, each page of data.mdb is damaged,
# what each command line asks for fails, and each step of each sweep of the unit tests.
faults: check-programs
	$(AM_V_at)$(AM_TESTS_ENVIRONMENT) tests/faults/sweeps --complete && tests/faults/damage --complete && \
	$(BASH) $(srcdir)/tests/cli/faults.sh --complete && \
	CK_DEFAULT_TIMEOUT=7200 NNREG_TEST_COMPLETE=1 exec tests/unit/unit

# The unit tests on other machines, emulated in bare systems that are made for it, and with another C library; an hour for each.
PORTS = arm64 s390x musl i386
ports:
	@cd $(srcdir) && if test -x .ci/ports; then exec .ci/ports $(PORTS); else echo 'skipped: only a checkout has .ci/ports'; fi

# The style of .clang-format: compared, or put in place.
format-check format:
	$(AM_V_at)cd $(srcdir) && find include lib tools tests doc \( -name '*.[ch]' -o -name '*.[ch]pp' -o -name '*.cc' \) -print0 | LC_ALL=C sort -z | \
	xargs -0 $(CLANG_FORMAT) `test $@ = format && echo -i || echo --dry-run -Werror`

.PHONY: check-programs check-tsan check-unit unit-together check-valgrind $(valgrind_parts) coverage crash faults format format-check fuzz \
	pairs ports soak storm
