/* See log_verify.h. */
#include "log_verify.h"

#include "field_keys.h"
#include "interrupt.h"
#include "json_out.h"
#include "output.h"
#include "report.h"

/* An nnreg_progress. */
static int stop_by_signal(void *context, const char *stage, uint64_t done, uint64_t total)
{
    (void)context, (void)stage, (void)done, (void)total;
    return interrupt_came();
}

/* The hash of the last event, which stands for all before it; "" when there is none. */
static nnreg_status last_hash(struct buffer *hash, nnreg *registry, uint64_t count)
{
    nnreg_events *events;
    nnreg_status status;

    if (count == 0)
        return NNREG_OK;
    status = nnreg_events_since(registry, &events, count - 1, 1, 0, NULL);
    if (status != NNREG_OK)
        return status;
    if (nnreg_events_count(events) > 0)
        buffer_put(hash, nnreg_events_get(events, 0)->hash);
    nnreg_events_free(events);
    return NNREG_OK;
}

static int tell_whole(struct run *run, nnreg *registry, uint64_t count)
{
    struct buffer text = {0}, hash = {0};
    struct json_out out = {&text, false};
    nnreg_status status = last_hash(&hash, registry, count);
    int result = STATUS_DONE;

    if (status != NNREG_OK)
        result = report_failure(run, status, "%s", nnreg_message(registry));
    else if (run->json) {
        json_out_open(&out, '{');
        json_out_member_bool(&out, "ok", true);
        json_out_member_number(&out, "events", count);
        json_out_member_text(&out, KEY_HASH, hash.length > 0 ? buffer_text(&hash) : NULL);
        json_out_close(&out, '}');
    } else {
        buffer_printf(&text, "ok, %llu event%s", (unsigned long long)count, count == 1 ? "" : "s");
        if (hash.length > 0)
            buffer_printf(&text, ", the last %s", buffer_text(&hash));
    }
    if (result == STATUS_DONE)
        output_line(run, buffer_text(&text));
    buffer_free(&text);
    buffer_free(&hash);
    return result;
}

/* The message names the event. In JSON the one document tells the number, too. */
static int tell_broken(struct run *run, nnreg *registry, uint64_t broken)
{
    struct buffer text = {0};
    struct json_out out = {&text, false};
    const char *message = nnreg_message(registry);

    if (!run->json)
        return report_failure(run, NNREG_CORRUPT, "%s", message);
    json_out_open(&out, '{');
    json_out_member_bool(&out, "ok", false);
    json_out_member_number(&out, "broken", broken);
    json_out_key(&out, "error");
    json_out_open(&out, '{');
    json_out_member_text(&out, "status", nnreg_status_text(NNREG_CORRUPT));
    json_out_member_text(&out, "message", message);
    json_out_close(&out, '}');
    json_out_close(&out, '}');
    output_line(run, buffer_text(&text));
    buffer_free(&text);
    return report_told(run, NNREG_CORRUPT, message);
}

int log_verify(struct run *run, nnreg *registry)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    uint64_t count = 0, broken = 0;
    nnreg_status status;

    call.progress = stop_by_signal;
    interrupt_catch();
    status = nnreg_events_verify(registry, &count, &broken, &call);
    if (status == NNREG_CANCELLED)
        return report_failure(run, status, "interrupted");
    if (status == NNREG_CORRUPT && broken != 0)
        return tell_broken(run, registry, broken);
    if (status != NNREG_OK)
        return report_failure(run, status, "%s", nnreg_message(registry));
    return tell_whole(run, registry, count);
}
