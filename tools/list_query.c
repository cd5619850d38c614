/* The query of a list: see list_query.h. */
#include "list_query.h"

#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "field_keys.h"
#include "memory.h"
#include "number.h"
#include "operand.h"
#include "report.h"
#include "text.h"
#include "time_option.h"

static int read_numbers(struct run *run, struct nnreg_query *query)
{
    const char *limit = run_text(run, "limit"), *offset = run_text(run, "offset");
    uint64_t number;

    if (limit != NULL && !number_read(&number, limit, 1, NNREG_LIMIT_PAGE))
        return report_usage(run, "--limit \"%s\" is no number from 1 to %u", limit, NNREG_LIMIT_PAGE);
    if (limit != NULL)
        query->limit = (uint32_t)number;
    if (offset != NULL && !number_read(&query->offset, offset, 0, INT64_MAX))
        return report_usage(run, "--offset \"%s\" is no number from 0", offset);
    query->cursor = run_text(run, "cursor");
    if (query->cursor != NULL && offset != NULL)
        return report_usage(run, "--cursor and --offset are two ways to one page: give only one of them");
    return STATUS_DONE;
}

static int read_order(struct run *run, struct nnreg_query *query)
{
    static const char *const orders[] = {[NNREG_ORDER_ID] = KEY_ID,
                                         [NNREG_ORDER_NAME] = KEY_NAME,
                                         [NNREG_ORDER_UPDATE_DATE] = KEY_UPDATE_DATE};
    const char *given = run_text(run, "order");
    size_t i;

    if (given == NULL)
        return STATUS_DONE;
    query->descending = given[0] == '-';
    for (i = 0; i < sizeof orders / sizeof orders[0]; i++)
        if (strcmp(given + query->descending, orders[i]) == 0) {
            query->order = (enum nnreg_order)i;
            return STATUS_DONE;
        }
    return report_usage(
        run, "--order \"%s\" is none of id, name and update_date, or one of them with a - in front", given);
}

/* As the library takes a time, or NULL. */
static int read_time(struct run *run, struct list_query *asked, const char **time, const char *option,
                     struct buffer *text)
{
    int64_t moment = 0;
    bool given;
    int result = time_option(run, &given, &moment, option);

    if (result != STATUS_DONE || !given)
        return result;
    asked->filtered = true;
    text_add_time(text, moment, TEXT_MICROSECONDS);
    *time = buffer_text(text);
    return result;
}

/* What the option's row says that it takes: "pending|success|error". */
static const char *words_of(const struct run *run, const char *option)
{
    const struct option_row *row = run->command->options;

    while (strcmp(row->name, option) != 0)
        row++;
    return row->argument;
}

static int check_status(struct run *run, const char *status)
{
    const char *words, *word;
    size_t length;

    if (status == NULL)
        return STATUS_DONE;
    words = words_of(run, KEY_STATUS);
    for (word = words; *word != '\0'; word += length + (word[length] == '|')) {
        length = strcspn(word, "|");
        if (strlen(status) == length && memcmp(status, word, length) == 0)
            return STATUS_DONE;
    }
    return report_usage(run, "--status \"%s\" is none of %s", status, words);
}

/* Where the key of KEY=VALUE ends: at the first '=' that has no backslash before it. */
static size_t key_length(const char *given)
{
    size_t length = 0;

    while (given[length] != '\0' && given[length] != '=')
        length += given[length] == '\\' && given[length + 1] != '\0' ? 2 : 1;
    return length;
}

static int read_where(struct run *run, struct list_query *asked)
{
    struct nnreg_query *query = &asked->query;
    const char *given;
    size_t at = 0;

    asked->keys = memory_zero(run->options.use_count + 1, sizeof *asked->keys);
    asked->where = memory_zero(run->options.use_count + 1, sizeof *asked->where);
    while ((given = run_next_text(run, "where", &at)) != NULL) {
        size_t key = key_length(given);

        if (key == 0 || given[key] == '\0')
            return report_usage(run, "--where \"%s\" is not KEY=VALUE", given);
        if (query->where_count == NNREG_LIMIT_WHERE)
            return report_usage(run, "--where can be given %u times", NNREG_LIMIT_WHERE);
        asked->keys[query->where_count] = memory_copy(given);
        asked->keys[query->where_count][key] = '\0';
        asked->where[query->where_count] =
            (struct nnreg_where)NNREG_WHERE(asked->keys[query->where_count], given + key + 1);
        query->where_count++;
        asked->filtered = true;
    }
    query->where = asked->where;
    return STATUS_DONE;
}

