/** What every page of the knowledge browser is made of: the same content as data and as HTML. */
import { SOURCE_LANGUAGE } from '../../knowledge/check-words.ts';
import type { Html } from '../html.ts';
import type { Tell } from '../tell.ts';

/** Something that has a page: its path from the root of the service. */
export interface Ref {
  readonly id: string;
  readonly title: string;
  /** Of the title, where it is not that of the page. */
  readonly language?: string;
  readonly path: string;
}

/** Writes a link to a page, with other words where they are given. */
export type Linker = (ref: Ref, words?: Html | string) => Html;

export interface KnowledgePage {
  readonly title: string;
  /** The title with its parts marked, where not all of it is in the language of the page. */
  readonly heading?: Html;
  /** From the root of the service, without query. */
  readonly path: string;
  /** What of the query the page depends on. */
  readonly query?: Readonly<Record<string, string>>;
  /** The way here: pages above, the topmost first. */
  readonly trail: readonly Ref[];
  /** The content as data; its shape is in docs/knowledge.md. */
  readonly view: Readonly<Record<string, unknown>>;
  /** `kept` stands in each form, for what its address must keep. */
  readonly body: (link: Linker, kept: Html | false) => Html;
  /** Of a topic: stands on each of its pages. */
  readonly edition?: { readonly version: string; readonly reviewed: string };
  /** Depends on what a reader typed: never kept. */
  readonly isAsked?: boolean;
}

/** The page above all others. */
export function knowledgeHome(tell: Tell): Ref {
  return { id: 'knowledge', title: tell('knowledge.home.title'), path: '/knowledge' };
}

/** For a title that stays as it is written. */
export function titledAsWritten({ language }: Pick<Tell, 'language'>): Pick<Ref, 'language'> {
  return language === SOURCE_LANGUAGE ? {} : { language: SOURCE_LANGUAGE };
}
