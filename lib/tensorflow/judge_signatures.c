/* The signatures of a graph by themselves: whether what they name is there, and whether there are any. */
#include "tensorflow/judge_model.h"
#include "tensorflow/model_names.h"

/* One of the tensors of a signature's entry; `part`: what a sparse tensor needs it for, NULL of a dense one. True when it was told. */
static bool judge_signature_tensor(nnreg_findings *findings, const struct nnreg_judged *judged,
                                   const struct nnreg_savedmodel_signature *signature,
                                   const struct nnreg_savedmodel_info *info, const char *part, uint32_t named)
{
    const struct nnreg_savedmodel *model = judged->model;
    struct nnreg_graph_tensor tensor;
    char key[NNREG_SHOWN], name[NNREG_SHOWN];

    if (nnreg_graph_tensor(&tensor, &judged->graph, nnreg_savedmodel_text(model, named),
                           nnreg_savedmodel_text_size(model, named)))
        return false;
    nnreg_model_shown(key, model, signature->key);
    if (part != NULL && named == 0)
        nnreg_report_file(findings, NNREG_RULE_MODEL_SIGNATURE, NNREG_SEVERITY_OFF, judged->file, NULL,
                          "the signature \"%s\" names no tensor with the %s of the sparse tensor \"%s\"", key,
                          part, nnreg_model_shown(name, model, info->key));
    else
        nnreg_report_file(findings, NNREG_RULE_MODEL_SIGNATURE, NNREG_SEVERITY_OFF, judged->file, NULL,
                          "the signature \"%s\" names the tensor \"%s\", which is not in the graph", key,
                          nnreg_model_shown(name, model, named));
    return true;
}

/* A sparse tensor is three; nothing can be fed, or fetched, where one is missing. */
static bool judge_signature_info(nnreg_findings *findings, const struct nnreg_judged *judged,
                                 const struct nnreg_savedmodel_signature *signature,
                                 const struct nnreg_savedmodel_info *info)
{
    const struct {
        const char *part;
        uint32_t named;
    } sparse[] = {{"values", info->name}, {"indices", info->indices}, {"dense shape", info->dense_shape}};
    size_t i;

    if (info->form == NNREG_INFO_DENSE)
        return judge_signature_tensor(findings, judged, signature, info, NULL, info->name);
    for (i = 0; i < sizeof sparse / sizeof *sparse && info->form == NNREG_INFO_SPARSE; i++)
        if (judge_signature_tensor(findings, judged, signature, info, sparse[i].part, sparse[i].named))
            return true;
    return false;
}

void nnreg_judge_signatures(nnreg_findings *findings, const struct nnreg_judged *judged)
{
    const struct nnreg_graph *graph = &judged->graph;
    uint32_t i, j;

    for (i = 0; i < graph->meta->signatures; i++) {
        const struct nnreg_savedmodel_signature *signature =
            nnreg_savedmodel_signature_at(graph->model, graph->meta->first_signature + i);

        for (j = 0; j < signature->infos && !signature->replaced; j++) {
            const struct nnreg_savedmodel_info *info =
                nnreg_savedmodel_info_at(graph->model, signature->first_info + j);

            if (!info->replaced && judge_signature_info(findings, judged, signature, info))
                break;
        }
    }
}

/* A module of TF-Hub has signatures of its own kind. What only initializes or trains is nothing to ask for. */
void nnreg_judge_no_signature(nnreg_findings *findings, const struct nnreg_judged *judged)
{
    const struct nnreg_graph *graph = &judged->graph;
    uint32_t i;

    if (graph->meta == NULL)
        return;
    for (i = 0; i < graph->meta->signatures; i++) {
        const struct nnreg_savedmodel_signature *signature =
            nnreg_savedmodel_signature_at(graph->model, graph->meta->first_signature + i);

        if (!signature->replaced && !nnreg_graph_is_init_signature(graph, signature))
            return;
    }
    if (nnreg_restored_need(&judged->restored, graph) != NNREG_NEED_HUB)
        nnreg_report_file(findings, NNREG_RULE_MODEL_NO_SIGNATURE, NNREG_SEVERITY_OFF, judged->file,
                          "save it with a signature, as tf.saved_model.save and simple_save do",
                          "the model has no signature: no request that names one is answered, and only "
                          "programs that run the graph by its tensors' names can use it");
}
