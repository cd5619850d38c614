/* Bundles of many files, most of which should not be there, and descriptions that name others. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "subject.h"
#include "zip_writer.h"

static void named(char out[64], const char *format, size_t i)
{
    char number[24];
    size_t before = strcspn(format, "#");

    (void)snprintf(number, sizeof number, "%05zu", i);
    (void)snprintf(out, 64, "%.*s%s%s", (int)before, format, number, format + before + 1);
}

/* n files whose names have a number for '#'. */
static void files(struct subject *subject, size_t n, const char *format, const char *content)
{
    char name[64];
    size_t i;

    for (i = 0; i < n; i++) {
        named(name, format, i + 1);
        subject_file(subject, content, name);
    }
}

static void inputs_with_means(struct subject *subject)
{
    char tensor[64], mean[64];
    size_t i;

    for (i = 0; i < subject->n; i++) {
        named(tensor, "x#", i);
        named(mean, "mean-#.npy", i);
        subject_input(subject, i, tensor, mean);
    }
}

static void inputs_with_one_mean(struct subject *subject)
{
    char tensor[64];
    size_t i;

    for (i = 0; i < subject->n; i++) {
        named(tensor, "x#", i);
        subject_input(subject, i, tensor, "mean.npy");
    }
}

static void shards_of_different_totals(struct subject *subject, size_t n)
{
    subject_description(subject, NULL, NULL);
    files(subject, n, "variables.data-00000-of-#", "");
}

static void shards_of_one_save(struct subject *subject, size_t n)
{
    subject_description(subject, NULL, NULL);
    files(subject, n, "variables.data-#-of-99999", "");
}

static void unknown_files(struct subject *subject, size_t n)
{
    subject_description(subject, NULL, NULL);
    files(subject, n, "unknown-#.txt", "x");
}

static void empty_means(struct subject *subject, size_t n)
{
    subject_description(subject, NULL, NULL);
    files(subject, n, "mean-#.npy", "");
}

static void one_file_many_times(struct subject *subject, size_t n)
{
    size_t i;

    subject_description(subject, NULL, NULL);
    for (i = 0; i < n; i++)
        subject_file(subject, "x", "assets/a");
}

static void bad_names(struct subject *subject, size_t n)
{
    subject_description(subject, NULL, NULL);
    files(subject, n, "assets/../#", "x");
}

/* Each mean is missing, and none of the files is far from it. */
static void means_against_files(struct subject *subject, size_t n)
{
    subject_description(subject, inputs_with_means, NULL);
    files(subject, n, "maen-#.npy", "");
}

static void unknown_files_against_means(struct subject *subject, size_t n)
{
    subject_description(subject, inputs_with_means, NULL);
    files(subject, n, "unknown-#.txt", "x");
}

/* A NumPy array of n values, which every input names. */
static void one_mean_of_many_inputs(struct subject *subject, size_t n)
{
    char header[129];
    size_t i;

    subject_description(subject, inputs_with_one_mean, NULL);
    (void)snprintf(header, sizeof header, "{'descr': '<f4', 'fortran_order': False, 'shape': (%zu,), }",
                   n * 64);
    nnreg_bytes_put(&subject->other, "\x93NUMPY\1\0\x76\0", 10);
    nnreg_bytes_format(&subject->other, "%-117s\n", header);
    for (i = 0; i < n * 64; i++)
        nnreg_bytes_put(&subject->other, "\0\0\0", 4);
    (void)subject_folder(subject);
    subject_must(nnreg_bundle_add_memory(subject->bundle, subject->other.content, subject->other.size,
                                         "mean.npy") == NNREG_OK,
                 "add a mean");
}

/* Files that were there when they were named. */
static void files_that_went_away(struct subject *subject, size_t n)
{
    char name[64], path[400];
    size_t i;

    subject_description(subject, inputs_with_means, NULL);
    for (i = 0; i < n; i++) {
        named(name, "mean-#.npy", i);
        subject_write(subject, name, "x", 1);
        (void)snprintf(path, sizeof path, "%s/%s", subject_folder(subject), name);
        subject_must(nnreg_bundle_add_file(subject->bundle, path, name) == NNREG_OK, "add a file");
        subject_must(truncate(path, 0) == 0 && unlink(path) == 0 && symlink("nowhere", path) == 0,
                     "lose a file");
    }
}

static void a_folder_of_unknown_files(struct subject *subject, size_t n)
{
    char name[64];
    size_t i;

    subject_description(subject, inputs_with_means, NULL);
    for (i = 0; i < n; i++) {
        named(name, "unknown-#", i);
        subject_write(subject, name, "x", 1);
    }
    subject_must(nnreg_bundle_add_directory(subject->bundle, subject_folder(subject)) == NNREG_OK,
                 "add a folder");
}

static void take_archive(struct subject *subject, struct mw_zip *zip)
{
    mw_zip_finish(zip, NULL);
    nnreg_bytes_put(&subject->other, zip->file.data, zip->file.size);
    mw_zip_free(zip);
    (void)subject_folder(subject); /* which makes the bundle */
    subject_must(nnreg_bundle_add_zip_memory(subject->bundle, subject->other.content, subject->other.size,
                                             "model.zip") == NNREG_OK,
                 "add an archive");
}

/* Entries of one archive, in folders that are not there by themselves; each third one is in a folder of no model. */
static void an_archive_of_many_entries(struct subject *subject, size_t n)
{
    struct mw_zip zip = {.count = 0};
    char name[64];
    size_t i;

    subject_description(subject, NULL, NULL);
    for (i = 0; i < n; i++) {
        named(name, i % 3 == 0 ? "top/notes/#" : "top/assets/A-#", i);
        mw_zip_add(&zip, &(struct mw_zip_entry){.name = name, .content = "x", .size = 1});
    }
    take_archive(subject, &zip);
}

/* An entry of AES without its field, for which libzip opens nothing of the archive. */
static void an_archive_that_libzip_refuses(struct subject *subject, size_t n)
{
    struct mw_zip zip = {.count = 0};
    char name[64];
    size_t i;

    subject_description(subject, NULL, NULL);
    mw_zip_add(&zip, &(struct mw_zip_entry){.name = "saved_model.pb", .content = "x", .size = 1});
    for (i = 0; i < n; i++) {
        named(name, "assets/A-#", i);
        mw_zip_add(&zip, &(struct mw_zip_entry){.name = name, .content = "x", .size = 1, .method = 8});
    }
    mw_zip_add(&zip,
               &(struct mw_zip_entry){.name = "assets/z", .method = 99, .packed = "x", .packed_size = 1});
    take_archive(subject, &zip);
}

const struct row bundle_rows[] = {
    {"shards-of-totals", 2000, shards_of_different_totals, run_check},
    {"shards-of-one-save", 2000, shards_of_one_save, run_check},
    {"unknown-files", 2000, unknown_files, run_check},
    {"empty-means", 2000, empty_means, run_check},
    {"one-file-many-times", 2000, one_file_many_times, run_check},
    {"bad-names", 2000, bad_names, run_check},
    {"means-against-files", 500, means_against_files, run_check},
    {"unknown-against-means", 500, unknown_files_against_means, run_check},
    {"one-mean-many-inputs", 400, one_mean_of_many_inputs, run_check},
    {"files-that-went-away", 400, files_that_went_away, run_check},
    {"a-folder-of-unknown", 500, a_folder_of_unknown_files, run_check},
    {"entries-of-an-archive", 2000, an_archive_of_many_entries, run_check},
    {"entries-that-libzip-refuses", 1000, an_archive_that_libzip_refuses, run_check},
    {NULL, 0, NULL, NULL},
};
