/* See backup_verify.h. */
#include "backup_verify.h"

#include <string.h>
#include <unistd.h>

#include <nnreg.h>

#include "buffer.h"
#include "field_keys.h"
#include "interrupt.h"
#include "json_out.h"
#include "output.h"
#include "progress.h"
#include "report.h"
#include "text.h"

#define BUCKETS 256 /* of sums that were seen, by their first two digits */

struct verification {
    struct run *run;
    nnreg *copy;
    struct nnreg_call_options call;
    struct buffer seen[BUCKETS]; /* sums of files that were read: networks share them */
    uint64_t event, networks, files, damaged;
    struct buffer told; /* what is damaged: lines, or the items of a JSON array */
    struct json_out items;
};

static void note_damage(struct verification *verification)
{
    const char *message = nnreg_message(verification->copy);

    verification->damaged++;
    verification->items.to = &verification->told;
    if (verification->run->json) {
        json_out_text(&verification->items, message);
        return;
    }
    buffer_put(&verification->told, "damaged: ");
    text_add_safe(&verification->told, message, strlen(message));
    buffer_put(&verification->told, "\n");
}

/* Whether the sum comes for the first time. */
static bool is_new(struct verification *verification, const char *sha256)
{
    static const char digits[] = "0123456789abcdef";
    size_t high = (size_t)(strchr(digits, sha256[0]) - digits),
           low = (size_t)(strchr(digits, sha256[1]) - digits);
    struct buffer *seen = &verification->seen[high * 16 + low];

    if (strstr(buffer_text(seen), sha256) != NULL)
        return false;
    buffer_printf(seen, "%s ", sha256);
    return true;
}

static nnreg_status verify_network(struct verification *verification, const nnreg_network *network)
{
    struct nnreg_file_info file;
    size_t i;

    verification->networks++;
    for (i = 0; nnreg_network_file(network, i, &file) == NNREG_OK; i++) {
        uint64_t size;
        int fd;
        nnreg_status status;

        if (!is_new(verification, file.sha256))
            continue;
        verification->files++;
        status = nnreg_network_open_verified(verification->copy, &fd, &size, nnreg_network_id(network),
                                             file.name, &verification->call);
        if (status == NNREG_OK)
            close(fd);
        else if (status == NNREG_CORRUPT)
            note_damage(verification);
        else
            return status;
    }
    return NNREG_OK;
}

static nnreg_status verify_networks(struct verification *verification)
{
    struct nnreg_query query = NNREG_QUERY_INIT;
    struct buffer cursor = {0};
    nnreg_status status = NNREG_OK;
    nnreg_page *page;
    bool more = true;
    size_t i;

    query.scope = NNREG_SCOPE_ALL;
    query.cursor = "";
    while (more && status == NNREG_OK) {
        status = nnreg_network_list(verification->copy, &page, &query);
        if (status != NNREG_OK)
            break;
        for (i = 0; i < nnreg_page_count(page) && status == NNREG_OK; i++)
            status = verify_network(verification, nnreg_page_network(page, i));
        more = nnreg_page_next(page) != NULL;
        buffer_free(&cursor);
        if (more)
            buffer_put(&cursor, nnreg_page_next(page));
        query.cursor = buffer_text(&cursor);
        nnreg_page_free(page);
    }
    buffer_free(&cursor);
    return status;
}

static nnreg_status verify_all(struct verification *verification)
{
    struct progress progress;
    uint64_t broken = 0;
    nnreg_status status;

    progress_start(&progress, verification->run);
    verification->call = (struct nnreg_call_options)NNREG_CALL_OPTIONS_INIT;
    verification->call.progress = progress_call;
    verification->call.context = &progress;
    interrupt_catch();
    status = nnreg_events_verify(verification->copy, &verification->event, &broken, &verification->call);
    if (status == NNREG_CORRUPT) {
        note_damage(verification);
        status = NNREG_OK;
    }
    if (status == NNREG_OK)
        status = verify_networks(verification);
    progress_stop(&progress);
    return status;
}

static void print_result(struct verification *verification)
{
    struct buffer text = {0};
    struct json_out out = {&text, false};

    if (verification->run->json) {
        json_out_open(&out, '{');
        json_out_member_bool(&out, "ok", verification->damaged == 0);
        json_out_member_number(&out, "event", verification->event);
        json_out_member_number(&out, "networks", verification->networks);
        json_out_member_number(&out, KEY_FILES, verification->files);
        json_out_key(&out, "damaged");
        json_out_open(&out, '[');
        buffer_put(&text, buffer_text(&verification->told));
        json_out_close(&out, ']');
        json_out_close(&out, '}');
        output_line(verification->run, buffer_text(&text));
    } else if (verification->damaged == 0) {
        buffer_printf(&text, "ok, event %llu: %llu network%s, %llu file%s",
                      (unsigned long long)verification->event, (unsigned long long)verification->networks,
                      verification->networks == 1 ? "" : "s", (unsigned long long)verification->files,
                      verification->files == 1 ? "" : "s");
        output_line(verification->run, buffer_text(&text));
    } else {
        output_write(verification->run, &verification->told);
    }
    buffer_free(&text);
}

static int verify_opened(struct verification *verification)
{
    nnreg_status status = verify_all(verification);

    if (status == NNREG_CANCELLED)
        return report_failure(verification->run, status, "interrupted");
    if (status != NNREG_OK)
        return report_failure(verification->run, status, "%s", nnreg_message(verification->copy));
    print_result(verification);
    return verification->damaged == 0
               ? STATUS_DONE
               : report_told(verification->run, NNREG_CORRUPT, "the backup is damaged");
}

int backup_verify(struct run *run, const char *dir)
{
    struct verification verification = {.run = run};
    struct nnreg_options options = NNREG_OPTIONS_INIT;
    char message[1200];
    nnreg_status status;
    int result;
    size_t i;

    options.flags = NNREG_OPEN_READ_ONLY | NNREG_OPEN_CHECK;
    options.message = message;
    options.message_size = sizeof message;
    status = nnreg_open(&verification.copy, dir, &options);
    if (status != NNREG_OK)
        return report_failure(run, status, "%s", message);
    result = verify_opened(&verification);
    nnreg_close(verification.copy);
    buffer_free(&verification.told);
    for (i = 0; i < BUCKETS; i++)
        buffer_free(&verification.seen[i]);
    return result;
}
