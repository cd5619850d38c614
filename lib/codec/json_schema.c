/*
 * Tables into JSON Schema: see json_schema.h. What makes an object, what comes back of it and what changes it are forms of one table:
 * they differ in which fields there are, which of them always are, and in what is told to who writes.
 */
#include "codec/json_schema.h"

#include <string.h>

#include "codec/json_schema_parts.h"

/* What is the same all through one schema. */
struct schema_form {
    struct nnreg_json_writer *writer;
    const char *names; /* of tensors */
    enum nnreg_schema_of of;
    const struct nnreg_field *without; /* a field that is not always shown; or NULL */
};

/* Whether the field is one of the schema. What only a setting of the registry lets change is one of an update's. */
static bool is_in_form(const struct schema_form *form, const struct nnreg_field *field)
{
    switch (form->of) {
    case NNREG_SCHEMA_OF_DESCRIPTION:
        return field->presence == NNREG_REQUIRED || field->presence == NNREG_OPTIONAL;
    case NNREG_SCHEMA_OF_UPDATE:
        return field->mutability == NNREG_MUTABLE || field->mutability == NNREG_MUTABLE_BY_SETTING;
    case NNREG_SCHEMA_OF_OBJECT:
        break;
    }
    return true;
}

/* Whether it is always there. What is left out when an object is made has its initial value when it comes back. */
static bool is_always_there(const struct schema_form *form, const struct nnreg_field *field)
{
    if (form->of != NNREG_SCHEMA_OF_OBJECT)
        return form->of == NNREG_SCHEMA_OF_DESCRIPTION && field->presence == NNREG_REQUIRED;
    return field->kind == NNREG_KIND_VALUE || /* absent, it is null */
           (field != form->without && !nnreg_may_be_absent(field));
}

/* The keywords of the value, which may be null instead of "". */
static void put_value_rules(const struct schema_form *form, const struct nnreg_field *field)
{
    struct nnreg_json_writer *writer = form->writer;

    if (!field->empty_is_null) {
        nnreg_kind_codecs[field->kind].schema(writer, field, form->names);
        return;
    }
    nnreg_json_put_key(writer, "anyOf");
    nnreg_json_open_array(writer);
    nnreg_json_open_object(writer);
    nnreg_kind_codecs[field->kind].schema(writer, field, form->names);
    nnreg_json_close_object(writer);
    nnreg_schema_null(writer);
    nnreg_json_close_array(writer);
}

static void put_flag(struct nnreg_json_writer *writer, const char *key)
{
    nnreg_json_put_key(writer, key);
    nnreg_json_put_bool(writer, true);
}

static void put_property(const struct schema_form *form, const struct nnreg_field *field)
{
    struct nnreg_json_writer *writer = form->writer;

    nnreg_json_put_key(writer, field->key);
    nnreg_json_open_object(writer);
    nnreg_schema_pair(writer, "description", field->doc);
    put_value_rules(form, field);
    if (form->of == NNREG_SCHEMA_OF_OBJECT && field->presence == NNREG_ASSIGNED)
        put_flag(writer, "readOnly");
    if (form->of == NNREG_SCHEMA_OF_DESCRIPTION && field->initial != NULL) {
        nnreg_json_put_key(writer, "default");
        nnreg_json_put_raw(writer, field->initial, strlen(field->initial));
    }
    if (field->deprecated != NULL && field->deprecated_when == NULL)
        put_flag(writer, "deprecated");
    nnreg_json_close_object(writer);
}

static void put_properties(const struct schema_form *form, const struct nnreg_table *table)
{
    size_t i;

    for (i = 0; i < table->count; i++) {
        if (table->fields[i].kind == NNREG_KIND_ONE_OF)
            put_properties(form, table->fields[i].child);
        else if (is_in_form(form, &table->fields[i]))
            put_property(form, &table->fields[i]);
    }
}

static void put_required(const struct schema_form *form, const struct nnreg_table *table)
{
    size_t i;

    nnreg_json_put_key(form->writer, "required");
    nnreg_json_open_array(form->writer);
    for (i = 0; i < table->count; i++)
        if (table->fields[i].kind != NNREG_KIND_ONE_OF && is_always_there(form, &table->fields[i]))
            nnreg_json_put_string(form->writer, table->fields[i].key);
    nnreg_json_close_array(form->writer);
}

/* Exactly one of the keys: each alternative requires one of them, and oneOf lets only one be met. */
static void put_one_of(struct nnreg_json_writer *writer, const struct nnreg_table *variants)
{
    size_t i;

    nnreg_json_put_key(writer, "oneOf");
    nnreg_json_open_array(writer);
    for (i = 0; i < variants->count; i++) {
        nnreg_json_open_object(writer);
        nnreg_json_put_key(writer, "required");
        nnreg_json_open_array(writer);
        nnreg_json_put_string(writer, variants->fields[i].key);
        nnreg_json_close_array(writer);
        nnreg_json_close_object(writer);
    }
    nnreg_json_close_array(writer);
}

/* "properties": {key: {keyword: text}} */
static void put_condition(struct nnreg_json_writer *writer, const char *where, const char *key,
                          const char *keyword, const char *text)
{
    nnreg_json_put_key(writer, where);
    nnreg_json_open_object(writer);
    nnreg_json_put_key(writer, "properties");
    nnreg_json_open_object(writer);
    nnreg_json_put_key(writer, key);
    nnreg_json_open_object(writer);
    nnreg_schema_pair(writer, keyword, text);
    nnreg_json_close_object(writer);
    nnreg_json_close_object(writer);
    nnreg_json_close_object(writer);
}

