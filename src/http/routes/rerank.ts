import { Router, type Request, type Response } from 'express';
import { deadlineOf } from '../deadline';
import { modelOptions, type ModelFields } from '../model-fields';
import { requestId } from '../request-id';
import type { ServerConfig } from '../settings';
import type { RankedDocument } from '../../service/rank';
import type { SearchService } from '../search-service';
import { refuseOverload } from './rank';

type RerankDocument = string | Readonly<Record<string, unknown>>;

/** The union of what the clients send; optional fields may be null, as @langchain/cohere sends them. */
interface RerankBody {
  readonly query: string;
  readonly model?: string | null;
  readonly documents?: readonly RerankDocument[] | null;
  readonly texts?: readonly string[] | null;
  readonly top_n?: number | null;
  readonly rank_fields?: readonly string[] | null;
  readonly return_documents?: boolean | null;
  readonly return_text?: boolean | null;
  readonly refine?: 'none' | 'context' | null;
}

/** Cohere v1 and v2, Jina (`documents`), and Text Embeddings Inference (`texts`, on `/rerank`). */
export function rerankRoutes(service: SearchService, config: ServerConfig): Router {
  const rerank = (version: string) => async (req: Request, res: Response) => {
    const body = req.body as RerankBody;
    const isTei = req.path === '/rerank' && !body.documents;
    const texts = textsOf(body);
    const documents = texts.map((text) => ({ text }));
    refuseOverload(body.query, documents, config);
    const ranked = documents.length === 0 ? [] : await rankAll(service, req, res, config, documents);
    const top = ranked.slice(0, body.top_n ?? ranked.length);
    res.json(isTei ? teiAnswer(top, texts, body) : cohereAnswer(top, texts, body, version, requestId(res)));
  };
  return Router().post('/rerank', rerank('2')).post('/v1/rerank', rerank('1')).post('/v2/rerank', rerank('2'));
}

async function rankAll(service: SearchService, req: Request, res: Response, config: ServerConfig, documents: { text: string }[]) {
  const { query, refine } = req.body as RerankBody;
  const asked: ModelFields = { refine: refine ?? (config.rerankRefine === 'context' ? 'context' : 'none') };
  const options = { topK: documents.length, ...modelOptions(asked, service), ...deadlineOf(req, res, config.deadlineMs) };
  const ranked = await service.rank(query, documents, options);
  // Clients count on every document coming back: one without words has the score 0.
  const met = new Set(ranked.map(({ index }) => index));
  const unmet = documents.flatMap((_, index) => (met.has(index) ? [] : [{ index, score: 0, distance: 0 }]));
  return [...ranked, ...unmet].sort((a, b) => b.score - a.score || a.index - b.index);
}

/** The texts to rank; on `/rerank`, `texts` is the word of Text Embeddings Inference for them. */
function textsOf({ texts, documents, rank_fields: fields }: RerankBody): readonly string[] {
  return documents ? documents.map((document) => textOf(document, fields)) : (texts ?? []);
}

/** A document object says which of its fields are text; without a word, `text` is, or else everything. */
function textOf(document: RerankDocument, rankFields: readonly string[] | null | undefined): string {
  if (typeof document === 'string') return document;
  const all = Object.keys(document);
  const fields = rankFields?.length ? rankFields : all.includes('text') ? ['text'] : all;
  const values = fields.map((field) => (Object.hasOwn(document, field) ? document[field] : undefined));
  return values.filter((value) => typeof value === 'string' || typeof value === 'number').join('\n');
}

function teiAnswer(ranked: readonly RankedDocument[], texts: readonly string[], body: RerankBody) {
  return ranked.map(({ index, score }) => ({ index, score, ...(body.return_text ? { text: texts[index] } : {}) }));
}

function cohereAnswer(
  ranked: readonly RankedDocument[],
  texts: readonly string[],
  body: RerankBody,
  version: string,
  id: string,
) {
  const tokens = countWords(body.query) * texts.length + texts.reduce((sum, text) => sum + countWords(text), 0);
  const results = ranked.map(({ index, score }) => {
    const given = body.documents?.[index];
    const document = typeof given === 'string' ? { text: given } : given;
    return { index, relevance_score: score, ...(body.return_documents ? { document } : {}) };
  });
  return {
    id,
    model: body.model ?? 'wordmover',
    results,
    meta: { api_version: { version }, billed_units: { search_units: 1 } },
    usage: { total_tokens: tokens, prompt_tokens: tokens },
  };
}

function countWords(text: string): number {
  return text.match(/[\p{L}\p{N}]+/gu)?.length ?? 0;
}
