/** A whole topic in a few lines: one study, two red flags, and one card that shows what was seen and what could not be read. */
import { buildCodeIndex } from '../../src/decision/code-index.ts';
import type { Fact, FindingDefinition, Topic } from '../../src/decision/topic.ts';
import { readPageTexts, readWords } from '../support/words.ts';

const SNOMED = 'http://snomed.info/sct';
const CPT = 'http://www.ama-assn.org/go/cpt';
const NEVER = /(?!)/;
const source = { label: 'Small criteria', url: 'https://criteria.example.org/' };

const codes = buildCodeIndex(
  [
    { uri: SNOMED, aliases: ['urn:oid:2.16.840.1.113883.6.96'], isHierarchicalByPrefix: false },
    { uri: CPT, aliases: ['urn:oid:2.16.840.1.113883.6.12'], isHierarchicalByPrefix: false },
  ],
  [
    { valueSet: 'study', system: CPT, code: '72148', isExcluded: false },
    { valueSet: 'tumour', system: SNOMED, code: '363346000', isExcluded: false },
    { valueSet: 'drug', system: SNOMED, code: '116602009', isExcluded: false },
    { valueSet: 'operation', system: SNOMED, code: '44946007', isExcluded: false },
    { valueSet: 'fever', system: SNOMED, code: '386661006', isExcluded: false },
  ],
);

function fact(name: string, resources: readonly string[]): Fact {
  return { name, title: name, resources, codedIn: [name], notCodedIn: [], phrases: [], orderWordsOnly: false, newestOnly: false, countsDrafts: false };
}

function flag(code: string): FindingDefinition {
  return {
    kind: 'graded', code, title: `Flag ${code}`, leadsTo: 'FLAGGED', grades: [], adjust: [], source,
    evidence: [{ fact: code, grade: 'A', timing: { kind: 'ever' }, isSuspicionEnough: true, orderWords: 'B' }],
  };
}

const FLAGS = ['tumour', 'drug', 'operation', 'fever'];

export const smallTopic = {
  id: 'small', version: '1.0.0', title: 'Small topic', source,
  cardTopic: { system: 'https://backstop.example.org/topics', code: 'Small', display: 'Small topic' },
  usageRequirements: 'Needs draftOrders with ServiceRequests.',
  encounterDiagnosisDays: 84, requiredReads: [],
  reads: [
    { id: 'patient', resourceType: 'Patient', query: 'Patient/{{context.patientId}}', title: 'patient record', hidesRedFlags: false },
    { id: 'conditions', resourceType: 'Condition', query: 'Condition?patient={{context.patientId}}', title: 'problem list', hidesRedFlags: true },
    { id: 'medications', resourceType: 'MedicationRequest', query: 'MedicationRequest?patient={{context.patientId}}', title: 'medications', hidesRedFlags: true },
  ],
  codes,
  lexicon: { ignored: NEVER, clauseBreak: /[.;]/, listEnd: NEVER, deniesList: NEVER, bareItem: NEVER, denies: NEVER, deniesBefore: NEVER, deniesAfter: NEVER, affirms: NEVER, family: NEVER, instructs: NEVER, deniesValue: NEVER },
  studies: [{
    id: 'MR', title: 'MRI of the lumbar spine', ratedAs: 'MR', radiation: 'O', dose: '0 mSv', codedIn: ['study'], approximatelyCodedIn: [], unplacedCodedIn: [],
    modality: 'mr', coding: { system: CPT, code: '72148', display: 'MRI' },
  }],
  studyWords: { modalities: [], region: NEVER, wideRegion: NEVER, otherRegion: NEVER, notStudy: NEVER, contrast: [] },
  studySets: { ownSites: [], otherSites: [], notStudies: [] },
  facts: [fact('tumour', ['Condition', 'reason']), fact('drug', ['MedicationRequest', 'MedicationStatement']), fact('operation', ['Procedure']), fact('fever', ['Observation'])],
  findings: FLAGS.map(flag), dependents: new Map(),
  scenarios: new Map([
    ['FLAGGED', { id: 'FLAGGED', kind: 'variant', title: 'Flagged', number: '2', ratedAs: 'FLAGGED', better: [], betterWithoutMri: [] }],
    ['PLAIN', { id: 'PLAIN', kind: 'variant', title: 'Plain', number: '1', ratedAs: 'PLAIN', better: [], betterWithoutMri: [] }],
  ]),
  scenarioTable: {
    columns: [],
    rows: [
      ...FLAGS.map((each) => ({ cells: { [each]: ['A', 'B'] }, result: { id: `by-${each}`, scenario: 'FLAGGED', certainty: { fixed: 'definite' } } })),
      { cells: {}, result: { id: 'plain', scenario: 'PLAIN', certainty: { fixed: 'definite' } } },
    ],
  },
  ratings: new Map([['FLAGGED', new Map([['MR', 'UA']])], ['PLAIN', new Map([['MR', 'UNA']])]]),
  notRatedWhen: [], unavailable: [], openQuestions: [], measures: [],
  adviceTable: { columns: [], rows: [{ cells: {}, result: { id: 'tell', kind: 'defer', indicator: 'warning', card: 'card' } }] },
  cards: new Map([['card', {
    id: 'card', summary: ['Advice on {{study}}.'],
    detail: 'On {{asOf}}\n{{flags}}\nRead: {{lookedFor}}.\nNot read: {{notRead}}.',
    suggestions: [{ kind: 'remove', label: 'Cancel', isRecommended: true }], overrideReasons: [], links: [], source,
  }]]),
  orderSets: new Map(), drafts: new Map(), overrideReasons: new Map(), links: new Map(), leaflets: new Map(), words: readWords('en'), languageNames: new Map(), pages: readPageTexts('en'), messages: {}, translations: new Map(),
} as unknown as Topic;
