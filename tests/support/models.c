/*
 * From a recipe to a model, and from a model to its folder.
 *
 *   saved_model.pb | saved_model.pbtxt
 *   variables/variables.index, variables/variables.data-SSSSS-of-NNNNN     only if there are variables
 *   assets/NAME                                                           only if there are assets
 *
 * doc/FORMATS.md, "SavedModel folder".
 */
#include "models.h"

#include <errno.h>
#include <string.h>

#include "network.h"

const char *const mw_kind_names[MW_KIND_COUNT] = {
#define MW_KIND_NAME(KIND, NAME, HELP) [MW_KIND_##KIND] = NAME,
    MW_KINDS(MW_KIND_NAME)
#undef MW_KIND_NAME
};

struct kind_row {
    void (*make)(struct mw_network *net);
    bool frozen;
};

static const struct kind_row kinds[MW_KIND_COUNT] = {
    [MW_KIND_CLASSIFIER] = {mw_make_classifier, false},
    [MW_KIND_FROZEN] = {mw_make_classifier, true},
    [MW_KIND_TF2] = {mw_make_tf2, false},
    [MW_KIND_DETECTOR] = {mw_make_detector, false},
    [MW_KIND_BIG_GRAPH] = {mw_make_big_graph, true},
    [MW_KIND_BIG_VARIABLES] = {mw_make_big_variables, false},
    [MW_KIND_UNSAFE] = {mw_make_unsafe, true},
    [MW_KIND_ASSET] = {mw_make_asset, true},
};

void mw_recipe_init(struct mw_recipe *r)
{
    *r = (struct mw_recipe){
        .kind = MW_KIND_CLASSIFIER,
        .width = 32,
        .height = 32,
        .channels = 3,
        .labels = 10,
        .input_dtype = MW_FLOAT,
        .shards = 1,
        .seed = 1,
        .bytes = 1 << 20,
        .unsafe_op = "ReadFile",
        .unsafe_value = "/etc/passwd",
        .asset = "labels.txt",
    };
}

void mw_make(struct mw_made *made, const struct mw_recipe *r)
{
    *made = (struct mw_made){0};
    mw_model_init(&made->model);
    mw_add_tag(&made->model, "serve");
    struct mw_network net = {.made = made,
                             .recipe = r,
                             .model = &made->model,
                             .graph = &made->model.graph,
                             .frozen = kinds[r->kind].frozen};
    kinds[r->kind].make(&net);
}

void mw_made_free(struct mw_made *made)
{
    mw_model_free(&made->model);
    *made = (struct mw_made){0};
}

static void write_model(const struct mw_made *made, const struct mw_recipe *r, struct mw_folder *folder)
{
    const struct mw_model *model = &made->model;
    struct mw_file file;
    mw_file_create(&file, folder, r->syntax == MW_BINARY ? "saved_model.pb" : "saved_model.pbtxt");
    mw_model_write(&file, r->syntax, &model, 1);
    mw_file_close(&file);
}

static void write_variables(const struct mw_made *made, const struct mw_recipe *r, struct mw_folder *folder)
{
    struct mw_bundle_options options = r->bundle;
    if (made->tensors == 0)
        return;
    options.shards = r->shards;
    if (!r->flat)
        mw_folder_mkdir(folder, "variables");
    mw_bundle_write(folder, r->flat ? "variables" : "variables/variables", &options, made->tensor,
                    made->tensors);
}

static void write_assets(const struct mw_made *made, struct mw_folder *folder)
{
    if (made->asset_files)
        mw_folder_mkdir(folder, "assets");
    for (size_t i = 0; i < made->asset_files; i++) {
        const struct mw_asset_file *asset = &made->asset_file[i];
        struct mw_buf name = {0};
        mw_buf_printf(&name, "assets/%s", asset->name);
        mw_buf_byte(&name, '\0');
        mw_folder_file(folder, (const char *)name.data, asset->content.data, asset->content.size);
        mw_buf_free(&name);
    }
}

void mw_made_write_into(const struct mw_made *made, const struct mw_recipe *r, struct mw_folder *folder)
{
    write_model(made, r, folder);
    write_variables(made, r, folder);
    write_assets(made, folder);
}

int mw_made_write(const struct mw_made *made, const struct mw_recipe *r, const char *path, char *error,
                  size_t error_size)
{
    struct mw_folder folder;
    mw_folder_create(&folder, path);
    mw_made_write_into(made, r, &folder);
    int result = mw_folder_close(&folder);
    int why = errno;
    if (result != 0)
        snprintf(error, error_size, "%s: %s", folder.error_path, strerror(why));
    mw_folder_free(&folder);
    errno = why;
    return result;
}
