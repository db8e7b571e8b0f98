import { parentPort } from 'node:worker_threads';
import { execute, type Assignment, type Outcome } from './build-crew';

parentPort?.on('message', (assignment: Assignment) => {
  let outcome: Outcome;
  try {
    outcome = { result: execute(assignment) };
  } catch (error) {
    outcome = { error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
  parentPort?.postMessage(outcome);
});
