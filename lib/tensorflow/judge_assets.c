/* The assets that a graph names: each file should be in the bundle's assets/. */
#include <stdio.h>
#include <string.h>

#include "tensorflow/judge_model.h"

static void judge_asset(nnreg_findings *findings, const struct nnreg_bundle_files *files,
                        const char *model_file, const char *filename)
{
    char name[NNREG_LIMIT_FILE_NAME + 16], shown[NNREG_SHOWN];
    int length = snprintf(name, sizeof name, "assets/%s", filename);

    if (length < 0 || (size_t)length >= sizeof name || nnreg_name_fault(name) != NULL)
        nnreg_report_file(findings, NNREG_RULE_MODEL_ASSET_NAME, NNREG_SEVERITY_OFF, model_file, NULL,
                          "the graph names the asset \"%s\", which no file of a bundle can be called",
                          nnreg_shown(shown, filename));
    else if (nnreg_bundle_find(files, name) == NULL)
        nnreg_report_file(findings, NNREG_RULE_MODEL_ASSET_MISSING, NNREG_SEVERITY_OFF, name,
                          "copy the whole folder again, with assets/",
                          "the graph names this asset, and it is not in the bundle");
}

void nnreg_judge_assets(nnreg_findings *findings, const struct nnreg_bundle_files *files,
                        const struct nnreg_judged *judged)
{
    const struct nnreg_savedmodel_meta *meta = judged->graph.meta;
    bool own;
    uint32_t i;

    if (meta == NULL)
        return;
    own = nnreg_graph_has_own_assets(&judged->graph);
    for (i = 0; i < meta->assets; i++) {
        const struct nnreg_savedmodel_asset *asset =
            nnreg_savedmodel_asset_at(judged->model, meta->first_asset + i);

        if (!asset->from_collection || !own)
            judge_asset(findings, files, judged->file, nnreg_savedmodel_text(judged->model, asset->filename));
    }
}
