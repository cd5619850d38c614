/*
 * The table: see unsafe_ops.h. The operations are TensorFlow's own (tensorflow/core/api_def/base_api); the choice
 * follows what scanners of models look for, and what was found in models made to do harm.
 */
#include "tensorflow/unsafe_ops.h"

#include <string.h>

#include "base/order.h"

#define CODE(op)                                                \
    {                                                           \
        op, NNREG_UNSAFE_CODE, NNREG_NORMAL_NEVER, -1, -1, NULL \
    }
#define WRITE(op, input)                                                 \
    {                                                                    \
        op, NNREG_UNSAFE_FILE_WRITE, NNREG_NORMAL_NEVER, input, -1, NULL \
    }
#define READ(op, input)                                                 \
    {                                                                   \
        op, NNREG_UNSAFE_FILE_READ, NNREG_NORMAL_NEVER, input, -1, NULL \
    }
#define LIST(op, input)                                               \
    {                                                                 \
        op, NNREG_UNSAFE_LISTING, NNREG_NORMAL_NEVER, input, -1, NULL \
    }
#define NETWORK(op, input, attr)                                      \
    {                                                                 \
        op, NNREG_UNSAFE_NETWORK, NNREG_NORMAL_NEVER, input, -1, attr \
    }
#define DEBUG(op)                                                           \
    {                                                                       \
        op, NNREG_UNSAFE_NETWORK, NNREG_NORMAL_NO_URL, -1, -1, "debug_urls" \
    }

#define PROTO(op)                                                                   \
    {                                                                               \
        op, NNREG_UNSAFE_FILE_READ, NNREG_NORMAL_LOCAL, -1, -1, "descriptor_source" \
    }

/* Sorted by name, as bytes; without a version at the end. */
static const struct nnreg_unsafe_op table[] = {
    {"Abort", NNREG_UNSAFE_STOP, NNREG_NORMAL_NEVER, -1, -1, "error_msg"},
    NETWORK("BigQueryReader", -1, "project_id"),
    {"CSVDataset", NNREG_UNSAFE_FILE_READ, NNREG_NORMAL_ASSET, 0, -1, NULL},
    {"CacheDataset", NNREG_UNSAFE_FILE_WRITE, NNREG_NORMAL_NO_PATH, 1, -1, NULL},
    NETWORK("CollectiveAllToAll", -1, NULL),
    NETWORK("CollectiveBcastRecv", -1, NULL),
    NETWORK("CollectiveBcastSend", -1, NULL),
    NETWORK("CollectiveGather", -1, NULL),
    NETWORK("CollectiveInitializeCommunicator", -1, NULL),
    NETWORK("CollectivePermute", -1, NULL),
    NETWORK("CollectiveReduce", -1, NULL),
    NETWORK("CollectiveReduceScatter", -1, NULL),
    WRITE("CreateSummaryDbWriter", 1),
    WRITE("CreateSummaryFileWriter", 1),
    {"DTensorRestore", NNREG_UNSAFE_FILE_READ, NNREG_NORMAL_SAVER, 0, -1, NULL},
    NETWORK("DataServiceDataset", 2, NULL),
    {"DatasetFromGraph", NNREG_UNSAFE_GRAPH, NNREG_NORMAL_NEVER, -1, -1, NULL},
    WRITE("DatasetToTFRecord", 1),
    DEBUG("DebugIdentity"),
    DEBUG("DebugNanCount"),
    DEBUG("DebugNumericSummary"),
    PROTO("DecodeProto"),
    NETWORK("DistributedSave", 1, NULL),
    CODE("EagerPyFunc"),
    PROTO("EncodeProto"),
    {"ExperimentalCSVDataset", NNREG_UNSAFE_FILE_READ, NNREG_NORMAL_ASSET, 0, -1, NULL},
    WRITE("ExperimentalDatasetToTFRecord", 1),
    READ("ExperimentalLMDBDataset", 0),
    LIST("ExperimentalMatchingFilesDataset", 0),
    READ("ExperimentalSqlDataset", 1),
    {"FileSystemSetConfiguration", NNREG_UNSAFE_SETTING, NNREG_NORMAL_NEVER, 0, 2, NULL},
    {"FixedLengthRecordDataset", NNREG_UNSAFE_FILE_READ, NNREG_NORMAL_ASSET, 0, -1, NULL},
    READ("FixedLengthRecordReader", -1),
    {"FixedUnigramCandidateSampler", NNREG_UNSAFE_FILE_READ, NNREG_NORMAL_EMPTY, -1, -1, "vocab_file"},
    WRITE("FlushSummaryWriter", -1),
    NETWORK("GenerateBigQueryReaderPartitions", -1, "project_id"),
    {"GenerateVocabRemapping", NNREG_UNSAFE_FILE_READ, NNREG_NORMAL_NEVER, 0, 1, NULL},
    {"ImmutableConst", NNREG_UNSAFE_FILE_READ, NNREG_NORMAL_NEVER, -1, -1, "memory_region_name"},
    WRITE("ImportEvent", 1),
    {"InitializeTableFromTextFile", NNREG_UNSAFE_FILE_READ, NNREG_NORMAL_LOADED, 1, -1, NULL},
    READ("LMDBDataset", 0),
    READ("LMDBReader", -1),
    READ("ListSnapshotChunksDataset", 0),
    READ("LoadAndRemapMatrix", 0),
    READ("LoadDataset", 0),
    LIST("MatchingFiles", 0),
    LIST("MatchingFilesDataset", 0),
    {"MergeV2Checkpoints", NNREG_UNSAFE_FILE_WRITE, NNREG_NORMAL_SAVER, 0, 1, NULL},
    {"Print", NNREG_UNSAFE_FILE_WRITE, NNREG_NORMAL_NO_URL, -1, -1, "output_stream"},
    CODE("PyFunc"),
    CODE("PyFuncStateless"),
    {"ReadFile", NNREG_UNSAFE_FILE_READ, NNREG_NORMAL_NEVER, 0, -1, NULL},
    {"RecordInput", NNREG_UNSAFE_FILE_READ, NNREG_NORMAL_NEVER, -1, -1, "file_pattern"},
    NETWORK("Recv", -1, "send_device"),
    NETWORK("RegisterDataset", 1, NULL),
    NETWORK("RemoteCall", 0, NULL),
    {"Restore", NNREG_UNSAFE_FILE_READ, NNREG_NORMAL_SAVER, 0, -1, NULL},
    {"RestoreSlice", NNREG_UNSAFE_FILE_READ, NNREG_NORMAL_SAVER, 0, -1, NULL},
    NETWORK("RpcCall", -1, NULL),
    NETWORK("RpcClient", 0, NULL),
    NETWORK("RpcServer", 0, NULL),
    NETWORK("RpcServerRegister", -1, NULL),
    NETWORK("RpcServerStart", -1, NULL),
    {"Save", NNREG_UNSAFE_FILE_WRITE, NNREG_NORMAL_SAVER, 0, -1, NULL},
    WRITE("SaveDataset", 1),
    {"SaveSlices", NNREG_UNSAFE_FILE_WRITE, NNREG_NORMAL_SAVER, 0, -1, NULL},
    NETWORK("Send", -1, "recv_device"),
    {"Skipgram", NNREG_UNSAFE_FILE_READ, NNREG_NORMAL_NEVER, -1, -1, "filename"},
    READ("SnapshotChunkDataset", 0),
    WRITE("SnapshotDataset", 1),
    READ("SnapshotDatasetReader", 0),
    READ("SqlDataset", 1),
    {"TFRecordDataset", NNREG_UNSAFE_FILE_READ, NNREG_NORMAL_ASSET, 0, -1, NULL},
    READ("TFRecordReader", -1),
    {"TextLineDataset", NNREG_UNSAFE_FILE_READ, NNREG_NORMAL_ASSET, 0, -1, NULL},
    READ("TextLineReader", -1),
    READ("WholeFileReader", -1),
    WRITE("WriteAudioSummary", -1),
    {"WriteFile", NNREG_UNSAFE_FILE_WRITE, NNREG_NORMAL_NEVER, 0, -1, NULL},
    WRITE("WriteGraphSummary", -1),
    WRITE("WriteHistogramSummary", -1),
    WRITE("WriteImageSummary", -1),
    WRITE("WriteRawProtoSummary", -1),
    WRITE("WriteScalarSummary", -1),
    WRITE("WriteSummary", -1),
    NETWORK("_Recv", -1, "send_device"),
    NETWORK("_Send", -1, "recv_device"),
};

