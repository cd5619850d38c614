/*
 * Operation signatures, one row each, in the short form of TensorFlow's op registrations.
 *
 * An argument's type is a data type, the name of a type attribute, or the name of a list(type) attribute (then the
 * argument stands for one tensor per type); "N * T" is N tensors; "Ref(T)" a reference.
 */
#include "op_table.h"

#define SHARED "container: string = ''; shared_name: string = ''"

const struct mw_op mw_ops[] = {
    {"Abort", "", "", "error_msg: string = ''; exit_without_error: bool = false", false},
    {"Add", "x: T; y: T", "z: T", "T: type in bfloat16 half float double uint8 int8 int16 int32 int64 string",
     false},
    {"AddV2", "x: T; y: T", "z: T", "T: type in bfloat16 half float double uint8 int8 int16 int32 int64",
     false},
    {"ArgMax", "input: T; dimension: Tidx", "output: output_type",
     "T: type; Tidx: type in int32 int64 = int32; output_type: type in int32 int64 = int64", false},
    {"Assert", "condition: bool; data: T", "", "T: list(type) >= 1; summarize: int = 3", true},
    {"Assign", "ref: Ref(T); value: T", "output_ref: Ref(T)",
     "T: type; validate_shape: bool = true; use_locking: bool = true", false},
    {"AssignVariableOp", "resource: resource; value: dtype", "", "dtype: type", true},
    {"BiasAdd", "value: T; bias: T", "output: T",
     "T: type in float double int32 half; data_format: string in NHWC NCHW = NHWC", false},
    {"Cast", "x: SrcT", "y: DstT", "SrcT: type; DstT: type; Truncate: bool = false", false},
    {"ConcatV2", "values: N * T; axis: Tidx", "output: T",
     "N: int >= 2; T: type; Tidx: type in int32 int64 = int32", false},
    {"Const", "", "output: dtype", "value: tensor; dtype: type", false},
    {"Conv2D", "input: T; filter: T", "output: T",
     "T: type in half bfloat16 float double; strides: list(int); use_cudnn_on_gpu: bool = true; "
     "padding: string in SAME VALID EXPLICIT; explicit_paddings: list(int) = ; "
     "data_format: string in NHWC NCHW = NHWC; dilations: list(int) = 1 1 1 1",
     false},
    {"DebugIdentityV2", "input: T", "output: T",
     "T: type; tfdbg_context_id: string = ''; op_name: string = ''; output_slot: int = -1; "
     "tensor_debug_mode: int = -1; debug_urls: list(string) = ; circular_buffer_size: int = 1000; "
     "tfdbg_run_id: string = ''",
     true},
    {"DecodeJpeg", "contents: string", "image: uint8",
     "channels: int = 0; ratio: int = 1; fancy_upscaling: bool = true; try_recover_truncated: bool = false; "
     "acceptable_fraction: float = 1; dct_method: string = ''",
     false},
    {"FixedLengthRecordDataset",
     "filenames: string; header_bytes: int64; record_bytes: int64; footer_bytes: int64; buffer_size: int64",
     "handle: variant", "", true},
    {"HashTableV2", "", "table_handle: resource",
     SHARED "; use_node_name_sharing: bool = false; key_dtype: type; value_dtype: type", true},
    {"Identity", "input: T", "output: T", "T: type", false},
    {"IdentityN", "input: T", "output: T", "T: list(type) >= 1", false},
    {"ImmutableConst", "", "tensor: dtype", "dtype: type; shape: shape; memory_region_name: string", false},
    {"InitializeTableFromTextFileV2", "table_handle: resource; filename: string", "",
     "key_index: int >= -2; value_index: int >= -2; vocab_size: int >= -1 = -1; delimiter: string = '\t'; "
     "offset: int = 0",
     true},
    {"LookupTableExportV2", "table_handle: resource", "keys: Tkeys; values: Tvalues",
     "Tkeys: type; Tvalues: type", true},
    {"LookupTableFindV2", "table_handle: resource; keys: Tin; default_value: Tout", "values: Tout",
     "Tin: type; Tout: type", true},
    {"LookupTableSizeV2", "table_handle: resource", "size: int64", "", true},
    {"MatMul", "a: T; b: T", "product: T",
     "transpose_a: bool = false; transpose_b: bool = false; T: type in bfloat16 half float double int32 "
     "int64",
     false},
    {"MatchingFiles", "pattern: string", "filenames: string", "", false},
    {"Mean", "input: T; reduction_indices: Tidx", "output: T",
     "keep_dims: bool = false; T: type in float double int32 half; Tidx: type in int32 int64 = int32", false},
    {"MergeV2Checkpoints", "checkpoint_prefixes: string; destination_prefix: string", "",
     "delete_old_dirs: bool = true", true},
    {"Mul", "x: T; y: T", "z: T", "T: type in bfloat16 half float double uint8 int8 int16 int32 int64",
     false},
    {"NoOp", "", "", "", false},
    {"Pack", "values: N * T", "output: T", "N: int >= 1; T: type; axis: int = 0", false},
    {"PartitionedCall", "args: Tin", "output: Tout",
     "Tin: list(type) >= 0; Tout: list(type) >= 0; f: func; config: string = ''; config_proto: string = ''; "
     "executor_type: string = ''",
     false},
    {"Placeholder", "", "output: dtype", "dtype: type; shape: shape = ?", false},
    {"PlaceholderWithDefault", "input: dtype", "output: dtype", "dtype: type; shape: shape", false},
    {"PrintV2", "input: string", "", "output_stream: string = stderr; end: string = '\n'", true},
    {"PyFunc", "input: Tin", "output: Tout", "token: string; Tin: list(type) >= 0; Tout: list(type) >= 0",
     true},
    {"ReadFile", "filename: string", "contents: string", "", false},
    {"ReadVariableOp", "resource: resource", "value: dtype", "dtype: type", true},
    {"Relu", "features: T", "activations: T", "T: type in float double int32 half", false},
    {"Reshape", "tensor: T; shape: Tshape", "output: T", "T: type; Tshape: type in int32 int64 = int32",
     false},
    {"RestoreV2", "prefix: string; tensor_names: string; shape_and_slices: string", "tensors: dtypes",
     "dtypes: list(type) >= 1", true},
    {"SaveV2", "prefix: string; tensor_names: string; shape_and_slices: string; tensors: dtypes", "",
     "dtypes: list(type) >= 1", true},
    {"ShardedFilename", "basename: string; shard: int32; num_shards: int32", "filename: string", "", false},
    {"Sigmoid", "x: T", "y: T", "T: type in bfloat16 half float double", false},
    {"Softmax", "logits: T", "softmax: T", "T: type in half bfloat16 float double", false},
    {"SparseTensorDenseMatMul", "a_indices: Tindices; a_values: T; a_shape: int64; b: T", "product: T",
     "T: type; Tindices: type in int32 int64 = int64; adjoint_a: bool = false; adjoint_b: bool = false",
     false},
    {"Split", "split_dim: int32; value: T", "output: num_split * T", "num_split: int >= 1; T: type", false},
    {"Squeeze", "input: T", "output: T", "T: type; squeeze_dims: list(int) >= 0 = ", false},
    {"StatefulPartitionedCall", "args: Tin", "output: Tout",
     "Tin: list(type) >= 0; Tout: list(type) >= 0; f: func; config: string = ''; config_proto: string = ''; "
     "executor_type: string = ''",
     true},
    {"StaticRegexFullMatch", "input: string", "output: bool", "pattern: string", false},
    {"StringJoin", "inputs: N * string", "output: string", "N: int >= 1; separator: string = ''", false},
    {"TopKV2", "input: T; k: int32", "values: T; indices: int32", "sorted: bool = true; T: type", false},
    {"VarHandleOp", "", "resource: resource",
     SHARED "; dtype: type; shape: shape; allowed_devices: list(string) = ", true},
    {"VarIsInitializedOp", "resource: resource", "is_initialized: bool", "", true},
    {"Variable", "", "ref: Ref(dtype)", "shape: shape; dtype: type; " SHARED, true},
    {"VariableV2", "", "ref: Ref(dtype)", "shape: shape; dtype: type; " SHARED, true},
    {"Where", "input: T", "index: int64", "T: type = bool", false},
    {"WriteFile", "filename: string; contents: string", "", "", true},
};

const size_t mw_op_count = sizeof mw_ops / sizeof mw_ops[0];
