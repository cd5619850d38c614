# libnnreg. Floors from the bottom up (doc/ARCHITECTURE.md); a source includes its own floor and those below.

include_HEADERS = include/nnreg.h
lib_LTLIBRARIES = libnnreg.la

# Everything, with every internal name visible: what the library is made of, and what the unit tests link.
noinst_LTLIBRARIES += libnnreg-internal.la
libnnreg_internal_la_LIBADD = \
	$(LMDB_LIBS) $(MSGPACK_LIBS) $(LIBZIP_LIBS) $(LIBCRYPTO_LIBS) $(ISAL_LIBS) $(SNAPPY_LIBS)
libnnreg_internal_la_SOURCES = \
	$(floor0_base) $(floor1_model) $(floor2_codec) $(floor3_inspect) $(floor4_check) $(floor5_store) $(floor6_registry)

floor0_base = \
	lib/base/alloc.c lib/base/alloc.h \
	lib/base/bytes.c lib/base/bytes.h \
	lib/base/cause.c lib/base/cause.h \
	lib/base/clock.c lib/base/clock.h \
	lib/base/cursor.c lib/base/cursor.h \
	lib/base/digest.c lib/base/digest.h \
	lib/base/findings.c lib/base/findings.h \
	lib/base/fsio.c lib/base/fsio.h \
	lib/base/fsio_lock.c \
	lib/base/fsio_path.c \
	lib/base/fsio_room.c \
	lib/base/glob.c lib/base/glob.h \
	lib/base/how.c lib/base/how.h \
	lib/base/status.c lib/base/status.h \
	lib/base/utf8.c lib/base/utf8.h

floor1_model = \
	lib/model/fields.c lib/model/fields.h \
	lib/model/event.c lib/model/event.h \
	lib/model/network.c lib/model/network.h \
	lib/model/recognition.c lib/model/recognition.h \
	lib/model/rows.h \
	lib/model/task.c lib/model/task.h \
	lib/model/vocab.c lib/model/vocab.h

floor2_codec = \
	lib/codec/json.c lib/codec/json.h \
	lib/codec/json_merge.c \
	lib/codec/json_mistake.c \
	lib/codec/json_model.c lib/codec/json_model.h \
	lib/codec/json_number.c lib/codec/json_number.h \
	lib/codec/json_reader.h \
	lib/codec/json_scan.c \
	lib/codec/json_schema.c lib/codec/json_schema.h \
	lib/codec/json_text.c \
	lib/codec/json_unique.c \
	lib/codec/json_write.c \
	lib/codec/record.h \
	lib/codec/record_read.c \
	lib/codec/record_write.c

floor3_inspect = \
	lib/inspect/bundle.c lib/inspect/bundle.h \
	lib/inspect/bundle_walk.c lib/inspect/bundle_walk.h \
	lib/inspect/checkpoint.c lib/inspect/checkpoint.h \
	lib/inspect/checkpoint_entry.c \
	lib/inspect/checkpoint_layout.c \
	lib/inspect/checkpoint_parts.h \
	lib/inspect/checkpoint_slices.c \
	lib/inspect/dtype.c lib/inspect/dtype.h \
	lib/inspect/graph.c lib/inspect/graph.h \
	lib/inspect/graph_nearest.c \
	lib/inspect/index.c lib/inspect/index.h \
	lib/inspect/likeness.c lib/inspect/likeness.h \
	lib/inspect/looks.c lib/inspect/looks.h \
	lib/inspect/mean_parts.h \
	lib/inspect/mean_problem.c lib/inspect/mean_problem.h \
	lib/inspect/mean_proto.c \
	lib/inspect/mean_values.c lib/inspect/mean_values.h \
	lib/inspect/meanfile.c lib/inspect/meanfile.h \
	lib/inspect/model_looks.c lib/inspect/model_looks.h \
	lib/inspect/npy.c lib/inspect/npy.h \
	lib/inspect/pbtext.c lib/inspect/pbtext.h \
	lib/inspect/problems.c lib/inspect/problems.h \
	lib/inspect/protowire.c lib/inspect/protowire.h \
	lib/inspect/restored.c lib/inspect/restored.h \
	lib/inspect/roles.c lib/inspect/roles.h \
	lib/inspect/savedmodel.c lib/inspect/savedmodel.h \
	lib/inspect/savedmodel_attr.c \
	lib/inspect/savedmodel_build.h \
	lib/inspect/savedmodel_fields.c lib/inspect/savedmodel_fields.h \
	lib/inspect/savedmodel_graph.c \
	lib/inspect/savedmodel_outputs.c \
	lib/inspect/savedmodel_parts.c \
	lib/inspect/savedmodel_pb.c \
	lib/inspect/savedmodel_read.c \
	lib/inspect/savedmodel_text.c \
	lib/inspect/segments.c lib/inspect/segments.h \
	lib/inspect/slice_key.c lib/inspect/slice_key.h \
	lib/inspect/source.c lib/inspect/source.h \
	lib/inspect/sstable.c lib/inspect/sstable.h \
	lib/inspect/sstable_block.c lib/inspect/sstable_block.h \
	lib/inspect/tensor_bytes.c lib/inspect/tensor_bytes.h \
	lib/inspect/tensor_crc.c lib/inspect/tensor_crc.h \
	lib/inspect/tensor_list.c lib/inspect/tensor_list.h \
	lib/inspect/tensor_name.c lib/inspect/tensor_name.h \
	lib/inspect/tensor_text.c lib/inspect/tensor_text.h \
	lib/inspect/texts.c lib/inspect/texts.h \
	lib/inspect/variables_problem.c lib/inspect/variables_problem.h

