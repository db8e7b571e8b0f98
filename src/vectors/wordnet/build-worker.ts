import { parentPort, workerData } from 'node:worker_threads';
import { SharedHeap } from '../../kernels/shared-heap';
import { execute, type Assignment, type Outcome, type WorkerInput } from './build-crew';
import { MatrixProducts } from './matrix-products';

const products = new MatrixProducts(new SharedHeap((workerData as WorkerInput).memory));

parentPort?.on('message', (assignment: Assignment) => {
  let outcome: Outcome;
  try {
    outcome = { result: execute(assignment, products) };
  } catch (error) {
    outcome = { error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
  parentPort?.postMessage(outcome);
});
