// See protobuf_walk.h. SPDX-License-Identifier: Apache-2.0
#include "protobuf_walk.h"

#include <google/protobuf/arena.h>

#include "savedmodel.pb.h"

static void count(struct walk_counts *counts, const savedmodel::GraphDef &graph)
{
    for (const savedmodel::NodeDef &node : graph.node()) {
        counts->nodes++;
        counts->inputs += static_cast<uint64_t>(node.input_size());
        counts->attrs += node.attr().size();
        counts->name_bytes += node.name().size();
    }
}

static bool read(struct walk_counts *counts, savedmodel::SavedModel *model, const void *content, size_t size)
{
    *counts = walk_counts();
    if (!model->ParseFromArray(content, static_cast<int>(size)))
        return false;
    for (const savedmodel::MetaGraphDef &meta : model->meta_graphs())
        count(counts, meta.graph_def());
    return true;
}

bool protobuf_is_here(void)
{
    return true;
}

bool protobuf_walk(struct walk_counts *counts, const void *content, size_t size, bool arena)
{
    if (!arena) {
        savedmodel::SavedModel model;
        return read(counts, &model, content, size);
    }
    google::protobuf::Arena storage;
    return read(counts, google::protobuf::Arena::CreateMessage<savedmodel::SavedModel>(&storage), content, size);
}
