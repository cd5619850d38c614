/*
 * Prints what the documentation takes from the tables: `generate rules` is doc/RULES.md, `generate description` is
 * doc/nnreg-description.5, `generate records` is the tables of doc/RECORDS.md. `make docs` puts them in place, and a
 * test compares.
 */
#include <stdio.h>
#include <string.h>

#include "records/damage.h"
#include "records/network.h"
#include "records/task.h"
#include "nnreg.h"

/* ----------------------------------------------------------------------------------------------- rules -- */

/* The anchor of a heading is its text without dots. */
static void print_rule_row(const struct nnreg_rule_info *rule)
{
    const char *c;

    printf("| [`%s`](#", rule->id);
    for (c = rule->id; *c != '\0'; c++)
        if (*c != '.')
            putchar(*c);
    printf(") | %s%s | %s |\n", nnreg_severity_text(rule->severity), rule->fixed ? ", *fixed*" : "",
           rule->meaning);
}

static void print_rules(void)
{
    const struct nnreg_rule_info *rule;
    size_t i;

    puts("# The rules\n");
    puts("Generated from the catalogue (lib/check/rules.h) by `make docs`; `nnreg rules` prints the same.\n");
    puts("An id keeps its meaning once it was released; the wording of messages may change. The severity is "
         "the");
    puts("default; a caller can set it for each rule, but for those marked *fixed*, without which nothing "
         "could be");
    puts("judged.\n");
    puts("| rule | severity | meaning |\n|---|---|---|");
    for (i = 0; (rule = nnreg_rule_get(i)) != NULL; i++)
        print_rule_row(rule);
    for (i = 0; (rule = nnreg_rule_get(i)) != NULL; i++) {
        printf("\n## %s\n\n%s%s: %s.\n\n%s\n", rule->id, nnreg_severity_text(rule->severity),
               rule->fixed ? ", fixed" : "", rule->meaning, rule->text);
        if (rule->source != NULL)
            printf("\nSource: %s.\n", rule->source);
    }
}

/* ----------------------------------------------------------------------------- the page of the description -- */

static const char *kind_text(const struct nnreg_field *field)
{
    static const char *const texts[] = {
        [NNREG_KIND_ID] = "integer",
        [NNREG_KIND_SIZE] = "integer",
        [NNREG_KIND_TIME] = "time",
        [NNREG_KIND_NUMBER] = "number",
        [NNREG_KIND_BOOL] = "boolean",
        [NNREG_KIND_STRING] = "string",
        [NNREG_KIND_ENUM] = "string",
        [NNREG_KIND_JSON] = "object",
        [NNREG_KIND_DIGEST] = "string",
        [NNREG_KIND_OBJECT] = "object",
        [NNREG_KIND_ARRAY] = "array",
        [NNREG_KIND_STRINGS] = "array of strings",
        [NNREG_KIND_NUMBERS] = "array of numbers",
        [NNREG_KIND_INTEGER] = "integer",
        [NNREG_KIND_REFERENCE] = "id or null",
        [NNREG_KIND_VALUE] = "any value",
    };

    return texts[field->kind];
}

/* Text for a man page: a backslash is written \e, and a dot or quote at the start of a line is harmless. */
static void put_man(const char *text)
{
    fputs("\\&", stdout);
    for (; *text != '\0'; text++) {
        if (*text == '\\')
            fputs("\\e", stdout);
        else if (*text == '-')
            fputs("\\-", stdout);
        else
            putchar(*text);
    }
    putchar('\n');
}

static void print_bounds(const struct nnreg_field *field)
{
    const char *unit = field->kind == NNREG_KIND_ARRAY || field->kind == NNREG_KIND_NUMBERS ? "entries"
                       : field->kind == NNREG_KIND_JSON || field->most_bytes                ? "bytes"
                                                                                            : "characters";
    size_t i;

    if (field->kind == NNREG_KIND_STRINGS)
        printf("At least one entry, at most %u; each of %s%zu %s%s.\n", NNREG_LIMIT_LIST,
               field->least > 0 ? "1 to " : "at most ", field->most, unit,
               field->unique ? ", none twice" : "");
    else if (field->least > 0 && field->most > 0)
        printf("From %zu to %zu %s.\n", field->least, field->most, unit);
    else if (field->most > 0)
        printf("At most %zu %s.\n", field->most, unit);
    if (field->bounds == NNREG_BOUNDS_ABOVE)
        printf("Greater than %g.\n", field->low);
    else if (field->bounds == NNREG_BOUNDS_BETWEEN)
        printf("%srom %g to %g.\n", field->kind == NNREG_KIND_NUMBERS ? "Each f" : "F", field->low,
               field->high);
    for (i = 0; field->vocab != NULL && i < field->vocab->count; i++)
        printf("%s.Ql %s%s\n", i == 0 ? "One of\n" : "", field->vocab->words[i],
               i + 1 < field->vocab->count ? " ," : " .");
}

/* Whether anything is said behind the line of the table. */
static bool has_more(const struct nnreg_field *field)
{
    return field->kind == NNREG_KIND_STRINGS || field->most > 0 || field->bounds != NNREG_UNBOUNDED ||
           field->vocab != NULL || field->initial != NULL || nnreg_may_be_absent(field) ||
           field->child != NULL;
}

static void print_field(const struct nnreg_field *field, bool variant)
{
    printf(".It Cm %s Pq %s, %s", field->key, kind_text(field),
           variant                             ? "exactly one of these"
           : field->presence == NNREG_REQUIRED ? "required"
           : field->presence == NNREG_ASSIGNED ? "assigned"
                                               : "optional");
    if (field->mutability == NNREG_MUTABLE)
        printf(", can be changed");
    printf("\n");
    put_man(field->doc);
    if (has_more(field))
        printf(".br\n");
    print_bounds(field);
    if (field->initial != NULL) {
        printf("Default:\n");
        put_man(field->initial);
    } else if (nnreg_may_be_absent(field)) {
        printf("There is none when it is left out.\n");
    }
    if (field->child != NULL)
        printf("See\n.Sx %s .\n", field->child->name);
}