static void put_selected_form(struct nnreg_json_writer *writer, const struct nnreg_field *field)
{
    put_condition(writer, "if", field->selector.key, "const", field->selector.word);
    put_condition(writer, "then", field->key, "pattern", nnreg_schema_one_side);
    put_condition(writer, "else", field->key, "pattern", nnreg_schema_two_sides);
}

/*
 * What is made or changed has no other fields, as it would be refused. One that comes back may have more in a later version,
 * which a reader passes over.
 */
static void put_table(const struct schema_form *form, const struct nnreg_table *table)
{
    struct nnreg_json_writer *writer = form->writer;
    size_t i;

    nnreg_schema_pair(writer, "description", table->doc);
    nnreg_schema_pair(writer, "type", "object");
    nnreg_json_put_key(writer, "properties");
    nnreg_json_open_object(writer);
    put_properties(form, table);
    nnreg_json_close_object(writer);
    put_required(form, table);
    for (i = 0; i < table->count; i++) {
        if (table->fields[i].kind == NNREG_KIND_ONE_OF)
            put_one_of(writer, table->fields[i].child);
        else if (table->fields[i].selector.key != NULL)
            put_selected_form(writer, &table->fields[i]);
    }
    if (form->of == NNREG_SCHEMA_OF_OBJECT)
        return;
    nnreg_json_put_key(writer, "additionalProperties");
    nnreg_json_put_bool(writer, false);
}

static void put_definition(const struct schema_form *form, const struct nnreg_table *table)
{
    nnreg_json_put_key(form->writer, table->name);
    nnreg_json_open_object(form->writer);
    put_table(form, table);
    nnreg_json_close_object(form->writer);
}

/* Each child table is used in one place only, so walking the tables meets each once. */
static void put_definitions(const struct schema_form *form, const struct nnreg_table *table)
{
    size_t i;

    for (i = 0; i < table->count; i++) {
        const struct nnreg_field *field = &table->fields[i];

        if (field->child == NULL || !is_in_form(form, field))
            continue;
        if (field->kind != NNREG_KIND_ONE_OF)
            put_definition(form, field->child);
        put_definitions(form, field->child);
    }
}

static void open_schema(struct nnreg_json_writer *writer, const char *title)
{
    nnreg_json_open_object(writer);
    nnreg_schema_pair(writer, "$schema", NNREG_SCHEMA_DIALECT);
    nnreg_schema_pair(writer, "title", title);
}

/* `root`: a table that is a definition, too; NULL: the schema itself is of it. */
static void close_schema(const struct schema_form *form, const struct nnreg_table *root,
                         const struct nnreg_table *table)
{
    nnreg_json_put_key(form->writer, "$defs");
    nnreg_json_open_object(form->writer);
    if (root != NULL)
        put_definition(form, root);
    put_definitions(form, table);
    nnreg_json_close_object(form->writer);
    nnreg_json_close_object(form->writer);
}

void nnreg_json_schema(struct nnreg_json_writer *writer, const struct nnreg_table *table, const char *title,
                       const char *names, enum nnreg_schema_of of)
{
    const struct schema_form form = {.writer = writer, .names = names, .of = of};

    open_schema(writer, title);
    put_table(&form, table);
    close_schema(&form, NULL, table);
}

/* ---------------------------------------------------------------------------------------------------- pages -- */

static void put_link_rules(struct nnreg_json_writer *writer, const char *key, const char *doc)
{
    nnreg_json_put_key(writer, key);
    nnreg_json_open_object(writer);
    nnreg_schema_pair(writer, "description", doc);
    nnreg_json_put_key(writer, "type");
    nnreg_json_open_array(writer);
    nnreg_json_put_string(writer, "string");
    nnreg_json_put_string(writer, "null");
    nnreg_json_close_array(writer);
    nnreg_json_close_object(writer);
}

static void put_page_properties(struct nnreg_json_writer *writer, const struct nnreg_table *table)
{
    nnreg_json_put_key(writer, "count");
    nnreg_json_open_object(writer);
    nnreg_schema_pair(writer, "description", "how many there are in all");
    nnreg_schema_pair(writer, "type", "integer");
    nnreg_json_put_key(writer, "minimum");
    nnreg_json_put_uint(writer, 0);
    nnreg_json_close_object(writer);
    put_link_rules(writer, "next", "the link to the next page; null behind the last");
    put_link_rules(writer, "previous", "the link to the page before; null on the first");
    nnreg_json_put_key(writer, "results");
    nnreg_json_open_object(writer);
    nnreg_schema_pair(writer, "type", "array");
    nnreg_json_put_key(writer, "items");
    nnreg_json_open_object(writer);
    nnreg_schema_reference(writer, table);
    nnreg_json_close_object(writer);
    nnreg_json_close_object(writer);
}

void nnreg_json_schema_page(struct nnreg_json_writer *writer, const struct nnreg_table *table,
                            const struct nnreg_field *without, const char *title, const char *names)
{
    static const char *const members[] = {"count", "next", "previous", "results"};
    const struct schema_form form = {
        .writer = writer, .names = names, .of = NNREG_SCHEMA_OF_OBJECT, .without = without};
    size_t i;

    open_schema(writer, title);
    nnreg_schema_pair(writer, "type", "object");
    nnreg_json_put_key(writer, "properties");
    nnreg_json_open_object(writer);
    put_page_properties(writer, table);
    nnreg_json_close_object(writer);
    nnreg_json_put_key(writer, "required");
    nnreg_json_open_array(writer);
    for (i = 0; i < sizeof members / sizeof *members; i++)
        nnreg_json_put_string(writer, members[i]);
    nnreg_json_close_array(writer);
    close_schema(&form, table, table);
}
