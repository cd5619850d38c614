/*
 * Faults by name.
 */
#include "fault.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

const struct mw_fault_row mw_fault_rows[MW_FAULT_COUNT] = {
    [MW_FAULT_NONE] = {"none", MW_AT_NOTHING, "a sound bundle"},
#define MW_FAULT_ROW(KIND, NAME, AT, HELP) [MW_FAULT_##KIND] = {NAME, MW_AT_##AT, HELP},
    MW_FAULTS(MW_FAULT_ROW)
#undef MW_FAULT_ROW
};

static int parse_at(struct mw_fault *fault, const char *at)
{
    char *end;
    switch (mw_fault_rows[fault->kind].at) {
    case MW_AT_NOTHING:
        return -1;
    case MW_AT_KEY:
        fault->key = at;
        return 0;
    case MW_AT_NUMBER:
        errno = 0;
        fault->number = strtoll(at, &end, 10);
        return errno || end == at || *end ? -1 : 0;
    }
    return -1;
}

int mw_fault_parse(struct mw_fault *fault, const char *text)
{
    const char *colon = strchr(text, ':');
    size_t length = colon ? (size_t)(colon - text) : strlen(text);
    *fault = (struct mw_fault){0};
    for (int kind = 0; kind < MW_FAULT_COUNT; kind++) {
        const char *name = mw_fault_rows[kind].name;
        if (strlen(name) != length || memcmp(name, text, length) != 0)
            continue;
        fault->kind = (enum mw_fault_kind)kind;
        return colon ? parse_at(fault, colon + 1) : 0;
    }
    return -1;
}
