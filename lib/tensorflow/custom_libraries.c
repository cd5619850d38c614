/*
 * Libraries of operations beside TensorFlow's core, by the names of what they register: see custom_libraries.h. The names are
 * public, from the calls of REGISTER_OP in each project's sources; a name that projects have used that know nothing of each other
 * is in no row. In brackets the package that brings the library, where there is one.
 */
#include "tensorflow/custom_libraries.h"

#include <string.h>

struct library_row {
    const char *name; /* of the operation; with a * at its end, how the names begin */
    const char *library;
};

#define ADDONS     "TensorFlow Addons (tensorflow_addons)"
#define BYTEPS     "BytePS (byteps)"
#define COMPRESS   "TensorFlow Compression (tensorflow_compression)"
#define CONTRIB    "tf.contrib of TensorFlow 1"
#define DALI       "NVIDIA DALI (nvidia-dali-tf-plugin)"
#define DEEPMD     "DeePMD-kit (deepmd-kit)"
#define EDGE_TPU   "the Edge TPU's runtime, which takes TensorFlow Lite models only"
#define EXAMPLES   "TensorFlow's guide on how to create an operation"
#define FORESTS    "TensorFlow Decision Forests (tensorflow_decision_forests)"
#define HOROVOD    "Horovod (horovod)"
#define IO         "TensorFlow I/O (tensorflow_io)"
#define LITE       "TensorFlow Lite, whose models are no SavedModels"
#define MICRO      "the audio frontend of TensorFlow Lite for microcontrollers"
#define NEURON     "AWS Neuron (tensorflow-neuron)"
#define NGRAPH     "nGraph or OpenVINO's integration with TensorFlow (openvino-tensorflow)"
#define POINTNET   "the tf_ops of PointNet++"
#define QUANTUM    "TensorFlow Quantum (tensorflow_quantum)"
#define RECOMMEND  "TensorFlow Recommenders Addons (tensorflow_recommenders_addons)"
#define SENTENCE   "TensorFlow Text (tensorflow_text), or tf_sentencepiece"
#define SERVING    "TensorFlow Serving's remote predict operation"
#define STRUCT     "struct2tensor (struct2tensor)"
#define STYLEGAN   "StyleGAN2"
#define TENSOR_RT  "TF-TRT, in a TensorFlow that was built with TensorRT"
#define TF_TEXT    "TensorFlow Text (tensorflow_text)"
#define TRANSDUCER "warp-transducer"
#define WARP_CTC   "warp-ctc"
#define XLA        "XLA, in a TensorFlow that was built with it and is new enough"

/* The first row that fits counts. */
static const struct library_row library_rows[] = {
    {"SimpleML*", FORESTS},
    {"Sentencepiece*", SENTENCE},

    {"TFText>*", TF_TEXT},
    {"BoiseTagsToOffsets", TF_TEXT},
    {"CaseFoldUTF8", TF_TEXT},
    {"ConstrainedSequence*", TF_TEXT},
    {"FindSourceOffsets", TF_TEXT},
    {"MaxSpanningTree", TF_TEXT},
    {"NormalizeUTF8*", TF_TEXT},
    {"OffsetsToBoiseTags", TF_TEXT},
    {"RegexSplitWithOffsets", TF_TEXT},
    {"RougeL", TF_TEXT},
    {"SentenceFragments*", TF_TEXT},
    {"SplitMergeFromLogitsTokenizeWithOffsets", TF_TEXT},
    {"SplitMergeTokenizeWithOffsets", TF_TEXT},
    {"TokenizerFromLogits", TF_TEXT},
    {"UnicodeScriptTokenizeWithOffsets", TF_TEXT},
    {"WhitespaceTokenize*", TF_TEXT},
    {"WordpieceTokenize*", TF_TEXT},

    {"Addons>*", ADDONS},
    {"IO>*", IO},
    {"TFRA>*", RECOMMEND},
    {"Tfq*", QUANTUM},

    {"Xla*", XLA},
    {"CreateTRTResourceHandle", TENSOR_RT},
    {"GetCalibrationDataOp", TENSOR_RT},
    {"InitializeTRTResource", TENSOR_RT},
    {"SerializeTRTResource", TENSOR_RT},
    {"TRTCalibOp", TENSOR_RT},
    {"TRTEngineOp", TENSOR_RT},

    {"Horovod*", HOROVOD},
    {"Byteps*", BYTEPS},
    {"DALIDataset", DALI},
    {"Dali", DALI},
    {"NGraphEncapsulate", NGRAPH},
    {"NeuronOp", NEURON},
    {"TfServingRemotePredict", SERVING},

    {"edgetpu-custom-op", EDGE_TPU},
    {"TFLite_Detection_PostProcess", LITE},
    {"AudioMicrofrontend", MICRO},

    {"DecodeProtoSparseV*", STRUCT},
    {"EquiJoin*", STRUCT},
    {"RunLengthBefore", STRUCT},
    {"PmfToQuantizedCdf", COMPRESS},
    {"RangeDecode", COMPRESS},
    {"RangeEncode", COMPRESS},
    {"UnboundedIndexRange*", COMPRESS},

    {"AdjustHsvInYiq", CONTRIB},
    {"BigQueryReader", CONTRIB},
    {"BipartiteMatch", CONTRIB},
    {"DecodeAudio", CONTRIB},
    {"DecodeLibsvm", CONTRIB},
    {"DecodeVideo", CONTRIB},
    {"EncodeAudio", CONTRIB},
    {"GatherTree", CONTRIB},
    {"HyperplaneLSHProbes", CONTRIB},
    {"ImageConnectedComponents", CONTRIB},
    {"ImageProjectiveTransform", CONTRIB},
    {"KafkaDataset", CONTRIB},
    {"MaskedMatmul", CONTRIB},
    {"Resampler", CONTRIB},
    {"SingleImageRandomDotStereograms", CONTRIB},
    {"SkipGramGenerateCandidates", CONTRIB},
    {"SparseFeatureCross*", CONTRIB},
    {"TreePredictionsV*", CONTRIB},
    {"WALSComputePartialLhsAndRhs", CONTRIB},
    {"ZeroInitializer", CONTRIB},

    {"FusedBiasAct", STYLEGAN},
    {"UpFirDn2D", STYLEGAN},
    {"FarthestPointSample", POINTNET},
    {"QueryBallPoint", POINTNET},
    {"ThreeInterpolate", POINTNET},
    {"ProdEnvMat*", DEEPMD},
    {"ProdForceSe*", DEEPMD},
    {"ProdVirialSe*", DEEPMD},
    {"TabulateFusion*", DEEPMD},
    {"WarpCTC", WARP_CTC},
    {"WarpRNNT", TRANSDUCER},
    {"ZeroOut", EXAMPLES},
};

static int row_fits(const struct library_row *row, const char *op, size_t length)
{
    size_t fixed = strcspn(row->name, "*");

    return row->name[fixed] == '*' ? length > fixed && memcmp(op, row->name, fixed) == 0
                                   : length == fixed && memcmp(op, row->name, fixed) == 0;
}

const char *nnreg_custom_library(const char *op, size_t length)
{
    size_t i;

    for (i = 0; i < sizeof library_rows / sizeof *library_rows; i++)
        if (row_fits(&library_rows[i], op, length))
            return library_rows[i].library;
    return NULL;
}