/* "SaveV2" is "Save" in a later version; so is "DataServiceDatasetV4". */
static size_t without_version(const char *name, size_t length)
{
    return length > 2 && name[length - 2] == 'V' && name[length - 1] >= '2' && name[length - 1] <= '9'
               ? length - 2
               : length;
}

/* A name comes from a file, and may have a NUL where one of these ends, and more behind it. */
static int compare_unsafe_ops(const struct nnreg_unsafe_op *op, const char *name, size_t length)
{
    return nnreg_order_bytes(name, length, op->name, strlen(op->name));
}

const struct nnreg_unsafe_op *nnreg_unsafe_op_find(const char *name, size_t length)
{
    size_t low = 0, high = sizeof table / sizeof *table;

    length = without_version(name, length);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = compare_unsafe_ops(&table[middle], name, length);

        if (order == 0)
            return &table[middle];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

const char *nnreg_unsafe_text(enum nnreg_unsafe_class kind)
{
    static const char *const texts[] = {
        [NNREG_UNSAFE_CODE] = "runs Python code of the process that saved it",
        [NNREG_UNSAFE_FILE_WRITE] = "writes a file",
        [NNREG_UNSAFE_FILE_READ] = "reads a file",
        [NNREG_UNSAFE_LISTING] = "lists files",
        [NNREG_UNSAFE_NETWORK] = "uses the network",
        [NNREG_UNSAFE_STOP] = "stops the process",
        [NNREG_UNSAFE_GRAPH] = "runs a graph that it has as bytes, into which nobody looks",
        [NNREG_UNSAFE_SETTING] = "changes how the whole process reaches files",
    };

    return texts[kind];
}

const char *nnreg_unsafe_name(enum nnreg_unsafe_class kind)
{
    static const char *const names[] = {
        [NNREG_UNSAFE_CODE] = "code",           [NNREG_UNSAFE_FILE_WRITE] = "file-write",
        [NNREG_UNSAFE_FILE_READ] = "file-read", [NNREG_UNSAFE_LISTING] = "listing",
        [NNREG_UNSAFE_NETWORK] = "network",     [NNREG_UNSAFE_STOP] = "stop",
        [NNREG_UNSAFE_GRAPH] = "graph",         [NNREG_UNSAFE_SETTING] = "setting",
    };

    return names[kind];
}
