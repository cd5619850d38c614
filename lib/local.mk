# libnnreg. Floors from the bottom up (doc/ARCHITECTURE.md); a source includes its own floor and those below.

include_HEADERS = include/nnreg.h include/nnreg.hpp
lib_LTLIBRARIES = libnnreg.la

# Everything, with every internal name visible: what the library is made of, and what the unit tests link.
noinst_LTLIBRARIES += libnnreg-internal.la
libnnreg_internal_la_LIBADD = \
	$(LMDB_LIBS) $(MSGPACK_LIBS) $(LIBZIP_LIBS) $(LIBCRYPTO_LIBS) $(ISAL_LIBS) -lm
lib_sources = \
	$(lib_base) $(lib_records) $(lib_codec) $(lib_formats) $(lib_check) $(lib_bundle) $(lib_tensorflow) \
	$(lib_judge) $(lib_store) $(lib_registry)

# With --enable-unity a folder is compiled as one file, as most of what a compiler does with a file here is reading headers. Alone stay
# those of which the unit tests put another function in front: the linker can where it is called from another file. A table of one file
# may have the name of a local variable of the next.
if UNITY
lib_alone = lib/registry/filter.c lib/registry/plan.c
lib_unity = \
	unity/lib_base.c \
	unity/lib_bundle.c \
	unity/lib_check.c \
	unity/lib_codec.c \
	unity/lib_formats.c \
	unity/lib_judge.c \
	unity/lib_records.c \
	unity/lib_registry.c \
	unity/lib_store.c \
	unity/lib_store_files.c \
	unity/lib_store_lmdb.c \
	unity/lib_store_shared.c \
	unity/lib_tensorflow.c
else
lib_alone = $(lib_sources)
lib_unity =
endif
CLEANFILES += $(lib_unity)
$(lib_unity): Makefile
	$(AM_V_GEN)$(MKDIR_P) unity && for file in $(lib_sources); do echo "$$file"; done | \
	$(AWK) -v made=$@ -v top='$(abs_top_srcdir)' -v alone=' $(lib_alone) ' '!/\.c$$/ || index(alone, " " $$0 " ") { next } \
	{ floor = $$0; sub(/\/[^\/]*$$/, "", floor); gsub(/\//, "_", floor) } \
	made == "unity/" floor ".c" { if (!n++) print "#pragma GCC diagnostic ignored \"-Wshadow\""; print "#include \"" top "/" $$0 "\"" }' \
	>$@.tmp && mv $@.tmp $@
libnnreg_internal_la_SOURCES = $(lib_alone)
nodist_libnnreg_internal_la_SOURCES = $(lib_unity)

lib_base = \
	lib/base/alloc.c lib/base/alloc.h \
	lib/base/array.c lib/base/array.h \
	lib/base/bytes.c lib/base/bytes.h \
	lib/base/call_options.c lib/base/call_options.h \
	lib/base/cause.c lib/base/cause.h \
	lib/base/chunks.c lib/base/chunks.h \
	lib/base/clock.c lib/base/clock.h \
	lib/base/crc_marks.c lib/base/crc_marks.h \
	lib/base/cursor.c lib/base/cursor.h \
	lib/base/decimal.c lib/base/decimal.h \
	lib/base/digest.c lib/base/digest.h \
	lib/base/findings.c lib/base/findings.h \
	lib/base/flags.c lib/base/flags.h \
	lib/base/fixes.c lib/base/fixes.h \
	lib/base/fsio.c lib/base/fsio.h \
	lib/base/fsio_call.h \
	lib/base/fsio_content.c \
	lib/base/fsio_event.c \
	lib/base/fsio_folder.c \
	lib/base/fsio_lock.c \
	lib/base/fsio_path.c \
	lib/base/fsio_process.c \
	lib/base/fsio_remote.c \
	lib/base/fsio_room.c \
	lib/base/fsio_tree.c \
	lib/base/fsio_unnamed.c \
	lib/base/fuzzy.c lib/base/fuzzy.h \
	lib/base/glob.c lib/base/glob.h \
	lib/base/hash.h \
	lib/base/letters.h \
	lib/base/hasher.c lib/base/hasher.h \
	lib/base/name_fold.c lib/base/name_fold.h \
	lib/base/name_fold_table.h \
	lib/base/name_index.c lib/base/name_index.h \
	lib/base/news.c lib/base/news.h \
	lib/base/order.h \
	lib/base/process.c lib/base/process.h \
	lib/base/rate.c lib/base/rate.h \
	lib/base/renameat2.c \
	lib/base/sized.c lib/base/sized.h \
	lib/base/source.c lib/base/source.h \
	lib/base/status.c lib/base/status.h \
	lib/base/string_pool.c lib/base/string_pool.h \
	lib/base/text_location.c lib/base/text_location.h \
	lib/base/thread.c lib/base/thread.h \
	lib/base/unique_name.c lib/base/unique_name.h \
	lib/base/utf8.c lib/base/utf8.h \
	lib/base/words.h

