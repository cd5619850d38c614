/* See time_option.h. */
#include "time_option.h"

#include "report.h"
#include "times.h"

int time_option(struct run *run, bool *given, int64_t *moment, const char *option)
{
    const char *text = run_text(run, option);

    *given = text != NULL;
    if (text == NULL || times_read(moment, text, run_given(run, "utc")))
        return STATUS_DONE;
    return report_usage(run, "--%s \"%s\" is no time: write it like " TIMES_FORMS, option, text);
}
