/** What decides, as definitions: reads, facts, findings, value sets, studies, variants, both tables, measures. */
import type { Cells, FindingFile, TopicFiles, ValueSetFile, ValueSetPart } from '../../../knowledge/topic-files.ts';
import { named, type Definition, type Name } from './definition.ts';
import { namesInExpressions } from './names-in-expressions.ts';

export function defineRules(files: TopicFiles): readonly Definition[] {
  const { name: topic, facts, findings, procedures, variants, advice, valueSets, sharedValueSets, measures, questions } = files;
  const of = (definition: Omit<Definition, 'topic'>): Definition => ({ topic, ...definition });
  const codes = new Set(findings.map(({ code }) => code));
  const titles = new Map(files.codeSystems.systems.map(({ uri, title }) => [uri, title]));
  const inVariants = (place: string): string => `${topic}/variants.yaml#/${place}`;
  return [
    of({ kind: 'topic', id: files.topic.id, title: files.topic.title, at: `${topic}/topic.yaml#`, source: files.topic.source.label, content: files.topic, names: named('read', files.topic.requiredReads) }),
    ...files.topic.reads.map((read, index) => of({ kind: 'read', id: read.id, title: read.title, at: `${topic}/topic.yaml#/reads/${index}`, content: read, names: named('read', [read.orElse]) })),
    ...facts.map(({ at, ...fact }) => of({ kind: 'fact', id: fact.name, title: fact.title, at, content: fact, names: [...named('value set', [...fact.coded ?? [], ...fact.notCoded ?? []]), ...namesInExpressions(files, fact.where)] })),
    ...findings.map(({ at, ...finding }) => of({ kind: 'finding', id: finding.code, title: finding.title, at, source: finding.source.label, content: finding, names: namesOfFinding(files, finding) })),
    ...valueSets.map((set) => of({ kind: 'value set', id: set.id, title: set.title, at: `${sharedValueSets.has(set.id) ? 'common' : topic}/value-sets/${set.id}.json#`, source: set.description, content: codesOf(set, titles), names: [] })),
    ...procedures.studies.map((study, index) => of({
      kind: 'study', id: study.id, title: study.title, at: `${topic}/procedures.yaml#/studies/${index}`, content: { ...study, ratings: variants.ratings[study.ratedAs ?? study.id] },
      names: [...named('value set', [...study.codes.here, ...study.codes.wide ?? [], ...study.codes.unplaced ?? []]), ...named('study', [study.ratedAs])],
    })),
    ...variants.scenarios.map((scenario, index) => of({
      kind: 'variant', id: scenario.id, title: scenario.title, at: inVariants(`scenarios/${index}`),
      content: { ...scenario, ...(scenario.ratedAs !== undefined && { ratings: Object.fromEntries(Object.entries(variants.ratings).map(([study, row]) => [study, row[scenario.ratedAs!]])) }) },
      names: named('study', [...scenario.better, ...scenario.betterWithoutMri]),
    })),
    ...variants.table.map((row, index) => of({ kind: 'variants row', id: row.row, at: inVariants(`table/${index}`), content: row, names: [...columnsOf(codes, row.when), ...named('variant', [row.then, flagOf(row.certainty?.from)]), ...named('finding', [row.certainty?.by])] })),
    ...variants.notRatedWhen.map((entry, index) => of({ kind: 'not rated', id: `when ${entry.finding}`, at: inVariants(`notRatedWhen/${index}`), content: entry, names: named('finding', [entry.finding]) })),
    ...variants.unavailable.map((entry, index) => of({ kind: 'unavailable studies', id: `with ${entry.finding}`, at: inVariants(`unavailable/${index}`), content: entry, names: [...named('finding', [entry.finding]), ...named('study', entry.studies)] })),
    ...variants.openQuestions.map((entry, index) => of({ kind: 'open question', id: `about ${entry.finding}`, at: inVariants(`openQuestions/${index}`), content: entry, names: named('finding', [entry.finding]) })),
    ...advice.table.map((row, index) => of({ kind: 'advice row', id: row.row, at: `${topic}/advice.yaml#/table/${index}`, content: row, names: [...columnsOf(codes, row.when), ...named('variant', row.when['scenario'] ?? []), ...named('study', row.when['study'] ?? []), ...named('card', [row.card])] })),
    ...measures.map(({ at, ...measure }) => of({
      kind: 'measure', id: measure.id, title: measure.title, at, source: measure.source.label, content: measure,
      names: [...named('value set', measure.facts.flatMap(({ coded, notCoded = [] }) => [...coded, ...notCoded])), ...named('fact', measure.exclusions.flatMap(({ topicFacts = [] }) => topicFacts)), ...named('finding', measure.exclusions.map(({ exposure }) => exposure?.finding))],
    })),
    ...(questions?.questions ?? []).map((question, index) => of({ kind: 'question', id: question.id, title: question.ask, at: `${topic}/questions.yaml#/questions/${index}`, content: question, names: question.answers.flatMap(({ set }) => columnsOf(codes, set)) })),
  ];
}

function namesOfFinding(files: TopicFiles, finding: Omit<FindingFile, 'at'>): readonly Name[] {
  const { evidence = [], grades = [], answers = [], duration, exposure, trend, care } = finding;
  const facts = new Set(files.facts.map(({ name }) => name));
  const cited = grades.flatMap(({ cites = [] }) => cites);
  return [
    ...named('fact', [...evidence.map(({ fact }) => fact), ...answers.flatMap(({ because = [] }) => because), duration?.problems, duration?.visits, ...(duration?.coded ?? []).map(({ fact }) => fact), exposure?.fact, trend?.fact, care?.stated, ...(care?.kinds ?? []).flatMap((kind) => kind.facts), ...cited.filter((name) => facts.has(name))]),
    ...named('finding', [...evidence.flatMap(({ during, leads }) => [during, leads?.episode]), care?.episode, ...cited.filter((name) => !facts.has(name))]),
    ...named('variant', [finding.leadsTo]), ...named('read', care?.reads.flat() ?? []), ...namesInExpressions(files, finding),
  ];
}

/** Each code with its system and what it is called. */
function codesOf({ compose: { include, exclude = [] } }: ValueSetFile, titles: ReadonlyMap<string, string>): Readonly<Record<string, readonly string[]>> {
  const lines = ({ system, concept = [], filter = [], extension = [] }: ValueSetPart): readonly string[] => [
    ...filter.map(({ value }) => `${titles.get(system) ?? system} ${value} and below: ${extension[0]?.valueString ?? ''}`),
    ...concept.map(({ code, display }) => `${titles.get(system) ?? system} ${code}: ${display ?? ''}`),
  ];
  return { codes: include.flatMap(lines), ...(exclude.length > 0 && { without: exclude.flatMap(lines) }) };
}

/** A column is a finding, how sure the red flags of a variant are, or one of the advice table's own. */
function columnsOf(codes: ReadonlySet<string>, cells: Cells | Readonly<Record<string, string>>): readonly Name[] {
  return [...named('finding', Object.keys(cells).filter((name) => codes.has(name))), ...named('variant', Object.keys(cells).map(flagOf))];
}

function flagOf(column: string | undefined): string | undefined {
  return column?.startsWith('flags.') === true ? column.slice('flags.'.length) : undefined;
}
