/*
 * What a file looks like by its first bytes, whatever it is called: most of the wrong files that are given as a model
 * are one of these few, and to be told which helps more than the offset where a parser gave up. This is the one answer
 * for every reader and every judgement, so that they agree about one file.
 */
#ifndef NNREG_BUNDLE_FILE_SIGNATURE_H
#define NNREG_BUNDLE_FILE_SIGNATURE_H

#include "base/source.h"

#define NNREG_FILE_SIGNATURE_BYTES ((size_t)16 << 10) /* that are looked at */

/* X(NAME, text that continues "looks like …") */
#define NNREG_FILE_SIGNATURES(X)                                                                    \
    X(UNKNOWN, "nothing that is known")                                                             \
    X(EMPTY, "an empty file")                                                                       \
    X(SAVED_MODEL, "a SavedModel in binary form")                                                   \
    X(SAVED_MODEL_TEXT, "a SavedModel in text form")                                                \
    X(GRAPH_DEF, "a frozen graph (GraphDef) in binary form, not a SavedModel")                      \
    X(GRAPH_DEF_TEXT, "a graph (GraphDef) in text form, not a SavedModel")                          \
    X(META_GRAPH, "the .meta file of a checkpoint (MetaGraphDef) in binary form, not a SavedModel") \
    X(META_GRAPH_TEXT, "a MetaGraphDef in text form, not a SavedModel")                             \
    X(LABEL_MAP, "a label map in text form, not a SavedModel")                                      \
    X(LFS_POINTER, "a Git LFS pointer, not the file it stands for")                                 \
    X(HTML, "an HTML page: a download that was answered with an error or a login page, perhaps")    \
    X(LINE_ENDS, "a binary file damaged by the conversion of its line ends (LF to CR LF)")          \
    X(TEXT_DAMAGE, "a binary file damaged by being read and written as UTF-8 text")                 \
    X(ZIP, "a zip archive (a .keras file is one)")                                                  \
    X(GZIP, "a gzip archive (.tar.gz)")                                                             \
    X(HDF5, "an HDF5 file (Keras .h5)")                                                             \
    X(TFLITE, "a TensorFlow Lite model")                                                            \
    X(PICKLE, "a Python pickle")                                                                    \
    X(UTF16, "text in UTF-16: save it as UTF-8")                                                    \
    X(JSON, "JSON text")

enum nnreg_file_signature {
#define NNREG_ROW(NAME, text) NNREG_FILE_SIGNATURE_##NAME,
    NNREG_FILE_SIGNATURES(NNREG_ROW)
#undef NNREG_ROW
        NNREG_FILE_SIGNATURE_COUNT
};

/* Continues "looks like …". Static. */
const char *nnreg_file_signature_text(enum nnreg_file_signature signature);

/* `size` bytes of the start of a file of `total` bytes. */
enum nnreg_file_signature nnreg_file_signature_of(const unsigned char *start, size_t size, uint64_t total);

/*
 * Whether a file stands for another that was not fetched, LFS_POINTER or HTML: the trace of a clone without its large files,
 * or of a download that was answered by a web page. There is nothing to be read in it, whatever it was to be. UNKNOWN: it
 * does not, and what else it may be was not looked at, since this is asked of every file. NNREG_IO, NNREG_NO_MEMORY.
 */
nnreg_status nnreg_file_signature_stand_in(enum nnreg_file_signature *signature,
                                           const struct nnreg_source *source, struct nnreg_error *error);

#endif