static void print_table(const struct nnreg_table *table)
{
    size_t i, j;

    printf(".Ss %s\n", table->name);
    put_man(table->doc);
    printf(".Bl -tag -width Ds\n");
    for (i = 0; i < table->count; i++) {
        if (table->fields[i].kind != NNREG_KIND_ONE_OF && table->fields[i].mutability != NNREG_PUBLISHED)
            print_field(&table->fields[i], false);
        for (j = 0; table->fields[i].kind == NNREG_KIND_ONE_OF && j < table->fields[i].child->count; j++)
            print_field(&table->fields[i].child->fields[j], table->fields[i].child->count > 1);
    }
    printf(".El\n");
    for (i = 0; i < table->count; i++) {
        const struct nnreg_field *field = &table->fields[i];

        for (j = 0; field->kind == NNREG_KIND_ONE_OF && j < field->child->count; j++)
            print_table(field->child->fields[j].child);
        if (field->kind != NNREG_KIND_ONE_OF && field->child != NULL)
            print_table(field->child);
    }
}

static void print_description(void)
{
    puts(".\\\" Generated from the field tables by make docs.\n.\\\" SPDX-License-Identifier: Apache-2.0");
    puts(".Dd November 22, 2026\n.Dt NNREG-DESCRIPTION 5\n.Os\n.Sh NAME\n.Nm nnreg-description");
    puts(".Nd what is said of a network when it is registered\n.Sh DESCRIPTION");
    puts("A description is one JSON object in UTF\\-8 that says how a network is\nfed and what comes out of "
         "it.");
    puts("It is strict: a field that is not known is refused, and so is a key that stands\ntwice.");
    puts("Fields marked as assigned are given out and never taken in.");
    puts("After the network was registered, only those marked so can be changed.\n.Sh FIELDS");
    print_table(&nnreg_network_table);
    puts(".Sh EXAMPLES\n.Bd -literal");
    puts("{");
    puts("  \"name\": \"fruit classifier\",");
    puts("  \"framework\": \"tensorflow\\-1.x\",");
    puts("  \"preprocessing\": {\"inputs\": [{");
    puts("    \"tensor_name\": \"input\",");
    puts("    \"image\": {");
    puts("      \"dimension_order\": \"NHWC\", \"resize_type\": \"SQUASH\",");
    puts("      \"target_size\": \"32x32\", \"color_channels\": \"RGB\"}}]},");
    puts("  \"postprocessings\": [");
    puts("    {\"tensors_output\": {\"tensors\": [\"probabilities\"]}}]");
    puts("}");
    puts(".Ed\n.Sh SEE ALSO\n.Xr nnreg 1");
}

/* --------------------------------------------------------------------------------------------- records -- */

static const char *form_text(const struct nnreg_field *field)
{
    static const char *const texts[] = {
        [NNREG_KIND_ID] = "uint",
        [NNREG_KIND_SIZE] = "uint, bytes",
        [NNREG_KIND_TIME] = "int, microseconds since 1970-01-01T00:00:00Z",
        [NNREG_KIND_NUMBER] = "float 64",
        [NNREG_KIND_BOOL] = "bool",
        [NNREG_KIND_STRING] = "str",
        [NNREG_KIND_ENUM] = "str, one of the field's words",
        [NNREG_KIND_JSON] = "str, JSON text as it was written",
        [NNREG_KIND_DIGEST] = "bin of 32 bytes",
        [NNREG_KIND_OBJECT] = "map",
        [NNREG_KIND_ARRAY] = "array of maps",
        [NNREG_KIND_STRINGS] = "array of str",
    };

    return texts[field->kind];
}

static void print_rows(const struct nnreg_table *table)
{
    size_t i;

    for (i = 0; i < table->count; i++) {
        const struct nnreg_field *field = &table->fields[i];

        if (field->kind == NNREG_KIND_ONE_OF)
            print_rows(field->child);
        else
            printf("| %u | `%s` | %s%s%s | %s |\n", field->number, field->key, form_text(field),
                   field->child != NULL ? ": " : "", field->child != NULL ? field->child->name : "",
                   field->doc);
    }
}

static void print_record(const struct nnreg_table *table)
{
    size_t i, j;

    printf("### %s\n\n| number | field | value | meaning |\n|---|---|---|---|\n", table->name);
    print_rows(table);
    puts("");
    for (i = 0; i < table->count; i++) {
        const struct nnreg_field *field = &table->fields[i];

        for (j = 0; field->kind == NNREG_KIND_ONE_OF && j < field->child->count; j++)
            print_record(field->child->fields[j].child);
        if (field->kind != NNREG_KIND_ONE_OF && field->child != NULL)
            print_record(field->child);
    }
}

int main(int argc, char **argv)
{
    const char *what = argc == 2 ? argv[1] : "";

    if (strcmp(what, "rules") == 0) {
        print_rules();
    } else if (strcmp(what, "description") == 0) {
        print_description();
    } else if (strcmp(what, "records") == 0) {
        print_record(&nnreg_network_table);
        print_record(&nnreg_task_table);
        print_record(&nnreg_damage_record_table);
    } else {
        fprintf(stderr, "usage: generate rules|description|records\n");
        return 2;
    }
    return fflush(stdout) == 0 && !ferror(stdout) ? 0 : 1;
}
