/*
 * Network and what it is made of, as plain records: doc/DOMAIN.md says what the members mean. A record is zeroed
 * before use and cleared with nnreg_record_clear and its table.
 */
#ifndef NNREG_RECORDS_NETWORK_H
#define NNREG_RECORDS_NETWORK_H

#include "records/fields.h"
#include "nnreg.h"

struct nnreg_image {
    struct nnreg_unknown unknown;
    int dimension_order;
    int resize_type;
    char *target_size; /* as it was written; nnreg_target_size reads it */
    int color_channels;
    double pixel_scaling;
    char *mean_file; /* "" for none */
    int data_type;
};

struct nnreg_input {
    struct nnreg_unknown unknown;
    char *tensor_name;
    char *signature_key;       /* of the tensor; NULL: absent */
    struct nnreg_image *image; /* the one input type there is */
};

struct nnreg_preprocessing {
    struct nnreg_unknown unknown;
    struct nnreg_array inputs; /* struct nnreg_input */
    bool batched_output;
};

struct nnreg_tensors_output {
    struct nnreg_unknown unknown;
    struct nnreg_array tensors; /* char * */
    struct nnreg_array
        signature_keys; /* char *, one for each tensor, "" for none; absent where none has one */
};

struct nnreg_standard_output {
    struct nnreg_unknown unknown;
    char *boxes_tensor;
    char *scores_tensor;
    char *boxes_signature_key; /* NULL: absent, as the other */
    char *scores_signature_key;
};

struct nnreg_postprocessing {
    struct nnreg_unknown unknown;
    struct nnreg_tensors_output *tensors_output; /* exactly one of the two */
    struct nnreg_standard_output *standard_output;
};

struct nnreg_file {
    struct nnreg_unknown unknown;
    char *name;
    uint64_t size;
    nnreg_digest sha256;
};

struct nnreg_network {
    struct nnreg_unknown unknown;
    uint64_t id;
    char *name;
    char *description;
    char *metadata;
    char *license; /* NULL: absent, as the two that follow */
    char *source;
    struct nnreg_array authors; /* char * */
    int framework;
    struct nnreg_preprocessing *preprocessing;
    struct nnreg_array postprocessings; /* struct nnreg_postprocessing */
    struct nnreg_array files;           /* struct nnreg_file, sorted by name */
    nnreg_digest digest;                /* of all files; computed when it is read */
    uint64_t task_id;
    int64_t create_date;
    int64_t update_date;
    char *slug; /* "" while it is private */
};

extern const struct nnreg_table nnreg_network_table;
extern const struct nnreg_table nnreg_image_table;
extern const struct nnreg_table nnreg_input_table;
extern const struct nnreg_table nnreg_preprocessing_table;
extern const struct nnreg_table nnreg_tensors_output_table;
extern const struct nnreg_table nnreg_standard_output_table;
extern const struct nnreg_table nnreg_postprocessing_table;
extern const struct nnreg_table nnreg_file_table;

/*
 * Reads a target size: "WxH" (*sides 2) or "N" (*sides 1, both are N). False when it is neither: decimal without sign,
 * spaces or leading zeros, each 1 to 65535.
 */
bool nnreg_target_size(uint32_t *width, uint32_t *height, int *sides, const char *text);

/* A tensor that a network declares as an output. `role` is the key that names it: of a tensors_output "tensors". */
struct nnreg_declared_output {
    char *const *name;
    const char *role;
    size_t entry, index; /* of the postprocessings, and in it */
};

/* The next one, in the order of the description; the first of one that is zeroed. False behind the last. */
bool nnreg_declared_output_next(struct nnreg_declared_output *output, const struct nnreg_network *network);

/* How many channels the colors of an image have; -1 when they are not known. */
int nnreg_image_channels(const struct nnreg_image *image);

#endif
