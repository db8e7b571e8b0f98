import { readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { WordmoverError } from '../errors';
import type { LabelledDocument } from './labelled-document';

/**
 * Reads FOLDER/LABEL/NAME, one text a file, as 20 Newsgroups comes (20news-bydate-train/sci.space/59497). Ids are
 * FOLDER/LABEL/NAME; names that are numbers are in their order. What is not UTF-8 is read as Latin-1.
 */
export function readLabelledFolder(folder: string): LabelledDocument[] {
  const documents = entries(folder).flatMap((label) => {
    const group = path.join(folder, label);
    return statSync(group).isDirectory() ? entries(group).flatMap((name) => readDocument(folder, label, name)) : [];
  });
  if (documents.length > 0) return documents;
  throw new WordmoverError('INVALID_INPUT', `${folder}: no texts in it: give a folder with a folder for each label`);
}

/** The folders NAME-train and NAME-test of a folder that has just one pair of them. */
export function splitFolders(folder: string): { readonly train: string; readonly test: string } | undefined {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return undefined;
  const names = entries(folder);
  const pairs = names.filter((name) => name.endsWith('-train') && names.includes(name.replace(/train$/, 'test')));
  if (pairs.length !== 1) return undefined;
  return { train: path.join(folder, pairs[0]), test: path.join(folder, pairs[0].replace(/train$/, 'test')) };
}

function readDocument(folder: string, label: string, name: string): LabelledDocument[] {
  const file = path.join(folder, label, name);
  if (!statSync(file).isFile()) return [];
  return [{ id: `${path.basename(folder)}/${label}/${name}`, label, text: decode(readFileSync(file)) }];
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return bytes.toString('latin1');
  }
}

const entries = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => !name.startsWith('.'))
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
