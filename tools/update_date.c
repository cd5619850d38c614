/* See update_date.h. */
#include "update_date.h"

#include "report.h"
#include "text.h"
#include "times.h"

#define OPTION "if-update-date"

/* The date is compared to the microsecond; the zone it is written in does not matter. */
int update_date_read(struct run *run, struct nnreg_call_options *call, struct buffer *room)
{
    const char *given = run_text(run, OPTION);
    int64_t moment;

    if (given == NULL)
        return STATUS_DONE;
    if (given[0] < '0' || given[0] > '9' || !times_read(&moment, given, true))
        return report_usage(run, "--" OPTION " \"%s\" is no time like 2018-02-16T13:45:36.078955Z", given);
    text_add_time(room, moment, TEXT_MICROSECONDS);
    call->if_update_date = buffer_text(room);
    return STATUS_DONE;
}
