/*
 * The keys of the fields that the command names, in the library's JSON and in its own output, which calls a thing by the same
 * word. The library knows them by its tables; tests/meta/key_literals.sh holds these against the tables, and finds a key
 * that is spelt out anywhere else.
 */
#ifndef NNREG_TOOLS_FIELD_KEYS_H
#define NNREG_TOOLS_FIELD_KEYS_H

#define KEY_ANCHORED_OUTPUT      "anchored_output"
#define KEY_ANCHORS_TENSOR       "anchors_tensor"
#define KEY_AUTHORS              "authors"
#define KEY_BOXES_TENSOR         "boxes_tensor"
#define KEY_CLASSES_TENSOR       "classes_tensor"
#define KEY_CLASSIFICATION       "classification"
#define KEY_CURRENT_VERSION_ID   "current_version_id"
#define KEY_DESCRIPTION          "description"
#define KEY_DETECTION            "detection"
#define KEY_DIGEST               "digest"
#define KEY_DIRECT_OUTPUT        "direct_output"
#define KEY_DISCARD_THRESHOLD    "discard_threshold"
#define KEY_ERROR                "error"
#define KEY_FIELD                "field"
#define KEY_FILES                "files"
#define KEY_FOUND                "found"
#define KEY_FRAMEWORK            "framework"
#define KEY_HASH                 "hash"
#define KEY_ID                   "id"
#define KEY_LICENSE              "license"
#define KEY_METADATA             "metadata"
#define KEY_NAME                 "name"
#define KEY_NETWORK_ID           "network_id"
#define KEY_NETWORKS             "networks"
#define KEY_NEW                  "new"
#define KEY_NMS_THRESHOLD        "nms_threshold"
#define KEY_NORMALIZE_WRT_TENSOR "normalize_wrt_tensor"
#define KEY_OBJECT               "object"
#define KEY_OFFSETS_TENSOR       "offsets_tensor"
#define KEY_OLD                  "old"
#define KEY_OUTPUT_TENSOR        "output_tensor"
#define KEY_POSTPROCESSINGS      "postprocessings"
#define KEY_SCORES_TENSOR        "scores_tensor"
#define KEY_SHA256               "sha256"
#define KEY_SIZE                 "size"
#define KEY_SLUG                 "slug"
#define KEY_SOURCE               "source"
#define KEY_SPECS                "specs"
#define KEY_SPEC_ID              "spec_id"
#define KEY_STATUS               "status"
#define KEY_THRESHOLDS           "thresholds"
#define KEY_UPDATE_DATE          "update_date"
#define KEY_VERSIONS             "versions"
#define KEY_YOLO_OUTPUT          "yolo_output"

#endif
