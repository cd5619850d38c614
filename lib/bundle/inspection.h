/*
 * The report of nnreg_inspect while it is written: one JSON object, its members in the order in which the facts become
 * known. What could make it larger than the files it tells of has a limit, and tells what was left out. The frame is the
 * judge's; a framework writes its own members.
 */
#ifndef NNREG_BUNDLE_INSPECTION_H
#define NNREG_BUNDLE_INSPECTION_H

#include "bundle/bundle.h"
#include "codec/json.h"

#define NNREG_INSPECTION_LIST    ((size_t)64 << 20)  /* bytes of one list: tensors, unsafe operations */
#define NNREG_INSPECTION_OUTPUTS 1024u               /* outputs listed of one node */
#define NNREG_INSPECTION_WORK    ((uint64_t)1 << 30) /* attributes looked at to list the tensors */
#define NNREG_INSPECTION_TEXT    1024u               /* bytes of a text that is there to be read by people */

struct nnreg_inspection {
    struct nnreg_bytes out;
    struct nnreg_json_writer writer;
    const struct nnreg_bundle_files *files;
    bool tensors;   /* they are asked for */
    uint32_t depth; /* of the scopes that are asked for; 0: none are */
    bool cost;      /* it is asked for */
    uint32_t width,
        height;          /* of the images that it is told for, where their sides are open; 0: none is named */
    nnreg_status status; /* NNREG_NO_MEMORY and NNREG_INVALID_ARGUMENT stick, and failures of the system */
    struct nnreg_error *error; /* what all but the first are about */
};

#endif
