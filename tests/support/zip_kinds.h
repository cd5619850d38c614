/* Hostile and damaged archives, each wrong in one way, and what is to be said of it. */
#ifndef MW_ZIP_KINDS_H
#define MW_ZIP_KINDS_H

#include "zip_writer.h"

struct mw_zip_kind {
    const char *name;
    const char *code; /* of NNREG_ZIP_PROBLEMS */
    const char *rule;
    const char *entry; /* whose fault it is; NULL: the archive's as a whole */
    bool in_bytes;     /* seen only when the entry is read */
    size_t (*make)(struct mw_zip *zip, const char *argument); /* gives where it is wrong */
    const char *argument;
};

extern const struct mw_zip_kind mw_zip_kinds[];
extern const size_t mw_zip_kind_count;

/* Two files, stored and deflated, and a folder, as every tool writes them: "saved_model.pb", "assets/", "assets/labels.txt". */
void mw_zip_add_usual(struct mw_zip *zip);

#endif
