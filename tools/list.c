/* Lists: see list.h. */
#include "list.h"

#include <string.h>

#include "damage_mark.h"
#include "field_keys.h"
#include "list_query.h"
#include "operand.h"
#include "output.h"
#include "registry_dir.h"
#include "report.h"
#include "text.h"

struct listing {
    const struct list *list;
    const struct list_query *asked;
    nnreg *registry;
};

static void print_table(struct run *run, const struct list *list, const nnreg_page *page)
{
    struct buffer text = {0};
    struct table table;
    size_t i;

    table_start(&table, list->columns, list->column_count);
    table.utc = run_given(run, "utc");
    table.fit = run_given(run, "wide") ? 0 : output_columns();
    for (i = 0; i < nnreg_page_count(page); i++)
        list->add_row(&table, page, i);
    table_print(&text, &table, run->colour_out);
    output_write(run, &text);
    table_free(&table);
    buffer_free(&text);
}

/*
 * Public objects are hidden by default, and who looks for one must not believe that it is gone: how many of those that
 * match are not shown.
 */
static int count_hidden(struct run *run, const struct listing *listing, uint64_t *hidden)
{
    struct nnreg_query query = listing->asked->query;
    nnreg_page *page;
    nnreg_status status;

    *hidden = 0;
    if (run->quiet || listing->list->kind->publish == NULL || query.scope != NNREG_SCOPE_PRIVATE)
        return STATUS_DONE;
    query.scope = NNREG_SCOPE_PUBLIC;
    query.cursor = NULL;
    query.offset = 0;
    query.limit = 1;
    status = listing->list->kind->list(listing->registry, &page, &query);
    if (status != NNREG_OK)
        return report_failure(run, status, "%s", nnreg_message(listing->registry));
    *hidden = nnreg_page_total(page);
    nnreg_page_free(page);
    return STATUS_DONE;
}

/* How many there are in all, and how to get the next page. */
static void tell_count(const struct run *run, const struct list *list, const struct list_query *asked,
                       const nnreg_page *page)
{
    const struct nnreg_query *query = &asked->query;
    unsigned long long total = nnreg_page_total(page), offset = query->offset;
    size_t count = nnreg_page_count(page);
    const char *plural = list->kind->plural;

    if (total == 0 && asked->filtered)
        report_note(run, "no %s matches", list->kind->word);
    else if (total == 0 && query->scope == NNREG_SCOPE_PUBLIC)
        report_note(run, "no %s is public", list->kind->word);
    else if (total == 0)
        report_note(run, "there are no %s", plural);
    else if (count == 0 && query->cursor == NULL)
        report_note(run, "none of the %llu %s is behind --offset %llu", total, plural, offset);
    else if (nnreg_page_next(page) == NULL && count == total)
        report_note(run, "%llu %s", total, total == 1 ? list->kind->word : plural);
    else if (nnreg_page_next(page) == NULL)
        report_note(run, "%zu of %llu %s, the last of them", count, total, plural);
    else if (query->cursor != NULL)
        report_note(run, "%zu of %llu %s; the next: --cursor %s", count, total, plural,
                    nnreg_page_next(page));
    else
        report_note(run, "%zu of %llu %s; the next: --offset %llu", count, total, plural, offset + count);
}

/* That there are none is not said when there are only hidden ones. */
static int tell(struct run *run, const struct listing *listing, const nnreg_page *page)
{
    uint64_t hidden;
    int result = count_hidden(run, listing, &hidden);

    if (nnreg_page_total(page) > 0 || hidden == 0)
        tell_count(run, listing->list, listing->asked, page);
    if (hidden > 0)
        report_note(run, "%llu public %s %s not shown (--public, or --all)", (unsigned long long)hidden,
                    hidden == 1 ? listing->list->kind->word : listing->list->kind->plural,
                    hidden == 1 ? "is" : "are");
    if (listing->list->kind == &kind_network && !run->quiet)
        damage_mark_note(run, listing->registry);
    return result;
}

static int print_json(struct run *run, const nnreg_page *page)
{
    char *json;
    nnreg_status status = nnreg_page_json(&json, page, NULL);

    if (status != NNREG_OK)
        return report_failure(run, status, "%s", nnreg_status_text(status));
    output_line(run, json);
    nnreg_free(json);
    return STATUS_DONE;
}

static bool begins_with(const char *message, const char *words)
{
    return strncmp(message, words, strlen(words)) == 0;
}

/*
 * What only the library can tell of the options' values. Which option it is about is told by how its message begins: further on it
 * has words of the user's.
 */
static int say_refused(struct run *run, const struct listing *listing, nnreg_status status)
{
    const char *message = nnreg_message(listing->registry);

    if (status != NNREG_INVALID_ARGUMENT)
        return report_failure(run, status, "%s", message);
    if (begins_with(message, "the cursor "))
        return report_usage(run, "--cursor: %s", message);
    if (begins_with(message, "there is no " KEY_FRAMEWORK " "))
        return report_usage(run, "--framework: %s", message);
    return report_usage(run, "%s", message);
}

static int print(struct run *run, const struct listing *listing)
{
    nnreg_page *page;
    nnreg_status status = listing->list->kind->list(listing->registry, &page, &listing->asked->query);
    int result;

    if (status != NNREG_OK)
        return say_refused(run, listing, status);
    if (run->json)
        result = print_json(run, page);
    else {
        print_table(run, listing->list, page);
        result = run->output_error == 0 ? tell(run, listing, page) : STATUS_DONE;
    }
    nnreg_page_free(page);
    return result;
}

int list_run(struct run *run, const struct list *list)
{
    struct list_query asked;
    struct listing listing = {.list = list, .asked = &asked};
    int result = list_query_read(run, &asked);

    if (result == STATUS_DONE)
        result = registry_dir_open(run, &listing.registry, NNREG_OPEN_READ_ONLY);
    if (result == STATUS_DONE && asked.network != NULL)
        result = operand_network(run, listing.registry, &asked.query.network_id, asked.network);
    if (result == STATUS_DONE && asked.spec != NULL)
        result = operand_find(run, listing.registry, &asked.query.spec_id, &kind_spec, asked.spec);
    if (result == STATUS_DONE)
        result = print(run, &listing);
    nnreg_close(listing.registry);
    list_query_free(&asked);
    return result;
}
