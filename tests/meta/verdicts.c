/*
 * Judges many descriptions in one process, for schema_values.py. Standard input holds them one after the other, each as
 * its length in bytes on a line of its own and then its bytes. For each one line comes out: its errors as "RULE POINTER",
 * separated by tabs ("-" for a finding without pointer), nothing when there is none. Control characters and % of a
 * pointer are written as in URLs.
 */
#include <stdio.h>
#include <stdlib.h>

#include "nnreg.h"

static void put_pointer(const char *pointer)
{
    for (; *pointer != '\0'; pointer++) {
        unsigned char byte = (unsigned char)*pointer;

        if (byte < 0x20 || byte == '%')
            printf("%%%02X", byte);
        else
            putchar(byte);
    }
}

static void tell(const nnreg_findings *findings)
{
    size_t i, told = 0;

    for (i = 0; i < nnreg_findings_count(findings); i++) {
        const struct nnreg_finding *finding = nnreg_findings_get(findings, i);

        if (finding->severity != NNREG_SEVERITY_ERROR)
            continue;
        printf("%s%s ", told++ > 0 ? "\t" : "", finding->rule);
        put_pointer(finding->pointer != NULL ? finding->pointer : "-");
    }
    printf("\n");
}

/* 1: judged, 0: there are no more, -1: something failed. */
static int judge_one(nnreg_findings *findings)
{
    size_t length;
    char *json;
    int result = -1;
    int fields = scanf("%zu", &length);

    if (fields == EOF)
        return 0;
    if (fields != 1 || getchar() != '\n' || length > NNREG_LIMIT_JSON + 1)
        return -1;
    json = malloc(length + 1);
    if (json != NULL && fread(json, 1, length, stdin) == length) {
        nnreg_status status = nnreg_check(findings, json, length, NULL, NULL);

        if (status == NNREG_OK || status == NNREG_REFUSED) {
            tell(findings);
            result = 1;
        }
    }
    free(json);
    return result;
}

int main(void)
{
    nnreg_findings *findings;
    int result = -1;

    if (nnreg_findings_new(&findings, NULL, 0) == NNREG_OK)
        while ((result = judge_one(findings)) > 0)
            ;
    nnreg_findings_free(findings);
    return result == 0 && fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
