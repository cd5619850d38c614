/*
 * nnreg_schema: what can be described, what comes back, pages of it, what can be changed, events and findings, as JSON Schema. All are of
 * the tables that everything else is made of.
 */
#include <string.h>

#include "base/alloc.h"
#include "check/finding_json.h"
#include "codec/json_schema.h"
#include "judge/frameworks.h"
#include "records/event.h"
#include "records/network.h"
#include "records/recognition.h"
#include "records/task.h"

struct schema_row {
    const char *word;
    enum nnreg_schema_of of;
    const struct nnreg_table *table; /* NULL: of findings, which are no records */
    const char *title;
    bool is_page; /* of such objects */
};

/* clang-format off */
static const struct schema_row schema_rows[] = {
    {"network", NNREG_SCHEMA_OF_DESCRIPTION, &nnreg_network_table, "nnreg network description", false},
    {"spec",    NNREG_SCHEMA_OF_DESCRIPTION, &nnreg_spec_table,    "nnreg recognition specification", false},
    {"version", NNREG_SCHEMA_OF_DESCRIPTION, &nnreg_version_table, "nnreg recognition version", false},
    {"network-object", NNREG_SCHEMA_OF_OBJECT, &nnreg_network_table, "nnreg network as it comes back", false},
    {"spec-object",    NNREG_SCHEMA_OF_OBJECT, &nnreg_spec_table,    "nnreg recognition specification as it comes back", false},
    {"version-object", NNREG_SCHEMA_OF_OBJECT, &nnreg_version_table, "nnreg recognition version as it comes back", false},
    {"task-object",    NNREG_SCHEMA_OF_OBJECT, &nnreg_task_table,    "nnreg task", false},
    {"network-page", NNREG_SCHEMA_OF_OBJECT, &nnreg_network_table, "nnreg page of networks", true},
    {"spec-page",    NNREG_SCHEMA_OF_OBJECT, &nnreg_spec_table,    "nnreg page of recognition specifications", true},
    {"version-page", NNREG_SCHEMA_OF_OBJECT, &nnreg_version_table, "nnreg page of recognition versions", true},
    {"task-page",    NNREG_SCHEMA_OF_OBJECT, &nnreg_task_table,    "nnreg page of tasks", true},
    {"network-update", NNREG_SCHEMA_OF_UPDATE, &nnreg_network_table, "nnreg change of a network", false},
    {"spec-update",    NNREG_SCHEMA_OF_UPDATE, &nnreg_spec_table,    "nnreg change of a recognition specification", false},
    {"task-update",    NNREG_SCHEMA_OF_UPDATE, &nnreg_task_table,    "nnreg change of a task", false},
    {"event",   NNREG_SCHEMA_OF_OBJECT, &nnreg_event_record_table, "nnreg event", false},
    {"finding", NNREG_SCHEMA_OF_OBJECT, NULL, "nnreg finding", false},
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
    if (row->table == NULL)
        nnreg_finding_schema(writer, row->title);
    else if (row->is_page)
        nnreg_json_schema_page(writer, row->table, NNREG_FIELD(spec, outputs), row->title, names);
    else
        nnreg_json_schema(writer, row->table, row->title, names, row->of);
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
