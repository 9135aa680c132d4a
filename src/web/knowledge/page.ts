/** What every page of the knowledge browser is made of: the same content as data and as HTML. */
import type { Html } from '../html.ts';

/** Something that has a page: its path from the root of the service. */
export interface Ref {
  readonly id: string;
  readonly title: string;
  readonly path: string;
}

/** Writes a link to a page, with other words where they are given. */
export type Linker = (ref: Ref, words?: Html | string) => Html;

export interface KnowledgePage {
  readonly title: string;
  /** From the root of the service, without query. */
  readonly path: string;
  /** The way here: pages above, the topmost first. */
  readonly trail: readonly Ref[];
  /** The content as data; its shape is in docs/knowledge.md. */
  readonly view: Readonly<Record<string, unknown>>;
  readonly body: (link: Linker) => Html;
  /** Of a topic: stands on each of its pages. */
  readonly edition?: { readonly version: string; readonly reviewed: string };
  /** What was asked for, as it stands in the address (`page=2`): its JSON is the same part. */
  readonly query?: string;
  /** Depends on what a reader typed: never kept. */
  readonly isAsked?: boolean;
}

/** The page above all others. */
export const knowledgeHome: Ref = { id: 'knowledge', title: 'Knowledge', path: '/knowledge' };