lib_records = \
	lib/records/damage.c lib/records/damage.h \
	lib/records/event.c lib/records/event.h \
	lib/records/fields.c lib/records/fields.h \
	lib/records/manifest.c lib/records/manifest.h \
	lib/records/named_tensors.c lib/records/named_tensors.h \
	lib/records/network.c lib/records/network.h \
	lib/records/recognition.c lib/records/recognition.h \
	lib/records/rows.h \
	lib/records/task.c lib/records/task.h \
	lib/records/vocab.c lib/records/vocab.h

lib_codec = \
	lib/codec/document.c \
	lib/codec/form.c \
	lib/codec/json.c lib/codec/json.h \
	lib/codec/json_edit.c lib/codec/json_edit.h \
	lib/codec/json_fixes.c \
	lib/codec/json_merge.c \
	lib/codec/json_mistake.c \
	lib/codec/json_number.c lib/codec/json_number.h \
	lib/codec/json_reader.h \
	lib/codec/json_records.c lib/codec/json_records.h \
	lib/codec/json_values.c lib/codec/json_values.h \
	lib/codec/kinds.c lib/codec/kinds.h \
	lib/codec/origins.c lib/codec/origins.h \
	lib/codec/json_scan.c \
	lib/codec/json_schema.c lib/codec/json_schema.h lib/codec/json_schema_parts.h lib/codec/json_schema_values.c \
	lib/codec/json_text.c \
	lib/codec/json_unique.c \
	lib/codec/json_write.c \
	lib/codec/record.h \
	lib/codec/record_head.c lib/codec/record_head.h \
	lib/codec/record_read.c \
	lib/codec/record_look.c lib/codec/record_look.h \
	lib/codec/record_view.c lib/codec/record_view.h \
	lib/codec/record_write.c \
	lib/codec/seal.c lib/codec/seal.h

lib_formats = \
	lib/formats/dtype.c lib/formats/dtype.h \
	lib/formats/mean_parts.h \
	lib/formats/mean_problem.c lib/formats/mean_problem.h \
	lib/formats/mean_proto.c lib/formats/mean_proto.h \
	lib/formats/mean_blob.c \
	lib/formats/mean_tensor.c \
	lib/formats/mean_values.c lib/formats/mean_values.h \
	lib/formats/mean_file.c lib/formats/mean_file.h \
	lib/formats/npy.c lib/formats/npy.h \
	lib/formats/pbtext.c lib/formats/pbtext.h \
	lib/formats/problems.c lib/formats/problems.h \
	lib/formats/protowire.c lib/formats/protowire.h \
	lib/formats/shape.c lib/formats/shape.h \
	lib/formats/snappy.c lib/formats/snappy.h \
	lib/formats/sstable.c lib/formats/sstable.h \
	lib/formats/sstable_block.c lib/formats/sstable_block.h \
	lib/formats/zip.c lib/formats/zip.h \
	lib/formats/zip_end.c lib/formats/zip_end.h \
	lib/formats/zip_extra.c \
	lib/formats/zip_layout.c \
	lib/formats/zip_names.c \
	lib/formats/zip_parts.h \
	lib/formats/zip_read.c \
	lib/formats/zip_store.c lib/formats/zip_store.h

lib_check = \
	lib/check/engine.c lib/check/engine.h \
	lib/check/engine_mend.c lib/check/engine_mend.h \
	lib/check/engine_mend_key.c \
	lib/check/engine_mend_value.c \
	lib/check/engine_object.c \
	lib/check/engine_unique.c \
	lib/check/engine_value.c \
	lib/check/engine_walk.h \
	lib/check/surely_meant.c lib/check/surely_meant.h \
	lib/check/foreign_words.c lib/check/foreign_words.h \
	lib/check/finding_json.c lib/check/finding_json.h \
	lib/check/report.c lib/check/report.h \
	lib/check/rules.c lib/check/rules.h \
	lib/check/license_syntax.c lib/check/license_syntax.h \
	lib/check/string_formats.c \
	lib/check/url_syntax.c lib/check/url_syntax.h \
	lib/check/tensor_syntax.c lib/check/tensor_syntax.h

