/* Where a value of a field goes: see savedmodel_fields.h. Both syntaxes end here. */
#include "tensorflow/savedmodel_fields.h"

bool nnreg_savedmodel_is_full(const struct nnreg_savedmodel_builder *builder,
                              const struct nnreg_savedmodel_field *field)
{
    const unsigned char *member = builder->object[field->object];

    if (field->object == NNREG_SAVEDMODEL_OBJECT_NONE || !field->repeated)
        return false;
    return ((const struct nnreg_savedmodel_numbers *)(const void *)(member + field->offset))->count >
           NNREG_LIMIT_MODEL_VALUES;
}

/* A list of numbers: counted up to one too many. */
static void put_number(struct nnreg_savedmodel_numbers *numbers, enum nnreg_savedmodel_field_kind kind,
                       uint64_t number)
{
    if (numbers->count < NNREG_LIMIT_MODEL_VALUES)
        numbers->number[numbers->count] = kind == NNREG_SAVEDMODEL_FIELD_BOOL ? number != 0 : number;
    if (numbers->count <= NNREG_LIMIT_MODEL_VALUES)
        numbers->count++;
}

/*
 * A value goes into a member of the object in hand, whose type follows from the kind (the macros of the rows prove that it fits),
 * or to a function. Both syntaxes end here, which is what makes a model mean the same in either.
 */
void nnreg_savedmodel_put(struct nnreg_savedmodel_builder *builder,
                          const struct nnreg_savedmodel_field *field,
                          const struct nnreg_savedmodel_value *value)
{
    unsigned char *member = builder->object[field->object];

    if (field->object == NNREG_SAVEDMODEL_OBJECT_NONE) {
        if (field->take != NULL)
            field->take(builder, value);
        return;
    }
    member += field->offset;
    if (field->repeated) {
        put_number((struct nnreg_savedmodel_numbers *)(void *)member, field->kind, value->number);
        return;
    }
    switch (field->kind) {
    case NNREG_SAVEDMODEL_FIELD_TEXT:
        *(uint32_t *)(void *)member = nnreg_savedmodel_intern(builder, value);
        break;
    case NNREG_SAVEDMODEL_FIELD_INT32:
    case NNREG_SAVEDMODEL_FIELD_INT64:
        *(int64_t *)(void *)member = (int64_t)value->number;
        break;
    case NNREG_SAVEDMODEL_FIELD_ENUM:
        *(int32_t *)(void *)member = (int32_t)(uint32_t)value->number;
        break;
    case NNREG_SAVEDMODEL_FIELD_BOOL:
        *(bool *)member = value->number != 0;
        break;
    case NNREG_SAVEDMODEL_FIELD_DTYPE:
        *(uint16_t *)(void *)member =
            (uint16_t)(value->number < NNREG_DTYPE_UNNAMED ? value->number : NNREG_DTYPE_UNNAMED);
        break;
    case NNREG_SAVEDMODEL_FIELD_ABSENT:
    case NNREG_SAVEDMODEL_FIELD_SKIP:
    case NNREG_SAVEDMODEL_FIELD_UINT32:
    case NNREG_SAVEDMODEL_FIELD_UINT64:
    case NNREG_SAVEDMODEL_FIELD_FLOAT:
    case NNREG_SAVEDMODEL_FIELD_DOUBLE:
    case NNREG_SAVEDMODEL_FIELD_MESSAGE:
        break;
    }
}
