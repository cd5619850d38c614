/*
 * The operations of TensorFlow: the rows behind op_table.h. Made by tests/support/op_rows.awk; not to be edited by hand.
 *
 * Facts (names, types, numbers) of tensorflow/core/ops/compat/ops_history_v1 and _v2, the histories in which TensorFlow
 * (Apache-2.0) notes each operation of its core that it has released; the second up to March 2026.
 */
#ifndef NNREG_TENSORFLOW_OP_ROWS_H
#define NNREG_TENSORFLOW_OP_ROWS_H

#include "tensorflow/op_table.h"

/* clang-format off */
#define NNREG_OP_ROWS 1563

/* What the numbers in the tables below stand for: each text once, ended by a NUL; 0 is the empty one. */
static const char op_text[] =
    "\0Abort\0Abs\0AccumulateNV2\0AccumulatorApplyGradient\0AccumulatorNumAccumulated\0"
    "AccumulatorSetGlobalStep\0AccumulatorTakeGradient\0Acos\0Acosh\0Add\0AddManySparseToTensorsMap\0AddN\0"
    "AddSparseToTensorsMap\0AddV2\0AdjustContrast\0AdjustContrastv2\0AdjustHue\0AdjustSaturation\0All\0"
    "AllCandidateSampler\0AllToAll\0Angle\0AnonymousHashTable\0AnonymousIterator\0AnonymousIteratorV2\0"
    "AnonymousIteratorV3\0AnonymousMemoryCache\0AnonymousMultiDeviceIterator\0"
    "AnonymousMultiDeviceIteratorV3\0AnonymousMutableDenseHashTable\0AnonymousMutableHashTable\0"
    "AnonymousMutableHashTableOfTensors\0AnonymousRandomSeedGenerator\0AnonymousSeedGenerator\0Any\0"
    "ApplyAdaMax\0ApplyAdadelta\0ApplyAdagrad\0ApplyAdagradDA\0ApplyAdagradV2\0ApplyAdam\0ApplyAddSign\0"
    "ApplyCenteredRMSProp\0ApplyFtrl\0ApplyFtrlV2\0ApplyGradientDescent\0ApplyMomentum\0ApplyPowerSign\0"
    "ApplyProximalAdagrad\0ApplyProximalGradientDescent\0ApplyRMSProp\0ApproxTopK\0ApproximateEqual\0ArgMax\0"
    "ArgMin\0AsString\0Asin\0Asinh\0Assert\0AssertCardinalityDataset\0AssertNextDataset\0AssertPrevDataset\0"
    "Assign\0AssignAdd\0AssignAddVariableOp\0AssignSub\0AssignSubVariableOp\0AssignVariableOp\0"
    "AssignVariableXlaConcatND\0Atan\0Atan2\0Atanh\0AudioSpectrogram\0AudioSummary\0AudioSummaryV2\0"
    "AutoShardDataset\0AvgPool\0AvgPool3D\0AvgPool3DGrad\0AvgPoolGrad\0BandedTriangularSolve\0Barrier\0"
    "BarrierClose\0BarrierIncompleteSize\0BarrierInsertMany\0BarrierReadySize\0BarrierTakeMany\0Batch\0"
    "BatchCholesky\0BatchCholeskyGrad\0BatchDataset\0BatchDatasetV2\0BatchFFT\0BatchFFT2D\0BatchFFT3D\0"
    "BatchFunction\0BatchIFFT\0BatchIFFT2D\0BatchIFFT3D\0BatchMatMul\0BatchMatMulV2\0BatchMatMulV3\0"
    "BatchMatrixBandPart\0BatchMatrixDeterminant\0BatchMatrixDiag\0BatchMatrixDiagPart\0BatchMatrixInverse\0"
    "BatchMatrixSetDiag\0BatchMatrixSolve\0BatchMatrixSolveLs\0BatchMatrixTriangularSolve\0"
    "BatchNormWithGlobalNormalization\0BatchNormWithGlobalNormalizationGrad\0BatchSelfAdjointEig\0"
    "BatchSelfAdjointEigV2\0BatchSvd\0BatchToSpace\0BatchToSpaceND\0BesselI0\0BesselI0e\0BesselI1\0"
    "BesselI1e\0BesselJ0\0BesselJ1\0BesselK0\0BesselK0e\0BesselK1\0BesselK1e\0BesselY0\0BesselY1\0Betainc\0"
    "BiasAdd\0BiasAddGrad\0BiasAddV1\0Bincount\0Bitcast\0BitwiseAnd\0BitwiseOr\0BitwiseXor\0BlockLSTM\0"
    "BlockLSTMGrad\0BlockLSTMGradV2\0BlockLSTMV2\0BoostedTreesAggregateStats\0BoostedTreesBucketize\0"
    "BoostedTreesCalculateBestFeatureSplit\0BoostedTreesCalculateBestFeatureSplitV2\0"
    "BoostedTreesCalculateBestGainsPerFeature\0BoostedTreesCenterBias\0BoostedTreesCreateEnsemble\0"
    "BoostedTreesCreateQuantileStreamResource\0BoostedTreesDeserializeEnsemble\0"
    "BoostedTreesEnsembleResourceHandleOp\0BoostedTreesExampleDebugOutputs\0"
    "BoostedTreesFlushQuantileSummaries\0BoostedTreesGetEnsembleStates\0BoostedTreesMakeQuantileSummaries\0"
    "BoostedTreesMakeStatsSummary\0BoostedTreesPredict\0BoostedTreesQuantileStreamResourceAddSummaries\0"
    "BoostedTreesQuantileStreamResourceDeserialize\0BoostedTreesQuantileStreamResourceFlush\0"
    "BoostedTreesQuantileStreamResourceGetBucketBoundaries\0BoostedTreesQuantileStreamResourceHandleOp\0"
    "BoostedTreesSerializeEnsemble\0BoostedTreesSparseAggregateStats\0"
    "BoostedTreesSparseCalculateBestFeatureSplit\0BoostedTreesTrainingPredict\0BoostedTreesUpdateEnsemble\0"
    "BoostedTreesUpdateEnsembleV2\0BroadcastArgs\0BroadcastGradientArgs\0BroadcastTo\0Bucketize\0"
    "BytesProducedStatsDataset\0CSRSparseMatrixComponents\0CSRSparseMatrixToDense\0"
    "CSRSparseMatrixToSparseTensor\0CSVDataset\0CSVDatasetV2\0CTCBeamSearchDecoder\0CTCGreedyDecoder\0"
    "CTCLoss\0CTCLossV2\0CacheDataset\0CacheDatasetV2\0Case\0Cast\0Ceil\0CheckNumerics\0CheckNumericsV2\0"
    "CheckPinned\0Cholesky\0CholeskyGrad\0ChooseFastestBranchDataset\0ChooseFastestDataset\0ClipByValue\0"
    "CloseSummaryWriter\0CollateTPUEmbeddingMemory\0CollectiveAllToAllV2\0CollectiveAllToAllV3\0"
    "CollectiveAssignGroupV2\0CollectiveBcastRecv\0CollectiveBcastRecvV2\0CollectiveBcastSend\0"
    "CollectiveBcastSendV2\0CollectiveGather\0CollectiveGatherV2\0CollectiveInitializeCommunicator\0"
    "CollectivePermute\0CollectiveReduce\0CollectiveReduceScatterV2\0CollectiveReduceV2\0CollectiveReduceV3\0"
    "CombinedNonMaxSuppression\0Complex\0ComplexAbs\0CompositeTensorVariantFromComponents\0"
    "CompositeTensorVariantToComponents\0CompressElement\0ComputeAccidentalHits\0ComputeBatchSize\0"
    "ComputeDedupDataSize\0ComputeDedupDataSizeV2\0ComputeDedupDataTupleMask\0ComputeDedupDataTupleMaskV2\0"
    "Concat\0ConcatOffset\0ConcatV2\0ConcatenateDataset\0ConditionalAccumulator\0"
    "ConfigureAndInitializeGlobalTPU\0ConfigureDistributedTPU\0ConfigureTPUEmbedding\0"
    "ConfigureTPUEmbeddingHost\0ConfigureTPUEmbeddingMemory\0Conj\0ConjugateTranspose\0"
    "ConnectTPUEmbeddingHosts\0Const\0ConsumeMutexLock\0ControlTrigger\0Conv\0Conv2D\0Conv2DBackpropFilter\0"
    "Conv2DBackpropFilterV2\0Conv2DBackpropInput\0Conv2DBackpropInputV2\0Conv3D\0Conv3DBackpropFilter\0"
    "Conv3DBackpropFilterV2\0Conv3DBackpropInput\0Conv3DBackpropInputV2\0ConvertToCooTensor\0"
    "ConvertToListOfSparseCoreCooTensors\0ConvertToSparseCoreCsrWrappedCooTensor\0Copy\0CopyHost\0"
    "CopyToMesh\0CopyToMeshGrad\0Cos\0Cosh\0CountUpTo\0CreateSummaryDbWriter\0CreateSummaryFileWriter\0"
    "CropAndResize\0CropAndResizeGradBoxes\0CropAndResizeGradImage\0Cross\0CrossReplicaSum\0CudnnRNN\0"
    "CudnnRNNBackprop\0CudnnRNNBackpropV2\0CudnnRNNBackpropV3\0CudnnRNNCanonicalToParams\0"
    "CudnnRNNCanonicalToParamsV2\0CudnnRNNParamsSize\0CudnnRNNParamsToCanonical\0"
    "CudnnRNNParamsToCanonicalV2\0CudnnRNNV2\0CudnnRNNV3\0Cumprod\0Cumsum\0CumulativeLogsumexp\0"
    "DTensorRestoreV2\0DTensorSetGlobalTPUArray\0DataFormatDimMap\0DataFormatVecPermute\0DataServiceDataset\0"
    "DataServiceDatasetV2\0DataServiceDatasetV3\0DataServiceDatasetV4\0DatasetCardinality\0"
    "DatasetFingerprint\0DatasetFromGraph\0DatasetToGraph\0DatasetToGraphV2\0DatasetToSingleElement\0"
    "DatasetToTFRecord\0Dawsn\0DebugGradientIdentity\0DebugGradientRefIdentity\0DebugIdentity\0"
    "DebugIdentityV2\0DebugIdentityV3\0DebugNanCount\0DebugNumericSummary\0DebugNumericSummaryV2\0"
    "DecodeAndCropJpeg\0DecodeBase64\0DecodeBmp\0DecodeCSV\0DecodeCompressed\0DecodeGif\0DecodeImage\0"
    "DecodeJSONExample\0DecodeJpeg\0DecodePaddedRaw\0DecodePng\0DecodeProtoV2\0DecodeRaw\0DecodeWav\0"
    "DecodeWebP\0DeepCopy\0DeleteIterator\0DeleteMemoryCache\0DeleteMultiDeviceIterator\0"
    "DeleteRandomSeedGenerator\0DeleteSeedGenerator\0DeleteSessionTensor\0DenseBincount\0"
    "DenseCountSparseOutput\0DenseToCSRSparseMatrix\0DenseToDenseSetOperation\0DenseToSparseBatchDataset\0"
    "DenseToSparseSetOperation\0DepthToSpace\0DepthwiseConv2dNative\0DepthwiseConv2dNativeBackpropFilter\0"
    "DepthwiseConv2dNativeBackpropInput\0Dequantize\0DeserializeIterator\0DeserializeManySparse\0"
    "DeserializeSparse\0DestroyResourceOp\0DestroyTemporaryVariable\0DeviceIndex\0Diag\0DiagPart\0Digamma\0"
    "Dilation2D\0Dilation2DBackpropFilter\0Dilation2DBackpropInput\0DirectedInterleaveDataset\0"
    "DisableCopyOnRead\0DistributedSave\0Div\0DivNoNan\0DrawBoundingBoxes\0DrawBoundingBoxesV2\0"
    "DummyIterationCounter\0DummyMemoryCache\0DummySeedGenerator\0"
    "DynamicEnqueueTPUEmbeddingArbitraryTensorBatch\0DynamicEnqueueTPUEmbeddingRaggedTensorBatch\0"
    "DynamicPartition\0DynamicStitch\0EagerPyFunc\0EditDistance\0Eig\0Einsum\0Elu\0EluGrad\0Empty\0"
    "EmptyTensorList\0EmptyTensorMap\0EncodeBase64\0EncodeJpeg\0EncodeJpegVariableQuality\0EncodePng\0"
    "EncodeProto\0EncodeWav\0EnqueueTPUEmbeddingArbitraryTensorBatch\0EnqueueTPUEmbeddingBatch\0"
    "EnqueueTPUEmbeddingIntegerBatch\0EnqueueTPUEmbeddingRaggedTensorBatch\0EnqueueTPUEmbeddingSparseBatch\0"
    "EnqueueTPUEmbeddingSparseTensorBatch\0EnsureShape\0Enter\0Equal\0Erf\0Erfc\0Erfinv\0EuclideanNorm\0"
    "ExecuteTPUEmbeddingPartitioner\0Exit\0Exp\0ExpandDims\0ExperimentalAssertNextDataset\0"
    "ExperimentalAutoShardDataset\0ExperimentalBytesProducedStatsDataset\0ExperimentalCSVDataset\0"
    "ExperimentalChooseFastestDataset\0ExperimentalDatasetCardinality\0ExperimentalDatasetToTFRecord\0"
    "ExperimentalDenseToSparseBatchDataset\0ExperimentalDirectedInterleaveDataset\0"
    "ExperimentalGroupByReducerDataset\0ExperimentalGroupByWindowDataset\0ExperimentalIgnoreErrorsDataset\0"
    "ExperimentalIteratorGetDevice\0ExperimentalLMDBDataset\0ExperimentalLatencyStatsDataset\0"
    "ExperimentalMapAndBatchDataset\0ExperimentalMapDataset\0ExperimentalMatchingFilesDataset\0"
    "ExperimentalMaxIntraOpParallelismDataset\0ExperimentalNonSerializableDataset\0"
    "ExperimentalParallelInterleaveDataset\0ExperimentalParseExampleDataset\0"
    "ExperimentalPrivateThreadPoolDataset\0ExperimentalRandomDataset\0ExperimentalRebatchDataset\0"
    "ExperimentalScanDataset\0ExperimentalSetStatsAggregatorDataset\0ExperimentalSleepDataset\0"
    "ExperimentalSlidingWindowDataset\0ExperimentalSqlDataset\0ExperimentalStatsAggregatorHandle\0"
    "ExperimentalStatsAggregatorSummary\0ExperimentalTakeWhileDataset\0ExperimentalThreadPoolDataset\0"
    "ExperimentalThreadPoolHandle\0ExperimentalUnbatchDataset\0ExperimentalUniqueDataset\0Expint\0Expm1\0"
    "ExtractGlimpse\0ExtractGlimpseV2\0ExtractImagePatches\0ExtractJpegShape\0ExtractVolumePatches\0FFT\0"
    "FFT2D\0FFT3D\0FFTND\0FIFOQueue\0FIFOQueueV2\0Fact\0FakeParam\0FakeQuantWithMinMaxArgs\0"
    "FakeQuantWithMinMaxArgsGradient\0FakeQuantWithMinMaxVars\0FakeQuantWithMinMaxVarsGradient\0"
    "FakeQuantWithMinMaxVarsPerChannel\0FakeQuantWithMinMaxVarsPerChannelGradient\0FakeQueue\0"
    "FileSystemSetConfiguration\0Fill\0FilterByLastComponentDataset\0FilterDataset\0FinalizeDataset\0"
    "FinalizeTPUEmbedding\0FinalizeTPUEmbeddingV2\0Fingerprint\0FixedLengthRecordDataset\0"
    "FixedLengthRecordDatasetV2\0FixedLengthRecordReader\0FixedLengthRecordReaderV2\0"
    "FixedUnigramCandidateSampler\0FlatMapDataset\0Floor\0FloorDiv\0FloorMod\0FlushSummaryWriter\0For\0"
    "FractionalAvgPool\0FractionalAvgPoolGrad\0FractionalMaxPool\0FractionalMaxPoolGrad\0FresnelCos\0"
    "FresnelSin\0FusedBatchNorm\0FusedBatchNormGrad\0FusedBatchNormGradV2\0FusedBatchNormGradV3\0"
    "FusedBatchNormV2\0FusedBatchNormV3\0FusedPadConv2D\0FusedResizeAndPadConv2D\0GRUBlockCell\0"
    "GRUBlockCellGrad\0Gather\0GatherNd\0GatherV2\0GenerateBoundingBoxProposals\0GenerateVocabRemapping\0"
    "GeneratorDataset\0GetElementAtIndex\0GetMinibatchSplitsWithPhysicalReplica\0"
    "GetMinibatchesInCsrWithPhysicalReplica\0GetOptions\0GetSessionHandle\0GetSessionHandleV2\0"
    "GetSessionTensor\0GetStatsFromListOfSparseCoreCooTensors\0GetTpuTaskId\0GlobalIterId\0"
    "GlobalShuffleDataset\0Greater\0GreaterEqual\0GroupByReducerDataset\0GroupByWindowDataset\0"
    "GuaranteeConst\0HSVToRGB\0HashTable\0HashTableV2\0HistogramFixedWidth\0HistogramSummary\0HostConst\0"
    "IFFT\0IFFT2D\0IFFT3D\0IFFTND\0IRFFT\0IRFFT2D\0IRFFT3D\0IRFFTND\0Identity\0IdentityN\0IdentityReader\0"
    "IdentityReaderV2\0If\0Igamma\0IgammaGradA\0Igammac\0IgnoreErrorsDataset\0Imag\0"
    "ImageProjectiveTransformV2\0ImageProjectiveTransformV3\0ImageSummary\0ImmutableConst\0ImportEvent\0"
    "InTopK\0InTopKV2\0IndexFlatMapDataset\0InfeedDequeue\0InfeedDequeueTuple\0InfeedEnqueue\0"
    "InfeedEnqueuePrelinearizedBuffer\0InfeedEnqueueTuple\0InitializeTable\0InitializeTableFromDataset\0"
    "InitializeTableFromTextFile\0InitializeTableFromTextFileV2\0InitializeTableV2\0InplaceAdd\0InplaceSub\0"
    "InplaceUpdate\0InterleaveDataset\0Inv\0InvGrad\0Invert\0InvertPermutation\0"
    "IsBoostedTreesEnsembleInitialized\0IsBoostedTreesQuantileStreamResourceInitialized\0IsFinite\0IsInf\0"
    "IsNan\0IsTPUEmbeddingInitialized\0IsVariableInitialized\0IsotonicRegression\0Iterator\0"
    "IteratorFromStringHandle\0IteratorFromStringHandleV2\0IteratorGetDevice\0IteratorGetModelProto\0"
    "IteratorGetNext\0IteratorGetNextAsOptional\0IteratorGetNextSync\0IteratorToStringHandle\0IteratorV2\0"
    "KMC2ChainInitialization\0KmeansPlusPlusInitialization\0KthOrderStatistic\0L2Loss\0LMDBDataset\0"
    "LMDBReader\0LRN\0LRNGrad\0LSTMBlockCell\0LSTMBlockCellGrad\0LatencyStatsDataset\0LeakyRelu\0"
    "LeakyReluGrad\0LearnedUnigramCandidateSampler\0LeftShift\0LegacyParallelInterleaveDatasetV2\0Less\0"
    "LessEqual\0Lgamma\0LinSpace\0ListDataset\0ListDiff\0ListSnapshotChunksDataset\0"
    "LoadAllTPUEmbeddingParameters\0LoadAndRemapMatrix\0LoadDataset\0LoadTPUEmbeddingADAMParameters\0"
    "LoadTPUEmbeddingAdadeltaParameters\0LoadTPUEmbeddingAdagradMomentumParameters\0"
    "LoadTPUEmbeddingAdagradParameters\0LoadTPUEmbeddingCenteredRMSPropParameters\0"
    "LoadTPUEmbeddingFTRLParameters\0LoadTPUEmbeddingFrequencyEstimatorParameters\0"
    "LoadTPUEmbeddingMDLAdagradLightParameters\0LoadTPUEmbeddingMomentumParameters\0"
    "LoadTPUEmbeddingProximalAdagradParameters\0LoadTPUEmbeddingProximalYogiParameters\0"
    "LoadTPUEmbeddingRMSPropParameters\0LoadTPUEmbeddingStochasticGradientDescentParameters\0Log\0Log1p\0"
    "LogMatrixDeterminant\0LogSoftmax\0LogUniformCandidateSampler\0LogicalAnd\0LogicalNot\0LogicalOr\0"
    "LookupTableExport\0LookupTableExportV2\0LookupTableFind\0LookupTableFindV2\0LookupTableImport\0"
    "LookupTableImportV2\0LookupTableInsert\0LookupTableInsertV2\0LookupTableRemoveV2\0LookupTableSize\0"
    "LookupTableSizeV2\0LoopCond\0LowerBound\0Lu\0MakeIterator\0MakeUnique\0MapAndBatchDataset\0MapClear\0"
    "MapDataset\0MapDefun\0MapIncompleteSize\0MapPeek\0MapSize\0MapStage\0MapUnstage\0MapUnstageNoKey\0"
    "MatMul\0MatchingFiles\0MatchingFilesDataset\0MatrixBandPart\0MatrixDeterminant\0MatrixDiag\0"
    "MatrixDiagPart\0MatrixDiagPartV2\0MatrixDiagPartV3\0MatrixDiagV2\0MatrixDiagV3\0MatrixExponential\0"
    "MatrixInverse\0MatrixLogarithm\0MatrixSetDiag\0MatrixSetDiagV2\0MatrixSetDiagV3\0MatrixSolve\0"
    "MatrixSolveLs\0MatrixSquareRoot\0MatrixTriangularSolve\0Max\0MaxIntraOpParallelismDataset\0MaxPool\0"
    "MaxPool3D\0MaxPool3DGrad\0MaxPool3DGradGrad\0MaxPoolGrad\0MaxPoolGradGrad\0MaxPoolGradGradV2\0"
    "MaxPoolGradGradWithArgmax\0MaxPoolGradV2\0MaxPoolGradWithArgmax\0MaxPoolV2\0MaxPoolWithArgmax\0Maximum\0"
    "Mean\0Merge\0MergeDedupData\0MergeSummary\0MergeV2Checkpoints\0Mfcc\0Min\0Minimum\0MirrorPad\0"
    "MirrorPadGrad\0MlirPassthroughOp\0Mod\0ModelDataset\0Mul\0MulNoNan\0MultiDeviceIterator\0"
    "MultiDeviceIteratorFromStringHandle\0MultiDeviceIteratorGetNextFromShard\0MultiDeviceIteratorInit\0"
    "MultiDeviceIteratorToStringHandle\0Multinomial\0MutableDenseHashTable\0MutableDenseHashTableV2\0"
    "MutableHashTable\0MutableHashTableOfTensors\0MutableHashTableOfTensorsV2\0MutableHashTableV2\0"
    "MutexLock\0MutexV2\0NcclAllReduce\0NcclBroadcast\0NcclReduce\0Ndtri\0NearestNeighbors\0Neg\0NegTrain\0"
    "NextAfter\0NextIteration\0NoOp\0NonDeterministicInts\0NonMaxSuppression\0NonMaxSuppressionV2\0"
    "NonMaxSuppressionV3\0NonMaxSuppressionV4\0NonMaxSuppressionV5\0NonMaxSuppressionWithOverlaps\0"
    "NonSerializableDataset\0NotEqual\0NthElement\0OneHot\0OneShotIterator\0OnesLike\0OptimizeDataset\0"
    "OptimizeDatasetV2\0OptionalFromValue\0OptionalGetValue\0OptionalHasValue\0OptionalNone\0OptionsDataset\0"
    "OrderedMapClear\0OrderedMapIncompleteSize\0OrderedMapPeek\0OrderedMapSize\0OrderedMapStage\0"
    "OrderedMapUnstage\0OrderedMapUnstageNoKey\0OutfeedDequeue\0OutfeedDequeueTuple\0OutfeedDequeueTupleV2\0"
    "OutfeedDequeueV2\0OutfeedEnqueue\0OutfeedEnqueueTuple\0Pack\0Pad\0PadV2\0PaddedBatchDataset\0"
    "PaddedBatchDatasetV2\0PaddingFIFOQueue\0PaddingFIFOQueueV2\0ParallelBatchDataset\0ParallelConcat\0"
    "ParallelDynamicStitch\0ParallelFilterDataset\0ParallelInterleaveDataset\0ParallelInterleaveDatasetV2\0"
    "ParallelInterleaveDatasetV3\0ParallelInterleaveDatasetV4\0ParallelMapDataset\0ParallelMapDatasetV2\0"
    "ParameterizedTruncatedNormal\0ParseExample\0ParseExampleDataset\0ParseExampleDatasetV2\0ParseExampleV2\0"
    "ParseSequenceExample\0ParseSequenceExampleV2\0ParseSingleExample\0ParseSingleSequenceExample\0"
    "ParseTensor\0PartitionedCall\0Placeholder\0PlaceholderV2\0PlaceholderWithDefault\0Polygamma\0"
    "PopulationCount\0Pow\0PrefetchDataset\0Prelinearize\0PrelinearizeTuple\0PreventGradient\0Print\0"
    "PrintV2\0PriorityQueue\0PriorityQueueV2\0PrivateThreadPoolDataset\0Prod\0PyFunc\0PyFuncStateless\0Qr\0"
    "QuantizeAndDequantize\0QuantizeAndDequantizeV2\0QuantizeAndDequantizeV3\0QuantizeAndDequantizeV4\0"
    "QuantizeAndDequantizeV4Grad\0QuantizeDownAndShrinkRange\0QuantizeV2\0QuantizedAdd\0QuantizedAvgPool\0"
    "QuantizedBatchNormWithGlobalNormalization\0QuantizedBiasAdd\0QuantizedConcat\0QuantizedConv2D\0"
    "QuantizedConv2DAndRelu\0QuantizedConv2DAndReluAndRequantize\0QuantizedConv2DAndRequantize\0"
    "QuantizedConv2DPerChannel\0QuantizedConv2DWithBias\0QuantizedConv2DWithBiasAndRelu\0"
    "QuantizedConv2DWithBiasAndReluAndRequantize\0QuantizedConv2DWithBiasAndRequantize\0"
    "QuantizedConv2DWithBiasSignedSumAndReluAndRequantize\0QuantizedConv2DWithBiasSumAndRelu\0"
    "QuantizedConv2DWithBiasSumAndReluAndRequantize\0QuantizedDepthwiseConv2D\0"
    "QuantizedDepthwiseConv2DWithBias\0QuantizedDepthwiseConv2DWithBiasAndRelu\0"
    "QuantizedDepthwiseConv2DWithBiasAndReluAndRequantize\0QuantizedInstanceNorm\0QuantizedMatMul\0"
    "QuantizedMatMulWithBias\0QuantizedMatMulWithBiasAndDequantize\0QuantizedMatMulWithBiasAndRelu\0"
    "QuantizedMatMulWithBiasAndReluAndRequantize\0QuantizedMatMulWithBiasAndRequantize\0QuantizedMaxPool\0"
    "QuantizedMul\0QuantizedRelu\0QuantizedRelu6\0QuantizedReluX\0QuantizedReshape\0QuantizedResizeBilinear\0"
    "QueueClose\0QueueCloseV2\0QueueDequeue\0QueueDequeueMany\0QueueDequeueManyV2\0QueueDequeueUpTo\0"
    "QueueDequeueUpToV2\0QueueDequeueV2\0QueueEnqueue\0QueueEnqueueMany\0QueueEnqueueManyV2\0QueueEnqueueV2\0"
    "QueueIsClosed\0QueueIsClosedV2\0QueueSize\0QueueSizeV2\0RFFT\0RFFT2D\0RFFT3D\0RFFTND\0RGBToHSV\0"
    "RaggedBincount\0RaggedCountSparseOutput\0RaggedCross\0RaggedFillEmptyRows\0RaggedFillEmptyRowsGrad\0"
    "RaggedGather\0RaggedRange\0RaggedTensorFromVariant\0RaggedTensorToSparse\0RaggedTensorToTensor\0"
    "RaggedTensorToVariant\0RaggedTensorToVariantGradient\0RandomCrop\0RandomDataset\0RandomDatasetV2\0"
    "RandomGamma\0RandomGammaGrad\0RandomIndexShuffle\0RandomPoisson\0RandomPoissonV2\0RandomShuffle\0"
    "RandomShuffleQueue\0RandomShuffleQueueV2\0RandomStandardNormal\0RandomUniform\0RandomUniformInt\0Range\0"
    "RangeDataset\0Rank\0ReadFile\0ReadVariableOp\0ReadVariableXlaSplitND\0ReaderNumRecordsProduced\0"
    "ReaderNumRecordsProducedV2\0ReaderNumWorkUnitsCompleted\0ReaderNumWorkUnitsCompletedV2\0ReaderRead\0"
    "ReaderReadUpTo\0ReaderReadUpToV2\0ReaderReadV2\0ReaderReset\0ReaderResetV2\0ReaderRestoreState\0"
    "ReaderRestoreStateV2\0ReaderSerializeState\0ReaderSerializeStateV2\0Real\0RealDiv\0RebatchDataset\0"
    "RebatchDatasetV2\0Reciprocal\0ReciprocalGrad\0RecordInput\0Recv\0RecvTPUEmbeddingActivations\0"
    "ReduceDataset\0ReduceJoin\0RefEnter\0RefExit\0RefIdentity\0RefMerge\0RefNextIteration\0RefSelect\0"
    "RefSwitch\0RegexFullMatch\0RegexReplace\0RegisterDataset\0RegisterDatasetV2\0Relayout\0RelayoutLike\0"
    "Relu\0Relu6\0Relu6Grad\0ReluGrad\0RemoteCall\0RepeatDataset\0RequantizationRange\0"
    "RequantizationRangePerChannel\0Requantize\0RequantizePerChannel\0Reshape\0ResizeArea\0ResizeBicubic\0"
    "ResizeBicubicGrad\0ResizeBilinear\0ResizeBilinearGrad\0ResizeNearestNeighbor\0"
    "ResizeNearestNeighborGrad\0ResourceAccumulatorApplyGradient\0ResourceAccumulatorNumAccumulated\0"
    "ResourceAccumulatorSetGlobalStep\0ResourceAccumulatorTakeGradient\0ResourceApplyAdaMax\0"
    "ResourceApplyAdadelta\0ResourceApplyAdagrad\0ResourceApplyAdagradDA\0ResourceApplyAdagradV2\0"
    "ResourceApplyAdam\0ResourceApplyAdamWithAmsgrad\0ResourceApplyAddSign\0ResourceApplyCenteredRMSProp\0"
    "ResourceApplyFtrl\0ResourceApplyFtrlV2\0ResourceApplyGradientDescent\0ResourceApplyKerasMomentum\0"
    "ResourceApplyMomentum\0ResourceApplyPowerSign\0ResourceApplyProximalAdagrad\0"
    "ResourceApplyProximalGradientDescent\0ResourceApplyRMSProp\0ResourceConditionalAccumulator\0"
    "ResourceCountUpTo\0ResourceGather\0ResourceGatherNd\0ResourceScatterAdd\0ResourceScatterDiv\0"
    "ResourceScatterMax\0ResourceScatterMin\0ResourceScatterMul\0ResourceScatterNdAdd\0ResourceScatterNdMax\0"
    "ResourceScatterNdMin\0ResourceScatterNdSub\0ResourceScatterNdUpdate\0ResourceScatterSub\0"
    "ResourceScatterUpdate\0ResourceSparseApplyAdadelta\0ResourceSparseApplyAdagrad\0"
    "ResourceSparseApplyAdagradDA\0ResourceSparseApplyAdagradV2\0ResourceSparseApplyCenteredRMSProp\0"
    "ResourceSparseApplyFtrl\0ResourceSparseApplyFtrlV2\0ResourceSparseApplyKerasMomentum\0"
    "ResourceSparseApplyMomentum\0ResourceSparseApplyProximalAdagrad\0"
    "ResourceSparseApplyProximalGradientDescent\0ResourceSparseApplyRMSProp\0ResourceStridedSliceAssign\0"
    "Restore\0RestoreSlice\0RestoreV2\0RetrieveAllTPUEmbeddingParameters\0"
    "RetrieveTPUEmbeddingADAMParameters\0RetrieveTPUEmbeddingAdadeltaParameters\0"
    "RetrieveTPUEmbeddingAdagradMomentumParameters\0RetrieveTPUEmbeddingAdagradParameters\0"
    "RetrieveTPUEmbeddingCenteredRMSPropParameters\0RetrieveTPUEmbeddingFTRLParameters\0"
    "RetrieveTPUEmbeddingFrequencyEstimatorParameters\0RetrieveTPUEmbeddingMDLAdagradLightParameters\0"
    "RetrieveTPUEmbeddingMomentumParameters\0RetrieveTPUEmbeddingProximalAdagradParameters\0"
    "RetrieveTPUEmbeddingProximalYogiParameters\0RetrieveTPUEmbeddingRMSPropParameters\0"
    "RetrieveTPUEmbeddingStochasticGradientDescentParameters\0Reverse\0ReverseSequence\0ReverseV2\0"
    "RewriteDataset\0RightShift\0Rint\0RiscAbs\0RiscAdd\0RiscBinaryArithmetic\0RiscBinaryComparison\0"
    "RiscBitcast\0RiscBroadcast\0RiscCast\0RiscCeil\0RiscCholesky\0RiscConcat\0RiscCondition\0RiscConv\0"
    "RiscCos\0RiscDiv\0RiscDot\0RiscExp\0RiscFft\0RiscFloor\0RiscGather\0RiscImag\0RiscIsFinite\0RiscLog\0"
    "RiscLogicalAnd\0RiscLogicalNot\0RiscLogicalOr\0RiscMax\0RiscMin\0RiscMul\0RiscNeg\0RiscPad\0RiscPool\0"
    "RiscPow\0RiscRandomUniform\0RiscReal\0RiscReduce\0RiscRem\0RiscReshape\0RiscReverse\0RiscScatter\0"
    "RiscShape\0RiscSign\0RiscSlice\0RiscSort\0RiscSqueeze\0RiscSub\0RiscTranspose\0RiscTriangularSolve\0"
    "RiscUnary\0RiscWhile\0RngReadAndSkip\0RngSkip\0Roll\0Round\0Rsqrt\0RsqrtGrad\0"
    "SampleDistortedBoundingBox\0SampleDistortedBoundingBoxV2\0SamplingDataset\0Save\0SaveDataset\0"
    "SaveDatasetV2\0SaveSlices\0SaveV2\0ScalarSummary\0ScaleAndTranslate\0ScaleAndTranslateGrad\0"
    "ScanDataset\0ScatterAdd\0ScatterDiv\0ScatterMax\0ScatterMin\0ScatterMul\0ScatterNd\0ScatterNdAdd\0"
    "ScatterNdMax\0ScatterNdMin\0ScatterNdNonAliasingAdd\0ScatterNdSub\0ScatterNdUpdate\0ScatterSub\0"
    "ScatterUpdate\0SdcaFprint\0SdcaOptimizer\0SdcaOptimizerV2\0SdcaShrinkL1\0SegmentMax\0SegmentMaxV2\0"
    "SegmentMean\0SegmentMin\0SegmentMinV2\0SegmentProd\0SegmentProdV2\0SegmentSum\0SegmentSumV2\0Select\0"
    "SelectV2\0SelfAdjointEig\0SelfAdjointEigV2\0Selu\0SeluGrad\0Send\0SendTPUEmbeddingGradients\0"
    "SerializeIterator\0SerializeManySparse\0SerializeSparse\0SerializeTensor\0SetSize\0"
    "SetStatsAggregatorDataset\0Shape\0ShapeN\0ShardDataset\0ShardedFilename\0ShardedFilespec\0"
    "ShuffleAndRepeatDataset\0ShuffleAndRepeatDatasetV2\0ShuffleDataset\0ShuffleDatasetV2\0ShuffleDatasetV3\0"
    "ShutdownDistributedTPU\0ShutdownTPUSystem\0Sigmoid\0SigmoidGrad\0Sign\0Sin\0Sinh\0Size\0SkipDataset\0"
    "Skipgram\0SleepDataset\0Slice\0SlidingWindowDataset\0Snapshot\0SnapshotChunkDataset\0SnapshotDataset\0"
    "SnapshotDatasetReader\0SnapshotDatasetV2\0SnapshotNestedDatasetReader\0SobolSample\0Softmax\0"
    "SoftmaxCrossEntropyWithLogits\0Softplus\0SoftplusGrad\0Softsign\0SoftsignGrad\0"
    "SortListOfSparseCoreCooTensors\0SpaceToBatch\0SpaceToBatchND\0SpaceToDepth\0"
    "SparseAccumulatorApplyGradient\0SparseAccumulatorTakeGradient\0SparseAdd\0SparseAddGrad\0"
    "SparseApplyAdadelta\0SparseApplyAdagrad\0SparseApplyAdagradDA\0SparseApplyAdagradV2\0"
    "SparseApplyCenteredRMSProp\0SparseApplyFtrl\0SparseApplyFtrlV2\0SparseApplyMomentum\0"
    "SparseApplyProximalAdagrad\0SparseApplyProximalGradientDescent\0SparseApplyRMSProp\0SparseBincount\0"
    "SparseConcat\0SparseConditionalAccumulator\0SparseCountSparseOutput\0SparseCross\0SparseCrossHashed\0"
    "SparseCrossV2\0SparseDenseCwiseAdd\0SparseDenseCwiseDiv\0SparseDenseCwiseMul\0SparseFillEmptyRows\0"
    "SparseFillEmptyRowsGrad\0SparseMatMul\0SparseMatrixAdd\0SparseMatrixMatMul\0SparseMatrixMul\0"
    "SparseMatrixNNZ\0SparseMatrixOrderingAMD\0SparseMatrixSoftmax\0SparseMatrixSoftmaxGrad\0"
    "SparseMatrixSparseCholesky\0SparseMatrixSparseMatMul\0SparseMatrixTranspose\0SparseMatrixZeros\0"
    "SparseReduceMax\0SparseReduceMaxSparse\0SparseReduceSum\0SparseReduceSumSparse\0SparseReorder\0"
    "SparseReshape\0SparseSegmentMean\0SparseSegmentMeanGrad\0SparseSegmentMeanGradV2\0"
    "SparseSegmentMeanWithNumSegments\0SparseSegmentSqrtN\0SparseSegmentSqrtNGrad\0SparseSegmentSqrtNGradV2\0"
    "SparseSegmentSqrtNWithNumSegments\0SparseSegmentSum\0SparseSegmentSumGrad\0SparseSegmentSumGradV2\0"
    "SparseSegmentSumWithNumSegments\0SparseSlice\0SparseSliceGrad\0SparseSoftmax\0"
    "SparseSoftmaxCrossEntropyWithLogits\0SparseSparseMaximum\0SparseSparseMinimum\0SparseSplit\0"
    "SparseTensorDenseAdd\0SparseTensorDenseMatMul\0SparseTensorSliceDataset\0SparseTensorToCSRSparseMatrix\0"
    "SparseToDense\0SparseToSparseSetOperation\0Spence\0Split\0SplitDedupData\0SplitV\0SqlDataset\0Sqrt\0"
    "SqrtGrad\0Square\0SquaredDifference\0Squeeze\0Stack\0StackClose\0StackCloseV2\0StackPop\0StackPopV2\0"
    "StackPush\0StackPushV2\0StackV2\0Stage\0StageClear\0StagePeek\0StageSize\0StatefulPartitionedCall\0"
    "StatefulRandomBinomial\0StatefulStandardNormal\0StatefulStandardNormalV2\0StatefulTruncatedNormal\0"
    "StatefulUniform\0StatefulUniformFullInt\0StatefulUniformInt\0StatelessCase\0StatelessIf\0"
    "StatelessMultinomial\0StatelessParameterizedTruncatedNormal\0StatelessRandomBinomial\0"
    "StatelessRandomGammaV2\0StatelessRandomGammaV3\0StatelessRandomGetAlg\0StatelessRandomGetKeyCounter\0"
    "StatelessRandomGetKeyCounterAlg\0StatelessRandomNormal\0StatelessRandomNormalV2\0"
    "StatelessRandomPoisson\0StatelessRandomUniform\0StatelessRandomUniformFullInt\0"
    "StatelessRandomUniformFullIntV2\0StatelessRandomUniformInt\0StatelessRandomUniformIntV2\0"
    "StatelessRandomUniformV2\0StatelessSampleDistortedBoundingBox\0StatelessShuffle\0"
    "StatelessTruncatedNormal\0StatelessTruncatedNormalV2\0StatelessWhile\0StaticRegexFullMatch\0"
    "StaticRegexReplace\0StatsAggregatorHandle\0StatsAggregatorHandleV2\0StatsAggregatorSetSummaryWriter\0"
    "StatsAggregatorSummary\0StochasticCastToInt\0StopGradient\0StoreMinibatchStatisticsInFdo\0StridedSlice\0"
    "StridedSliceAssign\0StridedSliceGrad\0StringFormat\0StringJoin\0StringLength\0StringLower\0"
    "StringNGrams\0StringSplit\0StringSplitV2\0StringStrip\0StringToHashBucket\0StringToHashBucketFast\0"
    "StringToHashBucketStrong\0StringToNumber\0StringUpper\0Sub\0Substr\0Sum\0SummaryWriter\0Svd\0Switch\0"
    "SymbolicGradient\0SyncDevice\0TFRecordDataset\0TFRecordDatasetV2\0TFRecordReader\0TFRecordReaderV2\0"
    "TPUAnnotateTensorsWithDynamicShape\0TPUCompilationResult\0TPUCompile\0TPUCompileSucceededAssert\0"
    "TPUCopyWithDynamicShape\0TPUDummyInput\0TPUEmbeddingActivations\0TPUExecute\0"
    "TPUExecuteAndUpdateVariables\0TPUOrdinalSelector\0TPUPartitionedCall\0TPUPartitionedInput\0"
    "TPUPartitionedInputV2\0TPUPartitionedOutput\0TPUPartitionedOutputV2\0TPUReplicateMetadata\0"
    "TPUReplicatedInput\0TPUReplicatedOutput\0TPUReshardVariables\0TPURoundRobin\0TakeDataset\0"
    "TakeManySparseFromTensorsMap\0TakeWhileDataset\0Tan\0Tanh\0TanhGrad\0TemporaryVariable\0TensorArray\0"
    "TensorArrayClose\0TensorArrayCloseV2\0TensorArrayCloseV3\0TensorArrayConcat\0TensorArrayConcatV2\0"
    "TensorArrayConcatV3\0TensorArrayGather\0TensorArrayGatherV2\0TensorArrayGatherV3\0TensorArrayGrad\0"
    "TensorArrayGradV2\0TensorArrayGradV3\0TensorArrayGradWithShape\0TensorArrayPack\0TensorArrayRead\0"
    "TensorArrayReadV2\0TensorArrayReadV3\0TensorArrayScatter\0TensorArrayScatterV2\0TensorArrayScatterV3\0"
    "TensorArraySize\0TensorArraySizeV2\0TensorArraySizeV3\0TensorArraySplit\0TensorArraySplitV2\0"
    "TensorArraySplitV3\0TensorArrayUnpack\0TensorArrayV2\0TensorArrayV3\0TensorArrayWrite\0"
    "TensorArrayWriteV2\0TensorArrayWriteV3\0TensorDataset\0TensorListConcat\0TensorListConcatLists\0"
    "TensorListConcatV2\0TensorListElementShape\0TensorListFromTensor\0TensorListGather\0TensorListGetItem\0"
    "TensorListLength\0TensorListPopBack\0TensorListPushBack\0TensorListPushBackBatch\0TensorListReserve\0"
    "TensorListResize\0TensorListScatter\0TensorListScatterIntoExistingList\0TensorListScatterV2\0"
    "TensorListSetItem\0TensorListSplit\0TensorListStack\0TensorMapErase\0TensorMapHasKey\0TensorMapInsert\0"
    "TensorMapLookup\0TensorMapSize\0TensorMapStackKeys\0TensorScatterAdd\0TensorScatterMax\0"
    "TensorScatterMin\0TensorScatterSub\0TensorScatterUpdate\0TensorSliceDataset\0TensorStridedSliceUpdate\0"
    "TensorSummary\0TensorSummaryV2\0TextLineDataset\0TextLineReader\0TextLineReaderV2\0ThreadPoolDataset\0"
    "ThreadPoolHandle\0ThreadUnsafeUnigramCandidateSampler\0Tile\0TileGrad\0Timestamp\0ToBool\0TopK\0"
    "TopKUnique\0TopKV2\0TopKWithUnique\0TpuHandleToProtoKey\0Transpose\0TridiagonalMatMul\0"
    "TridiagonalSolve\0TruncateDiv\0TruncateMod\0TruncatedNormal\0Unbatch\0UnbatchDataset\0UnbatchGrad\0"
    "UncompressElement\0UnicodeDecode\0UnicodeDecodeWithOffsets\0UnicodeEncode\0UnicodeScript\0"
    "UnicodeTranscode\0UniformCandidateSampler\0UniformDequantize\0UniformQuantize\0UniformQuantizedAdd\0"
    "UniformQuantizedClipByValue\0UniformQuantizedConvolution\0UniformQuantizedConvolutionHybrid\0"
    "UniformQuantizedDot\0UniformQuantizedDotHybrid\0UniformRequantize\0Unique\0UniqueDataset\0UniqueV2\0"
    "UniqueWithCounts\0UniqueWithCountsV2\0Unpack\0UnravelIndex\0UnsortedSegmentJoin\0UnsortedSegmentMax\0"
    "UnsortedSegmentMin\0UnsortedSegmentProd\0UnsortedSegmentSum\0Unstage\0UnwrapDatasetVariant\0"
    "UpdateTaskIdAndGlobalCoreArray\0UpperBound\0VarHandleOp\0VarIsInitializedOp\0Variable\0VariableShape\0"
    "VariableV2\0WeightedFlatMapDataset\0Where\0While\0WholeFileReader\0WholeFileReaderV2\0WindowDataset\0"
    "WindowOp\0WorkerHeartbeat\0WrapDatasetVariant\0WriteAudioSummary\0WriteFile\0WriteGraphSummary\0"
    "WriteHistogramSummary\0WriteImageSummary\0WriteRawProtoSummary\0WriteScalarSummary\0WriteSummary\0"
    "Xdivy\0XlaConcatND\0XlaHostCompute\0XlaRecvFromHost\0XlaRecvTPUEmbeddingActivations\0"
    "XlaRecvTPUEmbeddingActivationsV2\0XlaRecvTPUEmbeddingDeduplicationData\0"
    "XlaRecvTPUEmbeddingDeduplicationDataV2\0XlaSendTPUEmbeddingGradients\0XlaSendTPUEmbeddingGradientsV2\0"
    "XlaSendToHost\0XlaSparseActivationsUnstack\0XlaSparseCoreAdagrad\0XlaSparseCoreAdagradMomentum\0"
    "XlaSparseCoreAdam\0XlaSparseCoreFtrl\0XlaSparseCoreSgd\0XlaSparseDenseMatmul\0"
    "XlaSparseDenseMatmulCustomCombinerOnTcGradWithAdagradAndCsrInput\0"
    "XlaSparseDenseMatmulCustomCombinerOnTcGradWithAdagradMomentumAndCsrInput\0"
    "XlaSparseDenseMatmulCustomCombinerOnTcGradWithAdamAndCsrInput\0"
    "XlaSparseDenseMatmulCustomCombinerOnTcGradWithCsrInput\0"
    "XlaSparseDenseMatmulCustomCombinerOnTcGradWithFtrlAndCsrInput\0"
    "XlaSparseDenseMatmulCustomCombinerOnTcGradWithSgdAndCsrInput\0"
    "XlaSparseDenseMatmulCustomCombinerOnTcWithCsrInput\0XlaSparseDenseMatmulGradWithAdagradAndCsrInput\0"
    "XlaSparseDenseMatmulGradWithAdagradAndStaticBufferSize\0"
    "XlaSparseDenseMatmulGradWithAdagradMomentumAndCsrInput\0"
    "XlaSparseDenseMatmulGradWithAdagradMomentumAndStaticBufferSize\0"
    "XlaSparseDenseMatmulGradWithAdamAndCsrInput\0XlaSparseDenseMatmulGradWithAdamAndStaticBufferSize\0"
    "XlaSparseDenseMatmulGradWithCsrInput\0XlaSparseDenseMatmulGradWithFtrlAndCsrInput\0"
    "XlaSparseDenseMatmulGradWithFtrlAndStaticBufferSize\0XlaSparseDenseMatmulGradWithSgdAndCsrInput\0"
    "XlaSparseDenseMatmulGradWithSgdAndStaticBufferSize\0XlaSparseDenseMatmulWithCsrInput\0"
    "XlaSparseDenseMatmulWithStaticBufferSize\0XlaSparseGradientsStack\0XlaSplitND\0Xlog1py\0Xlogy\0"
    "ZerosLike\0Zeta\0ZipDataset\0error_msg\0exit_without_error\0x\0T\0y\0inputs\0N\0sum\0shape\0handle\0"
    "local_step\0gradient\0dtype\0num_accumulated\0new_global_step\0num_required\0average\0z\0"
    "sparse_indices\0sparse_values\0sparse_shape\0sparse_handles\0container\0shared_name\0sparse_handle\0"
    "images\0contrast_factor\0min_value\0max_value\0output\0delta\0scale\0input\0reduction_indices\0Tidx\0"
    "keep_dims\0true_classes\0sampled_candidates\0true_expected_count\0sampled_expected_count\0num_true\0"
    "num_sampled\0unique\0seed\0seed2\0group_assignment\0concat_dimension\0split_dimension\0split_count\0"
    "Tout\0table_handle\0key_dtype\0value_dtype\0output_types\0output_shapes\0deleter\0devices\0empty_key\0"
    "deleted_key\0value_shape\0initial_num_buckets\0max_load_factor\0reshuffle\0var\0m\0v\0beta1_power\0lr\0"
    "beta1\0beta2\0epsilon\0grad\0out\0use_locking\0accum\0accum_update\0rho\0update_slots\0"
    "gradient_accumulator\0gradient_squared_accumulator\0l1\0l2\0global_step\0beta2_power\0use_nesterov\0"
    "alpha\0sign_decay\0beta\0mg\0ms\0mom\0momentum\0linear\0lr_power\0multiply_linear_by_lr\0l2_shrinkage\0"
    "logbase\0values\0indices\0k\0reduction_dimension\0recall_target\0is_max_k\0"
    "reduction_input_size_override\0aggregate_to_topk\0tolerance\0dimension\0output_type\0precision\0"
    "scientific\0shortest\0width\0fill\0condition\0data\0summarize\0input_dataset\0cardinality\0"
    "transformations\0ref\0value\0output_ref\0validate_shape\0resource\0num_concats\0paddings\0spectrogram\0"
    "window_size\0stride\0magnitude_squared\0tag\0tensor\0summary\0sample_rate\0max_outputs\0num_workers\0"
    "index\0auto_shard_policy\0num_replicas\0ksize\0strides\0padding\0data_format\0orig_input_shape\0matrix\0"
    "rhs\0lower\0adjoint\0component_types\0shapes\0capacity\0cancel_pending_enqueues\0size\0keys\0"
    "component_index\0num_elements\0allow_small_batch\0wait_for_incomplete\0timeout_ms\0in_tensors\0"
    "batched_tensors\0batch_index\0id\0num_batch_threads\0max_batch_size\0max_enqueued_batches\0"
    "batch_timeout_micros\0allowed_batch_sizes\0grad_timeout_micros\0batching_queue\0l\0batch_size\0"
    "metadata\0drop_remainder\0parallel_copy\0Tin\0captured_tensors\0Tcaptured\0out_tensors\0f\0"
    "low_priority_max_batch_size\0low_priority_batch_timeout_micros\0low_priority_allowed_batch_sizes\0"
    "low_priority_max_enqueued_batches\0mixed_priority_policy\0batch_padding_policy\0"
    "enable_large_batch_splitting\0adj_x\0adj_y\0grad_x\0grad_y\0Ta\0Tb\0num_lower\0num_upper\0band\0"
    "diagonal\0l2_regularizer\0fast\0t\0gamma\0result\0variance_epsilon\0scale_after_normalization\0"
    "backprop\0dx\0dm\0dv\0db\0dg\0e\0compute_v\0s\0u\0compute_uv\0full_matrices\0crops\0block_size\0"
    "block_shape\0Tblock_shape\0Tcrops\0a\0b\0bias\0out_backprop\0arr\0weights\0bins\0type\0seq_len_max\0"
    "cs_prev\0h_prev\0w\0wci\0wcf\0wco\0i\0cs\0o\0ci\0co\0h\0forget_bias\0cell_clip\0use_peephole\0cs_grad\0"
    "h_grad\0x_grad\0cs_prev_grad\0h_prev_grad\0w_grad\0wci_grad\0wcf_grad\0wco_grad\0b_grad\0node_ids\0"
    "gradients\0hessians\0feature\0stats_summary\0max_splits\0num_buckets\0float_values\0num_features\0"
    "bucket_boundaries\0buckets\0node_id_range\0tree_complexity\0min_node_weight\0gains\0feature_dimensions\0"
    "thresholds\0left_node_contribs\0right_node_contribs\0split_with_default_directions\0logits_dimension\0"
    "split_type\0stats_summaries_list\0split_types\0candidate_feature_ids\0feature_ids\0stats_summary_list\0"
    "node_ids_list\0gains_list\0thresholds_list\0left_node_contribs_list\0right_node_contribs_list\0"
    "tree_ensemble_handle\0mean_gradients\0mean_hessians\0continue_centering\0stamp_token\0"
    "tree_ensemble_serialized\0quantile_stream_resource_handle\0num_streams\0max_elements\0"
    "bucketized_features\0num_bucketized_features\0examples_debug_outputs_serialized\0summaries\0num_trees\0"
    "num_finalized_trees\0num_attempted_layers\0last_layer_nodes_range\0example_weights\0"
    "bucketized_features_list\0logits\0generate_quantiles\0feature_indices\0feature_values\0feature_shape\0"
    "stats_summary_indices\0stats_summary_values\0stats_summary_shape\0cached_tree_ids\0cached_node_ids\0"
    "partial_logits\0tree_ids\0max_depth\0learning_rate\0pruning_mode\0num_groups\0dimension_ids\0s0\0s1\0"
    "r0\0r1\0boundaries\0csr_sparse_matrix\0row_ptrs\0col_inds\0sparse_input\0dense_output\0sparse_matrix\0"
    "dense_shape\0filenames\0compression_type\0buffer_size\0header\0field_delim\0use_quote_delim\0na_value\0"
    "select_cols\0record_defaults\0exclude_cols\0sequence_length\0decoded_indices\0top_paths\0"
    "decoded_values\0decoded_shape\0log_probability\0beam_width\0merge_repeated\0blank_index\0"
    "labels_indices\0labels_values\0loss\0preprocess_collapse_repeated\0ctc_merge_repeated\0"
    "ignore_longer_outputs_than_inputs\0filename\0cache\0branch_index\0branches\0SrcT\0DstT\0Truncate\0"
    "message\0ratio_numerator\0ratio_denominator\0other_arguments\0Targuments\0num_elements_per_branch\0"
    "other_arguments_lengths\0input_datasets\0num_experiments\0clip_value_min\0clip_value_max\0writer\0"
    "memory_configs\0merged_memory_config\0group_size\0group_key\0instance_key\0ordering_token\0"
    "Nordering_token\0communication_hint\0timeout_seconds\0is_stateless\0communicator\0device_index\0"
    "base_key\0Tshape\0rank\0source_target_pairs\0merge_op\0final_op\0subdiv_offsets\0wait_for\0"
    "max_subdivs_per_device\0reduction\0boxes\0scores\0max_output_size_per_class\0max_total_size\0"
    "iou_threshold\0score_threshold\0nmsed_boxes\0nmsed_scores\0nmsed_classes\0valid_detections\0"
    "pad_per_class\0clip_boxes\0real\0imag\0components\0Tcomponents\0encoded\0input_types\0compressed\0ids\0"
    "config\0embedding_partitions\0hbm_buffers_config\0tpu_topology\0output_shape\0concat_dim\0shape_type\0"
    "offset\0axis\0another_dataset\0reduction_type\0use_tfrt_host_runtime\0topology\0embedding_config\0"
    "tpu_embedding_config\0is_global_init\0enable_whole_mesh_compilations\0compilation_failure_closes_chips\0"
    "tpu_cancellation_closes_chips\0common_config\0memory_config\0network_config\0perm\0Tperm\0"
    "network_configs\0mutex_lock\0filter\0explicit_paddings\0dilations\0batch_dims\0groups\0"
    "use_cudnn_on_gpu\0filter_sizes\0input_sizes\0indices_or_row_splits\0row_ids\0col_ids\0sample_count\0"
    "combiner\0row_ids_list\0num_sc_per_chip\0col_ids_list\0row_offset\0col_offset\0col_shift\0"
    "num_sc_shards\0stacked_table_sample_count\0sorted_row_ids_list\0sorted_col_ids_list\0sorted_gains_list\0"
    "id_counts_list\0splits\0row_pointers\0sorted_sample_ids\0sorted_token_ids\0sorted_gains\0"
    "row_pointers_unpadded_size\0ids_unpadded_size\0num_minibatches_per_sc\0sample_count_per_sc\0"
    "num_replica\0max_minibatches_per_sc\0max_ids_per_chip_per_sample\0table_vocab_size\0feature_width\0"
    "table_name\0allow_id_dropping\0tensor_name\0debug_ops_spec\0mesh\0forward_input\0limit\0db_uri\0"
    "experiment_name\0run_name\0user_name\0logdir\0max_queue\0flush_millis\0filename_suffix\0image\0box_ind\0"
    "crop_size\0method\0extrapolation_value\0grads\0image_size\0product\0input_h\0input_c\0params\0output_h\0"
    "output_c\0reserve_space\0rnn_mode\0input_mode\0direction\0dropout\0is_training\0output_backprop\0"
    "output_h_backprop\0output_c_backprop\0input_backprop\0input_h_backprop\0input_c_backprop\0"
    "params_backprop\0host_reserved\0sequence_lengths\0num_proj\0time_major\0num_layers\0num_units\0"
    "input_size\0num_params\0biases\0num_params_weights\0num_params_biases\0params_size\0S\0exclusive\0"
    "reverse\0prefix\0tensor_names\0shape_and_slices\0tensors\0dtypes\0input_shapes\0input_layouts\0"
    "src_format\0dst_format\0dataset_id\0processing_mode\0address\0protocol\0job_name\0"
    "max_outstanding_requests\0iteration_counter\0task_refresh_interval_hint_ms\0data_transfer_protocol\0"
    "target_workers\0cross_trainer_cache_options\0consumer_index\0num_consumers\0uncompress\0uncompress_fn\0"
    "cardinality_options\0fingerprint\0graph_def\0graph\0stateful_whitelist\0allow_stateful\0"
    "strip_device_assignment\0external_state_policy\0dataset\0device_name\0debug_urls\0gated_grpc\0"
    "tfdbg_context_id\0op_name\0output_slot\0tensor_debug_mode\0circular_buffer_size\0tfdbg_run_id\0"
    "io_of_node\0is_input\0io_index\0lower_bound\0upper_bound\0mute_if_healthy\0output_dtype\0tensor_id\0"
    "contents\0crop_window\0channels\0ratio\0fancy_upscaling\0try_recover_truncated\0acceptable_fraction\0"
    "dct_method\0records\0OUT_TYPE\0bytes\0expand_animations\0json_examples\0binary_examples\0input_bytes\0"
    "fixed_length\0out_type\0little_endian\0sizes\0message_type\0field_names\0descriptor_source\0"
    "message_format\0sanitize\0audio\0desired_channels\0desired_samples\0multi_device_iterator\0iterators\0"
    "binary_output\0output_indices\0output_values\0output_dense_shape\0minlength\0maxlength\0dense_input\0"
    "sparse_output\0set1\0set2\0result_indices\0result_values\0result_shape\0set_operation\0"
    "validate_indices\0row_shape\0set2_indices\0set2_values\0set2_shape\0min_range\0max_range\0mode\0"
    "narrow_range\0resource_handle\0serialized\0serialized_sparse\0Tserialized\0ignore_lookup_error\0"
    "var_name\0device_names\0rates\0filter_backprop\0in_backprop\0selector_input_dataset\0"
    "data_input_datasets\0stop_on_empty_dataset\0directory\0colors\0sample_indices_or_row_splits\0T1\0"
    "embedding_indices\0T2\0aggregation_weights\0T3\0mode_override\0device_ordinal\0combiners\0"
    "sample_splits\0table_ids\0max_sequence_lengths\0partitions\0outputs\0num_partitions\0merged\0token\0"
    "is_async\0hypothesis_indices\0hypothesis_values\0hypothesis_shape\0truth_indices\0truth_values\0"
    "truth_shape\0normalize\0equation\0features\0activations\0backprops\0init\0element_shape\0"
    "max_num_elements\0element_dtype\0pad\0format\0quality\0progressive\0optimize_size\0chroma_downsampling\0"
    "density_unit\0x_density\0y_density\0xmp_metadata\0compression\0Tinput_types\0batch\0sample_indices\0"
    "frame_name\0is_constant\0parallel_iterations\0incompatible_shape_error\0dim\0Tdim\0"
    "key_func_other_arguments\0Tkey_func_other_arguments\0init_func_other_arguments\0"
    "Tinit_func_other_arguments\0reduce_func_other_arguments\0Treduce_func_other_arguments\0"
    "finalize_func_other_arguments\0Tfinalize_func_other_arguments\0key_func\0init_func\0reduce_func\0"
    "finalize_func\0window_size_func_other_arguments\0Twindow_size_func_other_arguments\0window_size_func\0"
    "log_warning\0device\0num_parallel_calls\0preserve_cardinality\0use_inter_op_parallelism\0"
    "force_synchronous\0patterns\0max_intra_op_parallelism\0cycle_length\0block_length\0sloppy\0"
    "buffer_output_elements\0prefetch_input_elements\0dense_defaults\0Tdense\0sparse_keys\0dense_keys\0"
    "sparse_types\0dense_shapes\0num_threads\0use_fallback\0initial_state\0Tstate\0stats_aggregator\0"
    "counter_prefix\0sleep_microseconds\0window_shift\0window_stride\0driver_name\0data_source_name\0query\0"
    "iterator\0predicate\0thread_pool\0display_name\0offsets\0glimpse\0centered\0normalized\0uniform_noise\0"
    "noise\0patches\0ksizes\0image_shape\0Tcomplex\0fft_length\0axes\0fact\0min\0max\0num_bits\0"
    "backprops_wrt_input\0backprop_wrt_min\0backprop_wrt_max\0scheme\0key\0dims\0index_type\0"
    "has_captured_ref\0header_bytes\0record_bytes\0footer_bytes\0reader_handle\0hop_bytes\0encoding\0"
    "range_max\0vocab_file\0distortion\0num_reserved_ids\0num_shards\0shard\0unigrams\0start\0body\0"
    "row_pooling_sequence\0col_pooling_sequence\0pooling_ratio\0pseudo_random\0overlapping\0deterministic\0"
    "orig_input_tensor_shape\0orig_input\0orig_output\0mean\0variance\0batch_mean\0batch_variance\0"
    "reserve_space_1\0reserve_space_2\0exponential_avg_factor\0y_backprop\0x_backprop\0scale_backprop\0"
    "offset_backprop\0reserve_space_3\0reserve_space_4\0U\0reserve_space_5\0resize_align_corners\0w_ru\0w_c\0"
    "b_ru\0b_c\0r\0c\0d_h\0d_x\0d_h_prev\0d_c_bar\0d_r_bar_u_bar\0Tparams\0Tindices\0bad_indices_policy\0"
    "Taxis\0bbox_deltas\0image_info\0anchors\0nms_threshold\0pre_nms_topn\0min_size\0rois\0"
    "roi_probabilities\0post_nms_topn\0new_vocab_file\0old_vocab_file\0remapping\0num_present\0"
    "new_vocab_offset\0num_new_vocab\0old_vocab_size\0init_func_other_args\0Tinit_func_args\0"
    "next_func_other_args\0Tnext_func_args\0finalize_func_other_args\0Tfinalize_func_args\0next_func\0"
    "program_key\0sorted_row_ids\0sorted_col_ids\0id_counts\0max_ids\0max_uniques\0mini_batch_splits\0"
    "num_minibatches_per_physical_sparse_core\0mini_batch_in_csr\0serialized_options\0"
    "max_ids_per_sparse_core\0max_unique_ids_per_sparse_core\0sample_count_list\0col_offset_list\0"
    "tpu_task_id\0iter_id\0seed_generator\0reshuffle_each_iteration\0use_node_name_sharing\0value_range\0"
    "nbins\0Treal\0cond\0Tcond\0then_branch\0else_branch\0transforms\0transformed_images\0interpolation\0"
    "fill_mode\0fill_value\0max_images\0bad_color\0memory_region_name\0event\0predictions\0targets\0"
    "map_func_other_args\0Tmap_func_args\0index_map_func_other_args\0Tindex_map_func_args\0"
    "output_cardinality\0map_func\0index_map_func\0layout\0layouts\0Tkey\0Tval\0key_index\0value_index\0"
    "vocab_size\0delimiter\0dy\0is_initialized\0is_tpu_embedding_initialized\0segments\0string_handle\0"
    "model_proto\0optional\0distances\0points\0num_to_sample\0num_retries_per_sample\0samples\0depth_radius\0"
    "input_grads\0input_image\0output_image\0dicfo\0stop\0num\0idx\0out_idx\0snapshot_path\0parameters\0"
    "NumTables\0auxiliary1\0auxiliary2\0auxiliary3\0auxiliary4\0auxiliary5\0auxiliary6\0auxiliary7\0"
    "shard_id\0ckpt_path\0old_tensor_name\0row_remapping\0col_remapping\0initializing_values\0output_matrix\0"
    "num_rows\0num_cols\0max_rows_in_memory\0path\0reader_func_other_args\0Treader_func_args\0reader_func\0"
    "momenta\0velocities\0table_id\0accumulators\0updates\0linears\0last_hit_step\0benefits\0sign\0"
    "log_abs_determinant\0logsoftmax\0Tkeys\0Tvalues\0default_value\0sorted_inputs\0lu\0p\0output_idx_type\0"
    "memory_limit\0arguments\0captured_inputs\0fake_dtypes\0transpose_a\0transpose_b\0grad_a\0grad_b\0"
    "pattern\0Tindex\0padding_value\0align\0TInput\0argmax\0Targmax\0include_batch_in_index\0integer_tensor\0"
    "integer_type\0float_tensor\0float_type\0tuple_mask\0checkpoint_prefixes\0destination_prefix\0"
    "delete_old_dirs\0allow_missing_files\0upper_frequency_limit\0lower_frequency_limit\0"
    "filterbank_channel_count\0dct_coefficient_count\0Tpaddings\0Tinputs\0Toutputs\0mlir_module\0algorithm\0"
    "cpu_budget\0ram_budget\0shard_num\0incarnation_id\0max_buffer_size\0num_samples\0mutex\0num_devices\0"
    "centers\0nearest_center_indices\0nearest_center_distances\0w_in\0w_out\0examples\0labels\0vocab_count\0"
    "num_negative_samples\0x1\0x2\0shape_dtype\0max_output_size\0selected_indices\0T_threshold\0"
    "valid_outputs\0pad_to_max_output_size\0soft_nms_sigma\0selected_scores\0overlaps\0overlap_threshold\0n\0"
    "TI\0depth\0on_value\0off_value\0dataset_factory\0optimizations\0optimization_configs\0"
    "optimizations_enabled\0optimizations_disabled\0optimizations_default\0Toutput_types\0has_value\0"
    "constant_values\0padded_shapes\0padding_values\0use_unbounded_threadpool\0means\0stdevs\0minvals\0"
    "maxvals\0names\0Nsparse\0Ndense\0sparse_shapes\0dense_values\0ragged_keys\0ragged_value_types\0"
    "ragged_split_types\0num_sparse\0ragged_values\0ragged_row_splits\0debug_name\0context_dense_defaults\0"
    "Tcontext_dense\0context_sparse_indices\0Ncontext_sparse\0context_sparse_values\0context_sparse_types\0"
    "context_sparse_shapes\0context_dense_values\0feature_list_sparse_indices\0Nfeature_list_sparse\0"
    "feature_list_sparse_values\0feature_list_sparse_types\0feature_list_sparse_shapes\0"
    "feature_list_dense_values\0feature_list_dense_types\0feature_list_dense_lengths\0Nfeature_list_dense\0"
    "feature_list_dense_missing_assumed_empty\0context_sparse_keys\0context_dense_keys\0"
    "feature_list_sparse_keys\0feature_list_dense_keys\0Ncontext_dense\0context_dense_shapes\0"
    "feature_list_dense_shapes\0context_ragged_keys\0feature_list_ragged_keys\0context_ragged_values\0"
    "context_ragged_value_types\0context_ragged_row_splits\0context_ragged_split_types\0"
    "feature_list_ragged_values\0feature_list_ragged_value_types\0feature_list_ragged_outer_splits\0"
    "feature_list_ragged_split_types\0feature_list_ragged_inner_splits\0args\0config_proto\0executor_type\0"
    "slack_period\0legacy_autotune\0buffer_size_min\0first_n\0output_stream\0end\0q\0signed_input\0"
    "range_given\0input_min\0input_max\0round_mode\0input_min_backprop\0input_max_backprop\0Tinput\0"
    "output_min\0output_max\0ensure_minimum_range\0min_x\0max_x\0min_y\0max_y\0Toutput\0min_z\0max_z\0"
    "min_input\0max_input\0min_output\0max_output\0t_min\0t_max\0m_min\0m_max\0v_min\0v_max\0beta_min\0"
    "beta_max\0gamma_min\0gamma_max\0result_min\0result_max\0min_bias\0max_bias\0min_out\0max_out\0"
    "input_mins\0input_maxes\0Tfilter\0min_filter\0max_filter\0padding_list\0min_freezed_output\0"
    "max_freezed_output\0Tbias\0summand\0Tsummand\0min_summand\0max_summand\0x_min\0x_max\0y_min\0y_max\0"
    "output_range_given\0given_y_min\0given_y_max\0min_separation\0min_a\0max_a\0min_b\0max_b\0Tactivation\0"
    "input_quant_mode\0min_features\0max_features\0min_activations\0max_activations\0resized_images\0"
    "out_min\0out_max\0align_corners\0half_pixel_centers\0is_closed\0ragged_values_types\0"
    "ragged_splits_types\0sparse_values_types\0dense_inputs\0dense_types\0out_values_type\0"
    "output_row_splits\0out_row_splits_type\0input_order\0hashed_output\0hash_key\0value_rowids\0nrows\0"
    "output_value_rowids\0empty_row_indicator\0reverse_index_map\0grad_values\0d_values\0d_default_value\0"
    "params_nested_splits\0Tsplits\0PARAMS_RAGGED_RANK\0params_dense_values\0output_nested_splits\0"
    "OUTPUT_RAGGED_RANK\0output_dense_values\0starts\0limits\0deltas\0rt_nested_splits\0rt_dense_values\0"
    "encoded_ragged\0output_ragged_rank\0input_ragged_rank\0RAGGED_RANK\0sparse_dense_shape\0"
    "row_partition_tensors\0num_row_partition_tensors\0row_partition_types\0batched_input\0"
    "encoded_ragged_grad\0row_splits\0dense_values_shape\0dense_values_grad\0rerandomize_each_iteration\0"
    "sample\0Tseed\0max_index\0rounds\0rate\0R\0min_after_dequeue\0minval\0maxval\0step\0replicate_on_split\0"
    "num_splits\0records_produced\0units_completed\0queue_handle\0num_records\0state\0batch_sizes\0"
    "file_pattern\0file_random_seed\0file_shuffle_shift_ratio\0file_buffer_size\0file_parallelism\0"
    "tensor_type\0send_device\0send_device_incarnation\0recv_device\0client_terminated\0num_outputs\0"
    "separator\0pred\0output_false\0output_true\0rewrite\0replace_global\0element_spec\0"
    "requested_dataset_id\0layout_input\0target\0count\0requested_output_min\0requested_output_max\0"
    "original_image\0vhat\0begin\0Index\0begin_mask\0end_mask\0ellipsis_mask\0new_axis_mask\0"
    "shrink_axis_mask\0dt\0preferred_shard\0shape_and_slice\0seq_lengths\0Tlen\0seq_dim\0batch_dim\0"
    "rewrite_name\0op_type\0input_true\0input_false\0func_true\0func_false\0pooling_type\0reduce_type\0"
    "squeeze_dims\0alg\0shift\0Tshift\0bounding_boxes\0bboxes\0min_object_covered\0aspect_ratio_range\0"
    "area_range\0max_attempts\0use_image_if_no_bounding_boxes\0shard_func_other_args\0Tshard_func_args\0"
    "shard_func\0use_shard_func\0shapes_and_slices\0tags\0translation\0kernel_type\0antialias\0"
    "use_default_device\0sparse_example_indices\0num_sparse_features\0sparse_feature_indices\0"
    "sparse_feature_values\0num_sparse_features_with_values\0dense_features\0num_dense_features\0"
    "example_labels\0sparse_weights\0dense_weights\0example_state_data\0out_example_state_data\0"
    "out_delta_sparse_weights\0out_delta_dense_weights\0loss_type\0adaptative\0num_loss_partitions\0"
    "num_inner_iterations\0adaptive\0segment_ids\0num_segments\0Tnumsegments\0learning_rates\0NN\0"
    "set_indices\0set_values\0set_shape\0require_non_empty\0basename\0success\0vocab_word\0vocab_freq\0"
    "words_per_epoch\0current_epoch\0total_words_processed\0min_count\0subsample\0chunk_file\0"
    "reader_path_prefix\0writer_path_prefix\0shard_size_bytes\0pending_snapshot_expiry_seconds\0"
    "num_reader_threads\0reader_buffer_size\0num_writer_threads\0writer_buffer_size\0shuffle_on_read\0"
    "snapshot_name\0shard_dir\0start_index\0version\0reader_prefix\0writer_prefix\0hash_valid\0hash\0"
    "num_results\0skip\0softmax\0gradient_indices\0gradient_values\0gradient_shape\0has_known_shape\0"
    "a_indices\0a_values\0a_shape\0b_indices\0b_values\0b_shape\0thresh\0sum_indices\0sum_values\0sum_shape\0"
    "backprop_val_grad\0a_val_grad\0b_val_grad\0internal_type\0strong_hash\0salt\0sep\0sp_indices\0"
    "sp_values\0sp_shape\0dense\0a_is_sparse\0b_is_sparse\0adjoint_a\0adjoint_b\0transpose_output\0"
    "conjugate_output\0nnz\0grad_softmax\0permutation\0conjugate\0input_indices\0input_values\0input_shape\0"
    "reduction_axes\0new_shape\0Tsegmentids\0sparse_gradient\0output_dim0\0dense_output_dim0\0"
    "sorted_unique_indices\0input_start\0val_grad\0Tlabels\0split_dim\0num_split\0set1_indices\0set1_values\0"
    "set1_shape\0size_splits\0elem_type\0stack_name\0elem\0swap_memory\0max_size\0counts\0probs\0stddevs\0"
    "counter\0lam\0Rtype\0template\0placeholder\0unit\0data_splits\0ngrams\0ngrams_splits\0ngram_widths\0"
    "left_pad\0right_pad\0pad_width\0preserve_short_sequences\0skip_empty\0maxsplit\0string_tensor\0pos\0"
    "len\0byte_offsets\0tpu_tensors\0dynamic_shapes\0NumDynamicShapes\0guaranteed_constants\0"
    "Tguaranteed_constants\0compilation_status\0program\0num_computations\0may_modify_variables\0function\0"
    "unpadded_sizes\0embedding_variable\0sliced_activations\0lookup_id\0Targs\0results\0Tresults\0"
    "device_var_reads_indices\0device_var_updates_indices\0device_ordinals\0autotuner_thresh\0partition_dim\0"
    "partition_dims\0is_packed\0num_cores_per_replica\0use_tpu\0device_assignment\0computation_shape\0"
    "host_compute_core\0padding_map\0step_marker_location\0allow_soft_placement\0"
    "use_spmd_for_xla_partitioning\0use_shardy_partitioner\0tpu_compile_options_proto\0is_mirrored_variable\0"
    "vars\0new_format_key\0format_state_var\0dynamic_size\0clear_after_read\0tensor_array_name\0flow_in\0"
    "lengths\0element_shape_except0\0grad_handle\0source\0flow_out\0shape_to_prepend\0flow\0"
    "identical_element_shapes\0input_handle\0input_a\0input_b\0leading_dims\0output_handle\0item\0length\0"
    "input_handles\0output_handles\0resize_if_index_out_of_bounds\0has_key\0is_files\0description\0"
    "serialized_summary_metadata\0skip_header_lines\0multiples\0Tmultiples\0ts\0sorted\0topk\0topk_indices\0"
    "Tk\0uid\0proto_keys\0superdiag\0maindiag\0subdiag\0diagonals\0partial_pivoting\0perturb_singular\0"
    "batched_tensor\0unbatched_tensor\0timeout_micros\0original_input\0batched_grad\0char_values\0"
    "input_encoding\0errors\0replacement_char\0replace_control_characters\0char_to_byte_starts\0"
    "input_splits\0output_encoding\0scales\0zero_points\0quantization_axis\0quantization_min_val\0"
    "quantization_max_val\0lhs\0lhs_scales\0lhs_zero_points\0rhs_scales\0rhs_zero_points\0output_scales\0"
    "output_zero_points\0lhs_quantization_axis\0lhs_quantization_min_val\0lhs_quantization_max_val\0"
    "rhs_quantization_axis\0rhs_quantization_min_val\0rhs_quantization_max_val\0output_quantization_axis\0"
    "output_quantization_min_val\0output_quantization_max_val\0operand\0window_strides\0explicit_padding\0"
    "lhs_dilation\0rhs_dilation\0batch_group_count\0feature_group_count\0dimension_numbers\0Tlhs\0Trhs\0"
    "input_scales\0input_zero_points\0input_quantization_axis\0input_quantization_min_val\0"
    "input_quantization_max_val\0tpu_task_id_to_shard_id\0task_count\0allowed_devices\0M\0request\0response\0"
    "summary_metadata\0ancestors\0shape_inference_graph\0send_key\0recv_key\0cost_estimate_ns\0tpu_core\0"
    "deduplication_data\0num_tables\0NumLearningRateTags\0stacked_activations\0input_dtype\0"
    "unstacked_activations\0sample_counts\0interleaved\0accumulator\0embedding_table\0"
    "updated_embedding_table\0updated_accumulator\0beta_1\0updated_momentum\0beta_2\0exponent\0velocity\0"
    "updated_velocity\0use_sum_inside_sqrt\0learning_rate_power\0l2_regularization_strength\0updated_linear\0"
    "multiply_linear_by_learning_rate\0l1_regularization_strength\0sorted_embedding_ids\0"
    "max_ids_per_partition\0max_unique_ids_per_partition\0sorted_pos_ids\0preserved_valencies\0"
    "preserved_vectors\0preserved_weights\0activation_gradients\0combiner_weights_learning_rate\0"
    "updated_weights\0clip_weight_min\0clip_weight_max\0max_valency\0num_weights\0"
    "combiner_table_vjp_computation\0combiner_weights_vjp_computation\0num_sparsecores_per_device\0"
    "updated_momenta\0tables\0hyperparameters\0updated_tables\0optimizer_custom_computation\0"
    "combiner_computation\0quantization_config_low\0quantization_config_high\0"
    "quantization_config_num_buckets\0custom_computation\0unstacked_gradients\0stacked_gradients\0"
    ;

#define R NNREG_OP_ARG_REF
#define L NNREG_OP_ARG_LIST
#define RL (NNREG_OP_ARG_REF | NNREG_OP_ARG_LIST)
#define A(name, dtype, attr, number, flags) {name, attr, number, NNREG_DT_##dtype, flags}
static const struct nnreg_op_arg op_args[] = {
    A(28739, INVALID, 28741, 0, 0), A(28743, INVALID, 28741, 0, 0), A(28745, INVALID, 28741, 28752, 0),
    A(28754, INVALID, 28741, 0, 0), A(28764, STRING, 0, 0, R), A(28771, INT64, 0, 0, 0),
    A(28782, INVALID, 28791, 0, 0), A(28764, STRING, 0, 0, R), A(28797, INT32, 0, 0, 0),
    A(28764, STRING, 0, 0, R), A(28813, INT64, 0, 0, 0), A(28764, STRING, 0, 0, R), A(28829, INT32, 0, 0, 0),
    A(28842, INVALID, 28791, 0, 0), A(28739, INVALID, 28741, 0, 0), A(28743, INVALID, 28741, 0, 0),
    A(28850, INVALID, 28741, 0, 0), A(28852, INT64, 0, 0, 0), A(28867, INVALID, 28741, 0, 0),
    A(28881, INT64, 0, 0, 0), A(28894, INT64, 0, 0, 0), A(28931, INT64, 0, 0, 0),
    A(28945, INVALID, 28741, 0, 0), A(28952, FLOAT, 0, 0, 0), A(28968, FLOAT, 0, 0, 0),
    A(28978, FLOAT, 0, 0, 0), A(28988, FLOAT, 0, 0, 0), A(28945, INVALID, 28741, 0, 0),
    A(28952, FLOAT, 0, 0, 0), A(28988, INVALID, 28741, 0, 0), A(28945, INVALID, 28741, 0, 0),
    A(28995, FLOAT, 0, 0, 0), A(28945, INVALID, 28741, 0, 0), A(29001, FLOAT, 0, 0, 0),
    A(29007, BOOL, 0, 0, 0), A(29013, INVALID, 29031, 0, 0), A(28988, BOOL, 0, 0, 0), A(29046, INT64, 0, 0, 0),
    A(29059, INT64, 0, 0, 0), A(29078, FLOAT, 0, 0, 0), A(29098, FLOAT, 0, 0, 0),
    A(29007, INVALID, 28741, 0, 0), A(29160, INT32, 0, 0, 0), A(29007, INVALID, 28741, 0, 0),
    A(28988, INVALID, 29222, 0, 0), A(29227, RESOURCE, 0, 0, 0), A(28764, RESOURCE, 0, 0, 0),
    A(28764, RESOURCE, 0, 0, 0), A(29289, VARIANT, 0, 0, 0), A(29305, INVALID, 29240, 0, 0),
    A(29315, INVALID, 29240, 0, 0), A(29149, INT64, 0, 0, 0), A(29154, INT64, 0, 0, 0),
    A(29149, INT64, 0, 0, 0), A(29154, INT64, 0, 0, 0), A(29375, BOOL, 0, 0, 0),
    A(29385, INVALID, 28741, 0, R), A(29389, INVALID, 28741, 0, R), A(29391, INVALID, 28741, 0, R),
    A(29393, INVALID, 28741, 0, 0), A(29405, INVALID, 28741, 0, 0), A(29408, INVALID, 28741, 0, 0),
    A(29414, INVALID, 28741, 0, 0), A(29420, INVALID, 28741, 0, 0), A(29428, INVALID, 28741, 0, 0),
    A(29433, INVALID, 28741, 0, R), A(29385, INVALID, 28741, 0, R), A(29449, INVALID, 28741, 0, R),
    A(29455, INVALID, 28741, 0, R), A(29405, INVALID, 28741, 0, 0), A(29468, INVALID, 28741, 0, 0),
    A(29420, INVALID, 28741, 0, 0), A(29428, INVALID, 28741, 0, 0), A(29385, INVALID, 28741, 0, R),
    A(29449, INVALID, 28741, 0, R), A(29405, INVALID, 28741, 0, 0), A(29428, INVALID, 28741, 0, 0),
    A(29385, INVALID, 28741, 0, R), A(29485, INVALID, 28741, 0, R), A(29506, INVALID, 28741, 0, R),
    A(29428, INVALID, 28741, 0, 0), A(29405, INVALID, 28741, 0, 0), A(29535, INVALID, 28741, 0, 0),
    A(29538, INVALID, 28741, 0, 0), A(29541, INT64, 0, 0, 0), A(29385, INVALID, 28741, 0, R),
    A(29449, INVALID, 28741, 0, R), A(29405, INVALID, 28741, 0, 0), A(29420, INVALID, 28741, 0, 0),
    A(29428, INVALID, 28741, 0, 0), A(29385, INVALID, 28741, 0, R), A(29389, INVALID, 28741, 0, R),
    A(29391, INVALID, 28741, 0, R), A(29393, INVALID, 28741, 0, 0), A(29553, INVALID, 28741, 0, 0),
    A(29405, INVALID, 28741, 0, 0), A(29408, INVALID, 28741, 0, 0), A(29414, INVALID, 28741, 0, 0),
    A(29420, INVALID, 28741, 0, 0), A(29428, INVALID, 28741, 0, 0), A(29385, INVALID, 28741, 0, R),
    A(29389, INVALID, 28741, 0, R), A(29405, INVALID, 28741, 0, 0), A(29578, INVALID, 28741, 0, 0),
    A(29584, INVALID, 28741, 0, 0), A(29595, INVALID, 28741, 0, 0), A(29428, INVALID, 28741, 0, 0),
    A(29385, INVALID, 28741, 0, R), A(29600, INVALID, 28741, 0, R), A(29603, INVALID, 28741, 0, R),
    A(29606, INVALID, 28741, 0, R), A(29405, INVALID, 28741, 0, 0), A(29468, INVALID, 28741, 0, 0),
    A(29610, INVALID, 28741, 0, 0), A(29420, INVALID, 28741, 0, 0), A(29428, INVALID, 28741, 0, 0),
    A(29385, INVALID, 28741, 0, R), A(29449, INVALID, 28741, 0, R), A(29619, INVALID, 28741, 0, R),
    A(29428, INVALID, 28741, 0, 0), A(29405, INVALID, 28741, 0, 0), A(29535, INVALID, 28741, 0, 0),
    A(29538, INVALID, 28741, 0, 0), A(29626, INVALID, 28741, 0, 0), A(29385, INVALID, 28741, 0, R),
    A(29449, INVALID, 28741, 0, R), A(29619, INVALID, 28741, 0, R), A(29428, INVALID, 28741, 0, 0),
    A(29405, INVALID, 28741, 0, 0), A(29535, INVALID, 28741, 0, 0), A(29538, INVALID, 28741, 0, 0),
    A(29657, INVALID, 28741, 0, 0), A(29626, INVALID, 28741, 0, 0), A(29385, INVALID, 28741, 0, R),
    A(29578, INVALID, 28741, 0, 0), A(28995, INVALID, 28741, 0, 0), A(29385, INVALID, 28741, 0, R),
    A(29449, INVALID, 28741, 0, R), A(29405, INVALID, 28741, 0, 0), A(29428, INVALID, 28741, 0, 0),
    A(29610, INVALID, 28741, 0, 0), A(29385, INVALID, 28741, 0, R), A(29389, INVALID, 28741, 0, R),
    A(29405, INVALID, 28741, 0, 0), A(29670, INVALID, 28741, 0, 0), A(29584, INVALID, 28741, 0, 0),
    A(29595, INVALID, 28741, 0, 0), A(29428, INVALID, 28741, 0, 0), A(29385, INVALID, 28741, 0, R),
    A(29449, INVALID, 28741, 0, R), A(29405, INVALID, 28741, 0, 0), A(29535, INVALID, 28741, 0, 0),
    A(29538, INVALID, 28741, 0, 0), A(29428, INVALID, 28741, 0, 0), A(29385, INVALID, 28741, 0, R),
    A(29578, INVALID, 28741, 0, 0), A(29535, INVALID, 28741, 0, 0), A(29538, INVALID, 28741, 0, 0),
    A(28995, INVALID, 28741, 0, 0), A(29385, INVALID, 28741, 0, R), A(29603, INVALID, 28741, 0, R),
    A(29606, INVALID, 28741, 0, R), A(29405, INVALID, 28741, 0, 0), A(29468, INVALID, 28741, 0, 0),
    A(29610, INVALID, 28741, 0, 0), A(29420, INVALID, 28741, 0, 0), A(29428, INVALID, 28741, 0, 0),
    A(29678, INVALID, 28741, 0, 0), A(29685, INT32, 0, 0, 0), A(28850, BOOL, 0, 0, 0),
    A(29007, INVALID, 28741, 0, 0), A(29796, INVALID, 29031, 0, 0), A(28988, INVALID, 29806, 0, 0),
    A(28988, STRING, 0, 0, 0), A(29859, BOOL, 0, 0, 0), A(29869, INVALID, 28741, 0, L),
    A(29884, VARIANT, 0, 0, 0), A(29898, INT64, 0, 0, 0), A(28764, VARIANT, 0, 0, 0),
    A(29884, VARIANT, 0, 0, 0), A(29910, STRING, 0, 0, 0), A(29926, INVALID, 28741, 0, R),
    A(29930, INVALID, 28741, 0, 0), A(29936, INVALID, 28741, 0, R), A(29962, RESOURCE, 0, 0, 0),
    A(29930, INVALID, 28791, 0, 0), A(29962, RESOURCE, 0, 0, 0), A(28745, INVALID, 28741, 28752, 0),
    A(28743, INVALID, 28741, 0, 0), A(28739, INVALID, 28741, 0, 0), A(29007, FLOAT, 0, 0, 0),
    A(29992, FLOAT, 0, 0, 0), A(30041, STRING, 0, 0, 0), A(30045, FLOAT, 0, 0, 0), A(30052, STRING, 0, 0, 0),
    A(30041, STRING, 0, 0, 0), A(30045, FLOAT, 0, 0, 0), A(30060, FLOAT, 0, 0, 0), A(29884, VARIANT, 0, 0, 0),
    A(30084, INT64, 0, 0, 0), A(30096, INT64, 0, 0, 0), A(29930, INVALID, 28741, 0, 0),
    A(30167, INT32, 0, 0, 0), A(29428, INVALID, 28741, 0, 0), A(30184, INVALID, 28741, 0, 0),
    A(30191, INVALID, 28741, 0, 0), A(30265, INT32, 0, 0, 0), A(28764, STRING, 0, 0, R),
    A(30270, STRING, 0, 0, 0), A(29678, INVALID, 28741, 0, 0), A(28764, STRING, 0, 0, R),
    A(30291, INT32, 0, 0, 0), A(29685, INT64, 0, 0, 0), A(30270, STRING, 0, 0, 0),
    A(29678, INVALID, 30209, 0, L), A(30353, INVALID, 28741, 0, L), A(30364, INVALID, 28741, 0, L),
    A(30380, INT64, 0, 0, 0), A(30392, INT64, 0, 0, 0), A(30525, INVALID, 28741, 0, 0),
    A(29428, INVALID, 28741, 0, 0), A(29884, VARIANT, 0, 0, 0), A(30527, INT64, 0, 0, 0),
    A(29884, VARIANT, 0, 0, 0), A(30527, INT64, 0, 0, 0), A(30547, BOOL, 0, 0, 0),
    A(29007, COMPLEX64, 0, 0, 0), A(28988, COMPLEX64, 0, 0, 0), A(30353, INVALID, 30576, 0, L),
    A(30580, INVALID, 30597, 0, L), A(30607, INVALID, 29222, 0, L), A(28739, INVALID, 30848, 0, 0),
    A(28743, INVALID, 30851, 0, 0), A(29007, INVALID, 28741, 0, 0), A(30854, INT64, 0, 0, 0),
    A(30864, INT64, 0, 0, 0), A(30874, INVALID, 28741, 0, 0), A(30879, INVALID, 28741, 0, 0),
    A(29007, INVALID, 28741, 0, 0), A(30879, INVALID, 28741, 0, 0), A(30184, INVALID, 28741, 0, 0),
    A(30191, INVALID, 28741, 0, 0), A(30888, DOUBLE, 0, 0, 0), A(30908, INVALID, 28741, 0, 0),
    A(29389, INVALID, 28741, 0, 0), A(29391, INVALID, 28741, 0, 0), A(29595, INVALID, 28741, 0, 0),
    A(30910, INVALID, 28741, 0, 0), A(30916, INVALID, 28741, 0, 0), A(30908, INVALID, 28741, 0, 0),
    A(29389, INVALID, 28741, 0, 0), A(29391, INVALID, 28741, 0, 0), A(30910, INVALID, 28741, 0, 0),
    A(30966, INVALID, 28741, 0, 0), A(30975, INVALID, 28741, 0, 0), A(30978, INVALID, 28741, 0, 0),
    A(30981, INVALID, 28741, 0, 0), A(30984, INVALID, 28741, 0, 0), A(30987, INVALID, 28741, 0, 0),
    A(30990, INVALID, 28741, 0, 0), A(29391, INVALID, 28741, 0, 0), A(31002, INVALID, 28741, 0, 0),
    A(31004, INVALID, 28741, 0, 0), A(29391, INVALID, 28741, 0, 0), A(29007, INVALID, 28741, 0, 0),
    A(31031, INVALID, 29031, 0, 0), A(29007, INVALID, 28741, 0, 0), A(31048, INVALID, 31060, 0, 0),
    A(31031, INVALID, 31073, 0, 0), A(31080, INVALID, 28741, 0, 0), A(31082, INVALID, 28741, 0, 0),
    A(28739, INVALID, 28741, 0, 0), A(29930, INVALID, 28741, 0, 0), A(31084, INVALID, 28741, 0, 0),
    A(31089, INVALID, 28741, 0, 0), A(31102, INT32, 0, 0, 0), A(30265, INT32, 0, 0, 0),
    A(31106, INVALID, 28741, 0, 0), A(31114, INVALID, 28741, 0, 0), A(28988, INVALID, 31119, 0, 0),
    A(31124, INT64, 0, 0, 0), A(28739, INVALID, 28741, 0, 0), A(31136, INVALID, 28741, 0, 0),
    A(31144, INVALID, 28741, 0, 0), A(31151, INVALID, 28741, 0, 0), A(31153, INVALID, 28741, 0, 0),
    A(31157, INVALID, 28741, 0, 0), A(31161, INVALID, 28741, 0, 0), A(31082, INVALID, 28741, 0, 0),
    A(31165, INVALID, 28741, 0, 0), A(31167, INVALID, 28741, 0, 0), A(30619, INVALID, 28741, 0, 0),
    A(31170, INVALID, 28741, 0, 0), A(31172, INVALID, 28741, 0, 0), A(31175, INVALID, 28741, 0, 0),
    A(31178, INVALID, 28741, 0, 0), A(31124, INT64, 0, 0, 0), A(28739, INVALID, 28741, 0, 0),
    A(31136, INVALID, 28741, 0, 0), A(31144, INVALID, 28741, 0, 0), A(31151, INVALID, 28741, 0, 0),
    A(31153, INVALID, 28741, 0, 0), A(31157, INVALID, 28741, 0, 0), A(31161, INVALID, 28741, 0, 0),
    A(31082, INVALID, 28741, 0, 0), A(31165, INVALID, 28741, 0, 0), A(31167, INVALID, 28741, 0, 0),
    A(30619, INVALID, 28741, 0, 0), A(31170, INVALID, 28741, 0, 0), A(31172, INVALID, 28741, 0, 0),
    A(31175, INVALID, 28741, 0, 0), A(31178, INVALID, 28741, 0, 0), A(31215, INVALID, 28741, 0, 0),
    A(31223, INVALID, 28741, 0, 0), A(31230, INVALID, 28741, 0, 0), A(31237, INVALID, 28741, 0, 0),
    A(31250, INVALID, 28741, 0, 0), A(31262, INVALID, 28741, 0, 0), A(31269, INVALID, 28741, 0, 0),
    A(31278, INVALID, 28741, 0, 0), A(31287, INVALID, 28741, 0, 0), A(31296, INVALID, 28741, 0, 0),
    A(31303, INT32, 0, 0, 0), A(31312, FLOAT, 0, 0, 0), A(31322, FLOAT, 0, 0, 0), A(31331, INT32, 0, 0, 0),
    A(31339, FLOAT, 0, 0, 0), A(31376, FLOAT, 0, 31389, 0), A(31402, FLOAT, 0, 31389, 0),
    A(31420, INT32, 0, 31389, 0), A(31428, INT32, 0, 0, 0), A(31339, FLOAT, 0, 0, 0), A(29535, FLOAT, 0, 0, 0),
    A(29538, FLOAT, 0, 0, 0), A(31442, FLOAT, 0, 0, 0), A(31458, FLOAT, 0, 0, 0), A(31303, INT32, 0, 0, 0),
    A(31474, FLOAT, 0, 0, 0), A(31480, INT32, 0, 0, 0), A(31499, INT32, 0, 0, 0), A(31510, FLOAT, 0, 0, 0),
    A(31529, FLOAT, 0, 0, 0), A(31549, STRING, 0, 0, 0), A(31428, INT32, 0, 0, 0),
    A(31607, FLOAT, 0, 31389, 0), A(31628, STRING, 0, 0, 0), A(31640, INT32, 0, 0, 0),
    A(29535, FLOAT, 0, 0, 0), A(29538, FLOAT, 0, 0, 0), A(31442, FLOAT, 0, 0, 0), A(31458, FLOAT, 0, 0, 0),
    A(31303, INT32, 0, 0, 0), A(31474, FLOAT, 0, 0, 0), A(31662, INT32, 0, 0, 0), A(31480, INT32, 0, 0, 0),
    A(31499, INT32, 0, 0, 0), A(31510, FLOAT, 0, 0, 0), A(31529, FLOAT, 0, 0, 0), A(31549, STRING, 0, 0, 0),
    A(31428, INT32, 0, 0, 0), A(31674, FLOAT, 0, 31389, 0), A(29535, FLOAT, 0, 0, 0), A(29538, FLOAT, 0, 0, 0),
    A(31442, FLOAT, 0, 0, 0), A(31458, FLOAT, 0, 0, 0), A(31693, INT32, 0, 31389, 0),
    A(31707, FLOAT, 0, 31389, 0), A(31718, INT32, 0, 31389, 0), A(31734, FLOAT, 0, 31389, 0),
    A(31758, FLOAT, 0, 31389, 0), A(31783, RESOURCE, 0, 0, 0), A(31804, FLOAT, 0, 0, 0),
    A(31819, FLOAT, 0, 0, 0), A(29535, FLOAT, 0, 0, 0), A(29538, FLOAT, 0, 0, 0), A(31833, BOOL, 0, 0, 0),
    A(31783, RESOURCE, 0, 0, 0), A(31852, INT64, 0, 0, 0), A(31864, STRING, 0, 0, 0),
    A(31889, RESOURCE, 0, 0, 0), A(29420, FLOAT, 0, 0, 0), A(31921, INT64, 0, 0, 0),
    A(29962, RESOURCE, 0, 0, 0), A(31783, RESOURCE, 0, 0, 0), A(31946, INT32, 0, 31966, 0),
    A(31990, STRING, 0, 0, 0), A(31889, RESOURCE, 0, 0, 0), A(32024, FLOAT, 0, 31389, 0),
    A(31783, RESOURCE, 0, 0, 0), A(31852, INT64, 0, 0, 0), A(32034, INT32, 0, 0, 0), A(32044, INT32, 0, 0, 0),
    A(32064, INT32, 0, 0, 0), A(32085, INT32, 0, 0, 0), A(31376, FLOAT, 0, 31389, 0), A(32108, FLOAT, 0, 0, 0),
    A(29420, FLOAT, 0, 0, 0), A(31303, INT32, 0, 0, 0), A(31312, FLOAT, 0, 0, 0), A(31322, FLOAT, 0, 0, 0),
    A(32124, INT32, 0, 31389, 0), A(32149, FLOAT, 0, 0, 0), A(31889, RESOURCE, 0, 0, 0),
    A(32024, FLOAT, 0, 31389, 0), A(31889, RESOURCE, 0, 0, 0), A(31402, FLOAT, 0, 31921, 0),
    A(31889, RESOURCE, 0, 0, 0), A(31364, INT64, 0, 0, 0), A(31402, FLOAT, 0, 31389, 0),
    A(31852, INT64, 0, 0, 0), A(31864, STRING, 0, 0, 0), A(31303, INT32, 0, 0, 0), A(31312, FLOAT, 0, 0, 0),
    A(31322, FLOAT, 0, 0, 0), A(32175, INT32, 0, 0, 0), A(32191, INT32, 0, 0, 0), A(32206, INT32, 0, 0, 0),
    A(32220, INT32, 0, 0, 0), A(32242, FLOAT, 0, 0, 0), A(32263, INT32, 0, 0, 0), A(31428, INT32, 0, 0, 0),
    A(32220, INT32, 0, 0, 0), A(32242, FLOAT, 0, 0, 0), A(32263, INT32, 0, 0, 0), A(29535, FLOAT, 0, 0, 0),
    A(29538, FLOAT, 0, 0, 0), A(31442, FLOAT, 0, 0, 0), A(31458, FLOAT, 0, 0, 0), A(31783, RESOURCE, 0, 0, 0),
    A(32283, INT32, 0, 0, 0), A(32299, INT32, 0, 0, 0), A(31946, INT32, 0, 31966, 0), A(32315, FLOAT, 0, 0, 0),
    A(32330, INT32, 0, 0, 0), A(31303, INT32, 0, 0, 0), A(31783, RESOURCE, 0, 0, 0), A(31662, INT32, 0, 0, 0),
    A(31303, INT32, 0, 31389, 0), A(31474, FLOAT, 0, 31389, 0), A(31499, INT32, 0, 31389, 0),
    A(31510, FLOAT, 0, 31389, 0), A(31529, FLOAT, 0, 31389, 0), A(32339, INT32, 0, 0, 0),
    A(32349, FLOAT, 0, 0, 0), A(31783, RESOURCE, 0, 0, 0), A(31662, INT32, 0, 32376, 0),
    A(32387, INT32, 0, 31389, 0), A(31303, INT32, 0, 31389, 0), A(31474, FLOAT, 0, 31389, 0),
    A(31499, INT32, 0, 31389, 0), A(31510, FLOAT, 0, 31389, 0), A(31529, FLOAT, 0, 31389, 0),
    A(31628, STRING, 0, 31389, 0), A(32339, INT32, 0, 0, 0), A(32349, FLOAT, 0, 0, 0),
    A(32363, INT32, 0, 0, 0), A(32401, INVALID, 28741, 0, 0), A(32404, INVALID, 28741, 0, 0),
    A(32407, INVALID, 28741, 0, 0), A(32407, INVALID, 28741, 0, 0), A(32410, INVALID, 28741, 0, 0),
    A(29007, INVALID, 28741, 0, 0), A(28758, INVALID, 29031, 0, 0), A(28988, INT32, 0, 0, 0),
    A(29884, VARIANT, 0, 0, 0), A(30041, STRING, 0, 0, 0), A(32424, VARIANT, 0, 0, 0),
    A(30096, INT32, 0, 0, 0), A(32442, INT32, 0, 0, 0), A(32451, INT32, 0, 0, 0),
    A(29678, INVALID, 31119, 0, 0), A(32460, VARIANT, 0, 0, 0), A(32473, INVALID, 31119, 0, 0),
    A(32486, VARIANT, 0, 0, 0), A(29685, INT64, 0, 0, 0), A(29678, INVALID, 31119, 0, 0),
    A(32500, INT64, 0, 0, 0), A(32512, STRING, 0, 0, 0), A(32522, STRING, 0, 0, 0), A(32539, INT64, 0, 0, 0),
    A(32551, BOOL, 0, 0, 0), A(32558, STRING, 0, 0, 0), A(32570, BOOL, 0, 0, 0), A(32586, STRING, 0, 0, 0),
    A(32595, INT64, 0, 0, 0), A(32607, INVALID, 29262, 0, L), A(32512, STRING, 0, 0, 0),
    A(32522, STRING, 0, 0, 0), A(32539, INT64, 0, 0, 0), A(32551, BOOL, 0, 0, 0), A(32558, STRING, 0, 0, 0),
    A(32570, BOOL, 0, 0, 0), A(32586, STRING, 0, 0, 0), A(32595, INT64, 0, 0, 0),
    A(32607, INVALID, 29262, 0, L), A(32623, INT64, 0, 0, 0), A(28745, INVALID, 28741, 0, 0),
    A(32636, INT32, 0, 0, 0), A(32652, INT64, 0, 32668, 0), A(32678, INT64, 0, 32668, 0),
    A(32693, INT64, 0, 32668, 0), A(32707, INVALID, 28741, 0, 0), A(32652, INT64, 0, 0, 0),
    A(32678, INT64, 0, 0, 0), A(32693, INT64, 0, 0, 0), A(32707, INVALID, 28741, 0, 0),
    A(28745, INVALID, 28741, 0, 0), A(32761, INT64, 0, 0, 0), A(32776, INT32, 0, 0, 0),
    A(32636, INT32, 0, 0, 0), A(32790, INVALID, 28741, 0, 0), A(28782, INVALID, 28741, 0, 0),
    A(28745, FLOAT, 0, 0, 0), A(32761, INT64, 0, 0, 0), A(32776, INT32, 0, 0, 0), A(32636, INT32, 0, 0, 0),
    A(32790, FLOAT, 0, 0, 0), A(28782, FLOAT, 0, 0, 0), A(29884, VARIANT, 0, 0, 0), A(32877, STRING, 0, 0, 0),
    A(29884, VARIANT, 0, 0, 0), A(32877, STRING, 0, 0, 0), A(32886, RESOURCE, 0, 0, 0),
    A(32892, INT32, 0, 0, 0), A(29007, INVALID, 30576, 0, L), A(28988, INVALID, 29222, 0, L),
    A(28739, INVALID, 32914, 0, 0), A(28743, INVALID, 32919, 0, 0), A(30045, INVALID, 28741, 0, 0),
    A(29884, VARIANT, 0, 0, 0), A(32941, INT64, 0, 0, 0), A(32957, INT64, 0, 0, 0),
    A(32975, INVALID, 32991, 0, L), A(33050, VARIANT, 0, 28752, 0), A(30908, INVALID, 28741, 0, 0),
    A(33081, INVALID, 28741, 0, 0), A(33096, INVALID, 28741, 0, 0), A(33111, RESOURCE, 0, 0, 0),
    A(33118, STRING, 0, 28752, 0), A(33133, STRING, 0, 0, 0), A(29007, INVALID, 28741, 0, 0),
    A(33154, INT32, 0, 0, 0), A(33165, INT32, 0, 0, 0), A(33175, INT32, 0, 0, 0),
    A(33188, RESOURCE, 0, 33203, 0), A(29869, INVALID, 28741, 0, 0), A(29007, INVALID, 28741, 0, 0),
    A(33267, RESOURCE, 0, 0, 0), A(29160, INT32, 0, 0, 0), A(29160, INT32, 0, 0, 0), A(33280, INT32, 0, 0, 0),
    A(33293, INT32, 0, 0, 0), A(33154, INT32, 0, 0, 0), A(33165, INT32, 0, 0, 0), A(33154, INT32, 0, 0, 0),
    A(33165, INT32, 0, 0, 0), A(33175, INT32, 0, 0, 0), A(28758, INVALID, 33302, 0, 0),
    A(29007, INVALID, 28741, 0, 0), A(33154, INT32, 0, 0, 0), A(33165, INT32, 0, 0, 0),
    A(33175, INT32, 0, 0, 0), A(33165, INT32, 0, 0, 0), A(33309, INT32, 0, 0, 0), A(33154, INT32, 0, 0, 0),
    A(33267, RESOURCE, 0, 0, 0), A(29007, INVALID, 28741, 0, 0), A(33314, INT32, 0, 0, 0),
    A(33409, FLOAT, 0, 0, 0), A(33415, FLOAT, 0, 0, 0), A(33422, INT32, 0, 0, 0), A(33448, INT32, 0, 0, 0),
    A(33463, FLOAT, 0, 0, 0), A(33477, FLOAT, 0, 0, 0), A(33493, FLOAT, 0, 0, 0), A(33505, FLOAT, 0, 0, 0),
    A(33518, FLOAT, 0, 0, 0), A(33532, INT32, 0, 0, 0), A(33574, INVALID, 28741, 0, 0),
    A(33579, INVALID, 28741, 0, 0), A(29433, INVALID, 29222, 0, 0), A(28743, INVALID, 29222, 0, 0),
    A(33584, INVALID, 33595, 0, L), A(33607, VARIANT, 0, 0, 0), A(33584, INVALID, 33615, 0, L),
    A(33627, VARIANT, 0, 0, 0), A(29046, INT64, 0, 0, 0), A(29059, INT64, 0, 0, 0), A(29685, INT32, 0, 0, 0),
    A(33638, INT64, 0, 0, 0), A(31106, FLOAT, 0, 0, 0), A(29884, VARIANT, 0, 0, 0), A(30527, INT64, 0, 0, 0),
    A(30291, INT32, 0, 0, 0), A(33702, INT32, 0, 0, 0), A(33715, INT32, 0, 0, 0),
    A(29678, INVALID, 28741, 28752, 0), A(33715, INT32, 0, 0, 0), A(28758, INVALID, 33726, 28752, 0),
    A(33737, INVALID, 33726, 28752, 0), A(29678, INVALID, 28741, 28752, 0), A(33744, INVALID, 29031, 0, 0),
    A(29884, VARIANT, 0, 0, 0), A(33749, VARIANT, 0, 0, 0), A(33802, STRING, 0, 0, 0),
    A(33958, STRING, 0, 0, 0), A(33972, STRING, 0, 0, 0), A(33986, STRING, 0, 0, 0), A(33958, STRING, 0, 0, 0),
    A(33972, STRING, 0, 0, 0), A(28739, INVALID, 28741, 0, 0), A(34001, INVALID, 34006, 0, 0),
    A(34012, STRING, 0, 28752, 0), A(28988, INVALID, 28791, 0, 0), A(34028, VARIANT, 0, 0, 0),
    A(29007, INVALID, 28741, 0, 0), A(34039, INVALID, 28741, 0, 0), A(29007, INVALID, 28741, 0, 0),
    A(34109, INT32, 0, 0, 0), A(31089, INVALID, 28741, 0, 0), A(29007, INVALID, 28741, 0, 0),
    A(34039, INVALID, 28741, 0, 0), A(31089, INVALID, 28741, 0, 0), A(34122, INT32, 0, 0, 0),
    A(34039, INVALID, 28741, 0, 0), A(31089, INVALID, 28741, 0, 0), A(34122, INVALID, 33302, 0, 0),
    A(34039, INVALID, 28741, 0, 0), A(31089, INVALID, 28741, 0, 0), A(34134, INT32, 0, 0, 0),
    A(29678, INT32, 0, 0, 0), A(31106, FLOAT, 0, 0, 0), A(34156, INT32, 0, 0, 0), A(34164, INT32, 0, 0, 0),
    A(31474, FLOAT, 0, 0, 0), A(34194, INT32, 0, 34207, 0), A(34223, INT32, 0, 34207, 0),
    A(31707, FLOAT, 0, 34207, 0), A(34309, INT32, 0, 34207, 0), A(34329, INT32, 0, 34207, 0),
    A(34349, FLOAT, 0, 34207, 0), A(34367, INT32, 0, 34207, 0), A(34382, INT64, 0, 0, 0),
    A(34389, INT32, 0, 0, 0), A(34402, INT32, 0, 0, 0), A(34420, INT32, 0, 0, 0), A(34437, FLOAT, 0, 0, 0),
    A(34450, INT32, 0, 0, 0), A(34477, INT32, 0, 0, 0), A(34495, INT32, 0, 0, 0),
    A(29007, INVALID, 28741, 0, 0), A(34693, INVALID, 28741, 0, 0), A(29926, INVALID, 28741, 0, R),
    A(33111, RESOURCE, 0, 0, 0), A(34713, STRING, 0, 0, 0), A(34720, STRING, 0, 0, 0),
    A(34736, STRING, 0, 0, 0), A(34745, STRING, 0, 0, 0), A(33111, RESOURCE, 0, 0, 0),
    A(34755, STRING, 0, 0, 0), A(34762, INT32, 0, 0, 0), A(34772, INT32, 0, 0, 0), A(34785, STRING, 0, 0, 0),
    A(34801, INVALID, 28741, 0, 0), A(33409, FLOAT, 0, 0, 0), A(34807, INT32, 0, 0, 0),
    A(34815, INT32, 0, 0, 0), A(31031, FLOAT, 0, 0, 0), A(34852, FLOAT, 0, 0, 0),
    A(34801, INVALID, 28741, 0, 0), A(33409, FLOAT, 0, 0, 0), A(34807, INT32, 0, 0, 0),
    A(34852, FLOAT, 0, 0, 0), A(33409, FLOAT, 0, 0, 0), A(34807, INT32, 0, 0, 0), A(34858, INT32, 0, 0, 0),
    A(31080, INVALID, 28741, 0, 0), A(31082, INVALID, 28741, 0, 0), A(34869, INVALID, 28741, 0, 0),
    A(29007, INVALID, 28741, 0, 0), A(34877, INVALID, 28741, 0, 0), A(34885, INVALID, 28741, 0, 0),
    A(34893, INVALID, 28741, 0, 0), A(28988, INVALID, 28741, 0, 0), A(34900, INVALID, 28741, 0, 0),
    A(34909, INVALID, 28741, 0, 0), A(34918, INVALID, 28741, 0, 0), A(29007, INVALID, 28741, 0, 0),
    A(34877, INVALID, 28741, 0, 0), A(34885, INVALID, 28741, 0, 0), A(34893, INVALID, 28741, 0, 0),
    A(28988, INVALID, 28741, 0, 0), A(34900, INVALID, 28741, 0, 0), A(34909, INVALID, 28741, 0, 0),
    A(34982, INVALID, 28741, 0, 0), A(34998, INVALID, 28741, 0, 0), A(35016, INVALID, 28741, 0, 0),
    A(34918, INVALID, 28741, 0, 0), A(35034, INVALID, 28741, 0, 0), A(35049, INVALID, 28741, 0, 0),
    A(35066, INVALID, 28741, 0, 0), A(35083, INVALID, 28741, 0, 0), A(29007, INVALID, 28741, 0, 0),
    A(34877, INVALID, 28741, 0, 0), A(34885, INVALID, 28741, 0, 0), A(34893, INVALID, 28741, 0, 0),
    A(28988, INVALID, 28741, 0, 0), A(34900, INVALID, 28741, 0, 0), A(34909, INVALID, 28741, 0, 0),
    A(34982, INVALID, 28741, 0, 0), A(34998, INVALID, 28741, 0, 0), A(35016, INVALID, 28741, 0, 0),
    A(34918, INVALID, 28741, 0, 0), A(35099, INT8, 0, 0, 0), A(29007, INVALID, 28741, 0, 0),
    A(34877, INVALID, 28741, 0, 0), A(34885, INVALID, 28741, 0, 0), A(34893, INVALID, 28741, 0, 0),
    A(35113, INT32, 0, 0, 0), A(28988, INVALID, 28741, 0, 0), A(34900, INVALID, 28741, 0, 0),
    A(34909, INVALID, 28741, 0, 0), A(34982, INVALID, 28741, 0, 0), A(34998, INVALID, 28741, 0, 0),
    A(35016, INVALID, 28741, 0, 0), A(34918, INVALID, 28741, 0, 0), A(35099, INT8, 0, 0, 0),
    A(35150, INT32, 0, 0, 0), A(35161, INT32, 0, 0, 0), A(35171, INT32, 0, 0, 0),
    A(31106, INVALID, 28741, 35182, 0), A(35193, INVALID, 28741, 35182, 0), A(34893, INVALID, 28741, 0, 0),
    A(35150, INT32, 0, 0, 0), A(35161, INT32, 0, 0, 0), A(35171, INT32, 0, 0, 0),
    A(31106, INVALID, 28741, 35200, 0), A(35193, INVALID, 28741, 35219, 0), A(35150, INT32, 0, 0, 0),
    A(35161, INT32, 0, 0, 0), A(35171, INT32, 0, 0, 0), A(35237, INVALID, 35249, 0, 0),
    A(35150, INT32, 0, 0, 0), A(35161, INT32, 0, 0, 0), A(35171, INT32, 0, 0, 0),
    A(34893, INVALID, 28741, 0, 0), A(31106, INVALID, 28741, 35182, 0), A(35193, INVALID, 28741, 35182, 0),
    A(31106, INVALID, 28741, 35200, 0), A(35193, INVALID, 28741, 35219, 0), A(28988, INVALID, 28741, 0, 0),
    A(34900, INVALID, 28741, 0, 0), A(34909, INVALID, 28741, 0, 0), A(34918, INVALID, 28741, 0, 0),
    A(35099, INT8, 0, 0, 0), A(29007, INVALID, 28741, 0, 0), A(34877, INVALID, 28741, 0, 0),
    A(34885, INVALID, 28741, 0, 0), A(34893, INVALID, 28741, 0, 0), A(35113, INT32, 0, 0, 0),
    A(28739, INVALID, 28741, 0, 0), A(33744, INVALID, 29031, 0, 0), A(29433, INVALID, 28741, 0, 0),
    A(35269, STRING, 0, 0, 0), A(35276, STRING, 0, 0, 0), A(35289, STRING, 0, 0, 0),
    A(35306, INVALID, 35314, 0, L), A(35370, INT64, 0, 0, 0), A(35381, STRING, 0, 0, 0),
    A(35397, STRING, 0, 0, 0), A(35405, STRING, 0, 0, 0), A(35414, STRING, 0, 0, 0), A(35423, INT64, 0, 0, 0),
    A(35448, RESOURCE, 0, 0, 0), A(35370, INT64, 0, 0, 0), A(35381, STRING, 0, 0, 0),
    A(35397, STRING, 0, 0, 0), A(35405, STRING, 0, 0, 0), A(35414, STRING, 0, 0, 0), A(35562, INT64, 0, 0, 0),
    A(35577, INT64, 0, 0, 0), A(35423, INT64, 0, 0, 0), A(35448, RESOURCE, 0, 0, 0), A(35370, STRING, 0, 0, 0),
    A(35381, STRING, 0, 0, 0), A(35397, STRING, 0, 0, 0), A(35405, STRING, 0, 0, 0), A(35414, STRING, 0, 0, 0),
    A(35562, INT64, 0, 0, 0), A(35577, INT64, 0, 0, 0), A(35423, INT64, 0, 0, 0), A(35448, RESOURCE, 0, 0, 0),
    A(29898, INT64, 0, 0, 0), A(35636, UINT64, 0, 0, 0), A(35648, STRING, 0, 0, 0), A(35658, STRING, 0, 0, 0),
    A(35744, VARIANT, 0, 0, 0), A(33584, INVALID, 29262, 0, L), A(29884, VARIANT, 0, 0, 0),
    A(32877, STRING, 0, 0, 0), A(32522, STRING, 0, 0, 0), A(29007, INVALID, 28741, 0, R),
    A(28988, INVALID, 28741, 0, R), A(28988, INT64, 0, 0, 0), A(28988, DOUBLE, 0, 0, 0),
    A(28988, INVALID, 35944, 0, 0), A(35967, STRING, 0, 0, 0), A(35976, INT32, 0, 0, 0),
    A(34801, UINT8, 0, 0, 0), A(29007, STRING, 0, 0, 0), A(35967, STRING, 0, 0, 0), A(36072, STRING, 0, 0, 0),
    A(32607, INVALID, 36080, 0, L), A(28988, INVALID, 36080, 0, L), A(36089, STRING, 0, 0, 0),
    A(34801, INVALID, 28791, 0, 0), A(36113, STRING, 0, 0, 0), A(36127, STRING, 0, 0, 0),
    A(36143, STRING, 0, 0, 0), A(36155, INT32, 0, 0, 0), A(28988, INVALID, 36168, 0, 0),
    A(36191, INT32, 0, 0, 0), A(29678, INVALID, 29262, 0, L), A(36264, FLOAT, 0, 0, 0),
    A(30060, INT32, 0, 0, 0), A(36303, RESOURCE, 0, 0, 0), A(36325, RESOURCE, 0, 28752, 0),
    A(29289, VARIANT, 0, 0, 0), A(28764, STRING, 0, 0, 0), A(29007, INVALID, 29031, 0, 0),
    A(30265, INVALID, 29031, 0, 0), A(31106, INVALID, 28741, 0, 0), A(29678, INVALID, 28741, 0, 0),
    A(31106, INVALID, 29806, 0, 0), A(36349, INT64, 0, 0, 0), A(36364, INVALID, 29806, 0, 0),
    A(36378, INT64, 0, 0, 0), A(36417, INVALID, 28741, 0, 0), A(29685, INT64, 0, 0, 0),
    A(36429, VARIANT, 0, 0, 0), A(36443, INVALID, 28741, 0, 0), A(36448, INVALID, 28741, 0, 0),
    A(36453, INT64, 0, 0, 0), A(36468, INVALID, 28741, 0, 0), A(36482, INT64, 0, 0, 0),
    A(29884, VARIANT, 0, 0, 0), A(30527, INT64, 0, 0, 0), A(36526, INT64, 0, 0, 0),
    A(36443, INVALID, 28741, 0, 0), A(36536, INT64, 0, 0, 0), A(36549, INVALID, 28741, 0, 0),
    A(36561, INT64, 0, 0, 0), A(29007, INVALID, 28741, 0, 0), A(36572, FLOAT, 0, 0, 0),
    A(36582, FLOAT, 0, 0, 0), A(36610, RESOURCE, 0, 0, 0), A(36626, VARIANT, 0, 0, 0),
    A(36637, STRING, 0, 0, 0), A(28852, INT64, 0, 0, 0), A(28867, INVALID, 28791, 0, 0),
    A(28881, INT64, 0, 0, 0), A(36637, INVALID, 36655, 0, 0), A(30096, INT32, 0, 0, 0),
    A(36715, INVALID, 28741, 0, 0), A(36731, INVALID, 28741, 0, 0), A(36743, VARIANT, 0, 0, 0),
    A(36766, VARIANT, 0, 28752, 0), A(35744, VARIANT, 0, 0, 0), A(36808, STRING, 0, 0, 0),
    A(35397, STRING, 0, 0, 0), A(28945, INVALID, 28741, 0, 0), A(33409, FLOAT, 0, 0, 0),
    A(28945, INVALID, 28741, 0, 0), A(33409, FLOAT, 0, 0, 0), A(36818, FLOAT, 0, 0, 0),
    A(36825, INVALID, 36854, 28752, 0), A(36857, INVALID, 36875, 28752, 0), A(36878, INVALID, 36898, 28752, 0),
    A(36901, STRING, 0, 0, 0), A(36915, INT32, 0, 0, 0), A(36940, INVALID, 36854, 28752, 0),
    A(36857, INVALID, 36875, 28752, 0), A(36878, INVALID, 36898, 28752, 0), A(36901, STRING, 0, 0, 0),
    A(36915, INT32, 0, 0, 0), A(29869, INVALID, 28741, 0, 0), A(36985, INT32, 0, 0, 0),
    A(36996, INVALID, 28741, 37004, 0), A(29685, INT32, 0, 28752, 0), A(29869, INVALID, 28741, 28752, 0),
    A(37019, INVALID, 28741, 0, 0), A(29007, INVALID, 30576, 0, L), A(37041, INT64, 0, 0, 0),
    A(37060, INVALID, 28741, 0, 0), A(37078, INT64, 0, 0, 0), A(37095, INT64, 0, 0, 0),
    A(37109, INVALID, 28741, 0, 0), A(37122, INT64, 0, 0, 0), A(30990, INVALID, 29222, 0, 0),
    A(29391, INVALID, 29222, 0, 0), A(37153, INVALID, 28741, 0, 0), A(37162, INVALID, 28741, 0, 0),
    A(31312, INVALID, 28741, 0, 0), A(36996, INVALID, 28741, 0, 0), A(37174, INVALID, 28741, 0, 0),
    A(28758, INT32, 0, 0, 0), A(37189, INVALID, 33726, 0, 0), A(37203, INT32, 0, 0, 0),
    A(28945, UINT8, 0, 0, 0), A(37245, INT32, 0, 0, 0), A(34801, INVALID, 28741, 0, 0),
    A(36191, INT32, 0, 0, 0), A(29678, INVALID, 37357, 0, L), A(36825, INVALID, 36854, 28752, 0),
    A(36857, INVALID, 36875, 28752, 0), A(36878, INVALID, 36898, 28752, 0), A(36901, STRING, 0, 0, 0),
    A(37370, STRING, 0, 28752, 0), A(36901, STRING, 0, 0, 0), A(37370, INT32, 0, 28752, 0),
    A(36901, STRING, 0, 0, 0), A(36940, INVALID, 36854, 28752, 0), A(36857, INVALID, 36875, 28752, 0),
    A(36878, INVALID, 36898, 28752, 0), A(36901, STRING, 0, 0, 0), A(37376, INVALID, 36854, 28752, 0),
    A(36857, INVALID, 36875, 28752, 0), A(36878, INVALID, 36898, 28752, 0), A(36901, STRING, 0, 0, 0),
    A(29007, INVALID, 28741, 0, 0), A(29013, INVALID, 29031, 0, 0), A(29007, INVALID, 28741, 0, 0),
    A(37459, INVALID, 37463, 0, 0), A(29884, VARIANT, 0, 0, 0), A(37468, INVALID, 37493, 0, L),
    A(37519, INVALID, 37545, 0, L), A(37572, INVALID, 37600, 0, L), A(37629, INVALID, 37659, 0, L),
    A(29884, VARIANT, 0, 0, 0), A(37468, INVALID, 37493, 0, L), A(37572, INVALID, 37600, 0, L),
    A(37735, INVALID, 37768, 0, L), A(37831, STRING, 0, 0, 0), A(32512, STRING, 0, 0, 0),
    A(29884, VARIANT, 0, 0, 0), A(32975, INVALID, 32991, 0, L), A(30527, INT64, 0, 0, 0),
    A(37838, INT64, 0, 0, 0), A(30547, BOOL, 0, 0, 0), A(29884, VARIANT, 0, 0, 0),
    A(32975, INVALID, 32991, 0, L), A(37921, STRING, 0, 0, 0), A(29884, VARIANT, 0, 0, 0),
    A(37930, INT64, 0, 0, 0), A(29884, VARIANT, 0, 0, 0), A(32975, INVALID, 32991, 0, L),
    A(37955, INT64, 0, 0, 0), A(37968, INT64, 0, 0, 0), A(37981, BOOL, 0, 0, 0), A(37988, INT64, 0, 0, 0),
    A(38011, INT64, 0, 0, 0), A(29884, VARIANT, 0, 0, 0), A(37838, INT64, 0, 0, 0),
    A(38035, INVALID, 38050, 0, L), A(29884, VARIANT, 0, 0, 0), A(38106, INT64, 0, 0, 0),
    A(29884, VARIANT, 0, 0, 0), A(30120, INT64, 0, 0, 0), A(29884, VARIANT, 0, 0, 0),
    A(38131, INVALID, 38145, 0, L), A(32975, INVALID, 32991, 0, L), A(29884, VARIANT, 0, 0, 0),
    A(38152, RESOURCE, 0, 0, 0), A(30041, STRING, 0, 0, 0), A(38169, STRING, 0, 0, 0),
    A(29884, VARIANT, 0, 0, 0), A(38184, INT64, 0, 0, 0), A(29884, VARIANT, 0, 0, 0), A(30004, INT64, 0, 0, 0),
    A(38203, INT64, 0, 0, 0), A(38216, INT64, 0, 0, 0), A(38230, STRING, 0, 0, 0), A(38242, STRING, 0, 0, 0),
    A(38259, STRING, 0, 0, 0), A(38265, RESOURCE, 0, 0, 0), A(29884, VARIANT, 0, 0, 0),
    A(38284, RESOURCE, 0, 0, 0), A(29007, FLOAT, 0, 0, 0), A(30265, INT32, 0, 0, 0), A(38309, FLOAT, 0, 0, 0),
    A(38317, FLOAT, 0, 0, 0), A(28945, INVALID, 28741, 0, 0), A(38365, INVALID, 28741, 0, 0),
    A(38380, INVALID, 29806, 0, 0), A(29007, INVALID, 38392, 0, 0), A(28988, INVALID, 38392, 0, 0),
    A(29007, INVALID, 38392, 0, 0), A(38401, INT32, 0, 0, 0), A(38412, INT32, 0, 0, 0),
    A(38417, STRING, 0, 0, 0), A(28745, FLOAT, 0, 0, 0), A(36996, FLOAT, 0, 0, 0), A(31312, FLOAT, 0, 0, 0),
    A(28745, FLOAT, 0, 0, 0), A(37174, FLOAT, 0, 0, 0), A(28745, FLOAT, 0, 0, 0), A(38422, FLOAT, 0, 0, 0),
    A(38426, FLOAT, 0, 0, 0), A(31312, FLOAT, 0, 0, 0), A(28745, FLOAT, 0, 0, 0), A(38422, FLOAT, 0, 0, 0),
    A(38426, FLOAT, 0, 0, 0), A(38439, FLOAT, 0, 0, 0), A(38459, FLOAT, 0, 0, 0), A(38476, FLOAT, 0, 0, 0),
    A(38493, STRING, 0, 0, 0), A(38500, STRING, 0, 0, 0), A(29930, STRING, 0, 0, 0),
    A(38504, INVALID, 38509, 0, 0), A(29930, INVALID, 28741, 0, 0), A(28988, VARIANT, 0, 0, 0),
    A(33649, STRING, 0, 0, 0), A(33670, STRING, 0, 0, 0), A(29869, INVALID, 28741, 0, 0),
    A(34825, STRING, 0, 0, 0), A(35636, UINT8, 0, 0, 0), A(32512, STRING, 0, 0, 0), A(38537, INT64, 0, 0, 0),
    A(38550, INT64, 0, 0, 0), A(38563, INT64, 0, 0, 0), A(32539, INT64, 0, 0, 0), A(32512, STRING, 0, 0, 0),
    A(38537, INT64, 0, 0, 0), A(38550, INT64, 0, 0, 0), A(38563, INT64, 0, 0, 0), A(32539, INT64, 0, 0, 0),
    A(32522, STRING, 0, 0, 0), A(38576, STRING, 0, 0, R), A(38576, RESOURCE, 0, 0, 0),
    A(38684, INT32, 0, 0, 0), A(34707, INT32, 0, 0, 0), A(28995, INT32, 0, 0, 0),
    A(29007, INVALID, 28741, 0, L), A(28988, INVALID, 28741, 0, L), A(28988, INVALID, 28741, 0, 0),
    A(38695, INT64, 0, 0, 0), A(38716, INT64, 0, 0, 0), A(38791, INT64, 0, 0, 0),
    A(31089, INVALID, 28741, 0, 0), A(38695, INT64, 0, 0, 0), A(38716, INT64, 0, 0, 0),
    A(38815, INVALID, 28741, 0, 0), A(38826, INVALID, 28741, 0, 0), A(31089, INVALID, 28741, 0, 0),
    A(38695, INT64, 0, 0, 0), A(38716, INT64, 0, 0, 0), A(28739, INVALID, 28741, 0, 0),
    A(29001, INVALID, 28741, 0, 0), A(33737, INVALID, 28741, 0, 0), A(38838, INVALID, 28741, 0, 0),
    A(38843, INVALID, 28741, 0, 0), A(28743, INVALID, 28741, 0, 0), A(38852, INVALID, 28741, 0, 0),
    A(38863, INVALID, 28741, 0, 0), A(38878, INVALID, 28741, 0, 0), A(38894, INVALID, 28741, 0, 0),
    A(38933, INVALID, 28741, 0, 0), A(28739, INVALID, 28741, 0, 0), A(29001, INVALID, 28741, 0, 0),
    A(38878, INVALID, 28741, 0, 0), A(38894, INVALID, 28741, 0, 0), A(38944, INVALID, 28741, 0, 0),
    A(38955, INVALID, 28741, 0, 0), A(38970, INVALID, 28741, 0, 0), A(38986, INVALID, 28741, 0, 0),
    A(39002, INVALID, 28741, 0, 0), A(38933, INVALID, 28741, 0, 0), A(28739, INVALID, 28741, 0, 0),
    A(29001, FLOAT, 0, 0, 0), A(38878, INVALID, 39018, 0, 0), A(38894, INVALID, 39018, 0, 0),
    A(38944, INVALID, 28741, 0, 0), A(38955, INVALID, 39018, 0, 0), A(38970, INVALID, 39018, 0, 0),
    A(38986, INVALID, 39018, 0, 0), A(39002, INVALID, 39018, 0, 0), A(38933, INVALID, 28741, 0, 0),
    A(28739, INVALID, 28741, 0, 0), A(29001, FLOAT, 0, 0, 0), A(38878, INVALID, 39018, 0, 0),
    A(38894, INVALID, 39018, 0, 0), A(38986, INVALID, 39018, 0, 0), A(38944, INVALID, 28741, 0, 0),
    A(38955, INVALID, 39018, 0, 0), A(38970, INVALID, 39018, 0, 0), A(39002, INVALID, 39018, 0, 0),
    A(39020, INVALID, 39018, 0, 0), A(28739, INVALID, 28741, 0, 0), A(29001, INVALID, 39018, 0, 0),
    A(33737, INVALID, 39018, 0, 0), A(38838, INVALID, 39018, 0, 0), A(38843, INVALID, 39018, 0, 0),
    A(28743, INVALID, 28741, 0, 0), A(38852, INVALID, 39018, 0, 0), A(38863, INVALID, 39018, 0, 0),
    A(38878, INVALID, 39018, 0, 0), A(38894, INVALID, 39018, 0, 0), A(28743, INVALID, 28741, 0, 0),
    A(38852, INVALID, 39018, 0, 0), A(38863, INVALID, 39018, 0, 0), A(38878, INVALID, 39018, 0, 0),
    A(38894, INVALID, 39018, 0, 0), A(38986, INVALID, 39018, 0, 0), A(29007, INVALID, 28741, 0, 0),
    A(29983, INT32, 0, 0, 0), A(34039, INVALID, 28741, 0, 0), A(29007, INVALID, 28741, 0, 0),
    A(30265, INT32, 0, 0, 0), A(29983, INT32, 0, 0, 0), A(34039, INVALID, 28741, 0, 0),
    A(28739, INVALID, 28741, 0, 0), A(31144, INVALID, 28741, 0, 0), A(39057, INVALID, 28741, 0, 0),
    A(39062, INVALID, 28741, 0, 0), A(39066, INVALID, 28741, 0, 0), A(39071, INVALID, 28741, 0, 0),
    A(39075, INVALID, 28741, 0, 0), A(31004, INVALID, 28741, 0, 0), A(39077, INVALID, 28741, 0, 0),
    A(31178, INVALID, 28741, 0, 0), A(28739, INVALID, 28741, 0, 0), A(31144, INVALID, 28741, 0, 0),
    A(39057, INVALID, 28741, 0, 0), A(39062, INVALID, 28741, 0, 0), A(39066, INVALID, 28741, 0, 0),
    A(39071, INVALID, 28741, 0, 0), A(39075, INVALID, 28741, 0, 0), A(31004, INVALID, 28741, 0, 0),
    A(39077, INVALID, 28741, 0, 0), A(39079, INVALID, 28741, 0, 0), A(39083, INVALID, 28741, 0, 0),
    A(39087, INVALID, 28741, 0, 0), A(39096, INVALID, 28741, 0, 0), A(39104, INVALID, 28741, 0, 0),
    A(34893, INVALID, 39118, 0, 0), A(29685, INVALID, 39126, 0, 0), A(28988, INVALID, 39118, 0, 0),
    A(34893, INVALID, 39118, 0, 0), A(29685, INVALID, 39126, 0, 0), A(33744, INVALID, 39154, 0, 0),
    A(33415, FLOAT, 0, 0, 0), A(39160, FLOAT, 0, 0, 0), A(39172, FLOAT, 0, 0, 0), A(39183, FLOAT, 0, 0, 0),
    A(39191, FLOAT, 0, 0, 0), A(39205, INT32, 0, 0, 0), A(39218, FLOAT, 0, 0, 0), A(39227, FLOAT, 0, 0, 0),
    A(39232, FLOAT, 0, 0, 0), A(39264, STRING, 0, 0, 0), A(39279, STRING, 0, 0, 0), A(39294, INT64, 0, 0, 0),
    A(39304, INT32, 0, 0, 0), A(39362, INVALID, 39383, 0, L), A(39399, INVALID, 39420, 0, L),
    A(39436, INVALID, 39461, 0, L), A(35744, VARIANT, 0, 0, 0), A(30096, INT64, 0, 0, 0),
    A(39491, STRING, 0, 0, 0), A(34156, INT32, 0, 0, 0), A(34164, INT32, 0, 0, 0), A(31474, FLOAT, 0, 0, 0),
    A(39503, INT32, 0, 0, 0), A(39518, INT32, 0, 0, 0), A(34437, FLOAT, 0, 0, 0), A(34382, INT64, 0, 0, 0),
    A(39533, INT32, 0, 0, 0), A(39543, INT32, 0, 0, 0), A(39551, INT32, 0, 0, 0), A(39491, STRING, 0, 0, 0),
    A(34156, INT32, 0, 0, 0), A(34164, INT32, 0, 0, 0), A(31474, FLOAT, 0, 0, 0), A(34382, INT64, 0, 0, 0),
    A(39533, INT32, 0, 0, 0), A(34389, INT32, 0, 0, 0), A(34402, INT32, 0, 0, 0), A(34420, INT32, 0, 0, 0),
    A(34437, FLOAT, 0, 0, 0), A(34450, INT32, 0, 0, 0), A(34477, INT32, 0, 0, 0), A(39581, INT32, 0, 0, 0),
    A(39640, STRING, 0, 0, 0), A(29930, INVALID, 28791, 0, 0), A(34194, INT32, 0, 28752, 0),
    A(34223, INT32, 0, 28752, 0), A(31707, FLOAT, 0, 28752, 0), A(39659, INT32, 0, 0, 0),
    A(39683, INT32, 0, 0, 0), A(39748, INT32, 0, 0, 0), A(39760, INT64, 0, 0, 0), A(29884, VARIANT, 0, 0, 0),
    A(29149, INT64, 0, 0, 0), A(29154, INT64, 0, 0, 0), A(39768, RESOURCE, 0, 0, 0), A(29227, STRING, 0, 0, R),
    A(29678, INVALID, 28741, 0, 0), A(39830, INVALID, 28741, 0, 0), A(39842, INT32, 0, 0, 0),
    A(29433, INVALID, 28791, 0, 0), A(30041, STRING, 0, 0, 0), A(29678, INVALID, 28741, 0, 0),
    A(29007, INVALID, 38392, 0, 0), A(38401, INT32, 0, 0, 0), A(28988, INVALID, 39848, 0, 0),
    A(29007, INVALID, 28741, 0, L), A(39854, INVALID, 39859, 0, 0), A(29007, INVALID, 30576, 0, L),
    A(31080, INVALID, 28741, 0, 0), A(28739, INVALID, 28741, 0, 0), A(28945, INVALID, 28791, 0, 0),
    A(39889, FLOAT, 0, 0, 0), A(33702, INT32, 0, 0, 0), A(39900, INVALID, 28791, 0, 0),
    A(28945, INVALID, 28791, 0, 0), A(39889, FLOAT, 0, 0, 0), A(33702, INT32, 0, 0, 0),
    A(39943, FLOAT, 0, 0, 0), A(30041, STRING, 0, 0, 0), A(30045, INVALID, 28741, 0, 0),
    A(30045, INVALID, 28791, 0, 0), A(33111, RESOURCE, 0, 0, 0), A(39994, STRING, 0, 0, 0),
    A(40000, FLOAT, 0, 0, 0), A(40012, INVALID, 28741, 0, 0), A(29818, BOOL, 0, 0, 0),
    A(40000, FLOAT, 0, 0, 0), A(40012, INVALID, 28741, 0, 0), A(29693, INVALID, 28741, 0, 0),
    A(29884, VARIANT, 0, 0, 0), A(40020, INVALID, 40040, 0, L), A(40055, INVALID, 40081, 0, L),
    A(40102, INT64, 0, 0, 0), A(36996, INVALID, 35314, 0, L), A(29007, INVALID, 28791, 0, 0),
    A(29007, VARIANT, 0, 0, 0), A(28745, INVALID, 35314, 0, L), A(29227, STRING, 0, 0, R),
    A(30270, INVALID, 40160, 0, 0), A(29678, INVALID, 40165, 0, 0), A(29227, RESOURCE, 0, 0, 0),
    A(35744, VARIANT, 0, 0, 0), A(29227, STRING, 0, 0, R), A(32877, STRING, 0, 0, 0),
    A(29227, RESOURCE, 0, 0, 0), A(32877, STRING, 0, 0, 0), A(29227, RESOURCE, 0, 0, 0),
    A(30270, INVALID, 40160, 0, 0), A(29678, INVALID, 40165, 0, 0), A(28739, INVALID, 28741, 0, 0),
    A(31165, INT32, 0, 0, 0), A(29391, INVALID, 28741, 0, 0), A(29884, VARIANT, 0, 0, 0),
    A(32975, INVALID, 32991, 0, L), A(37955, INT64, 0, 0, 0), A(37968, INT64, 0, 0, 0),
    A(28743, INVALID, 28741, 0, 0), A(40213, INVALID, 28741, 0, 0), A(40216, BOOL, 0, 0, 0),
    A(28743, BOOL, 0, 0, 0), A(40231, BOOL, 0, 0, 0), A(29926, INVALID, 28791, 0, R),
    A(28988, INVALID, 35944, 0, 0), A(40260, INT32, 0, 0, 0), A(40269, STRING, 0, 0, 0),
    A(36610, RESOURCE, 0, 0, 0), A(40283, STRING, 0, 0, 0), A(40295, VARIANT, 0, 0, 0),
    A(40304, FLOAT, 0, 0, 0), A(29149, INT64, 0, 0, 0), A(30096, INT64, 0, 0, 0), A(40314, FLOAT, 0, 0, 0),
    A(40321, INT64, 0, 0, 0), A(29149, INT64, 0, 0, 0), A(40335, INT64, 0, 0, 0), A(40358, FLOAT, 0, 0, 0),
    A(30908, INVALID, 28741, 0, 0), A(40379, INVALID, 28741, 0, 0), A(40391, INVALID, 28741, 0, 0),
    A(40403, INVALID, 28741, 0, 0), A(28739, INVALID, 28741, 0, 0), A(31136, INVALID, 28741, 0, 0),
    A(31144, INVALID, 28741, 0, 0), A(31151, INVALID, 28741, 0, 0), A(31153, INVALID, 28741, 0, 0),
    A(31157, INVALID, 28741, 0, 0), A(31161, INVALID, 28741, 0, 0), A(31082, INVALID, 28741, 0, 0),
    A(28739, INVALID, 28741, 0, 0), A(31136, INVALID, 28741, 0, 0), A(31144, INVALID, 28741, 0, 0),
    A(31151, INVALID, 28741, 0, 0), A(31153, INVALID, 28741, 0, 0), A(31157, INVALID, 28741, 0, 0),
    A(31161, INVALID, 28741, 0, 0), A(31082, INVALID, 28741, 0, 0), A(31165, INVALID, 28741, 0, 0),
    A(31167, INVALID, 28741, 0, 0), A(30619, INVALID, 28741, 0, 0), A(31170, INVALID, 28741, 0, 0),
    A(31172, INVALID, 28741, 0, 0), A(31175, INVALID, 28741, 0, 0), A(31215, INVALID, 28741, 0, 0),
    A(31223, INVALID, 28741, 0, 0), A(31237, INVALID, 28741, 0, 0), A(40416, INVALID, 28741, 0, 0),
    A(31269, INVALID, 28741, 0, 0), A(31278, INVALID, 28741, 0, 0), A(31287, INVALID, 28741, 0, 0),
    A(31312, INVALID, 28741, 0, 0), A(37153, INVALID, 28741, 0, 0), A(29884, VARIANT, 0, 0, 0),
    A(32975, INVALID, 32991, 0, L), A(37955, INT64, 0, 0, 0), A(37968, INT64, 0, 0, 0),
    A(37988, INT64, 0, 0, 0), A(38011, INT64, 0, 0, 0), A(38684, INVALID, 28741, 0, 0),
    A(40422, INVALID, 28741, 0, 0), A(40427, INVALID, 29031, 0, 0), A(35306, INVALID, 37357, 0, L),
    A(29433, INVALID, 28741, 0, 0), A(40431, INVALID, 40435, 0, 0), A(40443, STRING, 0, 0, 0),
    A(40457, FLOAT, 0, 40468, 0), A(40478, FLOAT, 0, 40468, 0), A(40489, FLOAT, 0, 40468, 0),
    A(40500, FLOAT, 0, 40468, 0), A(40511, FLOAT, 0, 40468, 0), A(40522, FLOAT, 0, 40468, 0),
    A(40533, FLOAT, 0, 40468, 0), A(40544, FLOAT, 0, 40468, 0), A(40564, STRING, 0, 0, 0),
    A(40574, STRING, 0, 0, 0), A(40590, INT64, 0, 0, 0), A(40604, INT64, 0, 0, 0), A(40618, FLOAT, 0, 0, 0),
    A(40638, FLOAT, 0, 0, 0), A(40689, STRING, 0, 0, 0), A(40694, INVALID, 40717, 0, L),
    A(40457, FLOAT, 0, 0, 0), A(40747, FLOAT, 0, 0, 0), A(40755, FLOAT, 0, 0, 0), A(40457, FLOAT, 0, 0, 0),
    A(40775, FLOAT, 0, 0, 0), A(40788, FLOAT, 0, 0, 0), A(40457, FLOAT, 0, 0, 0), A(40775, FLOAT, 0, 0, 0),
    A(40747, FLOAT, 0, 0, 0), A(40457, FLOAT, 0, 0, 0), A(40775, FLOAT, 0, 0, 0), A(40457, FLOAT, 0, 0, 0),
    A(29603, FLOAT, 0, 0, 0), A(29606, FLOAT, 0, 0, 0), A(29600, FLOAT, 0, 0, 0), A(40457, FLOAT, 0, 0, 0),
    A(40775, FLOAT, 0, 0, 0), A(40796, FLOAT, 0, 0, 0), A(40457, FLOAT, 0, 0, 0), A(40804, FLOAT, 0, 0, 0),
    A(40457, FLOAT, 0, 0, 0), A(40775, FLOAT, 0, 0, 0), A(31106, FLOAT, 0, 0, 0), A(40818, FLOAT, 0, 0, 0),
    A(40457, FLOAT, 0, 0, 0), A(40747, FLOAT, 0, 0, 0), A(40457, FLOAT, 0, 0, 0), A(29391, FLOAT, 0, 0, 0),
    A(29389, FLOAT, 0, 0, 0), A(40457, FLOAT, 0, 0, 0), A(29603, FLOAT, 0, 0, 0), A(29606, FLOAT, 0, 0, 0),
    A(40457, FLOAT, 0, 0, 0), A(40827, INVALID, 28741, 0, 0), A(40832, INVALID, 28741, 0, 0),
    A(32149, INVALID, 28741, 0, 0), A(40852, INVALID, 28741, 0, 0), A(28739, BOOL, 0, 0, 0),
    A(28743, BOOL, 0, 0, 0), A(28739, BOOL, 0, 0, 0), A(30270, INVALID, 40863, 0, 0),
    A(29678, INVALID, 40869, 0, 0), A(29227, STRING, 0, 0, R), A(30270, INVALID, 30576, 0, 0),
    A(40877, INVALID, 29222, 0, 0), A(29678, INVALID, 29222, 0, 0), A(29227, RESOURCE, 0, 0, 0),
    A(30270, INVALID, 30576, 0, 0), A(40877, INVALID, 29222, 0, 0), A(29227, STRING, 0, 0, R),
    A(30270, INVALID, 30576, 0, 0), A(29678, INVALID, 29222, 0, 0), A(29227, RESOURCE, 0, 0, 0),
    A(30270, INVALID, 30576, 0, 0), A(29678, INVALID, 29222, 0, 0), A(29227, RESOURCE, 0, 0, 0),
    A(30270, INVALID, 30576, 0, 0), A(30265, INT64, 0, 0, 0), A(29007, BOOL, 0, 0, 0),
    A(40891, INVALID, 28741, 0, 0), A(29678, INVALID, 28741, 0, 0), A(40905, INVALID, 28741, 0, 0),
    A(40908, INVALID, 40910, 0, 0), A(35744, VARIANT, 0, 0, 0), A(38265, RESOURCE, 0, 0, 0),
    A(40939, INVALID, 32991, 0, L), A(40949, INVALID, 30597, 0, L), A(28988, INVALID, 29262, 0, L),
    A(38500, INT64, 0, 0, 0), A(29685, INT32, 0, 0, 0), A(29678, INVALID, 35314, 0, L),
    A(38500, INT64, 0, 0, 0), A(29685, INT32, 0, 0, 0), A(29678, INVALID, 40965, 0, L),
    A(29685, INT32, 0, 0, 0), A(38500, INT64, 0, 0, 0), A(29678, INVALID, 35314, 0, L),
    A(41015, STRING, 0, 0, 0), A(29007, INVALID, 28741, 0, 0), A(30854, INVALID, 41023, 0, 0),
    A(30864, INVALID, 41023, 0, 0), A(29007, INVALID, 28741, 0, 0), A(29693, INT32, 0, 0, 0),
    A(41030, INVALID, 28741, 0, 0), A(30879, INVALID, 28741, 0, 0), A(29693, INT32, 0, 0, 0),
    A(40652, INT32, 0, 0, 0), A(40661, INT32, 0, 0, 0), A(41030, INVALID, 28741, 0, 0),
    A(29007, INVALID, 28741, 0, 0), A(30879, INVALID, 28741, 0, 0), A(29693, INT32, 0, 0, 0),
    A(38815, INVALID, 41050, 0, 0), A(38826, INVALID, 41050, 0, 0), A(29428, INVALID, 28741, 0, 0),
    A(38815, INVALID, 28741, 0, 0), A(38826, INVALID, 28741, 0, 0), A(29428, INVALID, 28741, 0, 0),
    A(38815, INVALID, 28741, 0, 0), A(38826, INVALID, 28741, 0, 0), A(29428, INVALID, 28741, 0, 0),
    A(30133, INT32, 0, 0, 0), A(30139, INT32, 0, 0, 0), A(29007, INVALID, 28741, 0, 0),
    A(29428, INVALID, 28741, 0, 0), A(41057, INVALID, 41064, 0, 0), A(29007, INVALID, 28741, 0, 0),
    A(30133, INT32, 0, 0, 0), A(30139, INT32, 0, 0, 0), A(28988, INVALID, 28741, 0, 0),
    A(41057, INVALID, 41064, 0, 0), A(28988, INVALID, 28741, 0, 0), A(40180, INT32, 0, 0, 0),
    A(41095, INVALID, 41110, 0, 0), A(41123, INVALID, 41136, 0, 0), A(28745, STRING, 0, 28752, 0),
    A(41158, STRING, 0, 0, 0), A(41178, STRING, 0, 0, 0), A(29992, FLOAT, 0, 0, 0), A(30060, INT32, 0, 0, 0),
    A(29007, INVALID, 28741, 0, 0), A(29983, INVALID, 41324, 0, 0), A(28745, INVALID, 41334, 0, L),
    A(36996, INVALID, 41342, 0, L), A(36303, RESOURCE, 0, 0, 0), A(36303, RESOURCE, 0, 0, 0),
    A(41395, INT32, 0, 0, 0), A(41405, INT64, 0, 0, 0), A(35744, VARIANT, 0, 0, 0),
    A(36303, RESOURCE, 0, 0, 0), A(41420, INT64, 0, 0, 0), A(41405, INT64, 0, 0, 0),
    A(32149, INVALID, 28741, 0, 0), A(41436, INT32, 0, 0, 0), A(29305, INVALID, 29240, 0, 0),
    A(41448, RESOURCE, 0, 0, 0), A(29007, INVALID, 28741, 41454, 0), A(40314, FLOAT, 0, 0, 0),
    A(41466, FLOAT, 0, 0, 0), A(29693, INT64, 0, 0, 0), A(41474, INT64, 0, 0, 0), A(41497, FLOAT, 0, 0, 0),
    A(41522, FLOAT, 0, 0, R), A(41527, FLOAT, 0, 0, R), A(41533, INT32, 0, 0, 0), A(41542, INT32, 0, 0, 0),
    A(29405, FLOAT, 0, 0, 0), A(41582, INVALID, 28741, 0, 0), A(41585, INVALID, 28741, 0, 0),
    A(28758, INVALID, 41588, 0, 0), A(33409, FLOAT, 0, 0, 0), A(33415, FLOAT, 0, 0, 0),
    A(41600, INT32, 0, 0, 0), A(41616, INT32, 0, 0, 0), A(33409, INVALID, 28741, 0, 0),
    A(33415, INVALID, 28741, 0, 0), A(41600, INT32, 0, 0, 0), A(33463, INVALID, 41633, 0, 0),
    A(33409, INVALID, 28741, 0, 0), A(33415, INVALID, 28741, 0, 0), A(41600, INT32, 0, 0, 0),
    A(33463, INVALID, 41633, 0, 0), A(33477, INVALID, 41633, 0, 0), A(41616, INT32, 0, 0, 0),
    A(41645, INT32, 0, 0, 0), A(33409, INVALID, 28741, 0, 0), A(33415, INVALID, 28741, 0, 0),
    A(41600, INT32, 0, 0, 0), A(33463, INVALID, 28741, 0, 0), A(33477, INVALID, 28741, 0, 0),
    A(41682, INVALID, 28741, 0, 0), A(41616, INT32, 0, 0, 0), A(41697, INVALID, 28741, 0, 0),
    A(41645, INT32, 0, 0, 0), A(41713, FLOAT, 0, 0, 0), A(33415, FLOAT, 0, 0, 0), A(41600, INT32, 0, 0, 0),
    A(41722, FLOAT, 0, 0, 0), A(33477, FLOAT, 0, 0, 0), A(29007, INVALID, 28741, 0, 0),
    A(41740, INT32, 0, 0, 0), A(29678, INVALID, 28741, 0, 0), A(29685, INVALID, 41742, 0, 0),
    A(41745, INT32, 0, 0, 0), A(41751, INVALID, 28741, 0, 0), A(41760, INVALID, 28741, 0, 0),
    A(29884, VARIANT, 0, 0, 0), A(41786, STRING, 0, 0, 0), A(29884, VARIANT, 0, 0, 0),
    A(41821, STRING, 0, 0, 0), A(41843, STRING, 0, 0, 0), A(41866, STRING, 0, 0, 0),
    A(33584, INVALID, 41888, 0, L), A(41902, BOOL, 0, 0, 0), A(36915, INT32, 0, 0, 0),
    A(29678, INVALID, 28741, 28752, 0), A(29007, INVALID, 28741, 0, 0), A(29983, INVALID, 41324, 0, 0),
    A(41912, INVALID, 28741, 0, 0), A(29884, VARIANT, 0, 0, 0), A(30527, INT64, 0, 0, 0),
    A(41928, INT64, 0, 28752, 0), A(41942, INVALID, 41888, 0, L), A(29884, VARIANT, 0, 0, 0),
    A(30527, INT64, 0, 0, 0), A(41928, INT64, 0, 28752, 0), A(41942, INVALID, 41888, 0, L),
    A(30547, BOOL, 0, 0, 0), A(29884, VARIANT, 0, 0, 0), A(30527, INT64, 0, 0, 0), A(37838, INT64, 0, 0, 0),
    A(30547, BOOL, 0, 0, 0), A(29884, VARIANT, 0, 0, 0), A(32975, INVALID, 32991, 0, L),
    A(37838, INT64, 0, 0, 0), A(29884, VARIANT, 0, 0, 0), A(32975, INVALID, 32991, 0, L),
    A(37955, INT64, 0, 0, 0), A(37968, INT64, 0, 0, 0), A(37838, INT64, 0, 0, 0), A(29884, VARIANT, 0, 0, 0),
    A(32975, INVALID, 32991, 0, L), A(37955, INT64, 0, 0, 0), A(37968, INT64, 0, 0, 0),
    A(37988, INT64, 0, 0, 0), A(38011, INT64, 0, 0, 0), A(37838, INT64, 0, 0, 0), A(29884, VARIANT, 0, 0, 0),
    A(32975, INVALID, 32991, 0, L), A(37838, INT32, 0, 0, 0), A(28758, INVALID, 28741, 0, 0),
    A(41982, INVALID, 28791, 0, 0), A(41988, INVALID, 28791, 0, 0), A(41995, INVALID, 28791, 0, 0),
    A(42003, INVALID, 28791, 0, 0), A(36626, STRING, 0, 0, 0), A(42011, STRING, 0, 0, 0),
    A(38057, STRING, 0, 42017, 0), A(38069, STRING, 0, 42025, 0), A(38035, INVALID, 38050, 0, L),
    A(28852, INT64, 0, 42017, 0), A(28867, INVALID, 38080, 0, L), A(42032, INT64, 0, 42017, 0),
    A(42046, INVALID, 38050, 0, L), A(36626, STRING, 0, 0, 0), A(42011, STRING, 0, 0, 0),
    A(38057, STRING, 0, 0, 0), A(38069, STRING, 0, 0, 0), A(42059, STRING, 0, 0, 0),
    A(38035, INVALID, 38050, 0, L), A(28852, INT64, 0, 42109, 0), A(28867, INVALID, 38080, 0, L),
    A(42032, INT64, 0, 42109, 0), A(42046, INVALID, 38050, 0, L), A(42120, INVALID, 42071, 0, L),
    A(42134, INVALID, 42090, 0, L), A(36626, STRING, 0, 0, 0), A(42152, STRING, 0, 0, 0),
    A(42163, INVALID, 42186, 0, L), A(42201, INT64, 0, 42224, 0), A(42240, INVALID, 42262, 0, L),
    A(42283, INT64, 0, 42224, 0), A(42305, INVALID, 42186, 0, L), A(42326, INT64, 0, 42354, 0),
    A(42375, INVALID, 42402, 0, L), A(42428, INT64, 0, 42354, 0), A(42455, INVALID, 42481, 0, L),
    A(42506, INT64, 0, 42533, 0), A(36626, STRING, 0, 0, 0), A(42152, STRING, 0, 0, 0),
    A(42594, STRING, 0, 0, 0), A(42614, STRING, 0, 0, 0), A(42744, STRING, 0, 0, 0), A(42633, STRING, 0, 0, 0),
    A(42658, STRING, 0, 0, 0), A(42764, STRING, 0, 0, 0), A(42553, BOOL, 0, 0, 0),
    A(42163, INVALID, 42186, 0, L), A(42201, INT64, 0, 42224, 0), A(42240, INVALID, 42262, 0, L),
    A(42283, INT64, 0, 42224, 0), A(42305, INVALID, 42186, 0, L), A(42789, INVALID, 42811, 0, L),
    A(42838, INVALID, 42864, 0, L), A(42326, INT64, 0, 42354, 0), A(42375, INVALID, 42402, 0, L),
    A(42428, INT64, 0, 42354, 0), A(42455, INVALID, 42481, 0, L), A(42506, INT64, 0, 42533, 0),
    A(42891, INVALID, 42918, 0, L), A(42950, INVALID, 42983, 0, L), A(43015, INVALID, 42983, 0, L),
    A(36626, STRING, 0, 0, 0), A(38035, INVALID, 38050, 0, L), A(28852, INT64, 0, 42109, 0),
    A(28867, INVALID, 38080, 0, L), A(42032, INT64, 0, 42109, 0), A(42046, INVALID, 38050, 0, L),
    A(36626, STRING, 0, 0, 0), A(42553, STRING, 0, 0, 0), A(42594, STRING, 0, 42224, 0),
    A(42614, STRING, 0, 42682, 0), A(42633, STRING, 0, 42354, 0), A(42658, STRING, 0, 42533, 0),
    A(42163, INVALID, 42186, 0, L), A(42152, STRING, 0, 0, 0), A(42201, INT64, 0, 42224, 0),
    A(42240, INVALID, 42262, 0, L), A(42283, INT64, 0, 42224, 0), A(42305, INVALID, 42186, 0, L),
    A(42326, INT64, 0, 42354, 0), A(42375, INVALID, 42402, 0, L), A(42428, INT64, 0, 42354, 0),
    A(42455, INVALID, 42481, 0, L), A(36626, STRING, 0, 0, 0), A(43048, INVALID, 30576, 0, L),
    A(28743, UINT8, 0, 0, 0), A(29884, VARIANT, 0, 0, 0), A(32539, INT64, 0, 0, 0),
    A(29007, INVALID, 28741, 0, 0), A(29869, INVALID, 39018, 0, L), A(43151, INVALID, 28741, 0, 0),
    A(39075, INVALID, 28741, 0, 0), A(29007, INVALID, 28741, 0, 0), A(43178, INVALID, 28741, 0, 0),
    A(43188, INVALID, 28741, 0, 0), A(29007, INVALID, 28741, 0, 0), A(43178, INVALID, 28741, 0, 0),
    A(43188, INVALID, 28741, 0, 0), A(38430, INT32, 0, 0, 0), A(31312, INVALID, 28741, 0, 0),
    A(29007, INVALID, 28741, 0, 0), A(43178, INVALID, 28741, 0, 0), A(43188, INVALID, 28741, 0, 0),
    A(35034, INVALID, 28741, 0, 0), A(43209, INVALID, 28741, 0, 0), A(43228, INVALID, 28741, 0, 0),
    A(29007, INVALID, 43247, 0, 0), A(43178, FLOAT, 0, 0, 0), A(43188, FLOAT, 0, 0, 0),
    A(28988, INVALID, 36168, 0, 0), A(43254, FLOAT, 0, 0, 0), A(43265, FLOAT, 0, 0, 0),
    A(29007, FLOAT, 0, 0, 0), A(36572, FLOAT, 0, 0, 0), A(36582, FLOAT, 0, 0, 0),
    A(28988, INVALID, 28741, 0, 0), A(43254, FLOAT, 0, 0, 0), A(43265, FLOAT, 0, 0, 0),
    A(28739, INVALID, 36854, 0, 0), A(28743, INVALID, 36875, 0, 0), A(43297, FLOAT, 0, 0, 0),
    A(43303, FLOAT, 0, 0, 0), A(43309, FLOAT, 0, 0, 0), A(43315, FLOAT, 0, 0, 0),
    A(28850, INVALID, 43321, 0, 0), A(43329, FLOAT, 0, 0, 0), A(43335, FLOAT, 0, 0, 0),
    A(29007, INVALID, 28741, 0, 0), A(43341, FLOAT, 0, 0, 0), A(43351, FLOAT, 0, 0, 0),
    A(28988, INVALID, 28741, 0, 0), A(43361, FLOAT, 0, 0, 0), A(43372, FLOAT, 0, 0, 0),
    A(30908, INVALID, 43247, 0, 0), A(43383, FLOAT, 0, 0, 0), A(43389, FLOAT, 0, 0, 0),
    A(29389, INVALID, 43247, 0, 0), A(43395, FLOAT, 0, 0, 0), A(43401, FLOAT, 0, 0, 0),
    A(29391, INVALID, 43247, 0, 0), A(43407, FLOAT, 0, 0, 0), A(43413, FLOAT, 0, 0, 0),
    A(29595, INVALID, 43247, 0, 0), A(43419, FLOAT, 0, 0, 0), A(43428, FLOAT, 0, 0, 0),
    A(30910, INVALID, 43247, 0, 0), A(43437, FLOAT, 0, 0, 0), A(43447, FLOAT, 0, 0, 0),
    A(30916, INVALID, 36168, 0, 0), A(43457, FLOAT, 0, 0, 0), A(43468, FLOAT, 0, 0, 0),
    A(29007, INVALID, 36854, 0, 0), A(31084, INVALID, 36875, 0, 0), A(43341, FLOAT, 0, 0, 0),
    A(43351, FLOAT, 0, 0, 0), A(43479, FLOAT, 0, 0, 0), A(43488, FLOAT, 0, 0, 0),
    A(28988, INVALID, 36168, 0, 0), A(43497, FLOAT, 0, 0, 0), A(43505, FLOAT, 0, 0, 0),
    A(33715, INT32, 0, 0, 0), A(29678, INVALID, 28741, 28752, 0), A(43513, FLOAT, 0, 28752, 0),
    A(43524, FLOAT, 0, 28752, 0), A(29007, INVALID, 43247, 0, 0), A(34039, INVALID, 43536, 0, 0),
    A(43341, FLOAT, 0, 0, 0), A(43351, FLOAT, 0, 0, 0), A(43544, FLOAT, 0, 0, 0), A(43555, FLOAT, 0, 0, 0),
    A(28988, INVALID, 36168, 0, 0), A(43361, FLOAT, 0, 0, 0), A(43372, FLOAT, 0, 0, 0),
    A(29007, INVALID, 43247, 0, 0), A(34039, INVALID, 43536, 0, 0), A(43341, FLOAT, 0, 0, 0),
    A(43351, FLOAT, 0, 0, 0), A(43544, FLOAT, 0, 0, 0), A(43555, FLOAT, 0, 0, 0), A(43579, FLOAT, 0, 0, 0),
    A(43598, FLOAT, 0, 0, 0), A(29007, INVALID, 43247, 0, 0), A(34039, INVALID, 43536, 0, 0),
    A(31084, FLOAT, 0, 0, 0), A(43341, FLOAT, 0, 0, 0), A(43351, FLOAT, 0, 0, 0), A(43544, FLOAT, 0, 0, 0),
    A(43555, FLOAT, 0, 0, 0), A(29007, INVALID, 43247, 0, 0), A(34039, INVALID, 43536, 0, 0),
    A(31084, INVALID, 43617, 0, 0), A(43341, FLOAT, 0, 0, 0), A(43351, FLOAT, 0, 0, 0),
    A(43544, FLOAT, 0, 0, 0), A(43555, FLOAT, 0, 0, 0), A(43579, FLOAT, 0, 0, 0), A(43598, FLOAT, 0, 0, 0),
    A(29007, INVALID, 43247, 0, 0), A(34039, INVALID, 43536, 0, 0), A(31084, INVALID, 43617, 0, 0),
    A(43341, FLOAT, 0, 0, 0), A(43351, FLOAT, 0, 0, 0), A(43544, FLOAT, 0, 0, 0), A(43555, FLOAT, 0, 0, 0),
    A(43579, FLOAT, 0, 0, 0), A(43598, FLOAT, 0, 0, 0), A(43623, INVALID, 43631, 0, 0),
    A(43640, FLOAT, 0, 0, 0), A(43652, FLOAT, 0, 0, 0), A(29007, INVALID, 43247, 0, 0),
    A(34039, INVALID, 43536, 0, 0), A(31084, FLOAT, 0, 0, 0), A(43341, FLOAT, 0, 0, 0),
    A(43351, FLOAT, 0, 0, 0), A(43544, FLOAT, 0, 0, 0), A(43555, FLOAT, 0, 0, 0), A(43623, FLOAT, 0, 0, 0),
    A(28739, INVALID, 28741, 0, 0), A(43664, FLOAT, 0, 0, 0), A(43670, FLOAT, 0, 0, 0),
    A(28743, INVALID, 28741, 0, 0), A(43676, FLOAT, 0, 0, 0), A(43682, FLOAT, 0, 0, 0),
    A(31080, INVALID, 36854, 0, 0), A(31082, INVALID, 36875, 0, 0), A(43746, FLOAT, 0, 0, 0),
    A(43752, FLOAT, 0, 0, 0), A(43758, FLOAT, 0, 0, 0), A(43764, FLOAT, 0, 0, 0),
    A(29433, INVALID, 43321, 0, 0), A(43497, FLOAT, 0, 0, 0), A(43505, FLOAT, 0, 0, 0),
    A(31080, INVALID, 36854, 0, 0), A(31082, INVALID, 36875, 0, 0), A(31084, INVALID, 43617, 0, 0),
    A(43746, FLOAT, 0, 0, 0), A(43752, FLOAT, 0, 0, 0), A(43758, FLOAT, 0, 0, 0), A(43764, FLOAT, 0, 0, 0),
    A(31080, INVALID, 36854, 0, 0), A(31082, INVALID, 36875, 0, 0), A(31084, INVALID, 43617, 0, 0),
    A(43746, FLOAT, 0, 0, 0), A(43752, FLOAT, 0, 0, 0), A(43758, FLOAT, 0, 0, 0), A(43764, FLOAT, 0, 0, 0),
    A(43579, FLOAT, 0, 0, 0), A(43598, FLOAT, 0, 0, 0), A(29433, INVALID, 43321, 0, 0),
    A(31080, INVALID, 36854, 0, 0), A(31082, INVALID, 36875, 0, 0), A(31084, FLOAT, 0, 0, 0),
    A(43746, FLOAT, 0, 0, 0), A(43752, FLOAT, 0, 0, 0), A(43758, FLOAT, 0, 0, 0), A(43764, FLOAT, 0, 0, 0),
    A(37153, INVALID, 43247, 0, 0), A(43799, FLOAT, 0, 0, 0), A(43812, FLOAT, 0, 0, 0),
    A(37162, INVALID, 36168, 0, 0), A(43825, FLOAT, 0, 0, 0), A(43841, FLOAT, 0, 0, 0),
    A(37153, INVALID, 43247, 0, 0), A(28978, FLOAT, 0, 0, 0), A(43799, FLOAT, 0, 0, 0),
    A(43812, FLOAT, 0, 0, 0), A(30045, INVALID, 28741, 0, 0), A(28758, INVALID, 33302, 0, 0),
    A(43178, FLOAT, 0, 0, 0), A(43188, FLOAT, 0, 0, 0), A(28945, INVALID, 28741, 0, 0),
    A(30265, INT32, 0, 0, 0), A(38422, FLOAT, 0, 0, 0), A(38426, FLOAT, 0, 0, 0),
    A(43857, INVALID, 28741, 0, 0), A(43872, FLOAT, 0, 0, 0), A(43880, FLOAT, 0, 0, 0),
    A(33584, INVALID, 30209, 0, L), A(28764, STRING, 0, 0, R), A(41740, INT32, 0, 0, 0),
    A(28764, RESOURCE, 0, 0, 0), A(41740, INT32, 0, 0, 0), A(28764, STRING, 0, 0, R),
    A(33584, INVALID, 33595, 0, L), A(28764, RESOURCE, 0, 0, 0), A(33584, INVALID, 33595, 0, L),
    A(43921, BOOL, 0, 0, 0), A(29007, INVALID, 39848, 0, 0), A(38401, INT32, 0, 0, 0),
    A(29007, INVALID, 39848, 0, 0), A(38401, INT32, 0, 0, 0), A(38412, INT32, 0, 0, 0),
    A(34382, INT64, 0, 0, 0), A(29678, INVALID, 29031, 0, 0), A(30265, INVALID, 29031, 0, 0),
    A(31106, INVALID, 28741, 0, 0), A(34382, INT64, 0, 0, 0), A(29678, INVALID, 28741, 0, 0),
    A(31106, INVALID, 29806, 0, 0), A(42120, INVALID, 43931, 0, L), A(42134, INVALID, 43951, 0, L),
    A(28852, INT64, 0, 42017, 0), A(28867, INVALID, 43971, 0, L), A(28881, INT64, 0, 42017, 0),
    A(43991, INVALID, 44004, 0, L), A(36364, INVALID, 44016, 0, 0), A(44032, INVALID, 44050, 0, 0),
    A(44105, INT64, 0, 0, 0), A(29678, INVALID, 28741, 0, 0), A(44118, INT64, 0, 0, 0),
    A(40877, INVALID, 28741, 0, 0), A(44124, INT64, 0, 0, 0), A(36364, INVALID, 28741, 0, 0),
    A(44144, BOOL, 0, 0, 0), A(44164, INT64, 0, 0, 0), A(44164, INT64, 0, 0, 0),
    A(44182, INVALID, 28741, 0, 0), A(44194, INVALID, 28741, 0, 0), A(44203, INVALID, 28741, 0, 0),
    A(44219, INVALID, 44240, 44248, 0), A(44267, INVALID, 40869, 0, 0), A(29685, INVALID, 39126, 0, 0),
    A(44287, INVALID, 44240, 44308, 0), A(44327, INVALID, 40869, 0, 0), A(44347, INVALID, 28741, 0, 0),
    A(44354, INVALID, 28741, 0, 0), A(44361, INVALID, 28741, 0, 0), A(44368, INVALID, 44240, 0, 0),
    A(44385, INVALID, 28741, 0, 0), A(44401, VARIANT, 0, 0, 0), A(44287, INVALID, 44240, 44416, 0),
    A(44327, INVALID, 40869, 0, 0), A(44368, INVALID, 44240, 44453, 0), A(44385, INVALID, 28741, 0, 0),
    A(28852, INT64, 0, 0, 0), A(28867, INVALID, 28741, 0, 0), A(44465, INT64, 0, 0, 0),
    A(28758, INVALID, 33302, 0, 0), A(29678, INVALID, 28741, 0, 0), A(40877, INVALID, 28741, 0, 0),
    A(44484, INVALID, 41023, 44506, 0), A(44368, INVALID, 44240, 44453, 0), A(44385, INVALID, 40869, 0, 0),
    A(44566, VARIANT, 0, 0, 0), A(44586, INVALID, 44240, 0, 0), A(44597, INT32, 0, 0, 0),
    A(44616, INVALID, 40869, 0, 0), A(34801, INVALID, 28741, 0, 0), A(30265, INT64, 0, 0, 0),
    A(29149, INT64, 0, 0, 0), A(29154, INT64, 0, 0, 0), A(39768, RESOURCE, 0, 0, 0),
    A(28758, INVALID, 35249, 0, 0), A(29578, INVALID, 28741, 0, 0), A(29578, INVALID, 28741, 0, 0),
    A(44661, INVALID, 28741, 0, 0), A(30096, INVALID, 28791, 0, 0), A(29149, INVALID, 44668, 0, 0),
    A(44674, INVALID, 28791, 0, 0), A(28758, INVALID, 35249, 0, 0), A(44691, INVALID, 28791, 0, 0),
    A(28758, INVALID, 35249, 0, 0), A(44691, INVALID, 44696, 0, 0), A(28758, INVALID, 28741, 0, 0),
    A(28758, INVALID, 28741, 0, 0), A(44716, INVALID, 29222, 0, 0), A(44723, INVALID, 29222, 0, 0),
    A(38684, INVALID, 29031, 0, 0), A(34707, INVALID, 29031, 0, 0), A(28995, INVALID, 29031, 0, 0),
    A(28988, INVALID, 29031, 0, 0), A(38684, INT64, 0, 0, 0), A(40422, INT64, 0, 0, 0),
    A(44730, INT64, 0, 0, 0), A(32877, STRING, 0, 0, 0), A(36996, INVALID, 28741, 28752, 0),
    A(44765, INT64, 0, 0, 0), A(44782, INT64, 0, 0, 0), A(38576, STRING, 0, 0, R), A(44798, STRING, 0, 0, R),
    A(38500, STRING, 0, 0, 0), A(29930, STRING, 0, 0, 0), A(38576, STRING, 0, 0, R), A(44798, STRING, 0, 0, R),
    A(44811, INT64, 0, 0, 0), A(30270, STRING, 0, 0, 0), A(29678, STRING, 0, 0, 0),
    A(38576, RESOURCE, 0, 0, 0), A(44798, RESOURCE, 0, 0, 0), A(44811, INT64, 0, 0, 0),
    A(38576, RESOURCE, 0, 0, 0), A(44798, RESOURCE, 0, 0, 0), A(38576, STRING, 0, 0, R),
    A(44823, STRING, 0, 0, 0), A(38576, RESOURCE, 0, 0, 0), A(44823, STRING, 0, 0, 0),
    A(44823, STRING, 0, 0, 0), A(29884, VARIANT, 0, 0, 0), A(44829, INT64, 0, 0, 0), A(30547, BOOL, 0, 0, 0),
    A(36072, STRING, 0, 0, 0), A(30045, INVALID, 44930, 0, 0), A(36996, FLOAT, 0, 45008, 0),
    A(28745, STRING, 0, 0, 0), A(29013, INT32, 0, 0, 0), A(29869, INVALID, 28741, 0, R),
    A(28745, INVALID, 28741, 28752, R), A(28988, INVALID, 28741, 0, R), A(40180, INT32, 0, 0, 0),
    A(30096, INT32, 0, 0, 0), A(28745, INVALID, 28741, 28752, R), A(29869, INVALID, 28741, 0, R),
    A(45030, BOOL, 0, 0, 0), A(45035, INVALID, 28741, 0, R), A(45048, INVALID, 28741, 0, R),
    A(29007, STRING, 0, 0, 0), A(41015, STRING, 0, 0, 0), A(29007, STRING, 0, 0, 0), A(41015, STRING, 0, 0, 0),
    A(45060, STRING, 0, 0, 0), A(35744, VARIANT, 0, 0, 0), A(35397, STRING, 0, 0, 0),
    A(35405, STRING, 0, 0, 0), A(35370, INT64, 0, 0, 0), A(35370, STRING, 0, 0, 0),
    A(29007, INVALID, 28741, 0, 0), A(45117, INVALID, 39018, 0, 0), A(45130, STRING, 0, 0, 0),
    A(43048, INVALID, 30576, 0, L), A(29884, VARIANT, 0, 0, 0), A(45137, INT64, 0, 0, 0),
    A(43254, FLOAT, 0, 0, 0), A(43265, FLOAT, 0, 0, 0), A(29007, INVALID, 28741, 0, 0),
    A(43178, FLOAT, 0, 0, 0), A(43188, FLOAT, 0, 0, 0), A(29007, INVALID, 43247, 0, 0),
    A(43178, FLOAT, 0, 0, 0), A(43188, FLOAT, 0, 0, 0), A(45143, FLOAT, 0, 0, 0), A(45164, FLOAT, 0, 0, 0),
    A(29007, INVALID, 28741, 0, 0), A(43178, FLOAT, 0, 0, 0), A(43188, FLOAT, 0, 0, 0),
    A(45143, FLOAT, 0, 0, 0), A(45164, FLOAT, 0, 0, 0), A(30045, INVALID, 28741, 0, 0),
    A(28758, INVALID, 33302, 0, 0), A(28945, INVALID, 28741, 0, 0), A(30265, INT32, 0, 0, 0),
    A(43857, FLOAT, 0, 0, 0), A(34852, FLOAT, 0, 0, 0), A(45185, INVALID, 28741, 0, 0),
    A(43857, INVALID, 28741, 0, 0), A(34852, INVALID, 28741, 0, 0), A(30265, INT32, 0, 0, 0),
    A(28764, RESOURCE, 0, 0, 0), A(28771, INT64, 0, 0, 0), A(28782, INVALID, 28791, 0, 0),
    A(28764, RESOURCE, 0, 0, 0), A(28813, INT64, 0, 0, 0), A(28764, RESOURCE, 0, 0, 0),
    A(28829, INT32, 0, 0, 0), A(29385, RESOURCE, 0, 0, 0), A(29389, RESOURCE, 0, 0, 0),
    A(29391, RESOURCE, 0, 0, 0), A(29393, INVALID, 28741, 0, 0), A(29405, INVALID, 28741, 0, 0),
    A(29408, INVALID, 28741, 0, 0), A(29414, INVALID, 28741, 0, 0), A(29420, INVALID, 28741, 0, 0),
    A(29428, INVALID, 28741, 0, 0), A(29385, RESOURCE, 0, 0, 0), A(29449, RESOURCE, 0, 0, 0),
    A(29455, RESOURCE, 0, 0, 0), A(29405, INVALID, 28741, 0, 0), A(29468, INVALID, 28741, 0, 0),
    A(29420, INVALID, 28741, 0, 0), A(29428, INVALID, 28741, 0, 0), A(29385, RESOURCE, 0, 0, 0),
    A(29449, RESOURCE, 0, 0, 0), A(29405, INVALID, 28741, 0, 0), A(29428, INVALID, 28741, 0, 0),
    A(29385, RESOURCE, 0, 0, 0), A(29485, RESOURCE, 0, 0, 0), A(29506, RESOURCE, 0, 0, 0),
    A(29428, INVALID, 28741, 0, 0), A(29405, INVALID, 28741, 0, 0), A(29535, INVALID, 28741, 0, 0),
    A(29538, INVALID, 28741, 0, 0), A(29541, INT64, 0, 0, 0), A(29385, RESOURCE, 0, 0, 0),
    A(29449, RESOURCE, 0, 0, 0), A(29405, INVALID, 28741, 0, 0), A(29420, INVALID, 28741, 0, 0),
    A(29428, INVALID, 28741, 0, 0), A(29385, RESOURCE, 0, 0, 0), A(29389, RESOURCE, 0, 0, 0),
    A(29391, RESOURCE, 0, 0, 0), A(29393, INVALID, 28741, 0, 0), A(29553, INVALID, 28741, 0, 0),
    A(29405, INVALID, 28741, 0, 0), A(29408, INVALID, 28741, 0, 0), A(29414, INVALID, 28741, 0, 0),
    A(29420, INVALID, 28741, 0, 0), A(29428, INVALID, 28741, 0, 0), A(29385, RESOURCE, 0, 0, 0),
    A(29389, RESOURCE, 0, 0, 0), A(29391, RESOURCE, 0, 0, 0), A(45200, RESOURCE, 0, 0, 0),
    A(29393, INVALID, 28741, 0, 0), A(29553, INVALID, 28741, 0, 0), A(29405, INVALID, 28741, 0, 0),
    A(29408, INVALID, 28741, 0, 0), A(29414, INVALID, 28741, 0, 0), A(29420, INVALID, 28741, 0, 0),
    A(29428, INVALID, 28741, 0, 0), A(29385, RESOURCE, 0, 0, 0), A(29389, RESOURCE, 0, 0, 0),
    A(29405, INVALID, 28741, 0, 0), A(29578, INVALID, 28741, 0, 0), A(29584, INVALID, 28741, 0, 0),
    A(29595, INVALID, 28741, 0, 0), A(29428, INVALID, 28741, 0, 0), A(29385, RESOURCE, 0, 0, 0),
    A(29600, RESOURCE, 0, 0, 0), A(29603, RESOURCE, 0, 0, 0), A(29606, RESOURCE, 0, 0, 0),
    A(29405, INVALID, 28741, 0, 0), A(29468, INVALID, 28741, 0, 0), A(29610, INVALID, 28741, 0, 0),
    A(29420, INVALID, 28741, 0, 0), A(29428, INVALID, 28741, 0, 0), A(29385, RESOURCE, 0, 0, 0),
    A(29449, RESOURCE, 0, 0, 0), A(29619, RESOURCE, 0, 0, 0), A(29428, INVALID, 28741, 0, 0),
    A(29405, INVALID, 28741, 0, 0), A(29535, INVALID, 28741, 0, 0), A(29538, INVALID, 28741, 0, 0),
    A(29626, INVALID, 28741, 0, 0), A(29385, RESOURCE, 0, 0, 0), A(29449, RESOURCE, 0, 0, 0),
    A(29619, RESOURCE, 0, 0, 0), A(29428, INVALID, 28741, 0, 0), A(29405, INVALID, 28741, 0, 0),
    A(29535, INVALID, 28741, 0, 0), A(29538, INVALID, 28741, 0, 0), A(29657, INVALID, 28741, 0, 0),
    A(29626, INVALID, 28741, 0, 0), A(29385, RESOURCE, 0, 0, 0), A(29578, INVALID, 28741, 0, 0),
    A(28995, INVALID, 28741, 0, 0), A(29385, RESOURCE, 0, 0, 0), A(29449, RESOURCE, 0, 0, 0),
    A(29405, INVALID, 28741, 0, 0), A(29428, INVALID, 28741, 0, 0), A(29610, INVALID, 28741, 0, 0),
    A(29385, RESOURCE, 0, 0, 0), A(29389, RESOURCE, 0, 0, 0), A(29405, INVALID, 28741, 0, 0),
    A(29670, INVALID, 28741, 0, 0), A(29584, INVALID, 28741, 0, 0), A(29595, INVALID, 28741, 0, 0),
    A(29428, INVALID, 28741, 0, 0), A(29385, RESOURCE, 0, 0, 0), A(29449, RESOURCE, 0, 0, 0),
    A(29405, INVALID, 28741, 0, 0), A(29535, INVALID, 28741, 0, 0), A(29538, INVALID, 28741, 0, 0),
    A(29428, INVALID, 28741, 0, 0), A(29385, RESOURCE, 0, 0, 0), A(29578, INVALID, 28741, 0, 0),
    A(29535, INVALID, 28741, 0, 0), A(29538, INVALID, 28741, 0, 0), A(28995, INVALID, 28741, 0, 0),
    A(29385, RESOURCE, 0, 0, 0), A(29603, RESOURCE, 0, 0, 0), A(29606, RESOURCE, 0, 0, 0),
    A(29405, INVALID, 28741, 0, 0), A(29468, INVALID, 28741, 0, 0), A(29610, INVALID, 28741, 0, 0),
    A(29420, INVALID, 28741, 0, 0), A(29428, INVALID, 28741, 0, 0), A(29962, RESOURCE, 0, 0, 0),
    A(29685, INVALID, 39126, 0, 0), A(29962, RESOURCE, 0, 0, 0), A(29685, INVALID, 39126, 0, 0),
    A(40788, INVALID, 28791, 0, 0), A(29926, RESOURCE, 0, 0, 0), A(29685, INVALID, 39126, 0, 0),
    A(40788, INVALID, 28741, 0, 0), A(29385, RESOURCE, 0, 0, 0), A(29449, RESOURCE, 0, 0, 0),
    A(29455, RESOURCE, 0, 0, 0), A(29405, INVALID, 28741, 0, 0), A(29468, INVALID, 28741, 0, 0),
    A(29420, INVALID, 28741, 0, 0), A(29428, INVALID, 28741, 0, 0), A(29685, INVALID, 39126, 0, 0),
    A(29385, RESOURCE, 0, 0, 0), A(29449, RESOURCE, 0, 0, 0), A(29405, INVALID, 28741, 0, 0),
    A(29428, INVALID, 28741, 0, 0), A(29685, INVALID, 39126, 0, 0), A(29385, RESOURCE, 0, 0, 0),
    A(29485, RESOURCE, 0, 0, 0), A(29506, RESOURCE, 0, 0, 0), A(29428, INVALID, 28741, 0, 0),
    A(29685, INVALID, 39126, 0, 0), A(29405, INVALID, 28741, 0, 0), A(29535, INVALID, 28741, 0, 0),
    A(29538, INVALID, 28741, 0, 0), A(29541, INT64, 0, 0, 0), A(29385, RESOURCE, 0, 0, 0),
    A(29449, RESOURCE, 0, 0, 0), A(29405, INVALID, 28741, 0, 0), A(29420, INVALID, 28741, 0, 0),
    A(29428, INVALID, 28741, 0, 0), A(29685, INVALID, 39126, 0, 0), A(29385, RESOURCE, 0, 0, 0),
    A(29600, RESOURCE, 0, 0, 0), A(29603, RESOURCE, 0, 0, 0), A(29606, RESOURCE, 0, 0, 0),
    A(29405, INVALID, 28741, 0, 0), A(29468, INVALID, 28741, 0, 0), A(29610, INVALID, 28741, 0, 0),
    A(29420, INVALID, 28741, 0, 0), A(29428, INVALID, 28741, 0, 0), A(29685, INVALID, 39126, 0, 0),
    A(29385, RESOURCE, 0, 0, 0), A(29449, RESOURCE, 0, 0, 0), A(29619, RESOURCE, 0, 0, 0),
    A(29428, INVALID, 28741, 0, 0), A(29685, INVALID, 39126, 0, 0), A(29405, INVALID, 28741, 0, 0),
    A(29535, INVALID, 28741, 0, 0), A(29538, INVALID, 28741, 0, 0), A(29626, INVALID, 28741, 0, 0),
    A(29385, RESOURCE, 0, 0, 0), A(29449, RESOURCE, 0, 0, 0), A(29619, RESOURCE, 0, 0, 0),
    A(29428, INVALID, 28741, 0, 0), A(29685, INVALID, 39126, 0, 0), A(29405, INVALID, 28741, 0, 0),
    A(29535, INVALID, 28741, 0, 0), A(29538, INVALID, 28741, 0, 0), A(29657, INVALID, 28741, 0, 0),
    A(29626, INVALID, 28741, 0, 0), A(29385, RESOURCE, 0, 0, 0), A(29449, RESOURCE, 0, 0, 0),
    A(29405, INVALID, 28741, 0, 0), A(29428, INVALID, 28741, 0, 0), A(29685, INVALID, 39126, 0, 0),
    A(29610, INVALID, 28741, 0, 0), A(29385, RESOURCE, 0, 0, 0), A(29449, RESOURCE, 0, 0, 0),
    A(29405, INVALID, 28741, 0, 0), A(29535, INVALID, 28741, 0, 0), A(29538, INVALID, 28741, 0, 0),
    A(29428, INVALID, 28741, 0, 0), A(29685, INVALID, 39126, 0, 0), A(29385, RESOURCE, 0, 0, 0),
    A(29578, INVALID, 28741, 0, 0), A(29535, INVALID, 28741, 0, 0), A(29538, INVALID, 28741, 0, 0),
    A(29428, INVALID, 28741, 0, 0), A(29685, INVALID, 39126, 0, 0), A(29385, RESOURCE, 0, 0, 0),
    A(29603, RESOURCE, 0, 0, 0), A(29606, RESOURCE, 0, 0, 0), A(29405, INVALID, 28741, 0, 0),
    A(29468, INVALID, 28741, 0, 0), A(29610, INVALID, 28741, 0, 0), A(29420, INVALID, 28741, 0, 0),
    A(29428, INVALID, 28741, 0, 0), A(29685, INVALID, 39126, 0, 0), A(29926, RESOURCE, 0, 0, 0),
    A(45205, INVALID, 45211, 0, 0), A(43147, INVALID, 45211, 0, 0), A(30139, INVALID, 45211, 0, 0),
    A(29930, INVALID, 28741, 0, 0), A(44841, STRING, 0, 0, 0), A(34661, STRING, 0, 0, 0),
    A(30045, INVALID, 45282, 0, 0), A(44841, STRING, 0, 0, 0), A(34661, STRING, 0, 0, 0),
    A(45301, STRING, 0, 0, 0), A(30045, INVALID, 28741, 0, 0), A(38504, BOOL, 0, 0, 0),
    A(29007, INVALID, 28741, 0, 0), A(45317, INVALID, 45329, 0, 0), A(30045, INVALID, 28741, 0, 0),
    A(33744, INVALID, 29031, 0, 0), A(29884, VARIANT, 0, 0, 0), A(45352, STRING, 0, 0, 0),
    A(45030, BOOL, 0, 0, 0), A(45373, INVALID, 32914, 0, 0), A(45384, INVALID, 32914, 0, 0),
    A(28988, INVALID, 32919, 0, 0), A(38426, INVALID, 28741, 0, 0), A(30045, INVALID, 28741, 0, 0),
    A(33744, INVALID, 45211, 0, 0), A(29685, INVALID, 39126, 0, 0), A(40788, INVALID, 28741, 0, 0),
    A(28758, INVALID, 39126, 0, 0), A(29007, INVALID, 28741, 0, 0), A(45205, INVALID, 45211, 0, 0),
    A(30265, INVALID, 45211, 0, 0), A(29007, INVALID, 28741, 0, 0), A(33744, INVALID, 45211, 0, 0),
    A(29962, RESOURCE, 0, 0, 0), A(45455, INT32, 0, 0, 0), A(28995, UINT64, 0, 0, 0), A(29930, INT64, 0, 0, 0),
    A(29962, RESOURCE, 0, 0, 0), A(41363, INT64, 0, 0, 0), A(28995, INT64, 0, 0, 0),
    A(29007, INVALID, 28741, 0, 0), A(45459, INVALID, 45465, 0, 0), A(33744, INVALID, 39154, 0, 0),
    A(34858, INVALID, 28741, 0, 0), A(45472, FLOAT, 0, 0, 0), A(45205, INVALID, 28741, 0, 0),
    A(30265, INVALID, 28741, 0, 0), A(45487, FLOAT, 0, 0, 0), A(34858, INVALID, 28741, 0, 0),
    A(45472, FLOAT, 0, 0, 0), A(45494, FLOAT, 0, 0, 0), A(29884, VARIANT, 0, 0, 0), A(44691, FLOAT, 0, 0, 0),
    A(29149, INT64, 0, 0, 0), A(29154, INT64, 0, 0, 0), A(32877, STRING, 0, 0, 0), A(35276, STRING, 0, 0, 0),
    A(29869, INVALID, 28741, 0, L), A(29884, VARIANT, 0, 0, 0), A(40689, STRING, 0, 0, 0),
    A(45587, INVALID, 45609, 0, L), A(32877, STRING, 0, 0, 0), A(35276, STRING, 0, 0, 0),
    A(45652, STRING, 0, 0, 0), A(29869, INVALID, 28741, 0, L), A(35269, STRING, 0, 0, 0),
    A(35276, STRING, 0, 0, 0), A(35289, STRING, 0, 0, 0), A(35306, INVALID, 35314, 0, L),
    A(45670, STRING, 0, 0, 0), A(29678, INVALID, 28741, 0, 0), A(28945, INVALID, 28741, 0, 0),
    A(30265, INT32, 0, 0, 0), A(29001, FLOAT, 0, 0, 0), A(45675, FLOAT, 0, 0, 0),
    A(34852, INVALID, 28741, 0, 0), A(45185, INVALID, 28741, 0, 0), A(29001, FLOAT, 0, 0, 0),
    A(45675, FLOAT, 0, 0, 0), A(29926, INVALID, 28741, 0, R), A(29685, INVALID, 39126, 0, 0),
    A(40788, INVALID, 28741, 0, 0), A(29007, INVALID, 28741, 0, 0), A(29685, INVALID, 39126, 0, 0),
    A(40788, INVALID, 28741, 0, 0), A(45728, INT64, 0, 45751, 0), A(45771, INT64, 0, 45751, 0),
    A(45794, FLOAT, 0, 45816, 0), A(45848, FLOAT, 0, 45863, 0), A(32108, FLOAT, 0, 0, 0),
    A(45882, FLOAT, 0, 0, 0), A(28852, INT64, 0, 45751, 0), A(45897, FLOAT, 0, 45751, 0),
    A(45912, FLOAT, 0, 45863, 0), A(45926, FLOAT, 0, 0, 0), A(45945, FLOAT, 0, 0, 0),
    A(45968, FLOAT, 0, 45751, 0), A(45993, FLOAT, 0, 45863, 0), A(31106, FLOAT, 0, 31389, R),
    A(29869, INVALID, 28741, 0, 0), A(46088, INVALID, 39126, 0, 0), A(29869, INVALID, 28741, 0, 0),
    A(46088, INVALID, 39126, 0, 0), A(46100, INVALID, 46113, 0, 0), A(29859, BOOL, 0, 0, 0),
    A(30908, INVALID, 28741, 0, 0), A(30990, INVALID, 28741, 0, 0), A(28745, FLOAT, 0, 28752, 0),
    A(46126, FLOAT, 0, 46141, 0), A(36626, VARIANT, 0, 0, 0), A(36637, INVALID, 36168, 0, 0),
    A(46144, INT64, 0, 0, 0), A(46156, INVALID, 28741, 0, 0), A(46167, INT64, 0, 0, 0),
    A(29007, INVALID, 28741, 28752, 0), A(28988, INVALID, 36168, 28752, 0), A(29884, VARIANT, 0, 0, 0),
    A(38658, INT64, 0, 0, 0), A(30096, INT64, 0, 0, 0), A(46195, STRING, 0, 0, 0), A(38669, INT32, 0, 0, 0),
    A(38658, INT32, 0, 0, 0), A(46195, STRING, 0, 0, 0), A(38658, INT32, 0, 0, 0), A(29884, VARIANT, 0, 0, 0),
    A(32539, INT64, 0, 0, 0), A(29149, INT64, 0, 0, 0), A(29154, INT64, 0, 0, 0), A(45137, INT64, 0, 0, 0),
    A(29884, VARIANT, 0, 0, 0), A(32539, INT64, 0, 0, 0), A(29149, INT64, 0, 0, 0), A(29154, INT64, 0, 0, 0),
    A(45137, INT64, 0, 0, 0), A(39768, RESOURCE, 0, 0, 0), A(29884, VARIANT, 0, 0, 0),
    A(32539, INT64, 0, 0, 0), A(29149, INT64, 0, 0, 0), A(29154, INT64, 0, 0, 0), A(29884, VARIANT, 0, 0, 0),
    A(32539, INT64, 0, 0, 0), A(39768, RESOURCE, 0, 0, 0), A(29884, VARIANT, 0, 0, 0),
    A(32539, INT64, 0, 0, 0), A(29149, INT64, 0, 0, 0), A(29154, INT64, 0, 0, 0), A(39768, RESOURCE, 0, 0, 0),
    A(46204, BOOL, 0, 0, 0), A(46212, STRING, 0, 0, 0), A(46223, INT32, 0, 0, 0), A(46234, INT64, 0, 0, 0),
    A(46250, INT32, 0, 0, 0), A(46264, INT64, 0, 0, 0), A(41533, INT32, 0, 0, 0), A(41542, INT32, 0, 0, 0),
    A(46306, STRING, 0, 0, 0), A(29884, VARIANT, 0, 0, 0), A(40689, STRING, 0, 0, 0),
    A(46510, STRING, 0, 0, 0), A(46520, INT64, 0, 0, 0), A(29884, VARIANT, 0, 0, 0), A(40689, STRING, 0, 0, 0),
    A(40694, INVALID, 40717, 0, L), A(45587, INVALID, 45609, 0, L), A(28745, VARIANT, 0, 28752, 0),
    A(37459, INT32, 0, 0, 0), A(46584, INT32, 0, 0, 0), A(46596, INT32, 0, 0, 0),
    A(40358, INVALID, 28791, 0, 0), A(46601, INVALID, 28741, 0, 0), A(37153, INVALID, 28741, 0, 0),
    A(41542, INVALID, 28741, 0, 0), A(32790, INVALID, 28741, 0, 0), A(30966, INVALID, 28741, 0, 0),
    A(39503, INT32, 0, 0, 0), A(39518, INT32, 0, 0, 0), A(34437, FLOAT, 0, 0, 0), A(39533, INT32, 0, 0, 0),
    A(29007, INVALID, 28741, 0, 0), A(31048, INVALID, 31060, 0, 0), A(29983, INVALID, 41324, 0, 0),
    A(28764, STRING, 0, 0, R), A(28771, INT64, 0, 0, 0), A(46609, INT64, 0, 0, 0),
    A(46626, INVALID, 28791, 0, 0), A(46642, INT64, 0, 0, 0), A(29685, INT64, 0, 0, 0),
    A(29678, INVALID, 28791, 0, 0), A(28758, INT64, 0, 0, 0), A(46673, INT64, 0, 0, 0),
    A(46683, INVALID, 28741, 0, 0), A(46692, INT64, 0, 0, 0), A(46700, INT64, 0, 0, 0),
    A(46710, INVALID, 28741, 0, 0), A(46719, INT64, 0, 0, 0), A(46727, INVALID, 39848, 0, 0),
    A(46734, INT64, 0, 0, 0), A(46746, INVALID, 28741, 0, 0), A(46757, INT64, 0, 0, 0),
    A(46767, INVALID, 28741, 0, 0), A(46673, INT64, 0, 0, 0), A(46700, INT64, 0, 0, 0),
    A(46734, INT64, 0, 0, 0), A(46785, INVALID, 28741, 0, 0), A(46796, INVALID, 28741, 0, 0),
    A(29385, INVALID, 28741, 0, R), A(29449, INVALID, 28741, 0, R), A(29455, INVALID, 28741, 0, R),
    A(29405, INVALID, 28741, 0, 0), A(29468, INVALID, 28741, 0, 0), A(29420, INVALID, 28741, 0, 0),
    A(29428, INVALID, 28741, 0, 0), A(29685, INVALID, 39126, 0, 0), A(29385, INVALID, 28741, 0, R),
    A(29449, INVALID, 28741, 0, R), A(29405, INVALID, 28741, 0, 0), A(29428, INVALID, 28741, 0, 0),
    A(29685, INVALID, 39126, 0, 0), A(29385, INVALID, 28741, 0, R), A(29485, INVALID, 28741, 0, R),
    A(29506, INVALID, 28741, 0, R), A(29428, INVALID, 28741, 0, 0), A(29685, INVALID, 39126, 0, 0),
    A(29405, INVALID, 28741, 0, 0), A(29535, INVALID, 28741, 0, 0), A(29538, INVALID, 28741, 0, 0),
    A(29541, INT64, 0, 0, 0), A(29385, INVALID, 28741, 0, R), A(29449, INVALID, 28741, 0, R),
    A(29405, INVALID, 28741, 0, 0), A(29420, INVALID, 28741, 0, 0), A(29428, INVALID, 28741, 0, 0),
    A(29685, INVALID, 39126, 0, 0), A(29385, INVALID, 28741, 0, R), A(29600, INVALID, 28741, 0, R),
    A(29603, INVALID, 28741, 0, R), A(29606, INVALID, 28741, 0, R), A(29405, INVALID, 28741, 0, 0),
    A(29468, INVALID, 28741, 0, 0), A(29610, INVALID, 28741, 0, 0), A(29420, INVALID, 28741, 0, 0),
    A(29428, INVALID, 28741, 0, 0), A(29685, INVALID, 39126, 0, 0), A(29385, INVALID, 28741, 0, R),
    A(29449, INVALID, 28741, 0, R), A(29619, INVALID, 28741, 0, R), A(29428, INVALID, 28741, 0, 0),
    A(29685, INVALID, 39126, 0, 0), A(29405, INVALID, 28741, 0, 0), A(29535, INVALID, 28741, 0, 0),
    A(29538, INVALID, 28741, 0, 0), A(29626, INVALID, 28741, 0, 0), A(29385, INVALID, 28741, 0, R),
    A(29449, INVALID, 28741, 0, R), A(29619, INVALID, 28741, 0, R), A(29428, INVALID, 28741, 0, 0),
    A(29685, INVALID, 39126, 0, 0), A(29405, INVALID, 28741, 0, 0), A(29535, INVALID, 28741, 0, 0),
    A(29538, INVALID, 28741, 0, 0), A(29657, INVALID, 28741, 0, 0), A(29626, INVALID, 28741, 0, 0),
    A(29385, INVALID, 28741, 0, R), A(29449, INVALID, 28741, 0, R), A(29405, INVALID, 28741, 0, 0),
    A(29428, INVALID, 28741, 0, 0), A(29685, INVALID, 39126, 0, 0), A(29610, INVALID, 28741, 0, 0),
    A(29385, INVALID, 28741, 0, R), A(29449, INVALID, 28741, 0, R), A(29405, INVALID, 28741, 0, 0),
    A(29535, INVALID, 28741, 0, 0), A(29538, INVALID, 28741, 0, 0), A(29428, INVALID, 28741, 0, 0),
    A(29685, INVALID, 39126, 0, 0), A(29385, INVALID, 28741, 0, R), A(29578, INVALID, 28741, 0, 0),
    A(29535, INVALID, 28741, 0, 0), A(29538, INVALID, 28741, 0, 0), A(29428, INVALID, 28741, 0, 0),
    A(29685, INVALID, 39126, 0, 0), A(29385, INVALID, 28741, 0, R), A(29603, INVALID, 28741, 0, R),
    A(29606, INVALID, 28741, 0, R), A(29405, INVALID, 28741, 0, 0), A(29468, INVALID, 28741, 0, 0),
    A(29610, INVALID, 28741, 0, 0), A(29420, INVALID, 28741, 0, 0), A(29428, INVALID, 28741, 0, 0),
    A(29685, INVALID, 39126, 0, 0), A(29685, INT64, 0, 0, 0), A(29678, INVALID, 29031, 0, 0),
    A(32500, INT64, 0, 0, 0), A(30265, INVALID, 29031, 0, 0), A(31106, INVALID, 28741, 0, 0),
    A(29685, INT64, 0, 28752, 0), A(29678, INVALID, 28741, 28752, 0), A(30225, INT64, 0, 28752, 0),
    A(36349, INT64, 0, 0, 0), A(36364, INVALID, 28741, 0, 0), A(33702, INT64, 0, 0, 0),
    A(29685, INT64, 0, 0, 0), A(29678, INVALID, 28741, 0, 0), A(32500, INT64, 0, 0, 0),
    A(31106, INVALID, 29806, 0, 0), A(29685, INT64, 0, 28752, 0), A(29678, INVALID, 38080, 0, L),
    A(30225, INT64, 0, 28752, 0), A(43991, INVALID, 44004, 0, L), A(36349, INT64, 0, 0, 0),
    A(36364, INVALID, 36168, 0, 0), A(33702, INT64, 0, 0, 0), A(29685, INT64, 0, 28752, 0),
    A(29678, INVALID, 38080, 0, L), A(30225, INT64, 0, 28752, 0), A(43991, INVALID, 44004, 0, L),
    A(31364, INT64, 0, 0, 0), A(46821, BOOL, 0, 0, 0), A(46833, INT64, 0, 0, 0), A(36349, INT64, 0, 0, 0),
    A(36364, INT64, 0, 0, 0), A(33702, INT64, 0, 0, 0), A(29685, INT64, 0, 28752, 0),
    A(29678, INVALID, 38080, 0, L), A(30225, INT64, 0, 28752, 0), A(43991, INVALID, 44004, 0, L),
    A(46838, STRING, 0, 0, 0), A(36349, INT64, 0, 0, 0), A(36364, STRING, 0, 0, 0), A(33702, INT64, 0, 0, 0),
    A(46842, INT64, 0, 0, 0), A(46853, INVALID, 28741, 0, 0), A(46863, INT64, 0, 0, 0),
    A(46872, INVALID, 28741, 0, 0), A(29685, INT64, 0, 0, 0), A(29678, INVALID, 28741, 0, 0),
    A(32500, INT64, 0, 0, 0), A(40877, INVALID, 28741, 0, 0), A(36349, INT64, 0, 0, 0),
    A(36364, INVALID, 28741, 0, 0), A(44144, BOOL, 0, 0, 0), A(44164, INT64, 0, 0, 0),
    A(31080, INVALID, 30848, 0, 0), A(31082, INVALID, 30851, 0, 0), A(34869, FLOAT, 0, 0, 0),
    A(31080, VARIANT, 0, 0, 0), A(31082, VARIANT, 0, 0, 0), A(29578, INVALID, 28741, 0, 0),
    A(29595, INVALID, 28741, 0, 0), A(39077, VARIANT, 0, 0, 0), A(31080, VARIANT, 0, 0, 0),
    A(31082, INVALID, 28741, 0, 0), A(46956, INT32, 0, 0, 0), A(32149, VARIANT, 0, 0, 0),
    A(46601, VARIANT, 0, 0, 0), A(46601, VARIANT, 0, 0, 0), A(46960, VARIANT, 0, 0, 0),
    A(28782, VARIANT, 0, 0, 0), A(29007, VARIANT, 0, 0, 0), A(46973, INT32, 0, 0, 0),
    A(31080, VARIANT, 0, 0, 0), A(31082, VARIANT, 0, 0, 0), A(32500, INT64, 0, 0, 0), A(46995, INT64, 0, 0, 0),
    A(47009, INVALID, 28741, 0, 0), A(47022, INT64, 0, 0, 0), A(47034, INT32, 0, 0, 0),
    A(46995, INT64, 0, 0, 0), A(47009, INVALID, 28741, 0, 0), A(47022, INT64, 0, 0, 0),
    A(36349, INT64, 0, 0, 0), A(36364, INVALID, 28741, 0, 0), A(46995, INT64, 0, 0, 0),
    A(47022, INT64, 0, 0, 0), A(47049, INT64, 0, 0, 0), A(36349, INT64, 0, 0, 0), A(33702, INT64, 0, 0, 0),
    A(29869, INVALID, 28741, 0, 0), A(29685, INVALID, 29031, 0, 0), A(46088, INVALID, 47059, 0, 0),
    A(29428, INVALID, 28741, 0, 0), A(29685, INVALID, 29031, 0, 0), A(46088, INVALID, 47059, 0, 0),
    A(47087, INT32, 0, 0, 0), A(29428, INVALID, 28741, 0, 0), A(29685, INVALID, 29031, 0, 0),
    A(46088, INVALID, 47059, 0, 0), A(47099, INT32, 0, 0, 0), A(28988, INVALID, 28741, 0, 0),
    A(47117, INVALID, 29031, 0, 0), A(29869, INVALID, 28741, 0, 0), A(29685, INVALID, 29031, 0, 0),
    A(46088, INVALID, 47059, 0, 0), A(46100, INVALID, 46113, 0, 0), A(29685, INT64, 0, 0, 0),
    A(29678, INVALID, 28741, 0, 0), A(28758, INT64, 0, 0, 0), A(38684, INT64, 0, 0, 0),
    A(30265, INT64, 0, 0, 0), A(46767, INVALID, 28741, 0, 0), A(46995, INT64, 0, 0, 0),
    A(47139, INT64, 0, 0, 0), A(36349, INT64, 0, 0, 0), A(47151, INVALID, 28741, 0, 0),
    A(46842, INT64, 0, 0, 0), A(46853, INVALID, 28741, 0, 0), A(46863, INT64, 0, 0, 0),
    A(37153, INVALID, 28741, 0, 0), A(41542, INVALID, 47160, 0, 0), A(46673, INT64, 0, 0, 0),
    A(46683, INVALID, 28741, 0, 0), A(46692, INT64, 0, 0, 0), A(46700, INT64, 0, 0, 0),
    A(46710, INVALID, 28741, 0, 0), A(46719, INT64, 0, 0, 0), A(47168, INT64, 0, 0, 0),
    A(29685, INT64, 0, 0, 0), A(29678, INVALID, 28741, 0, 0), A(28758, INT64, 0, 0, 0),
    A(36349, INT64, 0, 47178, 0), A(36364, INVALID, 28741, 47178, 0), A(33702, INT64, 0, 47178, 0),
    A(46673, INVALID, 39126, 0, 0), A(46683, INVALID, 28741, 0, 0), A(46692, INVALID, 39126, 0, 0),
    A(31082, INVALID, 28741, 0, 0), A(46673, INVALID, 39126, 0, 0), A(46683, INVALID, 28741, 0, 0),
    A(46692, INT64, 0, 0, 0), A(31082, INVALID, 28741, 0, 0), A(29685, INT64, 0, 0, 0),
    A(29678, INVALID, 40869, 0, 0), A(32500, INT64, 0, 0, 0), A(29685, INT64, 0, 0, 0),
    A(29678, INVALID, 28741, 0, 0), A(32500, INT64, 0, 0, 0), A(28852, INVALID, 39126, 0, 0),
    A(33702, INVALID, 39126, 0, 0), A(28867, INVALID, 28741, 0, 0), A(40877, INVALID, 28741, 0, 0),
    A(46872, INVALID, 28741, 0, 0), A(47188, INT64, 0, 0, 0), A(47201, INVALID, 28741, 0, 0),
    A(47213, INT64, 0, 0, 0), A(36536, INT64, 0, 0, 0), A(36549, INVALID, 28741, 0, 0),
    A(36561, INT64, 0, 0, 0), A(47168, INT32, 0, 0, 0), A(29930, INVALID, 28741, 0, 0),
    A(28988, INVALID, 28741, 47178, 0), A(29930, INVALID, 28741, 0, 0), A(47224, INVALID, 45329, 0, 0),
    A(47168, INT32, 0, 0, 0), A(47257, INVALID, 47236, 0, 0), A(28764, STRING, 0, 0, R),
    A(47257, INVALID, 28741, 0, 0), A(28764, RESOURCE, 0, 0, 0), A(47257, INVALID, 28741, 0, 0),
    A(47274, INT32, 0, 0, 0), A(29962, RESOURCE, 0, 0, 0), A(41363, INT64, 0, 0, 0),
    A(28758, INVALID, 35249, 0, 0), A(47283, INVALID, 28741, 0, 0), A(47290, INVALID, 28741, 0, 0),
    A(29962, RESOURCE, 0, 0, 0), A(28758, INVALID, 41588, 0, 0), A(29962, RESOURCE, 0, 0, 0),
    A(41363, INT64, 0, 0, 0), A(28758, INVALID, 41588, 0, 0), A(29962, RESOURCE, 0, 0, 0),
    A(41363, INT64, 0, 0, 0), A(28758, INVALID, 41588, 0, 0), A(44716, INVALID, 28791, 0, 0),
    A(44723, INVALID, 28791, 0, 0), A(32149, INVALID, 28741, 0, 0), A(41436, INT32, 0, 0, 0),
    A(29149, INVALID, 44668, 0, 0), A(28758, INVALID, 35249, 0, 0), A(29149, INVALID, 44668, 0, 0),
    A(41982, INVALID, 28791, 0, 0), A(47296, INVALID, 28791, 0, 0), A(41995, INVALID, 28791, 0, 0),
    A(42003, INVALID, 28791, 0, 0), A(28758, INVALID, 35249, 0, 0), A(29149, INVALID, 44668, 0, 0),
    A(47283, INVALID, 28741, 0, 0), A(47290, INVALID, 28741, 0, 0), A(28758, INVALID, 28741, 0, 0),
    A(29149, INVALID, 44668, 0, 0), A(29578, INVALID, 28791, 0, 0), A(28758, INVALID, 41588, 0, 0),
    A(38500, UINT64, 0, 0, 0), A(47304, UINT64, 0, 0, 0), A(45455, INT32, 0, 0, 0),
    A(29578, INVALID, 28791, 0, 0), A(45455, INT32, 0, 0, 0), A(29149, INVALID, 44668, 0, 0),
    A(38500, UINT64, 0, 0, 0), A(47304, UINT64, 0, 0, 0), A(38500, UINT64, 0, 0, 0), A(47304, UINT64, 0, 0, 0),
    A(45455, INT32, 0, 0, 0), A(28758, INVALID, 28741, 0, 0), A(29149, INVALID, 44668, 0, 0),
    A(28758, INVALID, 33302, 0, 0), A(38500, UINT64, 0, 0, 0), A(47304, UINT64, 0, 0, 0),
    A(45455, INT32, 0, 0, 0), A(28758, INVALID, 28741, 0, 0), A(29149, INVALID, 44668, 0, 0),
    A(47312, INVALID, 47316, 0, 0), A(28758, INVALID, 28741, 0, 0), A(29149, INVALID, 44668, 0, 0),
    A(44716, INVALID, 28791, 0, 0), A(44723, INVALID, 28791, 0, 0), A(28758, INVALID, 33302, 0, 0),
    A(38500, UINT64, 0, 0, 0), A(47304, UINT64, 0, 0, 0), A(45455, INT32, 0, 0, 0),
    A(44716, INVALID, 28791, 0, 0), A(44723, INVALID, 28791, 0, 0), A(34858, INVALID, 28741, 0, 0),
    A(45472, FLOAT, 0, 0, 0), A(45494, FLOAT, 0, 0, 0), A(29149, INVALID, 44668, 0, 0),
    A(29930, INVALID, 28741, 0, 0), A(38500, UINT64, 0, 0, 0), A(47304, UINT64, 0, 0, 0),
    A(45455, INT32, 0, 0, 0), A(38152, RESOURCE, 0, 0, 0), A(30052, RESOURCE, 0, 0, 0),
    A(29007, INVALID, 30576, 0, 0), A(38500, UINT64, 0, 0, 0), A(47304, UINT64, 0, 0, 0),
    A(45455, INT32, 0, 0, 0), A(39491, STRING, 0, 0, 0), A(39543, INT32, 0, 0, 0), A(39551, INT32, 0, 0, 0),
    A(29007, INVALID, 28741, 0, 0), A(45205, INVALID, 45211, 0, 0), A(43147, INVALID, 45211, 0, 0),
    A(30139, INVALID, 45211, 0, 0), A(29926, INVALID, 28741, 0, R), A(45205, INVALID, 45211, 0, 0),
    A(43147, INVALID, 45211, 0, 0), A(30139, INVALID, 45211, 0, 0), A(29930, INVALID, 28741, 0, 0),
    A(28758, INVALID, 45211, 0, 0), A(45205, INVALID, 45211, 0, 0), A(43147, INVALID, 45211, 0, 0),
    A(30139, INVALID, 45211, 0, 0), A(40213, INVALID, 28741, 0, 0), A(28745, INVALID, 28741, 0, L),
    A(29869, STRING, 0, 0, 0), A(47348, INVALID, 44240, 0, 0), A(47360, STRING, 0, 0, 0),
    A(47367, INVALID, 44240, 0, 0), A(29007, STRING, 0, 0, 0), A(40203, STRING, 0, 0, 0),
    A(29685, INT64, 0, 0, 0), A(29678, STRING, 0, 0, 0), A(28758, INT64, 0, 0, 0), A(29007, STRING, 0, 0, 0),
    A(46838, STRING, 0, 0, 0), A(47468, STRING, 0, 0, 0), A(29007, STRING, 0, 0, 0),
    A(47482, INVALID, 28741, 0, 0), A(47486, INVALID, 28741, 0, 0), A(29869, INVALID, 28741, 0, 0),
    A(45030, BOOL, 0, 0, 0), A(45035, INVALID, 28741, 0, 0), A(45048, INVALID, 28741, 0, 0),
    A(32512, STRING, 0, 0, 0), A(32522, STRING, 0, 0, 0), A(32539, INT64, 0, 0, 0), A(32512, STRING, 0, 0, 0),
    A(32522, STRING, 0, 0, 0), A(32539, INT64, 0, 0, 0), A(47490, INT64, 0, 0, 0),
    A(35306, INVALID, 28741, 0, L), A(47503, INVALID, 28741, 0, L), A(47515, INT64, 0, 47530, 0),
    A(47547, INVALID, 47568, 0, L), A(47590, STRING, 0, 0, 0), A(47609, STRING, 0, 47617, 0),
    A(47634, BOOL, 0, 47617, 0), A(47590, STRING, 0, 0, 0), A(35306, INVALID, 28741, 0, L),
    A(47664, INT32, 0, 28752, 0), A(47679, FLOAT, 0, 0, 0), A(47698, FLOAT, 0, 0, 0),
    A(43048, INVALID, 47727, 0, L), A(38500, STRING, 0, 0, 0), A(47733, INVALID, 47741, 0, L),
    A(47802, INT32, 0, 0, 0), A(43048, INVALID, 30576, 0, L), A(36915, INT32, 0, 0, 0),
    A(28745, INVALID, 28741, 0, 0), A(28988, INVALID, 28741, 44754, 0), A(36996, INVALID, 28741, 30120, 0),
    A(48112, RESOURCE, 0, 28752, 0), A(48117, STRING, 0, 0, 0), A(48132, RESOURCE, 0, 0, 0),
    A(28764, STRING, 0, 0, R), A(48197, FLOAT, 0, 0, 0), A(29930, INVALID, 28791, 0, 0),
    A(48205, INT64, 0, 0, 0), A(28764, STRING, 0, 0, 0), A(48197, FLOAT, 0, 0, 0), A(28764, RESOURCE, 0, 0, 0),
    A(48197, FLOAT, 0, 0, 0), A(28764, STRING, 0, 0, R), A(29685, INT32, 0, 0, 0), A(48197, FLOAT, 0, 0, 0),
    A(28764, STRING, 0, 0, 0), A(29685, INT32, 0, 0, 0), A(48197, FLOAT, 0, 0, 0), A(28764, RESOURCE, 0, 0, 0),
    A(29685, INT32, 0, 0, 0), A(48197, FLOAT, 0, 0, 0), A(48235, STRING, 0, 0, R), A(48235, STRING, 0, 0, 0),
    A(48235, RESOURCE, 0, 0, 0), A(48254, FLOAT, 0, 0, 0), A(28764, RESOURCE, 0, 0, 0),
    A(48197, FLOAT, 0, 0, 0), A(48263, INT32, 0, 0, 0), A(28764, STRING, 0, 0, R), A(30096, INT32, 0, 0, 0),
    A(48197, FLOAT, 0, 0, 0), A(28764, STRING, 0, 0, 0), A(30096, INT32, 0, 0, 0), A(48197, FLOAT, 0, 0, 0),
    A(28764, RESOURCE, 0, 0, 0), A(30096, INT32, 0, 0, 0), A(48197, FLOAT, 0, 0, 0), A(28764, STRING, 0, 0, R),
    A(29685, INT32, 0, 0, 0), A(29930, INVALID, 28741, 0, 0), A(48197, FLOAT, 0, 0, 0),
    A(48254, FLOAT, 0, 0, 0), A(28764, STRING, 0, 0, 0), A(29685, INT32, 0, 0, 0),
    A(29930, INVALID, 28741, 0, 0), A(48197, FLOAT, 0, 0, 0), A(28764, RESOURCE, 0, 0, 0),
    A(29685, INT32, 0, 0, 0), A(29930, INVALID, 28741, 0, 0), A(48197, FLOAT, 0, 0, 0),
    A(28764, STRING, 0, 0, R), A(29930, INVALID, 28741, 0, 0), A(48205, INT64, 0, 0, 0),
    A(48197, FLOAT, 0, 0, 0), A(28764, STRING, 0, 0, 0), A(29930, INVALID, 28741, 0, 0),
    A(48205, INT64, 0, 0, 0), A(48197, FLOAT, 0, 0, 0), A(28764, RESOURCE, 0, 0, 0),
    A(29930, INVALID, 28741, 0, 0), A(48205, INT64, 0, 0, 0), A(48197, FLOAT, 0, 0, 0),
    A(28764, STRING, 0, 0, R), A(29930, INVALID, 28741, 0, 0), A(48197, FLOAT, 0, 0, 0),
    A(28764, RESOURCE, 0, 0, 0), A(48280, FLOAT, 0, 0, 0), A(28764, STRING, 0, 0, R), A(30096, INT32, 0, 0, 0),
    A(29930, INVALID, 28741, 0, 0), A(48197, FLOAT, 0, 0, 0), A(28764, STRING, 0, 0, 0),
    A(30096, INT32, 0, 0, 0), A(29930, INVALID, 28741, 0, 0), A(48197, FLOAT, 0, 0, 0),
    A(28764, RESOURCE, 0, 0, 0), A(30096, INT32, 0, 0, 0), A(29930, INVALID, 28741, 0, 0),
    A(48197, FLOAT, 0, 0, 0), A(48310, VARIANT, 0, 0, 0), A(30045, INVALID, 37220, 0, 0),
    A(48205, INT64, 0, 0, 0), A(48323, VARIANT, 0, 0, 0), A(48331, VARIANT, 0, 0, 0),
    A(48310, VARIANT, 0, 0, 0), A(37189, INVALID, 33726, 0, 0), A(48339, INT64, 0, 0, 0),
    A(37189, INVALID, 33726, 0, 0), A(30045, INVALID, 37220, 0, 0), A(37189, INVALID, 33726, 0, 0),
    A(48352, VARIANT, 0, 0, 0), A(48310, VARIANT, 0, 0, 0), A(29685, INT32, 0, 0, 0), A(37189, INT32, 0, 0, 0),
    A(29678, INVALID, 37220, 0, 0), A(48310, VARIANT, 0, 0, 0), A(30096, INT32, 0, 0, 0),
    A(37189, INT32, 0, 0, 0), A(48366, INVALID, 37220, 0, 0), A(48371, INT32, 0, 0, 0),
    A(48310, VARIANT, 0, 0, 0), A(37189, INT32, 0, 0, 0), A(48352, VARIANT, 0, 0, 0),
    A(30045, INVALID, 37220, 0, 0), A(48310, VARIANT, 0, 0, 0), A(30045, INVALID, 37220, 0, 0),
    A(48378, VARIANT, 0, 0, 0), A(30045, INVALID, 37220, 0, 0), A(48392, VARIANT, 0, 0, 0),
    A(37189, INVALID, 33726, 0, 0), A(30291, INT32, 0, 0, 0), A(48310, VARIANT, 0, 0, 0),
    A(30265, INT32, 0, 0, 0), A(30045, INVALID, 37220, 0, 0), A(29685, INT32, 0, 0, 0),
    A(37189, INVALID, 33726, 0, 0), A(48310, VARIANT, 0, 0, 0), A(30045, INVALID, 37220, 0, 0),
    A(29685, INT32, 0, 0, 0), A(30045, INVALID, 37220, 0, 0), A(29685, INT32, 0, 0, 0),
    A(37189, INVALID, 33726, 0, 0), A(30291, INT32, 0, 0, 0), A(48310, VARIANT, 0, 0, 0),
    A(30096, INT32, 0, 0, 0), A(48366, INVALID, 37220, 0, 0), A(30045, INVALID, 37220, 0, 0),
    A(37189, INVALID, 33726, 0, 0), A(48205, INT64, 0, 0, 0), A(30045, INVALID, 37220, 0, 0),
    A(48310, VARIANT, 0, 0, 0), A(38500, INVALID, 29240, 0, 0), A(48437, BOOL, 0, 0, 0),
    A(48310, VARIANT, 0, 0, 0), A(38500, INVALID, 29240, 0, 0), A(29930, INVALID, 29250, 0, 0),
    A(29930, INVALID, 29250, 0, 0), A(30270, INVALID, 29240, 0, 0), A(30045, INVALID, 28741, 0, 0),
    A(29685, INVALID, 39126, 0, 0), A(40788, INVALID, 28741, 0, 0), A(29007, INVALID, 28741, 0, 0),
    A(45205, INVALID, 45211, 0, 0), A(43147, INVALID, 45211, 0, 0), A(30139, INVALID, 45211, 0, 0),
    A(29930, INVALID, 28741, 0, 0), A(30041, STRING, 0, 0, 0), A(30045, INVALID, 28741, 0, 0),
    A(48466, STRING, 0, 0, 0), A(29007, INVALID, 28741, 0, 0), A(48512, INVALID, 48522, 0, 0),
    A(29007, INVALID, 28741, 0, 0), A(48512, INT32, 0, 0, 0), A(48533, DOUBLE, 0, 0, 0),
    A(48543, FLOAT, 0, 0, 0), A(48548, INT32, 0, 0, 0), A(29007, INVALID, 28741, 0, 0),
    A(29693, INVALID, 48561, 0, 0), A(29678, INVALID, 28741, 0, 0), A(29685, INVALID, 38509, 0, 0),
    A(48564, INT64, 0, 0, 0), A(48568, STRING, 0, 0, 0), A(48579, INVALID, 28741, 0, 0),
    A(48589, INVALID, 28741, 0, 0), A(48598, INVALID, 28741, 0, 0), A(30191, INVALID, 28741, 0, 0),
    A(48606, INVALID, 28741, 0, 0), A(30191, INVALID, 28741, 0, 0), A(48650, INVALID, 28741, 0, 0),
    A(30380, INT64, 0, 0, 0), A(30392, INT64, 0, 0, 0), A(48665, INVALID, 28741, 0, 0),
    A(48697, INVALID, 28741, 0, 0), A(30380, INT64, 0, 0, 0), A(29428, INVALID, 28741, 0, 0),
    A(30392, INT64, 0, 0, 0), A(48712, INVALID, 28741, 0, 0), A(44586, INVALID, 44240, 0, 0),
    A(48725, INT32, 0, 0, 0), A(44586, INVALID, 44240, 0, 0), A(48725, INT32, 0, 0, 0),
    A(48803, INT64, 0, 0, 0), A(47009, INT32, 0, 0, 0), A(48823, INVALID, 44240, 0, 0),
    A(29007, INT32, 0, 0, 0), A(29007, INVALID, 30576, 0, 0), A(48852, FLOAT, 0, 0, 0),
    A(48859, INT32, 0, 0, 0), A(48931, INVALID, 28741, 0, 0), A(30191, INVALID, 28741, 0, 0),
    A(48935, FLOAT, 0, 0, 0), A(48946, INT32, 0, 0, 0), A(48962, FLOAT, 0, 0, 0), A(48973, INT32, 0, 0, 0),
    A(48989, FLOAT, 0, 0, 0), A(49003, INT32, 0, 0, 0), A(49247, INVALID, 28741, 0, 0),
    A(38422, INVALID, 28741, 0, 0), A(38426, INVALID, 28741, 0, 0), A(48852, FLOAT, 0, 0, 0),
    A(48859, INT32, 0, 0, 0), A(48931, INVALID, 30576, 0, 0), A(30191, INVALID, 30576, 0, 0),
    A(48935, FLOAT, 0, 0, 0), A(48946, INT32, 0, 0, 0), A(48962, FLOAT, 0, 0, 0), A(48973, INT32, 0, 0, 0),
    A(48989, FLOAT, 0, 0, 0), A(49003, INT32, 0, 0, 0), A(48931, INVALID, 49369, 0, 0),
    A(30191, INVALID, 49374, 0, 0), A(48962, FLOAT, 0, 0, 0), A(48973, INT32, 0, 0, 0),
    A(29007, INVALID, 30576, 0, 0), A(49379, FLOAT, 0, 0, 0), A(49392, INT32, 0, 0, 0),
    A(48989, FLOAT, 0, 0, 0), A(49003, INT32, 0, 0, 0), A(28743, INVALID, 28741, 0, 0),
    A(40431, INVALID, 40435, 0, 0), A(28739, INVALID, 28741, 0, 0), A(33744, INVALID, 39154, 0, 0),
    A(28743, INVALID, 28741, 0, 0), A(40431, INVALID, 40435, 0, 0), A(45137, INVALID, 40435, 0, 0),
    A(28988, INVALID, 28741, 40427, 0), A(29685, INVALID, 29031, 0, 0), A(38504, INVALID, 29031, 0, 0),
    A(28745, STRING, 0, 0, 0), A(46088, INVALID, 39126, 0, 0), A(46100, INVALID, 46113, 0, 0),
    A(49488, INT32, 0, 49512, 0), A(29007, RESOURCE, 0, 0, 0), A(33050, VARIANT, 0, 28752, 0),
    A(31106, DOUBLE, 0, 49539, 0), A(29884, VARIANT, 0, 0, 0), A(30265, INT64, 0, 0, 0),
    A(45459, INT64, 0, 0, 0), A(30016, INT64, 0, 0, 0), A(30547, BOOL, 0, 0, 0), A(49541, STRING, 0, 0, 0),
    A(49549, STRING, 0, 0, 0), A(33111, RESOURCE, 0, 0, 0), A(44730, INT64, 0, 0, 0),
    A(30041, STRING, 0, 0, 0), A(30045, FLOAT, 0, 0, 0), A(30060, FLOAT, 0, 0, 0), A(32877, STRING, 0, 0, 0),
    A(35967, STRING, 0, 0, 0), A(33111, RESOURCE, 0, 0, 0), A(44730, INT64, 0, 0, 0),
    A(30045, STRING, 0, 0, 0), A(33111, RESOURCE, 0, 0, 0), A(44730, INT64, 0, 0, 0),
    A(30041, STRING, 0, 0, 0), A(29678, INVALID, 28741, 0, 0), A(33111, RESOURCE, 0, 0, 0),
    A(44730, INT64, 0, 0, 0), A(30041, STRING, 0, 0, 0), A(30045, INVALID, 28741, 0, 0),
    A(39965, UINT8, 0, 0, 0), A(33111, RESOURCE, 0, 0, 0), A(44730, INT64, 0, 0, 0), A(30041, STRING, 0, 0, 0),
    A(29930, INVALID, 28741, 0, 0), A(33111, RESOURCE, 0, 0, 0), A(44730, INT64, 0, 0, 0),
    A(30045, INVALID, 28741, 0, 0), A(30041, STRING, 0, 0, 0), A(49558, STRING, 0, 0, 0),
    A(28988, INVALID, 43321, 0, 0), A(49651, VARIANT, 0, 0, 0), A(36996, FLOAT, 0, 49670, 0),
    A(31312, FLOAT, 0, 40468, 0), A(46126, FLOAT, 0, 49681, 0), A(49651, VARIANT, 0, 0, 0),
    A(29007, INVALID, 43247, 0, 0), A(49701, INVALID, 49721, 0, 0), A(49733, INVALID, 28791, 49670, 0),
    A(29685, INT32, 0, 0, 0), A(28782, FLOAT, 0, 0, 0), A(32349, FLOAT, 0, 0, 0), A(49781, FLOAT, 0, 0, 0),
    A(49793, FLOAT, 0, 0, 0), A(49809, FLOAT, 0, 0, 0), A(49833, FLOAT, 0, 0, 0), A(29685, INT32, 0, 0, 0),
    A(28782, FLOAT, 0, 0, 0), A(32349, FLOAT, 0, 0, 0), A(49853, FLOAT, 0, 0, 0), A(29420, FLOAT, 0, 0, 0),
    A(49781, FLOAT, 0, 0, 0), A(29610, FLOAT, 0, 0, 0), A(49793, FLOAT, 0, 0, 0), A(49809, FLOAT, 0, 0, 0),
    A(49833, FLOAT, 0, 0, 0), A(49860, FLOAT, 0, 0, 0), A(49793, FLOAT, 0, 0, 0), A(29685, INT32, 0, 0, 0),
    A(28782, FLOAT, 0, 0, 0), A(32349, FLOAT, 0, 0, 0), A(29610, FLOAT, 0, 0, 0), A(49893, FLOAT, 0, 0, 0),
    A(49853, FLOAT, 0, 0, 0), A(49877, FLOAT, 0, 0, 0), A(29420, FLOAT, 0, 0, 0), A(49809, FLOAT, 0, 0, 0),
    A(49902, FLOAT, 0, 0, 0), A(49860, FLOAT, 0, 0, 0), A(49793, FLOAT, 0, 0, 0), A(49781, FLOAT, 0, 0, 0),
    A(29619, FLOAT, 0, 0, 0), A(32349, FLOAT, 0, 0, 0), A(29685, INT32, 0, 0, 0), A(28782, FLOAT, 0, 0, 0),
    A(29595, FLOAT, 0, 0, 0), A(49939, FLOAT, 0, 0, 0), A(49959, FLOAT, 0, 0, 0), A(49809, FLOAT, 0, 0, 0),
    A(49833, FLOAT, 0, 0, 0), A(49986, FLOAT, 0, 0, 0), A(29685, INT32, 0, 0, 0), A(28782, FLOAT, 0, 0, 0),
    A(32349, FLOAT, 0, 0, 0), A(49793, FLOAT, 0, 0, 0), A(49809, FLOAT, 0, 0, 0), A(34156, INT32, 0, 0, 0),
    A(34164, UINT32, 0, 0, 0), A(29678, FLOAT, 0, 0, 0), A(38309, UINT32, 0, 0, 0), A(49793, FLOAT, 0, 0, 0),
    A(37162, FLOAT, 0, 0, 0), A(34389, INT32, 0, 0, 0), A(50061, INT32, 0, 0, 0), A(34402, INT32, 0, 0, 0),
    A(34437, FLOAT, 0, 0, 0), A(34389, INT32, 0, 0, 0), A(34402, INT32, 0, 0, 0), A(34420, INT32, 0, 0, 0),
    A(50133, INT32, 0, 0, 0), A(34437, FLOAT, 0, 0, 0), A(31106, FLOAT, 0, 0, 0), A(50148, INT32, 0, 0, 0),
    A(50168, FLOAT, 0, 0, 0), A(50186, FLOAT, 0, 0, 0), A(50204, FLOAT, 0, 0, 0), A(32349, FLOAT, 0, 0, 0),
    A(50225, FLOAT, 0, 0, 0), A(49793, FLOAT, 0, 0, 0), A(49781, FLOAT, 0, 0, 0), A(49809, FLOAT, 0, 0, 0),
    A(49833, FLOAT, 0, 0, 0), A(50256, FLOAT, 0, 0, 0), A(34389, INT32, 0, 0, 0), A(34402, INT32, 0, 0, 0),
    A(34420, INT32, 0, 0, 0), A(50133, INT32, 0, 0, 0), A(34437, FLOAT, 0, 0, 0), A(31106, FLOAT, 0, 0, 0),
    A(50148, INT32, 0, 0, 0), A(50168, FLOAT, 0, 0, 0), A(50186, FLOAT, 0, 0, 0), A(50204, FLOAT, 0, 0, 0),
    A(32349, FLOAT, 0, 0, 0), A(50225, FLOAT, 0, 0, 0), A(49793, FLOAT, 0, 0, 0), A(49781, FLOAT, 0, 0, 0),
    A(40747, FLOAT, 0, 0, 0), A(49809, FLOAT, 0, 0, 0), A(49833, FLOAT, 0, 0, 0), A(50419, FLOAT, 0, 0, 0),
    A(50256, FLOAT, 0, 0, 0), A(34389, INT32, 0, 0, 0), A(34402, INT32, 0, 0, 0), A(34420, INT32, 0, 0, 0),
    A(50133, INT32, 0, 0, 0), A(34437, FLOAT, 0, 0, 0), A(31106, FLOAT, 0, 0, 0), A(50148, INT32, 0, 0, 0),
    A(50168, FLOAT, 0, 0, 0), A(50186, FLOAT, 0, 0, 0), A(50204, FLOAT, 0, 0, 0), A(32349, FLOAT, 0, 0, 0),
    A(50225, FLOAT, 0, 0, 0), A(49793, FLOAT, 0, 0, 0), A(40747, FLOAT, 0, 0, 0), A(49893, FLOAT, 0, 0, 0),
    A(49809, FLOAT, 0, 0, 0), A(50419, FLOAT, 0, 0, 0), A(49902, FLOAT, 0, 0, 0), A(50256, FLOAT, 0, 0, 0),
    A(34389, INT32, 0, 0, 0), A(34402, INT32, 0, 0, 0), A(34420, INT32, 0, 0, 0), A(50133, INT32, 0, 0, 0),
    A(34437, FLOAT, 0, 0, 0), A(31106, FLOAT, 0, 0, 0), A(50148, INT32, 0, 0, 0), A(50168, FLOAT, 0, 0, 0),
    A(50186, FLOAT, 0, 0, 0), A(50204, FLOAT, 0, 0, 0), A(50435, FLOAT, 0, 28752, 0),
    A(50442, FLOAT, 0, 49539, 0), A(50225, FLOAT, 0, 0, 0), A(50458, FLOAT, 0, 28752, 0),
    A(50256, FLOAT, 0, 0, 0), A(34389, INT32, 0, 0, 0), A(34402, INT32, 0, 0, 0), A(34420, INT32, 0, 0, 0),
    A(50133, INT32, 0, 0, 0), A(34437, FLOAT, 0, 0, 0), A(31106, FLOAT, 0, 0, 0), A(50148, INT32, 0, 0, 0),
    A(50168, FLOAT, 0, 0, 0), A(50186, FLOAT, 0, 0, 0), A(50204, FLOAT, 0, 0, 0), A(32349, FLOAT, 0, 0, 0),
    A(50225, FLOAT, 0, 0, 0), A(49793, FLOAT, 0, 0, 0), A(49781, FLOAT, 0, 0, 0), A(29619, FLOAT, 0, 0, 0),
    A(49809, FLOAT, 0, 0, 0), A(49833, FLOAT, 0, 0, 0), A(49986, FLOAT, 0, 0, 0), A(50256, FLOAT, 0, 0, 0),
    A(34389, INT32, 0, 0, 0), A(34402, INT32, 0, 0, 0), A(34420, INT32, 0, 0, 0), A(50133, INT32, 0, 0, 0),
    A(34437, FLOAT, 0, 0, 0), A(31106, FLOAT, 0, 0, 0), A(50148, INT32, 0, 0, 0), A(50168, FLOAT, 0, 0, 0),
    A(50186, FLOAT, 0, 0, 0), A(50204, FLOAT, 0, 0, 0), A(32349, FLOAT, 0, 0, 0), A(50225, FLOAT, 0, 0, 0),
    A(49793, FLOAT, 0, 0, 0), A(49809, FLOAT, 0, 0, 0), A(50256, FLOAT, 0, 0, 0), A(34389, INT32, 0, 0, 0),
    A(34402, INT32, 0, 0, 0), A(34420, INT32, 0, 0, 0), A(50133, INT32, 0, 0, 0), A(34437, FLOAT, 0, 0, 0),
    A(49793, FLOAT, 0, 0, 0), A(31106, FLOAT, 0, 0, 0), A(37162, FLOAT, 0, 0, 0), A(50148, INT32, 0, 0, 0),
    A(50168, FLOAT, 0, 0, 0), A(34389, INT32, 0, 0, 0), A(34402, INT32, 0, 0, 0), A(34420, INT32, 0, 0, 0),
    A(34437, FLOAT, 0, 0, 0), A(50204, FLOAT, 0, 0, 0), A(32349, FLOAT, 0, 0, 0), A(49793, FLOAT, 0, 0, 0),
    A(49781, FLOAT, 0, 0, 0), A(39581, INT32, 0, 0, 0), A(34389, INT32, 0, 0, 0), A(34402, INT32, 0, 0, 0),
    A(34420, INT32, 0, 0, 0), A(34437, FLOAT, 0, 0, 0), A(50204, FLOAT, 0, 0, 0), A(32349, FLOAT, 0, 0, 0),
    A(49793, FLOAT, 0, 0, 0), A(49781, FLOAT, 0, 0, 0), A(40747, FLOAT, 0, 0, 0), A(39581, INT32, 0, 0, 0),
    A(49809, FLOAT, 0, 0, 0), A(49833, FLOAT, 0, 0, 0), A(50419, FLOAT, 0, 0, 0), A(34389, INT32, 0, 0, 0),
    A(34402, INT32, 0, 0, 0), A(34420, INT32, 0, 0, 0), A(34437, FLOAT, 0, 0, 0), A(50204, FLOAT, 0, 0, 0),
    A(32349, FLOAT, 0, 0, 0), A(49793, FLOAT, 0, 0, 0), A(40747, FLOAT, 0, 0, 0), A(49893, FLOAT, 0, 0, 0),
    A(39581, INT32, 0, 0, 0), A(49809, FLOAT, 0, 0, 0), A(50419, FLOAT, 0, 0, 0), A(49902, FLOAT, 0, 0, 0),
    A(34389, INT32, 0, 0, 0), A(34402, INT32, 0, 0, 0), A(34420, INT32, 0, 0, 0), A(34437, FLOAT, 0, 0, 0),
    A(50204, FLOAT, 0, 0, 0), A(50435, INVALID, 28741, 28752, 0), A(50442, FLOAT, 0, 49539, 0),
    A(39581, INT32, 0, 0, 0), A(50458, INVALID, 28741, 28752, 0), A(34389, INT32, 0, 0, 0),
    A(34402, INT32, 0, 0, 0), A(34420, INT32, 0, 0, 0), A(34437, FLOAT, 0, 0, 0), A(50204, FLOAT, 0, 0, 0),
    A(32349, FLOAT, 0, 0, 0), A(49793, FLOAT, 0, 0, 0), A(49781, FLOAT, 0, 0, 0), A(29619, FLOAT, 0, 0, 0),
    A(39581, INT32, 0, 0, 0), A(34389, INT32, 0, 0, 0), A(34402, INT32, 0, 0, 0), A(34420, INT32, 0, 0, 0),
    A(34437, FLOAT, 0, 0, 0), A(50204, FLOAT, 0, 0, 0), A(32349, FLOAT, 0, 0, 0), A(49793, FLOAT, 0, 0, 0),
    A(39581, INT32, 0, 0, 0), A(34389, INT32, 0, 0, 0), A(34402, INT32, 0, 0, 0), A(34420, INT32, 0, 0, 0),
    A(34437, FLOAT, 0, 0, 0), A(49793, INVALID, 28741, 0, 0), A(39581, INT32, 0, 0, 0),
    A(34389, INT32, 0, 0, 0), A(34402, INT32, 0, 0, 0), A(34420, INT32, 0, 0, 0), A(34437, FLOAT, 0, 0, 0),
    A(49793, FLOAT, 0, 0, 0), A(39581, INT32, 0, 0, 0), A(37162, FLOAT, 0, 0, 0),
    A(50623, INVALID, 49721, 49670, 0), A(50643, INVALID, 28791, 0, 0), A(28739, INVALID, 28741, 0, 0),
    A(43151, INVALID, 28741, 0, 0),
};
#undef R
#undef L
#undef RL
#undef A

#define D NNREG_OP_ATTR_DEFAULT
#define L NNREG_OP_ATTR_LIST
#define DL (NNREG_OP_ATTR_DEFAULT | NNREG_OP_ATTR_LIST)
#define K(name, kind, flags) {name, NNREG_OP_ATTR_##kind, flags}
static const struct nnreg_op_attr op_attrs[] = {
    K(28710, STRING, D), K(28720, BOOL, D), K(28741, TYPE, 0), K(28752, INT, 0), K(28741, TYPE, 0),
    K(28758, SHAPE, 0), K(28791, TYPE, 0), K(28741, TYPE, 0), K(28909, STRING, D), K(28919, STRING, D),
    K(28752, INT, 0), K(28741, TYPE, 0), K(28741, TYPE, D), K(29036, BOOL, D), K(29031, TYPE, D),
    K(29121, INT, 0), K(29130, INT, 0), K(29142, BOOL, 0), K(29149, INT, D), K(29154, INT, D),
    K(28741, TYPE, 0), K(29177, INT, 0), K(29194, INT, 0), K(29210, INT, 0), K(28741, TYPE, D),
    K(29222, TYPE, D), K(29240, TYPE, 0), K(29250, TYPE, 0), K(29262, TYPE, L), K(29275, SHAPE, L),
    K(29297, STRING, L), K(29262, TYPE, L), K(29275, SHAPE, L), K(29240, TYPE, 0), K(29250, TYPE, 0),
    K(29327, SHAPE, D), K(29339, INT, D), K(29359, FLOAT, D), K(29240, TYPE, 0), K(29250, TYPE, 0),
    K(29327, SHAPE, D), K(28741, TYPE, 0), K(29437, BOOL, D), K(28741, TYPE, 0), K(29437, BOOL, D),
    K(29472, BOOL, D), K(28741, TYPE, 0), K(29437, BOOL, D), K(29565, BOOL, D), K(28741, TYPE, 0),
    K(29437, BOOL, D), K(29635, BOOL, D), K(29693, INT, 0), K(29695, INT, D), K(29715, FLOAT, D),
    K(29729, BOOL, D), K(29738, INT, D), K(29768, BOOL, D), K(28741, TYPE, 0), K(28741, TYPE, 0),
    K(29786, FLOAT, D), K(28741, TYPE, 0), K(29031, TYPE, D), K(29806, TYPE, D), K(28741, TYPE, 0),
    K(29818, INT, D), K(29828, BOOL, D), K(29839, BOOL, D), K(29848, INT, D), K(29854, STRING, D),
    K(28741, TYPE, L), K(29874, INT, D), K(28741, TYPE, 0), K(29947, BOOL, D), K(29437, BOOL, D),
    K(28791, TYPE, 0), K(29947, BOOL, D), K(28741, TYPE, 0), K(28752, INT, 0), K(29971, INT, L),
    K(29983, INT, DL), K(30004, INT, 0), K(30016, INT, 0), K(30023, BOOL, D), K(30060, FLOAT, 0),
    K(30072, INT, D), K(30072, INT, D), K(30102, INT, D), K(29262, TYPE, L), K(29275, SHAPE, L),
    K(30120, INT, D), K(30133, INT, L), K(30139, INT, L), K(30147, STRING, 0), K(30155, STRING, D),
    K(28741, TYPE, 0), K(30195, BOOL, D), K(30201, BOOL, D), K(28741, TYPE, 0), K(30209, TYPE, L),
    K(30225, SHAPE, DL), K(30232, INT, D), K(28909, STRING, D), K(28919, STRING, D), K(30241, BOOL, D),
    K(28741, TYPE, 0), K(30275, INT, 0), K(30209, TYPE, L), K(30304, BOOL, D), K(30322, BOOL, D),
    K(30342, INT, D), K(30395, INT, 0), K(30413, INT, 0), K(30428, INT, D), K(30449, INT, 0),
    K(30470, INT, DL), K(30490, INT, 0), K(28909, STRING, D), K(28919, STRING, D), K(30510, STRING, D),
    K(28741, TYPE, L), K(29262, TYPE, L), K(29275, SHAPE, L), K(30538, STRING, D), K(30562, BOOL, D),
    K(29262, TYPE, L), K(29275, SHAPE, L), K(30538, STRING, D), K(30619, FUNC, 0), K(30395, INT, 0),
    K(30413, INT, 0), K(30449, INT, 0), K(30428, INT, D), K(30470, INT, DL), K(28909, STRING, D),
    K(28919, STRING, D), K(30510, STRING, D), K(30621, INT, D), K(30649, INT, D), K(30683, INT, DL),
    K(30716, INT, D), K(30750, STRING, D), K(30772, STRING, D), K(30576, TYPE, L), K(30597, TYPE, L),
    K(29222, TYPE, L), K(30793, BOOL, D), K(28741, TYPE, 0), K(30822, BOOL, D), K(30828, BOOL, D),
    K(30834, BOOL, D), K(30841, BOOL, D), K(30848, TYPE, 0), K(30851, TYPE, 0), K(29222, TYPE, 0),
    K(30822, BOOL, D), K(30828, BOOL, D), K(30834, BOOL, D), K(30841, BOOL, D), K(30201, BOOL, D),
    K(28741, TYPE, 0), K(28741, TYPE, 0), K(30903, BOOL, D), K(28741, TYPE, 0), K(30923, FLOAT, 0),
    K(30940, BOOL, 0), K(30992, BOOL, D), K(28741, TYPE, 0), K(31006, BOOL, D), K(31017, BOOL, D),
    K(28741, TYPE, 0), K(28741, TYPE, 0), K(31037, INT, 0), K(29031, TYPE, D), K(28741, TYPE, 0),
    K(31060, TYPE, D), K(31073, TYPE, D), K(28741, TYPE, 0), K(30155, STRING, D), K(28741, TYPE, 0),
    K(31119, TYPE, 0), K(31180, FLOAT, D), K(31192, FLOAT, D), K(31202, BOOL, D), K(28741, TYPE, 0),
    K(31202, BOOL, 0), K(28741, TYPE, 0), K(31192, FLOAT, D), K(31202, BOOL, D), K(28741, TYPE, 0),
    K(31353, INT, 0), K(31364, INT, 0), K(31389, INT, 0), K(31579, INT, 0), K(31596, STRING, D),
    K(31389, INT, 0), K(31579, INT, 0), K(31353, INT, 0), K(31389, INT, 0), K(31933, INT, D),
    K(28909, STRING, D), K(28919, STRING, D), K(31966, INT, 0), K(31579, INT, 0), K(31353, INT, 0),
    K(31364, INT, 0), K(31389, INT, 0), K(31921, INT, 0), K(32156, BOOL, D), K(32363, INT, 0),
    K(31389, INT, 0), K(31389, INT, 0), K(31579, INT, D), K(32376, INT, D), K(28741, TYPE, 0),
    K(29031, TYPE, D), K(28741, TYPE, 0), K(32413, FLOAT, L), K(31119, TYPE, 0), K(32723, INT, 0),
    K(32668, INT, 0), K(32734, BOOL, D), K(28741, TYPE, D), K(32734, BOOL, D), K(32749, INT, D),
    K(28741, TYPE, D), K(32795, BOOL, D), K(32824, BOOL, D), K(32843, BOOL, D), K(28741, TYPE, D),
    K(32795, BOOL, D), K(32824, BOOL, D), K(32843, BOOL, D), K(30576, TYPE, L), K(29222, TYPE, L),
    K(32905, FUNC, L), K(29275, SHAPE, DL), K(32914, TYPE, 0), K(32919, TYPE, 0), K(32924, BOOL, D),
    K(28741, TYPE, 0), K(32933, STRING, 0), K(32991, TYPE, L), K(33002, INT, 0), K(32905, FUNC, L),
    K(33026, INT, L), K(29262, TYPE, L), K(29275, SHAPE, L), K(28752, INT, 0), K(33065, INT, 0),
    K(29262, TYPE, L), K(29275, SHAPE, L), K(28752, INT, 0), K(28741, TYPE, 0), K(33219, STRING, D),
    K(33238, FLOAT, D), K(33254, BOOL, D), K(33203, INT, D), K(28741, TYPE, 0), K(33238, FLOAT, D),
    K(28741, TYPE, 0), K(33154, INT, 0), K(33165, INT, 0), K(33175, INT, 0), K(28758, SHAPE, 0),
    K(33219, STRING, D), K(33238, FLOAT, D), K(28741, TYPE, 0), K(33302, TYPE, D), K(33219, STRING, D),
    K(33238, FLOAT, D), K(28741, TYPE, 0), K(33219, STRING, D), K(33238, FLOAT, D), K(33219, STRING, D),
    K(33238, FLOAT, D), K(28741, TYPE, 0), K(33154, INT, 0), K(33165, INT, 0), K(33175, INT, 0),
    K(33334, STRING, 0), K(33343, STRING, 0), K(33352, INT, L), K(33367, INT, DL), K(33219, STRING, D),
    K(33238, FLOAT, D), K(28741, TYPE, 0), K(33334, STRING, 0), K(33343, STRING, 0), K(33219, STRING, D),
    K(33238, FLOAT, D), K(33254, BOOL, D), K(33203, INT, D), K(33376, INT, D), K(28741, TYPE, 0),
    K(33399, STRING, 0), K(33238, FLOAT, D), K(33549, BOOL, D), K(33563, BOOL, D), K(30538, STRING, 0),
    K(33595, TYPE, L), K(33615, TYPE, L), K(29121, INT, 0), K(29149, INT, D), K(29154, INT, D),
    K(33642, STRING, 0), K(33642, STRING, 0), K(33649, STRING, 0), K(33670, STRING, 0), K(33689, STRING, 0),
    K(28752, INT, 0), K(33726, TYPE, D), K(28752, INT, 0), K(28741, TYPE, 0), K(29031, TYPE, D),
    K(28791, TYPE, 0), K(28758, SHAPE, 0), K(28909, STRING, D), K(28919, STRING, D), K(33765, STRING, D),
    K(33780, BOOL, D), K(33811, STRING, D), K(33828, STRING, D), K(33849, BOOL, D), K(33864, BOOL, D),
    K(33895, BOOL, D), K(33928, INT, D), K(28741, TYPE, 0), K(34006, TYPE, D), K(29930, TENSOR, 0),
    K(28791, TYPE, 0), K(28741, TYPE, 0), K(30139, INT, L), K(30147, STRING, 0), K(34046, INT, DL),
    K(30155, STRING, D), K(34064, INT, DL), K(34074, INT, D), K(34085, INT, D), K(28741, TYPE, 0),
    K(30139, INT, L), K(34092, BOOL, D), K(30147, STRING, 0), K(34046, INT, DL), K(30155, STRING, D),
    K(34064, INT, DL), K(28741, TYPE, 0), K(30139, INT, L), K(30147, STRING, 0), K(30155, STRING, D),
    K(34064, INT, DL), K(28741, TYPE, 0), K(30139, INT, L), K(30147, STRING, 0), K(34064, INT, DL),
    K(28741, TYPE, 0), K(30139, INT, L), K(30147, STRING, 0), K(30155, STRING, D), K(34064, INT, DL),
    K(33302, TYPE, D), K(34172, INT, 0), K(34185, STRING, 0), K(34172, INT, 0), K(34207, INT, 0),
    K(34236, INT, 0), K(34247, INT, 0), K(34258, INT, 0), K(34268, INT, 0), K(34282, INT, 0),
    K(34185, STRING, 0), K(34518, INT, 0), K(34538, INT, 0), K(34550, INT, 0), K(34573, INT, 0),
    K(34601, INT, 0), K(34618, INT, 0), K(34207, INT, 0), K(34632, STRING, 0), K(34643, BOOL, 0),
    K(28741, TYPE, 0), K(34661, STRING, D), K(34673, STRING, DL), K(34688, STRING, 0), K(28741, TYPE, 0),
    K(34707, INT, 0), K(28741, TYPE, 0), K(28741, TYPE, 0), K(34825, STRING, D), K(34832, FLOAT, D),
    K(28741, TYPE, 0), K(34825, STRING, D), K(28741, TYPE, 0), K(34932, STRING, D), K(34941, STRING, D),
    K(34952, STRING, D), K(34962, FLOAT, D), K(29149, INT, D), K(29154, INT, D), K(34970, BOOL, D),
    K(28741, TYPE, 0), K(34932, STRING, D), K(34941, STRING, D), K(34952, STRING, D), K(34962, FLOAT, D),
    K(29149, INT, D), K(29154, INT, D), K(28741, TYPE, 0), K(34932, STRING, D), K(34941, STRING, D),
    K(34952, STRING, D), K(34962, FLOAT, D), K(29149, INT, D), K(29154, INT, D), K(35130, INT, D),
    K(35139, BOOL, D), K(28741, TYPE, 0), K(35182, INT, 0), K(34932, STRING, D), K(34941, STRING, D),
    K(34952, STRING, D), K(34962, FLOAT, D), K(29149, INT, D), K(29154, INT, D), K(28741, TYPE, 0),
    K(35200, INT, 0), K(35219, INT, 0), K(34932, STRING, D), K(34941, STRING, D), K(34952, STRING, D),
    K(34962, FLOAT, D), K(29149, INT, D), K(29154, INT, D), K(35130, INT, D), K(28741, TYPE, 0),
    K(35249, TYPE, 0), K(34932, STRING, D), K(34941, STRING, D), K(34952, STRING, D), K(34962, FLOAT, D),
    K(29149, INT, D), K(29154, INT, D), K(35130, INT, D), K(28741, TYPE, 0), K(34932, STRING, D),
    K(34941, STRING, D), K(34952, STRING, D), K(34962, FLOAT, D), K(29149, INT, D), K(29154, INT, D),
    K(35130, INT, D), K(34970, BOOL, D), K(35139, BOOL, D), K(35251, BOOL, D), K(35261, BOOL, D),
    K(28741, TYPE, 0), K(29031, TYPE, D), K(35321, SHAPE, L), K(35334, STRING, L), K(35314, TYPE, L),
    K(28741, TYPE, D), K(35348, STRING, D), K(35359, STRING, D), K(35466, INT, D), K(29262, TYPE, L),
    K(29275, SHAPE, L), K(35496, STRING, D), K(35519, STRING, D), K(35534, STRING, D), K(35466, INT, D),
    K(29262, TYPE, L), K(29275, SHAPE, L), K(35496, STRING, D), K(35519, STRING, D), K(35591, BOOL, D),
    K(35602, FUNC, 0), K(35534, STRING, D), K(35616, STRING, D), K(35664, STRING, DL), K(35683, BOOL, D),
    K(35698, BOOL, D), K(35722, INT, D), K(35698, BOOL, D), K(28741, TYPE, 0), K(35752, STRING, D),
    K(34661, STRING, D), K(35764, STRING, DL), K(35775, BOOL, D), K(28741, TYPE, 0), K(35786, STRING, D),
    K(35803, STRING, D), K(35811, INT, D), K(35823, INT, D), K(35764, STRING, DL), K(35841, INT, D),
    K(35862, STRING, D), K(28741, TYPE, 0), K(35752, STRING, D), K(34661, STRING, D), K(35875, STRING, D),
    K(35886, BOOL, D), K(35895, INT, D), K(35764, STRING, DL), K(35775, BOOL, D), K(28741, TYPE, 0),
    K(35752, STRING, D), K(34661, STRING, D), K(35764, STRING, DL), K(35904, FLOAT, D), K(35916, FLOAT, D),
    K(35928, BOOL, D), K(35775, BOOL, D), K(35944, TYPE, D), K(28741, TYPE, 0), K(35823, INT, D),
    K(35957, INT, D), K(35988, INT, D), K(35997, INT, D), K(36003, BOOL, D), K(36019, BOOL, D),
    K(36041, FLOAT, D), K(36061, STRING, D), K(35988, INT, D), K(36080, TYPE, L), K(32558, STRING, D),
    K(32570, BOOL, D), K(32586, STRING, D), K(32595, INT, DL), K(32522, STRING, D), K(35988, INT, D),
    K(28791, TYPE, D), K(36095, BOOL, D), K(36168, TYPE, 0), K(36177, BOOL, D), K(35988, INT, D),
    K(28791, TYPE, D), K(36197, STRING, 0), K(36210, STRING, L), K(29262, TYPE, L), K(36222, STRING, D),
    K(36240, STRING, D), K(36255, BOOL, D), K(36270, INT, D), K(36287, INT, D), K(29031, TYPE, 0),
    K(28741, TYPE, 0), K(36335, BOOL, D), K(28741, TYPE, 0), K(36397, INT, D), K(36407, INT, D),
    K(36335, BOOL, 0), K(29806, TYPE, 0), K(36495, STRING, 0), K(36509, BOOL, D), K(28741, TYPE, 0),
    K(28741, TYPE, 0), K(31037, INT, 0), K(30155, STRING, D), K(28741, TYPE, 0), K(30139, INT, L),
    K(30147, STRING, 0), K(34046, INT, DL), K(30155, STRING, D), K(34064, INT, DL), K(28741, TYPE, 0),
    K(36592, STRING, D), K(36597, BOOL, D), K(33744, INT, D), K(28791, TYPE, D), K(28791, TYPE, 0),
    K(36655, TYPE, D), K(36667, BOOL, D), K(28741, TYPE, 0), K(36687, STRING, 0), K(36696, STRING, L),
    K(28741, TYPE, 0), K(30139, INT, L), K(36709, INT, L), K(30147, STRING, 0), K(29262, TYPE, L),
    K(29275, SHAPE, L), K(28752, INT, 0), K(36786, BOOL, D), K(30538, STRING, D), K(36854, TYPE, D),
    K(36875, TYPE, D), K(36898, TYPE, D), K(28752, INT, 0), K(36930, STRING, DL), K(36854, TYPE, D),
    K(36875, TYPE, D), K(36898, TYPE, D), K(28752, INT, 0), K(36930, STRING, DL), K(36954, INT, L),
    K(36964, INT, DL), K(31389, INT, DL), K(37004, INT, 0), K(28741, TYPE, 0), K(37026, STRING, 0),
    K(37032, BOOL, D), K(30576, TYPE, L), K(29222, TYPE, L), K(37134, BOOL, D), K(28741, TYPE, 0),
    K(30992, BOOL, D), K(28741, TYPE, 0), K(29222, TYPE, 0), K(37144, STRING, 0), K(28752, INT, 0),
    K(28741, TYPE, 0), K(28791, TYPE, 0), K(37184, BOOL, D), K(37220, TYPE, 0), K(33726, TYPE, 0),
    K(37234, BOOL, D), K(37238, STRING, D), K(37245, INT, D), K(37253, BOOL, D), K(37265, BOOL, D),
    K(37279, BOOL, D), K(37299, STRING, D), K(37312, INT, D), K(37322, INT, D), K(37332, STRING, D),
    K(37345, INT, D), K(28741, TYPE, D), K(36210, STRING, L), K(36197, STRING, 0), K(36222, STRING, D),
    K(37357, TYPE, L), K(36854, TYPE, D), K(36875, TYPE, D), K(36898, TYPE, D), K(28752, INT, 0),
    K(36915, INT, D), K(36930, STRING, DL), K(28752, INT, 0), K(36915, INT, D), K(36930, STRING, DL),
    K(28752, INT, 0), K(36915, INT, D), K(36854, TYPE, D), K(36875, TYPE, D), K(36898, TYPE, D),
    K(28752, INT, 0), K(36915, INT, D), K(36930, STRING, DL), K(36954, INT, L), K(36964, INT, DL),
    K(31389, INT, DL), K(28758, SHAPE, 0), K(28741, TYPE, 0), K(28741, TYPE, 0), K(37391, STRING, 0),
    K(37402, BOOL, D), K(37414, INT, D), K(28741, TYPE, 0), K(37434, BOOL, D), K(29036, BOOL, D),
    K(28741, TYPE, 0), K(29031, TYPE, D), K(28741, TYPE, 0), K(37463, TYPE, D), K(30102, INT, D),
    K(29262, TYPE, L), K(29275, SHAPE, L), K(29262, TYPE, L), K(29275, SHAPE, L), K(28752, INT, 0),
    K(37690, FUNC, 0), K(37699, FUNC, 0), K(37709, FUNC, 0), K(37721, FUNC, 0), K(37493, TYPE, L),
    K(37545, TYPE, L), K(37600, TYPE, L), K(37659, TYPE, L), K(29262, TYPE, L), K(29275, SHAPE, L),
    K(37690, FUNC, 0), K(37709, FUNC, 0), K(37802, FUNC, 0), K(37493, TYPE, L), K(37600, TYPE, L),
    K(37768, TYPE, L), K(29262, TYPE, L), K(29275, SHAPE, L), K(29262, TYPE, L), K(29275, SHAPE, L),
    K(37819, BOOL, D), K(30619, FUNC, 0), K(32991, TYPE, L), K(29262, TYPE, L), K(29275, SHAPE, L),
    K(37857, BOOL, D), K(30619, FUNC, 0), K(32991, TYPE, L), K(29262, TYPE, L), K(29275, SHAPE, L),
    K(37878, BOOL, D), K(37857, BOOL, D), K(37903, BOOL, D), K(30619, FUNC, 0), K(32991, TYPE, L),
    K(29262, TYPE, L), K(29275, SHAPE, L), K(38057, STRING, L), K(38069, STRING, L), K(38080, TYPE, L),
    K(38050, TYPE, L), K(38093, SHAPE, L), K(29262, TYPE, L), K(29275, SHAPE, L), K(37981, BOOL, D),
    K(29262, TYPE, L), K(29275, SHAPE, L), K(38118, BOOL, D), K(30619, FUNC, 0), K(38145, TYPE, L),
    K(32991, TYPE, L), K(29262, TYPE, L), K(29275, SHAPE, L), K(37857, BOOL, D), K(38274, FUNC, 0),
    K(32991, TYPE, L), K(29262, TYPE, L), K(29275, SHAPE, L), K(38106, INT, 0), K(37930, INT, D),
    K(38296, STRING, 0), K(28909, STRING, D), K(28919, STRING, D), K(38325, BOOL, D), K(38334, BOOL, D),
    K(38345, BOOL, D), K(38359, STRING, D), K(38373, INT, L), K(30139, INT, L), K(36709, INT, L),
    K(28741, TYPE, 0), K(30147, STRING, 0), K(29806, TYPE, D), K(38373, INT, L), K(30139, INT, L),
    K(28741, TYPE, 0), K(30147, STRING, 0), K(38392, TYPE, D), K(28791, TYPE, 0), K(28758, SHAPE, 0),
    K(38422, FLOAT, D), K(38426, FLOAT, D), K(38430, INT, D), K(36597, BOOL, D), K(38430, INT, D),
    K(36597, BOOL, D), K(28741, TYPE, 0), K(38509, TYPE, D), K(38274, FUNC, 0), K(32991, TYPE, L),
    K(29262, TYPE, L), K(29275, SHAPE, L), K(30538, STRING, D), K(38520, BOOL, D), K(29262, TYPE, L),
    K(29275, SHAPE, L), K(38537, INT, D), K(38550, INT, 0), K(38563, INT, D), K(38590, INT, D),
    K(28909, STRING, D), K(28919, STRING, D), K(38537, INT, D), K(38550, INT, 0), K(38563, INT, D),
    K(38590, INT, D), K(28909, STRING, D), K(28919, STRING, D), K(38600, STRING, D), K(29121, INT, 0),
    K(29130, INT, 0), K(29142, BOOL, 0), K(38609, INT, 0), K(38619, STRING, D), K(38630, FLOAT, D),
    K(38641, INT, D), K(38658, INT, D), K(38669, INT, D), K(38675, FLOAT, DL), K(29149, INT, D),
    K(29154, INT, D), K(30619, FUNC, 0), K(32991, TYPE, L), K(29262, TYPE, L), K(29275, SHAPE, L),
    K(30538, STRING, D), K(28741, TYPE, L), K(38690, FUNC, 0), K(38737, FLOAT, L), K(38751, BOOL, D),
    K(38765, BOOL, D), K(38777, BOOL, D), K(29149, INT, D), K(29154, INT, D), K(28741, TYPE, 0),
    K(38765, BOOL, D), K(28741, TYPE, 0), K(28741, TYPE, 0), K(29420, FLOAT, D), K(38910, FLOAT, D),
    K(30155, STRING, D), K(34970, BOOL, D), K(28741, TYPE, 0), K(29420, FLOAT, D), K(30155, STRING, D),
    K(34970, BOOL, D), K(28741, TYPE, 0), K(39018, TYPE, 0), K(29420, FLOAT, D), K(30155, STRING, D),
    K(34970, BOOL, D), K(28741, TYPE, 0), K(39018, TYPE, 0), K(29420, FLOAT, D), K(38910, FLOAT, D),
    K(30155, STRING, D), K(34970, BOOL, D), K(28741, TYPE, 0), K(36592, STRING, 0), K(30139, INT, L),
    K(30147, STRING, 0), K(28741, TYPE, 0), K(39036, BOOL, D), K(36592, STRING, 0), K(30139, INT, L),
    K(30147, STRING, 0), K(36509, BOOL, D), K(39118, TYPE, 0), K(39126, TYPE, 0), K(39118, TYPE, 0),
    K(39126, TYPE, 0), K(39135, STRING, D), K(34074, INT, D), K(39118, TYPE, 0), K(39126, TYPE, 0),
    K(39154, TYPE, 0), K(39250, INT, D), K(39316, INT, 0), K(39333, INT, 0), K(39347, INT, D),
    K(37699, FUNC, 0), K(39481, FUNC, 0), K(37721, FUNC, 0), K(39383, TYPE, L), K(39420, TYPE, L),
    K(39461, TYPE, L), K(29262, TYPE, L), K(29275, SHAPE, L), K(30538, STRING, D), K(34172, INT, 0),
    K(34538, INT, 0), K(34601, INT, 0), K(34618, INT, 0), K(34207, INT, 0), K(34632, STRING, 0),
    K(39563, STRING, 0), K(34172, INT, 0), K(34538, INT, 0), K(34550, INT, 0), K(34573, INT, 0),
    K(34601, INT, 0), K(34618, INT, 0), K(34207, INT, 0), K(34632, STRING, 0), K(39622, STRING, 0),
    K(39714, INT, L), K(39732, INT, L), K(34538, INT, 0), K(34601, INT, 0), K(34618, INT, 0), K(34207, INT, 0),
    K(34632, STRING, 0), K(28752, INT, 0), K(39783, BOOL, D), K(29262, TYPE, L), K(29275, SHAPE, L),
    K(30538, STRING, D), K(37690, FUNC, 0), K(37709, FUNC, 0), K(37802, FUNC, 0), K(37493, TYPE, L),
    K(37600, TYPE, L), K(37768, TYPE, L), K(29262, TYPE, L), K(29275, SHAPE, L), K(30538, STRING, D),
    K(28909, STRING, D), K(28919, STRING, D), K(39808, BOOL, D), K(29240, TYPE, 0), K(29250, TYPE, 0),
    K(28741, TYPE, 0), K(28791, TYPE, D), K(39848, TYPE, D), K(38392, TYPE, D), K(28741, TYPE, L),
    K(39859, TYPE, 0), K(30576, TYPE, L), K(29222, TYPE, L), K(39865, FUNC, 0), K(39877, FUNC, 0),
    K(29275, SHAPE, DL), K(28791, TYPE, 0), K(39919, STRING, 0), K(39933, STRING, D), K(39954, INT, D),
    K(28741, TYPE, D), K(39965, TENSOR, D), K(28791, TYPE, 0), K(28758, SHAPE, 0), K(39975, STRING, 0),
    K(29693, INT, 0), K(28741, TYPE, D), K(40121, FUNC, 0), K(40130, FUNC, 0), K(40040, TYPE, L),
    K(40081, TYPE, L), K(29262, TYPE, L), K(29275, SHAPE, L), K(30538, STRING, D), K(35314, TYPE, L),
    K(30225, SHAPE, L), K(28791, TYPE, 0), K(28758, SHAPE, D), K(40145, INT, DL), K(36915, INT, D),
    K(36915, INT, D), K(35314, TYPE, L), K(30225, SHAPE, L), K(40152, INT, DL), K(36915, INT, D),
    K(40160, TYPE, 0), K(40165, TYPE, 0), K(40170, INT, 0), K(40180, INT, 0), K(40192, INT, D),
    K(40203, STRING, D), K(33737, INT, D), K(33642, STRING, D), K(28741, TYPE, 0), K(35944, TYPE, D),
    K(28919, STRING, 0), K(28909, STRING, 0), K(29262, TYPE, L), K(29275, SHAPE, L), K(29262, TYPE, DL),
    K(29275, SHAPE, DL), K(29693, INT, 0), K(40366, INT, D), K(31084, FLOAT, D), K(29578, FLOAT, D),
    K(29595, FLOAT, D), K(28741, TYPE, D), K(29578, FLOAT, D), K(28741, TYPE, D), K(29121, INT, 0),
    K(29130, INT, 0), K(29142, BOOL, 0), K(38609, INT, 0), K(29149, INT, D), K(29154, INT, D),
    K(30619, FUNC, 0), K(38777, STRING, D), K(32991, TYPE, L), K(29262, TYPE, L), K(29275, SHAPE, L),
    K(30538, STRING, D), K(37357, TYPE, L), K(29262, TYPE, L), K(29275, SHAPE, L), K(30538, STRING, D),
    K(28741, TYPE, 0), K(40435, TYPE, D), K(40468, INT, 0), K(33642, STRING, 0), K(38658, INT, 0),
    K(40555, INT, 0), K(40652, INT, 0), K(40661, INT, 0), K(40670, INT, D), K(29262, TYPE, L),
    K(29275, SHAPE, L), K(37345, STRING, D), K(40735, FUNC, 0), K(40717, TYPE, L), K(40766, INT, D),
    K(34632, STRING, D), K(38658, INT, 0), K(40555, INT, 0), K(33642, STRING, D), K(40863, TYPE, 0),
    K(40869, TYPE, 0), K(30576, TYPE, 0), K(29222, TYPE, 0), K(30576, TYPE, 0), K(28741, TYPE, 0),
    K(36168, TYPE, D), K(28741, TYPE, 0), K(40910, TYPE, D), K(30619, FUNC, 0), K(32991, TYPE, L),
    K(29262, TYPE, L), K(29275, SHAPE, L), K(37857, BOOL, D), K(30538, STRING, D), K(30232, INT, D),
    K(40926, INT, D), K(35314, TYPE, L), K(28909, STRING, D), K(28919, STRING, D), K(30619, FUNC, 0),
    K(32991, TYPE, L), K(29262, TYPE, L), K(29275, SHAPE, L), K(37878, BOOL, D), K(37857, BOOL, D),
    K(37903, BOOL, D), K(30538, STRING, D), K(32991, TYPE, L), K(30597, TYPE, DL), K(29262, TYPE, L),
    K(29275, SHAPE, L), K(30619, FUNC, 0), K(37930, INT, D), K(30232, INT, D), K(40926, INT, D),
    K(35314, TYPE, L), K(40965, TYPE, L), K(28909, STRING, D), K(28919, STRING, D), K(40977, BOOL, D),
    K(40989, BOOL, D), K(28741, TYPE, 0), K(41001, BOOL, D), K(41008, BOOL, D), K(28741, TYPE, 0),
    K(41023, TYPE, D), K(28741, TYPE, 0), K(41044, STRING, D), K(28741, TYPE, D), K(30133, INT, L),
    K(30139, INT, L), K(30147, STRING, 0), K(34046, INT, DL), K(30155, STRING, D), K(30133, INT, L),
    K(30139, INT, L), K(30147, STRING, 0), K(30155, STRING, D), K(28741, TYPE, D), K(41050, TYPE, D),
    K(30133, INT, L), K(30139, INT, L), K(30147, STRING, 0), K(34046, INT, DL), K(30155, STRING, D),
    K(28741, TYPE, D), K(30147, STRING, 0), K(30155, STRING, D), K(28741, TYPE, 0), K(30133, INT, L),
    K(30139, INT, L), K(30147, STRING, 0), K(41072, BOOL, D), K(41064, TYPE, 0), K(28741, TYPE, 0),
    K(30147, STRING, 0), K(30155, STRING, D), K(28741, TYPE, D), K(28741, TYPE, D), K(30147, STRING, 0),
    K(30155, STRING, D), K(30133, INT, L), K(30139, INT, L), K(41064, TYPE, D), K(30147, STRING, 0),
    K(41072, BOOL, D), K(28741, TYPE, 0), K(28741, TYPE, 0), K(28752, INT, 0), K(41147, STRING, 0),
    K(41110, TYPE, 0), K(41136, TYPE, 0), K(33642, STRING, D), K(41197, BOOL, D), K(41213, BOOL, D),
    K(41233, FLOAT, D), K(41255, FLOAT, D), K(41277, INT, D), K(41302, INT, D), K(28741, TYPE, 0),
    K(41324, TYPE, D), K(36592, STRING, 0), K(41351, STRING, 0), K(41334, TYPE, L), K(41342, TYPE, L),
    K(41363, INT, D), K(41373, INT, D), K(41384, INT, D), K(29262, TYPE, L), K(29275, SHAPE, L),
    K(29297, STRING, L), K(28919, STRING, 0), K(28909, STRING, 0), K(29262, TYPE, L), K(29275, SHAPE, L),
    K(29149, INT, D), K(29154, INT, D), K(28741, TYPE, 0), K(35944, TYPE, D), K(28909, STRING, D),
    K(28919, STRING, D), K(39808, BOOL, D), K(29240, TYPE, 0), K(29250, TYPE, 0), K(29327, SHAPE, D),
    K(29339, INT, D), K(29359, FLOAT, D), K(28909, STRING, D), K(28919, STRING, D), K(39808, BOOL, D),
    K(29240, TYPE, 0), K(29250, TYPE, 0), K(29327, SHAPE, D), K(33399, STRING, 0), K(28741, TYPE, 0),
    K(41454, INT, 0), K(28919, STRING, 0), K(28741, TYPE, 0), K(28758, SHAPE, 0), K(33399, STRING, 0),
    K(28741, TYPE, 0), K(41454, INT, 0), K(41549, INT, L), K(41561, INT, 0), K(28791, TYPE, D),
    K(41588, TYPE, D), K(33463, FLOAT, D), K(28741, TYPE, D), K(41633, TYPE, D), K(28741, TYPE, D),
    K(41633, TYPE, D), K(41659, BOOL, D), K(28741, TYPE, D), K(41659, BOOL, D), K(35261, BOOL, D),
    K(28741, TYPE, 0), K(33744, INT, D), K(28741, TYPE, 0), K(41742, TYPE, D), K(41770, FUNC, 0),
    K(29262, TYPE, L), K(29275, SHAPE, L), K(28909, STRING, D), K(28919, STRING, D), K(29262, TYPE, L),
    K(29275, SHAPE, L), K(41800, STRING, DL), K(41888, TYPE, L), K(39640, STRING, 0), K(29262, TYPE, L),
    K(29275, SHAPE, L), K(30538, STRING, D), K(28791, TYPE, 0), K(28758, SHAPE, 0), K(36915, INT, D),
    K(35314, TYPE, L), K(30225, SHAPE, L), K(36915, INT, D), K(35314, TYPE, L), K(28752, INT, 0),
    K(28741, TYPE, 0), K(33744, INT, D), K(28741, TYPE, 0), K(41324, TYPE, D), K(41888, TYPE, L),
    K(29275, SHAPE, L), K(28752, INT, 0), K(30538, STRING, D), K(30562, BOOL, D), K(41888, TYPE, L),
    K(29275, SHAPE, L), K(28752, INT, 0), K(30538, STRING, D), K(30562, BOOL, D), K(29262, TYPE, L),
    K(29275, SHAPE, L), K(38777, STRING, D), K(30538, STRING, D), K(38274, FUNC, 0), K(38777, STRING, D),
    K(32991, TYPE, L), K(29262, TYPE, L), K(29275, SHAPE, L), K(30538, STRING, D), K(30619, FUNC, 0),
    K(32991, TYPE, L), K(29262, TYPE, L), K(29275, SHAPE, L), K(37981, BOOL, D), K(30538, STRING, D),
    K(30619, FUNC, 0), K(32991, TYPE, L), K(29262, TYPE, L), K(29275, SHAPE, L), K(37878, BOOL, D),
    K(37981, BOOL, D), K(37857, BOOL, D), K(30538, STRING, D), K(30619, FUNC, 0), K(32991, TYPE, L),
    K(29262, TYPE, L), K(29275, SHAPE, L), K(37878, BOOL, D), K(38777, STRING, D), K(37857, BOOL, D),
    K(41957, BOOL, D), K(30538, STRING, D), K(29149, INT, D), K(29154, INT, D), K(28791, TYPE, 0),
    K(28741, TYPE, 0), K(42017, INT, 0), K(42025, INT, 0), K(38080, TYPE, L), K(38050, TYPE, L),
    K(38093, SHAPE, L), K(38057, STRING, L), K(38069, STRING, L), K(38080, TYPE, L), K(38050, TYPE, L),
    K(38093, SHAPE, L), K(29262, TYPE, L), K(29275, SHAPE, L), K(37981, BOOL, D), K(42059, STRING, DL),
    K(42071, TYPE, DL), K(42090, TYPE, DL), K(38057, STRING, L), K(38069, STRING, L), K(38080, TYPE, L),
    K(38050, TYPE, L), K(38093, SHAPE, L), K(29262, TYPE, L), K(29275, SHAPE, L), K(38777, STRING, D),
    K(42059, STRING, DL), K(42071, TYPE, DL), K(42090, TYPE, DL), K(38050, TYPE, L), K(42109, INT, 0),
    K(38080, TYPE, L), K(42071, TYPE, L), K(42090, TYPE, L), K(38093, SHAPE, L), K(42553, STRING, L),
    K(42594, STRING, L), K(42614, STRING, L), K(42633, STRING, L), K(42658, STRING, L), K(42224, INT, D),
    K(42682, INT, D), K(42354, INT, D), K(42533, INT, D), K(42262, TYPE, DL), K(42186, TYPE, DL),
    K(42481, TYPE, DL), K(42697, SHAPE, DL), K(42402, TYPE, DL), K(42718, SHAPE, DL), K(42224, INT, D),
    K(42186, TYPE, DL), K(42262, TYPE, DL), K(42811, TYPE, DL), K(42864, TYPE, DL), K(42697, SHAPE, DL),
    K(42354, INT, D), K(42533, INT, D), K(42481, TYPE, DL), K(42402, TYPE, DL), K(42918, TYPE, DL),
    K(42983, TYPE, DL), K(42718, SHAPE, DL), K(42109, INT, 0), K(38057, STRING, L), K(38069, STRING, L),
    K(38080, TYPE, L), K(38050, TYPE, L), K(38093, SHAPE, L), K(42224, INT, D), K(42682, INT, D),
    K(42354, INT, D), K(42533, INT, D), K(42262, TYPE, DL), K(42186, TYPE, DL), K(42481, TYPE, DL),
    K(42697, SHAPE, DL), K(42402, TYPE, DL), K(42718, SHAPE, DL), K(36168, TYPE, 0), K(30576, TYPE, L),
    K(29222, TYPE, L), K(30619, FUNC, 0), K(33642, STRING, D), K(43053, STRING, D), K(43066, STRING, D),
    K(28791, TYPE, 0), K(28758, SHAPE, D), K(29262, TYPE, L), K(29275, SHAPE, L), K(43080, INT, D),
    K(43093, BOOL, D), K(43109, INT, D), K(30538, STRING, D), K(28791, TYPE, 0), K(28758, SHAPE, D),
    K(40145, INT, DL), K(35314, TYPE, L), K(30225, SHAPE, L), K(40152, INT, DL), K(28741, TYPE, 0),
    K(32933, STRING, D), K(28741, TYPE, 0), K(39018, TYPE, L), K(32933, STRING, D), K(43125, INT, D),
    K(29874, INT, D), K(43133, STRING, D), K(43147, STRING, D), K(30209, TYPE, DL), K(30225, SHAPE, L),
    K(30232, INT, D), K(28909, STRING, D), K(28919, STRING, D), K(37026, STRING, 0), K(30576, TYPE, L),
    K(29222, TYPE, L), K(31017, BOOL, D), K(28741, TYPE, 0), K(43153, BOOL, D), K(38430, INT, D),
    K(43166, BOOL, D), K(43178, FLOAT, D), K(43188, FLOAT, D), K(28741, TYPE, 0), K(43153, BOOL, D),
    K(38430, INT, D), K(43166, BOOL, D), K(28741, TYPE, 0), K(43198, STRING, D), K(36597, BOOL, D),
    K(33744, INT, D), K(43153, BOOL, D), K(43166, BOOL, D), K(28741, TYPE, 0), K(36597, BOOL, D),
    K(33744, INT, D), K(28741, TYPE, 0), K(33744, INT, D), K(43247, TYPE, 0), K(36168, TYPE, 0),
    K(28741, TYPE, 0), K(36592, STRING, D), K(43198, STRING, D), K(36597, BOOL, D), K(33744, INT, D),
    K(43276, FLOAT, D), K(36854, TYPE, 0), K(36875, TYPE, 0), K(43321, TYPE, D), K(28741, TYPE, 0),
    K(30133, INT, L), K(30139, INT, L), K(30147, STRING, 0), K(43247, TYPE, 0), K(36168, TYPE, 0),
    K(30923, FLOAT, 0), K(30940, BOOL, 0), K(36854, TYPE, 0), K(36875, TYPE, 0), K(36168, TYPE, 0),
    K(43247, TYPE, 0), K(43536, TYPE, 0), K(36168, TYPE, D), K(30139, INT, L), K(30147, STRING, 0),
    K(34064, INT, DL), K(43247, TYPE, 0), K(43536, TYPE, 0), K(36168, TYPE, D), K(30139, INT, L),
    K(30147, STRING, 0), K(34064, INT, DL), K(43566, INT, DL), K(43247, TYPE, 0), K(43536, TYPE, 0),
    K(43617, TYPE, 0), K(36168, TYPE, D), K(30139, INT, L), K(30147, STRING, 0), K(34064, INT, DL),
    K(43566, INT, DL), K(43247, TYPE, 0), K(43536, TYPE, 0), K(43617, TYPE, 0), K(43631, TYPE, 0),
    K(36168, TYPE, D), K(30139, INT, L), K(30147, STRING, 0), K(34064, INT, DL), K(43566, INT, DL),
    K(28741, TYPE, 0), K(43688, BOOL, D), K(43707, FLOAT, D), K(43719, FLOAT, D), K(30923, FLOAT, D),
    K(43731, FLOAT, D), K(36854, TYPE, 0), K(36875, TYPE, 0), K(43321, TYPE, D), K(40977, BOOL, D),
    K(40989, BOOL, D), K(43770, TYPE, D), K(36854, TYPE, 0), K(36875, TYPE, 0), K(43617, TYPE, 0),
    K(43321, TYPE, D), K(40977, BOOL, D), K(40989, BOOL, D), K(43782, STRING, D), K(36854, TYPE, 0),
    K(36875, TYPE, 0), K(43617, TYPE, 0), K(43321, TYPE, 0), K(40977, BOOL, D), K(40989, BOOL, D),
    K(43782, STRING, D), K(36854, TYPE, 0), K(36875, TYPE, 0), K(43321, TYPE, D), K(40977, BOOL, D),
    K(40989, BOOL, D), K(43782, STRING, D), K(43247, TYPE, 0), K(36168, TYPE, D), K(28741, TYPE, 0),
    K(33302, TYPE, D), K(28741, TYPE, 0), K(43888, BOOL, D), K(43902, BOOL, D), K(30209, TYPE, L),
    K(30342, INT, D), K(33595, TYPE, L), K(30342, INT, D), K(42017, INT, 0), K(44070, STRING, 0),
    K(44082, BOOL, 0), K(31364, INT, 0), K(44096, INT, 0), K(43931, TYPE, L), K(43951, TYPE, L),
    K(43971, TYPE, L), K(44004, TYPE, L), K(44016, TYPE, 0), K(44050, TYPE, 0), K(40869, TYPE, 0),
    K(39126, TYPE, 0), K(44240, TYPE, D), K(44248, INT, 0), K(44308, INT, 0), K(28741, TYPE, D),
    K(44240, TYPE, D), K(44435, INT, 0), K(44416, INT, 0), K(40869, TYPE, 0), K(44240, TYPE, D),
    K(44453, INT, 0), K(28741, TYPE, 0), K(44240, TYPE, D), K(28741, TYPE, 0), K(41023, TYPE, 0),
    K(33302, TYPE, 0), K(44506, INT, 0), K(44532, STRING, L), K(44453, INT, 0), K(40869, TYPE, 0),
    K(44240, TYPE, D), K(44552, BOOL, 0), K(40869, TYPE, 0), K(44240, TYPE, D), K(28741, TYPE, 0),
    K(29149, INT, D), K(29154, INT, D), K(44634, BOOL, D), K(29262, TYPE, L), K(29275, SHAPE, L),
    K(30538, STRING, D), K(29149, INT, D), K(29154, INT, D), K(35249, TYPE, 0), K(28741, TYPE, 0),
    K(44684, INT, D), K(28791, TYPE, 0), K(44668, TYPE, 0), K(29149, INT, D), K(29154, INT, D),
    K(35249, TYPE, 0), K(28791, TYPE, 0), K(29149, INT, D), K(29154, INT, D), K(35249, TYPE, 0),
    K(44696, TYPE, D), K(28791, TYPE, D), K(29149, INT, D), K(29154, INT, D), K(28741, TYPE, 0),
    K(30209, TYPE, L), K(30225, SHAPE, DL), K(30232, INT, D), K(44698, INT, D), K(29149, INT, D),
    K(29154, INT, D), K(28909, STRING, D), K(28919, STRING, D), K(29149, INT, D), K(29154, INT, D),
    K(29222, TYPE, 0), K(28741, TYPE, 0), K(29031, TYPE, D), K(29262, TYPE, L), K(29275, SHAPE, L),
    K(30538, STRING, D), K(44735, BOOL, D), K(28741, TYPE, 0), K(28752, INT, 0), K(44754, INT, L),
    K(29983, INT, DL), K(44841, STRING, 0), K(44854, INT, D), K(44871, FLOAT, D), K(44896, INT, D),
    K(44913, INT, D), K(30527, INT, D), K(32522, STRING, D), K(44930, TYPE, 0), K(34661, STRING, 0),
    K(44942, STRING, 0), K(44954, INT, 0), K(44978, STRING, 0), K(44990, BOOL, D), K(45008, INT, 0),
    K(33642, STRING, 0), K(30619, FUNC, 0), K(38145, TYPE, L), K(32991, TYPE, L), K(29262, TYPE, L),
    K(29275, SHAPE, L), K(37878, BOOL, D), K(30538, STRING, D), K(29036, BOOL, D), K(45020, STRING, D),
    K(45068, BOOL, D), K(35722, INT, 0), K(45083, STRING, D), K(30538, STRING, D), K(35722, INT, 0),
    K(45083, STRING, D), K(45096, STRING, D), K(30538, STRING, D), K(40145, STRING, 0), K(28741, TYPE, 0),
    K(28741, TYPE, 0), K(39018, TYPE, 0), K(30576, TYPE, L), K(29222, TYPE, L), K(30619, FUNC, 0),
    K(43247, TYPE, 0), K(28741, TYPE, D), K(33096, FLOAT, 0), K(28741, TYPE, D), K(36168, TYPE, D),
    K(28741, TYPE, 0), K(43888, BOOL, D), K(34074, INT, D), K(36509, BOOL, D), K(28791, TYPE, 0),
    K(39126, TYPE, 0), K(28791, TYPE, 0), K(39126, TYPE, 0), K(28741, TYPE, 0), K(39126, TYPE, 0),
    K(29437, BOOL, D), K(39135, STRING, D), K(28741, TYPE, 0), K(39126, TYPE, 0), K(29437, BOOL, D),
    K(28741, TYPE, 0), K(39126, TYPE, 0), K(29437, BOOL, D), K(29472, BOOL, D), K(28741, TYPE, 0),
    K(39126, TYPE, 0), K(29437, BOOL, D), K(29635, BOOL, D), K(28741, TYPE, 0), K(39126, TYPE, 0),
    K(29437, BOOL, D), K(29565, BOOL, D), K(28741, TYPE, 0), K(45211, TYPE, 0), K(45217, INT, D),
    K(45228, INT, D), K(45237, INT, D), K(45251, INT, D), K(45265, INT, D), K(45282, TYPE, 0),
    K(45285, INT, D), K(45334, INT, 0), K(45342, INT, D), K(28741, TYPE, 0), K(45329, TYPE, D),
    K(29031, TYPE, D), K(28741, TYPE, 0), K(45365, STRING, 0), K(28741, TYPE, 0), K(32914, TYPE, 0),
    K(32919, TYPE, 0), K(45396, FUNC, 0), K(45406, FUNC, 0), K(32914, TYPE, 0), K(32919, TYPE, 0),
    K(28741, TYPE, 0), K(30139, INT, L), K(30155, STRING, D), K(34064, INT, DL), K(40977, BOOL, D),
    K(40989, BOOL, D), K(28741, TYPE, 0), K(30133, INT, L), K(30139, INT, L), K(45417, STRING, 0),
    K(30155, STRING, D), K(28741, TYPE, 0), K(29149, INT, D), K(28741, TYPE, 0), K(45430, STRING, 0),
    K(45211, TYPE, D), K(28741, TYPE, 0), K(28741, TYPE, 0), K(39126, TYPE, 0), K(28741, TYPE, 0),
    K(45211, TYPE, 0), K(45211, TYPE, D), K(28741, TYPE, 0), K(34952, STRING, 0), K(28741, TYPE, 0),
    K(45442, INT, DL), K(28741, TYPE, L), K(39854, FUNC, 0), K(38690, FUNC, 0), K(29275, SHAPE, DL),
    K(37414, INT, D), K(28741, TYPE, 0), K(45465, TYPE, 0), K(39154, TYPE, 0), K(28741, TYPE, 0),
    K(29149, INT, D), K(29154, INT, D), K(45494, FLOAT, D), K(45513, FLOAT, DL), K(45532, FLOAT, DL),
    K(45543, INT, D), K(45556, BOOL, D), K(28741, TYPE, 0), K(29149, INT, D), K(29154, INT, D),
    K(45513, FLOAT, DL), K(45532, FLOAT, DL), K(45543, INT, D), K(45556, BOOL, D), K(37345, STRING, D),
    K(45626, FUNC, 0), K(45637, BOOL, D), K(45609, TYPE, L), K(37345, STRING, D), K(45626, FUNC, 0),
    K(45637, BOOL, D), K(45609, TYPE, L), K(29262, TYPE, L), K(29275, SHAPE, L), K(28741, TYPE, 0),
    K(45687, STRING, D), K(45699, BOOL, D), K(30619, FUNC, 0), K(38145, TYPE, L), K(32991, TYPE, L),
    K(29262, TYPE, L), K(29275, SHAPE, L), K(37857, BOOL, D), K(45709, BOOL, D), K(30538, STRING, D),
    K(28741, TYPE, 0), K(39126, TYPE, 0), K(39135, STRING, D), K(46017, STRING, 0), K(46027, BOOL, D),
    K(45751, INT, 0), K(45816, INT, 0), K(45863, INT, 0), K(29535, FLOAT, 0), K(29538, FLOAT, 0),
    K(46038, INT, 0), K(46058, INT, 0), K(46017, STRING, 0), K(46079, BOOL, D), K(45751, INT, 0),
    K(45816, INT, 0), K(45863, INT, 0), K(29535, FLOAT, 0), K(29538, FLOAT, 0), K(46038, INT, 0),
    K(46058, INT, 0), K(31389, INT, 0), K(29535, FLOAT, 0), K(29538, FLOAT, 0), K(28741, TYPE, 0),
    K(39126, TYPE, 0), K(46113, TYPE, D), K(28741, TYPE, 0), K(34661, STRING, 0), K(44942, STRING, 0),
    K(44954, INT, 0), K(44978, STRING, 0), K(44990, BOOL, D), K(28752, INT, 0), K(46141, INT, D),
    K(33642, STRING, 0), K(35722, INT, D), K(36509, BOOL, D), K(28741, TYPE, 0), K(28752, INT, 0),
    K(28741, TYPE, 0), K(36168, TYPE, D), K(46177, BOOL, D), K(29262, TYPE, L), K(29275, SHAPE, L),
    K(30538, STRING, D), K(29262, TYPE, L), K(29275, SHAPE, L), K(39783, BOOL, D), K(30538, STRING, D),
    K(32877, STRING, 0), K(30527, INT, 0), K(30004, INT, D), K(46286, INT, D), K(46296, FLOAT, D),
    K(30547, BOOL, D), K(29262, TYPE, L), K(29275, SHAPE, L), K(29262, TYPE, L), K(29275, SHAPE, L),
    K(37345, STRING, D), K(29262, TYPE, L), K(29275, SHAPE, L), K(37345, STRING, D), K(46317, STRING, D),
    K(46336, STRING, D), K(46355, INT, D), K(46372, INT, D), K(46404, INT, D), K(46423, INT, D),
    K(46442, INT, D), K(46461, INT, D), K(46480, BOOL, D), K(29149, INT, D), K(29154, INT, D),
    K(36592, STRING, D), K(46496, STRING, D), K(29262, TYPE, L), K(29275, SHAPE, L), K(37345, STRING, D),
    K(46532, INT, 0), K(29262, TYPE, L), K(29275, SHAPE, L), K(37345, STRING, D), K(46540, STRING, D),
    K(46554, STRING, D), K(46568, BOOL, D), K(46579, INT, D), K(40735, FUNC, 0), K(45626, FUNC, 0),
    K(40717, TYPE, L), K(45609, TYPE, L), K(30538, STRING, D), K(28791, TYPE, D), K(39714, INT, L),
    K(39732, INT, L), K(34538, INT, 0), K(34601, INT, 0), K(34618, INT, 0), K(34207, INT, 0), K(39659, INT, 0),
    K(39683, INT, 0), K(34632, STRING, 0), K(28752, INT, 0), K(28741, TYPE, 0), K(41324, TYPE, D),
    K(31037, INT, 0), K(28741, TYPE, 0), K(31060, TYPE, D), K(41324, TYPE, D), K(28791, TYPE, 0),
    K(46657, BOOL, 0), K(28741, TYPE, 0), K(39848, TYPE, 0), K(33715, INT, 0), K(28752, INT, 0),
    K(28741, TYPE, 0), K(28752, INT, 0), K(44082, BOOL, 0), K(31364, INT, 0), K(44096, INT, 0),
    K(38080, TYPE, L), K(44004, TYPE, L), K(36168, TYPE, 0), K(46807, TYPE, 0), K(28752, INT, 0),
    K(38080, TYPE, L), K(44004, TYPE, L), K(40977, BOOL, D), K(40989, BOOL, D), K(46878, BOOL, D),
    K(46890, BOOL, D), K(30848, TYPE, D), K(30851, TYPE, D), K(28741, TYPE, 0), K(40977, BOOL, D),
    K(40989, BOOL, D), K(46902, BOOL, D), K(46912, BOOL, D), K(46922, BOOL, D), K(46939, BOOL, D),
    K(31119, TYPE, 0), K(40977, BOOL, D), K(40989, BOOL, D), K(46902, BOOL, D), K(46912, BOOL, D),
    K(46985, BOOL, D), K(31119, TYPE, 0), K(29036, BOOL, D), K(28741, TYPE, 0), K(28741, TYPE, 0),
    K(29031, TYPE, D), K(47059, TYPE, D), K(47071, BOOL, D), K(28741, TYPE, 0), K(29031, TYPE, D),
    K(47059, TYPE, D), K(28741, TYPE, 0), K(29031, TYPE, D), K(46113, TYPE, D), K(47059, TYPE, D),
    K(47071, BOOL, D), K(28741, TYPE, 0), K(47160, TYPE, D), K(47178, INT, 0), K(28741, TYPE, 0),
    K(28741, TYPE, 0), K(39126, TYPE, D), K(46902, BOOL, D), K(46912, BOOL, D), K(40869, TYPE, 0),
    K(36509, BOOL, D), K(28741, TYPE, 0), K(39126, TYPE, 0), K(41110, TYPE, 0), K(41136, TYPE, 0),
    K(41147, STRING, 0), K(33642, STRING, D), K(47178, INT, 0), K(28741, TYPE, 0), K(45329, TYPE, D),
    K(47236, TYPE, 0), K(47246, STRING, D), K(47236, TYPE, 0), K(28741, TYPE, 0), K(47262, BOOL, D),
    K(35249, TYPE, 0), K(28741, TYPE, D), K(28791, TYPE, D), K(28741, TYPE, 0), K(44668, TYPE, D),
    K(35944, TYPE, D), K(35249, TYPE, 0), K(44668, TYPE, D), K(28791, TYPE, 0), K(35249, TYPE, 0),
    K(44668, TYPE, D), K(28741, TYPE, D), K(28791, TYPE, D), K(28791, TYPE, 0), K(28741, TYPE, 0),
    K(44668, TYPE, D), K(28791, TYPE, 0), K(41588, TYPE, D), K(44668, TYPE, D), K(28791, TYPE, D),
    K(28741, TYPE, D), K(44668, TYPE, D), K(28791, TYPE, D), K(33302, TYPE, D), K(47316, TYPE, 0),
    K(28791, TYPE, 0), K(28741, TYPE, 0), K(44668, TYPE, D), K(28791, TYPE, 0), K(33302, TYPE, D),
    K(28741, TYPE, 0), K(44668, TYPE, 0), K(45513, FLOAT, DL), K(45532, FLOAT, DL), K(45543, INT, D),
    K(45556, BOOL, D), K(41015, STRING, 0), K(41015, STRING, 0), K(45060, STRING, 0), K(45068, BOOL, D),
    K(34172, INT, 0), K(34538, INT, 0), K(34618, INT, 0), K(34207, INT, 0), K(34632, STRING, 0),
    K(39563, STRING, 0), K(28741, TYPE, L), K(47322, STRING, D), K(47331, STRING, D), K(29874, INT, D),
    K(28752, INT, 0), K(45020, STRING, D), K(47343, STRING, D), K(38600, STRING, D), K(45020, STRING, 0),
    K(47381, INT, L), K(47394, STRING, 0), K(47403, STRING, 0), K(47413, INT, 0), K(47423, BOOL, 0),
    K(44240, TYPE, D), K(47448, BOOL, D), K(47459, INT, D), K(31364, INT, 0), K(31364, INT, 0),
    K(38500, INT, L), K(36168, TYPE, D), K(28741, TYPE, 0), K(47343, STRING, D), K(28919, STRING, D),
    K(28909, STRING, D), K(28909, STRING, D), K(28919, STRING, D), K(32522, STRING, D), K(47617, INT, 0),
    K(47655, FUNC, 0), K(30538, STRING, 0), K(47530, INT, 0), K(47568, TYPE, L), K(28752, INT, 0),
    K(28741, TYPE, L), K(40766, INT, 0), K(47717, INT, 0), K(47727, TYPE, L), K(47741, TYPE, L),
    K(47727, TYPE, L), K(47741, TYPE, L), K(47750, INT, L), K(47775, INT, L), K(30576, TYPE, L),
    K(29222, TYPE, L), K(30619, FUNC, 0), K(47818, INT, D), K(28752, INT, 0), K(28741, TYPE, 0),
    K(47835, INT, D), K(28752, INT, 0), K(28741, TYPE, 0), K(47849, INT, L), K(47864, BOOL, D),
    K(28741, TYPE, 0), K(44754, INT, 0), K(47835, INT, D), K(28741, TYPE, 0), K(44754, INT, 0),
    K(47849, INT, L), K(30120, INT, 0), K(47874, INT, D), K(33802, STRING, D), K(47896, BOOL, D),
    K(47904, INT, DL), K(47922, INT, DL), K(47940, STRING, DL), K(47958, STRING, DL), K(47970, STRING, D),
    K(47991, BOOL, D), K(48012, BOOL, D), K(48042, BOOL, D), K(48065, STRING, D), K(28752, INT, 0),
    K(28741, TYPE, 0), K(48091, BOOL, D), K(30096, INT, D), K(47864, BOOL, D), K(30120, INT, 0),
    K(28741, TYPE, 0), K(28791, TYPE, 0), K(28909, STRING, D), K(28919, STRING, D), K(28758, SHAPE, 0),
    K(28791, TYPE, 0), K(36687, STRING, D), K(28791, TYPE, 0), K(48149, BOOL, D), K(48162, BOOL, D),
    K(48179, STRING, D), K(37189, SHAPE, D), K(28791, TYPE, 0), K(48213, SHAPE, D), K(28791, TYPE, 0),
    K(37189, SHAPE, D), K(48247, STRING, 0), K(28791, TYPE, 0), K(37189, SHAPE, D), K(48149, BOOL, D),
    K(48162, BOOL, D), K(48179, STRING, D), K(28791, TYPE, 0), K(37189, SHAPE, D), K(48149, BOOL, D),
    K(48162, BOOL, D), K(48285, BOOL, D), K(48179, STRING, D), K(41888, TYPE, L), K(29275, SHAPE, L),
    K(30538, STRING, D), K(37220, TYPE, 0), K(37189, SHAPE, D), K(37220, TYPE, 0), K(33726, TYPE, 0),
    K(37220, TYPE, 0), K(48407, BOOL, D), K(37220, TYPE, 0), K(30291, INT, D), K(29240, TYPE, 0),
    K(41888, TYPE, L), K(29275, SHAPE, L), K(48445, BOOL, D), K(30538, STRING, D), K(44735, BOOL, D),
    K(28741, TYPE, 0), K(48454, STRING, D), K(41542, STRING, DL), K(38296, STRING, D), K(48494, INT, D),
    K(28909, STRING, D), K(28919, STRING, D), K(28741, TYPE, 0), K(48522, TYPE, D), K(29693, INT, 0),
    K(48536, BOOL, D), K(28741, TYPE, 0), K(48536, BOOL, D), K(28741, TYPE, 0), K(48561, TYPE, D),
    K(38509, TYPE, D), K(48616, BOOL, D), K(48633, BOOL, D), K(28741, TYPE, 0), K(48682, INT, 0),
    K(28909, STRING, D), K(28919, STRING, D), K(28741, TYPE, 0), K(28909, STRING, D), K(28919, STRING, D),
    K(28741, TYPE, 0), K(48737, STRING, 0), K(48752, STRING, D), K(48759, INT, D), K(48776, BOOL, D),
    K(44240, TYPE, D), K(48752, STRING, D), K(48836, STRING, 0), K(48759, INT, D), K(44240, TYPE, D),
    K(48737, STRING, 0), K(48836, STRING, 0), K(48752, STRING, D), K(48759, INT, D), K(48776, BOOL, D),
    K(30576, TYPE, 0), K(29222, TYPE, 0), K(48871, INT, D), K(48889, INT, 0), K(48910, INT, 0),
    K(49022, INT, D), K(49044, INT, 0), K(49069, INT, 0), K(49094, INT, D), K(49116, INT, 0), K(49141, INT, 0),
    K(49166, INT, D), K(49191, INT, 0), K(49219, INT, 0), K(28741, TYPE, 0), K(28741, TYPE, 0),
    K(48871, INT, D), K(48889, INT, 0), K(48910, INT, 0), K(30576, TYPE, 0), K(29222, TYPE, 0),
    K(49255, INT, DL), K(30147, STRING, 0), K(49270, INT, DL), K(49287, INT, DL), K(49300, INT, DL),
    K(49313, INT, D), K(49331, INT, D), K(49351, STRING, D), K(49022, INT, D), K(49044, INT, 0),
    K(49069, INT, 0), K(49094, INT, D), K(49116, INT, 0), K(49141, INT, 0), K(49166, INT, D), K(49191, INT, 0),
    K(49219, INT, 0), K(49369, TYPE, 0), K(49374, TYPE, 0), K(29222, TYPE, 0), K(49255, INT, DL),
    K(30147, STRING, 0), K(49270, INT, DL), K(49287, INT, DL), K(49300, INT, DL), K(49313, INT, D),
    K(49331, INT, D), K(49351, STRING, D), K(49094, INT, D), K(49116, INT, 0), K(49141, INT, 0),
    K(30576, TYPE, 0), K(29222, TYPE, 0), K(49022, INT, D), K(49044, INT, 0), K(49069, INT, 0),
    K(49094, INT, D), K(49116, INT, 0), K(49141, INT, 0), K(49166, INT, D), K(49191, INT, 0), K(49219, INT, 0),
    K(49369, TYPE, 0), K(49374, TYPE, 0), K(29222, TYPE, 0), K(49094, INT, D), K(49116, INT, 0),
    K(49141, INT, 0), K(30576, TYPE, 0), K(29222, TYPE, 0), K(49410, INT, D), K(49434, INT, 0),
    K(49461, INT, 0), K(49166, INT, D), K(49191, INT, 0), K(49219, INT, 0), K(28741, TYPE, 0),
    K(39154, TYPE, D), K(40435, TYPE, D), K(40427, INT, 0), K(28741, TYPE, 0), K(33744, INT, D),
    K(45020, STRING, D), K(39126, TYPE, 0), K(46113, TYPE, D), K(49512, INT, 0), K(28909, STRING, D),
    K(28919, STRING, D), K(42152, STRING, D), K(28791, TYPE, 0), K(28758, SHAPE, 0), K(49523, STRING, DL),
    K(28758, SHAPE, 0), K(28791, TYPE, 0), K(28909, STRING, D), K(28919, STRING, D), K(28752, INT, 0),
    K(49539, INT, 0), K(29262, TYPE, L), K(29275, SHAPE, L), K(30538, STRING, D), K(29262, TYPE, L),
    K(29275, SHAPE, L), K(41334, TYPE, L), K(39954, INT, D), K(28741, TYPE, D), K(41334, TYPE, L),
    K(41342, TYPE, L), K(49575, STRING, L), K(30225, SHAPE, L), K(49585, FUNC, 0), K(38500, STRING, 0),
    K(49607, STRING, D), K(49616, STRING, D), K(49625, INT, D), K(49642, INT, D), K(43321, TYPE, 0),
    K(28758, SHAPE, 0), K(38500, STRING, 0), K(49670, INT, 0), K(33642, STRING, 0), K(49670, INT, 0),
    K(33642, STRING, 0), K(33649, STRING, 0), K(33670, STRING, 0), K(33689, STRING, 0), K(40468, INT, 0),
    K(49681, INT, D), K(33642, STRING, 0), K(40468, INT, 0), K(49681, INT, D), K(33642, STRING, 0),
    K(33649, STRING, 0), K(33670, STRING, 0), K(33689, STRING, 0), K(43247, TYPE, 0), K(38500, STRING, 0),
    K(49670, INT, 0), K(49755, INT, L), K(37153, INT, L), K(49769, BOOL, 0), K(49721, TYPE, D),
    K(28791, TYPE, D), K(34618, INT, 0), K(34618, INT, 0), K(29565, BOOL, 0), K(49877, FLOAT, 0),
    K(49884, FLOAT, 0), K(34618, INT, 0), K(49919, BOOL, 0), K(34618, INT, 0), K(50001, BOOL, 0),
    K(50034, FLOAT, 0), K(50082, INT, 0), K(50104, INT, 0), K(35171, INT, 0), K(50272, FLOAT, D),
    K(50288, FLOAT, D), K(50304, INT, 0), K(50316, INT, 0), K(50328, FUNC, 0), K(50359, FUNC, 0),
    K(34632, STRING, 0), K(50392, INT, D), K(29565, BOOL, 0), K(49884, FLOAT, 0), K(29408, FLOAT, 0),
    K(29414, FLOAT, 0), K(29420, FLOAT, 0), K(50272, FLOAT, D), K(50288, FLOAT, D), K(50304, INT, 0),
    K(50316, INT, 0), K(50328, FUNC, 0), K(50359, FUNC, 0), K(34632, STRING, 0), K(50392, INT, D),
    K(49919, BOOL, 0), K(29408, FLOAT, 0), K(29414, FLOAT, 0), K(29420, FLOAT, 0), K(50272, FLOAT, D),
    K(50288, FLOAT, D), K(50304, INT, 0), K(50316, INT, 0), K(50328, FUNC, 0), K(50359, FUNC, 0),
    K(34632, STRING, 0), K(50392, INT, D), K(28752, INT, 0), K(49539, INT, 0), K(50304, INT, 0),
    K(50316, INT, 0), K(50328, FUNC, 0), K(50359, FUNC, 0), K(50473, FUNC, 0), K(34632, STRING, 0),
    K(50392, INT, D), K(50001, BOOL, 0), K(29595, FLOAT, 0), K(49939, FLOAT, 0), K(50034, FLOAT, 0),
    K(49959, FLOAT, 0), K(50272, FLOAT, D), K(50288, FLOAT, D), K(50304, INT, 0), K(50316, INT, 0),
    K(50328, FUNC, 0), K(50359, FUNC, 0), K(34632, STRING, 0), K(50392, INT, D), K(35171, INT, 0),
    K(50304, INT, 0), K(50316, INT, 0), K(50502, FUNC, 0), K(50523, FLOAT, 0), K(50547, FLOAT, 0),
    K(50572, INT, 0), K(34632, STRING, 0), K(50392, INT, D), K(50272, FLOAT, D), K(50288, FLOAT, D),
    K(34632, STRING, 0), K(50392, INT, D), K(50272, FLOAT, D), K(50288, FLOAT, D), K(39659, INT, 0),
    K(39683, INT, 0), K(34632, STRING, 0), K(50392, INT, D), K(29565, BOOL, 0), K(49884, FLOAT, 0),
    K(29408, FLOAT, 0), K(29414, FLOAT, 0), K(29420, FLOAT, 0), K(50272, FLOAT, D), K(50288, FLOAT, D),
    K(34632, STRING, 0), K(50392, INT, D), K(29565, BOOL, 0), K(49884, FLOAT, 0), K(29408, FLOAT, 0),
    K(29414, FLOAT, 0), K(29420, FLOAT, 0), K(50272, FLOAT, D), K(50288, FLOAT, D), K(39659, INT, 0),
    K(39683, INT, 0), K(34632, STRING, 0), K(50392, INT, D), K(49919, BOOL, 0), K(29408, FLOAT, 0),
    K(29414, FLOAT, 0), K(29420, FLOAT, 0), K(50272, FLOAT, D), K(50288, FLOAT, D), K(34632, STRING, 0),
    K(50392, INT, D), K(49919, BOOL, 0), K(29408, FLOAT, 0), K(29414, FLOAT, 0), K(29420, FLOAT, 0),
    K(50272, FLOAT, D), K(50288, FLOAT, D), K(39659, INT, 0), K(39683, INT, 0), K(34632, STRING, 0),
    K(50392, INT, D), K(28752, INT, 0), K(49539, INT, 0), K(50604, FUNC, 0), K(34632, STRING, 0),
    K(50392, INT, D), K(28741, TYPE, D), K(50001, BOOL, 0), K(29595, FLOAT, 0), K(49939, FLOAT, 0),
    K(50034, FLOAT, 0), K(49959, FLOAT, 0), K(50272, FLOAT, D), K(50288, FLOAT, D), K(34632, STRING, 0),
    K(50392, INT, D), K(50001, BOOL, 0), K(29595, FLOAT, 0), K(49939, FLOAT, 0), K(50034, FLOAT, 0),
    K(49959, FLOAT, 0), K(50272, FLOAT, D), K(50288, FLOAT, D), K(39659, INT, 0), K(39683, INT, 0),
    K(34632, STRING, 0), K(50392, INT, D), K(35171, INT, 0), K(50523, FLOAT, 0), K(50547, FLOAT, 0),
    K(50572, INT, 0), K(34632, STRING, 0), K(50392, INT, D), K(28741, TYPE, D), K(35171, INT, 0),
    K(50523, FLOAT, 0), K(50547, FLOAT, 0), K(50572, INT, 0), K(39659, INT, 0), K(39683, INT, 0),
    K(34632, STRING, 0), K(50392, INT, D), K(49670, INT, 0), K(49769, BOOL, 0), K(49721, TYPE, D),
    K(28791, TYPE, D), K(29262, TYPE, L), K(29275, SHAPE, L), K(28752, INT, 0), K(30538, STRING, D),
};
#undef D
#undef L
#undef DL
#undef K

/* name; where inputs, outputs and attributes begin; how many there are of each; flags. Sorted by name, as bytes. */
#define V1 NNREG_OP_V1
#define V2 NNREG_OP_V2
#define STATEFUL NNREG_OP_STATEFUL
#define DEPRECATED NNREG_OP_DEPRECATED
static const struct nnreg_op_row op_rows[NNREG_OP_ROWS] = {
    {1, 0, 0, 0, 0, 0, 2, V1 | V2}, /* Abort */
    {7, 0, 1, 2, 1, 1, 1, V1 | V2}, /* Abs */
    {11, 2, 3, 3, 1, 1, 3, V1 | V2}, /* AccumulateNV2 */
    {25, 4, 0, 6, 3, 0, 1, V1 | V2}, /* AccumulatorApplyGradient */
    {50, 7, 8, 0, 1, 1, 0, V1 | V2}, /* AccumulatorNumAccumulated */
    {76, 9, 0, 0, 2, 0, 0, V1 | V2}, /* AccumulatorSetGlobalStep */
    {101, 11, 13, 6, 2, 1, 1, V1 | V2}, /* AccumulatorTakeGradient */
    {125, 0, 1, 2, 1, 1, 1, V1 | V2}, /* Acos */
    {130, 0, 1, 2, 1, 1, 1, V1 | V2}, /* Acosh */
    {136, 14, 16, 2, 2, 1, 1, V1 | V2}, /* Add */
    {140, 17, 20, 7, 3, 1, 3, V1 | V2 | STATEFUL}, /* AddManySparseToTensorsMap */
    {166, 2, 3, 10, 1, 1, 2, V1 | V2}, /* AddN */
    {171, 17, 21, 7, 3, 1, 3, V1 | V2 | STATEFUL}, /* AddSparseToTensorsMap */
    {193, 14, 16, 2, 2, 1, 1, V1 | V2}, /* AddV2 */
    {199, 22, 26, 2, 4, 1, 1, V1 | V2 | DEPRECATED}, /* AdjustContrast */
    {214, 27, 29, 12, 2, 1, 1, V1 | V2}, /* AdjustContrastv2 */
    {231, 30, 29, 12, 2, 1, 1, V1 | V2}, /* AdjustHue */
    {241, 32, 29, 12, 2, 1, 1, V1 | V2}, /* AdjustSaturation */
    {258, 34, 36, 13, 2, 1, 2, V1 | V2}, /* All */
    {262, 37, 38, 15, 1, 3, 5, V1 | V2 | STATEFUL}, /* AllCandidateSampler */
    {282, 41, 29, 20, 2, 1, 4, V1 | V2 | STATEFUL}, /* AllToAll */
    {291, 43, 44, 24, 1, 1, 2, V1 | V2}, /* Angle */
    {297, 0, 45, 26, 0, 1, 2, V2 | STATEFUL}, /* AnonymousHashTable */
    {316, 0, 46, 28, 0, 1, 2, V1 | V2 | STATEFUL}, /* AnonymousIterator */
    {334, 0, 47, 28, 0, 2, 2, V1 | V2 | STATEFUL}, /* AnonymousIteratorV2 */
    {354, 0, 46, 28, 0, 1, 2, V2 | STATEFUL}, /* AnonymousIteratorV3 */
    {374, 0, 47, 0, 0, 2, 0, V1 | V2 | STATEFUL}, /* AnonymousMemoryCache */
    {395, 0, 47, 30, 0, 2, 3, V1 | V2 | STATEFUL}, /* AnonymousMultiDeviceIterator */
    {424, 0, 46, 30, 0, 1, 3, V2 | STATEFUL}, /* AnonymousMultiDeviceIteratorV3 */
    {455, 49, 45, 33, 2, 1, 5, V2 | STATEFUL}, /* AnonymousMutableDenseHashTable */
    {486, 0, 45, 26, 0, 1, 2, V2 | STATEFUL}, /* AnonymousMutableHashTable */
    {512, 0, 45, 38, 0, 1, 3, V2 | STATEFUL}, /* AnonymousMutableHashTableOfTensors */
    {547, 51, 47, 0, 2, 2, 0, V1 | V2 | STATEFUL}, /* AnonymousRandomSeedGenerator */
    {576, 53, 47, 0, 3, 2, 0, V1 | V2 | STATEFUL}, /* AnonymousSeedGenerator */
    {599, 34, 36, 13, 2, 1, 2, V1 | V2}, /* Any */
    {603, 56, 65, 41, 9, 1, 2, V1 | V2}, /* ApplyAdaMax */
    {615, 66, 65, 41, 7, 1, 2, V1 | V2}, /* ApplyAdadelta */
    {629, 73, 65, 43, 4, 1, 3, V1 | V2}, /* ApplyAdagrad */
    {642, 77, 65, 41, 8, 1, 2, V1 | V2}, /* ApplyAdagradDA */
    {657, 85, 65, 43, 5, 1, 3, V1 | V2}, /* ApplyAdagradV2 */
    {672, 90, 65, 46, 10, 1, 3, V1 | V2}, /* ApplyAdam */
    {682, 100, 65, 41, 7, 1, 2, V1 | V2}, /* ApplyAddSign */
    {695, 107, 65, 41, 9, 1, 2, V1 | V2}, /* ApplyCenteredRMSProp */
    {716, 116, 65, 49, 8, 1, 3, V1 | V2}, /* ApplyFtrl */
    {726, 124, 65, 49, 9, 1, 3, V1 | V2}, /* ApplyFtrlV2 */
    {738, 133, 65, 41, 3, 1, 2, V1 | V2}, /* ApplyGradientDescent */
    {759, 136, 65, 46, 5, 1, 3, V1 | V2}, /* ApplyMomentum */
    {773, 141, 65, 41, 7, 1, 2, V1 | V2}, /* ApplyPowerSign */
    {788, 148, 65, 41, 6, 1, 2, V1 | V2}, /* ApplyProximalAdagrad */
    {809, 154, 65, 41, 5, 1, 2, V1 | V2}, /* ApplyProximalGradientDescent */
    {838, 159, 65, 41, 8, 1, 2, V1 | V2}, /* ApplyRMSProp */
    {851, 43, 167, 52, 1, 2, 7, V2}, /* ApproxTopK */
    {862, 14, 169, 59, 2, 1, 2, V1 | V2}, /* ApproximateEqual */
    {879, 170, 172, 61, 2, 1, 3, V1 | V2}, /* ArgMax */
    {886, 170, 172, 61, 2, 1, 3, V1 | V2}, /* ArgMin */
    {893, 43, 173, 64, 1, 1, 6, V1 | V2}, /* AsString */
    {902, 0, 1, 2, 1, 1, 1, V1 | V2}, /* Asin */
    {907, 0, 1, 2, 1, 1, 1, V1 | V2}, /* Asinh */
    {913, 174, 0, 70, 2, 0, 2, V1 | V2 | STATEFUL}, /* Assert */
    {920, 176, 178, 28, 2, 1, 2, V1 | V2}, /* AssertCardinalityDataset */
    {945, 179, 178, 28, 2, 1, 2, V1 | V2}, /* AssertNextDataset */
    {963, 179, 178, 28, 2, 1, 2, V2}, /* AssertPrevDataset */
    {981, 181, 183, 72, 2, 1, 3, V1 | V2}, /* Assign */
    {988, 181, 183, 41, 2, 1, 2, V1 | V2}, /* AssignAdd */
    {998, 184, 0, 6, 2, 0, 1, V1 | V2 | STATEFUL}, /* AssignAddVariableOp */
    {1018, 181, 183, 41, 2, 1, 2, V1 | V2}, /* AssignSub */
    {1028, 184, 0, 6, 2, 0, 1, V1 | V2 | STATEFUL}, /* AssignSubVariableOp */
    {1048, 184, 0, 75, 2, 0, 2, V1 | V2 | STATEFUL}, /* AssignVariableOp */
    {1065, 186, 0, 77, 2, 0, 4, V2 | STATEFUL}, /* AssignVariableXlaConcatND */
    {1091, 0, 1, 2, 1, 1, 1, V1 | V2}, /* Atan */
    {1096, 188, 16, 2, 2, 1, 1, V1 | V2}, /* Atan2 */
    {1102, 0, 1, 2, 1, 1, 1, V1 | V2}, /* Atanh */
    {1108, 190, 191, 81, 1, 1, 3, V1 | V2}, /* AudioSpectrogram */
    {1125, 192, 194, 84, 2, 1, 2, V1 | V2 | DEPRECATED}, /* AudioSummary */
    {1138, 195, 194, 86, 3, 1, 1, V1 | V2}, /* AudioSummaryV2 */
    {1153, 198, 178, 87, 3, 1, 4, V1 | V2}, /* AutoShardDataset */
    {1170, 201, 29, 91, 1, 1, 5, V1 | V2}, /* AvgPool */
    {1178, 43, 29, 91, 1, 1, 5, V1 | V2}, /* AvgPool3D */
    {1188, 202, 29, 91, 2, 1, 5, V1 | V2}, /* AvgPool3DGrad */
    {1202, 202, 29, 91, 2, 1, 5, V1 | V2}, /* AvgPoolGrad */
    {1214, 204, 29, 96, 2, 1, 3, V2}, /* BandedTriangularSolve */
    {1236, 0, 7, 99, 0, 1, 5, V1 | V2 | STATEFUL}, /* Barrier */
    {1244, 7, 0, 104, 1, 0, 1, V1 | V2}, /* BarrierClose */
    {1257, 7, 206, 0, 1, 1, 0, V1 | V2}, /* BarrierIncompleteSize */
    {1279, 207, 0, 105, 3, 0, 2, V1 | V2}, /* BarrierInsertMany */
    {1297, 7, 206, 0, 1, 1, 0, V1 | V2}, /* BarrierReadySize */
    {1314, 210, 212, 107, 2, 3, 4, V1 | V2}, /* BarrierTakeMany */
    {1330, 215, 216, 111, 1, 3, 10, V1 | V2}, /* Batch */
    {1336, 43, 29, 2, 1, 1, 1, V1 | V2 | DEPRECATED}, /* BatchCholesky */
    {1350, 219, 29, 2, 2, 1, 1, V1 | V2 | DEPRECATED}, /* BatchCholeskyGrad */
    {1368, 221, 178, 121, 2, 1, 3, V1 | V2}, /* BatchDataset */
    {1381, 223, 178, 124, 3, 1, 4, V1 | V2}, /* BatchDatasetV2 */
    {1396, 226, 227, 0, 1, 1, 0, V1 | V2 | DEPRECATED}, /* BatchFFT */
    {1405, 226, 227, 0, 1, 1, 0, V1 | V2 | DEPRECATED}, /* BatchFFT2D */
    {1416, 226, 227, 0, 1, 1, 0, V1 | V2 | DEPRECATED}, /* BatchFFT3D */
    {1427, 228, 230, 128, 2, 1, 19, V1 | V2}, /* BatchFunction */
    {1441, 226, 227, 0, 1, 1, 0, V1 | V2 | DEPRECATED}, /* BatchIFFT */
    {1451, 226, 227, 0, 1, 1, 0, V1 | V2 | DEPRECATED}, /* BatchIFFT2D */
    {1463, 226, 227, 0, 1, 1, 0, V1 | V2 | DEPRECATED}, /* BatchIFFT3D */
    {1475, 14, 29, 147, 2, 1, 5, V1 | V2}, /* BatchMatMul */
    {1487, 14, 29, 147, 2, 1, 5, V1 | V2}, /* BatchMatMulV2 */
    {1501, 231, 44, 152, 2, 1, 7, V2}, /* BatchMatMulV3 */
    {1515, 233, 236, 2, 3, 1, 1, V1 | V2 | DEPRECATED}, /* BatchMatrixBandPart */
    {1535, 43, 29, 2, 1, 1, 1, V1 | V2 | DEPRECATED}, /* BatchMatrixDeterminant */
    {1558, 237, 29, 2, 1, 1, 1, V1 | V2 | DEPRECATED}, /* BatchMatrixDiag */
    {1574, 43, 237, 2, 1, 1, 1, V1 | V2 | DEPRECATED}, /* BatchMatrixDiagPart */
    {1594, 43, 29, 159, 1, 1, 2, V1 | V2 | DEPRECATED}, /* BatchMatrixInverse */
    {1613, 238, 29, 2, 2, 1, 1, V1 | V2 | DEPRECATED}, /* BatchMatrixSetDiag */
    {1632, 204, 29, 159, 2, 1, 2, V1 | V2 | DEPRECATED}, /* BatchMatrixSolve */
    {1649, 240, 29, 161, 3, 1, 2, V1 | V2 | DEPRECATED}, /* BatchMatrixSolveLs */
    {1668, 204, 29, 96, 2, 1, 3, V1 | V2 | DEPRECATED}, /* BatchMatrixTriangularSolve */
    {1695, 243, 248, 163, 5, 1, 3, V1 | V2 | DEPRECATED}, /* BatchNormWithGlobalNormalization */
    {1728, 249, 254, 163, 5, 5, 3, V1 | V2 | DEPRECATED}, /* BatchNormWithGlobalNormalizationGrad */
    {1765, 43, 29, 2, 1, 1, 1, V1 | V2 | DEPRECATED}, /* BatchSelfAdjointEig */
    {1785, 43, 259, 166, 1, 2, 2, V1 | V2 | DEPRECATED}, /* BatchSelfAdjointEigV2 */
    {1807, 43, 261, 168, 1, 3, 3, V1 | V2 | DEPRECATED}, /* BatchSvd */
    {1816, 264, 29, 171, 2, 1, 3, V1 | V2}, /* BatchToSpace */
    {1829, 266, 29, 174, 3, 1, 3, V1 | V2}, /* BatchToSpaceND */
    {1844, 0, 1, 2, 1, 1, 1, V2}, /* BesselI0 */
    {1853, 0, 1, 2, 1, 1, 1, V1 | V2}, /* BesselI0e */
    {1863, 0, 1, 2, 1, 1, 1, V2}, /* BesselI1 */
    {1872, 0, 1, 2, 1, 1, 1, V1 | V2}, /* BesselI1e */
    {1882, 0, 1, 2, 1, 1, 1, V2}, /* BesselJ0 */
    {1891, 0, 1, 2, 1, 1, 1, V2}, /* BesselJ1 */
    {1900, 0, 1, 2, 1, 1, 1, V2}, /* BesselK0 */
    {1909, 0, 1, 2, 1, 1, 1, V2}, /* BesselK0e */
    {1919, 0, 1, 2, 1, 1, 1, V2}, /* BesselK1 */
    {1928, 0, 1, 2, 1, 1, 1, V2}, /* BesselK1e */
    {1938, 0, 1, 2, 1, 1, 1, V2}, /* BesselY0 */
    {1947, 0, 1, 2, 1, 1, 1, V2}, /* BesselY1 */
    {1956, 269, 16, 2, 3, 1, 1, V1 | V2}, /* Betainc */
    {1964, 272, 29, 177, 2, 1, 2, V1 | V2}, /* BiasAdd */
    {1972, 274, 29, 177, 1, 1, 2, V1 | V2}, /* BiasAddGrad */
    {1984, 272, 29, 2, 2, 1, 1, V1 | V2}, /* BiasAddV1 */
    {1994, 275, 278, 2, 3, 1, 1, V1 | V2}, /* Bincount */
    {2003, 43, 279, 179, 1, 1, 2, V1 | V2}, /* Bitcast */
    {2011, 14, 16, 2, 2, 1, 1, V1 | V2}, /* BitwiseAnd */
    {2022, 14, 16, 2, 2, 1, 1, V1 | V2}, /* BitwiseOr */
    {2032, 14, 16, 2, 2, 1, 1, V1 | V2}, /* BitwiseXor */
    {2043, 280, 289, 181, 9, 7, 4, V1 | V2}, /* BlockLSTM */
    {2053, 296, 314, 185, 18, 8, 2, V1 | V2}, /* BlockLSTMGrad */
    {2067, 296, 314, 185, 18, 8, 2, V1 | V2}, /* BlockLSTMGradV2 */
    {2083, 280, 289, 187, 9, 7, 3, V1 | V2}, /* BlockLSTMV2 */
    {2095, 322, 326, 190, 4, 1, 2, V1 | V2}, /* BoostedTreesAggregateStats */
    {2122, 327, 329, 192, 2, 1, 1, V1 | V2}, /* BoostedTreesBucketize */
    {2144, 330, 336, 193, 6, 7, 2, V1 | V2}, /* BoostedTreesCalculateBestFeatureSplit */
    {2182, 343, 351, 195, 8, 8, 2, V1 | V2}, /* BoostedTreesCalculateBestFeatureSplitV2 */
    {2222, 359, 365, 197, 6, 5, 2, V1 | V2}, /* BoostedTreesCalculateBestGainsPerFeature */
    {2263, 370, 375, 0, 5, 1, 0, V1 | V2 | STATEFUL}, /* BoostedTreesCenterBias */
    {2286, 376, 0, 0, 3, 0, 0, V1 | V2 | STATEFUL}, /* BoostedTreesCreateEnsemble */
    {2313, 379, 0, 199, 3, 0, 1, V1 | V2 | STATEFUL}, /* BoostedTreesCreateQuantileStreamResource */
    {2354, 376, 0, 0, 3, 0, 0, V1 | V2 | STATEFUL}, /* BoostedTreesDeserializeEnsemble */
    {2386, 0, 382, 200, 0, 1, 2, V1 | V2 | STATEFUL}, /* BoostedTreesEnsembleResourceHandleOp */
    {2423, 383, 385, 202, 2, 1, 2, V1 | V2 | STATEFUL}, /* BoostedTreesExampleDebugOutputs */
    {2455, 386, 387, 192, 1, 1, 1, V1 | V2 | STATEFUL}, /* BoostedTreesFlushQuantileSummaries */
    {2490, 388, 389, 0, 1, 5, 0, V1 | V2 | STATEFUL}, /* BoostedTreesGetEnsembleStates */
    {2520, 394, 387, 192, 3, 1, 1, V1 | V2}, /* BoostedTreesMakeQuantileSummaries */
    {2554, 397, 326, 204, 4, 1, 3, V1 | V2}, /* BoostedTreesMakeStatsSummary */
    {2583, 383, 401, 202, 2, 1, 2, V1 | V2 | STATEFUL}, /* BoostedTreesPredict */
    {2603, 402, 0, 192, 2, 0, 1, V1 | V2 | STATEFUL}, /* BoostedTreesQuantileStreamResourceAddSummaries */
    {2650, 404, 0, 207, 2, 0, 1, V1 | V2 | STATEFUL}, /* BoostedTreesQuantileStreamResourceDeserialize */
    {2696, 406, 0, 208, 2, 0, 1, V1 | V2 | STATEFUL}, /* BoostedTreesQuantileStreamResourceFlush */
    {2736, 386, 408, 192, 1, 1, 1, V1 | V2 | STATEFUL}, /* BoostedTreesQuantileStreamResourceGetBucketBoundaries */
    {2790, 0, 382, 200, 0, 1, 2, V1 | V2 | STATEFUL}, /* BoostedTreesQuantileStreamResourceHandleOp */
    {2833, 388, 409, 0, 1, 2, 0, V1 | V2 | STATEFUL}, /* BoostedTreesSerializeEnsemble */
    {2863, 411, 417, 190, 6, 3, 2, V1 | V2}, /* BoostedTreesSparseAggregateStats */
    {2896, 420, 336, 193, 8, 7, 2, V1 | V2}, /* BoostedTreesSparseCalculateBestFeatureSplit */
    {2940, 428, 432, 202, 4, 3, 2, V1 | V2 | STATEFUL}, /* BoostedTreesTrainingPredict */
    {2968, 435, 0, 209, 9, 0, 2, V1 | V2 | STATEFUL}, /* BoostedTreesUpdateEnsemble */
    {2995, 444, 0, 211, 12, 0, 3, V1 | V2 | STATEFUL}, /* BoostedTreesUpdateEnsembleV2 */
    {3024, 456, 458, 12, 2, 1, 1, V1 | V2}, /* BroadcastArgs */
    {3038, 456, 459, 12, 2, 2, 1, V1 | V2}, /* BroadcastGradientArgs */
    {3060, 461, 29, 214, 2, 1, 2, V1 | V2}, /* BroadcastTo */
    {3072, 43, 463, 216, 1, 1, 2, V1 | V2}, /* Bucketize */
    {3082, 464, 178, 28, 2, 1, 2, V1 | V2}, /* BytesProducedStatsDataset */
    {3108, 466, 468, 218, 2, 3, 1, V1 | V2}, /* CSRSparseMatrixComponents */
    {3134, 471, 472, 218, 1, 1, 1, V1 | V2}, /* CSRSparseMatrixToDense */
    {3157, 473, 474, 218, 1, 3, 1, V1 | V2}, /* CSRSparseMatrixToSparseTensor */
    {3187, 477, 178, 28, 9, 1, 2, V1 | V2 | STATEFUL}, /* CSVDataset */
    {3198, 486, 178, 28, 10, 1, 2, V2 | STATEFUL}, /* CSVDatasetV2 */
    {3211, 496, 498, 219, 2, 4, 4, V1 | V2}, /* CTCBeamSearchDecoder */
    {3232, 496, 502, 223, 2, 4, 3, V1 | V2}, /* CTCGreedyDecoder */
    {3249, 506, 510, 226, 4, 2, 4, V1 | V2}, /* CTCLoss */
    {3257, 512, 516, 230, 4, 2, 3, V1 | V2}, /* CTCLossV2 */
    {3267, 518, 178, 121, 2, 1, 3, V1 | V2}, /* CacheDataset */
    {3280, 520, 178, 121, 3, 1, 3, V1 | V2 | STATEFUL}, /* CacheDatasetV2 */
    {3295, 523, 525, 233, 2, 1, 4, V1 | V2 | STATEFUL}, /* Case */
    {3300, 526, 527, 237, 1, 1, 3, V1 | V2}, /* Cast */
    {3305, 0, 1, 2, 1, 1, 1, V1 | V2}, /* Ceil */
    {3310, 528, 29, 240, 1, 1, 2, V1 | V2 | STATEFUL}, /* CheckNumerics */
    {3324, 528, 29, 240, 1, 1, 2, V1 | V2 | STATEFUL}, /* CheckNumericsV2 */
    {3340, 528, 29, 2, 1, 1, 1, V2}, /* CheckPinned */
    {3352, 43, 29, 2, 1, 1, 1, V1 | V2}, /* Cholesky */
    {3361, 219, 29, 2, 2, 1, 1, V1 | V2}, /* CholeskyGrad */
    {3374, 529, 178, 242, 4, 1, 6, V1 | V2}, /* ChooseFastestBranchDataset */
    {3401, 533, 178, 248, 1, 1, 4, V1 | V2}, /* ChooseFastestDataset */
    {3422, 534, 29, 2, 3, 1, 1, V1 | V2}, /* ClipByValue */
    {3434, 537, 0, 0, 1, 0, 0, V1 | V2 | STATEFUL}, /* CloseSummaryWriter */
    {3453, 538, 539, 252, 1, 1, 1, V2 | STATEFUL}, /* CollateTPUEmbeddingMemory */
    {3479, 540, 545, 253, 5, 1, 5, V2 | STATEFUL}, /* CollectiveAllToAllV2 */
    {3500, 546, 545, 258, 3, 1, 2, V2 | STATEFUL}, /* CollectiveAllToAllV3 */
    {3521, 549, 552, 0, 3, 2, 0, V2 | STATEFUL}, /* CollectiveAssignGroupV2 */
    {3545, 0, 545, 260, 0, 1, 7, V1 | V2 | STATEFUL}, /* CollectiveBcastRecv */
    {3565, 554, 545, 267, 4, 1, 4, V2 | STATEFUL}, /* CollectiveBcastRecvV2 */
    {3587, 43, 545, 260, 1, 1, 7, V1 | V2 | STATEFUL}, /* CollectiveBcastSend */
    {3607, 558, 545, 271, 4, 1, 3, V2 | STATEFUL}, /* CollectiveBcastSendV2 */
    {3629, 43, 545, 260, 1, 1, 7, V1 | V2 | STATEFUL}, /* CollectiveGather */
    {3646, 540, 545, 253, 5, 1, 5, V2 | STATEFUL}, /* CollectiveGatherV2 */
    {3665, 562, 565, 274, 3, 1, 2, V2 | STATEFUL}, /* CollectiveInitializeCommunicator */
    {3698, 566, 29, 2, 2, 1, 1, V1 | V2 | STATEFUL}, /* CollectivePermute */
    {3716, 43, 545, 276, 1, 1, 10, V1 | V2 | STATEFUL}, /* CollectiveReduce */
    {3733, 540, 545, 286, 5, 1, 8, V2 | STATEFUL}, /* CollectiveReduceScatterV2 */
    {3759, 540, 545, 286, 5, 1, 8, V2 | STATEFUL}, /* CollectiveReduceV2 */
    {3778, 546, 545, 294, 3, 1, 3, V2 | STATEFUL}, /* CollectiveReduceV3 */
    {3797, 568, 574, 297, 6, 4, 2, V1 | V2}, /* CombinedNonMaxSuppression */
    {3823, 578, 580, 24, 2, 1, 2, V1 | V2}, /* Complex */
    {3831, 0, 581, 24, 1, 1, 2, V1 | V2}, /* ComplexAbs */
    {3842, 582, 583, 299, 1, 1, 2, V2}, /* CompositeTensorVariantFromComponents */
    {3879, 583, 582, 299, 1, 1, 2, V2}, /* CompositeTensorVariantToComponents */
    {3914, 584, 585, 301, 1, 1, 1, V2}, /* CompressElement */
    {3930, 586, 588, 302, 2, 3, 3, V1 | V2}, /* ComputeAccidentalHits */
    {3952, 591, 592, 0, 1, 1, 0, V2}, /* ComputeBatchSize */
    {3969, 0, 593, 305, 0, 1, 1, V2 | STATEFUL}, /* ComputeDedupDataSize */
    {3990, 0, 593, 306, 0, 1, 4, V2 | STATEFUL}, /* ComputeDedupDataSizeV2 */
    {4013, 0, 594, 305, 0, 1, 1, V2 | STATEFUL}, /* ComputeDedupDataTupleMask */
    {4039, 0, 594, 306, 0, 1, 4, V2 | STATEFUL}, /* ComputeDedupDataTupleMaskV2 */
    {4067, 595, 29, 10, 2, 1, 2, V1 | V2}, /* Concat */
    {4074, 597, 599, 310, 2, 1, 2, V1 | V2}, /* ConcatOffset */
    {4087, 600, 29, 312, 2, 1, 3, V1 | V2}, /* ConcatV2 */
    {4096, 602, 178, 121, 2, 1, 3, V1 | V2}, /* ConcatenateDataset */
    {4115, 0, 7, 315, 0, 1, 5, V1 | V2 | STATEFUL}, /* ConditionalAccumulator */
    {4138, 0, 463, 320, 0, 1, 1, V2 | STATEFUL}, /* ConfigureAndInitializeGlobalTPU */
    {4170, 0, 604, 321, 0, 1, 6, V1 | V2 | STATEFUL}, /* ConfigureDistributedTPU */
    {4194, 0, 0, 305, 0, 0, 1, V1 | V2 | STATEFUL}, /* ConfigureTPUEmbedding */
    {4216, 605, 607, 305, 2, 1, 1, V2 | STATEFUL}, /* ConfigureTPUEmbeddingHost */
    {4242, 608, 609, 0, 1, 1, 0, V2 | STATEFUL}, /* ConfigureTPUEmbeddingMemory */
    {4270, 43, 29, 12, 1, 1, 1, V1 | V2}, /* Conj */
    {4275, 610, 1, 327, 2, 1, 2, V1 | V2}, /* ConjugateTranspose */
    {4294, 612, 0, 252, 1, 0, 1, V2 | STATEFUL}, /* ConnectTPUEmbeddingHosts */
    {4319, 0, 613, 329, 0, 1, 2, V1 | V2}, /* Const */
    {4325, 614, 0, 0, 1, 0, 0, V1 | V2 | STATEFUL}, /* ConsumeMutexLock */
    {4342, 0, 0, 0, 0, 0, 0, V1 | V2}, /* ControlTrigger */
    {4357, 615, 29, 331, 2, 1, 8, V2}, /* Conv */
    {4362, 615, 29, 339, 2, 1, 7, V1 | V2}, /* Conv2D */
    {4369, 617, 29, 339, 3, 1, 7, V1 | V2}, /* Conv2DBackpropFilter */
    {4390, 620, 29, 339, 3, 1, 7, V2}, /* Conv2DBackpropFilterV2 */
    {4413, 623, 29, 339, 3, 1, 7, V1 | V2}, /* Conv2DBackpropInput */
    {4433, 620, 29, 339, 3, 1, 7, V2}, /* Conv2DBackpropInputV2 */
    {4455, 615, 29, 346, 2, 1, 5, V1 | V2}, /* Conv3D */
    {4462, 620, 29, 351, 3, 1, 4, V1 | V2 | DEPRECATED}, /* Conv3DBackpropFilter */
    {4483, 617, 29, 346, 3, 1, 5, V1 | V2}, /* Conv3DBackpropFilterV2 */
    {4506, 620, 29, 351, 3, 1, 4, V1 | V2 | DEPRECATED}, /* Conv3DBackpropInput */
    {4526, 626, 29, 355, 3, 1, 6, V1 | V2}, /* Conv3DBackpropInputV2 */
    {4548, 629, 632, 361, 3, 3, 2, V2 | STATEFUL}, /* ConvertToCooTensor */
    {4567, 629, 635, 363, 3, 3, 8, V2}, /* ConvertToListOfSparseCoreCooTensors */
    {4603, 638, 643, 371, 5, 7, 9, V2}, /* ConvertToSparseCoreCsrWrappedCooTensor */
    {4642, 43, 29, 380, 1, 1, 3, V1 | V2}, /* Copy */
    {4647, 43, 29, 380, 1, 1, 3, V1 | V2}, /* CopyHost */
    {4656, 43, 29, 383, 1, 1, 2, V2}, /* CopyToMesh */
    {4667, 650, 29, 2, 2, 1, 1, V2}, /* CopyToMeshGrad */
    {4682, 0, 1, 2, 1, 1, 1, V1 | V2}, /* Cos */
    {4686, 0, 1, 2, 1, 1, 1, V1 | V2}, /* Cosh */
    {4691, 652, 29, 385, 1, 1, 2, V1 | V2}, /* CountUpTo */
    {4701, 653, 0, 0, 5, 0, 0, V1 | V2 | STATEFUL}, /* CreateSummaryDbWriter */
    {4723, 658, 0, 0, 5, 0, 0, V1 | V2 | STATEFUL}, /* CreateSummaryFileWriter */
    {4747, 663, 667, 387, 4, 1, 3, V1 | V2}, /* CropAndResize */
    {4761, 668, 26, 390, 4, 1, 2, V1 | V2}, /* CropAndResizeGradBoxes */
    {4784, 672, 29, 390, 4, 1, 2, V1 | V2}, /* CropAndResizeGradImage */
    {4807, 676, 678, 2, 2, 1, 1, V1 | V2}, /* Cross */
    {4813, 41, 29, 2, 2, 1, 1, V1 | V2 | STATEFUL}, /* CrossReplicaSum */
    {4829, 679, 683, 392, 4, 4, 8, V1 | V2 | STATEFUL}, /* CudnnRNN */
    {4838, 687, 698, 400, 11, 4, 7, V1 | V2 | STATEFUL}, /* CudnnRNNBackprop */
    {4855, 702, 698, 400, 12, 4, 7, V1 | V2 | STATEFUL}, /* CudnnRNNBackpropV2 */
    {4874, 714, 698, 407, 13, 4, 9, V1 | V2 | STATEFUL}, /* CudnnRNNBackpropV3 */
    {4893, 727, 732, 416, 5, 1, 8, V1 | V2}, /* CudnnRNNCanonicalToParams */
    {4919, 733, 732, 424, 5, 1, 10, V1 | V2}, /* CudnnRNNCanonicalToParamsV2 */
    {4947, 738, 741, 434, 3, 1, 9, V1 | V2}, /* CudnnRNNParamsSize */
    {4966, 742, 746, 416, 4, 2, 8, V1 | V2}, /* CudnnRNNParamsToCanonical */
    {4992, 742, 748, 424, 4, 2, 10, V1 | V2}, /* CudnnRNNParamsToCanonicalV2 */
    {5020, 679, 750, 392, 4, 5, 8, V1 | V2 | STATEFUL}, /* CudnnRNNV2 */
    {5031, 755, 750, 443, 5, 5, 10, V1 | V2 | STATEFUL}, /* CudnnRNNV3 */
    {5042, 760, 762, 453, 2, 1, 4, V1 | V2}, /* Cumprod */
    {5050, 760, 762, 453, 2, 1, 4, V1 | V2}, /* Cumsum */
    {5057, 760, 762, 453, 2, 1, 4, V1 | V2}, /* CumulativeLogsumexp */
    {5077, 763, 766, 457, 3, 1, 3, V2 | STATEFUL}, /* DTensorRestoreV2 */
    {5094, 604, 0, 0, 1, 0, 0, V2 | STATEFUL}, /* DTensorSetGlobalTPUArray */
    {5119, 0, 1, 460, 1, 1, 3, V1 | V2}, /* DataFormatDimMap */
    {5136, 0, 1, 460, 1, 1, 3, V1 | V2}, /* DataFormatVecPermute */
    {5157, 767, 178, 463, 7, 1, 6, V2 | STATEFUL}, /* DataServiceDataset */
    {5176, 774, 178, 463, 9, 1, 6, V2 | STATEFUL}, /* DataServiceDatasetV2 */
    {5197, 774, 178, 469, 9, 1, 8, V2 | STATEFUL}, /* DataServiceDatasetV3 */
    {5218, 783, 178, 469, 9, 1, 8, V2 | STATEFUL}, /* DataServiceDatasetV4 */
    {5239, 591, 792, 477, 1, 1, 1, V1 | V2}, /* DatasetCardinality */
    {5258, 591, 793, 0, 1, 1, 0, V2}, /* DatasetFingerprint */
    {5277, 794, 178, 0, 1, 1, 0, V1 | V2}, /* DatasetFromGraph */
    {5294, 591, 795, 478, 1, 1, 3, V1 | V2}, /* DatasetToGraph */
    {5309, 591, 795, 481, 1, 1, 2, V1 | V2}, /* DatasetToGraphV2 */
    {5326, 796, 797, 121, 1, 1, 3, V1 | V2 | STATEFUL}, /* DatasetToSingleElement */
    {5349, 798, 0, 0, 3, 0, 0, V1 | V2 | STATEFUL}, /* DatasetToTFRecord */
    {5367, 0, 1, 2, 1, 1, 1, V1 | V2}, /* Dawsn */
    {5373, 43, 29, 2, 1, 1, 1, V1 | V2}, /* DebugGradientIdentity */
    {5395, 801, 802, 2, 1, 1, 1, V1 | V2}, /* DebugGradientRefIdentity */
    {5420, 43, 29, 483, 1, 1, 5, V1 | V2}, /* DebugIdentity */
    {5434, 43, 29, 488, 1, 1, 8, V1 | V2 | STATEFUL}, /* DebugIdentityV2 */
    {5450, 43, 29, 496, 1, 1, 8, V2 | STATEFUL}, /* DebugIdentityV3 */
    {5466, 43, 803, 483, 1, 1, 5, V1 | V2}, /* DebugNanCount */
    {5480, 43, 804, 504, 1, 1, 8, V1 | V2}, /* DebugNumericSummary */
    {5500, 43, 805, 512, 1, 1, 4, V1 | V2}, /* DebugNumericSummaryV2 */
    {5522, 806, 808, 516, 2, 1, 6, V1 | V2}, /* DecodeAndCropJpeg */
    {5540, 809, 173, 0, 1, 1, 0, V1 | V2}, /* DecodeBase64 */
    {5553, 810, 808, 522, 1, 1, 1, V1 | V2}, /* DecodeBmp */
    {5563, 811, 813, 523, 2, 1, 5, V1 | V2}, /* DecodeCSV */
    {5573, 814, 173, 528, 1, 1, 1, V1 | V2}, /* DecodeCompressed */
    {5590, 810, 808, 0, 1, 1, 0, V1 | V2}, /* DecodeGif */
    {5600, 810, 815, 529, 1, 1, 3, V2}, /* DecodeImage */
    {5612, 816, 817, 0, 1, 1, 0, V1 | V2}, /* DecodeJSONExample */
    {5630, 810, 808, 516, 1, 1, 6, V1 | V2}, /* DecodeJpeg */
    {5641, 818, 820, 532, 2, 1, 2, V1 | V2}, /* DecodePaddedRaw */
    {5657, 810, 815, 534, 1, 1, 2, V1 | V2}, /* DecodePng */
    {5667, 814, 821, 536, 1, 2, 6, V1 | V2}, /* DecodeProtoV2 */
    {5681, 814, 820, 532, 1, 1, 2, V1 | V2}, /* DecodeRaw */
    {5691, 810, 823, 542, 1, 2, 2, V1 | V2}, /* DecodeWav */
    {5701, 810, 815, 534, 1, 1, 2, V2}, /* DecodeWebP */
    {5712, 0, 1, 2, 1, 1, 1, V1 | V2 | STATEFUL}, /* DeepCopy */
    {5721, 47, 0, 0, 2, 0, 0, V1 | V2 | STATEFUL}, /* DeleteIterator */
    {5736, 47, 0, 0, 2, 0, 0, V1 | V2 | STATEFUL}, /* DeleteMemoryCache */
    {5754, 825, 0, 252, 3, 0, 1, V1 | V2 | STATEFUL}, /* DeleteMultiDeviceIterator */
    {5780, 47, 0, 0, 2, 0, 0, V1 | V2 | STATEFUL}, /* DeleteRandomSeedGenerator */
    {5806, 47, 0, 0, 2, 0, 0, V1 | V2 | STATEFUL}, /* DeleteSeedGenerator */
    {5826, 828, 0, 0, 1, 0, 0, V1 | V2 | STATEFUL}, /* DeleteSessionTensor */
    {5846, 829, 29, 544, 3, 1, 3, V2}, /* DenseBincount */
    {5860, 832, 834, 547, 2, 3, 5, V2}, /* DenseCountSparseOutput */
    {5883, 837, 839, 2, 2, 1, 1, V1 | V2}, /* DenseToCSRSparseMatrix */
    {5906, 840, 842, 552, 2, 3, 3, V1 | V2}, /* DenseToDenseSetOperation */
    {5931, 845, 178, 28, 3, 1, 2, V1 | V2}, /* DenseToSparseBatchDataset */
    {5957, 848, 842, 552, 4, 3, 3, V1 | V2}, /* DenseToSparseSetOperation */
    {5983, 43, 29, 555, 1, 1, 3, V1 | V2}, /* DepthToSpace */
    {5996, 615, 29, 558, 2, 1, 6, V1 | V2}, /* DepthwiseConv2dNative */
    {6018, 617, 29, 558, 3, 1, 6, V1 | V2}, /* DepthwiseConv2dNativeBackpropFilter */
    {6054, 623, 29, 558, 3, 1, 6, V1 | V2}, /* DepthwiseConv2dNativeBackpropInput */
    {6089, 852, 613, 564, 3, 1, 5, V1 | V2}, /* Dequantize */
    {6100, 855, 0, 0, 2, 0, 0, V1 | V2 | STATEFUL}, /* DeserializeIterator */
    {6120, 857, 858, 6, 1, 3, 1, V1 | V2}, /* DeserializeManySparse */
    {6142, 861, 858, 569, 1, 3, 2, V1 | V2}, /* DeserializeSparse */
    {6160, 382, 0, 571, 1, 0, 1, V1 | V2 | STATEFUL}, /* DestroyResourceOp */
    {6178, 652, 201, 572, 1, 1, 2, V1 | V2}, /* DestroyTemporaryVariable */
    {6203, 0, 862, 574, 0, 1, 1, V2 | STATEFUL}, /* DeviceIndex */
    {6215, 237, 29, 2, 1, 1, 1, V1 | V2}, /* Diag */
    {6220, 43, 237, 2, 1, 1, 1, V1 | V2}, /* DiagPart */
    {6229, 0, 1, 2, 1, 1, 1, V1 | V2}, /* Digamma */
    {6237, 615, 29, 575, 2, 1, 4, V1 | V2}, /* Dilation2D */
    {6248, 620, 863, 575, 3, 1, 4, V1 | V2}, /* Dilation2DBackpropFilter */
    {6273, 620, 864, 575, 3, 1, 4, V1 | V2}, /* Dilation2DBackpropInput */
    {6297, 865, 178, 579, 2, 1, 4, V1 | V2}, /* DirectedInterleaveDataset */
    {6323, 382, 0, 0, 1, 0, 0, V2 | STATEFUL}, /* DisableCopyOnRead */
    {6341, 867, 0, 583, 3, 0, 1, V2 | STATEFUL}, /* DistributedSave */
    {6357, 14, 16, 2, 2, 1, 1, V1 | V2}, /* Div */
    {6361, 14, 16, 2, 2, 1, 1, V1 | V2}, /* DivNoNan */
    {6370, 870, 29, 12, 2, 1, 1, V1 | V2}, /* DrawBoundingBoxes */
    {6388, 872, 29, 12, 3, 1, 1, V1 | V2}, /* DrawBoundingBoxesV2 */
    {6408, 0, 46, 0, 0, 1, 0, V2 | STATEFUL}, /* DummyIterationCounter */
    {6430, 0, 46, 0, 0, 1, 0, V2 | STATEFUL}, /* DummyMemoryCache */
    {6447, 0, 46, 0, 0, 1, 0, V2 | STATEFUL}, /* DummySeedGenerator */
    {6466, 875, 0, 584, 5, 0, 5, V2 | STATEFUL}, /* DynamicEnqueueTPUEmbeddingArbitraryTensorBatch */
    {6513, 880, 0, 589, 5, 0, 8, V2 | STATEFUL}, /* DynamicEnqueueTPUEmbeddingRaggedTensorBatch */
    {6557, 885, 887, 597, 2, 1, 2, V1 | V2}, /* DynamicPartition */
    {6574, 888, 890, 10, 2, 1, 2, V1 | V2}, /* DynamicStitch */
    {6588, 891, 525, 599, 1, 1, 4, V1 | V2 | STATEFUL}, /* EagerPyFunc */
    {6600, 892, 26, 603, 6, 1, 2, V1 | V2}, /* EditDistance */
    {6613, 43, 898, 605, 1, 2, 3, V1 | V2}, /* Eig */
    {6617, 2, 29, 608, 1, 1, 3, V1 | V2}, /* Einsum */
    {6624, 900, 901, 2, 1, 1, 1, V1 | V2}, /* Elu */
    {6628, 902, 904, 2, 2, 1, 1, V1 | V2}, /* EluGrad */
    {6636, 905, 613, 611, 1, 1, 2, V1 | V2 | STATEFUL}, /* Empty */
    {6642, 906, 178, 613, 2, 1, 2, V1 | V2}, /* EmptyTensorList */
    {6658, 0, 178, 0, 0, 1, 0, V2}, /* EmptyTensorMap */
    {6673, 809, 173, 615, 1, 1, 1, V1 | V2}, /* EncodeBase64 */
    {6686, 808, 810, 616, 1, 1, 9, V1 | V2}, /* EncodeJpeg */
    {6697, 908, 810, 0, 2, 1, 0, V1 | V2}, /* EncodeJpegVariableQuality */
    {6723, 910, 810, 625, 1, 1, 2, V1 | V2}, /* EncodePng */
    {6733, 911, 814, 627, 2, 1, 4, V1 | V2}, /* EncodeProto */
    {6745, 823, 810, 0, 2, 1, 0, V1 | V2}, /* EncodeWav */
    {6755, 913, 0, 631, 4, 0, 6, V2 | STATEFUL}, /* EnqueueTPUEmbeddingArbitraryTensorBatch */
    {6795, 917, 0, 637, 2, 0, 3, V2 | STATEFUL}, /* EnqueueTPUEmbeddingBatch */
    {6820, 919, 0, 640, 2, 0, 2, V1 | V2 | STATEFUL}, /* EnqueueTPUEmbeddingIntegerBatch */
    {6852, 921, 0, 642, 4, 0, 9, V1 | V2 | STATEFUL}, /* EnqueueTPUEmbeddingRaggedTensorBatch */
    {6889, 925, 0, 631, 4, 0, 6, V1 | V2 | STATEFUL}, /* EnqueueTPUEmbeddingSparseBatch */
    {6920, 925, 0, 642, 4, 0, 9, V1 | V2 | STATEFUL}, /* EnqueueTPUEmbeddingSparseTensorBatch */
    {6957, 43, 29, 651, 1, 1, 2, V1 | V2}, /* EnsureShape */
    {6969, 545, 29, 653, 1, 1, 4, V1 | V2}, /* Enter */
    {6975, 14, 169, 657, 2, 1, 2, V1 | V2}, /* Equal */
    {6981, 0, 1, 2, 1, 1, 1, V1 | V2}, /* Erf */
    {6985, 0, 1, 2, 1, 1, 1, V1 | V2}, /* Erfc */
    {6990, 0, 1, 2, 1, 1, 1, V1 | V2}, /* Erfinv */
    {6997, 929, 29, 659, 2, 1, 3, V1 | V2}, /* EuclideanNorm */
    {7011, 0, 608, 305, 0, 1, 1, V2 | STATEFUL}, /* ExecuteTPUEmbeddingPartitioner */
    {7042, 545, 29, 2, 1, 1, 1, V1 | V2}, /* Exit */
    {7047, 0, 1, 2, 1, 1, 1, V1 | V2}, /* Exp */
    {7051, 931, 29, 662, 2, 1, 2, V1 | V2}, /* ExpandDims */
    {7062, 179, 178, 28, 2, 1, 2, V1 | V2}, /* ExperimentalAssertNextDataset */
    {7092, 198, 178, 664, 3, 1, 3, V1 | V2}, /* ExperimentalAutoShardDataset */
    {7121, 464, 178, 28, 2, 1, 2, V1 | V2}, /* ExperimentalBytesProducedStatsDataset */
    {7159, 477, 178, 28, 9, 1, 2, V1 | V2 | STATEFUL}, /* ExperimentalCSVDataset */
    {7182, 533, 178, 248, 1, 1, 4, V1 | V2}, /* ExperimentalChooseFastestDataset */
    {7215, 591, 792, 0, 1, 1, 0, V1 | V2}, /* ExperimentalDatasetCardinality */
    {7246, 798, 0, 0, 3, 0, 0, V1 | V2 | STATEFUL}, /* ExperimentalDatasetToTFRecord */
    {7276, 845, 178, 28, 3, 1, 2, V1 | V2}, /* ExperimentalDenseToSparseBatchDataset */
    {7314, 865, 178, 667, 2, 1, 3, V1 | V2}, /* ExperimentalDirectedInterleaveDataset */
    {7352, 933, 178, 670, 5, 1, 10, V1 | V2 | STATEFUL}, /* ExperimentalGroupByReducerDataset */
    {7386, 938, 178, 680, 4, 1, 8, V1 | V2}, /* ExperimentalGroupByWindowDataset */
    {7419, 591, 178, 688, 1, 1, 3, V1 | V2}, /* ExperimentalIgnoreErrorsDataset */
    {7451, 382, 942, 0, 1, 1, 0, V1 | V2 | STATEFUL}, /* ExperimentalIteratorGetDevice */
    {7481, 943, 178, 28, 1, 1, 2, V1 | V2 | STATEFUL}, /* ExperimentalLMDBDataset */
    {7505, 464, 178, 28, 2, 1, 2, V1 | V2}, /* ExperimentalLatencyStatsDataset */
    {7537, 944, 178, 691, 5, 1, 5, V1 | V2}, /* ExperimentalMapAndBatchDataset */
    {7568, 949, 178, 696, 2, 1, 7, V1 | V2}, /* ExperimentalMapDataset */
    {7591, 951, 178, 0, 1, 1, 0, V1 | V2 | STATEFUL}, /* ExperimentalMatchingFilesDataset */
    {7624, 952, 178, 28, 2, 1, 2, V1 | V2}, /* ExperimentalMaxIntraOpParallelismDataset */
    {7665, 591, 178, 28, 1, 1, 2, V1 | V2}, /* ExperimentalNonSerializableDataset */
    {7700, 954, 178, 703, 7, 1, 4, V1 | V2}, /* ExperimentalParallelInterleaveDataset */
    {7738, 961, 178, 707, 3, 1, 8, V1 | V2}, /* ExperimentalParseExampleDataset */
    {7770, 964, 178, 28, 2, 1, 2, V1 | V2}, /* ExperimentalPrivateThreadPoolDataset */
    {7807, 51, 178, 28, 2, 1, 2, V1 | V2 | STATEFUL}, /* ExperimentalRandomDataset */
    {7833, 966, 178, 715, 2, 1, 3, V1 | V2}, /* ExperimentalRebatchDataset */
    {7860, 968, 178, 718, 3, 1, 6, V1 | V2}, /* ExperimentalScanDataset */
    {7884, 971, 178, 28, 4, 1, 2, V1 | V2 | STATEFUL}, /* ExperimentalSetStatsAggregatorDataset */
    {7922, 975, 178, 28, 2, 1, 2, V1 | V2}, /* ExperimentalSleepDataset */
    {7947, 977, 178, 28, 4, 1, 2, V1 | V2}, /* ExperimentalSlidingWindowDataset */
    {7980, 981, 178, 28, 3, 1, 2, V1 | V2 | STATEFUL}, /* ExperimentalSqlDataset */
    {8003, 0, 46, 200, 0, 1, 2, V1 | V2 | STATEFUL}, /* ExperimentalStatsAggregatorHandle */
    {8037, 984, 194, 0, 1, 1, 0, V1 | V2 | STATEFUL}, /* ExperimentalStatsAggregatorSummary */
    {8072, 949, 178, 724, 2, 1, 4, V1 | V2}, /* ExperimentalTakeWhileDataset */
    {8101, 985, 178, 28, 2, 1, 2, V1 | V2 | STATEFUL}, /* ExperimentalThreadPoolDataset */
    {8131, 0, 46, 728, 0, 1, 5, V1 | V2 | STATEFUL}, /* ExperimentalThreadPoolHandle */
    {8160, 591, 178, 28, 1, 1, 2, V1 | V2}, /* ExperimentalUnbatchDataset */
    {8187, 591, 178, 28, 1, 1, 2, V1 | V2}, /* ExperimentalUniqueDataset */
    {8213, 0, 1, 2, 1, 1, 1, V1 | V2}, /* Expint */
    {8220, 0, 1, 2, 1, 1, 1, V1 | V2}, /* Expm1 */
    {8226, 987, 990, 733, 3, 1, 4, V1 | V2}, /* ExtractGlimpse */
    {8241, 987, 990, 733, 3, 1, 4, V2}, /* ExtractGlimpseV2 */
    {8258, 991, 992, 737, 1, 1, 5, V1 | V2}, /* ExtractImagePatches */
    {8278, 810, 993, 742, 1, 1, 1, V1 | V2}, /* ExtractJpegShape */
    {8295, 43, 992, 743, 1, 1, 4, V1 | V2}, /* ExtractVolumePatches */
    {8316, 994, 995, 747, 1, 1, 1, V1 | V2}, /* FFT */
    {8320, 994, 995, 747, 1, 1, 1, V1 | V2}, /* FFT2D */
    {8326, 994, 995, 747, 1, 1, 1, V1 | V2}, /* FFT3D */
    {8332, 996, 995, 747, 3, 1, 1, V2}, /* FFTND */
    {8338, 0, 7, 99, 0, 1, 5, V1 | V2 | STATEFUL}, /* FIFOQueue */
    {8348, 0, 46, 99, 0, 1, 5, V1 | V2 | STATEFUL}, /* FIFOQueueV2 */
    {8360, 0, 999, 0, 0, 1, 0, V1 | V2}, /* Fact */
    {8365, 0, 613, 748, 0, 1, 2, V1 | V2}, /* FakeParam */
    {8375, 1000, 1001, 750, 1, 1, 4, V1 | V2}, /* FakeQuantWithMinMaxArgs */
    {8399, 1002, 1004, 750, 2, 1, 4, V1 | V2}, /* FakeQuantWithMinMaxArgsGradient */
    {8431, 1005, 1001, 754, 3, 1, 2, V1 | V2}, /* FakeQuantWithMinMaxVars */
    {8455, 1008, 1012, 754, 4, 3, 2, V1 | V2}, /* FakeQuantWithMinMaxVarsGradient */
    {8487, 1005, 1001, 754, 3, 1, 2, V1 | V2}, /* FakeQuantWithMinMaxVarsPerChannel */
    {8521, 1008, 1012, 754, 4, 3, 2, V1 | V2}, /* FakeQuantWithMinMaxVarsPerChannelGradient */
    {8563, 382, 7, 0, 1, 1, 0, V1 | V2 | STATEFUL}, /* FakeQueue */
    {8573, 1015, 0, 0, 3, 0, 0, V2 | STATEFUL}, /* FileSystemSetConfiguration */
    {8600, 1018, 29, 756, 2, 1, 2, V1 | V2}, /* Fill */
    {8605, 591, 1020, 28, 1, 1, 2, V1 | V2}, /* FilterByLastComponentDataset */
    {8634, 949, 178, 758, 2, 1, 5, V1 | V2}, /* FilterDataset */
    {8648, 591, 178, 763, 1, 1, 3, V2}, /* FinalizeDataset */
    {8664, 605, 0, 0, 2, 0, 0, V2 | STATEFUL}, /* FinalizeTPUEmbedding */
    {8685, 605, 1021, 0, 2, 2, 0, V2 | STATEFUL}, /* FinalizeTPUEmbeddingV2 */
    {8708, 1023, 1025, 2, 2, 1, 1, V1 | V2}, /* Fingerprint */
    {8720, 1026, 178, 583, 5, 1, 1, V1 | V2 | STATEFUL}, /* FixedLengthRecordDataset */
    {8745, 1031, 178, 583, 6, 1, 1, V1 | V2 | STATEFUL}, /* FixedLengthRecordDatasetV2 */
    {8772, 0, 1037, 766, 0, 1, 6, V1 | V2 | STATEFUL | DEPRECATED}, /* FixedLengthRecordReader */
    {8796, 0, 1038, 772, 0, 1, 7, V1 | V2 | STATEFUL}, /* FixedLengthRecordReaderV2 */
    {8822, 37, 38, 779, 1, 3, 12, V1 | V2 | STATEFUL}, /* FixedUnigramCandidateSampler */
    {8851, 949, 178, 791, 2, 1, 5, V1 | V2}, /* FlatMapDataset */
    {8866, 0, 1, 2, 1, 1, 1, V1 | V2}, /* Floor */
    {8872, 14, 16, 2, 2, 1, 1, V1 | V2}, /* FloorDiv */
    {8881, 14, 16, 2, 2, 1, 1, V1 | V2}, /* FloorMod */
    {8890, 537, 0, 0, 1, 0, 0, V1 | V2 | STATEFUL}, /* FlushSummaryWriter */
    {8909, 1039, 1043, 796, 4, 1, 2, V1 | V2}, /* For */
    {8913, 201, 1044, 798, 1, 3, 7, V1 | V2}, /* FractionalAvgPool */
    {8931, 1047, 29, 805, 4, 1, 2, V1 | V2}, /* FractionalAvgPoolGrad */
    {8953, 201, 1044, 798, 1, 3, 7, V1 | V2}, /* FractionalMaxPool */
    {8971, 1051, 29, 805, 5, 1, 2, V1 | V2}, /* FractionalMaxPoolGrad */
    {8993, 0, 1, 2, 1, 1, 1, V1 | V2}, /* FresnelCos */
    {9004, 0, 1, 2, 1, 1, 1, V1 | V2}, /* FresnelSin */
    {9015, 1056, 1061, 807, 5, 5, 5, V1 | V2}, /* FusedBatchNorm */
    {9030, 1066, 1071, 812, 5, 5, 4, V1 | V2}, /* FusedBatchNormGrad */
    {9049, 1076, 1081, 816, 5, 5, 5, V1 | V2}, /* FusedBatchNormGradV2 */
    {9070, 1086, 1092, 816, 6, 5, 5, V1 | V2}, /* FusedBatchNormGradV3 */
    {9091, 1097, 1102, 821, 5, 5, 6, V1 | V2}, /* FusedBatchNormV2 */
    {9108, 1097, 1107, 821, 5, 6, 6, V1 | V2}, /* FusedBatchNormV3 */
    {9125, 1113, 29, 827, 3, 1, 4, V1 | V2}, /* FusedPadConv2D */
    {9140, 1116, 29, 831, 4, 1, 5, V1 | V2}, /* FusedResizeAndPadConv2D */
    {9164, 1120, 1126, 2, 6, 4, 1, V1 | V2}, /* GRUBlockCell */
    {9177, 1130, 1140, 2, 10, 4, 1, V1 | V2}, /* GRUBlockCellGrad */
    {9194, 1144, 1146, 836, 2, 1, 3, V1 | V2}, /* Gather */
    {9201, 1144, 1146, 839, 2, 1, 3, V1 | V2}, /* GatherNd */
    {9210, 1147, 1146, 842, 3, 1, 4, V1 | V2}, /* GatherV2 */
    {9219, 1150, 1157, 846, 7, 2, 1, V1 | V2}, /* GenerateBoundingBoxProposals */
    {9248, 1159, 1161, 847, 2, 2, 3, V1 | V2}, /* GenerateVocabRemapping */
    {9271, 1163, 178, 850, 3, 1, 9, V1 | V2 | STATEFUL}, /* GeneratorDataset */
    {9288, 1166, 797, 28, 2, 1, 2, V2}, /* GetElementAtIndex */
    {9306, 1168, 1172, 859, 4, 7, 7, V2 | STATEFUL}, /* GetMinibatchSplitsWithPhysicalReplica */
    {9344, 1179, 1185, 866, 6, 7, 9, V2 | STATEFUL}, /* GetMinibatchesInCsrWithPhysicalReplica */
    {9383, 591, 1192, 0, 1, 1, 0, V2}, /* GetOptions */
    {9394, 201, 828, 2, 1, 1, 1, V1 | V2 | STATEFUL}, /* GetSessionHandle */
    {9411, 201, 46, 2, 1, 1, 1, V1 | V2 | STATEFUL}, /* GetSessionHandleV2 */
    {9430, 828, 1193, 6, 1, 1, 1, V1 | V2 | STATEFUL}, /* GetSessionTensor */
    {9447, 1194, 1197, 875, 3, 2, 8, V2}, /* GetStatsFromListOfSparseCoreCooTensors */
    {9486, 0, 1199, 0, 0, 1, 0, V2}, /* GetTpuTaskId */
    {9499, 0, 1200, 0, 0, 1, 0, V2 | STATEFUL}, /* GlobalIterId */
    {9512, 1201, 178, 883, 4, 1, 4, V2 | STATEFUL}, /* GlobalShuffleDataset */
    {9533, 14, 169, 2, 2, 1, 1, V1 | V2}, /* Greater */
    {9541, 14, 169, 2, 2, 1, 1, V1 | V2}, /* GreaterEqual */
    {9554, 933, 178, 670, 5, 1, 10, V1 | V2 | STATEFUL}, /* GroupByReducerDataset */
    {9576, 938, 178, 887, 4, 1, 9, V1 | V2}, /* GroupByWindowDataset */
    {9597, 43, 29, 2, 1, 1, 1, V1 | V2 | STATEFUL}, /* GuaranteeConst */
    {9612, 991, 29, 12, 1, 1, 1, V1 | V2}, /* HSVToRGB */
    {9621, 0, 1205, 896, 0, 1, 5, V1 | V2 | STATEFUL}, /* HashTable */
    {9631, 0, 45, 896, 0, 1, 5, V1 | V2 | STATEFUL}, /* HashTableV2 */
    {9643, 1206, 1209, 901, 3, 1, 2, V1 | V2}, /* HistogramFixedWidth */
    {9663, 1210, 194, 12, 2, 1, 1, V1 | V2}, /* HistogramSummary */
    {9680, 0, 613, 329, 0, 1, 2, V1 | V2}, /* HostConst */
    {9690, 994, 995, 747, 1, 1, 1, V1 | V2}, /* IFFT */
    {9695, 994, 995, 747, 1, 1, 1, V1 | V2}, /* IFFT2D */
    {9702, 994, 995, 747, 1, 1, 1, V1 | V2}, /* IFFT3D */
    {9709, 996, 995, 747, 3, 1, 1, V2}, /* IFFTND */
    {9716, 1212, 1214, 903, 2, 1, 2, V1 | V2}, /* IRFFT */
    {9722, 1212, 1214, 903, 2, 1, 2, V1 | V2}, /* IRFFT2D */
    {9730, 1212, 1214, 903, 2, 1, 2, V1 | V2}, /* IRFFT3D */
    {9738, 996, 1214, 903, 3, 1, 2, V2}, /* IRFFTND */
    {9746, 43, 29, 2, 1, 1, 1, V1 | V2}, /* Identity */
    {9755, 1215, 1043, 905, 1, 1, 1, V1 | V2}, /* IdentityN */
    {9765, 0, 1037, 200, 0, 1, 2, V1 | V2 | STATEFUL | DEPRECATED}, /* IdentityReader */
    {9780, 0, 1038, 200, 0, 1, 2, V1 | V2 | STATEFUL}, /* IdentityReaderV2 */
    {9797, 1216, 525, 906, 2, 1, 6, V1 | V2 | STATEFUL}, /* If */
    {9800, 1218, 16, 2, 2, 1, 1, V1 | V2}, /* Igamma */
    {9807, 1218, 16, 2, 2, 1, 1, V1 | V2}, /* IgammaGradA */
    {9819, 1218, 16, 2, 2, 1, 1, V1 | V2}, /* Igammac */
    {9827, 591, 178, 688, 1, 1, 3, V1 | V2}, /* IgnoreErrorsDataset */
    {9847, 43, 44, 24, 1, 1, 2, V1 | V2}, /* Imag */
    {9852, 1220, 1223, 912, 3, 1, 3, V1 | V2}, /* ImageProjectiveTransformV2 */
    {9879, 1224, 1223, 912, 4, 1, 3, V2}, /* ImageProjectiveTransformV3 */
    {9906, 1228, 194, 915, 2, 1, 3, V1 | V2}, /* ImageSummary */
    {9919, 0, 1230, 918, 0, 1, 3, V1 | V2}, /* ImmutableConst */
    {9934, 1231, 0, 0, 2, 0, 0, V1 | V2 | STATEFUL}, /* ImportEvent */
    {9946, 1233, 1235, 921, 2, 1, 2, V1 | V2}, /* InTopK */
    {9953, 1236, 1235, 12, 3, 1, 1, V1 | V2}, /* InTopKV2 */
    {9962, 1239, 178, 923, 4, 1, 7, V2}, /* IndexFlatMapDataset */
    {9982, 0, 613, 748, 0, 1, 2, V1 | V2 | STATEFUL}, /* InfeedDequeue */
    {9996, 0, 1243, 930, 0, 1, 2, V1 | V2 | STATEFUL}, /* InfeedDequeueTuple */
    {10015, 1244, 0, 932, 1, 0, 4, V1 | V2 | STATEFUL}, /* InfeedEnqueue */
    {10029, 1245, 0, 936, 1, 0, 1, V1 | V2}, /* InfeedEnqueuePrelinearizedBuffer */
    {10062, 1246, 0, 937, 1, 0, 4, V1 | V2 | STATEFUL}, /* InfeedEnqueueTuple */
    {10081, 1247, 0, 941, 3, 0, 2, V1 | V2}, /* InitializeTable */
    {10097, 1250, 0, 0, 2, 0, 0, V1 | V2 | STATEFUL}, /* InitializeTableFromDataset */
    {10124, 1252, 0, 943, 2, 0, 5, V1 | V2}, /* InitializeTableFromTextFile */
    {10152, 1254, 0, 943, 2, 0, 5, V1 | V2 | STATEFUL}, /* InitializeTableFromTextFileV2 */
    {10182, 1256, 0, 941, 3, 0, 2, V1 | V2 | STATEFUL}, /* InitializeTableV2 */
    {10200, 1259, 1, 2, 3, 1, 1, V1 | V2}, /* InplaceAdd */
    {10211, 1259, 1, 2, 3, 1, 1, V1 | V2}, /* InplaceSub */
    {10222, 1259, 1, 2, 3, 1, 1, V1 | V2}, /* InplaceUpdate */
    {10236, 1262, 178, 791, 4, 1, 5, V1 | V2}, /* InterleaveDataset */
    {10254, 0, 1, 2, 1, 1, 1, V1 | V2}, /* Inv */
    {10258, 1266, 16, 2, 2, 1, 1, V1 | V2}, /* InvGrad */
    {10266, 0, 1, 2, 1, 1, 1, V1 | V2}, /* Invert */
    {10273, 0, 1, 12, 1, 1, 1, V1 | V2}, /* InvertPermutation */
    {10291, 388, 1268, 0, 1, 1, 0, V1 | V2 | STATEFUL}, /* IsBoostedTreesEnsembleInitialized */
    {10325, 386, 1268, 0, 1, 1, 0, V1 | V2 | STATEFUL}, /* IsBoostedTreesQuantileStreamResourceInitialized */
    {10373, 0, 1269, 2, 1, 1, 1, V1 | V2}, /* IsFinite */
    {10382, 0, 1269, 2, 1, 1, 1, V1 | V2}, /* IsInf */
    {10388, 0, 1269, 2, 1, 1, 1, V1 | V2}, /* IsNan */
    {10394, 0, 1270, 948, 0, 1, 1, V2 | STATEFUL}, /* IsTPUEmbeddingInitialized */
    {10420, 1271, 1268, 6, 1, 1, 1, V1 | V2}, /* IsVariableInitialized */
    {10442, 43, 1272, 949, 1, 2, 2, V2}, /* IsotonicRegression */
    {10461, 0, 46, 951, 0, 1, 4, V1 | V2 | STATEFUL}, /* Iterator */
    {10470, 1274, 1275, 955, 1, 1, 2, V1 | V2 | STATEFUL}, /* IteratorFromStringHandle */
    {10495, 1274, 1275, 955, 1, 1, 2, V1 | V2 | STATEFUL}, /* IteratorFromStringHandleV2 */
    {10522, 382, 942, 0, 1, 1, 0, V1 | V2 | STATEFUL}, /* IteratorGetDevice */
    {10540, 984, 1276, 0, 1, 1, 0, V2 | STATEFUL}, /* IteratorGetModelProto */
    {10562, 984, 797, 28, 1, 1, 2, V1 | V2 | STATEFUL}, /* IteratorGetNext */
    {10578, 984, 1277, 28, 1, 1, 2, V1 | V2 | STATEFUL}, /* IteratorGetNextAsOptional */
    {10604, 984, 797, 28, 1, 1, 2, V1 | V2 | STATEFUL}, /* IteratorGetNextSync */
    {10624, 1275, 1274, 0, 1, 1, 0, V1 | V2 | STATEFUL}, /* IteratorToStringHandle */
    {10647, 0, 46, 951, 0, 1, 4, V1 | V2 | STATEFUL}, /* IteratorV2 */
    {10658, 1278, 1280, 0, 2, 1, 0, V1 | V2}, /* KMC2ChainInitialization */
    {10682, 1281, 1285, 0, 4, 1, 0, V1 | V2}, /* KmeansPlusPlusInitialization */
    {10711, 190, 26, 957, 1, 1, 1, V2}, /* KthOrderStatistic */
    {10729, 1286, 29, 2, 1, 1, 1, V1 | V2}, /* L2Loss */
    {10736, 943, 178, 28, 1, 1, 2, V1 | V2 | STATEFUL}, /* LMDBDataset */
    {10748, 0, 1037, 200, 0, 1, 2, V1 | V2 | STATEFUL}, /* LMDBReader */
    {10759, 43, 29, 958, 1, 1, 5, V1 | V2}, /* LRN */
    {10763, 1287, 29, 958, 3, 1, 5, V1 | V2}, /* LRNGrad */
    {10771, 1290, 289, 181, 8, 7, 4, V1 | V2}, /* LSTMBlockCell */
    {10785, 1298, 1314, 185, 16, 5, 2, V1 | V2}, /* LSTMBlockCellGrad */
    {10803, 464, 178, 28, 2, 1, 2, V1 | V2}, /* LatencyStatsDataset */
    {10823, 900, 901, 963, 1, 1, 2, V1 | V2}, /* LeakyRelu */
    {10833, 1319, 904, 963, 2, 1, 2, V1 | V2}, /* LeakyReluGrad */
    {10847, 37, 38, 965, 1, 3, 6, V1 | V2 | STATEFUL}, /* LearnedUnigramCandidateSampler */
    {10878, 14, 16, 2, 2, 1, 1, V1 | V2}, /* LeftShift */
    {10888, 1321, 178, 971, 6, 1, 6, V1 | V2}, /* LegacyParallelInterleaveDatasetV2 */
    {10922, 14, 169, 2, 2, 1, 1, V1 | V2}, /* Less */
    {10927, 14, 169, 2, 2, 1, 1, V1 | V2}, /* LessEqual */
    {10937, 0, 1, 2, 1, 1, 1, V1 | V2}, /* Lgamma */
    {10944, 1327, 29, 214, 3, 1, 2, V1 | V2}, /* LinSpace */
    {10953, 1330, 178, 977, 1, 1, 4, V2 | STATEFUL}, /* ListDataset */
    {10965, 14, 1331, 981, 2, 2, 2, V1 | V2}, /* ListDiff */
    {10974, 1333, 178, 28, 1, 1, 2, V2 | STATEFUL}, /* ListSnapshotChunksDataset */
    {11000, 1334, 0, 983, 8, 0, 4, V2 | STATEFUL}, /* LoadAllTPUEmbeddingParameters */
    {11030, 1342, 1347, 987, 5, 1, 3, V1 | V2 | STATEFUL}, /* LoadAndRemapMatrix */
    {11049, 1348, 178, 990, 2, 1, 5, V2 | STATEFUL}, /* LoadDataset */
    {11061, 1350, 0, 995, 3, 0, 5, V1 | V2 | STATEFUL}, /* LoadTPUEmbeddingADAMParameters */
    {11092, 1353, 0, 995, 3, 0, 5, V1 | V2 | STATEFUL}, /* LoadTPUEmbeddingAdadeltaParameters */
    {11127, 1356, 0, 995, 3, 0, 5, V2 | STATEFUL}, /* LoadTPUEmbeddingAdagradMomentumParameters */
    {11169, 1359, 0, 995, 2, 0, 5, V1 | V2 | STATEFUL}, /* LoadTPUEmbeddingAdagradParameters */
    {11203, 1361, 0, 995, 4, 0, 5, V1 | V2 | STATEFUL}, /* LoadTPUEmbeddingCenteredRMSPropParameters */
    {11245, 1365, 0, 995, 3, 0, 5, V1 | V2 | STATEFUL}, /* LoadTPUEmbeddingFTRLParameters */
    {11276, 1368, 0, 995, 2, 0, 5, V2 | STATEFUL}, /* LoadTPUEmbeddingFrequencyEstimatorParameters */
    {11321, 1370, 0, 995, 4, 0, 5, V1 | V2 | STATEFUL}, /* LoadTPUEmbeddingMDLAdagradLightParameters */
    {11363, 1374, 0, 995, 2, 0, 5, V1 | V2 | STATEFUL}, /* LoadTPUEmbeddingMomentumParameters */
    {11398, 1359, 0, 995, 2, 0, 5, V1 | V2 | STATEFUL}, /* LoadTPUEmbeddingProximalAdagradParameters */
    {11440, 1376, 0, 995, 3, 0, 5, V1 | V2 | STATEFUL}, /* LoadTPUEmbeddingProximalYogiParameters */
    {11479, 1379, 0, 995, 3, 0, 5, V1 | V2 | STATEFUL}, /* LoadTPUEmbeddingRMSPropParameters */
    {11513, 1382, 0, 995, 1, 0, 5, V1 | V2 | STATEFUL}, /* LoadTPUEmbeddingStochasticGradientDescentParameters */
    {11565, 0, 1, 2, 1, 1, 1, V1 | V2}, /* Log */
    {11569, 0, 1, 2, 1, 1, 1, V1 | V2}, /* Log1p */
    {11575, 43, 1383, 2, 1, 2, 1, V1 | V2}, /* LogMatrixDeterminant */
    {11596, 1385, 1386, 2, 1, 1, 1, V1 | V2}, /* LogSoftmax */
    {11607, 37, 38, 965, 1, 3, 6, V1 | V2 | STATEFUL}, /* LogUniformCandidateSampler */
    {11634, 1387, 169, 0, 2, 1, 0, V1 | V2}, /* LogicalAnd */
    {11645, 1389, 1269, 0, 1, 1, 0, V1 | V2}, /* LogicalNot */
    {11656, 1387, 169, 0, 2, 1, 0, V1 | V2}, /* LogicalOr */
    {11666, 1205, 1390, 1000, 1, 2, 2, V1 | V2}, /* LookupTableExport */
    {11684, 45, 1390, 1000, 1, 2, 2, V1 | V2 | STATEFUL}, /* LookupTableExportV2 */
    {11704, 1392, 1395, 1002, 3, 1, 2, V1 | V2}, /* LookupTableFind */
    {11720, 1396, 1395, 1002, 3, 1, 2, V1 | V2 | STATEFUL}, /* LookupTableFindV2 */
    {11738, 1399, 0, 1002, 3, 0, 2, V1 | V2}, /* LookupTableImport */
    {11756, 1402, 0, 1002, 3, 0, 2, V1 | V2 | STATEFUL}, /* LookupTableImportV2 */
    {11776, 1399, 0, 1002, 3, 0, 2, V1 | V2}, /* LookupTableInsert */
    {11794, 1402, 0, 1002, 3, 0, 2, V1 | V2 | STATEFUL}, /* LookupTableInsertV2 */
    {11814, 1405, 0, 1004, 2, 0, 1, V1 | V2 | STATEFUL}, /* LookupTableRemoveV2 */
    {11834, 1205, 1407, 0, 1, 1, 0, V1 | V2}, /* LookupTableSize */
    {11850, 45, 1407, 0, 1, 1, 0, V1 | V2 | STATEFUL}, /* LookupTableSizeV2 */
    {11868, 1408, 36, 0, 1, 1, 0, V1 | V2}, /* LoopCond */
    {11877, 1409, 820, 1005, 2, 1, 2, V1 | V2}, /* LowerBound */
    {11888, 43, 1411, 1007, 1, 2, 2, V1 | V2}, /* Lu */
    {11891, 1413, 0, 0, 2, 0, 0, V1 | V2 | STATEFUL}, /* MakeIterator */
    {11904, 190, 26, 0, 1, 1, 0, V2}, /* MakeUnique */
    {11915, 944, 178, 1009, 5, 1, 6, V1 | V2}, /* MapAndBatchDataset */
    {11934, 0, 0, 1015, 0, 0, 5, V1 | V2 | STATEFUL}, /* MapClear */
    {11943, 949, 178, 1020, 2, 1, 8, V1 | V2}, /* MapDataset */
    {11954, 1415, 1417, 1028, 2, 1, 6, V1 | V2}, /* MapDefun */
    {11963, 0, 206, 1015, 0, 1, 5, V1 | V2 | STATEFUL}, /* MapIncompleteSize */
    {11981, 1418, 1420, 1015, 2, 1, 5, V1 | V2 | STATEFUL}, /* MapPeek */
    {11989, 0, 206, 1015, 0, 1, 5, V1 | V2 | STATEFUL}, /* MapSize */
    {11997, 1421, 0, 1034, 3, 0, 6, V1 | V2 | STATEFUL}, /* MapStage */
    {12006, 1418, 1420, 1015, 2, 1, 5, V1 | V2 | STATEFUL}, /* MapUnstage */
    {12017, 1424, 1425, 1015, 1, 2, 5, V1 | V2 | STATEFUL}, /* MapUnstageNoKey */
    {12033, 676, 678, 1040, 2, 1, 5, V1 | V2}, /* MatMul */
    {12040, 1427, 943, 0, 1, 1, 0, V1 | V2}, /* MatchingFiles */
    {12054, 951, 178, 0, 1, 1, 0, V1 | V2 | STATEFUL}, /* MatchingFilesDataset */
    {12075, 1428, 236, 1045, 3, 1, 2, V1 | V2}, /* MatrixBandPart */
    {12090, 43, 29, 2, 1, 1, 1, V1 | V2}, /* MatrixDeterminant */
    {12108, 237, 29, 2, 1, 1, 1, V1 | V2}, /* MatrixDiag */
    {12119, 43, 237, 2, 1, 1, 1, V1 | V2}, /* MatrixDiagPart */
    {12134, 1431, 237, 2, 3, 1, 1, V1 | V2}, /* MatrixDiagPartV2 */
    {12151, 1431, 237, 1047, 3, 1, 2, V1 | V2}, /* MatrixDiagPartV3 */
    {12168, 1434, 29, 2, 5, 1, 1, V1 | V2}, /* MatrixDiagV2 */
    {12181, 1434, 29, 1047, 5, 1, 2, V1 | V2}, /* MatrixDiagV3 */
    {12194, 43, 29, 2, 1, 1, 1, V1 | V2 | DEPRECATED}, /* MatrixExponential */
    {12212, 43, 29, 159, 1, 1, 2, V1 | V2}, /* MatrixInverse */
    {12226, 43, 29, 2, 1, 1, 1, V1 | V2}, /* MatrixLogarithm */
    {12242, 238, 29, 2, 2, 1, 1, V1 | V2}, /* MatrixSetDiag */
    {12256, 1439, 29, 2, 3, 1, 1, V1 | V2}, /* MatrixSetDiagV2 */
    {12272, 1439, 29, 1047, 3, 1, 2, V1 | V2}, /* MatrixSetDiagV3 */
    {12288, 204, 29, 159, 2, 1, 2, V1 | V2}, /* MatrixSolve */
    {12300, 240, 29, 161, 3, 1, 2, V1 | V2}, /* MatrixSolveLs */
    {12314, 43, 29, 2, 1, 1, 1, V1 | V2}, /* MatrixSquareRoot */
    {12331, 204, 29, 96, 2, 1, 3, V1 | V2}, /* MatrixTriangularSolve */
    {12353, 929, 29, 659, 2, 1, 3, V1 | V2}, /* Max */
    {12357, 952, 178, 28, 2, 1, 2, V1 | V2}, /* MaxIntraOpParallelismDataset */
    {12386, 43, 29, 1049, 1, 1, 6, V1 | V2}, /* MaxPool */
    {12394, 43, 29, 91, 1, 1, 5, V1 | V2}, /* MaxPool3D */
    {12404, 1442, 29, 1055, 3, 1, 6, V1 | V2}, /* MaxPool3DGrad */
    {12418, 1445, 29, 91, 3, 1, 5, V1 | V2}, /* MaxPool3DGradGrad */
    {12436, 1445, 29, 1061, 3, 1, 6, V1 | V2}, /* MaxPoolGrad */
    {12448, 1445, 29, 91, 3, 1, 5, V1 | V2}, /* MaxPoolGradGrad */
    {12464, 1448, 29, 1067, 5, 1, 3, V1 | V2}, /* MaxPoolGradGradV2 */
    {12482, 1453, 29, 1070, 3, 1, 6, V1 | V2}, /* MaxPoolGradGradWithArgmax */
    {12508, 1448, 29, 1076, 5, 1, 3, V1 | V2}, /* MaxPoolGradV2 */
    {12522, 1453, 29, 1070, 3, 1, 6, V1 | V2}, /* MaxPoolGradWithArgmax */
    {12544, 1456, 29, 1079, 3, 1, 3, V1 | V2}, /* MaxPoolV2 */
    {12554, 43, 1459, 1082, 1, 2, 6, V1 | V2}, /* MaxPoolWithArgmax */
    {12572, 14, 16, 2, 2, 1, 1, V1 | V2}, /* Maximum */
    {12580, 929, 29, 659, 2, 1, 3, V1 | V2}, /* Mean */
    {12585, 2, 1461, 1088, 1, 2, 2, V1 | V2}, /* Merge */
    {12591, 1463, 1020, 1090, 2, 1, 4, V2}, /* MergeDedupData */
    {12606, 1465, 194, 252, 1, 1, 1, V1 | V2}, /* MergeSummary */
    {12619, 1466, 0, 1094, 2, 0, 2, V1 | V2 | STATEFUL}, /* MergeV2Checkpoints */
    {12638, 1468, 26, 1096, 2, 1, 4, V1 | V2}, /* Mfcc */
    {12643, 929, 29, 659, 2, 1, 3, V1 | V2}, /* Min */
    {12647, 14, 16, 2, 2, 1, 1, V1 | V2}, /* Minimum */
    {12655, 1470, 29, 1100, 2, 1, 3, V1 | V2}, /* MirrorPad */
    {12665, 1470, 29, 1100, 2, 1, 3, V1 | V2}, /* MirrorPadGrad */
    {12679, 1472, 1473, 1103, 1, 1, 3, V1 | V2}, /* MlirPassthroughOp */
    {12697, 14, 16, 2, 2, 1, 1, V1 | V2}, /* Mod */
    {12701, 591, 178, 1106, 1, 1, 5, V1 | V2}, /* ModelDataset */
    {12714, 14, 16, 2, 2, 1, 1, V1 | V2}, /* Mul */
    {12718, 14, 16, 2, 2, 1, 1, V1 | V2}, /* MulNoNan */
    {12727, 0, 46, 1111, 0, 1, 5, V1 | V2 | STATEFUL}, /* MultiDeviceIterator */
    {12747, 1274, 1474, 955, 1, 1, 2, V1 | V2 | STATEFUL}, /* MultiDeviceIteratorFromStringHandle */
    {12783, 1475, 797, 28, 3, 1, 2, V1 | V2 | STATEFUL}, /* MultiDeviceIteratorGetNextFromShard */
    {12819, 1478, 1481, 0, 3, 1, 0, V1 | V2 | STATEFUL}, /* MultiDeviceIteratorInit */
    {12843, 1474, 1274, 0, 1, 1, 0, V1 | V2 | STATEFUL}, /* MultiDeviceIteratorToStringHandle */
    {12877, 1482, 805, 1116, 2, 1, 4, V1 | V2 | STATEFUL}, /* Multinomial */
    {12889, 1484, 1205, 1120, 1, 1, 8, V1 | V2 | STATEFUL}, /* MutableDenseHashTable */
    {12911, 49, 45, 1120, 2, 1, 8, V1 | V2 | STATEFUL}, /* MutableDenseHashTableV2 */
    {12935, 0, 1205, 896, 0, 1, 5, V1 | V2 | STATEFUL}, /* MutableHashTable */
    {12952, 0, 1205, 1128, 0, 1, 6, V1 | V2 | STATEFUL}, /* MutableHashTableOfTensors */
    {12978, 0, 45, 1128, 0, 1, 6, V1 | V2 | STATEFUL}, /* MutableHashTableOfTensorsV2 */
    {13006, 0, 45, 896, 0, 1, 5, V1 | V2 | STATEFUL}, /* MutableHashTableV2 */
    {13025, 1485, 614, 0, 1, 1, 0, V1 | V2 | STATEFUL}, /* MutexLock */
    {13035, 0, 382, 200, 0, 1, 2, V1 | V2 | STATEFUL}, /* MutexV2 */
    {13043, 43, 545, 1134, 1, 1, 4, V1 | V2 | STATEFUL}, /* NcclAllReduce */
    {13057, 43, 29, 1138, 1, 1, 2, V1 | V2 | STATEFUL}, /* NcclBroadcast */
    {13071, 1486, 545, 1140, 1, 1, 3, V1 | V2 | STATEFUL}, /* NcclReduce */
    {13082, 0, 1, 2, 1, 1, 1, V1 | V2}, /* Ndtri */
    {13088, 1487, 1490, 0, 3, 2, 0, V1 | V2}, /* NearestNeighbors */
    {13105, 0, 1, 2, 1, 1, 1, V1 | V2}, /* Neg */
    {13109, 1492, 0, 1143, 5, 0, 2, V1 | V2 | STATEFUL | DEPRECATED}, /* NegTrain */
    {13118, 1497, 29, 12, 2, 1, 1, V1 | V2}, /* NextAfter */
    {13128, 545, 29, 2, 1, 1, 1, V1 | V2}, /* NextIteration */
    {13142, 0, 0, 0, 0, 0, 0, V1 | V2}, /* NoOp */
    {13147, 1499, 613, 1145, 1, 1, 2, V1 | V2 | STATEFUL}, /* NonDeterministicInts */
    {13168, 1500, 1503, 1147, 3, 1, 1, V1 | V2}, /* NonMaxSuppression */
    {13186, 1504, 1503, 1148, 4, 1, 2, V1 | V2}, /* NonMaxSuppressionV2 */
    {13206, 1508, 1503, 1148, 5, 1, 2, V1 | V2}, /* NonMaxSuppressionV3 */
    {13226, 1508, 1513, 1150, 5, 2, 3, V1 | V2}, /* NonMaxSuppressionV4 */
    {13246, 1515, 1521, 1153, 6, 3, 2, V1 | V2}, /* NonMaxSuppressionV5 */
    {13266, 1524, 1503, 0, 5, 1, 0, V1 | V2}, /* NonMaxSuppressionWithOverlaps */
    {13296, 591, 178, 28, 1, 1, 2, V1 | V2}, /* NonSerializableDataset */
    {13319, 14, 169, 657, 2, 1, 2, V1 | V2}, /* NotEqual */
    {13328, 1529, 1531, 1155, 2, 1, 2, V1 | V2}, /* NthElement */
    {13339, 1532, 29, 1157, 4, 1, 3, V1 | V2}, /* OneHot */
    {13346, 0, 46, 1160, 0, 1, 5, V1 | V2 | STATEFUL}, /* OneShotIterator */
    {13362, 0, 1, 2, 1, 1, 1, V1 | V2}, /* OnesLike */
    {13371, 1536, 178, 1165, 2, 1, 3, V1 | V2}, /* OptimizeDataset */
    {13387, 1538, 178, 1165, 4, 1, 3, V2}, /* OptimizeDatasetV2 */
    {13405, 1542, 1277, 1168, 1, 1, 1, V1 | V2}, /* OptionalFromValue */
    {13423, 1277, 797, 28, 1, 1, 2, V1 | V2}, /* OptionalGetValue */
    {13440, 1277, 1543, 0, 1, 1, 0, V1 | V2}, /* OptionalHasValue */
    {13457, 0, 1277, 0, 0, 1, 0, V1 | V2}, /* OptionalNone */
    {13470, 591, 178, 1169, 1, 1, 4, V2}, /* OptionsDataset */
    {13485, 0, 0, 1015, 0, 0, 5, V1 | V2 | STATEFUL}, /* OrderedMapClear */
    {13501, 0, 206, 1015, 0, 1, 5, V1 | V2 | STATEFUL}, /* OrderedMapIncompleteSize */
    {13526, 1418, 1420, 1015, 2, 1, 5, V1 | V2 | STATEFUL}, /* OrderedMapPeek */
    {13541, 0, 206, 1015, 0, 1, 5, V1 | V2 | STATEFUL}, /* OrderedMapSize */
    {13556, 1421, 0, 1034, 3, 0, 6, V1 | V2 | STATEFUL}, /* OrderedMapStage */
    {13572, 1418, 1420, 1015, 2, 1, 5, V1 | V2 | STATEFUL}, /* OrderedMapUnstage */
    {13590, 1424, 1425, 1015, 1, 2, 5, V1 | V2 | STATEFUL}, /* OrderedMapUnstageNoKey */
    {13613, 0, 613, 1173, 0, 1, 3, V1 | V2 | STATEFUL}, /* OutfeedDequeue */
    {13628, 0, 1243, 1176, 0, 1, 3, V1 | V2 | STATEFUL}, /* OutfeedDequeueTuple */
    {13648, 1544, 1243, 930, 1, 1, 2, V2 | STATEFUL}, /* OutfeedDequeueTupleV2 */
    {13670, 1544, 613, 748, 1, 1, 2, V2 | STATEFUL}, /* OutfeedDequeueV2 */
    {13687, 1244, 0, 6, 1, 0, 1, V1 | V2 | STATEFUL}, /* OutfeedEnqueue */
    {13702, 1246, 0, 1179, 1, 0, 1, V1 | V2 | STATEFUL}, /* OutfeedEnqueueTuple */
    {13722, 1545, 29, 1180, 1, 1, 3, V1 | V2}, /* Pack */
    {13727, 1470, 29, 1183, 2, 1, 2, V1 | V2}, /* Pad */
    {13731, 1546, 29, 1183, 3, 1, 2, V1 | V2}, /* PadV2 */
    {13737, 1549, 178, 1185, 4, 1, 4, V1 | V2}, /* PaddedBatchDataset */
    {13756, 1553, 178, 1189, 5, 1, 5, V1 | V2}, /* PaddedBatchDatasetV2 */
    {13777, 0, 7, 99, 0, 1, 5, V1 | V2 | STATEFUL}, /* PaddingFIFOQueue */
    {13794, 0, 46, 99, 0, 1, 5, V1 | V2 | STATEFUL}, /* PaddingFIFOQueueV2 */
    {13813, 1558, 178, 1194, 4, 1, 5, V2}, /* ParallelBatchDataset */
    {13834, 1545, 29, 3, 1, 1, 3, V1 | V2}, /* ParallelConcat */
    {13849, 888, 890, 10, 2, 1, 2, V1 | V2}, /* ParallelDynamicStitch */
    {13871, 1562, 178, 1199, 3, 1, 6, V2}, /* ParallelFilterDataset */
    {13893, 954, 178, 791, 7, 1, 5, V1 | V2}, /* ParallelInterleaveDataset */
    {13919, 1565, 178, 1205, 5, 1, 6, V1 | V2}, /* ParallelInterleaveDatasetV2 */
    {13947, 1565, 178, 971, 5, 1, 6, V1 | V2}, /* ParallelInterleaveDatasetV3 */
    {13975, 1570, 178, 971, 7, 1, 6, V1 | V2}, /* ParallelInterleaveDatasetV4 */
    {14003, 1577, 178, 1211, 3, 1, 8, V1 | V2}, /* ParallelMapDataset */
    {14022, 1562, 178, 1219, 3, 1, 9, V1 | V2}, /* ParallelMapDatasetV2 */
    {14043, 1580, 613, 1228, 5, 1, 4, V1 | V2 | STATEFUL}, /* ParameterizedTruncatedNormal */
    {14072, 1585, 1590, 1232, 5, 4, 5, V1 | V2}, /* ParseExample */
    {14085, 961, 178, 1237, 3, 1, 11, V1 | V2}, /* ParseExampleDataset */
    {14105, 961, 178, 1248, 3, 1, 11, V1 | V2}, /* ParseExampleDatasetV2 */
    {14127, 1594, 1600, 1259, 6, 6, 6, V1 | V2}, /* ParseExampleV2 */
    {14142, 1606, 1609, 1265, 3, 9, 15, V1 | V2}, /* ParseSequenceExample */
    {14163, 1618, 1628, 1280, 10, 14, 13, V1 | V2}, /* ParseSequenceExampleV2 */
    {14186, 1642, 1644, 1293, 2, 4, 6, V1 | V2}, /* ParseSingleExample */
    {14205, 1648, 1656, 1299, 8, 8, 10, V1 | V2}, /* ParseSingleSequenceExample */
    {14232, 1664, 820, 1309, 1, 1, 1, V1 | V2}, /* ParseTensor */
    {14244, 1665, 525, 1310, 1, 1, 6, V1 | V2}, /* PartitionedCall */
    {14260, 0, 613, 1316, 0, 1, 2, V1 | V2}, /* Placeholder */
    {14272, 0, 613, 748, 0, 1, 2, V1 | V2 | DEPRECATED}, /* PlaceholderV2 */
    {14286, 1244, 613, 748, 1, 1, 2, V1 | V2}, /* PlaceholderWithDefault */
    {14309, 1218, 16, 2, 2, 1, 1, V1 | V2}, /* Polygamma */
    {14319, 0, 1666, 2, 1, 1, 1, V1 | V2}, /* PopulationCount */
    {14335, 14, 16, 2, 2, 1, 1, V1 | V2}, /* Pow */
    {14339, 1667, 178, 1318, 2, 1, 6, V1 | V2}, /* PrefetchDataset */
    {14355, 1244, 1020, 1324, 1, 1, 3, V1 | V2}, /* Prelinearize */
    {14368, 1246, 1020, 1327, 1, 1, 3, V1 | V2}, /* PrelinearizeTuple */
    {14386, 43, 29, 1330, 1, 1, 2, V1 | V2}, /* PreventGradient */
    {14402, 1669, 29, 1332, 2, 1, 5, V1 | V2 | STATEFUL}, /* Print */
    {14408, 809, 0, 1337, 1, 0, 2, V1 | V2 | STATEFUL}, /* PrintV2 */
    {14416, 0, 7, 1339, 0, 1, 5, V1 | V2 | STATEFUL}, /* PriorityQueue */
    {14430, 0, 46, 1339, 0, 1, 5, V1 | V2 | STATEFUL}, /* PriorityQueueV2 */
    {14446, 964, 178, 28, 2, 1, 2, V1 | V2}, /* PrivateThreadPoolDataset */
    {14471, 929, 29, 659, 2, 1, 3, V1 | V2}, /* Prod */
    {14476, 891, 525, 1344, 1, 1, 3, V1 | V2 | STATEFUL}, /* PyFunc */
    {14483, 891, 525, 1344, 1, 1, 3, V1 | V2}, /* PyFuncStateless */
    {14499, 43, 1671, 1347, 1, 2, 2, V1 | V2}, /* Qr */
    {14502, 43, 29, 1349, 1, 1, 6, V1 | V2 | DEPRECATED}, /* QuantizeAndDequantize */
    {14524, 1673, 29, 1355, 3, 1, 7, V1 | V2}, /* QuantizeAndDequantizeV2 */
    {14548, 1676, 29, 1362, 4, 1, 5, V1 | V2}, /* QuantizeAndDequantizeV3 */
    {14572, 1673, 29, 1355, 3, 1, 7, V2}, /* QuantizeAndDequantizeV4 */
    {14596, 1680, 1684, 1367, 4, 3, 2, V2}, /* QuantizeAndDequantizeV4Grad */
    {14624, 1687, 1690, 1369, 3, 3, 2, V1 | V2}, /* QuantizeDownAndShrinkRange */
    {14651, 1693, 1696, 1371, 3, 3, 6, V1 | V2}, /* QuantizeV2 */
    {14662, 1699, 1705, 1377, 6, 3, 3, V1 | V2}, /* QuantizedAdd */
    {14675, 1708, 1711, 1380, 3, 3, 4, V1 | V2}, /* QuantizedAvgPool */
    {14692, 1714, 1729, 1384, 15, 3, 4, V1 | V2}, /* QuantizedBatchNormWithGlobalNormalization */
    {14734, 1732, 1738, 1388, 6, 3, 3, V1 | V2}, /* QuantizedBiasAdd */
    {14751, 1741, 1696, 10, 4, 3, 2, V1 | V2}, /* QuantizedConcat */
    {14767, 1745, 1751, 1391, 6, 3, 6, V1 | V2}, /* QuantizedConv2D */
    {14783, 1745, 1751, 1397, 6, 3, 7, V1 | V2}, /* QuantizedConv2DAndRelu */
    {14806, 1754, 1751, 1397, 8, 3, 7, V1 | V2}, /* QuantizedConv2DAndReluAndRequantize */
    {14842, 1754, 1751, 1397, 8, 3, 7, V1 | V2}, /* QuantizedConv2DAndRequantize */
    {14871, 1745, 1751, 1391, 6, 3, 6, V1 | V2}, /* QuantizedConv2DPerChannel */
    {14897, 1762, 1751, 1397, 7, 3, 7, V1 | V2}, /* QuantizedConv2DWithBias */
    {14921, 1762, 1751, 1397, 7, 3, 7, V1 | V2}, /* QuantizedConv2DWithBiasAndRelu */
    {14952, 1769, 1751, 1404, 9, 3, 8, V1 | V2}, /* QuantizedConv2DWithBiasAndReluAndRequantize */
    {14996, 1769, 1751, 1404, 9, 3, 8, V1 | V2}, /* QuantizedConv2DWithBiasAndRequantize */
    {15033, 1778, 1751, 1412, 12, 3, 9, V1 | V2}, /* QuantizedConv2DWithBiasSignedSumAndReluAndRequantize */
    {15086, 1790, 1751, 1397, 8, 3, 7, V1 | V2}, /* QuantizedConv2DWithBiasSumAndRelu */
    {15120, 1778, 1751, 1412, 12, 3, 9, V1 | V2}, /* QuantizedConv2DWithBiasSumAndReluAndRequantize */
    {15167, 1745, 1751, 1391, 6, 3, 6, V1 | V2}, /* QuantizedDepthwiseConv2D */
    {15192, 1762, 1751, 1391, 7, 3, 6, V1 | V2}, /* QuantizedDepthwiseConv2DWithBias */
    {15225, 1762, 1751, 1397, 7, 3, 7, V1 | V2}, /* QuantizedDepthwiseConv2DWithBiasAndRelu */
    {15265, 1769, 1751, 1404, 9, 3, 8, V1 | V2}, /* QuantizedDepthwiseConv2DWithBiasAndReluAndRequantize */
    {15318, 1798, 1801, 1421, 3, 3, 6, V1 | V2}, /* QuantizedInstanceNorm */
    {15340, 1804, 1810, 1427, 6, 3, 6, V1 | V2}, /* QuantizedMatMul */
    {15356, 1813, 1810, 1433, 7, 3, 7, V1 | V2}, /* QuantizedMatMulWithBias */
    {15380, 1820, 1829, 1440, 9, 1, 7, V1 | V2}, /* QuantizedMatMulWithBiasAndDequantize */
    {15417, 1830, 1810, 1447, 7, 3, 6, V1 | V2}, /* QuantizedMatMulWithBiasAndRelu */
    {15448, 1820, 1810, 1433, 9, 3, 7, V1 | V2}, /* QuantizedMatMulWithBiasAndReluAndRequantize */
    {15492, 1820, 1810, 1433, 9, 3, 7, V1 | V2}, /* QuantizedMatMulWithBiasAndRequantize */
    {15529, 1708, 1711, 1380, 3, 3, 4, V1 | V2}, /* QuantizedMaxPool */
    {15546, 1699, 1705, 1377, 6, 3, 3, V1 | V2}, /* QuantizedMul */
    {15559, 1837, 1840, 1453, 3, 3, 2, V1 | V2}, /* QuantizedRelu */
    {15573, 1837, 1840, 1453, 3, 3, 2, V1 | V2}, /* QuantizedRelu6 */
    {15588, 1843, 1840, 1453, 4, 3, 2, V1 | V2}, /* QuantizedReluX */
    {15603, 1847, 1696, 1455, 4, 3, 2, V1 | V2}, /* QuantizedReshape */
    {15620, 1851, 1855, 1457, 4, 3, 3, V1 | V2}, /* QuantizedResizeBilinear */
    {15644, 7, 0, 104, 1, 0, 1, V1 | V2}, /* QueueClose */
    {15655, 46, 0, 104, 1, 0, 1, V1 | V2 | STATEFUL}, /* QueueCloseV2 */
    {15668, 7, 1858, 1460, 1, 1, 2, V1 | V2}, /* QueueDequeue */
    {15681, 1859, 1858, 1460, 2, 1, 2, V1 | V2}, /* QueueDequeueMany */
    {15698, 1861, 1858, 1460, 2, 1, 2, V1 | V2 | STATEFUL}, /* QueueDequeueManyV2 */
    {15717, 1859, 1858, 1460, 2, 1, 2, V1 | V2}, /* QueueDequeueUpTo */
    {15734, 1861, 1858, 1460, 2, 1, 2, V1 | V2 | STATEFUL}, /* QueueDequeueUpToV2 */
    {15753, 46, 1858, 1460, 1, 1, 2, V1 | V2 | STATEFUL}, /* QueueDequeueV2 */
    {15768, 1863, 0, 1462, 2, 0, 2, V1 | V2}, /* QueueEnqueue */
    {15781, 1863, 0, 1462, 2, 0, 2, V1 | V2}, /* QueueEnqueueMany */
    {15798, 1865, 0, 1462, 2, 0, 2, V1 | V2 | STATEFUL}, /* QueueEnqueueManyV2 */
    {15817, 1865, 0, 1462, 2, 0, 2, V1 | V2 | STATEFUL}, /* QueueEnqueueV2 */
    {15832, 7, 1867, 0, 1, 1, 0, V1 | V2}, /* QueueIsClosed */
    {15846, 46, 1867, 0, 1, 1, 0, V1 | V2 | STATEFUL}, /* QueueIsClosedV2 */
    {15862, 7, 206, 0, 1, 1, 0, V1 | V2}, /* QueueSize */
    {15872, 46, 206, 0, 1, 1, 0, V1 | V2 | STATEFUL}, /* QueueSizeV2 */
    {15884, 1868, 995, 903, 2, 1, 2, V1 | V2}, /* RFFT */
    {15889, 1868, 995, 903, 2, 1, 2, V1 | V2}, /* RFFT2D */
    {15896, 1868, 995, 903, 2, 1, 2, V1 | V2}, /* RFFT3D */
    {15903, 1870, 995, 903, 3, 1, 2, V2}, /* RFFTND */
    {15910, 991, 29, 12, 1, 1, 1, V1 | V2}, /* RGBToHSV */
    {15919, 1873, 29, 544, 4, 1, 3, V2}, /* RaggedBincount */
    {15934, 1877, 834, 547, 3, 3, 5, V2}, /* RaggedCountSparseOutput */
    {15958, 1880, 1886, 1464, 6, 2, 11, V1 | V2}, /* RaggedCross */
    {15970, 1888, 1892, 2, 4, 4, 1, V2}, /* RaggedFillEmptyRows */
    {15990, 1896, 1898, 2, 2, 2, 1, V2}, /* RaggedFillEmptyRowsGrad */
    {16014, 1900, 1903, 1475, 3, 2, 5, V1 | V2}, /* RaggedGather */
    {16027, 1905, 1908, 1480, 3, 2, 2, V1 | V2}, /* RaggedRange */
    {16039, 1910, 1911, 1482, 1, 2, 4, V1 | V2}, /* RaggedTensorFromVariant */
    {16063, 1913, 1915, 1486, 2, 3, 3, V1 | V2}, /* RaggedTensorToSparse */
    {16084, 1918, 248, 1489, 4, 1, 5, V1 | V2}, /* RaggedTensorToTensor */
    {16105, 1922, 1910, 1494, 2, 1, 4, V1 | V2}, /* RaggedTensorToVariant */
    {16127, 1924, 1927, 1498, 3, 1, 2, V2}, /* RaggedTensorToVariantGradient */
    {16157, 1928, 29, 1500, 2, 1, 3, V1 | V2 | STATEFUL | DEPRECATED}, /* RandomCrop */
    {16168, 51, 178, 121, 2, 1, 3, V1 | V2 | STATEFUL}, /* RandomDataset */
    {16182, 1930, 178, 1503, 3, 1, 4, V2 | STATEFUL}, /* RandomDatasetV2 */
    {16198, 1933, 29, 1507, 2, 1, 4, V1 | V2 | STATEFUL}, /* RandomGamma */
    {16210, 1935, 29, 2, 2, 1, 1, V1 | V2}, /* RandomGammaGrad */
    {16226, 1937, 613, 1511, 3, 1, 3, V2}, /* RandomIndexShuffle */
    {16245, 1940, 613, 1514, 2, 1, 4, V1 | V2 | STATEFUL | DEPRECATED}, /* RandomPoisson */
    {16259, 1942, 613, 1518, 2, 1, 5, V1 | V2 | STATEFUL}, /* RandomPoissonV2 */
    {16275, 201, 29, 1523, 1, 1, 3, V1 | V2 | STATEFUL}, /* RandomShuffle */
    {16289, 0, 7, 1526, 0, 1, 8, V1 | V2 | STATEFUL}, /* RandomShuffleQueue */
    {16308, 0, 46, 1526, 0, 1, 8, V1 | V2 | STATEFUL}, /* RandomShuffleQueueV2 */
    {16329, 1944, 613, 1228, 1, 1, 4, V1 | V2 | STATEFUL}, /* RandomStandardNormal */
    {16350, 1944, 613, 1228, 1, 1, 4, V1 | V2 | STATEFUL}, /* RandomUniform */
    {16364, 1945, 44, 1534, 3, 1, 4, V1 | V2 | STATEFUL}, /* RandomUniformInt */
    {16381, 1948, 1951, 1538, 3, 1, 1, V1 | V2}, /* Range */
    {16387, 1952, 178, 1539, 3, 1, 4, V1 | V2 | STATEFUL}, /* RangeDataset */
    {16400, 43, 463, 2, 1, 1, 1, V1 | V2}, /* Rank */
    {16405, 1955, 810, 0, 1, 1, 0, V1 | V2}, /* ReadFile */
    {16414, 382, 1193, 6, 1, 1, 1, V1 | V2 | STATEFUL}, /* ReadVariableOp */
    {16429, 382, 1956, 1543, 1, 1, 4, V2 | STATEFUL}, /* ReadVariableXlaSplitND */
    {16452, 1037, 1957, 0, 1, 1, 0, V1 | V2}, /* ReaderNumRecordsProduced */
    {16477, 1038, 1957, 0, 1, 1, 0, V1 | V2 | STATEFUL}, /* ReaderNumRecordsProducedV2 */
    {16504, 1037, 1958, 0, 1, 1, 0, V1 | V2}, /* ReaderNumWorkUnitsCompleted */
    {16532, 1038, 1958, 0, 1, 1, 0, V1 | V2 | STATEFUL}, /* ReaderNumWorkUnitsCompletedV2 */
    {16562, 1959, 1961, 0, 2, 2, 0, V1 | V2}, /* ReaderRead */
    {16573, 1963, 1966, 0, 3, 2, 0, V1 | V2}, /* ReaderReadUpTo */
    {16588, 1968, 1966, 0, 3, 2, 0, V1 | V2 | STATEFUL}, /* ReaderReadUpToV2 */
    {16605, 1971, 1961, 0, 2, 2, 0, V1 | V2 | STATEFUL}, /* ReaderReadV2 */
    {16618, 1037, 0, 0, 1, 0, 0, V1 | V2}, /* ReaderReset */
    {16630, 1038, 0, 0, 1, 0, 0, V1 | V2 | STATEFUL}, /* ReaderResetV2 */
    {16644, 1973, 0, 0, 2, 0, 0, V1 | V2}, /* ReaderRestoreState */
    {16663, 1975, 0, 0, 2, 0, 0, V1 | V2 | STATEFUL}, /* ReaderRestoreStateV2 */
    {16684, 1037, 1977, 0, 1, 1, 0, V1 | V2}, /* ReaderSerializeState */
    {16705, 1038, 1977, 0, 1, 1, 0, V1 | V2 | STATEFUL}, /* ReaderSerializeStateV2 */
    {16728, 43, 44, 24, 1, 1, 2, V1 | V2}, /* Real */
    {16733, 14, 16, 2, 2, 1, 1, V1 | V2}, /* RealDiv */
    {16741, 966, 178, 715, 2, 1, 3, V1 | V2}, /* RebatchDataset */
    {16756, 1978, 178, 28, 3, 1, 2, V2}, /* RebatchDatasetV2 */
    {16773, 0, 1, 2, 1, 1, 1, V1 | V2}, /* Reciprocal */
    {16784, 1266, 16, 2, 2, 1, 1, V1 | V2}, /* ReciprocalGrad */
    {16799, 0, 1981, 1547, 0, 1, 7, V1 | V2 | STATEFUL}, /* RecordInput */
    {16811, 0, 1982, 1554, 0, 1, 6, V1 | V2 | STATEFUL}, /* Recv */
    {16816, 0, 1983, 1560, 0, 1, 2, V1 | V2 | STATEFUL}, /* RecvTPUEmbeddingActivations */
    {16844, 968, 797, 1562, 3, 1, 7, V1 | V2 | STATEFUL}, /* ReduceDataset */
    {16858, 1984, 173, 1569, 2, 1, 2, V1 | V2}, /* ReduceJoin */
    {16869, 1986, 802, 653, 1, 1, 4, V1 | V2}, /* RefEnter */
    {16878, 1986, 802, 2, 1, 1, 1, V1 | V2}, /* RefExit */
    {16886, 801, 802, 2, 1, 1, 1, V1 | V2}, /* RefIdentity */
    {16898, 1987, 1988, 1088, 1, 2, 2, V1 | V2}, /* RefMerge */
    {16907, 1986, 802, 2, 1, 1, 1, V1 | V2}, /* RefNextIteration */
    {16924, 1990, 802, 1088, 2, 1, 2, V1 | V2}, /* RefSelect */
    {16934, 1992, 1994, 2, 2, 2, 1, V1 | V2}, /* RefSwitch */
    {16944, 1996, 36, 0, 2, 1, 0, V1 | V2}, /* RegexFullMatch */
    {16959, 1998, 173, 1571, 3, 1, 1, V1 | V2}, /* RegexReplace */
    {16972, 2001, 2004, 1572, 3, 1, 3, V1 | V2}, /* RegisterDataset */
    {16988, 2001, 2005, 1575, 3, 1, 4, V2}, /* RegisterDatasetV2 */
    {17006, 43, 29, 1579, 1, 1, 2, V2}, /* Relayout */
    {17015, 2006, 29, 1581, 2, 1, 2, V2}, /* RelayoutLike */
    {17028, 900, 901, 2, 1, 1, 1, V1 | V2}, /* Relu */
    {17033, 900, 901, 2, 1, 1, 1, V1 | V2}, /* Relu6 */
    {17039, 1319, 904, 2, 2, 1, 1, V1 | V2}, /* Relu6Grad */
    {17049, 1319, 904, 2, 2, 1, 1, V1 | V2}, /* ReluGrad */
    {17058, 2008, 525, 1583, 2, 1, 3, V1 | V2 | STATEFUL}, /* RemoteCall */
    {17069, 2010, 178, 121, 2, 1, 3, V1 | V2}, /* RepeatDataset */
    {17083, 1687, 2012, 1586, 3, 2, 1, V1 | V2}, /* RequantizationRange */
    {17103, 2014, 2012, 1587, 3, 2, 2, V1 | V2}, /* RequantizationRangePerChannel */
    {17133, 2017, 1690, 1369, 5, 3, 2, V1 | V2}, /* Requantize */
    {17144, 2022, 1690, 1589, 5, 3, 2, V1 | V2}, /* RequantizePerChannel */
    {17165, 2027, 29, 1455, 2, 1, 2, V1 | V2}, /* Reshape */
    {17173, 2029, 2031, 1591, 2, 1, 2, V1 | V2}, /* ResizeArea */
    {17184, 2029, 2031, 1457, 2, 1, 3, V1 | V2}, /* ResizeBicubic */
    {17198, 2032, 29, 1457, 2, 1, 3, V1 | V2}, /* ResizeBicubicGrad */
    {17216, 2029, 2031, 1457, 2, 1, 3, V1 | V2}, /* ResizeBilinear */
    {17231, 2032, 29, 1457, 2, 1, 3, V1 | V2}, /* ResizeBilinearGrad */
    {17250, 2029, 2034, 1457, 2, 1, 3, V1 | V2}, /* ResizeNearestNeighbor */
    {17272, 2035, 29, 1457, 2, 1, 3, V1 | V2}, /* ResizeNearestNeighborGrad */
    {17298, 2037, 0, 6, 3, 0, 1, V1 | V2 | STATEFUL}, /* ResourceAccumulatorApplyGradient */
    {17331, 46, 8, 0, 1, 1, 0, V1 | V2 | STATEFUL}, /* ResourceAccumulatorNumAccumulated */
    {17365, 2040, 0, 0, 2, 0, 0, V1 | V2 | STATEFUL}, /* ResourceAccumulatorSetGlobalStep */
    {17398, 2042, 13, 6, 2, 1, 1, V1 | V2 | STATEFUL}, /* ResourceAccumulatorTakeGradient */
    {17430, 2044, 0, 41, 9, 0, 2, V1 | V2 | STATEFUL}, /* ResourceApplyAdaMax */
    {17450, 2053, 0, 41, 7, 0, 2, V1 | V2 | STATEFUL}, /* ResourceApplyAdadelta */
    {17472, 2060, 0, 43, 4, 0, 3, V1 | V2 | STATEFUL}, /* ResourceApplyAdagrad */
    {17493, 2064, 0, 41, 8, 0, 2, V1 | V2 | STATEFUL}, /* ResourceApplyAdagradDA */
    {17516, 2072, 0, 43, 5, 0, 3, V1 | V2 | STATEFUL}, /* ResourceApplyAdagradV2 */
    {17539, 2077, 0, 46, 10, 0, 3, V1 | V2 | STATEFUL}, /* ResourceApplyAdam */
    {17557, 2087, 0, 41, 11, 0, 2, V1 | V2 | STATEFUL}, /* ResourceApplyAdamWithAmsgrad */
    {17586, 2098, 0, 41, 7, 0, 2, V1 | V2 | STATEFUL}, /* ResourceApplyAddSign */
    {17607, 2105, 0, 41, 9, 0, 2, V1 | V2 | STATEFUL}, /* ResourceApplyCenteredRMSProp */
    {17636, 2114, 0, 49, 8, 0, 3, V1 | V2 | STATEFUL}, /* ResourceApplyFtrl */
    {17654, 2122, 0, 49, 9, 0, 3, V1 | V2 | STATEFUL}, /* ResourceApplyFtrlV2 */
    {17674, 2131, 0, 41, 3, 0, 2, V1 | V2 | STATEFUL}, /* ResourceApplyGradientDescent */
    {17703, 2134, 0, 46, 5, 0, 3, V1 | V2 | STATEFUL}, /* ResourceApplyKerasMomentum */
    {17730, 2134, 0, 46, 5, 0, 3, V1 | V2 | STATEFUL}, /* ResourceApplyMomentum */
    {17752, 2139, 0, 41, 7, 0, 2, V1 | V2 | STATEFUL}, /* ResourceApplyPowerSign */
    {17775, 2146, 0, 41, 6, 0, 2, V1 | V2 | STATEFUL}, /* ResourceApplyProximalAdagrad */
    {17804, 2152, 0, 41, 5, 0, 2, V1 | V2 | STATEFUL}, /* ResourceApplyProximalGradientDescent */
    {17841, 2157, 0, 41, 8, 0, 2, V1 | V2 | STATEFUL}, /* ResourceApplyRMSProp */
    {17862, 0, 46, 315, 0, 1, 5, V1 | V2 | STATEFUL}, /* ResourceConditionalAccumulator */
    {17893, 382, 29, 385, 1, 1, 2, V1 | V2 | STATEFUL}, /* ResourceCountUpTo */
    {17911, 2165, 613, 1593, 2, 1, 4, V1 | V2 | STATEFUL}, /* ResourceGather */
    {17926, 2165, 613, 1597, 2, 1, 2, V1 | V2 | STATEFUL}, /* ResourceGatherNd */
    {17943, 2167, 0, 1597, 3, 0, 2, V1 | V2 | STATEFUL}, /* ResourceScatterAdd */
    {17962, 2167, 0, 1597, 3, 0, 2, V1 | V2 | STATEFUL}, /* ResourceScatterDiv */
    {17981, 2167, 0, 1597, 3, 0, 2, V1 | V2 | STATEFUL}, /* ResourceScatterMax */
    {18000, 2167, 0, 1597, 3, 0, 2, V1 | V2 | STATEFUL}, /* ResourceScatterMin */
    {18019, 2167, 0, 1597, 3, 0, 2, V1 | V2 | STATEFUL}, /* ResourceScatterMul */
    {18038, 2170, 0, 1599, 3, 0, 4, V1 | V2 | STATEFUL}, /* ResourceScatterNdAdd */
    {18059, 2170, 0, 1599, 3, 0, 4, V2 | STATEFUL}, /* ResourceScatterNdMax */
    {18080, 2170, 0, 1599, 3, 0, 4, V2 | STATEFUL}, /* ResourceScatterNdMin */
    {18101, 2170, 0, 1599, 3, 0, 4, V1 | V2 | STATEFUL}, /* ResourceScatterNdSub */
    {18122, 2170, 0, 1599, 3, 0, 4, V1 | V2 | STATEFUL}, /* ResourceScatterNdUpdate */
    {18146, 2167, 0, 1597, 3, 0, 2, V1 | V2 | STATEFUL}, /* ResourceScatterSub */
    {18165, 2167, 0, 1597, 3, 0, 2, V1 | V2 | STATEFUL}, /* ResourceScatterUpdate */
    {18187, 2173, 0, 1603, 8, 0, 3, V1 | V2 | STATEFUL}, /* ResourceSparseApplyAdadelta */
    {18215, 2181, 0, 1606, 5, 0, 4, V1 | V2 | STATEFUL}, /* ResourceSparseApplyAdagrad */
    {18242, 2186, 0, 1603, 9, 0, 3, V1 | V2 | STATEFUL}, /* ResourceSparseApplyAdagradDA */
    {18271, 2195, 0, 1606, 6, 0, 4, V1 | V2 | STATEFUL}, /* ResourceSparseApplyAdagradV2 */
    {18300, 2201, 0, 1603, 10, 0, 3, V1 | V2 | STATEFUL}, /* ResourceSparseApplyCenteredRMSProp */
    {18335, 2211, 0, 1610, 9, 0, 4, V1 | V2 | STATEFUL}, /* ResourceSparseApplyFtrl */
    {18359, 2220, 0, 1610, 10, 0, 4, V1 | V2 | STATEFUL}, /* ResourceSparseApplyFtrlV2 */
    {18385, 2230, 0, 1614, 6, 0, 4, V1 | V2 | STATEFUL}, /* ResourceSparseApplyKerasMomentum */
    {18418, 2230, 0, 1614, 6, 0, 4, V1 | V2 | STATEFUL}, /* ResourceSparseApplyMomentum */
    {18446, 2236, 0, 1603, 7, 0, 3, V1 | V2 | STATEFUL}, /* ResourceSparseApplyProximalAdagrad */
    {18481, 2243, 0, 1603, 6, 0, 3, V1 | V2 | STATEFUL}, /* ResourceSparseApplyProximalGradientDescent */
    {18524, 2249, 0, 1603, 9, 0, 3, V1 | V2 | STATEFUL}, /* ResourceSparseApplyRMSProp */
    {18551, 2258, 0, 1618, 5, 0, 7, V1 | V2 | STATEFUL}, /* ResourceStridedSliceAssign */
    {18578, 2263, 2265, 1625, 2, 1, 2, V1 | V2 | STATEFUL}, /* Restore */
    {18586, 2266, 2265, 1625, 3, 1, 2, V1 | V2 | STATEFUL}, /* RestoreSlice */
    {18599, 763, 766, 1179, 3, 1, 1, V1 | V2 | STATEFUL}, /* RestoreV2 */
    {18609, 0, 1334, 983, 0, 8, 4, V2 | STATEFUL}, /* RetrieveAllTPUEmbeddingParameters */
    {18643, 0, 1350, 995, 0, 3, 5, V1 | V2 | STATEFUL}, /* RetrieveTPUEmbeddingADAMParameters */
    {18678, 0, 1353, 995, 0, 3, 5, V1 | V2 | STATEFUL}, /* RetrieveTPUEmbeddingAdadeltaParameters */
    {18717, 0, 1356, 995, 0, 3, 5, V2 | STATEFUL}, /* RetrieveTPUEmbeddingAdagradMomentumParameters */
    {18763, 0, 1359, 995, 0, 2, 5, V1 | V2 | STATEFUL}, /* RetrieveTPUEmbeddingAdagradParameters */
    {18801, 0, 1361, 995, 0, 4, 5, V1 | V2 | STATEFUL}, /* RetrieveTPUEmbeddingCenteredRMSPropParameters */
    {18847, 0, 1365, 995, 0, 3, 5, V1 | V2 | STATEFUL}, /* RetrieveTPUEmbeddingFTRLParameters */
    {18882, 0, 1368, 995, 0, 2, 5, V2 | STATEFUL}, /* RetrieveTPUEmbeddingFrequencyEstimatorParameters */
    {18931, 0, 1370, 995, 0, 4, 5, V1 | V2 | STATEFUL}, /* RetrieveTPUEmbeddingMDLAdagradLightParameters */
    {18977, 0, 1374, 995, 0, 2, 5, V1 | V2 | STATEFUL}, /* RetrieveTPUEmbeddingMomentumParameters */
    {19016, 0, 1359, 995, 0, 2, 5, V1 | V2 | STATEFUL}, /* RetrieveTPUEmbeddingProximalAdagradParameters */
    {19062, 0, 1376, 995, 0, 3, 5, V1 | V2 | STATEFUL}, /* RetrieveTPUEmbeddingProximalYogiParameters */
    {19105, 0, 1379, 995, 0, 3, 5, V1 | V2 | STATEFUL}, /* RetrieveTPUEmbeddingRMSPropParameters */
    {19143, 0, 1382, 995, 0, 1, 5, V1 | V2 | STATEFUL}, /* RetrieveTPUEmbeddingStochasticGradientDescentParameters */
    {19199, 2269, 29, 2, 2, 1, 1, V1 | V2}, /* Reverse */
    {19207, 2271, 29, 1627, 2, 1, 4, V1 | V2}, /* ReverseSequence */
    {19223, 2273, 29, 1631, 2, 1, 2, V1 | V2}, /* ReverseV2 */
    {19233, 2275, 178, 28, 2, 1, 2, V2}, /* RewriteDataset */
    {19248, 14, 16, 2, 2, 1, 1, V1 | V2}, /* RightShift */
    {19259, 0, 1, 2, 1, 1, 1, V1 | V2}, /* Rint */
    {19264, 0, 1, 2, 1, 1, 1, V2}, /* RiscAbs */
    {19272, 14, 16, 2, 2, 1, 1, V2}, /* RiscAdd */
    {19280, 14, 16, 1633, 2, 1, 2, V2}, /* RiscBinaryArithmetic */
    {19301, 14, 169, 1633, 2, 1, 2, V2}, /* RiscBinaryComparison */
    {19322, 526, 527, 1635, 1, 1, 2, V2}, /* RiscBitcast */
    {19334, 461, 29, 214, 2, 1, 2, V2}, /* RiscBroadcast */
    {19348, 526, 527, 1635, 1, 1, 2, V2}, /* RiscCast */
    {19357, 0, 1, 2, 1, 1, 1, V2}, /* RiscCeil */
    {19366, 43, 29, 2, 1, 1, 1, V2}, /* RiscCholesky */
    {19379, 600, 29, 312, 2, 1, 3, V2}, /* RiscConcat */
    {19390, 2277, 2280, 1637, 3, 1, 4, V2}, /* RiscCondition */
    {19404, 615, 29, 1641, 2, 1, 4, V2}, /* RiscConv */
    {19413, 0, 1, 2, 1, 1, 1, V2}, /* RiscCos */
    {19421, 14, 16, 2, 2, 1, 1, V2}, /* RiscDiv */
    {19429, 676, 678, 1645, 2, 1, 3, V2}, /* RiscDot */
    {19437, 0, 1, 2, 1, 1, 1, V2}, /* RiscExp */
    {19445, 994, 995, 747, 1, 1, 1, V2}, /* RiscFft */
    {19453, 0, 1, 2, 1, 1, 1, V2}, /* RiscFloor */
    {19463, 1147, 1146, 842, 3, 1, 4, V2}, /* RiscGather */
    {19474, 43, 44, 24, 1, 1, 2, V2}, /* RiscImag */
    {19483, 0, 1269, 2, 1, 1, 1, V2}, /* RiscIsFinite */
    {19496, 0, 1, 2, 1, 1, 1, V2}, /* RiscLog */
    {19504, 1387, 169, 0, 2, 1, 0, V2}, /* RiscLogicalAnd */
    {19519, 1389, 169, 0, 1, 1, 0, V2}, /* RiscLogicalNot */
    {19534, 1387, 169, 0, 2, 1, 0, V2}, /* RiscLogicalOr */
    {19548, 14, 2281, 2, 2, 1, 1, V2}, /* RiscMax */
    {19556, 14, 16, 2, 2, 1, 1, V2}, /* RiscMin */
    {19564, 14, 16, 2, 2, 1, 1, V2}, /* RiscMul */
    {19572, 0, 1, 2, 1, 1, 1, V2}, /* RiscNeg */
    {19580, 1546, 29, 1183, 3, 1, 2, V2}, /* RiscPad */
    {19588, 201, 29, 1648, 1, 1, 5, V2}, /* RiscPool */
    {19597, 14, 16, 2, 2, 1, 1, V2}, /* RiscPow */
    {19605, 1944, 26, 1653, 1, 1, 2, V2}, /* RiscRandomUniform */
    {19623, 43, 44, 24, 1, 1, 2, V2}, /* RiscReal */
    {19632, 2282, 29, 1655, 2, 1, 3, V2}, /* RiscReduce */
    {19643, 14, 16, 2, 2, 1, 1, V2}, /* RiscRem */
    {19651, 2027, 29, 1455, 2, 1, 2, V2}, /* RiscReshape */
    {19663, 2273, 29, 1631, 2, 1, 2, V2}, /* RiscReverse */
    {19675, 2284, 29, 1658, 3, 1, 2, V2}, /* RiscScatter */
    {19687, 43, 820, 1005, 1, 1, 2, V2}, /* RiscShape */
    {19697, 0, 1, 2, 1, 1, 1, V2}, /* RiscSign */
    {19706, 2287, 29, 1660, 3, 1, 2, V2}, /* RiscSlice */
    {19716, 2290, 29, 1662, 2, 1, 3, V2}, /* RiscSort */
    {19725, 43, 29, 1665, 1, 1, 2, V2}, /* RiscSqueeze */
    {19737, 14, 16, 2, 2, 1, 1, V2}, /* RiscSub */
    {19745, 610, 1, 327, 2, 1, 2, V2}, /* RiscTranspose */
    {19759, 204, 29, 96, 2, 1, 3, V2}, /* RiscTriangularSolve */
    {19779, 0, 1, 1633, 1, 1, 2, V2}, /* RiscUnary */
    {19789, 1215, 1043, 1667, 1, 1, 5, V2 | STATEFUL}, /* RiscWhile */
    {19799, 2292, 2295, 0, 3, 1, 0, V2 | STATEFUL}, /* RngReadAndSkip */
    {19814, 2296, 0, 0, 3, 0, 0, V1 | V2 | STATEFUL}, /* RngSkip */
    {19822, 2299, 29, 1672, 3, 1, 3, V1 | V2}, /* Roll */
    {19827, 0, 1, 2, 1, 1, 1, V1 | V2}, /* Round */
    {19833, 0, 1, 2, 1, 1, 1, V1 | V2}, /* Rsqrt */
    {19839, 1266, 16, 2, 2, 1, 1, V1 | V2}, /* RsqrtGrad */
    {19849, 2302, 2304, 1675, 2, 3, 8, V1 | V2 | STATEFUL}, /* SampleDistortedBoundingBox */
    {19876, 2307, 2304, 1683, 3, 3, 7, V1 | V2 | STATEFUL}, /* SampleDistortedBoundingBoxV2 */
    {19905, 2310, 178, 28, 4, 1, 2, V1 | V2}, /* SamplingDataset */
    {19921, 2314, 0, 905, 3, 0, 1, V1 | V2 | STATEFUL}, /* Save */
    {19926, 2317, 0, 1690, 3, 0, 4, V2 | STATEFUL}, /* SaveDataset */
    {19938, 2317, 178, 1694, 3, 1, 6, V2 | STATEFUL}, /* SaveDatasetV2 */
    {19952, 2320, 0, 905, 4, 0, 1, V1 | V2 | STATEFUL}, /* SaveSlices */
    {19963, 2324, 0, 1179, 4, 0, 1, V1 | V2 | STATEFUL}, /* SaveV2 */
    {19970, 2328, 194, 2, 2, 1, 1, V1 | V2}, /* ScalarSummary */
    {19984, 2330, 2031, 1700, 4, 1, 3, V1 | V2}, /* ScaleAndTranslate */
    {20002, 2334, 29, 1700, 4, 1, 3, V1 | V2}, /* ScaleAndTranslateGrad */
    {20024, 968, 178, 1703, 3, 1, 8, V1 | V2}, /* ScanDataset */
    {20036, 2338, 183, 1603, 3, 1, 3, V1 | V2}, /* ScatterAdd */
    {20047, 2338, 183, 1603, 3, 1, 3, V1 | V2}, /* ScatterDiv */
    {20058, 2338, 183, 1603, 3, 1, 3, V1 | V2}, /* ScatterMax */
    {20069, 2338, 183, 1603, 3, 1, 3, V1 | V2}, /* ScatterMin */
    {20080, 2338, 183, 1603, 3, 1, 3, V1 | V2}, /* ScatterMul */
    {20091, 2284, 29, 1711, 3, 1, 3, V1 | V2}, /* ScatterNd */
    {20101, 2338, 183, 1599, 3, 1, 4, V1 | V2}, /* ScatterNdAdd */
    {20114, 2338, 183, 1599, 3, 1, 4, V2}, /* ScatterNdMax */
    {20127, 2338, 183, 1599, 3, 1, 4, V2}, /* ScatterNdMin */
    {20140, 2341, 29, 1711, 3, 1, 3, V1 | V2}, /* ScatterNdNonAliasingAdd */
    {20164, 2338, 183, 1599, 3, 1, 4, V1 | V2}, /* ScatterNdSub */
    {20177, 2338, 183, 1599, 3, 1, 4, V1 | V2}, /* ScatterNdUpdate */
    {20193, 2338, 183, 1603, 3, 1, 3, V1 | V2}, /* ScatterSub */
    {20204, 2338, 183, 1603, 3, 1, 3, V1 | V2}, /* ScatterUpdate */
    {20218, 809, 803, 0, 1, 1, 0, V1 | V2}, /* SdcaFprint */
    {20229, 2344, 2354, 1714, 10, 3, 9, V1 | V2}, /* SdcaOptimizer */
    {20243, 2344, 2354, 1723, 10, 3, 9, V1 | V2}, /* SdcaOptimizerV2 */
    {20259, 2357, 0, 1732, 1, 0, 3, V1 | V2}, /* SdcaShrinkL1 */
    {20272, 2358, 29, 1658, 2, 1, 2, V1 | V2}, /* SegmentMax */
    {20283, 2360, 29, 1735, 3, 1, 3, V2}, /* SegmentMaxV2 */
    {20296, 2358, 29, 1658, 2, 1, 2, V1 | V2}, /* SegmentMean */
    {20308, 2358, 29, 1658, 2, 1, 2, V1 | V2}, /* SegmentMin */
    {20319, 2360, 29, 1735, 3, 1, 3, V2}, /* SegmentMinV2 */
    {20332, 2358, 29, 1658, 2, 1, 2, V1 | V2}, /* SegmentProd */
    {20344, 2360, 29, 1735, 3, 1, 3, V2}, /* SegmentProdV2 */
    {20358, 2358, 29, 1658, 2, 1, 2, V1 | V2}, /* SegmentSum */
    {20369, 2360, 29, 1735, 3, 1, 3, V2}, /* SegmentSumV2 */
    {20382, 2363, 29, 2, 3, 1, 1, V1 | V2}, /* Select */
    {20389, 2363, 29, 2, 3, 1, 1, V1 | V2}, /* SelectV2 */
    {20398, 43, 29, 2, 1, 1, 1, V1 | V2 | DEPRECATED}, /* SelfAdjointEig */
    {20413, 43, 259, 166, 1, 2, 2, V1 | V2}, /* SelfAdjointEigV2 */
    {20430, 900, 901, 2, 1, 1, 1, V1 | V2}, /* Selu */
    {20435, 902, 904, 2, 2, 1, 1, V1 | V2}, /* SeluGrad */
    {20444, 528, 0, 1738, 1, 0, 6, V1 | V2 | STATEFUL}, /* Send */
    {20449, 2366, 0, 1744, 2, 0, 3, V1 | V2 | STATEFUL}, /* SendTPUEmbeddingGradients */
    {20475, 1275, 2368, 1747, 1, 1, 1, V1 | V2 | STATEFUL}, /* SerializeIterator */
    {20493, 17, 2369, 1005, 3, 1, 2, V1 | V2}, /* SerializeManySparse */
    {20513, 17, 2369, 1005, 3, 1, 2, V1 | V2}, /* SerializeSparse */
    {20529, 528, 1664, 2, 1, 1, 1, V1 | V2}, /* SerializeTensor */
    {20545, 2370, 206, 1748, 3, 1, 2, V1 | V2}, /* SetSize */
    {20553, 971, 178, 28, 4, 1, 2, V1 | V2 | STATEFUL}, /* SetStatsAggregatorDataset */
    {20579, 43, 820, 1005, 1, 1, 2, V1 | V2}, /* Shape */
    {20585, 2373, 2374, 1750, 1, 1, 3, V1 | V2}, /* ShapeN */
    {20592, 2375, 178, 1753, 3, 1, 4, V1 | V2}, /* ShardDataset */
    {20605, 2378, 1955, 0, 3, 1, 0, V1 | V2}, /* ShardedFilename */
    {20621, 2381, 1955, 0, 2, 1, 0, V1 | V2}, /* ShardedFilespec */
    {20637, 2383, 178, 1757, 5, 1, 4, V1 | V2}, /* ShuffleAndRepeatDataset */
    {20661, 2388, 178, 883, 6, 1, 4, V2 | STATEFUL}, /* ShuffleAndRepeatDatasetV2 */
    {20687, 2394, 178, 883, 4, 1, 4, V1 | V2}, /* ShuffleDataset */
    {20702, 2398, 178, 121, 3, 1, 3, V1 | V2 | STATEFUL}, /* ShuffleDatasetV2 */
    {20719, 2401, 178, 883, 5, 1, 4, V2 | STATEFUL}, /* ShuffleDatasetV3 */
    {20736, 0, 0, 0, 0, 0, 0, V1 | V2 | STATEFUL}, /* ShutdownDistributedTPU */
    {20759, 0, 2406, 0, 0, 1, 0, V2 | STATEFUL}, /* ShutdownTPUSystem */
    {20777, 0, 1, 2, 1, 1, 1, V1 | V2}, /* Sigmoid */
    {20785, 1266, 16, 2, 2, 1, 1, V1 | V2}, /* SigmoidGrad */
    {20797, 0, 1, 2, 1, 1, 1, V1 | V2}, /* Sign */
    {20802, 0, 1, 2, 1, 1, 1, V1 | V2}, /* Sin */
    {20806, 0, 1, 2, 1, 1, 1, V1 | V2}, /* Sinh */
    {20811, 43, 820, 1005, 1, 1, 2, V1 | V2}, /* Size */
    {20816, 2010, 178, 121, 2, 1, 3, V1 | V2}, /* SkipDataset */
    {20828, 0, 2407, 1761, 0, 7, 5, V1 | V2 | STATEFUL | DEPRECATED}, /* Skipgram */
    {20837, 975, 178, 28, 2, 1, 2, V1 | V2}, /* SleepDataset */
    {20850, 2287, 29, 1660, 3, 1, 2, V1 | V2}, /* Slice */
    {20856, 977, 178, 1766, 4, 1, 3, V1 | V2}, /* SlidingWindowDataset */
    {20877, 43, 29, 2, 1, 1, 1, V1 | V2}, /* Snapshot */
    {20886, 2414, 178, 1769, 1, 1, 3, V2}, /* SnapshotChunkDataset */
    {20907, 2415, 178, 1772, 2, 1, 16, V1 | V2}, /* SnapshotDataset */
    {20923, 2417, 178, 1788, 2, 1, 4, V2}, /* SnapshotDatasetReader */
    {20945, 2419, 178, 1792, 4, 1, 12, V2}, /* SnapshotDatasetV2 */
    {20963, 2423, 178, 667, 1, 1, 3, V2}, /* SnapshotNestedDatasetReader */
    {20991, 2424, 2427, 1804, 3, 1, 1, V1 | V2}, /* SobolSample */
    {21003, 1385, 2428, 2, 1, 1, 1, V1 | V2}, /* Softmax */
    {21011, 2429, 2431, 2, 2, 2, 1, V1 | V2}, /* SoftmaxCrossEntropyWithLogits */
    {21041, 900, 901, 2, 1, 1, 1, V1 | V2}, /* Softplus */
    {21050, 1319, 904, 2, 2, 1, 1, V1 | V2}, /* SoftplusGrad */
    {21063, 900, 901, 2, 1, 1, 1, V1 | V2}, /* Softsign */
    {21072, 1319, 904, 2, 2, 1, 1, V1 | V2}, /* SoftsignGrad */
    {21085, 1194, 2433, 1805, 3, 4, 10, V2}, /* SortListOfSparseCoreCooTensors */
    {21116, 1470, 29, 1815, 2, 1, 3, V1 | V2}, /* SpaceToBatch */
    {21129, 2437, 29, 1818, 3, 1, 3, V1 | V2}, /* SpaceToBatchND */
    {21144, 43, 29, 555, 1, 1, 3, V1 | V2}, /* SpaceToDepth */
    {21157, 2440, 0, 1821, 5, 0, 2, V1 | V2}, /* SparseAccumulatorApplyGradient */
    {21188, 11, 2445, 6, 2, 3, 1, V1 | V2}, /* SparseAccumulatorTakeGradient */
    {21218, 2448, 2455, 1823, 7, 3, 2, V1 | V2}, /* SparseAdd */
    {21228, 2458, 2462, 2, 4, 2, 1, V1 | V2}, /* SparseAddGrad */
    {21242, 2464, 65, 1603, 8, 1, 3, V1 | V2}, /* SparseApplyAdadelta */
    {21262, 2472, 65, 1606, 5, 1, 4, V1 | V2}, /* SparseApplyAdagrad */
    {21281, 2477, 65, 1603, 9, 1, 3, V1 | V2}, /* SparseApplyAdagradDA */
    {21302, 2486, 65, 1606, 6, 1, 4, V1 | V2}, /* SparseApplyAdagradV2 */
    {21323, 2492, 65, 1603, 10, 1, 3, V1 | V2}, /* SparseApplyCenteredRMSProp */
    {21350, 2502, 65, 1610, 9, 1, 4, V1 | V2}, /* SparseApplyFtrl */
    {21366, 2511, 65, 1610, 10, 1, 4, V1 | V2}, /* SparseApplyFtrlV2 */
    {21384, 2521, 65, 1614, 6, 1, 4, V1 | V2}, /* SparseApplyMomentum */
    {21404, 2527, 65, 1603, 7, 1, 3, V1 | V2}, /* SparseApplyProximalAdagrad */
    {21431, 2534, 65, 1603, 6, 1, 3, V1 | V2}, /* SparseApplyProximalGradientDescent */
    {21466, 2540, 65, 1603, 9, 1, 3, V1 | V2}, /* SparseApplyRMSProp */
    {21485, 2549, 29, 544, 5, 1, 3, V2}, /* SparseBincount */
    {21500, 2554, 2557, 1825, 3, 3, 3, V1 | V2}, /* SparseConcat */
    {21513, 0, 7, 315, 0, 1, 5, V1 | V2 | STATEFUL}, /* SparseConditionalAccumulator */
    {21542, 2560, 834, 547, 4, 3, 5, V2}, /* SparseCountSparseOutput */
    {21566, 2564, 2568, 1828, 4, 3, 8, V1 | V2}, /* SparseCross */
    {21578, 2571, 2578, 1836, 7, 3, 3, V2}, /* SparseCrossHashed */
    {21596, 2581, 2586, 1836, 5, 3, 3, V2}, /* SparseCrossV2 */
    {21610, 2589, 29, 2, 4, 1, 1, V1 | V2}, /* SparseDenseCwiseAdd */
    {21630, 2589, 29, 2, 4, 1, 1, V1 | V2}, /* SparseDenseCwiseDiv */
    {21650, 2589, 29, 2, 4, 1, 1, V1 | V2}, /* SparseDenseCwiseMul */
    {21670, 2593, 2597, 2, 4, 4, 1, V1 | V2}, /* SparseFillEmptyRows */
    {21690, 1896, 1898, 2, 2, 2, 1, V1 | V2}, /* SparseFillEmptyRowsGrad */
    {21714, 2601, 2603, 1839, 2, 1, 6, V1 | V2}, /* SparseMatMul */
    {21727, 2604, 2608, 2, 4, 1, 1, V1 | V2}, /* SparseMatrixAdd */
    {21743, 2609, 29, 1845, 2, 1, 7, V1 | V2}, /* SparseMatrixMatMul */
    {21762, 2609, 1020, 2, 2, 1, 1, V1 | V2}, /* SparseMatrixMul */
    {21778, 473, 2611, 0, 1, 1, 0, V1 | V2}, /* SparseMatrixNNZ */
    {21794, 1245, 463, 0, 1, 1, 0, V1 | V2}, /* SparseMatrixOrderingAMD */
    {21818, 2612, 2613, 218, 1, 1, 1, V1 | V2}, /* SparseMatrixSoftmax */
    {21838, 2614, 2616, 218, 2, 1, 1, V1 | V2}, /* SparseMatrixSoftmaxGrad */
    {21862, 2617, 1020, 218, 2, 1, 1, V1 | V2}, /* SparseMatrixSparseCholesky */
    {21889, 2619, 2608, 1852, 2, 1, 5, V1 | V2}, /* SparseMatrixSparseMatMul */
    {21914, 1245, 1020, 1857, 1, 1, 2, V1 | V2}, /* SparseMatrixTranspose */
    {21936, 2621, 473, 218, 1, 1, 1, V1 | V2}, /* SparseMatrixZeros */
    {21954, 2622, 29, 1859, 4, 1, 2, V1 | V2}, /* SparseReduceMax */
    {21970, 2622, 2557, 1859, 4, 3, 2, V1 | V2}, /* SparseReduceMaxSparse */
    {21992, 2622, 29, 1859, 4, 1, 2, V1 | V2}, /* SparseReduceSum */
    {22008, 2622, 2557, 1859, 4, 3, 2, V1 | V2}, /* SparseReduceSumSparse */
    {22030, 2626, 2629, 2, 3, 2, 1, V1 | V2}, /* SparseReorder */
    {22044, 2631, 2634, 0, 3, 2, 0, V1 | V2}, /* SparseReshape */
    {22058, 2636, 29, 1861, 3, 1, 4, V1 | V2}, /* SparseSegmentMean */
    {22076, 2639, 29, 1865, 4, 1, 3, V1 | V2}, /* SparseSegmentMeanGrad */
    {22098, 2643, 2647, 1865, 4, 2, 3, V2}, /* SparseSegmentMeanGradV2 */
    {22122, 2649, 29, 1868, 4, 1, 5, V1 | V2}, /* SparseSegmentMeanWithNumSegments */
    {22155, 2636, 29, 1861, 3, 1, 4, V1 | V2}, /* SparseSegmentSqrtN */
    {22174, 2639, 29, 1865, 4, 1, 3, V1 | V2}, /* SparseSegmentSqrtNGrad */
    {22197, 2643, 2647, 1865, 4, 2, 3, V2}, /* SparseSegmentSqrtNGradV2 */
    {22222, 2649, 29, 1868, 4, 1, 5, V1 | V2}, /* SparseSegmentSqrtNWithNumSegments */
    {22256, 2636, 29, 1861, 3, 1, 4, V1 | V2}, /* SparseSegmentSum */
    {22273, 2639, 29, 1865, 4, 1, 3, V2}, /* SparseSegmentSumGrad */
    {22294, 2643, 2647, 1865, 4, 2, 3, V2}, /* SparseSegmentSumGradV2 */
    {22317, 2649, 29, 1868, 4, 1, 5, V1 | V2}, /* SparseSegmentSumWithNumSegments */
    {22349, 2653, 2557, 2, 5, 3, 1, V1 | V2}, /* SparseSlice */
    {22361, 2658, 2662, 2, 4, 1, 1, V1 | V2}, /* SparseSliceGrad */
    {22377, 2663, 29, 2, 3, 1, 1, V1 | V2}, /* SparseSoftmax */
    {22391, 2666, 2431, 1873, 2, 2, 2, V1 | V2}, /* SparseSoftmaxCrossEntropyWithLogits */
    {22427, 2668, 2629, 2, 6, 2, 1, V1 | V2}, /* SparseSparseMaximum */
    {22447, 2668, 2629, 2, 6, 2, 1, V1 | V2}, /* SparseSparseMinimum */
    {22467, 2674, 2678, 1875, 4, 3, 2, V1 | V2}, /* SparseSplit */
    {22479, 2681, 29, 1658, 4, 1, 2, V1 | V2}, /* SparseTensorDenseAdd */
    {22500, 2685, 678, 1877, 4, 1, 4, V1 | V2}, /* SparseTensorDenseMatMul */
    {22524, 2689, 178, 1881, 3, 1, 1, V1 | V2 | STATEFUL}, /* SparseTensorSliceDataset */
    {22549, 2692, 473, 2, 3, 1, 1, V1 | V2}, /* SparseTensorToCSRSparseMatrix */
    {22579, 2695, 2699, 1882, 4, 1, 3, V1 | V2}, /* SparseToDense */
    {22593, 2700, 842, 552, 6, 3, 3, V1 | V2}, /* SparseToSparseSetOperation */
    {22620, 0, 1, 2, 1, 1, 1, V1 | V2}, /* Spence */
    {22627, 2706, 2708, 1875, 2, 1, 2, V1 | V2}, /* Split */
    {22633, 1245, 1463, 1885, 1, 2, 4, V2}, /* SplitDedupData */
    {22648, 2709, 2708, 1889, 3, 1, 3, V1 | V2}, /* SplitV */
    {22655, 981, 178, 28, 3, 1, 2, V1 | V2 | STATEFUL}, /* SqlDataset */
    {22666, 0, 1, 2, 1, 1, 1, V1 | V2}, /* Sqrt */
    {22671, 1266, 16, 2, 2, 1, 1, V1 | V2}, /* SqrtGrad */
    {22680, 0, 1, 2, 1, 1, 1, V1 | V2}, /* Square */
    {22687, 14, 16, 2, 2, 1, 1, V1 | V2}, /* SquaredDifference */
    {22705, 43, 29, 1665, 1, 1, 2, V1 | V2}, /* Squeeze */
    {22713, 0, 7, 1892, 0, 1, 2, V1 | V2 | STATEFUL}, /* Stack */
    {22719, 7, 0, 0, 1, 0, 0, V1 | V2}, /* StackClose */
    {22730, 46, 0, 0, 1, 0, 0, V1 | V2 | STATEFUL}, /* StackCloseV2 */
    {22743, 7, 2712, 1894, 1, 1, 1, V1 | V2}, /* StackPop */
    {22752, 46, 2712, 1894, 1, 1, 1, V1 | V2 | STATEFUL}, /* StackPopV2 */
    {22763, 2713, 29, 1895, 2, 1, 2, V1 | V2}, /* StackPush */
    {22773, 2715, 29, 1895, 2, 1, 2, V1 | V2 | STATEFUL}, /* StackPushV2 */
    {22785, 2717, 46, 1892, 1, 1, 2, V1 | V2 | STATEFUL}, /* StackV2 */
    {22793, 1420, 0, 1015, 1, 0, 5, V1 | V2 | STATEFUL}, /* Stage */
    {22799, 0, 0, 1015, 0, 0, 5, V1 | V2 | STATEFUL}, /* StageClear */
    {22810, 862, 1420, 1015, 1, 1, 5, V1 | V2 | STATEFUL}, /* StagePeek */
    {22820, 0, 206, 1015, 0, 1, 5, V1 | V2 | STATEFUL}, /* StageSize */
    {22830, 1665, 525, 1310, 1, 1, 6, V1 | V2 | STATEFUL}, /* StatefulPartitionedCall */
    {22854, 2718, 613, 1897, 5, 1, 3, V1 | V2 | STATEFUL}, /* StatefulRandomBinomial */
    {22877, 2723, 613, 1145, 2, 1, 2, V1 | V2 | STATEFUL | DEPRECATED}, /* StatefulStandardNormal */
    {22900, 2725, 613, 1145, 3, 1, 2, V1 | V2 | STATEFUL}, /* StatefulStandardNormalV2 */
    {22925, 2725, 613, 1145, 3, 1, 2, V1 | V2 | STATEFUL}, /* StatefulTruncatedNormal */
    {22949, 2725, 613, 1145, 3, 1, 2, V1 | V2 | STATEFUL}, /* StatefulUniform */
    {22965, 2725, 613, 1145, 3, 1, 2, V1 | V2 | STATEFUL}, /* StatefulUniformFullInt */
    {22988, 2728, 613, 1145, 5, 1, 2, V1 | V2 | STATEFUL}, /* StatefulUniformInt */
    {23007, 523, 525, 233, 2, 1, 4, V2}, /* StatelessCase */
    {23021, 1216, 525, 906, 2, 1, 6, V1 | V2}, /* StatelessIf */
    {23033, 2733, 805, 1900, 3, 1, 3, V1 | V2}, /* StatelessMultinomial */
    {23054, 2736, 613, 1903, 6, 1, 3, V2}, /* StatelessParameterizedTruncatedNormal */
    {23092, 2742, 613, 1906, 4, 1, 4, V1 | V2}, /* StatelessRandomBinomial */
    {23116, 2746, 613, 1910, 3, 1, 3, V1 | V2}, /* StatelessRandomGammaV2 */
    {23139, 2749, 613, 1913, 5, 1, 2, V2}, /* StatelessRandomGammaV3 */
    {23162, 0, 2754, 0, 0, 1, 0, V2 | STATEFUL}, /* StatelessRandomGetAlg */
    {23184, 2755, 2756, 1915, 1, 2, 1, V2}, /* StatelessRandomGetKeyCounter */
    {23213, 2755, 2758, 1915, 1, 3, 1, V2}, /* StatelessRandomGetKeyCounterAlg */
    {23245, 2761, 613, 1916, 2, 1, 3, V1 | V2}, /* StatelessRandomNormal */
    {23267, 2763, 613, 1919, 4, 1, 2, V2}, /* StatelessRandomNormalV2 */
    {23291, 2767, 613, 1921, 3, 1, 4, V1 | V2}, /* StatelessRandomPoisson */
    {23314, 2761, 613, 1916, 2, 1, 3, V1 | V2}, /* StatelessRandomUniform */
    {23337, 2761, 613, 1916, 2, 1, 3, V1 | V2}, /* StatelessRandomUniformFullInt */
    {23367, 2763, 613, 1919, 4, 1, 2, V2}, /* StatelessRandomUniformFullIntV2 */
    {23399, 2770, 613, 1910, 4, 1, 3, V1 | V2}, /* StatelessRandomUniformInt */
    {23425, 2774, 613, 1925, 6, 1, 2, V2}, /* StatelessRandomUniformIntV2 */
    {23453, 2763, 613, 1919, 4, 1, 2, V2}, /* StatelessRandomUniformV2 */
    {23478, 2780, 2304, 1927, 4, 3, 6, V2}, /* StatelessSampleDistortedBoundingBox */
    {23514, 2784, 29, 2, 4, 1, 1, V2}, /* StatelessShuffle */
    {23531, 2761, 613, 1916, 2, 1, 3, V1 | V2}, /* StatelessTruncatedNormal */
    {23556, 2763, 613, 1919, 4, 1, 2, V2}, /* StatelessTruncatedNormalV2 */
    {23583, 1215, 1043, 1667, 1, 1, 5, V1 | V2}, /* StatelessWhile */
    {23598, 809, 36, 1933, 1, 1, 1, V1 | V2}, /* StaticRegexFullMatch */
    {23619, 809, 173, 1934, 1, 1, 3, V1 | V2}, /* StaticRegexReplace */
    {23638, 0, 46, 200, 0, 1, 2, V1 | V2 | STATEFUL}, /* StatsAggregatorHandle */
    {23660, 0, 46, 200, 0, 1, 2, V1 | V2 | STATEFUL}, /* StatsAggregatorHandleV2 */
    {23684, 2788, 0, 0, 2, 0, 0, V1 | V2 | STATEFUL}, /* StatsAggregatorSetSummaryWriter */
    {23716, 984, 194, 0, 1, 1, 0, V1 | V2 | STATEFUL}, /* StatsAggregatorSummary */
    {23739, 2790, 44, 1002, 4, 1, 2, V2}, /* StochasticCastToInt */
    {23759, 43, 29, 2, 1, 1, 1, V1 | V2}, /* StopGradient */
    {23772, 2794, 0, 1937, 3, 0, 6, V2 | STATEFUL}, /* StoreMinibatchStatisticsInFdo */
    {23802, 2797, 29, 1618, 4, 1, 7, V1 | V2}, /* StridedSlice */
    {23815, 2801, 183, 1618, 5, 1, 7, V1 | V2}, /* StridedSliceAssign */
    {23834, 2806, 29, 1618, 5, 1, 7, V1 | V2}, /* StridedSliceGrad */
    {23851, 2811, 173, 1943, 1, 1, 4, V1 | V2}, /* StringFormat */
    {23864, 1465, 173, 1947, 1, 1, 2, V1 | V2}, /* StringJoin */
    {23875, 809, 463, 1949, 1, 1, 1, V1 | V2}, /* StringLength */
    {23888, 809, 173, 1950, 1, 1, 1, V1 | V2}, /* StringLower */
    {23900, 2812, 2814, 1951, 2, 2, 7, V1 | V2}, /* StringNGrams */
    {23913, 2816, 2818, 1958, 2, 3, 1, V1 | V2}, /* StringSplit */
    {23925, 2821, 2818, 1959, 2, 3, 1, V1 | V2}, /* StringSplitV2 */
    {23939, 809, 173, 0, 1, 1, 0, V1 | V2}, /* StringStrip */
    {23951, 2823, 803, 1960, 1, 1, 1, V1 | V2}, /* StringToHashBucket */
    {23970, 809, 803, 1960, 1, 1, 1, V1 | V2}, /* StringToHashBucketFast */
    {23993, 809, 803, 1961, 1, 1, 2, V1 | V2}, /* StringToHashBucketStrong */
    {24018, 2823, 820, 1963, 1, 1, 1, V1 | V2}, /* StringToNumber */
    {24033, 809, 173, 1950, 1, 1, 1, V1 | V2}, /* StringUpper */
    {24045, 14, 16, 2, 2, 1, 1, V1 | V2}, /* Sub */
    {24049, 2824, 173, 1964, 3, 1, 2, V1 | V2}, /* Substr */
    {24056, 929, 29, 659, 2, 1, 3, V1 | V2}, /* Sum */
    {24060, 0, 537, 1966, 0, 1, 2, V1 | V2 | STATEFUL}, /* SummaryWriter */
    {24074, 43, 261, 168, 1, 3, 3, V1 | V2}, /* Svd */
    {24078, 2827, 2829, 2, 2, 2, 1, V1 | V2}, /* Switch */
    {24085, 891, 525, 1583, 1, 1, 3, V1 | V2}, /* SymbolicGradient */
    {24102, 0, 0, 0, 0, 0, 0, V2 | STATEFUL}, /* SyncDevice */
    {24113, 2831, 178, 583, 3, 1, 1, V1 | V2 | STATEFUL}, /* TFRecordDataset */
    {24129, 2834, 178, 583, 4, 1, 1, V2 | STATEFUL}, /* TFRecordDatasetV2 */
    {24147, 0, 1037, 1968, 0, 1, 3, V1 | V2 | STATEFUL | DEPRECATED}, /* TFRecordReader */
    {24162, 0, 1038, 1968, 0, 1, 3, V1 | V2 | STATEFUL}, /* TFRecordReaderV2 */
    {24179, 2838, 2839, 905, 1, 1, 1, V2 | STATEFUL}, /* TPUAnnotateTensorsWithDynamicShape */
    {24214, 0, 173, 0, 0, 1, 0, V1 | V2}, /* TPUCompilationResult */
    {24235, 2840, 2842, 1971, 2, 3, 5, V2 | STATEFUL}, /* TPUCompile */
    {24246, 2845, 0, 0, 1, 0, 0, V2 | STATEFUL}, /* TPUCompileSucceededAssert */
    {24272, 2846, 2839, 1976, 2, 1, 2, V2 | STATEFUL}, /* TPUCopyWithDynamicShape */
    {24296, 0, 613, 748, 0, 1, 2, V2 | STATEFUL}, /* TPUDummyInput */
    {24310, 2848, 26, 1978, 2, 1, 2, V1 | V2}, /* TPUEmbeddingActivations */
    {24334, 2850, 2852, 1980, 2, 1, 2, V2 | STATEFUL}, /* TPUExecute */
    {24345, 2850, 2852, 1982, 2, 1, 4, V2 | STATEFUL}, /* TPUExecuteAndUpdateVariables */
    {24374, 0, 2853, 0, 0, 1, 0, V1 | V2 | STATEFUL}, /* TPUOrdinalSelector */
    {24393, 2854, 525, 1986, 2, 1, 4, V1 | V2}, /* TPUPartitionedCall */
    {24412, 2, 29, 1990, 1, 1, 3, V2}, /* TPUPartitionedInput */
    {24432, 2, 29, 1993, 1, 1, 4, V2}, /* TPUPartitionedInputV2 */
    {24454, 2856, 2857, 1997, 1, 1, 3, V2}, /* TPUPartitionedOutput */
    {24475, 2856, 2857, 2000, 1, 1, 3, V2}, /* TPUPartitionedOutputV2 */
    {24498, 0, 0, 2003, 0, 0, 13, V1 | V2}, /* TPUReplicateMetadata */
    {24519, 2, 29, 2016, 1, 1, 5, V1 | V2}, /* TPUReplicatedInput */
    {24538, 43, 2858, 2021, 1, 1, 2, V1 | V2}, /* TPUReplicatedOutput */
    {24558, 2859, 0, 252, 3, 0, 1, V2 | STATEFUL}, /* TPUReshardVariables */
    {24578, 0, 1544, 0, 0, 1, 0, V2 | STATEFUL}, /* TPURoundRobin */
    {24592, 2010, 178, 121, 2, 1, 3, V1 | V2}, /* TakeDataset */
    {24604, 20, 858, 2023, 1, 3, 3, V1 | V2 | STATEFUL}, /* TakeManySparseFromTensorsMap */
    {24633, 949, 178, 758, 2, 1, 5, V1 | V2}, /* TakeWhileDataset */
    {24650, 0, 1, 2, 1, 1, 1, V1 | V2}, /* Tan */
    {24654, 0, 1, 2, 1, 1, 1, V1 | V2}, /* Tanh */
    {24659, 1266, 16, 2, 2, 1, 1, V1 | V2}, /* TanhGrad */
    {24668, 0, 1271, 2026, 0, 1, 3, V1 | V2 | STATEFUL}, /* TemporaryVariable */
    {24686, 206, 7, 2029, 1, 1, 5, V1 | V2 | STATEFUL | DEPRECATED}, /* TensorArray */
    {24698, 7, 0, 0, 1, 0, 0, V1 | V2 | DEPRECATED}, /* TensorArrayClose */
    {24715, 828, 0, 0, 1, 0, 0, V1 | V2 | DEPRECATED}, /* TensorArrayCloseV2 */
    {24734, 46, 0, 0, 1, 0, 0, V1 | V2 | STATEFUL}, /* TensorArrayCloseV3 */
    {24753, 2862, 2864, 2034, 2, 2, 2, V1 | V2 | DEPRECATED}, /* TensorArrayConcat */
    {24771, 2866, 2864, 2034, 2, 2, 2, V1 | V2}, /* TensorArrayConcatV2 */
    {24791, 2868, 2864, 2034, 2, 2, 2, V1 | V2 | STATEFUL}, /* TensorArrayConcatV3 */
    {24811, 2870, 1193, 2036, 3, 1, 2, V1 | V2 | DEPRECATED}, /* TensorArrayGather */
    {24829, 2873, 1193, 2036, 3, 1, 2, V1 | V2 | DEPRECATED}, /* TensorArrayGatherV2 */
    {24849, 2876, 1193, 2036, 3, 1, 2, V1 | V2 | STATEFUL}, /* TensorArrayGatherV3 */
    {24869, 2866, 2879, 2038, 2, 1, 1, V1 | V2 | STATEFUL | DEPRECATED}, /* TensorArrayGrad */
    {24885, 2866, 2880, 2038, 2, 1, 1, V1 | V2 | STATEFUL | DEPRECATED}, /* TensorArrayGradV2 */
    {24903, 2868, 2881, 2038, 2, 2, 1, V1 | V2 | STATEFUL}, /* TensorArrayGradV3 */
    {24921, 2883, 2881, 2038, 3, 2, 1, V1 | V2 | STATEFUL}, /* TensorArrayGradWithShape */
    {24946, 2862, 1193, 2036, 2, 1, 2, V1 | V2 | DEPRECATED}, /* TensorArrayPack */
    {24962, 2886, 1193, 6, 3, 1, 1, V1 | V2 | DEPRECATED}, /* TensorArrayRead */
    {24978, 2889, 1193, 6, 3, 1, 1, V1 | V2 | DEPRECATED}, /* TensorArrayReadV2 */
    {24996, 2892, 1193, 6, 3, 1, 1, V1 | V2 | STATEFUL}, /* TensorArrayReadV3 */
    {25014, 2895, 2899, 2, 4, 1, 1, V1 | V2 | DEPRECATED}, /* TensorArrayScatter */
    {25033, 2900, 2899, 2, 4, 1, 1, V1 | V2 | DEPRECATED}, /* TensorArrayScatterV2 */
    {25054, 2904, 2899, 2, 4, 1, 1, V1 | V2 | STATEFUL}, /* TensorArrayScatterV3 */
    {25075, 2862, 206, 0, 2, 1, 0, V1 | V2 | DEPRECATED}, /* TensorArraySize */
    {25091, 2866, 206, 0, 2, 1, 0, V1 | V2 | DEPRECATED}, /* TensorArraySizeV2 */
    {25109, 2868, 206, 0, 2, 1, 0, V1 | V2 | STATEFUL}, /* TensorArraySizeV3 */
    {25127, 2908, 2899, 2, 4, 1, 1, V1 | V2 | DEPRECATED}, /* TensorArraySplit */
    {25144, 2912, 2899, 2, 4, 1, 1, V1 | V2 | DEPRECATED}, /* TensorArraySplitV2 */
    {25163, 2916, 2899, 2, 4, 1, 1, V1 | V2 | STATEFUL}, /* TensorArraySplitV3 */
    {25182, 2920, 2899, 2, 3, 1, 1, V1 | V2 | DEPRECATED}, /* TensorArrayUnpack */
    {25200, 206, 828, 2039, 1, 1, 5, V1 | V2 | STATEFUL | DEPRECATED}, /* TensorArrayV2 */
    {25214, 206, 2923, 2044, 1, 2, 6, V1 | V2 | STATEFUL}, /* TensorArrayV3 */
    {25228, 2925, 2899, 2, 4, 1, 1, V1 | V2 | DEPRECATED}, /* TensorArrayWrite */
    {25245, 2929, 2899, 2, 4, 1, 1, V1 | V2 | DEPRECATED}, /* TensorArrayWriteV2 */
    {25264, 2933, 2899, 2, 4, 1, 1, V1 | V2 | STATEFUL}, /* TensorArrayWriteV3 */
    {25283, 1542, 178, 2050, 1, 1, 3, V1 | V2 | STATEFUL}, /* TensorDataset */
    {25297, 2937, 2938, 2053, 1, 2, 2, V1 | V2}, /* TensorListConcat */
    {25314, 2940, 1020, 2055, 2, 1, 1, V1 | V2}, /* TensorListConcatLists */
    {25336, 2942, 2938, 613, 3, 2, 2, V1 | V2}, /* TensorListConcatV2 */
    {25355, 2937, 2945, 2056, 1, 1, 1, V1 | V2}, /* TensorListElementShape */
    {25378, 2946, 2948, 613, 2, 1, 2, V1 | V2}, /* TensorListFromTensor */
    {25399, 2949, 2952, 2055, 3, 1, 1, V1 | V2}, /* TensorListGather */
    {25416, 2953, 2956, 2055, 3, 1, 1, V1 | V2}, /* TensorListGetItem */
    {25434, 2937, 2957, 0, 1, 1, 0, V1 | V2}, /* TensorListLength */
    {25451, 2958, 2960, 2055, 2, 2, 1, V1 | V2}, /* TensorListPopBack */
    {25469, 2962, 2948, 2055, 2, 1, 1, V1 | V2}, /* TensorListPushBack */
    {25488, 2964, 2966, 2055, 2, 1, 1, V1 | V2}, /* TensorListPushBackBatch */
    {25512, 2967, 178, 613, 2, 1, 2, V1 | V2}, /* TensorListReserve */
    {25530, 2969, 2948, 0, 2, 1, 0, V1 | V2}, /* TensorListResize */
    {25547, 2971, 2948, 613, 3, 1, 2, V1 | V2}, /* TensorListScatter */
    {25565, 2974, 2948, 2055, 3, 1, 1, V1 | V2}, /* TensorListScatterIntoExistingList */
    {25599, 2977, 2948, 613, 4, 1, 2, V1 | V2}, /* TensorListScatterV2 */
    {25619, 2981, 2948, 2057, 3, 1, 2, V1 | V2}, /* TensorListSetItem */
    {25637, 2984, 2948, 613, 3, 1, 2, V1 | V2}, /* TensorListSplit */
    {25653, 2958, 2987, 2059, 2, 1, 2, V1 | V2}, /* TensorListStack */
    {25669, 2988, 2948, 26, 2, 1, 2, V2}, /* TensorMapErase */
    {25684, 2988, 2990, 2061, 2, 1, 1, V2}, /* TensorMapHasKey */
    {25700, 2991, 2948, 26, 3, 1, 2, V2}, /* TensorMapInsert */
    {25716, 2988, 2994, 26, 2, 1, 2, V2}, /* TensorMapLookup */
    {25732, 2937, 206, 0, 1, 1, 0, V2}, /* TensorMapSize */
    {25746, 2937, 2995, 2061, 1, 1, 1, V2}, /* TensorMapStackKeys */
    {25765, 2996, 29, 1711, 3, 1, 3, V1 | V2}, /* TensorScatterAdd */
    {25782, 2996, 29, 1711, 3, 1, 3, V2}, /* TensorScatterMax */
    {25799, 2996, 29, 1711, 3, 1, 3, V2}, /* TensorScatterMin */
    {25816, 2996, 29, 1711, 3, 1, 3, V1 | V2}, /* TensorScatterSub */
    {25833, 2996, 29, 1711, 3, 1, 3, V1 | V2}, /* TensorScatterUpdate */
    {25853, 1542, 178, 2062, 1, 1, 5, V1 | V2 | STATEFUL}, /* TensorSliceDataset */
    {25872, 2999, 29, 1618, 5, 1, 7, V1 | V2}, /* TensorStridedSliceUpdate */
    {25897, 528, 194, 2067, 1, 1, 4, V1 | V2}, /* TensorSummary */
    {25911, 3004, 194, 2, 3, 1, 1, V1 | V2}, /* TensorSummaryV2 */
    {25927, 2831, 178, 583, 3, 1, 1, V1 | V2 | STATEFUL}, /* TextLineDataset */
    {25943, 0, 1037, 2071, 0, 1, 3, V1 | V2 | STATEFUL | DEPRECATED}, /* TextLineReader */
    {25958, 0, 1038, 2071, 0, 1, 3, V1 | V2 | STATEFUL}, /* TextLineReaderV2 */
    {25975, 985, 178, 28, 2, 1, 2, V1 | V2 | STATEFUL}, /* ThreadPoolDataset */
    {25993, 0, 46, 728, 0, 1, 5, V1 | V2 | STATEFUL}, /* ThreadPoolHandle */
    {26010, 37, 38, 965, 1, 3, 6, V1 | V2 | STATEFUL}, /* ThreadUnsafeUnigramCandidateSampler */
    {26046, 3007, 29, 2074, 2, 1, 2, V1 | V2}, /* Tile */
    {26051, 3009, 29, 2, 2, 1, 1, V1 | V2 | DEPRECATED}, /* TileGrad */
    {26060, 0, 3011, 0, 0, 1, 0, V1 | V2 | STATEFUL}, /* Timestamp */
    {26070, 43, 36, 2, 1, 1, 1, V1 | V2}, /* ToBool */
    {26077, 43, 167, 2076, 1, 2, 3, V1 | V2 | DEPRECATED}, /* TopK */
    {26082, 190, 3012, 957, 1, 2, 1, V2}, /* TopKUnique */
    {26093, 3014, 3016, 2079, 2, 2, 4, V1 | V2}, /* TopKV2 */
    {26100, 190, 3012, 957, 1, 2, 1, V2}, /* TopKWithUnique */
    {26115, 3018, 3019, 0, 1, 1, 0, V2}, /* TpuHandleToProtoKey */
    {26135, 610, 1, 327, 2, 1, 2, V1 | V2}, /* Transpose */
    {26145, 3020, 29, 2, 4, 1, 1, V1 | V2}, /* TridiagonalMatMul */
    {26163, 3024, 29, 2083, 2, 1, 3, V1 | V2}, /* TridiagonalSolve */
    {26180, 14, 16, 2, 2, 1, 1, V1 | V2}, /* TruncateDiv */
    {26192, 14, 16, 2, 2, 1, 1, V1 | V2}, /* TruncateMod */
    {26204, 1944, 613, 1228, 1, 1, 4, V1 | V2 | STATEFUL}, /* TruncatedNormal */
    {26220, 3026, 3029, 2086, 3, 1, 4, V1 | V2}, /* Unbatch */
    {26228, 591, 178, 121, 1, 1, 3, V1 | V2}, /* UnbatchDataset */
    {26243, 3030, 3034, 2090, 4, 1, 3, V1 | V2}, /* UnbatchGrad */
    {26255, 585, 797, 28, 1, 1, 2, V2}, /* UncompressElement */
    {26273, 809, 3035, 2093, 1, 2, 5, V1 | V2}, /* UnicodeDecode */
    {26287, 809, 3037, 2093, 1, 3, 5, V1 | V2}, /* UnicodeDecodeWithOffsets */
    {26312, 3040, 173, 2098, 2, 1, 4, V1 | V2}, /* UnicodeEncode */
    {26326, 3042, 463, 0, 1, 1, 0, V1 | V2}, /* UnicodeScript */
    {26340, 809, 173, 2102, 1, 1, 5, V1 | V2}, /* UnicodeTranscode */
    {26357, 37, 38, 965, 1, 3, 6, V1 | V2 | STATEFUL}, /* UniformCandidateSampler */
    {26381, 3043, 44, 2107, 3, 1, 5, V2}, /* UniformDequantize */
    {26399, 3043, 44, 2107, 3, 1, 5, V2}, /* UniformQuantize */
    {26415, 3046, 29, 2112, 8, 1, 10, V2}, /* UniformQuantizedAdd */
    {26435, 3054, 29, 2122, 5, 1, 4, V2}, /* UniformQuantizedClipByValue */
    {26463, 3059, 44, 2126, 8, 1, 19, V2}, /* UniformQuantizedConvolution */
    {26491, 3067, 44, 2145, 4, 1, 14, V2}, /* UniformQuantizedConvolutionHybrid */
    {26525, 3059, 44, 2159, 8, 1, 11, V2}, /* UniformQuantizedDot */
    {26545, 3067, 44, 2170, 4, 1, 6, V2}, /* UniformQuantizedDotHybrid */
    {26571, 3071, 44, 2176, 5, 1, 8, V2}, /* UniformRequantize */
    {26589, 0, 3076, 981, 1, 2, 2, V1 | V2}, /* Unique */
    {26596, 591, 178, 121, 1, 1, 3, V1 | V2}, /* UniqueDataset */
    {26610, 3078, 3076, 2184, 2, 2, 3, V1 | V2}, /* UniqueV2 */
    {26619, 0, 3080, 981, 1, 3, 2, V1 | V2}, /* UniqueWithCounts */
    {26636, 3078, 3080, 2184, 2, 3, 3, V1 | V2}, /* UniqueWithCountsV2 */
    {26655, 201, 3083, 2187, 1, 1, 3, V1 | V2}, /* Unpack */
    {26662, 3084, 1951, 1538, 2, 1, 1, V1 | V2}, /* UnravelIndex */
    {26675, 3086, 173, 2190, 3, 1, 3, V1 | V2}, /* UnsortedSegmentJoin */
    {26695, 2360, 29, 1735, 3, 1, 3, V1 | V2}, /* UnsortedSegmentMax */
    {26714, 2360, 29, 1735, 3, 1, 3, V1 | V2}, /* UnsortedSegmentMin */
    {26733, 2360, 29, 1735, 3, 1, 3, V1 | V2}, /* UnsortedSegmentProd */
    {26753, 2360, 29, 1735, 3, 1, 3, V1 | V2}, /* UnsortedSegmentSum */
    {26772, 0, 1420, 1015, 0, 1, 5, V1 | V2 | STATEFUL}, /* Unstage */
    {26780, 2937, 2948, 0, 1, 1, 0, V1 | V2}, /* UnwrapDatasetVariant */
    {26801, 3089, 0, 2193, 1, 0, 1, V2 | STATEFUL}, /* UpdateTaskIdAndGlobalCoreArray */
    {26832, 1409, 820, 1005, 2, 1, 2, V1 | V2}, /* UpperBound */
    {26843, 0, 382, 2194, 0, 1, 6, V1 | V2 | STATEFUL}, /* VarHandleOp */
    {26855, 382, 1268, 0, 1, 1, 0, V1 | V2 | STATEFUL}, /* VarIsInitializedOp */
    {26874, 0, 1271, 2200, 0, 1, 4, V1 | V2 | STATEFUL}, /* Variable */
    {26883, 3090, 820, 1963, 1, 1, 1, V1 | V2 | STATEFUL}, /* VariableShape */
    {26897, 0, 1271, 2200, 0, 1, 4, V1 | V2 | STATEFUL}, /* VariableV2 */
    {26908, 3091, 178, 2204, 2, 1, 5, V2}, /* WeightedFlatMapDataset */
    {26931, 43, 1280, 12, 1, 1, 1, V1 | V2}, /* Where */
    {26937, 1215, 1043, 1667, 1, 1, 5, V1 | V2 | STATEFUL}, /* While */
    {26943, 0, 1037, 200, 0, 1, 2, V1 | V2 | STATEFUL}, /* WholeFileReader */
    {26959, 0, 1038, 200, 0, 1, 2, V1 | V2 | STATEFUL}, /* WholeFileReaderV2 */
    {26977, 3093, 178, 121, 5, 1, 3, V1 | V2}, /* WindowDataset */
    {26991, 1472, 178, 2209, 1, 1, 3, V2}, /* WindowOp */
    {27000, 3098, 3099, 0, 1, 1, 0, V1 | V2 | STATEFUL}, /* WorkerHeartbeat */
    {27016, 2937, 2948, 0, 1, 1, 0, V1 | V2}, /* WrapDatasetVariant */
    {27035, 3100, 0, 86, 5, 0, 1, V1 | V2 | STATEFUL}, /* WriteAudioSummary */
    {27053, 3105, 0, 0, 2, 0, 0, V1 | V2 | STATEFUL}, /* WriteFile */
    {27063, 3107, 0, 0, 3, 0, 0, V1 | V2 | STATEFUL}, /* WriteGraphSummary */
    {27081, 3110, 0, 12, 4, 0, 1, V1 | V2 | STATEFUL}, /* WriteHistogramSummary */
    {27103, 3114, 0, 2212, 5, 0, 2, V1 | V2 | STATEFUL}, /* WriteImageSummary */
    {27121, 3107, 0, 0, 3, 0, 0, V1 | V2 | STATEFUL}, /* WriteRawProtoSummary */
    {27142, 3119, 0, 2, 4, 0, 1, V1 | V2 | STATEFUL}, /* WriteScalarSummary */
    {27161, 3123, 0, 2, 5, 0, 1, V1 | V2 | STATEFUL}, /* WriteSummary */
    {27174, 14, 16, 2, 2, 1, 1, V1 | V2}, /* Xdivy */
    {27180, 2, 29, 77, 1, 1, 4, V2}, /* XlaConcatND */
    {27192, 1472, 1473, 2214, 1, 1, 10, V2 | STATEFUL}, /* XlaHostCompute */
    {27207, 0, 3128, 2224, 0, 1, 3, V2 | STATEFUL}, /* XlaRecvFromHost */
    {27223, 3129, 3130, 2227, 1, 1, 2, V2 | STATEFUL}, /* XlaRecvTPUEmbeddingActivations */
    {27254, 3129, 3130, 2229, 1, 1, 5, V2 | STATEFUL}, /* XlaRecvTPUEmbeddingActivationsV2 */
    {27287, 0, 1020, 305, 0, 1, 1, V2 | STATEFUL}, /* XlaRecvTPUEmbeddingDeduplicationData */
    {27324, 0, 1020, 306, 0, 1, 4, V2 | STATEFUL}, /* XlaRecvTPUEmbeddingDeduplicationDataV2 */
    {27363, 3131, 0, 2234, 3, 0, 3, V2 | STATEFUL}, /* XlaSendTPUEmbeddingGradients */
    {27392, 3131, 0, 2237, 3, 0, 6, V2 | STATEFUL}, /* XlaSendTPUEmbeddingGradientsV2 */
    {27423, 3134, 0, 2243, 1, 0, 2, V2 | STATEFUL}, /* XlaSendToHost */
    {27437, 3135, 3136, 2245, 1, 1, 6, V2}, /* XlaSparseActivationsUnstack */
    {27465, 3137, 3142, 2251, 5, 2, 1, V2 | STATEFUL}, /* XlaSparseCoreAdagrad */
    {27486, 3144, 3152, 2252, 8, 3, 4, V2 | STATEFUL}, /* XlaSparseCoreAdagradMomentum */
    {27515, 3155, 3164, 2256, 9, 3, 2, V2 | STATEFUL}, /* XlaSparseCoreAdam */
    {27533, 3167, 3176, 2258, 9, 3, 3, V2 | STATEFUL}, /* XlaSparseCoreFtrl */
    {27551, 3179, 3183, 2251, 4, 1, 1, V2 | STATEFUL}, /* XlaSparseCoreSgd */
    {27568, 3184, 3189, 2261, 5, 5, 3, V2}, /* XlaSparseDenseMatmul */
    {27589, 3194, 3208, 2264, 14, 3, 8, V2}, /* XlaSparseDenseMatmulCustomCombinerOnTcGradWithAdagradAndCsrInput */
    {27654, 3211, 3226, 2272, 15, 4, 13, V2}, /* XlaSparseDenseMatmulCustomCombinerOnTcGradWithAdagradMomentumAndCsrInput */
    {27727, 3230, 3245, 2285, 15, 4, 12, V2}, /* XlaSparseDenseMatmulCustomCombinerOnTcGradWithAdamAndCsrInput */
    {27789, 3249, 3262, 2297, 13, 2, 9, V2}, /* XlaSparseDenseMatmulCustomCombinerOnTcGradWithCsrInput */
    {27844, 3264, 3279, 2306, 15, 4, 13, V2}, /* XlaSparseDenseMatmulCustomCombinerOnTcGradWithFtrlAndCsrInput */
    {27906, 3283, 3296, 2264, 13, 2, 8, V2}, /* XlaSparseDenseMatmulCustomCombinerOnTcGradWithSgdAndCsrInput */
    {27967, 3298, 3305, 2319, 7, 3, 9, V2}, /* XlaSparseDenseMatmulCustomCombinerOnTcWithCsrInput */
    {28018, 3308, 3142, 2328, 9, 2, 4, V2}, /* XlaSparseDenseMatmulGradWithAdagradAndCsrInput */
    {28065, 3308, 3142, 2332, 9, 2, 6, V2}, /* XlaSparseDenseMatmulGradWithAdagradAndStaticBufferSize */
    {28120, 3317, 3327, 2338, 10, 3, 9, V2}, /* XlaSparseDenseMatmulGradWithAdagradMomentumAndCsrInput */
    {28175, 3317, 3327, 2347, 10, 3, 11, V2}, /* XlaSparseDenseMatmulGradWithAdagradMomentumAndStaticBufferSize */
    {28238, 3330, 3340, 2358, 10, 3, 8, V2}, /* XlaSparseDenseMatmulGradWithAdamAndCsrInput */
    {28282, 3330, 3340, 2366, 10, 3, 10, V2}, /* XlaSparseDenseMatmulGradWithAdamAndStaticBufferSize */
    {28334, 3343, 3351, 2376, 8, 1, 6, V2}, /* XlaSparseDenseMatmulGradWithCsrInput */
    {28371, 3352, 3176, 2382, 10, 3, 9, V2}, /* XlaSparseDenseMatmulGradWithFtrlAndCsrInput */
    {28415, 3352, 3176, 2391, 10, 3, 11, V2}, /* XlaSparseDenseMatmulGradWithFtrlAndStaticBufferSize */
    {28467, 3362, 3183, 2328, 8, 1, 4, V2}, /* XlaSparseDenseMatmulGradWithSgdAndCsrInput */
    {28510, 3362, 3183, 2332, 8, 1, 6, V2}, /* XlaSparseDenseMatmulGradWithSgdAndStaticBufferSize */
    {28561, 3370, 901, 2402, 6, 1, 7, V2}, /* XlaSparseDenseMatmulWithCsrInput */
    {28594, 3376, 3382, 2409, 6, 1, 8, V2}, /* XlaSparseDenseMatmulWithStaticBufferSize */
    {28635, 3383, 3384, 2417, 1, 1, 4, V2}, /* XlaSparseGradientsStack */
    {28659, 43, 1956, 1543, 1, 1, 4, V2}, /* XlaSplitND */
    {28670, 14, 16, 2, 2, 1, 1, V1 | V2}, /* Xlog1py */
    {28678, 14, 16, 2, 2, 1, 1, V1 | V2}, /* Xlogy */
    {28684, 0, 1, 2, 1, 1, 1, V1 | V2}, /* ZerosLike */
    {28694, 3385, 16, 2, 2, 1, 1, V1 | V2}, /* Zeta */
    {28699, 533, 178, 2421, 1, 1, 4, V1 | V2}, /* ZipDataset */
};
#undef V1
#undef V2
#undef STATEFUL
#undef DEPRECATED
/* clang-format on */

#endif
