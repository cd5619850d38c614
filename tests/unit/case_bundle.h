/*
 * Bundles for tests, made as a few lines say. A folder "bundle" in a scratch folder is filled and added as a whole when
 * anything was put into it; single things are taken out of it and added for themselves.
 *
 *   folder                      the folder is added even when it is empty
 *   model KIND [KEY=VALUE] [text] [flat] [sliced] [nchw] [in=FOLDER]
 *                               what the model writer makes; KEY=VALUE are members of its recipe, fault=FAULT one of fault.h,
 *                               unsafe=OPERATION one of model_unsafe.c
 *   file NAME SIZE              a file of so many bytes; folders above it are made
 *   text NAME WORDS…            a file with these words and a line end
 *   own NAME FILE               the file FILE of the case's own folder, as it is but for repetitions in a *.pbtxt
 *   mean NAME DIMENSION…        a mean of these dimensions: NumPy, Caffe or TensorFlow by the name's end
 *   variables KEY=TYPE[DIMENSION,…]:NUMBER,… …
 *                               the model's variables, with these values: case_variables.h
 *   copy NAME AS                one more of a file
 *   mkdir NAME  fifo NAME  link NAME TARGET  remove NAME  rename OLD NEW  mode NAME OCTAL
 *   given NAME [AS]             the file leaves the folder and is added as a file of its own, named AS or by its path
 *   descriptor NAME [AS]        the same, as an open descriptor
 *   memory NAME [AS]            the same, as memory
 *   zip KIND…                   the damaged archive of this name (tests/support/zip_kinds.c), as memory with the name "model.zip"
 *   pack FORM…                  the folder as an archive, in its place, in these forms: case_archive.h
 *   gone NAME                   removed after all was added; "." is the folder
 *   reads-denied                every read of a file's content is denied
 *
 * In a name \xNN is a byte. Repetitions (case_text.h) are written out first; a line that begins with # is a comment.
 */
#ifndef NNREG_TESTS_CASE_BUNDLE_H
#define NNREG_TESTS_CASE_BUNDLE_H

#include <stdbool.h>
#include <stddef.h>

#include "nnreg.h"
#include "store_fixture.h"

#define CASE_HELD 64 /* descriptors and texts that one bundle may hold */

struct case_bundle {
    struct scratch scratch;
    char folder[300]; /* the folder "bundle" */
    const char *own;
    nnreg_bundle *bundle;
    bool folder_used;
    bool reads_denied;
    int descriptor[CASE_HELD];
    size_t descriptors;
    void *memory[CASE_HELD];
    size_t memories;
    char gone[300];
};

/* `own` is the folder of the directive "own"; it may be NULL. */
void case_bundle_make(struct case_bundle *made, const char *lines, size_t length, const char *own);
void case_bundle_free(struct case_bundle *made);

/* nnreg_check on it; with reads_denied, while every read is denied. */
nnreg_status case_bundle_check(struct case_bundle *made, nnreg_findings *findings, const char *json,
                               size_t length);

/* A system call hook that lets no read through. */
int refuse_reads(const char *call);

#endif