lib_bundle = \
	lib/bundle/bundle.c lib/bundle/bundle.h \
	lib/bundle/bundle_archive.c lib/bundle/bundle_archive.h \
	lib/bundle/bundle_assign.c \
	lib/bundle/bundle_entries.c \
	lib/bundle/bundle_files.c \
	lib/bundle/bundle_unpack.c \
	lib/bundle/bundle_walk.c lib/bundle/bundle_walk.h \
	lib/bundle/draft_writer.c lib/bundle/draft_writer.h \
	lib/bundle/file_signature.c lib/bundle/file_signature.h \
	lib/bundle/framework.h \
	lib/bundle/inspection.h \
	lib/bundle/judging.c lib/bundle/judging.h \
	lib/bundle/kept_tensors.c lib/bundle/kept_tensors.h \
	lib/bundle/roles.c lib/bundle/roles.h

lib_tensorflow = \
	lib/tensorflow/called_functions.c lib/tensorflow/called_functions.h \
	lib/tensorflow/checkpoint.c lib/tensorflow/checkpoint.h \
	lib/tensorflow/checkpoint_entry.c \
	lib/tensorflow/checkpoint_header.c \
	lib/tensorflow/checkpoint_layout.c \
	lib/tensorflow/checkpoint_parts.h \
	lib/tensorflow/checkpoint_slices.c \
	lib/tensorflow/custom_libraries.c lib/tensorflow/custom_libraries.h \
	lib/tensorflow/constant.c lib/tensorflow/constant.h \
	lib/tensorflow/fed_outputs.c \
	lib/tensorflow/stored_values.c lib/tensorflow/stored_values.h lib/tensorflow/stored_writers.c \
	lib/tensorflow/cost.c lib/tensorflow/cost.h lib/tensorflow/cost_parts.h \
	lib/tensorflow/cost_ops.c \
	lib/tensorflow/cost_points.c \
	lib/tensorflow/draft.c lib/tensorflow/draft.h \
	lib/tensorflow/draft_image.c lib/tensorflow/draft_image.h \
	lib/tensorflow/draft_tensors.c lib/tensorflow/draft_tensors.h \
	lib/tensorflow/draft_told.c lib/tensorflow/draft_told.h \
	lib/tensorflow/fed_images.c lib/tensorflow/fed_images.h \
	lib/tensorflow/first_ops.c lib/tensorflow/first_ops.h lib/tensorflow/first_ops_parts.h \
	lib/tensorflow/first_ops_axes.c lib/tensorflow/first_ops_ends.c lib/tensorflow/first_ops_numbers.c \
	lib/tensorflow/first_ops_pixels.c lib/tensorflow/first_ops_table.c \
	lib/tensorflow/first_ops_turns.c \
	lib/tensorflow/flow_readers.c lib/tensorflow/flow_readers.h \
	lib/tensorflow/flow.c lib/tensorflow/flow.h lib/tensorflow/flow_parts.h lib/tensorflow/flow_sources.c lib/tensorflow/flow_walk.c \
	lib/tensorflow/flow_origin.c lib/tensorflow/flow_way.c lib/tensorflow/flow_way.h \
	lib/tensorflow/flow_reach.c lib/tensorflow/flow_reach.h \
	lib/tensorflow/framework.c \
	lib/tensorflow/graph.c lib/tensorflow/graph.h \
	lib/tensorflow/graph_nearest.c \
	lib/tensorflow/graph_outputs.c \
	lib/tensorflow/graph_shapes.c lib/tensorflow/graph_shapes.h \
	lib/tensorflow/inspect.h \
	lib/tensorflow/inspect_model.c \
	lib/tensorflow/inspect_cost.c \
	lib/tensorflow/inspect_images.c \
	lib/tensorflow/inspect_scopes.c \
	lib/tensorflow/inspect_tensors.c \
	lib/tensorflow/inspect_values.c \
	lib/tensorflow/inspect_variables.c \
	lib/tensorflow/judge_assets.c \
	lib/tensorflow/judge_branch.c \
	lib/tensorflow/judge_cycle.c \
	lib/tensorflow/judge_fed.c \
	lib/tensorflow/judge_flow.c lib/tensorflow/judge_flow.h \
	lib/tensorflow/judge_encoded.c \
	lib/tensorflow/judge_first.c \
	lib/tensorflow/judge_image.c \
	lib/tensorflow/judge_keras.c \
	lib/tensorflow/judge_keys.c \
	lib/tensorflow/judge_loadable.c \
	lib/tensorflow/judge_model.c lib/tensorflow/judge_model.h \
	lib/tensorflow/judge_named.c \
	lib/tensorflow/judge_names.c \
	lib/tensorflow/judge_pixels.c \
	lib/tensorflow/judge_ops.c \
	lib/tensorflow/judge_outputs.c \
	lib/tensorflow/judge_same.c \
	lib/tensorflow/judge_shapes.c lib/tensorflow/judge_shapes.h \
	lib/tensorflow/judge_shapes_text.c \
	lib/tensorflow/judge_shards.c lib/tensorflow/judge_signatures.c \
	lib/tensorflow/judge_tensors.c \
	lib/tensorflow/judge_unsafe.c lib/tensorflow/judge_unsafe.h \
	lib/tensorflow/judge_values.c \
	lib/tensorflow/judge_variables.c \
	lib/tensorflow/keras_metadata.c lib/tensorflow/keras_metadata.h \
	lib/tensorflow/model_names.c lib/tensorflow/model_names.h \
	lib/tensorflow/op_memory.h \
	lib/tensorflow/op_rows.h \
	lib/tensorflow/op_table.c lib/tensorflow/op_table.h \
	lib/tensorflow/open_sides.c lib/tensorflow/open_sides.h \
	lib/tensorflow/outside_path.c lib/tensorflow/outside_path.h \
	lib/tensorflow/restored.c lib/tensorflow/restored.h \
	lib/tensorflow/roles.c lib/tensorflow/roles.h \
	lib/tensorflow/savedmodel.c lib/tensorflow/savedmodel.h \
	lib/tensorflow/savedmodel_attr.c \
	lib/tensorflow/savedmodel_build.h \
	lib/tensorflow/savedmodel_core.c \
	lib/tensorflow/savedmodel_fields.c lib/tensorflow/savedmodel_fields.h \
	lib/tensorflow/savedmodel_graph.c \
	lib/tensorflow/savedmodel_outputs.c \
	lib/tensorflow/savedmodel_parts.c \
	lib/tensorflow/savedmodel_pb.c \
	lib/tensorflow/savedmodel_put.c \
	lib/tensorflow/savedmodel_read.c \
	lib/tensorflow/savedmodel_seen.c lib/tensorflow/savedmodel_seen.h \
	lib/tensorflow/savedmodel_tensor.c \
	lib/tensorflow/savedmodel_text.c \
	lib/tensorflow/savedmodel_values.c lib/tensorflow/savedmodel_values.h \
	lib/tensorflow/scopes.c lib/tensorflow/scopes.h \
	lib/tensorflow/scopes_blocks.c lib/tensorflow/scopes_boxes.c \
	lib/tensorflow/scopes_counts.c \
	lib/tensorflow/scopes_ends.c \
	lib/tensorflow/scopes_names.c \
	lib/tensorflow/scopes_parts.h \
	lib/tensorflow/scopes_shapes.c \
	lib/tensorflow/scopes_sources.c \
	lib/tensorflow/shaped_outputs.c \
	lib/tensorflow/shapes.c lib/tensorflow/shapes.h lib/tensorflow/shapes_parts.h \
	lib/tensorflow/shapes_arithmetic.c lib/tensorflow/shapes_arithmetic.h \
	lib/tensorflow/shapes_arrays.c \
	lib/tensorflow/shapes_elements.c \
	lib/tensorflow/shapes_gather.c \
	lib/tensorflow/shapes_lately.c lib/tensorflow/shapes_lately.h \
	lib/tensorflow/shapes_op.c \
	lib/tensorflow/shapes_pool.c \
	lib/tensorflow/shapes_products.c \
	lib/tensorflow/shapes_slices.c \
	lib/tensorflow/shapes_sources.c \
	lib/tensorflow/shapes_sparse.c \
	lib/tensorflow/shapes_table.c \
	lib/tensorflow/shapes_values.c \
	lib/tensorflow/shapes_windows.c \
	lib/tensorflow/shard_name.c lib/tensorflow/shard_name.h \
	lib/tensorflow/signature_keys.c lib/tensorflow/signature_keys.h \
	lib/tensorflow/slice_key.c lib/tensorflow/slice_key.h \
	lib/tensorflow/strided.c lib/tensorflow/strided.h \
	lib/tensorflow/string_readers.c lib/tensorflow/string_readers.h \
	lib/tensorflow/tensor_bytes.c lib/tensorflow/tensor_bytes.h \
	lib/tensorflow/tensor_crc.c lib/tensorflow/tensor_crc.h \
	lib/tensorflow/tensor_list.c lib/tensorflow/tensor_list.h \
	lib/tensorflow/tensor_list_ask.c \
	lib/tensorflow/tensor_list_read.c lib/tensorflow/tensor_list_read.h \
	lib/tensorflow/tensor_name.c lib/tensorflow/tensor_name.h \
	lib/tensorflow/tensor_text.c lib/tensorflow/tensor_text.h \
	lib/tensorflow/text_origin.c lib/tensorflow/text_origin.h lib/tensorflow/text_origin_ends.c \
	lib/tensorflow/text_origin_parts.h lib/tensorflow/text_origin_points.c lib/tensorflow/text_origin_sets.c \
	lib/tensorflow/text_origin_variables.c \
	lib/tensorflow/unknown_ops.c lib/tensorflow/unknown_ops.h \
	lib/tensorflow/unsafe_ops.c lib/tensorflow/unsafe_ops.h \
	lib/tensorflow/unsafe_uses.c \
	lib/tensorflow/variables_problem.c lib/tensorflow/variables_problem.h