floor4_check = \
	lib/check/assets.c \
	lib/check/bundle.c lib/check/bundle_parts.h \
	lib/check/contents.c \
	lib/check/draft.c \
	lib/check/draft_image.c lib/check/draft_image.h \
	lib/check/draft_tensors.c lib/check/draft_tensors.h \
	lib/check/engine.c lib/check/engine.h \
	lib/check/engine_object.c \
	lib/check/engine_unique.c \
	lib/check/engine_value.c \
	lib/check/engine_walk.h \
	lib/check/forms.c \
	lib/check/image.c \
	lib/check/inspection.c lib/check/inspection.h \
	lib/check/inspection_model.c \
	lib/check/inspection_tensors.c \
	lib/check/inspection_variables.c \
	lib/check/judge.c lib/check/judge.h \
	lib/check/keys.c \
	lib/check/loadable.c \
	lib/check/mean.c \
	lib/check/mean_names.c \
	lib/check/model.c lib/check/model.h \
	lib/check/recognition.c lib/check/recognition.h \
	lib/check/recognition_tensors.c \
	lib/check/rules.c lib/check/rules.h \
	lib/check/shards.c \
	lib/check/signature_keys.c lib/check/signature_keys.h \
	lib/check/tensors.c \
	lib/check/unsafe.c lib/check/unsafe.h \
	lib/check/unsafe_ops.c lib/check/unsafe_ops.h \
	lib/check/variables.c

floor5_store = \
	lib/store/blobs.c lib/store/blobs.h \
	lib/store/install.c \
	lib/store/keys.c lib/store/keys.h \
	lib/store/kv.c lib/store/kv.h \
	lib/store/kv_check.c \
	lib/store/kv_clean.c \
	lib/store/kv_env.c \
	lib/store/kv_group.c \
	lib/store/kv_internal.h \
	lib/store/kv_lmdb.c \
	lib/store/kv_locks.c \
	lib/store/kv_make.c \
	lib/store/kv_map.c \
	lib/store/kv_meta.c \
	lib/store/kv_open.c \
	lib/store/kv_pages.c \
	lib/store/kv_pages.h \
	lib/store/kv_pages_node.c \
	lib/store/kv_pages_tree.c \
	lib/store/kv_pages_value.c \
	lib/store/kv_readers.c \
	lib/store/kv_tables.c \
	lib/store/kv_writing.c \
	lib/store/staging.c

floor6_registry = \
	lib/registry/access.c lib/registry/access.h \
	lib/registry/cascade.c \
	lib/registry/create.c \
	lib/registry/event_chain.h \
	lib/registry/entries.c \
	lib/registry/entries.h \
	lib/registry/events.c lib/registry/events.h \
	lib/registry/filter.c \
	lib/registry/format.c lib/registry/format.h \
	lib/registry/folder.c lib/registry/folder.h \
	lib/registry/healing.c lib/registry/healing.h \
	lib/registry/history.c \
	lib/registry/list.c \
	lib/registry/list_look.c \
	lib/registry/list_places.c \
	lib/registry/list_walk.c \
	lib/registry/listing.h \
	lib/registry/messages.c lib/registry/messages.h \
	lib/registry/network_view.c \
	lib/registry/networks.c \
	lib/registry/objects.c lib/registry/objects.h \
	lib/registry/public.c lib/registry/public.h \
	lib/registry/page.c \
	lib/registry/page_token.c \
	lib/registry/query.c lib/registry/query.h \
	lib/registry/range.c \
	lib/registry/recognition_view.c \
	lib/registry/refs.c lib/registry/refs.h \
	lib/registry/registry.c lib/registry/registry.h \
	lib/registry/settings.c \
	lib/registry/specs.c \
	lib/registry/tasks.c \
	lib/registry/update.c \
	lib/registry/versions.c lib/registry/versions.h \
	lib/registry/where.c

libnnreg_la_SOURCES =
libnnreg_la_LIBADD = libnnreg-internal.la
libnnreg_la_LDFLAGS = $(AM_LDFLAGS) -version-info $(NNREG_VERSION_INFO) -no-undefined
if HAVE_VERSION_SCRIPT
libnnreg_la_LDFLAGS += -Wl,--version-script=$(top_srcdir)/lib/libnnreg.map
endif
libnnreg_la_DEPENDENCIES = libnnreg-internal.la lib/libnnreg.map

EXTRA_DIST += lib/libnnreg.map
