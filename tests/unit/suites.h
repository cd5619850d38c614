/*
 * Every suite of the unit tests: X(topic) stands for topic_suite() of test_topic.c. In the order of the floors
 * (doc/ARCHITECTURE.md), so that of several failures the first is the one to look at: what is above stands on it. A suite has
 * its place by the highest floor that it is about.
 */
#ifndef NNREG_TESTS_SUITES_H
#define NNREG_TESTS_SUITES_H

/* clang-format off */
#define NNREG_TEST_SUITES(X) \
    X(version) \
    /* base */ \
    X(array) \
    X(rate) \
    X(thread) \
    X(fsio) \
    /* records */ \
    X(fields) \
    /* codec */ \
    X(json) \
    X(json_mistake) \
    X(json_merge) \
    X(json_write) \
    X(document) \
    X(form) \
    X(json_public) \
    X(json_records) \
    X(record) \
    /* check */ \
    X(text_forms) \
    /* formats */ \
    X(protowire) \
    X(public_specs) \
    X(by_slug) \
    X(pbtext) \
    X(snappy) \
    X(sstable) \
    X(npy) \
    X(meanfile) \
    X(zip) \
    /* bundle */ \
    X(bundle) \
    X(bundle_exclude) \
    /* tensorflow */ \
    X(savedmodel) \
    X(savedmodel_real) \
    X(flow) \
    X(constant) \
    X(first_ops) \
    X(first_rows) \
    X(stored_values) \
    X(text_origin) \
    X(op_table) \
    X(unknown_ops) \
    X(shapes) \
    X(shapes_real) \
    X(scopes) \
    X(outputs) \
    X(cost) \
    X(graph) \
    X(tensor_list) \
    X(checkpoint) \
    X(variables_real) \
    X(tensor_crc) \
    /* judge */ \
    X(description) \
    X(schema) \
    X(fixes) \
    X(cases) \
    X(changed_models) \
    X(computable) \
    X(computable_real) \
    X(draft) \
    X(frameworks) \
    X(unsafe_uses) \
    X(variable_keys) \
    X(unset_values) \
    X(image_rules) \
    X(tensor_rules) \
    X(model_rules) \
    X(inspection) \
    X(keras_lambdas) \
    X(shape_pattern) \
    X(attachment) \
    /* store */ \
    X(kv) \
    X(kv_rights) \
    X(kv_tables) \
    X(kv_env) \
    X(kv_file) \
    X(kv_group) \
    X(kv_locks) \
    X(kv_compact) \
    X(kv_copy) \
    X(kv_room) \
    X(kv_slotless) \
    X(kv_faults) \
    X(kv_make) \
    X(kv_pages) \
    X(kv_damage) \
    X(postgresql) \
    X(staging) \
    X(blobs) \
    X(blob_walk) \
    X(blob_keep) \
    X(objects) \
    X(shared_blobs) \
    X(shared_order) \
    X(s3_sign) \
    X(s3) \
    /* registry */ \
    X(registry) \
    X(sizes) \
    X(flags) \
    X(handles) \
    X(arguments) \
    X(progress) \
    X(messages) \
    X(causes) \
    X(networks) \
    X(snapshots) \
    X(network_files) \
    X(uploads) \
    X(network_tensors) \
    X(checkout) \
    X(checkout_faults) \
    X(archive) \
    X(recognition) \
    X(version_shapes) \
    X(from_object) \
    X(signature_keys) \
    X(query) \
    X(list_ids) \
    X(lists) \
    X(lowered) \
    X(list_walks) \
    X(history) \
    X(waking) \
    X(healing) \
    X(damage) \
    X(statistics) \
    X(format_1) \
    X(transfer) \
    X(disagreements) \
    X(fsck) \
    X(fsck_faults) \
    X(gc) \
    X(backup) \
    X(backup_moment) \
    X(durability) \
    X(store_faults) \
    X(library_faults) \
    X(concurrency) \
    X(interleavings) \
    X(concurrent_versions) \
    X(model) \
    X(real_models) \
    /* the command */ \
    X(layout) \
    X(times)

/* Those that run on the engine in memory, too: what they promise is true whatever keeps the records. */
#define NNREG_NEUTRAL_SUITES(X) \
    X(kv) \
    X(kv_group) \
    X(kv_rights) \
    X(kv_tables) \
    X(registry) \
    X(sizes) \
    X(networks) \
    X(snapshots) \
    X(network_files) \
    X(network_tensors) \
    X(recognition) \
    X(from_object) \
    X(signature_keys) \
    X(attachment) \
    X(lists) \
    X(list_walks) \
    X(query) \
    X(history) \
    X(healing) \
    X(damage) \
    X(gc) \
    X(statistics) \
    X(transfer) \
    X(disagreements) \
    X(fsck) \
    X(fsck_faults) \
    X(messages) \
    X(concurrency) \
    X(interleavings) \
    X(concurrent_versions) \
    X(model)

/*
 * Those with threads, for ThreadSanitizer (tests/meta/tsan.sh): each whose test starts one, which tests/meta/lists.sh asks for,
 * and those of what the library itself does in several.
 */
#define NNREG_THREAD_SUITES(X) \
    X(rate) \
    X(thread) \
    X(tensor_crc) \
    X(kv) \
    X(kv_tables) \
    X(kv_group) \
    X(kv_locks) \
    X(kv_compact) \
    X(kv_copy) \
    X(blobs) \
    X(shared_order) \
    X(registry) \
    X(sizes) \
    X(messages) \
    X(history) \
    X(waking) \
    X(transfer) \
    X(fsck) \
    X(fsck_faults) \
    X(backup_moment) \
    X(uploads) \
    X(concurrency) \
    X(concurrent_versions) \
    X(s3) \
    X(snapshots)
/* clang-format on */

#endif