lib_judge = \
	lib/judge/bundle_parts.h \
	lib/judge/check.c \
	lib/judge/draft.c \
	lib/judge/frameworks.c lib/judge/frameworks.h \
	lib/judge/inspection.c \
	lib/judge/judge.c lib/judge/judge.h \
	lib/judge/judge_archives.c \
	lib/judge/judge_bundle.c \
	lib/judge/judge_contents.c \
	lib/judge/judge_mean.c \
	lib/judge/judge_recognition.c lib/judge/judge_recognition.h \
	lib/judge/mean_layout.c \
	lib/judge/key_lists.c \
	lib/judge/mean_names.c \
	lib/judge/mean_parts.h \
	lib/judge/pixel_values.c \
	lib/judge/recognition_boxes.c lib/judge/recognition_boxes.h \
	lib/judge/recognition_shapes.c lib/judge/recognition_shapes.h \
	lib/judge/recognition_keys.c \
	lib/judge/recognition_walk.c lib/judge/recognition_walk.h \
	lib/judge/recognition_tensors.c \
	lib/judge/shape_pattern.c lib/judge/shape_pattern.h \
	lib/judge/schema.c

lib_store = \
	lib/store/blobs.c lib/store/blobs.h \
	lib/store/defaults.c \
	lib/store/keys.c lib/store/keys.h \
	lib/store/kv.c lib/store/kv.h \
	lib/store/kv_engine.h \
	lib/store/kv_care.c \
	lib/store/kv_group.c \
	lib/store/objects.h \
	lib/store/objects_folder.c lib/store/objects_folder.h \
	lib/store/quarantine.c lib/store/quarantine.h \
	lib/store/received.c lib/store/received.h \
	lib/store/staging.c lib/store/staging.h \
	lib/store/staging_sweep.c \
	lib/store/files/folder_blobs.c lib/store/files/folder_blobs.h \
	lib/store/files/install.c \
	lib/store/files/prefixes.c \
	lib/store/files/walk.c \
	lib/store/lmdb/calls.c \
	lib/store/lmdb/clean_mark.c \
	lib/store/lmdb/compact.c \
	lib/store/lmdb/copy.c \
	lib/store/lmdb/environments.c \
	lib/store/lmdb/internal.h \
	lib/store/lmdb/lineage.c \
	lib/store/lmdb/lmdb_engine.c lib/store/lmdb/lmdb_engine.h \
	lib/store/lmdb/lock_file.c \
	lib/store/lmdb/locks.c \
	lib/store/lmdb/make.c \
	lib/store/lmdb/map.c \
	lib/store/lmdb/meta.c \
	lib/store/lmdb/move.c \
	lib/store/lmdb/open.c \
	lib/store/lmdb/page_checks.c \
	lib/store/lmdb/pages.c lib/store/lmdb/pages.h \
	lib/store/lmdb/pages_copy.c \
	lib/store/lmdb/pages_node.c \
	lib/store/lmdb/pages_tree.c \
	lib/store/lmdb/pages_value.c \
	lib/store/lmdb/snapshots.c \
	lib/store/lmdb/pinned.c \
	lib/store/lmdb/statistics.c \
	lib/store/lmdb/tables.c \
	lib/store/lmdb/writing.c \
	lib/store/shared/account.c lib/store/shared/account.h \
	lib/store/shared/cache.c lib/store/shared/cache.h \
	lib/store/shared/shared_parts.h \
	lib/store/shared/put.c \
	lib/store/shared/shared_blobs.c lib/store/shared/shared_blobs.h \
	lib/store/shared/sweep.c

