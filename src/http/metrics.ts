import { performance } from 'node:perf_hooks';
import type { RequestHandler } from 'express';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { SearchResult } from '../service/search-options';
import { routeOf } from './route-name';
import type { SearchService } from './search-service';

const seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** The server's metrics, in a registry of their own so that two apps in one process don't meet. */
export class Metrics {
  readonly registry = new Registry();
  private readonly requests = new Histogram({
    name: 'wordmover_http_request_duration_seconds',
    help: 'Time from the arrival of a request to the end of its answer.',
    labelNames: ['method', 'route', 'status'],
    buckets: seconds,
    registers: [this.registry],
  });
  private readonly searches = new Histogram({
    name: 'wordmover_search_duration_seconds',
    help: 'Time a search took in the service, waiting included.',
    buckets: seconds,
    registers: [this.registry],
  });
  private readonly stages = new Counter({
    name: 'wordmover_search_documents_total',
    help: 'Documents that each stage of the searches touched.',
    labelNames: ['stage'],
    registers: [this.registry],
  });
  private readonly unknownWords = new Counter({
    name: 'wordmover_query_unknown_words_total',
    help: 'Words of queries without a vector.',
    registers: [this.registry],
  });
  private readonly queriesWithUnknown = new Counter({
    name: 'wordmover_queries_with_unknown_words_total',
    help: 'Queries that held a word without a vector; over the count of searches it is their share.',
    registers: [this.registry],
  });

  constructor(service: SearchService) {
    collectDefaultMetrics({ register: this.registry });
    this.gauge('wordmover_queue_depth', 'Searches waiting for a thread.', () => service.load().queued);
    this.gauge('wordmover_store_bytes', 'Bytes of the stores on disk.', () => service.load().storeBytes);
    this.gauge(
      'wordmover_near_words_hits',
      'Query words whose near words were cached, of the collections there are.',
      () => service.load().rows.hits,
    );
    this.gauge('wordmover_near_words_misses', 'Query words whose near words had to be found.', () => service.load().rows.misses);
    this.gauge('wordmover_near_words_bytes', 'Bytes of cached near words.', () => service.load().rows.bytes);
    this.gauge('wordmover_ready', '1 when searches are answered.', () => (service.load().ready ? 1 : 0));
  }

  /** Observes every request; answers that no route gave share the label "none". */
  readonly observeRequests: RequestHandler = (req, res, next) => {
    const start = performance.now();
    res.on('close', () => {
      const labels = { method: req.method, route: routeOf(req), status: String(res.statusCode) };
      this.requests.observe(labels, (performance.now() - start) / 1000);
    });
    next();
  };

  observeSearch(result: SearchResult): void {
    this.searches.observe(result.tookMs / 1000);
    this.stages.inc({ stage: 'bounded' }, result.stages.bounded);
    this.stages.inc({ stage: 'refined' }, result.stages.refined);
    this.stages.inc({ stage: 'solved' }, result.stages.solved);
    this.unknownWords.inc(result.unknownWords.length);
    if (result.unknownWords.length > 0) this.queriesWithUnknown.inc();
  }

  private gauge(name: string, help: string, read: () => number): void {
    new Gauge({
      name,
      help,
      registers: [this.registry],
      collect() {
        this.set(read());
      },
    });
  }
}
