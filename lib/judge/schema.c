/* nnreg_schema: what can be described, as JSON Schema. */
#include <string.h>

#include "base/alloc.h"
#include "codec/json_schema.h"
#include "judge/frameworks.h"
#include "records/network.h"
#include "records/recognition.h"

nnreg_status nnreg_schema(char **text, const char *object)
{
    static const struct {
        const struct nnreg_table *table;
        const char *title;
    } described[] = {
        {&nnreg_network_table, "nnreg network description"},
        {&nnreg_spec_table, "nnreg recognition specification"},
        {&nnreg_version_table, "nnreg recognition version"},
    };
    struct nnreg_bytes out = NNREG_BYTES_INIT;
    struct nnreg_json_writer writer;
    char *names;
    size_t i = 0;

    if (text == NULL)
        return NNREG_INVALID_ARGUMENT;
    *text = NULL;
    while (object != NULL && i < sizeof described / sizeof *described &&
           strcmp(described[i].table->name, object) != 0)
        i++;
    if (i == sizeof described / sizeof *described)
        return NNREG_NOT_FOUND;
    names = nnreg_frameworks_names();
    if (names == NULL)
        return NNREG_NO_MEMORY;
    nnreg_json_writer_init(&writer, &out, 2);
    nnreg_json_schema(&writer, described[i].table, described[i].title, names);
    nnreg_free(names);
    return nnreg_bytes_take(text, &out);
}