# Files in an S3-compatible store: what is not in the library, and only where libcurl is.
lib_s3 = \
	lib/store/s3/credentials.c lib/store/s3/credentials.h \
	lib/store/s3/location.c lib/store/s3/location.h \
	lib/store/s3/s3_call.c lib/store/s3/s3_call.h \
	lib/store/s3/s3_list.c \
	lib/store/s3/s3_multipart.c \
	lib/store/s3/s3_objects.c lib/store/s3/s3_objects.h \
	lib/store/s3/sign.c lib/store/s3/sign.h \
	lib/store/s3/xml.c lib/store/s3/xml.h
if HAVE_S3
noinst_LTLIBRARIES += libnnreg-s3.la
libnnreg_s3_la_SOURCES = $(lib_s3)
libnnreg_s3_la_LIBADD = $(CURL_LIBS) $(LIBCRYPTO_LIBS)
s3_sources = $(lib_s3)
s3_library = libnnreg-s3.la
endif

# What configure --with-postgresql adds; no part of the library, which needs no libpq.
EXTRA_DIST += $(lib_postgresql)
if POSTGRESQL
noinst_LTLIBRARIES += libnnreg-postgresql.la
libnnreg_postgresql_la_SOURCES = $(lib_postgresql)
libnnreg_postgresql_la_LIBADD = $(POSTGRESQL_LIBS)
endif
lib_postgresql = \
	lib/store/postgresql/commit.c \
	lib/store/postgresql/connection.c \
	lib/store/postgresql/failures.c \
	lib/store/postgresql/internal.h \
	lib/store/postgresql/overlay.c lib/store/postgresql/overlay.h \
	lib/store/postgresql/parameters.c \
	lib/store/postgresql/pool.c \
	lib/store/postgresql/postgresql_engine.c lib/store/postgresql/postgresql_engine.h \
	lib/store/postgresql/reading.c \
	lib/store/postgresql/schema.c \
	lib/store/postgresql/statements.h \
	lib/store/postgresql/stores.c \
	lib/store/postgresql/walk.c \
	lib/store/postgresql/writing.c

