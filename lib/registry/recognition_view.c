/* The snapshots of specifications and versions as their users see them: getters and JSON. As in network_view.c. */
#include "base/sized.h"
#include "codec/json_records.h"
#include "registry/object_io.h"
#include "registry/snapshot.h"

void nnreg_spec_free(nnreg_spec *spec)
{
    nnreg_snapshot_free(spec);
}

uint64_t nnreg_spec_id(const nnreg_spec *spec)
{
    return spec->id;
}

const char *nnreg_spec_name(const nnreg_spec *spec)
{
    return spec->name;
}

const char *nnreg_spec_description(const nnreg_spec *spec)
{
    return spec->description;
}

const char *nnreg_spec_metadata(const nnreg_spec *spec)
{
    return spec->metadata;
}

uint64_t nnreg_spec_current_version_id(const nnreg_spec *spec)
{
    return spec->current_version_id;
}

const char *nnreg_spec_slug(const nnreg_spec *spec)
{
    return spec->slug;
}

int64_t nnreg_spec_create_date(const nnreg_spec *spec)
{
    return spec->create_date;
}

int64_t nnreg_spec_update_date(const nnreg_spec *spec)
{
    return spec->update_date;
}

size_t nnreg_spec_output_count(const nnreg_spec *spec)
{
    return spec->outputs.count;
}

/* The labels of an output; NULL for one of a type that a newer library knows. */
static const struct nnreg_labels *labels_of(const nnreg_spec *spec, size_t i)
{
    nnreg_snapshot_settle(spec);
    return ((const struct nnreg_output *)spec->outputs.items)[i].labels;
}

static nnreg_status view_output(const nnreg_spec *spec, size_t i, struct nnreg_output_info *output)
{
    const struct nnreg_labels *labels;

    if (spec == NULL)
        return NNREG_INVALID_ARGUMENT;
    if (i >= spec->outputs.count)
        return NNREG_NOT_FOUND;
    labels = labels_of(spec, i);
    if (labels == NULL)
        return NNREG_UNSUPPORTED;
    output->label_count = labels->labels.count;
    output->exclusive = labels->exclusive;
    output->roi = nnreg_vocab_word(&nnreg_vocab_roi, labels->roi);
    output->default_threshold = nnreg_default_threshold(labels);
    return NNREG_OK;
}

nnreg_status nnreg_spec_output(const nnreg_spec *spec, size_t i, struct nnreg_output_info *output)
{
    static const struct nnreg_sized sized_output = NNREG_SIZED(struct nnreg_output_info, label_count);
    struct nnreg_output_info told = NNREG_OUTPUT_INFO_INIT;
    nnreg_status status = nnreg_sized_check(&sized_output, output, NULL);

    if (status != NNREG_OK)
        return status;
    status = view_output(spec, i, &told);
    nnreg_sized_give(&sized_output, output, &told);
    return status;
}

nnreg_status nnreg_spec_label(const nnreg_spec *spec, size_t i, size_t k, int64_t *id, const char **name)
{
    const struct nnreg_labels *labels;
    const struct nnreg_label *label;

    if (id != NULL)
        *id = 0;
    if (name != NULL)
        *name = NULL;
    if (spec == NULL || id == NULL || name == NULL)
        return NNREG_INVALID_ARGUMENT;
    if (i >= spec->outputs.count)
        return NNREG_NOT_FOUND;
    labels = labels_of(spec, i);
    if (labels == NULL)
        return NNREG_UNSUPPORTED;
    if (k >= labels->labels.count)
        return NNREG_NOT_FOUND;
    label = (const struct nnreg_label *)labels->labels.items + k;
    *id = label->id;
    *name = label->name;
    return NNREG_OK;
}

nnreg_status nnreg_spec_json(char **text, const nnreg_spec *spec)
{
    return nnreg_object_json(text, spec, NNREG_OBJECT_SPEC);
}

/* --------------------------------------------------------------------------------------------- versions -- */

void nnreg_version_free(nnreg_version *version)
{
    nnreg_snapshot_free(version);
}

