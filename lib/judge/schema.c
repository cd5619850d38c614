/*
 * nnreg_schema: what can be described, what comes back, and pages of it, as JSON Schema. All three are of the tables that
 * everything else is made of.
 */
#include <string.h>

#include "base/alloc.h"
#include "codec/json_schema.h"
#include "judge/frameworks.h"
#include "records/network.h"
#include "records/recognition.h"
#include "records/task.h"

enum schema_of { OF_DESCRIPTION, OF_OBJECT, OF_PAGE };

struct schema_row {
    const char *word;
    enum schema_of of;
    const struct nnreg_table *table;
    const char *title;
};

/* clang-format off */
static const struct schema_row schema_rows[] = {
    {"network", OF_DESCRIPTION, &nnreg_network_table, "nnreg network description"},
    {"spec",    OF_DESCRIPTION, &nnreg_spec_table,    "nnreg recognition specification"},
    {"version", OF_DESCRIPTION, &nnreg_version_table, "nnreg recognition version"},
    {"network-object", OF_OBJECT, &nnreg_network_table, "nnreg network as it comes back"},
    {"spec-object",    OF_OBJECT, &nnreg_spec_table,    "nnreg recognition specification as it comes back"},
    {"version-object", OF_OBJECT, &nnreg_version_table, "nnreg recognition version as it comes back"},
    {"task-object",    OF_OBJECT, &nnreg_task_table,    "nnreg task"},
    {"network-page", OF_PAGE, &nnreg_network_table, "nnreg page of networks"},
    {"spec-page",    OF_PAGE, &nnreg_spec_table,    "nnreg page of recognition specifications"},
    {"version-page", OF_PAGE, &nnreg_version_table, "nnreg page of recognition versions"},
    {"task-page",    OF_PAGE, &nnreg_task_table,    "nnreg page of tasks"},
};
/* clang-format on */

static const struct schema_row *find_schema(const char *word)
{
    size_t i;

    for (i = 0; i < sizeof schema_rows / sizeof *schema_rows; i++)
        if (word == NULL || strcmp(schema_rows[i].word, word) == 0)
            return &schema_rows[i];
    return NULL;
}

/* A list of specs has their outputs only where it is asked to. */
static void write_schema(struct nnreg_json_writer *writer, const struct schema_row *row, const char *names)
{
    if (row->of == OF_PAGE)
        nnreg_json_schema_page(writer, row->table, NNREG_FIELD(spec, outputs), row->title, names);
    else
        nnreg_json_schema(writer, row->table, row->title, names, row->of == OF_OBJECT);
}

nnreg_status nnreg_schema(char **text, const char *object)
{
    const struct schema_row *row = find_schema(object);
    struct nnreg_bytes out = NNREG_BYTES_INIT;
    struct nnreg_json_writer writer;
    char *names;

    if (text == NULL)
        return NNREG_INVALID_ARGUMENT;
    *text = NULL;
    if (row == NULL)
        return NNREG_NOT_FOUND;
    names = nnreg_frameworks_names();
    if (names == NULL)
        return NNREG_NO_MEMORY;
    nnreg_json_writer_init(&writer, &out, 2);
    write_schema(&writer, row, names);
    nnreg_free(names);
    return nnreg_bytes_take(text, &out);
}
