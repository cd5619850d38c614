/* The tables of recognition specifications and versions. */
#include "records/recognition.h"

#include "records/rows.h"
#include "records/vocab.h"

/* A tensor that may be named, but need not be: "" is none. */
#define TENSOR_OR_NONE                                                                              \
    .presence = NNREG_OPTIONAL, .initial = "\"\"", .formats = {NNREG_STRING_FORMAT_TENSOR_OR_NONE}, \
    .most = NNREG_LIMIT_TENSOR_NAME, .most_bytes = true
#define FROM_0_TO_1 .bounds = NNREG_BOUNDS_BETWEEN, .low = 0, .high = 1
#define THRESHOLDS(record)                                                                                  \
    NUMBERS(record, thresholds), .presence = NNREG_OPTIONAL, .most = NNREG_LIMIT_LABELS, FROM_0_TO_1,       \
                                 .doc = "one for each label, in the order of the labels: from which score " \
                                        "on it holds; left out, 0.025 each for "                            \
                                        "exclusive labels, 0.5 for others, 0.8 with BBOX"

/* clang-format off */
static const struct nnreg_field label_fields[] = {
    {.key = "id", .number = 1, INTEGER(nnreg_label, id), .unique = true,
     .doc = "the label's number, unique within the output"},
    {.key = "name", .number = 2, STRING(nnreg_label, name), .formats = {NNREG_STRING_FORMAT_LINE}, .least = 1,
     .most = NNREG_LIMIT_LABEL_NAME,
     .doc = "what it is called"},
};
const struct nnreg_table nnreg_label_table = TABLE(label, "one label", label_fields);

static const struct nnreg_field labels_fields[] = {
    {.key = "labels", .number = 1, ARRAY(nnreg_labels, labels, label), .least = 1, .most = NNREG_LIMIT_LABELS,
     .doc = "the labels, in the order of the network's scores"},
    {.key = "exclusive", .number = 2, BOOL(nnreg_labels, exclusive),
     .doc = "whether exactly one label holds"},
    {.key = "roi", .number = 3, ENUM(nnreg_labels, roi, roi),
     .doc = "region of interest: NONE, the whole image; BBOX, a bounding box for each label"},
};
const struct nnreg_table nnreg_labels_table = TABLE(labels, "an output that gives labels", labels_fields);

static const struct nnreg_field output_types[] = {
    {.key = "labels", .number = 1, OBJECT(nnreg_output, labels, labels), .doc = "the output gives labels"},
};
static const struct nnreg_table output_types_table = {
    .name = "output type", .fields = output_types, .count = sizeof output_types / sizeof *output_types};

static const struct nnreg_field output_fields[] = {
    {.kind = NNREG_KIND_ONE_OF, .child = &output_types_table},
};
static const struct nnreg_table nnreg_output_table =
    TABLE_AROUND(output, "what one output means", output_fields, labels);

static const struct nnreg_field spec_fields[] = {
    {.key = "id", .number = 1, ID(nnreg_spec, id), .presence = NNREG_ASSIGNED,
     .mutability = NNREG_NEVER_GIVEN,
     .doc = "assigned in order, never reused"},
    {.key = "name", .number = 2, STRING(nnreg_spec, name), .mutability = NNREG_MUTABLE,
     .formats = {NNREG_STRING_FORMAT_LINE}, .least = 1, .most = NNREG_LIMIT_NAME,
     .doc = "short name"},
    {.key = "description", .number = 3, STRING(nnreg_spec, description), .presence = NNREG_OPTIONAL,
     .mutability = NNREG_MUTABLE, .initial = "\"\"", .most = NNREG_LIMIT_DESCRIPTION, .most_bytes = true,
     .doc = "longer text"},
    {.key = "metadata", .number = 4, JSON(nnreg_spec, metadata), .presence = NNREG_OPTIONAL,
     .mutability = NNREG_MUTABLE, .initial = "{}", .most = NNREG_LIMIT_METADATA,
     .doc = "any JSON object, given back as it was written"},
    {.key = "outputs", .number = 5, ARRAY(nnreg_spec, outputs, output), .least = 1,
     .most = NNREG_LIMIT_OUTPUTS,
     .doc = "what is recognised, in order"},
    {.key = "current_version_id", .number = 6, REFERENCE(nnreg_spec, current_version_id),
     .presence = NNREG_ASSIGNED, .mutability = NNREG_MUTABLE,
     .doc = "the version that is used, or null; the first one attached becomes it"},
    {.key = "create_date", .number = 7, TIME(nnreg_spec, create_date), .presence = NNREG_ASSIGNED,
     .mutability = NNREG_NEVER_GIVEN,
     .doc = "when it was made"},
    {.key = "update_date", .number = 8, TIME(nnreg_spec, update_date), .presence = NNREG_ASSIGNED,
     .mutability = NNREG_NEVER_GIVEN,
     .doc = "when it was last changed; never goes backwards"},
    {.key = "slug", .number = 9, STRING(nnreg_spec, slug), .presence = NNREG_ASSIGNED,
     .mutability = NNREG_PUBLISHED, .initial = "\"\"", .formats = {NNREG_STRING_FORMAT_SLUG}, .least = 1,
     .most = NNREG_LIMIT_SLUG, .empty_is_null = true,
     .doc = "the slug under which it is public; \"\", in JSON null, is private"},
};
const struct nnreg_table nnreg_spec_table = TABLE(spec, "a recognition specification", spec_fields);

