/** Gate "names": every name that a file uses is defined, and defined once. */
import type { Problem } from '../errors.ts';
import { checkMeasures } from './check-measures.ts';
import { isMarkName, markNames } from './mark-names.ts';
import { nearestName } from './nearest-name.ts';
import { valueSetsRead } from './value-sets-read.ts';
import type { TopicFiles } from './topic-files.ts';

/** Names that lead nowhere, and names given twice. */
export function checkNames(files: TopicFiles): readonly Problem[] {
  const { name } = files;
  const facts = files.facts.map((fact) => fact.name);
  const sets = files.valueSets.map((set) => set.id);
  const codes = files.findings.map((finding) => finding.code);
  const studies = files.procedures.studies.map((study) => study.id);
  const scenarios = files.variants.scenarios.map((scenario) => scenario.id);
  const cards = files.cards.map((card) => card.id);
  const graded = files.findings.filter((finding) => finding.evidence !== undefined);
  const evidence = [...facts, ...graded.map(({ code }) => code), ...graded.map(({ leadsTo }) => `flags.${leadsTo}`)];
  const knownAt = (pointer: string, kind: string, names: readonly string[], used: readonly (string | undefined)[]): readonly Problem[] =>
    used.filter((each) => each !== undefined && !names.includes(each)).map((each) => ({ pointer, message: `there is no ${kind} ${each}${nearestName(each!, names)}` }));
  const known: typeof knownAt = (pointer, ...rest) => knownAt(`${name}/${pointer}`, ...rest);

  return [
    ...twice(`${name}/facts#`, facts), ...twice(`${name}/findings#`, codes), ...twice(`${name}/procedures.yaml#/studies`, studies),
    ...twice(`${name}/variants.yaml#/scenarios`, scenarios), ...twice(`${name}/value-sets#`, sets),
    ...twice(`${name}/advice.yaml#/table`, files.advice.table.map(({ row }) => row)), ...twice(`${name}/variants.yaml#/table`, files.variants.table.map(({ row }) => row)),
    ...files.findings.filter(({ code }) => isMarkName(code)).map(({ code, at }) => ({ pointer: `${at}/code`, message: `cards give ${code}=… a meaning of their own (${markNames.join(', ')}); the finding must have another name` })),
    ...files.facts.flatMap((fact) => knownAt(fact.at, 'value set', sets, [...(fact.coded ?? []), ...(fact.notCoded ?? [])])),
    ...files.findings.flatMap((finding, index) => {
      const { at } = finding;
      const used = [...(finding.evidence ?? []).map(({ fact }) => fact), ...(finding.answers ?? []).flatMap(({ because }) => because ?? []), finding.duration?.problems, finding.duration?.visits,
        ...(finding.duration?.coded ?? []).map(({ fact }) => fact), finding.care?.stated, finding.exposure?.fact, finding.trend?.fact, ...(finding.care?.kinds ?? []).flatMap((kind) => kind.facts)];
      return [...knownAt(at, 'fact', facts, used), ...knownAt(`${at}/leadsTo`, 'scenario', scenarios, [finding.leadsTo]), ...knownAt(`${at}/care/episode`, 'finding', codes.slice(0, index), [finding.care?.episode, ...(finding.evidence ?? []).map(({ during }) => during)]),
        ...knownAt(`${at}/grades`, 'fact or earlier finding', [...facts, ...codes.slice(0, index)], (finding.grades ?? []).flatMap(({ cites }) => cites ?? []))];
    }),
    ...files.procedures.studies.flatMap((study, index) => [
      ...known(`procedures.yaml#/studies/${index}/codes`, 'value set', sets, [...study.codes.here, ...(study.codes.wide ?? []), ...(study.codes.unplaced ?? [])]),
      ...known(`procedures.yaml#/studies/${index}/ratedAs`, 'study', studies, [study.ratedAs]),
    ]),
    ...known('procedures.yaml#/notStudies', 'value set', sets, [...files.procedures.notStudies, ...files.procedures.bodySites.here, ...files.procedures.bodySites.elsewhere]),
    ...files.variants.scenarios.flatMap((scenario, index) => known(`variants.yaml#/scenarios/${index}`, 'study', studies, [...scenario.better, ...scenario.betterWithoutMri])),
    ...files.variants.table.flatMap(({ then }, index) => known(`variants.yaml#/table/${index}/then`, 'scenario', scenarios, [then])),
    ...known('variants.yaml#/ratings', 'study', studies, Object.keys(files.variants.ratings)),
    ...known('variants.yaml#/unavailable', 'finding', codes, [...files.variants.unavailable, ...files.variants.notRatedWhen, ...files.variants.openQuestions].map(({ finding }) => finding)),
    ...files.advice.table.flatMap(({ card }, index) => known(`advice.yaml#/table/${index}/card`, 'card', cards, [card])),
    ...files.cards.flatMap((card) => [
      ...known(`cards/${card.id}.yaml#/overrideReasons`, 'override reason', files.overrideReasons.map(({ id }) => id), card.overrideReasons ?? []),
      ...known(`cards/${card.id}.yaml#/second`, 'card', cards, [card.second]),
      ...known(`cards/${card.id}.yaml#/links`, 'link', files.links.map(({ id }) => id), card.links ?? []),
      ...known(`cards/${card.id}.yaml#/suggestions`, 'order set', files.orderSets.map(({ id }) => id), (card.suggestions ?? []).map((each) => ('orderSet' in each ? each.orderSet : undefined))),
      ...known(`cards/${card.id}.yaml#/suggestions`, 'draft', files.drafts.map(({ id }) => id), (card.suggestions ?? []).flatMap((each) => ('add' in each ? each.add ?? [] : []))),
    ]),
    ...files.orderSets.flatMap((set) => set.items.flatMap((item) => [
      ...known(`order-sets/${set.id}.yaml#/${item.id}/needs`, 'read', files.topic.reads.map(({ id }) => id), item.needs ?? []),
      ...known(`order-sets/${set.id}.yaml#/${item.id}`, 'fact or graded finding', evidence, [...(item.exclude ?? []), ...(item.untick ?? []), ...(item.adjust ?? [])].flatMap((each) => each.evidence ?? [])),
    ])),
    ...files.orderSets.flatMap((set) => twice(`${name}/order-sets/${set.id}.yaml#/items`, set.items.map(({ id }) => id))),
    ...unread(files),
    ...checkMeasures(files),
    ...known('topic.yaml#/requiredReads', 'read', files.topic.reads.map(({ id }) => id), files.topic.requiredReads),
  ];
}

/** Value sets of the topic's own that nothing in it reads: codes that look as if they counted. */
function unread(files: TopicFiles): readonly Problem[] {
  const read = new Set(valueSetsRead(files));
  return files.valueSets.filter(({ id }) => !read.has(id) && !files.sharedValueSets.has(id))
    .map(({ id }) => ({ pointer: `${files.name}/value-sets#/${id}`, message: `nothing reads the value set ${id}; use it in a fact or leave it out` }));
}

function twice(pointer: string, names: readonly string[]): readonly Problem[] {
  return names.filter((name, index) => names.indexOf(name) !== index).map((name) => ({ pointer, message: `${name} is defined twice` }));
}