static int read_ids(struct run *run, struct list_query *asked)
{
    asked->spec = run_text(run, "spec");
    asked->network = run_text(run, "network");
    asked->filtered = asked->filtered || asked->spec != NULL || asked->network != NULL;
    if (asked->network != NULL && operand_check_network(run, asked->network) != STATUS_DONE)
        return STATUS_USAGE;
    return asked->spec != NULL ? operand_check(run, &kind_spec, asked->spec) : STATUS_DONE;
}

/* Adds the ids of a text between commas, of which there are at most NNREG_LIMIT_PAGE. */
static int read_id_list(struct run *run, struct list_query *asked)
{
    const char *given = run_text(run, "ids"), *at = given;
    struct nnreg_query *query = &asked->query;
    int result = STATUS_DONE;

    if (given == NULL)
        return STATUS_DONE;
    asked->filtered = true;
    asked->ids = memory_zero(NNREG_LIMIT_PAGE, sizeof *asked->ids);
    query->ids = asked->ids;
    while (result == STATUS_DONE && at != NULL) {
        struct buffer word = {0};
        size_t length = strcspn(at, ",");

        buffer_add(&word, at, length);
        if (query->id_count == NNREG_LIMIT_PAGE)
            result = report_usage(run, "--ids has more than %u ids: give them in parts", NNREG_LIMIT_PAGE);
        else
            result = operand_id(run, &asked->ids[query->id_count++], buffer_text(&word));
        buffer_free(&word);
        at = at[length] == ',' ? at + length + 1 : NULL;
    }
    return result;
}

static int read_scope(struct run *run, struct nnreg_query *query)
{
    bool public = run_given(run, "public"), all = run_given(run, "all");

    if (public && all)
        return report_usage(run, "--all has those of --public, too: give only one of them");
    query->scope = public ? NNREG_SCOPE_PUBLIC : all ? NNREG_SCOPE_ALL : NNREG_SCOPE_PRIVATE;
    return STATUS_DONE;
}

int list_query_read(struct run *run, struct list_query *asked)
{
    struct nnreg_query *query = &asked->query;
    int result;

    *asked = (struct list_query){.query = NNREG_QUERY_INIT};
    query->name = run_text(run, "name");
    query->name_prefix = run_text(run, "name-prefix");
    query->name_glob = run_text(run, "name-glob");
    query->framework = run_text(run, "framework");
    query->digest = run_text(run, KEY_DIGEST);
    query->status = run_text(run, "status");
    query->with_outputs = run_given(run, "outputs");
    asked->filtered = query->name != NULL || query->name_prefix != NULL || query->name_glob != NULL ||
                      query->framework != NULL || query->digest != NULL || query->status != NULL;
    result = check_status(run, query->status);
    if (result == STATUS_DONE)
        result = read_time(run, asked, &query->updated_since, "since", &asked->since);
    if (result == STATUS_DONE)
        result = read_time(run, asked, &query->updated_before, "before", &asked->before);
    if (result == STATUS_DONE)
        result = read_numbers(run, query);
    if (result == STATUS_DONE)
        result = read_order(run, query);
    if (result == STATUS_DONE)
        result = read_where(run, asked);
    if (result == STATUS_DONE)
        result = read_ids(run, asked);
    if (result == STATUS_DONE)
        result = read_id_list(run, asked);
    return result == STATUS_DONE ? read_scope(run, query) : result;
}

void list_query_free(struct list_query *asked)
{
    size_t i;

    for (i = 0; i < asked->query.where_count; i++)
        free(asked->keys[i]);
    free(asked->keys);
    free(asked->where);
    free(asked->ids);
    buffer_free(&asked->since);
    buffer_free(&asked->before);
}