static const struct nnreg_field classification_fields[] = {
    {.key = "output_tensor", .number = 1, STRING(nnreg_classification, output_tensor), TENSOR,
     .doc = "the scores, one for each label"},
    {.key = "thresholds", .number = 2, THRESHOLDS(nnreg_classification)},
};
static const struct nnreg_table nnreg_classification_table =
    TABLE(classification, "labels of the whole image, for roi NONE", classification_fields);

static const struct nnreg_field anchored_output_fields[] = {
    {.key = "anchors_tensor", .number = 1, STRING(nnreg_anchored_output, anchors_tensor), TENSOR,
     .doc = "the anchors, N x 5"},
    {.key = "offsets_tensor", .number = 2, STRING(nnreg_anchored_output, offsets_tensor), TENSOR,
     .doc = "the boxes of each label as offsets from the anchors, N x (L+1) x 4"},
    {.key = "scores_tensor", .number = 3, STRING(nnreg_anchored_output, scores_tensor), TENSOR,
     .doc = "the scores of each anchor, N x (L+1): L labels and the background"},
};
const struct nnreg_table nnreg_anchored_output_table =
    TABLE(anchored_output, "boxes given as offsets from anchors", anchored_output_fields);

static const struct nnreg_field direct_output_fields[] = {
    {.key = "boxes_tensor", .number = 1, STRING(nnreg_direct_output, boxes_tensor), TENSOR,
     .doc = "the boxes, N x L x 4, or N x 4 with one label each"},
    {.key = "scores_tensor", .number = 2, STRING(nnreg_direct_output, scores_tensor), TENSOR,
     .doc = "the score of each box: N x L, or N"},
    {.key = "classes_tensor", .number = 3, STRING(nnreg_direct_output, classes_tensor), TENSOR,
     .doc = "the label of each box: N x L, or N"},
};
const struct nnreg_table nnreg_direct_output_table =
    TABLE(direct_output, "boxes, scores and classes as they are", direct_output_fields);

static const struct nnreg_field yolo_output_fields[] = {
    {.key = "output_tensor", .number = 1, STRING(nnreg_yolo_output, output_tensor), TENSOR,
     .doc = "the grid of predictions, each anchor's 5 + L channels in a row"},
    {.key = "anchors", .number = 2, NUMBERS(nnreg_yolo_output, anchors), .least = 1, .most = NNREG_LIMIT_LIST,
     .doc = "width and height of each anchor, in the order of the network"},
};
static const struct nnreg_table nnreg_yolo_output_table =
    TABLE(yolo_output, "the output of a YOLO network", yolo_output_fields);

/* Rows of a ONE_OF are members of the same record, and so take their numbers out of the same ones: detection goes on with 4. */
static const struct nnreg_field detection_types[] = {
    {.key = "anchored_output", .number = 1, OBJECT(nnreg_detection, anchored_output, anchored_output),
     .doc = "boxes given as offsets from anchors"},
    {.key = "direct_output", .number = 2, OBJECT(nnreg_detection, direct_output, direct_output),
     .doc = "boxes, scores and classes as they are"},
    {.key = "yolo_output", .number = 3, OBJECT(nnreg_detection, yolo_output, yolo_output),
     .doc = "the output of a YOLO network"},
};
static const struct nnreg_table detection_types_table = {.name = "detection type",
                                                         .fields = detection_types,
                                                         .count = sizeof detection_types /
                                                                  sizeof *detection_types};

