/*
 * Recognition as plain records: a specification says what outputs mean, a version attaches a network to it. What the
 * members mean is in doc/DOMAIN.md. A record is zeroed before use and cleared with nnreg_record_clear and its table.
 */
#ifndef NNREG_RECORDS_RECOGNITION_H
#define NNREG_RECORDS_RECOGNITION_H

#include "records/fields.h"
#include "nnreg.h"

struct nnreg_label {
    struct nnreg_unknown unknown;
    int64_t id;
    char *name;
};

struct nnreg_labels {
    struct nnreg_unknown unknown;
    struct nnreg_array labels; /* struct nnreg_label */
    bool exclusive;
    int roi;
};

struct nnreg_output {
    struct nnreg_unknown unknown;
    struct nnreg_labels *labels; /* the one output type there is */
};

struct nnreg_spec {
    struct nnreg_unknown unknown;
    uint64_t id;
    char *name;
    char *description;
    char *metadata;
    struct nnreg_array outputs; /* struct nnreg_output */
    uint64_t current_version_id;
    int64_t create_date;
    int64_t update_date;
    char *slug;            /* "" while it is private */
    bool outputs_left_out; /* the snapshot comes from a list that was not asked for them */
};

struct nnreg_classification {
    struct nnreg_unknown unknown;
    char *output_tensor;
    struct nnreg_array thresholds; /* double */
};

struct nnreg_anchored_output {
    struct nnreg_unknown unknown;
    char *anchors_tensor;
    char *offsets_tensor;
    char *scores_tensor;
};

struct nnreg_direct_output {
    struct nnreg_unknown unknown;
    char *boxes_tensor;
    char *scores_tensor;
    char *classes_tensor;
};

struct nnreg_yolo_output {
    struct nnreg_unknown unknown;
    char *output_tensor;
    struct nnreg_array anchors; /* double */
};

struct nnreg_detection {
    struct nnreg_unknown unknown;
    struct nnreg_anchored_output *anchored_output; /* exactly one of the three */
    struct nnreg_direct_output *direct_output;
    struct nnreg_yolo_output *yolo_output;
    struct nnreg_array thresholds; /* double */
    double nms_threshold;
    double discard_threshold;
    char *normalize_wrt_tensor;
};

struct nnreg_output_processing {
    struct nnreg_unknown unknown;
    struct nnreg_classification *classification; /* exactly one of the two */
    struct nnreg_detection *detection;
};

struct nnreg_version {
    struct nnreg_unknown unknown;
    uint64_t id;
    uint64_t spec_id;
    uint64_t network_id;
    struct nnreg_array post_processings; /* struct nnreg_output_processing */
    char *spec_name;                     /* filled in when it is read: always current */
    char *network_name;
    int64_t create_date;
    int64_t update_date;
};

/* From which score on each label holds where a version does not say it. */
double nnreg_default_threshold(const struct nnreg_labels *labels);

extern const struct nnreg_table nnreg_spec_table;
extern const struct nnreg_table nnreg_version_table;
extern const struct nnreg_table nnreg_labels_table;
extern const struct nnreg_table nnreg_output_processing_table;
extern const struct nnreg_table nnreg_detection_table;
extern const struct nnreg_table nnreg_anchored_output_table;
extern const struct nnreg_table nnreg_direct_output_table;
extern const struct nnreg_table nnreg_label_table;

#endif
