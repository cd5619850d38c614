/*
 * A query out of lines, up to an empty one. The first has a letter for the object (n, s, v, t) and then any of: d descending,
 * o with outputs, A or P the scope (all, public), N or U the order (name, update date). Each further one is a letter and a text:
 *
 *   n name    p beginning of the name    g glob    a updated since    b updated before    f framework    h digest
 *   t status  s spec's id    k network's id    i an id    w KEY, a tab, VALUE
 */
#ifndef NNREG_TESTS_FUZZ_ASKED_H
#define NNREG_TESTS_FUZZ_ASKED_H

#include "fuzz_input.h"
#include "registry/query.h"

#define ASKED_LINES 64

struct asked {
    enum nnreg_object object;
    struct nnreg_query query;
    struct nnreg_where where[NNREG_LIMIT_WHERE];
    uint64_t ids[ASKED_LINES];
    char *lines[ASKED_LINES];
    size_t count;
};

static void take_first_line(struct asked *asked, const char *line)
{
    static const char objects[] = "nsvt";
    const char *found = *line != '\0' ? strchr(objects, *line) : NULL;

    asked->object = found != NULL ? (enum nnreg_object)(found - objects) : NNREG_OBJECT_NETWORK;
    asked->query.descending = strchr(line, 'd') != NULL;
    asked->query.with_outputs = strchr(line, 'o') != NULL;
    asked->query.scope = strchr(line, 'A') != NULL   ? NNREG_SCOPE_ALL
                         : strchr(line, 'P') != NULL ? NNREG_SCOPE_PUBLIC
                                                     : NNREG_SCOPE_PRIVATE;
    asked->query.order = strchr(line, 'N') != NULL   ? NNREG_ORDER_NAME
                         : strchr(line, 'U') != NULL ? NNREG_ORDER_UPDATE_DATE
                                                     : NNREG_ORDER_ID;
}

/* In their order, each once, as a list has them before it asks. */
static void take_id(struct asked *asked, uint64_t id)
{
    size_t at = asked->query.id_count;

    while (at > 0 && asked->ids[at - 1] > id)
        at--;
    asked->query.ids = asked->ids;
    if (at > 0 && asked->ids[at - 1] == id)
        return;
    memmove(asked->ids + at + 1, asked->ids + at, (asked->query.id_count - at) * sizeof *asked->ids);
    asked->ids[at] = id;
    asked->query.id_count++;
}

static void take_where(struct asked *asked, char *text)
{
    char *tab = strchr(text, '\t');

    if (tab == NULL || asked->query.where_count == NNREG_LIMIT_WHERE)
        return;
    *tab = '\0';
    asked->where[asked->query.where_count] = (struct nnreg_where)NNREG_WHERE(text, tab + 1);
    asked->query.where = asked->where;
    asked->query.where_count++;
}

static void take_condition(struct asked *asked, char *line)
{
    struct nnreg_query *query = &asked->query;
    const struct {
        char letter;
        const char **text;
    } texts[] = {{'n', &query->name},          {'p', &query->name_prefix},    {'g', &query->name_glob},
                 {'a', &query->updated_since}, {'b', &query->updated_before}, {'f', &query->framework},
                 {'h', &query->digest},        {'t', &query->status}};

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (line[0] == texts[i].letter)
            *texts[i].text = line + 1;
    if (line[0] == 's')
        query->spec_id = strtoull(line + 1, NULL, 10);
    else if (line[0] == 'k')
        query->network_id = strtoull(line + 1, NULL, 10);
    else if (line[0] == 'i')
        take_id(asked, strtoull(line + 1, NULL, 10));
    else if (line[0] == 'w')
        take_where(asked, line + 1);
}

/* What follows the query stays in the input. */
static void ask(struct asked *asked, struct fuzz_input *input)
{
    *asked = (struct asked){.query = NNREG_QUERY_INIT};
    while (input->left > 0 && asked->count < ASKED_LINES) {
        char *line = take_text(input, '\n');

        asked->lines[asked->count++] = line;
        if (line[0] == '\0')
            break;
        if (asked->count == 1)
            take_first_line(asked, line);
        else
            take_condition(asked, line);
    }
}

static void asked_free(struct asked *asked)
{
    for (size_t i = 0; i < asked->count; i++)
        free(asked->lines[i]);
}

#endif
