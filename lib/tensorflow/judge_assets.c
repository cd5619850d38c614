/* The assets that a graph names: each file should be in the bundle's assets/. */
#include <stdio.h>
#include <string.h>

#include "base/letters.h"
#include "base/utf8.h"
#include "tensorflow/judge_model.h"
#include "tensorflow/model_names.h"

enum { ALIKE_MOST = 16 }; /* missing assets for which all files are looked through */

/* The file whose name is the same but for upper and lower case: systems that do not tell these apart make such folders. */
static const char *file_alike(const struct nnreg_bundle_files *files, const char *name)
{
    size_t i;

    for (i = 0; i < files->count; i++)
        if (nnreg_letters_same(files->file[i].name, name))
            return files->file[i].name;
    return NULL;
}

static void report_missing(nnreg_findings *findings, const struct nnreg_bundle_files *files, const char *name,
                           unsigned *missing)
{
    const char *alike = (*missing)++ < ALIKE_MOST ? file_alike(files, name) : NULL;
    char hint[2 * NNREG_LIMIT_FILE_NAME + 40], shown[NNREG_LIMIT_FILE_NAME + 1];

    if (alike != NULL)
        (void)snprintf(hint, sizeof hint, "there is \"%s\": rename it to %s",
                       nnreg_utf8_quote(shown, sizeof shown, alike, strlen(alike)), name);
    nnreg_report_file(findings, NNREG_RULE_MODEL_ASSET_MISSING, NNREG_SEVERITY_OFF, name,
                      alike != NULL ? hint : "copy the whole folder again, with assets/",
                      "the graph names this asset, and it is not in the bundle");
}

static void judge_asset(nnreg_findings *findings, const struct nnreg_bundle_files *files,
                        const struct nnreg_judged *judged, uint32_t filename, unsigned *missing)
{
    char name[NNREG_LIMIT_FILE_NAME + 16], shown[NNREG_SHOWN];
    int length = snprintf(name, sizeof name, "assets/%s", nnreg_savedmodel_text(judged->model, filename));

    if (length < 0 || (size_t)length >= sizeof name || nnreg_model_has_nul(judged->model, filename) ||
        nnreg_name_fault(name) != NULL)
        nnreg_report_file(findings, NNREG_RULE_MODEL_ASSET_NAME, NNREG_SEVERITY_OFF, judged->file, NULL,
                          "the graph names the asset \"%s\", which no file of a bundle can be called",
                          nnreg_model_shown(shown, judged->model, filename));
    else if (nnreg_bundle_find(files, name) == NULL)
        report_missing(findings, files, name, missing);
}

void nnreg_judge_assets(nnreg_findings *findings, const struct nnreg_bundle_files *files,
                        const struct nnreg_judged *judged)
{
    const struct nnreg_savedmodel_meta *meta = judged->graph.meta;
    unsigned missing = 0;
    bool own;
    uint32_t i;

    if (meta == NULL)
        return;
    own = nnreg_graph_has_own_assets(&judged->graph);
    for (i = 0; i < meta->assets; i++) {
        const struct nnreg_savedmodel_asset *asset =
            nnreg_savedmodel_asset_at(judged->model, meta->first_asset + i);

        if (!asset->from_collection || !own)
            judge_asset(findings, files, judged, asset->filename, &missing);
    }
}