static const struct nnreg_field detection_fields[] = {
    {.kind = NNREG_KIND_ONE_OF, .child = &detection_types_table},
    {.key = "thresholds", .number = 4, THRESHOLDS(nnreg_detection)},
    {.key = "nms_threshold", .number = 5, NUMBER(nnreg_detection, nms_threshold), FROM_0_TO_1,
     .doc = "non-maximum suppression: the Jaccard index from which on two boxes are one"},
    {.key = "discard_threshold", .number = 6, NUMBER(nnreg_detection, discard_threshold),
     .presence = NNREG_OPTIONAL, .initial = "0", FROM_0_TO_1,
     .doc = "boxes with a lower score are discarded first; 0: none are"},
    {.key = "normalize_wrt_tensor", .number = 7, STRING(nnreg_detection, normalize_wrt_tensor),
     TENSOR_OR_NONE,
     .doc = "the tensor by whose size boxes are normalised, an output or an input; \"\" is none"},
};
const struct nnreg_table nnreg_detection_table =
    TABLE(detection, "labels with bounding boxes, for roi BBOX", detection_fields);

static const struct nnreg_field processing_types[] = {
    {.key = "classification", .number = 1, OBJECT(nnreg_output_processing, classification, classification),
     .doc = "for an output with roi NONE"},
    {.key = "detection", .number = 2, OBJECT(nnreg_output_processing, detection, detection),
     .doc = "for an output with roi BBOX"},
};
static const struct nnreg_table processing_types_table = {
    .name = "output processing type",
    .fields = processing_types,
    .count = sizeof processing_types / sizeof *processing_types,
};

static const struct nnreg_field output_processing_fields[] = {
    {.kind = NNREG_KIND_ONE_OF, .child = &processing_types_table},
};
const struct nnreg_table nnreg_output_processing_table =
    TABLE_AROUND(output_processing, "how one output of the spec is made of tensors", output_processing_fields,
                 detection);

static const struct nnreg_field recognition_fields[] = {
    {.key = "id", .number = 1, ID(nnreg_version, id), .presence = NNREG_ASSIGNED,
     .mutability = NNREG_NEVER_GIVEN,
     .doc = "assigned in order, never reused"},
    {.key = "spec_id", .number = 2, ID(nnreg_version, spec_id), .logged = true,
     .doc = "the recognition specification"},
    {.key = "network_id", .number = 3, ID(nnreg_version, network_id), .logged = true,
     .doc = "the network"},
    {.key = "post_processings", .number = 4, ARRAY(nnreg_version, post_processings, output_processing),
     .least = 1, .most = NNREG_LIMIT_OUTPUTS,
     .doc = "one for each output of the spec, in its order"},
    {.key = "spec_name", STRING(nnreg_version, spec_name), .presence = NNREG_ASSIGNED,
     .mutability = NNREG_NEVER_GIVEN,
     .doc = "the present name of the specification"},
    {.key = "network_name", STRING(nnreg_version, network_name), .presence = NNREG_ASSIGNED,
     .mutability = NNREG_NEVER_GIVEN,
     .doc = "the present name of the network"},
    {.key = "create_date", .number = 5, TIME(nnreg_version, create_date), .presence = NNREG_ASSIGNED,
     .mutability = NNREG_NEVER_GIVEN,
     .doc = "when it was attached"},
    {.key = "update_date", .number = 6, TIME(nnreg_version, update_date), .presence = NNREG_ASSIGNED,
     .mutability = NNREG_NEVER_GIVEN,
     .doc = "when it was last changed"},
};
/* clang-format on */
const struct nnreg_table nnreg_version_table = {
    .name = "version",
    .doc = "a network attached to a recognition specification",
    .size = sizeof(struct nnreg_version),
    .fields = recognition_fields,
    .count = sizeof recognition_fields / sizeof *recognition_fields,
};

double nnreg_default_threshold(const struct nnreg_labels *labels)
{
    if (labels->roi == NNREG_ROI_BBOX)
        return 0.8;
    return labels->exclusive ? 0.025 : 0.5;
}
