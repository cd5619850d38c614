/* The objects of a bucket below a prefix, a page of them at a time (ListObjectsV2). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "store/s3/s3_call.h"
#include "store/s3/xml.h"

#define LIST_TOKEN 2048

struct s3_page {
    const struct nnreg_s3_store *store;
    nnreg_object_visit *visit;
    void *context;
    char key[NNREG_S3_PREFIX + NNREG_OBJECT_NAME];
    uint64_t size;
    bool has_key, has_size, foreign; /* `foreign`: a key that is too long to be ours */
    bool truncated, told, is_list;   /* `told`: whether it is truncated */
    char token[LIST_TOKEN];
    nnreg_status status;
    struct nnreg_error *error;
};

static bool read_listed_size(uint64_t *size, const char *text)
{
    size_t length = strlen(text);

    if (length == 0 || length > 18 || strspn(text, "0123456789") != length)
        return false;
    *size = strtoull(text, NULL, 10);
    return true;
}

/* An object that another program made is none of ours, whatever it is called. */
static bool visit_listed(struct s3_page *page)
{
    const char *prefix = page->store->location.prefix;
    size_t length = strlen(prefix);
    bool ours = page->has_key && !page->foreign && strncmp(page->key, prefix, length) == 0 &&
                page->key[length] != '\0' && strlen(page->key + length) < NNREG_OBJECT_NAME;
    bool whole = page->has_key && page->has_size;

    page->has_key = page->has_size = page->foreign = false;
    if (whole && ours)
        page->status = page->visit(page->key + length, page->size, page->context, page->error);
    return whole && page->status == NNREG_OK;
}

static bool note_entry(const char *path, const char *text, void *context)
{
    static const char root[] = "ListBucketResult";
    struct s3_page *page = context;

    if (strcmp(path, root) == 0)
        page->is_list = true;
    if (strncmp(path, root, sizeof root - 1) != 0 || path[sizeof root - 1] != '/')
        return true;
    path += sizeof root;
    if (strcmp(path, "Contents/Key") == 0) {
        page->foreign = snprintf(page->key, sizeof page->key, "%s", text) >= (int)sizeof page->key;
        page->has_key = true;
    } else if (strcmp(path, "Contents/Size") == 0)
        return page->has_size = read_listed_size(&page->size, text);
    else if (strcmp(path, "Contents") == 0)
        return visit_listed(page);
    else if (strcmp(path, "IsTruncated") == 0) {
        page->truncated = strcmp(text, "true") == 0;
        page->told = page->truncated || strcmp(text, "false") == 0;
    } else if (strcmp(path, "NextContinuationToken") == 0)
        return snprintf(page->token, sizeof page->token, "%s", text) < (int)sizeof page->token;
    return true;
}

static nnreg_status get_page(struct s3_page *page, struct nnreg_s3_store *store, const char *query,
                             struct nnreg_error *error)
{
    struct nnreg_s3_call call = {.method = "GET", .name = "", .query = query};
    nnreg_status status = nnreg_s3_ask(store, &call, NULL, error);

    if (status == NNREG_OK && call.status / 100 != 2)
        status = nnreg_s3_tell(&call, error);
    if (status == NNREG_OK) {
        bool read = nnreg_s3_xml_read(call.answer.content, call.answer.size, note_entry, page);

        if (page->status != NNREG_OK)
            status = page->status;
        else if (!read || !page->is_list || !page->told || (page->truncated && page->token[0] == '\0'))
            status = nnreg_fail(error, NNREG_IO, "the store for objects lists what is in it in another way");
    }
    nnreg_s3_call_free(&call);
    return status;
}

static nnreg_status write_query(struct nnreg_bytes *query, const struct nnreg_s3_store *store,
                                const char *prefix, const char *token, struct nnreg_error *error)
{
    query->size = 0;
    if (token[0] != '\0') {
        nnreg_bytes_text(query, "continuation-token=");
        nnreg_s3_encode(query, token);
        nnreg_bytes_char(query, '&');
    }
    nnreg_bytes_text(query, "list-type=2&max-keys=1000&prefix=");
    nnreg_s3_encode(query, store->location.prefix);
    nnreg_s3_encode(query, prefix);
    return query->failed ? nnreg_fail_memory(error) : NNREG_OK;
}

nnreg_status nnreg_s3_list(struct nnreg_object_store *base, const char *prefix, nnreg_object_visit *visit,
                           void *context, struct nnreg_error *error)
{
    struct nnreg_s3_store *store = (struct nnreg_s3_store *)base;
    struct nnreg_bytes query = NNREG_BYTES_INIT;
    struct s3_page *page = nnreg_alloc(sizeof *page);
    char before[LIST_TOKEN] = "";
    nnreg_status status = page != NULL ? NNREG_OK : nnreg_fail_memory(error);
    bool more = true;

    while (status == NNREG_OK && more) {
        *page = (struct s3_page){.store = store, .visit = visit, .context = context, .error = error};
        status = write_query(&query, store, prefix, before, error);
        if (status == NNREG_OK)
            status = get_page(page, store, query.content, error);
        more = status == NNREG_OK && page->truncated;
        if (more && strcmp(page->token, before) == 0)
            status = nnreg_fail(error, NNREG_IO, "the store for objects lists the same page again and again");
        memcpy(before, page->token, sizeof before);
    }
    nnreg_bytes_free(&query);
    nnreg_free(page);
    return status;
}
