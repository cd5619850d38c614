/*
 * The catalogue of rules: one X-macro row each, from which the enum, the public catalogue and doc/RULES.md are made. An id,
 * once shipped, keeps its meaning; wording may change.
 *
 *   RULE(name, id, severity, fixed, meaning, text, source)
 *
 * `severity` is what a finding has where nobody says otherwise (check/report.h). `fixed` 1: who asks for a check cannot,
 * because nothing could be judged, or stored, if the rule were passed over. `meaning` is one line, `text` a paragraph for
 * people, `source` where it comes from.
 */
#ifndef NNREG_CHECK_RULES_H
#define NNREG_CHECK_RULES_H

#include "nnreg.h"

#define RFC_8259 "RFC 8259"
#define TF_LOADER \
    "tensorflow/cc/saved_model/loader.cc and constants.h; https://www.tensorflow.org/guide/saved_model"
#define TF_BUNDLE "tensorflow/core/protobuf/tensor_bundle.proto and core/util/tensor_bundle/naming.cc"

#define ZIP_APPNOTE "https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT (6.3.9)"
#define PYPI_ARCHIVES \
    "https://blog.pypi.org/posts/2025-08-07-wheel-archive-confusion-attacks/; APPNOTE.TXT 6.3.9"

/* clang-format off */
#define NNREG_RULES(RULE)                                                                                \
    RULE(JSON_SYNTAX, "json.syntax", ERROR, 1,                                                           \
         "the text is not JSON",                                                                         \
         "The description must be one JSON value. Comments, trailing commas, single quotes and NaN are " \
         "no JSON. Reading stops at the first such place, since what follows cannot be told.",           \
         RFC_8259)                                                                                       \
    RULE(JSON_ENCODING, "json.encoding", ERROR, 1,                                                       \
         "the text is not UTF-8",                                                                        \
         "JSON is UTF-8 without a byte order mark. Overlong forms, surrogates written as bytes, and "    \
         "\\u escapes that are half of a surrogate pair are refused: programs disagree about what they " \
         "mean.",                                                                                        \
         "RFC 8259, sections 8.1 and 8.2; RFC 3629")                                                     \
    RULE(JSON_NUMBER, "json.number", ERROR, 1,                                                           \
         "a number is too large to be finite",                                                           \
         "A number beyond about 1.8e308 becomes infinity in most readers. Metadata keeps numbers as "    \
         "they were written, so it must not hold one that most readers cannot take.",                    \
         "RFC 8259, section 6")                                                                          \
    RULE(JSON_DUPLICATE_KEY, "json.duplicate-key", ERROR, 1,                                             \
         "an object has a key twice",                                                                    \
         "Programs disagree about which of two equal keys counts. Keys are compared after their "        \
         "escapes are resolved: \"a\" and \"\\u0061\" are the same key.",                                \
         "RFC 8259, section 4; RFC 7493, section 2.3")                                                   \
    RULE(JSON_TOO_DEEP, "json.too-deep", ERROR, 1,                                                       \
         "arrays and objects are nested too deeply",                                                     \
         "A text may nest 512 levels, metadata 64, so that no reader of it runs out of stack.",          \
         RFC_8259)                                                                                       \
    RULE(JSON_TOO_LARGE, "json.too-large", ERROR, 1,                                                     \
         "the text is too large",                                                                        \
         "A description may have 16 MiB and about a million values, metadata 1 MiB. Larger data "        \
         "belongs into a file of the bundle (assets.extra/) or elsewhere.",                              \
         RFC_8259)                                                                                       \
    RULE(TYPE, "type", ERROR, 0,                                                                         \
         "a value has the wrong JSON type",                                                              \
         "Each field takes one JSON type; null is a type of its own and stands for no other. The rules " \
         "on a value of the wrong type are not checked, so that one mistake is one finding.",            \
         NULL)                                                                                           \
    RULE(MISSING_FIELD, "missing-field", ERROR, 0,                                                       \
         "a required field is missing",                                                                  \
         "The network could not be served without it. `nnreg schema` lists the required fields.",        \
         NULL)                                                                                           \
    RULE(UNKNOWN_FIELD, "unknown-field", ERROR, 0,                                                       \
         "a field is not known",                                                                         \
         "An unknown field is nearly always a misspelt one, and its value would be lost silently. Data " \
         "of your own belongs into metadata.",                                                           \
         NULL)                                                                                           \
    RULE(READ_ONLY, "read-only", ERROR, 0,                                                               \
         "a field is assigned by the registry",                                                          \
         "id, task_id, create_date, update_date, files and digest are given out, never taken in.",               \
         NULL)                                                                                           \
    RULE(REFERENCE, "reference", ERROR, 1,                                                               \
         "an id names no object, or not one that fits",                                                  \
         "A version ties a specification and a network of the same registry together, and a spec's "     \
         "current version is one of its own versions.",                                                  \
         NULL)                                                                                           \
    RULE(OUTPUT_COUNT, "version.outputs", ERROR, 0,                                                      \
         "a version has not one post_processing for each output of its spec",                            \
         "The i-th entry of post_processings says how the i-th output of the specification is made of "  \
         "tensors.",                                                                                     \
         NULL)                                                                                           \
    RULE(OUTPUT_KIND, "version.roi", ERROR, 0,                                                           \
         "a post_processing does not fit the region of interest of its output",                          \
         "A classification labels the whole image and is for roi NONE; a detection gives bounding "      \
         "boxes and is for roi BBOX.",                                                                   \
         NULL)                                                                                           \
    RULE(THRESHOLD_COUNT, "version.thresholds", ERROR, 0,                                                \
         "there is not one threshold for each label",                                                    \
         "thresholds can be left out; where they are given, the k-th is that of the k-th label of the "  \
         "output.",                                                                                      \
         NULL)                                                                                           \
    RULE(UNDECLARED_TENSOR, "version.undeclared-tensor", ERROR, 0,                                       \
         "a tensor is none that the network gives out",                                                  \
         "A network that declares tensors_output gives out these tensors and no others; a version can "  \
         "use only them.",                                                                               \
         NULL)                                                                                           \
    RULE(FED_TENSOR, "version.fed-tensor", ERROR, 0,                                                     \
         "an output of a version is an input of its network",                                            \
         "What is fed comes back as it was: it is no answer. Only normalize_wrt_tensor may name an input.",\
         NULL)                                                                                           \
    RULE(VERSION_SHAPE, "version.shape", ERROR, 0,                                                       \
         "a tensor has not the shape that its labels ask for",                                           \
         "A server would cut scores off, read beyond them or give them to the wrong labels. Without the batch, and with "\
         "L labels: scores of a classification end in L; anchors are N x 5, their scores N x (L+1) with the background, "\
         "their offsets N x (L+1) x 4, or these in a row; direct scores and classes are N x L, boxes N x L x 4, or N, N "\
         "and N x 4 where each box has one label; a YOLO grid has 5 + L channels for each pair of anchors. What is "\
         "not known of a shape is not judged.",                                                          \
         NULL)                                                                                           \
    RULE(TASK_ERROR, "task.error", ERROR, 1,                                                             \
         "a task has an error without its text, or a text without an error",                             \
         "A failed deployment says why in error; one that is pending or has succeeded has no text "      \
         "there.",                                                                                       \
         NULL)                                                                                           \
    RULE(IMMUTABLE, "immutable", ERROR, 1,                                                               \
         "a field cannot be changed",                                                                    \
         "Of a registered network only name and metadata can change (and description, where the "        \
         "registry's setting mutable-description is on: nnreg config). Naming another field in an "      \
         "update is refused even with the value it has. Register a new network instead.",                \
         NULL)                                                                                           \
    RULE(EMPTY, "empty", ERROR, 0,                                                                       \
         "a text or list is empty",                                                                      \
         "Names have at least one character; inputs and tensors have at least one entry.",               \
         NULL)                                                                                           \
    RULE(TOO_LONG, "too-long", ERROR, 0,                                                                 \
         "a text or list is too long",                                                                   \
         "Each field has a bound, so that no list or log is flooded by one object.",                     \
         NULL)                                                                                           \
    RULE(CONTROL_CHARACTER, "control-character", ERROR, 0,                                               \
         "a text has a character that it cannot hold",                                                   \
         "Names have no control characters (U+0000 to U+001F, U+007F to U+009F): they would break "      \
         "lists, logs and terminals. No text can hold U+0000.",                                          \
         NULL)                                                                                           \
    RULE(ENUM, "enum", ERROR, 0,                                                                         \
         "a word is not one of those the field takes",                                                   \
         "The field takes a fixed set of words, in exactly this spelling.",                              \
         NULL)                                                                                           \
    RULE(RANGE, "range", ERROR, 0,                                                                       \
         "a number is out of its range",                                                                 \
         "pixel_scaling is greater than 0: with 0 every pixel would be the same.",                       \
         NULL)                                                                                           \
    RULE(EXACTLY_ONE, "exactly-one", ERROR, 0,                                                           \
         "not exactly one of several keys is present",                                                   \
         "A postprocessing is either a tensors_output or a standard_output: with none it says nothing, " \
         "with both it contradicts itself.",                                                             \
         NULL)                                                                                           \
    RULE(SIGNATURE_KEY, "signature-key", ERROR, 0,                                                       \
         "a signature's key does not stand for the tensor beside it",                                    \
         "signature_key, and each entry of signature_keys that is not empty, is a key of a signature "   \
         "that stands for the tensor it is beside: the registry fills it in where a tensor was named by " \
         "its key, and takes it back as it has shown it. A list of keys has one for each tensor. A key " \
         "that is the name of another tensor as well could mean either.",                                \
         NULL)                                                                                           \
    RULE(DUPLICATE, "duplicate", ERROR, 0,                                                               \
         "a tensor is named twice",                                                                      \
         "The inputs of a network are different tensors, and so are the entries of tensors_output. x "   \
         "and x:0 are the same tensor, as are a signature's key and what it stands for.",               \
         "tensorflow/core/graph/tensor_id.cc, ParseTensorName")                                          \
    RULE(TENSOR_NAME, "tensor-name", ERROR, 0,                                                           \
         "a text is not a tensor name",                                                                  \
         "A tensor name is the name of an operation, optionally with a colon and the index of its "      \
         "output: op/name or op/name:0. An operation's name has letters, digits and . _ - / \\ > and "   \
         "begins with a letter, a digit, a dot or an underscore. ^name is a control edge, which "        \
         "carries no data.",                                                                             \
         "tensorflow/core/framework/node_def_util.cc; core/graph/tensor_id.cc")                          \
    RULE(TARGET_SIZE, "target-size", ERROR, 0,                                                           \
         "a text is not WxH or N",                                                                       \
         "The width, an x and the height in pixels, or one number; each from 1 to 65535, decimal, "      \
         "without sign, spaces or leading zeros.",                                                       \
         NULL)                                                                                           \
    RULE(TARGET_SIZE_FOR_RESIZE, "target-size-for-resize", ERROR, 0,                                     \
         "the form of target_size does not go with resize_type",                                         \
         "NETWORK brings the largest side to N and adapts the network, so it takes one number; SQUASH, " \
         "CROP and FILL produce an image of a fixed size, so they take WxH.",                            \
         NULL)                                                                                           \
    RULE(LICENSE, "license-expression", WARNING, 0,                                                      \
         "a license is no SPDX expression",                                                              \
         "Programs that look for licenses read SPDX expressions: identifiers joined by AND, OR and WITH, " \
         "with parentheses. LicenseRef-NAME stands for a license that SPDX has no identifier for. "      \
         "Whether an identifier is one of SPDX's list is not looked at.",                                 \
         "https://spdx.github.io/spdx-spec/v3.0.1/annexes/spdx-license-expressions/")                    \
    RULE(URL, "url", ERROR, 0,                                                                           \
         "a text is no absolute http or https URL",                                                      \
         "A scheme, a host and what follows, as a browser takes it from a text: a name or a path says "  \
         "nothing elsewhere, and a user name or a password would be shown to all. What is no ASCII, and " \
         "spaces, are written as % and two hexadecimal digits.",                                         \
         "RFC 3986, appendix A; RFC 9110, sections 4.2.1, 4.2.2 and 4.2.4")                              \
    RULE(DEPRECATED, "deprecated", WARNING, 0,                                                           \
         "a field is deprecated",                                                                        \
         "It still works. The finding says what to use instead.",                                        \
         NULL)                                                                                           \
    RULE(BUNDLE_MODEL_MISSING, "bundle.model-missing", ERROR, 0,                                         \
         "the bundle has no saved_model.pb or .pbtxt",                                                   \
         "TensorFlow loads saved_model.pb, else saved_model.pbtxt, and nothing else.",                   \
         TF_LOADER)                                                                                      \
    RULE(BUNDLE_CHUNKED_MODEL, "bundle.chunked-model", ERROR, 0,                                         \
         "the model is only there as saved_model.cpb",                                                   \
         "saved_model.cpb is a chunked container that no released TensorFlow loads. Save the model "     \
         "again as saved_model.pb.",                                                                     \
         TF_LOADER)                                                                                      \
    RULE(BUNDLE_TWO_MODELS, "bundle.two-models", WARNING, 0,                                             \
         "the bundle has saved_model.pb and saved_model.pbtxt",                                          \
         "TensorFlow loads the .pb and never opens the .pbtxt. If they differ, somebody edited the "     \
         "wrong one.",                                                                                   \
         TF_LOADER)                                                                                      \
    RULE(BUNDLE_INDEX_MISSING, "bundle.index-missing", ERROR, 0,                                         \
         "there are data shards but no variables.index",                                                 \
         "The index says which tensor is where in the shards; without it they cannot be read.",          \
         TF_BUNDLE)                                                                                      \
    RULE(BUNDLE_SHARD_MISSING, "bundle.shard-missing", ERROR, 0,                                         \
         "a data shard is missing",                                                                      \
         "variables.data-00000-of-00003 is the first of three files, and all three are needed, with "    \
         "the numbers they were saved under. This is the usual trace of an interrupted copy. Where no "  \
         "save is complete, the index says how many shards there are meant to be.",                      \
         TF_BUNDLE)                                                                                      \
    RULE(BUNDLE_SHARD_NAME, "bundle.shard-name", ERROR, 0,                                               \
         "a data shard's name is malformed",                                                             \
         "A shard is named variables.data-NNNNN-of-NNNNN: at least five digits, counted from 00000, "     \
         "below the total. Do not rename shards.",                                                       \
         TF_BUNDLE)                                                                                      \
    RULE(BUNDLE_UNKNOWN_FILE, "bundle.unknown-file", ERROR, 0,                                           \
         "a file is no part of a model",                                                                 \
         "Named as a file of its own it is refused, since it would be kept for nothing. Met in a "       \
         "folder it is a warning and the file is not stored: model servers pass it over, too. Files of " \
         "your own go into assets.extra/.",                                                              \
         TF_LOADER)                                                                                      \
    RULE(BUNDLE_BAD_NAME, "bundle.bad-name", ERROR, 0,                                                   \
         "a file's name cannot be stored",                                                               \
         "A name is 1 to 255 bytes of UTF-8, relative, without .., empty parts, leading dots, "          \
         "backslashes and control characters, so that it means the same file everywhere.",               \
         NULL)                                                                                           \
    RULE(BUNDLE_DUPLICATE_FILE, "bundle.duplicate-file", ERROR, 1,                                       \
         "two files have the same name",                                                                 \
         "Names are compared after variables/ is dropped: variables/variables.index and "                \
         "variables.index are one.",                                                                     \
         NULL)                                                                                           \
    RULE(BUNDLE_NAME_CLASH, "bundle.name-clash", ERROR, 1,                                               \
         "a file lies in another file",                                                                  \
         "A bundle of several folders, or of files under names of one's own, can have assets/labels "    \
         "and assets/labels/en. No folder has both, so that no server could be given the network.",      \
         NULL)                                                                                           \
    RULE(BUNDLE_EMPTY_FILE, "bundle.empty-file", ERROR, 0,                                               \
         "a file that must have content is empty",                                                       \
         "An empty saved_model.pb parses as a message without any graph, and \"loads\". It is the "      \
         "usual trace of a full disk or an interrupted upload.",                                         \
         NULL)                                                                                           \
    RULE(BUNDLE_NOT_REGULAR, "bundle.not-regular", ERROR, 0,                                             \
         "something is not a regular file",                                                              \
         "Symbolic links are not followed, and devices, FIFOs and sockets are not opened: what is "      \
         "registered must be what was named. Copy with cp -rL to have links resolved.",                  \
         NULL)                                                                                           \
    RULE(BUNDLE_LFS_POINTER, "bundle.lfs-pointer", ERROR, 0,                                             \
         "a file is a Git LFS pointer, not the content",                                                 \
         "The repository was cloned without its large files. Run `git lfs pull` and take the file "      \
         "again.",                                                                                       \
         "https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md")                                    \
    RULE(BUNDLE_HTML_PAGE, "bundle.html-page", ERROR, 0,                                                 \
         "a file is an HTML page, not the content",                                                      \
         "A download was answered by a web page (an error, a login, a preview). Fetch the raw file.",    \
         NULL)                                                                                           \
    RULE(BUNDLE_MEAN_MISSING, "bundle.mean-missing", ERROR, 0,                                           \
         "a mean_file is not in the bundle",                                                             \
         "The file an input's mean_file names must come with the network.",                              \
         NULL)                                                                                           \
    RULE(BUNDLE_MEAN_EXTENSION, "bundle.mean-extension", ERROR, 0,                                       \
         "a mean_file has an unknown extension",                                                         \
         "A mean is a .binaryproto (Caffe's BlobProto), a .proto.bin (TensorFlow's TensorProto) or a "   \
         ".npy (NumPy). Names are taken literally: upper case is another extension.",                    \
         "caffe/src/caffe/proto/caffe.proto; tensorflow/core/framework/tensor.proto; numpy.lib.format")  \
    RULE(BUNDLE_MEAN_UNUSED, "bundle.mean-unused", WARNING, 0,                                           \
         "a mean file is not named by any input",                                                        \
         "The bundle has a file with a mean that no mean_file names. Either a mean_file was forgotten, " \
         "and the network will be fed wrong values, or the file is not needed. It is kept.",             \
         NULL)                                                                                           \
    RULE(BUNDLE_TOO_LARGE, "bundle.too-large", ERROR, 1,                                                 \
         "the bundle has too many files or levels",                                                      \
         "A bundle may have 10000 files, 16 levels of folders, and 100000 entries in one folder.",       \
         NULL)                                                                                           \
    RULE(BUNDLE_UNREADABLE, "bundle.unreadable", ERROR, 1,                                               \
         "a file of the bundle cannot be read",                                                          \
         "It is gone, or this user may not open it; the finding tells why. Where the system failed (no " \
         "descriptor left, no memory, a failing device) there is no finding, as nothing is known of "    \
         "the file: the check itself fails.",                                                            \
         NULL)                                                                                           \
    RULE(BUNDLE_VARIABLES_MISSING, "bundle.variables-missing", ERROR, 0,                                 \
         "the graph restores variables, and there are no variable files",                                \
         "Walking back from the saver's restore operation, the graph reads variables from "              \
         "variables/variables. Without the files TensorFlow loads the model all the same, and every "    \
         "request fails. A frozen graph, or one that restores nothing, needs none.",                     \
         "tensorflow/cc/saved_model/loader.cc, RunRestore")                                              \
    RULE(ARCHIVE_CORRUPT, "archive.corrupt", ERROR, 1,                                                   \
         "an archive is damaged",                                                                        \
         "The file is no zip archive, was cut short, or a header in it is malformed, so that "           \
         "nothing can be said of what is in it. An archive in several parts is none either.",            \
         ZIP_APPNOTE)                                                                                    \
    RULE(ARCHIVE_TRAILING_BYTES, "archive.trailing-bytes", ERROR, 1,                                     \
         "an archive has bytes in front of it or behind it",                                             \
         "The first byte of an archive is that of its first entry and the last one that of its end "     \
         "record. What is around it is seen by one program and not by another: a program that "          \
         "unpacks itself, two archives in one file, a transfer gone wrong.",                             \
         PYPI_ARCHIVES)                                                                                  \
    RULE(ARCHIVE_OVERLAP, "archive.overlap", ERROR, 1,                                                   \
         "the parts of an archive leave gaps or lie over each other",                                    \
         "Entries, directory and end record follow each other without a byte between them, as "          \
         "every packer writes them. Entries over one another are how a small file becomes a huge "       \
         "one; gaps hide what a check does not see.",                                                    \
         PYPI_ARCHIVES)                                                                                  \
    RULE(ARCHIVE_AMBIGUOUS, "archive.ambiguous", ERROR, 1,                                               \
         "an archive says two different things",                                                         \
         "A local header and the directory, or two end records, disagree about a name, a size or a "     \
         "checksum. Programs go by one or the other, so that what was checked would not be what is "     \
         "unpacked elsewhere.",                                                                          \
         PYPI_ARCHIVES)                                                                                  \
    RULE(ARCHIVE_DUPLICATE_ENTRY, "archive.duplicate-entry", ERROR, 1,                                   \
         "an archive has an entry twice",                                                                \
         "Some programs take the first, some the last.",                                                 \
         PYPI_ARCHIVES)                                                                                  \
    RULE(ARCHIVE_NAME_CLASH, "archive.name-clash", ERROR, 1,                                             \
         "two entries of an archive would be one file on some systems",                                  \
         "Their names differ by case, or by the form of an accent, or one is a file that another "       \
         "lies in: on Windows and macOS one would overwrite the other.",                                 \
         ZIP_APPNOTE)                                                                                    \
    RULE(ARCHIVE_BAD_NAME, "archive.bad-name", ERROR, 1,                                                 \
         "an entry of an archive has a name that leads elsewhere, or is none",                           \
         "Names are relative, in UTF-8, with slashes: without .., backslashes, letters of drives, "      \
         "control characters and empty parts.",                                                          \
         ZIP_APPNOTE)                                                                                    \
    RULE(ARCHIVE_NOT_REGULAR, "archive.not-regular", ERROR, 1,                                           \
         "an entry of an archive is neither a file nor a folder",                                        \
         "Symbolic links and devices could reach out of the bundle. zip -y packs links as links; "       \
         "without it they are followed.",                                                                \
         ZIP_APPNOTE)                                                                                    \
    RULE(ARCHIVE_ENCRYPTED, "archive.encrypted", ERROR, 1,                                               \
         "an entry of an archive is encrypted",                                                          \
         "There is nobody to ask for a password. Unpack it first.",                                      \
         ZIP_APPNOTE)                                                                                    \
    RULE(ARCHIVE_METHOD, "archive.method", ERROR, 1,                                                     \
         "an entry of an archive is packed by a method that is not taken",                               \
         "Stored and deflated entries are taken, and bzip2 where libzip knows it. Others are rare, "     \
         "and some of their readers take as much memory as the archive asks for.",                       \
         ZIP_APPNOTE)                                                                                    \
    RULE(ARCHIVE_TOO_LARGE, "archive.too-large", ERROR, 1,                                               \
         "an archive is beyond a limit",                                                                 \
         "An archive may have 100000 entries and 1 TiB of files. A model that is larger is given "       \
         "as a folder.",                                                                                 \
         ZIP_APPNOTE)                                                                                    \
    RULE(ARCHIVE_RATIO, "archive.ratio", ERROR, 1,                                                       \
         "an archive would become more than a hundred times as large",                                   \
         "Above 64 MiB, a hundred bytes for each of the archive are the most: weights of a trained "     \
         "model are far from that, and archives that are made to fill disks far above. Models full "     \
         "of zeros are given as a folder, or stored.",                                                   \
         PYPI_ARCHIVES)                                                                                  \
    RULE(ARCHIVE_SIZE, "archive.size", ERROR, 1,                                                         \
         "an entry of an archive has another size than is declared",                                     \
         "What is unpacked is not what was packed: the archive is damaged, or is made to mislead.",      \
         ZIP_APPNOTE)                                                                                    \
    RULE(ARCHIVE_CRC, "archive.crc", ERROR, 1,                                                           \
         "an entry of an archive has a wrong checksum",                                                  \
         "Its bytes are not those that were packed. Copy the archive again from where it was made.",     \
         ZIP_APPNOTE)                                                                                    \
    RULE(MODEL_CORRUPT, "model.corrupt", ERROR, 0,                                                       \
         "the model file cannot be read",                                                                \
         "The file does not follow the format it has to: it was cut short, damaged, or is something "    \
         "else. The finding tells at which byte reading ended, or at which line of a text.",             \
         "tensorflow/core/protobuf/saved_model.proto; protobuf.dev/programming-guides/encoding")         \
    RULE(MODEL_SCHEMA_VERSION, "model.schema-version", WARNING, 0,                                       \
         "the model has an unknown schema version",                                                      \
         "SavedModel has had version 1 ever since (0 where none was written). TensorFlow does not look " \
         "at it, so another number hints at another kind of file.",                                      \
         "tensorflow/core/protobuf/saved_model.proto")                                                   \
    RULE(MODEL_NO_GRAPH, "model.no-graph", ERROR, 0,                                                     \
         "the model holds no graph",                                                                     \
         "There is no meta graph with a graph in the file, so there is nothing to serve. A frozen "      \
         "graph under the name saved_model.pb looks like this: it has to be saved as a SavedModel.",     \
         "tensorflow/core/protobuf/meta_graph.proto")                                                    \
    RULE(MODEL_NO_SERVE_TAG, "model.no-serve-tag", WARNING, 0,                                           \
         "no meta graph is tagged for serving",                                                          \
         "Model servers load the meta graph whose tags are exactly {serve}, unless they are told "       \
         "others: one tagged {serve, tpu} is not loaded by the tag serve.",                                                                                      \
         TF_LOADER)                                                                                      \
    RULE(MODEL_UNLOADABLE, "model.unloadable", ERROR, 0,                                                 \
         "TensorFlow refuses to load the graph",                                                         \
         "The loader refuses a constant without a value or with an open shape, a function that calls "   \
         "itself, a node whose input does not exist, and two nodes of one name.",                        \
         "tensorflow/cc/saved_model/loader.cc, ValidateSavedTensors; "                                   \
         "core/common_runtime/graph_constructor.cc")                                                     \
    RULE(MODEL_CYCLE, "model.cycle", ERROR, 0,                                                           \
         "nodes of the graph wait for each other",                                                       \
         "TensorFlow refuses a graph or function in which a node is computed from itself. The one way "  \
         "back that it takes leads from a NextIteration to the Merge of its loop.",                      \
         "tensorflow/core/common_runtime/graph_constructor.cc")                                          \
    RULE(MODEL_TEXT_FIELD, "model.text-field", WARNING, 0,                                               \
         "the text form has a field that is not known",                                                  \
         "Unlike the binary form, the text form is refused by a TensorFlow that does not know one of "   \
         "its fields. It may have been written by a newer one.",                                         \
         "protobuf.dev/reference/protobuf/textformat-spec")                                              \
    RULE(MODEL_TENSOR_MISSING, "model.tensor-missing", ERROR, 0,                                         \
         "a tensor is not in the graph",                                                                 \
         "Every tensor that a description names must be a node of the graph that is served, or a key "   \
         "of its signatures. In a TensorFlow 2 model the layers are inside functions and cannot be "     \
         "named; the inputs and outputs of the signature can.",                                          \
         "tensorflow/core/common_runtime/direct_session.cc")                                             \
    RULE(MODEL_TENSOR_BY_KEY, "model.tensor-by-key", NOTE, 0,                                            \
         "a tensor is named by a signature's key",                                                       \
         "Where no node of the graph has the name, the key of a signature stands for its tensor, of "    \
         "equal keys that of the first signature. The registry keeps the tensor as the name, and the "   \
         "key beside it (signature_key, signature_keys), and a version can name the tensor by either.",  \
         "tensorflow/core/protobuf/meta_graph.proto, SignatureDef")                                      \
    RULE(MODEL_OUTPUT_INDEX, "model.output-index", ERROR, 0,                                             \
         "a node does not have that output",                                                             \
         "x:2 is the third output of the node x.",                                                       \
         "tensorflow/core/framework/op_def.proto")                                                       \
    RULE(MODEL_DTYPE, "model.dtype", ERROR, 0,                                                           \
         "a tensor's element type does not go with what is declared",                                    \
         "TensorFlow does not convert what is fed: an input's type must be data_type; of DT_BFLOAT16, "  \
         "for which there is no word, it is a note that whoever feeds it has to convert. A handle of a " \
         "variable or table (DT_RESOURCE, DT_VARIANT) cannot be given out; what is read from it can.",   \
         "tensorflow/core/framework/types.proto")                                                        \
    RULE(MODEL_UNFED_INPUT, "model.unfed-input", ERROR, 0,                                               \
         "an output needs something that nothing feeds",                                                 \
         "Everything that an output is computed from must be fed, stored or constant: a placeholder "    \
         "that is no input and has no default, an iterator that nothing starts and a queue that "        \
         "nothing fills make each request fail. The way back goes through functions, conditionals and "  \
         "loops. Without declared outputs each signature is asked by itself. It is a warning in a "      \
         "branch of a conditional that may be taken, nothing in one that never is, and a warning for "   \
         "a signature beside the one that servers use, and where a program would start the iterator.",   \
         "tensorflow/core/kernels/constant_op.cc, PlaceholderOp")                                        \
    RULE(MODEL_UNREACHABLE_INPUT, "model.unreachable-input", WARNING, 0,                                 \
         "no output depends on an input",                                                                \
         "Whatever is fed there, the outputs are the same: the wrong tensor is named, or the wrong "     \
         "outputs. Without declared outputs those of the signatures count that have the input.",         \
         NULL)                                                                                           \
    RULE(MODEL_FED_OUTPUT, "model.fed-output", WARNING, 0,                                               \
         "a declared output is an input",                                                                \
         "What is fed comes back as it was: it is no answer. Most often an input and an output were "    \
         "mixed up.",                                                                                    \
         NULL)                                                                                           \
    RULE(MODEL_SHAPE, "model.shape", ERROR, 0,                                                           \
         "a tensor's shape does not go with what is declared",                                           \
         "Every dimension the graph fixes must be the one that is declared; dimensions it leaves open "  \
         "pass. target_size is width x height, while most graphs have height before width. "             \
         "resize_type NETWORK needs both sides open. boxes_tensor ends in 4.",                          \
         "tensorflow/core/framework/tensor_shape.proto")                                                 \
    RULE(MODEL_SHAPE_INSIDE, "model.shape-inside", ERROR, 0,                                             \
         "an operation cannot work with the image that is fed",                                          \
         "The shape of one image, as it is declared, is followed through the graph to the declared "     \
         "outputs, through calls of functions and what the graph computes of shapes. An operation on the "\
         "way that cannot take what comes to it makes every request fail. What only some branch does, "  \
         "and what works with another number of images, passes.",                                        \
         "tensorflow/core/api_def/base_api")                                                             \
    RULE(MODEL_RANK, "model.rank", WARNING, 0,                                                           \
         "an input tensor is no image",                                                                  \
         "An image has 4 dimensions, or 3 without the batch. TensorFlow feeds a tensor of another "      \
         "shape all the same, and some graphs take it; most do not. An input of type DT_STRING takes "   \
         "encoded images where a Decode operation is computed from it, and else text, tf.Example "       \
         "messages, names of files or other bytes.",                                                     \
         "tensorflow/core/framework/tensor_shape.proto")                                                 \
    RULE(MODEL_SHAPE_UNKNOWN, "model.shape-unknown", NOTE, 0,                                            \
         "an input's shape or type is not in the graph",                                                 \
         "It could not be held against what is declared.",                                               \
         NULL)                                                                                           \
    RULE(MODEL_CHANNELS, "model.channels", ERROR, 0,                                                     \
         "an input has another number of channels",                                                      \
         "RGB and BGR have 3 channels, L has 1. It is a warning where the graph decodes images itself, " \
         "to another number.",                                                                           \
         NULL)                                                                                           \
    RULE(MODEL_LAYOUT, "model.layout", ERROR, 0,                                                         \
         "an input has its dimensions in another order",                                                 \
         "The channels stand where dimension_order does not have them: NHWC was declared for a graph "   \
         "of NCHW, or the reverse. It is a warning where the input's shape leaves it open and the first " \
         "convolution, pooling or resizing tells it.",                                                   \
         NULL)                                                                                           \
    RULE(MODEL_SCALING_TWICE, "model.scaling-twice", WARNING, 0,                                         \
         "pixels are scaled, or a mean is subtracted, by the description and by the graph",              \
         "Between the input and its first convolution the graph divides by 255 or the like, or subtracts a " \
         "mean, and the description has done so already: what the network sees is next " \
         "to black, whatever the image, and no request fails. The message has what the graph computes "  \
         "of a pixel x. Numbers are constants, or small variables that are stored and that no request "  \
         "changes. Only what all ways from the input agree in is told; what hangs on conditions is not.",                                                                         \
         NULL)                                                                                           \
    RULE(MODEL_SCALING_MISSING, "model.scaling-missing", NOTE, 0,                                        \
         "the graph was made for pixels of another range",                                               \
         "What the graph computes of pixels first is for another range than from 0 to "  \
         "pixel_scaling: it subtracts a mean of 123.68 from pixels up to 1, or doubles pixels up to "    \
         "255 and subtracts 1.",                                                                         \
         NULL)                                                                                           \
    RULE(MODEL_CHANNEL_ORDER, "model.channel-order", NOTE, 0,                                            \
         "the graph may be made for the other order of colours",                                         \
         "The graph subtracts the means of ImageNet's red, green and blue (123.68, 116.78, 103.94) from " \
         "its channels in the order that color_channels has not; or it reverses the channels and BGR is " \
         "declared, while most graphs that do so take RGB.",                                             \
         NULL)                                                                                           \
    RULE(MODEL_RESIZE_TWICE, "model.resize-twice", NOTE, 0,                                              \
         "the graph brings images to a size of its own",                                                 \
         "What target_size and resize_type make of an image is undone where the graph resizes whatever it " \
         "gets: another size is sampled twice, and another aspect ratio is lost.",                       \
         NULL)                                                                                           \
    RULE(MODEL_UNSAFE_OP, "model.unsafe-op", WARNING, 0,                                                 \
         "the graph has an operation that reaches outside",                                              \
         "Operations that run code, read or write files, list folders, use the network, change how the " \
         "process reaches files, or stop it. Every node of every graph and function counts, reachable "  \
         "or not: Python calls functions that no node calls. Many honest models have some, so this is "  \
         "a warning; treat the models of strangers with --severity model.unsafe-op=error.",              \
         "https://github.com/tensorflow/tensorflow/security/policy")                                     \
    RULE(MODEL_KERAS_LAMBDA, "model.keras-lambda", NOTE, 0,                                              \
         "Keras runs Python code that comes with the model",                                             \
         "A Lambda layer is kept as marshalled Python code in keras_metadata.pb. Model servers do not "  \
         "read that file; keras.models.load_model does, and runs the code. So it is, too, where the "    \
         "file cannot be read, and what Keras would run cannot be told.",                                \
         "keras/protobuf/saved_metadata.proto; keras/layers/core/lambda_layer.py")                       \
    RULE(MODEL_OUTSIDE_FILE, "model.outside-file", WARNING, 0,                                           \
         "the graph reads a file that is not in the bundle",                                             \
         "A path that is a constant of the graph or an attribute, and no asset: absolute, of a Windows " \
         "machine, in a store as gs:// or s3://, or from where the server was started. The model loads, or answers, "  \
         "only where that file is. TensorFlow puts the path of an asset in when it loads the model.",    \
         "tensorflow/core/protobuf/meta_graph.proto, AssetFileDef; core/platform/path.cc")               \
    RULE(MODEL_UNKNOWN_OP, "model.unknown-op", WARNING, 0,                                               \
         "the graph has an operation that is not in TensorFlow itself",                                  \
         "It needs a library of custom operations, named where it is known from the operation's name. "  \
         "TensorFlow refuses a graph of which any node has an operation that is not registered, needed " \
         "or not, and the body of a function once it is called; in a function that nothing calls it is " \
         "a note. Whether a server has the library cannot be told from the model. Where none of yours "  \
         "has one, check with --severity model.unknown-op=error.",                                       \
         "tensorflow/core/ops/compat/ops_history_v2; https://www.tensorflow.org/guide/create_op")        \
    RULE(MODEL_TENSORFLOW_VERSION, "model.tensorflow-version", WARNING, 0,                               \
         "the model was saved by a TensorFlow newer than 2.9",                                           \
         "The framework tensorflow-1.x serves models up to TensorFlow 2.9; a newer one may use "         \
         "operations it does not have.",                                                                 \
         "https://www.tensorflow.org/guide/versions")                                                    \
    RULE(MODEL_SAME_TAGS, "model.same-tags", WARNING, 0,                                                 \
         "two meta graphs have the same tags",                                                           \
         "TensorFlow takes the first of them and never the other.",                                      \
         TF_LOADER)                                                                                      \
    RULE(MODEL_SIGNATURE, "model.signature", WARNING, 0,                                                 \
         "a signature names a tensor that is not in the graph",                                          \
         "Requests by that signature fail. The model itself loads. A sparse tensor has to name three: "  \
         "values, indices and dense shape.",                                     \
         "tensorflow/core/protobuf/meta_graph.proto, SignatureDef")                                      \
    RULE(MODEL_NO_SIGNATURE, "model.no-signature", NOTE, 0,                                              \
         "the model has no signature",                                                                   \
         "Model servers answer requests by a signature. Without one the graph can still be run by the "  \
         "names of its tensors, which is what the description has; signatures that only initialize or "  \
         "train the model do not count. A module of TF-Hub, whose signatures are its own, is not told.", \
         "tensorflow/core/protobuf/meta_graph.proto, SignatureDef")                                      \
    RULE(MODEL_ASSET_NAME, "model.asset-name", ERROR, 0,                                                 \
         "an asset is named by a path out of the bundle",                                                \
         "The graph would read a file that is none of its own: the name is absolute, has .. in it, or "  \
         "cannot be a file's name.",                                                                     \
         "tensorflow/core/protobuf/meta_graph.proto, AssetFileDef")                                      \
    RULE(MODEL_ASSET_MISSING, "model.asset-missing", WARNING, 0,                                         \
         "an asset that the graph names is not there",                                                   \
         "The graph's initializer reads the asset, a vocabulary for instance. The model loads without, " \
         "and fails when it is read.",                                                                   \
         "tensorflow/core/protobuf/meta_graph.proto, AssetFileDef")                                      \
    RULE(VARIABLES_INDEX_CORRUPT, "variables.index-corrupt", ERROR, 0,                                   \
         "variables.index is damaged",                                                                   \
         "The index is a table of blocks with checksums. What is wrong with it is found before a "       \
         "server does.",                                                                                 \
         TF_BUNDLE)                                                                                      \
    RULE(VARIABLES_SHARD_COUNT, "variables.shard-count", ERROR, 0,                                       \
         "the shards are not those of the index",                                                        \
         "The index says how many shards its save had. Files of another number belong to another save.", \
         TF_BUNDLE)                                                                                      \
    RULE(VARIABLES_ENTRY, "variables.entry", ERROR, 0,                                                   \
         "a variable's entry in the index is impossible",                                                \
         "Its type cannot be stored, its shape is not fully known, or its size is not that of its type " \
         "and shape.",                                                                                   \
         TF_BUNDLE)                                                                                      \
    RULE(VARIABLES_OUT_OF_BOUNDS, "variables.out-of-bounds", ERROR, 0,                                   \
         "a variable lies outside its shard",                                                            \
         "The shard is shorter than the index says: it was cut, or is of another save.",                 \
         TF_BUNDLE)                                                                                      \
    RULE(VARIABLES_OVERLAP, "variables.overlap", WARNING, 0,                                             \
         "two variables share bytes of a shard",                                                         \
         "No TensorFlow writes that; the index was edited or damaged.",                                  \
         TF_BUNDLE)                                                                                      \
    RULE(VARIABLES_SLICES, "variables.slices", ERROR, 0,                                                 \
         "the slices of a variable do not make it up",                                                   \
         "A partitioned variable is stored in slices, which must tile its shape without holes, each "    \
         "with an entry of its own.",                                                                    \
         "tensorflow/core/framework/tensor_slice.proto")                                                 \
    RULE(VARIABLES_UNUSED_BYTES, "variables.unused-bytes", WARNING, 0,                                   \
         "a file of the variables has bytes of no use",                                                  \
         "Bytes that belong to nothing are no error, but no TensorFlow writes them: a file was "         \
         "appended to, or is of another save.",                                                          \
         TF_BUNDLE)                                                                                      \
    RULE(VARIABLES_CRC, "variables.crc", ERROR, 0,                                                       \
         "a variable's checksum is wrong",                                                               \
         "The bytes of the tensor are not those that were saved. TensorFlow refuses to restore it.",     \
         "tensorflow/core/protobuf/tensor_bundle.proto, BundleEntryProto.crc32c")                        \
    RULE(VARIABLES_MISSING, "variables.missing", ERROR, 0,                                               \
         "a variable that is needed has no value",                                                       \
         "The graph restores it and the index does not have it: loading fails with \"Key not found in "  \
         "checkpoint\", the graph and the variables are of different saves. Or an output reads it, and " \
         "neither the restore operation nor an init operation gives it a value, which goes for lookup "  \
         "tables, too: the model loads, and the first request fails.",                                   \
         TF_BUNDLE)                                                                                      \
    RULE(VARIABLES_UNUSED, "variables.unused", WARNING, 0,                                               \
         "the index has a variable that the graph does not restore",                                     \
         "It is carried along for nothing; or the graph and the variables are of different saves.",      \
         TF_BUNDLE)                                                                                      \
    RULE(VARIABLES_DTYPE, "variables.dtype", ERROR, 0,                                                   \
         "a variable has another type in the graph than in the index",                                   \
         "Restoring fails, since TensorFlow does not convert.",                                          \
         TF_BUNDLE)                                                                                      \
    RULE(VARIABLES_SHAPE, "variables.shape", ERROR, 0,                                                   \
         "a variable has another shape in the graph than in the index",                                  \
         "Restoring fails: the graph and the variables are of different saves.",                         \
         TF_BUNDLE)                                                                                      \
    RULE(MEAN_CORRUPT, "mean.corrupt", ERROR, 0,                                                         \
         "a mean file cannot be read",                                                                   \
         "The file is not what its extension says, was cut short, or holds Python objects, which are "   \
         "never loaded; or its shape has a dimension of 0, so that there is nothing to subtract.",       \
         "numpy.lib.format; caffe.proto, BlobProto; tensorflow/core/framework/tensor.proto")             \
    RULE(MEAN_SHAPE, "mean.shape", ERROR, 0,                                                             \
         "a mean does not fit the image",                                                                \
         "A mean has one value for each channel, or is an image of them. Another number of channels "    \
         "is an error; another size of the image is a warning, since a server then subtracts the "       \
         "average of each channel.",                                                                     \
         NULL)                                                                                           \
    RULE(MEAN_LAYOUT, "mean.layout", WARNING, 0,                                                         \
         "the dimensions of a mean lie in another order than it is read in",                             \
         "The mean of an image in .npy or .proto.bin lies as the input does: in the order of "           \
         "dimension_order, without N. In a .binaryproto it is channels, height, width, as Caffe "        \
         "defines it. A mean that fits only in another order would be subtracted from the wrong pixels.", \
         "caffe.proto, BlobProto; doc/DOMAIN.md, Preprocessing")                                         \
    RULE(MEAN_RANGE, "mean.range", WARNING, 0,                                                           \
         "a mean is none of the pixels that it is subtracted from",                                      \
         "Pixels are in [0, pixel_scaling] when the mean is subtracted, so their mean is, too. One of "  \
         "104, 117, 123 with a pixel_scaling of 1 is that of pixels up to 255. The other way round, "    \
         "a mean below 1 of pixels up to 255, is a note.",                                               \
         NULL)                                                                                           \
    RULE(PIXEL_RANGE, "pixel-range", WARNING, 0,                                                         \
         "data_type cannot hold the pixels",                                                             \
         "What is fed are pixels in [0, pixel_scaling], less the mean. UINT8 with a pixel_scaling of 1 " \
         "makes every pixel 0 or 1; with more than 255 it overflows, and INT8 above 127; a mean makes "  \
         "numbers below 0, which unsigned types do not have.",                                           \
         NULL)                                                                                           \
    RULE(PIXEL_FACTOR, "pixel-factor", WARNING, 0,                                                       \
         "pixel_scaling looks like what pixels are multiplied by",                                       \
         "Pixels are normalised to [0, pixel_scaling]: it is the upper end, 1 where Keras says "         \
         "rescale=1/255, and Caffe scale: 0.00390625. With such a factor itself all pixels are next to " \
         "0, and every image is black to the network.",                                                  \
         "doc/DOMAIN.md, Preprocessing")                                                                 \
    RULE(MEAN_NOT_FINITE, "mean.not-finite", ERROR, 0,                                                   \
         "a mean has values that are no numbers",                                                        \
         "Subtracting a NaN or an infinity makes every result one.",                                     \
         NULL)                                                                                           \
    RULE(DRAFT_GUESS, "draft.guess", NOTE, 0,                                                            \
         "a value of a draft is a guess",                                                                \
         "`nnreg draft` writes what the graph says, and has to guess what no graph says: how pixels "    \
         "are scaled, the order of the colours, how images are brought to size. Look each of these up "  \
         "where the model was trained: a network that is fed otherwise than in training gives wrong "    \
         "results without any error.",                                                                   \
         NULL)                                                                                           \
    RULE(DRAFT_TOLD, "draft.told", NOTE, 0,                                                              \
         "a value of a draft is told by what the graph does",                                            \
         "What a graph does to images before its first convolution tells what it was trained with: the " \
         "order of the dimensions, the scaling of pixels, the order of the colours, the size. The "      \
         "operations that tell it are named, so that it can be looked at.",                              \
         NULL)                                                                                           \
    RULE(FSCK_RECORD, "fsck.record", ERROR, 0,                                                           \
         "a record of the registry cannot be read",                                                      \
         "A record decodes by its table, says the id that it stands under, and its key "                 \
         "is an id; in a registry of format version 4 its checksum is in front of it. "                  \
         "`nnreg fsck --repair` writes the bytes of one that cannot be read into quarantine/ "           \
         "and takes it out of the registry, with what is about it alone; one that lacks "                \
         "nothing but its checksum is written again.",                                                   \
         NULL)                                                                                           \
    RULE(FSCK_RULE, "fsck.rule", ERROR, 0,                                                               \
         "a record can be read, and breaks a rule",                                                      \
         "What is stored was judged before it was stored. One that breaks a rule of its "                \
         "table now was let through by other severities than those of this look, was changed by other means, " \
         "or stored by a library with a mistake. "                                                       \
         "It is left as it is: nothing tells what it should say.",                                       \
         NULL)                                                                                           \
    RULE(FSCK_INDEX, "fsck.index", ERROR, 0,                                                             \
         "an index and the records disagree",                                                            \
         "Each record has one entry in each index of its kind: by name, by update date, "                \
         "by slug, by spec, by network; and a network has its list of tensors. An entry "                \
         "has its record. Lists leave out, or name wrongly, what is not so. Indexes are "                \
         "made of records, and `nnreg fsck --repair` makes them again.",                                 \
         NULL)                                                                                           \
    RULE(FSCK_COUNT, "fsck.count", ERROR, 0,                                                             \
         "a count is not what is counted",                                                               \
         "Objects are counted in blocks of 1024 ids, for pages of lists, and the "                       \
         "networks that use a stored file, which is removed with the last one: a count "                 \
         "that is too small loses files. Counts are made of records, and `nnreg fsck "                   \
         "--repair` makes them again.",                                                                  \
         NULL)                                                                                           \
    RULE(FSCK_REFERENCE, "fsck.reference", ERROR, 0,                                                     \
         "a record names another one that is missing, or is not its own",                                \
         "A network and its task name each other; a version names a specification and a "                \
         "network; the current version of a specification is one of its own. `nnreg "                    \
         "fsck --repair` makes a task again, as pending, forgets a current version, and "                \
         "sets aside a version or a task that is about nothing.",                                        \
         NULL)                                                                                           \
    RULE(FSCK_FILE_MISSING, "fsck.file-missing", ERROR, 0,                                               \
         "a stored file is missing",                                                                     \
         "A network has a file that is not in blobs/, or something that is no file is "                  \
         "in its place. Adding the same content again puts it back, for all networks "                   \
         "that use it; or it comes from a backup.",                                                      \
         NULL)                                                                                           \
    RULE(FSCK_FILE_SIZE, "fsck.file-size", ERROR, 0,                                                     \
         "a stored file has another size than its network says",                                         \
         "The file was cut short or written to behind the registry's back, or the "                      \
         "device lost a part of it. Adding the same content again puts it right, for "                   \
         "all networks that use it.",                                                                    \
         NULL)                                                                                           \
    RULE(FSCK_FILE_CONTENT, "fsck.file-content", ERROR, 0,                                               \
         "a stored file has other bytes than were stored",                                               \
         "The SHA-256 of a stored file is its name. Adding the same content again puts "                 \
         "it right, for all networks that use it.",                                                      \
         NULL)                                                                                           \
    RULE(FSCK_FILE_UNREADABLE, "fsck.file-unreadable", ERROR, 0,                                         \
         "a stored file cannot be read",                                                                 \
         "The system refuses to open it, or the device does not give it back. That is "                  \
         "no proof that the file is damaged, so nothing is moved.",                                      \
         NULL)                                                                                           \
    RULE(FSCK_FILE_LOST, "fsck.file-lost", WARNING, 0,                                                   \
         "a network waits for a file that a repair has found damaged or missing",                        \
         "quarantine/ tells what was found. All else of the network is there. Adding "                   \
         "the same content again puts the file back, for all networks that use it.",                     \
         NULL)                                                                                           \
    RULE(FSCK_FILE_STRAY, "fsck.file-stray", WARNING, 0,                                                 \
         "something is in blobs/ that belongs to no network",                                            \
         "A process that was killed while it stored a network leaves files that nobody "                 \
         "refers to; other names come from outside. They cost room, and hurt nobody. "                   \
         "`nnreg fsck --repair` moves them to quarantine/; `nnreg gc` removes those "                    \
         "that a crash has left.",                                                                       \
         NULL)                                                                                           \
    RULE(FSCK_TRASH, "fsck.trash", ERROR, 0,                                                             \
         "the list of files to be removed has what is not to be removed",                                \
         "An entry of it is no digest, or a network uses the file. `nnreg fsck "                         \
         "--repair` takes it off the list.",                                                             \
         NULL)                                                                                           \
    RULE(FSCK_HISTORY, "fsck.history", ERROR, 0,                                                         \
         "the history is not as it was written",                                                         \
         "The events form a chain of hashes. Where it is broken, or ends otherwise than "                \
         "the registry knows, an event was changed, lost or added by other means. An "                   \
         "end that was not noted down is noted by `nnreg fsck --repair`; a broken chain "                \
         "stays as it is, since whatever was made anew would be no proof.",                              \
         NULL)                                                                                           \
    RULE(FSCK_SETTING, "fsck.setting", ERROR, 0,                                                         \
         "a setting of the registry is damaged or missing",                                              \
         "The registry's format, its identity, and the next id of each kind of object. "                 \
         "An id that was given is never given again, so the next one is behind the last "                \
         "that was. `nnreg fsck --repair` sets what can be told from the rest.",                         \
         NULL)                                                                                           \
    RULE(EXPORT_MANIFEST, "export.manifest", ERROR, 1,                                                   \
         "a file is no export, or its manifest is not as it was written",                                \
         "An export begins with its manifest, and the SHA-256 of the manifest follows it. Without it "   \
         "nothing in the file can be trusted. An archive that another program has packed anew is no "    \
         "export any more, even if the files in it are the same.",                                       \
         "doc/EXPORT.md")                                                                                \
    RULE(EXPORT_ALTERED, "export.altered", ERROR, 1,                                                     \
         "an export is not as it was written",                                                           \
         "Every byte of an export follows from its manifest: the order of the entries, what stands "     \
         "around them, and by its SHA-256 what is in each. A file that was damaged on its way, cut, "    \
         "added to or edited is refused as a whole, since nobody can tell which part of it was meant.",  \
         "doc/EXPORT.md")                                                                                \
    RULE(FINDINGS_LIMIT, "findings.limit", NOTE, 1,                                                      \
         "there are more findings than are shown",                                                       \
         "At most 1000 findings of one check are kept; the rest is counted.",                            \
         NULL)
/* clang-format on */

enum nnreg_rule {
#define RULE(name, id, severity, fixed, meaning, text, source) NNREG_RULE_##name,
    NNREG_RULES(RULE)
#undef RULE
        NNREG_RULE_COUNT
};

const struct nnreg_rule_info *nnreg_rule(enum nnreg_rule rule);

#endif
