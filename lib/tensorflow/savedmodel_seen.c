/* Attributes that the file had before: see savedmodel_seen.h. */
#include "tensorflow/savedmodel_seen.h"

#include "base/words.h"

#define PLACE_FACTOR UINT64_C(0x9e3779b97f4a7c15)

/* Which place bytes fall to: by their number, their first and their last ones. */
static struct nnreg_savedmodel_seen *seen_place(const struct nnreg_savedmodel_builder *builder,
                                                const unsigned char *bytes, size_t size)
{
    uint64_t mixed = size;

    if (size < 8)
        mixed ^= nnreg_words_short(bytes, size);
    else
        mixed ^= nnreg_words_at(bytes) * PLACE_FACTOR ^ nnreg_words_at(bytes + size - 8);
    return &builder->seen[mixed * PLACE_FACTOR >> (64 - NNREG_SAVEDMODEL_SEEN_BITS)];
}

bool nnreg_savedmodel_recall(struct nnreg_savedmodel_builder *builder, const unsigned char *bytes,
                             size_t size)
{
    struct nnreg_savedmodel_node *node = builder->object[NNREG_SAVEDMODEL_OBJECT_NODE];
    const struct nnreg_savedmodel_seen *seen;
    struct nnreg_savedmodel_attr *attr;

    if (size == 0 || size > NNREG_SAVEDMODEL_SEEN_BYTES)
        return false;
    seen = seen_place(builder, bytes, size);
    if (seen->size != size || !nnreg_words_same(seen->bytes, bytes, size) ||
        node->attrs == NNREG_LIMIT_MODEL_NODE_ATTRS)
        return false;
    if (!seen->is_kept)
        return true;
    attr = nnreg_savedmodel_add(builder, &builder->model->attrs);
    if (attr != NULL) {
        *attr = seen->attr;
        node->attrs++;
    }
    return true;
}

/* What a constant or a text that is not known says of its node, or functions inside another, is more than one attribute. */
void nnreg_savedmodel_note_seen(struct nnreg_savedmodel_builder *builder, const unsigned char *bytes,
                                size_t size, uint32_t attrs)
{
    const struct nnreg_savedmodel_draft *draft = &builder->draft;
    uint32_t added = builder->model->attrs.count - attrs;
    struct nnreg_savedmodel_seen *seen;

    if (size == 0 || size > NNREG_SAVEDMODEL_SEEN_BYTES || added > 1 || draft->text_unknown ||
        draft->key == builder->key_value)
        return;
    seen = seen_place(builder, bytes, size);
    seen->size = (uint8_t)size;
    seen->is_kept = added == 1;
    if (seen->is_kept)
        seen->attr = *nnreg_savedmodel_attr_at(builder->model, attrs);
    memcpy(seen->bytes, bytes, size);
}