uint64_t nnreg_version_id(const nnreg_version *version)
{
    return version->id;
}

uint64_t nnreg_version_spec_id(const nnreg_version *version)
{
    return version->spec_id;
}

uint64_t nnreg_version_network_id(const nnreg_version *version)
{
    return version->network_id;
}

const char *nnreg_version_spec_name(const nnreg_version *version)
{
    return version->spec_name;
}

const char *nnreg_version_network_name(const nnreg_version *version)
{
    return version->network_name;
}

int64_t nnreg_version_create_date(const nnreg_version *version)
{
    return version->create_date;
}

int64_t nnreg_version_update_date(const nnreg_version *version)
{
    return version->update_date;
}

size_t nnreg_version_postprocessing_count(const nnreg_version *version)
{
    return version->post_processings.count;
}

static void view_thresholds(struct nnreg_postprocessing_info *info, const struct nnreg_array *thresholds)
{
    info->thresholds = thresholds->items;
    info->threshold_count = thresholds->count;
}

static nnreg_status view_detection(struct nnreg_postprocessing_info *info,
                                   const struct nnreg_detection *detection)
{
    view_thresholds(info, &detection->thresholds);
    info->nms_threshold = detection->nms_threshold;
    info->discard_threshold = detection->discard_threshold;
    info->normalize_wrt_tensor = detection->normalize_wrt_tensor;
    if (detection->anchored_output != NULL) {
        info->kind = NNREG_DETECTION_ANCHORED;
        info->anchors_tensor = detection->anchored_output->anchors_tensor;
        info->offsets_tensor = detection->anchored_output->offsets_tensor;
        info->scores_tensor = detection->anchored_output->scores_tensor;
    } else if (detection->direct_output != NULL) {
        info->kind = NNREG_DETECTION_DIRECT;
        info->boxes_tensor = detection->direct_output->boxes_tensor;
        info->scores_tensor = detection->direct_output->scores_tensor;
        info->classes_tensor = detection->direct_output->classes_tensor;
    } else if (detection->yolo_output != NULL) {
        info->kind = NNREG_DETECTION_YOLO;
        info->output_tensor = detection->yolo_output->output_tensor;
        info->anchors = detection->yolo_output->anchors.items;
        info->anchor_count = detection->yolo_output->anchors.count;
    } else {
        return NNREG_UNSUPPORTED;
    }
    return NNREG_OK;
}

static nnreg_status view_postprocessing(const nnreg_version *version, size_t i,
                                        struct nnreg_postprocessing_info *info)
{
    const struct nnreg_output_processing *processing;

    if (version == NULL)
        return NNREG_INVALID_ARGUMENT;
    if (i >= version->post_processings.count)
        return NNREG_NOT_FOUND;
    nnreg_snapshot_settle(version);
    processing = (const struct nnreg_output_processing *)version->post_processings.items + i;
    if (processing->detection != NULL)
        return view_detection(info, processing->detection);
    if (processing->classification == NULL)
        return NNREG_UNSUPPORTED;
    info->kind = NNREG_CLASSIFICATION;
    info->output_tensor = processing->classification->output_tensor;
    view_thresholds(info, &processing->classification->thresholds);
    return NNREG_OK;
}

nnreg_status nnreg_version_postprocessing(const nnreg_version *version, size_t i,
                                          struct nnreg_postprocessing_info *info)
{
    static const struct nnreg_sized sized_info = NNREG_SIZED(struct nnreg_postprocessing_info, kind);
    struct nnreg_postprocessing_info told = NNREG_POSTPROCESSING_INFO_INIT;
    nnreg_status status = nnreg_sized_check(&sized_info, info, NULL);

    if (status != NNREG_OK)
        return status;
    status = view_postprocessing(version, i, &told);
    nnreg_sized_give(&sized_info, info, &told);
    return status;
}

nnreg_status nnreg_version_json(char **text, const nnreg_version *version)
{
    return nnreg_object_json(text, version, NNREG_OBJECT_VERSION);
}
