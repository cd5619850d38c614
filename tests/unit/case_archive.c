/* See case_archive.h. */
#include "case_archive.h"

#include <check.h>
#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "case_text.h"
#include "zip_kinds.h"

void *case_archive_of_kind(nnreg_bundle *bundle, const char *kind)
{
    struct mw_zip zip = {.count = 0};
    void *content;
    size_t i = 0;

    while (i < mw_zip_kind_count && strcmp(mw_zip_kinds[i].name, kind) != 0)
        i++;
    ck_assert_msg(i < mw_zip_kind_count, "there is no archive that is \"%s\"", kind);
    (void)mw_zip_kinds[i].make(&zip, mw_zip_kinds[i].argument);
    content = zip.file.data;
    ck_assert_int_eq(nnreg_bundle_add_zip_memory(bundle, content, zip.file.size, "model.zip"), NNREG_OK);
    zip.file = (struct mw_buf){0};
    mw_zip_free(&zip);
    return content;
}

static bool has_form(const char *forms, const char *form)
{
    return strstr(forms, form) != NULL;
}

static void pack_file(struct mw_zip *zip, const char *path, const char *name, const char *forms)
{
    struct text content = TEXT_INIT;
    struct mw_zip_entry entry = {.name = name,
                                 .method = has_form(forms, "deflated") ? 8 : 0,
                                 .descriptor = has_form(forms, "described") ? 16 : 0,
                                 .wide = has_form(forms, "wide"),
                                 .attributes = MW_ZIP_MODE(0100644)};

    ck_assert(text_load(&content, path));
    entry.content = content.content;
    entry.size = content.length;
    mw_zip_add(zip, &entry);
    text_free(&content);
}

static void pack_folder(struct mw_zip *zip, const char *folder, const char *below, const char *forms)
{
    struct dirent **list;
    int count = scandir(folder, &list, NULL, alphasort), i;

    ck_assert_int_ge(count, 0);
    for (i = 0; i < count; i++) {
        char path[1400], name[1400];
        struct stat about;

        (void)snprintf(path, sizeof path, "%s/%s", folder, list[i]->d_name);
        (void)snprintf(name, sizeof name, "%s%s", below, list[i]->d_name);
        ck_assert_int_eq(stat(path, &about), 0);
        if (strcmp(list[i]->d_name, ".") != 0 && strcmp(list[i]->d_name, "..") != 0) {
            if (S_ISDIR(about.st_mode))
                strcat(name, "/");
            if (S_ISDIR(about.st_mode) && has_form(forms, "folders"))
                mw_zip_add(zip, &(struct mw_zip_entry){.name = name, .attributes = MW_ZIP_MODE(040755)});
            if (S_ISDIR(about.st_mode))
                pack_folder(zip, path, name, forms);
            else
                pack_file(zip, path, name, forms);
        }
        free(list[i]);
    }
    free(list);
}

void case_archive_make(struct mw_zip *zip, const char *folder, const char *forms)
{
    const char *comment = has_form(forms, "comment") ? "PK and what follows" : "";

    pack_folder(zip, folder, has_form(forms, "top") ? "model/1/" : "", forms);
    if (has_form(forms, "zeros"))
        mw_zip_add(zip, &(struct mw_zip_entry){.name = "assets/zeros", .method = 8, .zeros = 59u << 20});
    mw_zip_finish(zip, &(struct mw_zip_end){.wide = has_form(forms, "wide"),
                                            .comment = comment,
                                            .comment_size = strlen(comment)});
}

void *case_archive_pack(nnreg_bundle *bundle, const char *folder, const char *forms)
{
    struct mw_zip zip = {.count = 0};
    void *content;

    case_archive_make(&zip, folder, forms);
    content = zip.file.data;
    ck_assert_int_eq(nnreg_bundle_add_zip_memory(bundle, content, zip.file.size, "model.zip"), NNREG_OK);
    zip.file = (struct mw_buf){0};
    mw_zip_free(&zip);
    return content;
}
