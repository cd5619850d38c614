/* Every suite of the unit tests, in the order of the floors: X(topic) stands for topic_suite() of test_topic.c. */
#ifndef NNREG_TESTS_SUITES_H
#define NNREG_TESTS_SUITES_H

/* clang-format off */
#define NNREG_TEST_SUITES(X) \
    X(version) \
    X(json) \
    X(json_mistake) \
    X(json_merge) \
    X(json_write) \
    X(json_public) \
    X(kv) \
    X(kv_env) \
    X(kv_file) \
    X(kv_group) \
    X(kv_locks) \
    X(kv_room) \
    X(kv_slotless) \
    X(sstable) \
    X(blobs) \
    X(savedmodel_real) \
    X(cases) \
    X(checkpoint) \
    X(kv_make) \
    X(staging) \
    X(meanfile) \
    X(npy) \
    X(registry) \
    X(networks) \
    X(network_files) \
    X(recognition) \
    X(attachment) \
    X(lists) \
    X(list_walks) \
    X(history) \
    X(healing) \
    X(pbtext) \
    X(protowire) \
    X(savedmodel) \
    X(concurrency) \
    X(durability) \
    X(causes) \
    X(messages) \
    X(graph) \
    X(tensor_list) \
    X(query) \
    X(model) \
    X(tensor_crc) \
    X(concurrent_versions) \
    X(variables_real) \
    X(description) \
    X(draft) \
    X(frameworks) \
    X(fields) \
    X(inspection) \
    X(real_models) \
    X(record) \
    X(disagreements) \
    X(kv_pages) \
    X(kv_damage) \
    X(bundle)
/* clang-format on */

#endif
