// See protobuf_walk.h. SPDX-License-Identifier: Apache-2.0
#include "protobuf_walk.h"

#include <google/protobuf/arena.h>
#include <unistd.h>

#include <functional>

#include "savedmodel.pb.h"

static int64_t dims(const savedmodel::TensorShapeProto &shape)
{
    int64_t sum = 0;

    for (const savedmodel::TensorShapeProto::Dim &dim : shape.dim())
        sum += dim.size();
    return sum;
}

static void count(struct walk_counts *counts, const savedmodel::NodeDef &node)
{
    counts->nodes++;
    counts->inputs += static_cast<uint64_t>(node.input_size());
    counts->name_bytes += node.name().size();
    for (const auto &attr : node.attr()) {
        counts->attrs++;
        counts->dims += dims(attr.second.shape());
        for (const savedmodel::TensorShapeProto &shape : attr.second.list().shape())
            counts->dims += dims(shape);
    }
}

// Calls `parse` with a model that lives on the heap or in an arena, and counts what it made of it.
static bool read(struct walk_counts *counts, bool arena,
                 const std::function<bool(savedmodel::SavedModel *)> &parse)
{
    google::protobuf::Arena storage;
    savedmodel::SavedModel plain, *model = &plain;

    if (arena)
        model = google::protobuf::Arena::CreateMessage<savedmodel::SavedModel>(&storage);
    *counts = walk_counts();
    if (!parse(model))
        return false;
    for (const savedmodel::MetaGraphDef &meta : model->meta_graphs())
        for (const savedmodel::NodeDef &node : meta.graph_def().node())
            count(counts, node);
    return true;
}

bool protobuf_is_here(void)
{
    return true;
}

bool protobuf_walk(struct walk_counts *counts, const void *content, size_t size, bool arena)
{
    return read(counts, arena, [content, size](savedmodel::SavedModel *model) {
        return model->ParseFromArray(content, static_cast<int>(size));
    });
}

bool protobuf_walk_file(struct walk_counts *counts, int fd, bool arena)
{
    return lseek(fd, 0, SEEK_SET) == 0 && read(counts, arena, [fd](savedmodel::SavedModel *model) {
               return model->ParseFromFileDescriptor(fd);
           });
}