lib_registry = \
	lib/registry/object_io.c lib/registry/object_io.h \
	lib/registry/backup.c lib/registry/backup.h \
	lib/registry/backup_ahead.c \
	lib/registry/backup_files.c \
	lib/registry/backup_look.c \
	lib/registry/backup_target.c \
	lib/registry/cascade.c \
	lib/registry/cascade_list.c lib/registry/cascade_list.h \
	lib/registry/checkout.c \
	lib/registry/compact.c \
	lib/registry/checkout_place.c lib/registry/checkout_place.h \
	lib/registry/checkout_target.c lib/registry/checkout_target.h \
	lib/registry/count.c \
	lib/registry/create.c \
	lib/registry/create_files.c \
	lib/registry/create_names.c \
	lib/registry/creation.h \
	lib/registry/entries.c lib/registry/entries.h \
	lib/registry/event_chain.c lib/registry/event_chain.h \
	lib/registry/events.c lib/registry/events.h \
	lib/registry/gc.c lib/registry/gc.h \
	lib/registry/gc_look.c \
	lib/registry/gc_remove.c \
	lib/registry/exists.c \
	lib/registry/export.c lib/registry/export.h \
	lib/registry/export_order.c \
	lib/registry/export_reader.c lib/registry/export_reader.h \
	lib/registry/export_select.c \
	lib/registry/export_target.c \
	lib/registry/export_verify.c \
	lib/registry/export_write.c \
	lib/registry/filter.c lib/registry/filter.h \
	lib/registry/folder.c lib/registry/folder.h \
	lib/registry/format.c lib/registry/format.h \
	lib/registry/fsck.c lib/registry/fsck_run.h \
	lib/registry/fsck_claims.c \
	lib/registry/fsck_counts.c \
	lib/registry/fsck_files.c \
	lib/registry/fsck_indexes.c \
	lib/registry/fsck_lost.c \
	lib/registry/fsck_records.c \
	lib/registry/fsck_report.c \
	lib/registry/fsck_rules.c \
	lib/registry/fsck_settings.c \
	lib/registry/fsck_sound.c \
	lib/registry/fsck_strays.c \
	lib/registry/fsck_tables.c \
	lib/registry/fsck_ties.c \
	lib/registry/handle.h \
	lib/registry/config.c \
	lib/registry/current.c \
	lib/registry/damage.c lib/registry/damage.h \
	lib/registry/damage_list.c \
	lib/registry/damage_table.c lib/registry/damage_table.h \
	lib/registry/healing.c lib/registry/healing.h \
	lib/registry/hurt.c lib/registry/hurt.h \
	lib/registry/history.c \
	lib/registry/history_verify.c \
	lib/registry/import.c lib/registry/import.h \
	lib/registry/import_judge.c \
	lib/registry/import_stage.c \
	lib/registry/import_store.c \
	lib/registry/index_key.c lib/registry/index_key.h \
	lib/registry/list.c \
	lib/registry/listing.c lib/registry/listing.h \
	lib/registry/manifest.c lib/registry/manifest.h \
	lib/registry/message_list.c lib/registry/message_list.h \
	lib/registry/messages.c lib/registry/messages.h \
	lib/registry/network_digest.c lib/registry/network_digest.h \
	lib/registry/network_tensors.c \
	lib/registry/network_view.c \
	lib/registry/networks.c \
	lib/registry/objects.c lib/registry/objects.h \
	lib/registry/page.c lib/registry/page.h \
	lib/registry/page_cursor.c lib/registry/page_cursor.h \
	lib/registry/parameters.c \
	lib/registry/place.c \
	lib/registry/plan.c lib/registry/plan.h \
	lib/registry/public.c \
	lib/registry/query.c lib/registry/query.h \
	lib/registry/recognition_view.c \
	lib/registry/readers.c lib/registry/readers.h \
	lib/registry/recognise.c lib/registry/recognise.h \
	lib/registry/refs.c lib/registry/refs.h \
	lib/registry/registry.c \
	lib/registry/scan.c lib/registry/scan.h \
	lib/registry/sealing.c lib/registry/sealing.h \
	lib/registry/settings.c lib/registry/settings.h \
	lib/registry/slugs.c lib/registry/slugs.h \
	lib/registry/snapshot.c lib/registry/snapshot.h \
	lib/registry/specs.c \
	lib/registry/statistics.c \
	lib/registry/stored_file.c lib/registry/stored_file.h \
	lib/registry/tasks.c \
	lib/registry/upgrade.c lib/registry/upgrade.h \
	lib/registry/upload.c lib/registry/upload.h \
	lib/registry/transfer.c lib/registry/transfer.h \
	lib/registry/transfer_names.c lib/registry/transfer_names.h \
	lib/registry/top_n.c lib/registry/top_n.h \
	lib/registry/update.c lib/registry/update.h \
	lib/registry/versions.c lib/registry/versions.h \
	lib/registry/watch.c lib/registry/watch.h \
	lib/registry/where.c lib/registry/where.h

libnnreg_la_SOURCES =
libnnreg_la_LIBADD = libnnreg-internal.la
libnnreg_la_LDFLAGS = $(AM_LDFLAGS) -version-info $(NNREG_VERSION_INFO) -no-undefined
if HAVE_VERSION_SCRIPT
libnnreg_la_LDFLAGS += -Wl,--version-script=$(top_srcdir)/lib/libnnreg.map
endif
libnnreg_la_DEPENDENCIES = libnnreg-internal.la lib/libnnreg.map

EXTRA_DIST += lib/libnnreg.map
