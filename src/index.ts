export { WordmoverError, type ErrorCode } from './errors';
export { Index } from './service/document-index';
export { compare, distance, rank, type AdHocOptions } from './service/ad-hoc';
export type { CompareOptions } from './service/compare';
export type { RefinedComparison } from './service/compare-in-context';
export type { InputDocument, StoredDocument } from './service/document';
export type { Condition, Filter, Scalar } from './service/filter';
export type { Documents } from './service/index-contents';
export type { Embedded, EmbedOptions } from './service/embed-documents';
export type { IndexModel } from './service/index-embeddings';
export type { IndexNote } from './service/index-manifest';
export type { IndexOptions, TextOptions, VectorsOption, Weighting } from './service/index-options';
export type { IndexStats } from './service/index-stats';
export type { RankedDocument, RankOptions } from './service/rank';
export type { Refinement, RefineOptions } from './service/refine-options';
export type { SearchQuery } from './service/search-query';
export type {
  Comparison,
  FusedParts,
  FusedSearch,
  Highlight,
  RefinedSearch,
  SearchHit,
  SearchOptions,
  SearchResult,
  WordFlow,
} from './service/search-options';
export type { StageCounts, Transport } from './search/ranking';
export { createPipeline, LANGUAGES, type Pipeline, type PipelineOptions } from './text/pipeline';
export type { Token } from './text/tokenize';
export {
  contextVectors,
  type ContextVectors,
  type ContextVectorsOptions,
  type TextRows,
} from './vectors/transformer/context-vectors';
export { distill } from './vectors/transformer/distill';
export type { ModelLocation } from './vectors/transformer/model-folder';
export { transformerVectors, type TransformerOptions } from './vectors/transformer/transformer-vectors';
export { wordsInTexts, type WordsInTextsOptions } from './vectors/transformer/words-in-texts';
export type { ThresholdOption } from './vectors/threshold';
export type { TermRows, WordVectors } from './vectors/word-vectors';
export type { Solver } from './workers/solver';
export { SolverPool, type SolverPoolOptions } from './workers/solver-pool';
export { emd, emdHat } from './distances/emd';
export { emdPlus, linearEmd } from './distances/emd-plus';
export { act, ict, omr, rwmd } from './distances/relaxations';
export { gridEmbedding, imageEmbedding, type GridEmbeddingOptions, type ImageOptions } from './embeddings/grid-embedding';
export { dreat } from './embeddings/dreat';
export type { Embedding } from './embeddings/embedding';
export { l1 } from './embeddings/l1';
export type { Reduction } from './embeddings/reduction';
export { sampling } from './embeddings/sampling';
export { treeEmbedding } from './embeddings/tree-embedding';
export type { VectorTable } from './embeddings/vector-table';
export { VocabularyTree, type TreeOptions } from './embeddings/vocabulary-tree';
export { sketching } from './embeddings/sketching';
export type { Flow, TransportPlan } from './transport/transport-plan';
export { glosses, type GlossDocument } from './vectors/wordnet/gloss-documents';
export { senseTexts } from './vectors/wordnet/sense-texts';
