/* The tensors that a version names: see recognition_walk.h. */
#include "judge/recognition_walk.h"

struct version_walk {
    const struct nnreg_tensor_syntax *syntax;
    nnreg_visit_version_tensor *visit;
    void *context;
    bool enough;
};

static void walk_tensors(struct version_walk *walk, const struct nnreg_table *table, const void *record);

static void walk_tensor_name(struct version_walk *walk, const struct nnreg_field *field, char *const *member)
{
    struct nnreg_tensor_fault fault;
    const char *name = *member;
    size_t length = name != NULL ? strlen(name) : 0;

    if (length > 0 && length <= NNREG_LIMIT_TENSOR_NAME && !nnreg_tensor_is_wrong(walk->syntax, &fault, name))
        walk->enough = !walk->visit(walk->context, field, member);
}

static void walk_tensor_array(struct version_walk *walk, const struct nnreg_field *field,
                              const struct nnreg_array *array)
{
    size_t i;

    for (i = 0; i < array->count; i++)
        walk_tensors(walk, field->child, (const char *)array->items + i * field->child->size);
}

static void walk_tensor_member(struct version_walk *walk, const struct nnreg_field *field, const void *record)
{
    const void *member = nnreg_member(record, field);

    if (field->kind == NNREG_KIND_OBJECT && nnreg_member_object(member) != NULL)
        walk_tensors(walk, field->child, nnreg_member_object(member));
    else if (field->kind == NNREG_KIND_ARRAY)
        walk_tensor_array(walk, field, member);
    else if (field->kind == NNREG_KIND_STRING &&
             (nnreg_has_format(field, NNREG_STRING_FORMAT_TENSOR) ||
              nnreg_has_format(field, NNREG_STRING_FORMAT_TENSOR_OR_NONE)))
        walk_tensor_name(walk, field, member);
}

/* As deep as the tables are, whatever is in the record. */
static void walk_tensors(struct version_walk *walk, const struct nnreg_table *table, const void *record)
{
    size_t i;

    for (i = 0; i < table->count && !walk->enough; i++) {
        const struct nnreg_field *field = &table->fields[i];

        if (field->kind == NNREG_KIND_ONE_OF)
            walk_tensors(walk, field->child, record);
        else
            walk_tensor_member(walk, field, record);
    }
}

void nnreg_each_version_tensor(const struct nnreg_tensor_syntax *syntax, const struct nnreg_version *version,
                               nnreg_visit_version_tensor *visit, void *context)
{
    struct version_walk walk = {syntax, visit, context, false};

    walk_tensors(&walk, &nnreg_version_table, version);
}
