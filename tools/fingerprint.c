/* Fingerprints of findings: see fingerprint.h. */
#include "fingerprint.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "finding_place.h"
#include "memory.h"

/* FNV-1a of 64 bits: nobody is kept from making two findings alike, who then hides one behind the other's history only. */
#define HASH_START UINT64_C(0xcbf29ce484222325)
#define HASH_PRIME UINT64_C(0x100000001b3)

/* The text with its NUL, so that no two sequences of texts are one. */
static uint64_t hash_text(uint64_t hash, const char *text)
{
    const char *end = text + strlen(text) + 1;

    for (; text < end; text++)
        hash = (hash ^ (unsigned char)*text) * HASH_PRIME;
    return hash;
}

uint64_t fingerprint_hash(const char *rule, const char *description, bool on_file, const char *place)
{
    uint64_t hash = hash_text(hash_text(HASH_START, rule), description);

    return hash_text(hash_text(hash, on_file ? "file" : "pointer"), place);
}

static uint64_t hash_finding(const struct check *check, const struct nnreg_finding *finding)
{
    bool on_file = finding_is_on_file(finding);
    struct finding_place description;
    const char *at = on_file ? finding->file : finding->pointer;
    uint64_t hash;

    finding_place_find(&description, check, NULL);
    hash = fingerprint_hash(finding->rule, buffer_text(&description.path), on_file, at != NULL ? at : "");
    finding_place_free(&description);
    return hash;
}

static int compare_numbers(size_t a, size_t b)
{
    return a < b ? -1 : a > b;
}

static int compare_hashes(const void *a, const void *b)
{
    const struct fingerprint *x = a, *y = b;

    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    if (x->check != y->check)
        return compare_numbers(x->check, y->check);
    return compare_numbers(x->finding, y->finding);
}

static int compare_places(const void *a, const void *b)
{
    const struct fingerprint *x = a, *y = b;

    return x->check != y->check ? compare_numbers(x->check, y->check)
                                : compare_numbers(x->finding, y->finding);
}

/* Sorted by hash: those that are alike stand together, in their order. */
static void tell_apart(struct fingerprint *prints, size_t count)
{
    char number[24];
    size_t alike = 0, i;

    for (i = 0; i < count; i++) {
        uint64_t hash = prints[i].hash;

        alike = i > 0 && prints[i - 1].hash == hash ? alike + 1 : 0;
        if (alike > 0) {
            snprintf(number, sizeof number, "%zu", alike);
            hash = hash_text(hash, number);
        }
        snprintf(prints[i].text, sizeof prints[i].text, "%016llx", (unsigned long long)hash);
    }
}

static size_t count_findings(const struct check *check)
{
    return check->findings != NULL ? nnreg_findings_count(check->findings) : 0;
}

struct fingerprint *fingerprints_make(const struct checks *checks)
{
    struct fingerprint *prints;
    size_t count = 0, at = 0, i, j;

    for (i = 0; i < checks->count; i++)
        count += count_findings(&checks->list[i]);
    prints = memory_zero(count + 1, sizeof *prints);
    for (i = 0; i < checks->count; i++)
        for (j = 0; j < count_findings(&checks->list[i]); j++)
            prints[at++] = (struct fingerprint){
                i, j, hash_finding(&checks->list[i], nnreg_findings_get(checks->list[i].findings, j)), ""};
    qsort(prints, count, sizeof *prints, compare_hashes);
    tell_apart(prints, count);
    qsort(prints, count, sizeof *prints, compare_places);
    return prints;
}

void fingerprint_of_check(char text[static FINGERPRINT_TEXT], const struct checks *checks,
                          const struct check *check)
{
    struct finding_place description;
    char number[24];
    uint64_t hash = hash_text(HASH_START, "check");

    finding_place_find(&description, check, NULL);
    hash = hash_text(hash, buffer_text(&description.path));
    finding_place_free(&description);
    snprintf(number, sizeof number, "%zu", (size_t)(check - checks->list));
    hash = hash_text(hash, number);
    snprintf(text, FINGERPRINT_TEXT, "%016llx", (unsigned long long)hash);
}
