/** Patients for every condition of the order set: those it applies to, and near misses. Expected by hand from the clinical specification, §5.3. */
import { ago, allergy, drug, egfr, LOINC, measured, problem, procedure, SNOMED, status, type Patient } from '../support/order-set-chart.ts';

export interface Case {
  readonly items: readonly string[];
  readonly effect: 'exclude' | 'untick' | 'adjust';
  /** The words on the card. */
  readonly because: string;
  readonly hits: readonly Patient[];
  readonly misses: readonly Patient[];
}

const with_ = (...chart: readonly Patient['chart'][]): Patient => ({ chart: chart.flatMap((each) => each ?? []) });
const one = (resource: ReturnType<typeof problem>): Patient => with_([resource]);
const pregnant = problem('Pregnancy', { code: 'Z33.1', recordedDate: ago(20) });
const gestation = (weeks: number, days = 3) => measured('Gestational age', weeks, { code: `${LOINC}|18185-9`, effectiveDateTime: ago(days) });
const due = (days: number) => measured('Estimated delivery date', '', { code: `${LOINC}|11778-8`, effectiveDateTime: ago(30), valueString: undefined, valueDateTime: ago(-days) });
const ckd3 = problem('Chronic kidney disease stage 3b', { code: 'N18.32' });
/** Cyclobenzaprine is out by its own rules, so that methocarbamol is on offer. */
const eyes = problem('Angle-closure glaucoma');

const naproxen: readonly Omit<Case, 'items'>[] = [
  {
    effect: 'exclude', because: 'allergy or intolerance to an NSAID or aspirin',
    hits: [
      one(allergy('Naproxen')), one(allergy('', { code: `${SNOMED}|372665008` })), one(allergy('', { code: `${SNOMED}|293586001` })), one(allergy('penicillin and NSAID allergy')),
      one(allergy('Ibuprofen', { clinicalStatus: status('inactive') })), one(allergy('Aspirin', { verificationStatus: status('unconfirmed') })),
      one(problem('', { code: 'Z88.6' })), one(problem('Allergy to ibuprofen')), one(problem('Aspirin-exacerbated respiratory disease')), { reason: 'Low back pain, allergic to NSAIDs' },
    ],
    misses: [
      one(allergy('Penicillin')), one(allergy('Naproxen', { verificationStatus: status('refuted') })), one(allergy('Naproxen', { verificationStatus: status('entered-in-error') })),
      one(allergy('Naproxen', { clinicalStatus: status('resolved') })), one(allergy('No known drug allergy', { code: `${SNOMED}|409137002` })), { reason: 'Low back pain, no allergy to NSAIDs' },
    ],
  },
  {
    effect: 'exclude', because: 'pregnancy of 20 weeks or more, or of unknown length',
    hits: [one(pregnant), with_([pregnant, gestation(24)]), with_([due(139)]), with_([pregnant, gestation(17, 22)]), with_([problem('', { code: 'Z3A.22', recordedDate: ago(2) })]), with_([problem('Gestation period, 24 weeks', { code: `${SNOMED}|313179009` })]), { reason: 'Low back pain, pregnant' }],
    misses: [with_([pregnant, gestation(12)]), with_([due(200)]), one(problem('Pregnancy', { code: 'Z33.1', verificationStatus: status('refuted') })), one(problem('Pregnancy', { code: 'Z33.1', clinicalStatus: status('resolved'), abatementDateTime: ago(100) })), { reason: 'Low back pain, not pregnant' }],
  },
  {
    effect: 'exclude', because: 'eGFR below 30 or severe kidney disease',
    hits: [{ egfr: false, chart: [egfr(29)] }, { egfr: false, chart: [egfr(29, 900)] }, { egfr: false, chart: [measured('eGFR', '28 mL/min')] }, one(problem('', { code: 'N18.4' })), one(problem('', { code: 'Z99.2' })), one(problem('Chronic kidney disease, stage 5')), { egfr: false, chart: [egfr(25, 40), egfr(50, 400)] }],
    misses: [{ egfr: false, chart: [egfr(30)] }, { egfr: false, chart: [egfr(25, 400), egfr(60, 40)] }, { egfr: false, chart: [{ ...egfr(20, 10), status: 'entered-in-error' }] }, one(problem('Pressure ulcer, stage 4')), one(ckd3)],
  },
  {
    effect: 'exclude', because: 'moderate kidney disease with an ACE inhibitor, ARB, diuretic or lithium',
    hits: [with_([ckd3, drug('Lisinopril 10 mg')]), { egfr: false, chart: [egfr(59), drug('Losartan 50 mg')] }, { egfr: false, chart: [egfr(30), drug('Hydrochlorothiazide 25 mg')] }, with_([ckd3, drug('Lithium carbonate 300 mg')])],
    misses: [one(ckd3), { egfr: false, chart: [egfr(60), drug('Lisinopril 10 mg')] }, with_([ckd3, drug('Lisinopril 10 mg', { status: 'stopped', authoredOn: ago(400) })]), with_([ckd3, drug('Metoprolol 50 mg')])],
  },
  {
    effect: 'exclude', because: 'peptic ulcer or gastrointestinal bleeding',
    hits: [one(problem('', { code: 'K25.9' })), one(problem('', { code: 'K92.1' })), one(problem('Peptic ulcer', { clinicalStatus: status('resolved'), abatementDateTime: '2009-01-01' })), one(problem('Personal history', { code: 'Z87.11' })), one(problem('Upper GI bleed, suspected', { verificationStatus: status('provisional') }))],
    misses: [one(problem('Peptic ulcer', { verificationStatus: status('refuted') })), one(problem('Pressure ulcer of heel')), one(problem('Gastro-oesophageal reflux', { code: 'K21.9' })), one(problem('No GI bleed'))],
  },
  {
    effect: 'exclude', because: 'anticoagulation',
    hits: [one(drug('', { code: '11289' })), one(drug('Apixaban 5 mg')), one({ ...drug('Rivaroxaban 20 mg'), resourceType: 'MedicationStatement' }), one(problem('Long-term (current) use of anticoagulants')), one(measured('INR', 2.4)), { reason: 'Low back pain, on warfarin' }],
    misses: [one(drug('Heparin lock flush 10 units/mL')), one(drug('Warfarin 5 mg', { status: 'stopped', authoredOn: ago(300) })), one(drug('Warfarin 5 mg', { status: 'cancelled' })), one(measured('INR', 1.0))],
  },
  { effect: 'exclude', because: 'P2Y12 inhibitor', hits: [one(drug('Clopidogrel 75 mg')), one(drug('Ticagrelor 90 mg'))], misses: [one(drug('Clopidogrel 75 mg', { status: 'completed', authoredOn: ago(300) })), one(drug('Clonidine 0.1 mg'))] },
  {
    effect: 'exclude', because: 'bleeding disorder or platelets below 50',
    hits: [one(problem('Von Willebrand disease')), one(measured('Platelets', 49)), one(measured('Platelet count', 42000))],
    misses: [one(measured('Platelets', 50)), one(measured('Mean platelet volume', 9)), with_([measured('Platelets', 40, { effectiveDateTime: ago(200) }), measured('Platelets', 160)]), one(problem('Screening for bleeding disorder'))],
  },
  { effect: 'exclude', because: 'heart failure', hits: [one(problem('', { code: 'I50.22' })), one(problem('Congestive heart failure', { clinicalStatus: status('inactive') })), one(problem('HFpEF'))], misses: [one(problem('Heart failure', { verificationStatus: status('refuted') })), one(problem('Heart murmur'))] },
  {
    effect: 'exclude', because: 'heart attack within 12 months',
    hits: [one(problem('NSTEMI', { onsetDateTime: ago(365) })), one(problem('Acute myocardial infarction', { onsetDateTime: ago(100), clinicalStatus: status('resolved'), abatementDateTime: ago(60) }))],
    misses: [one(problem('NSTEMI', { onsetDateTime: ago(366) })), one(problem('Old myocardial infarction', { recordedDate: ago(10) })), one(problem('Family history of heart attack'))],
  },
  { effect: 'exclude', because: 'stroke within 12 months', hits: [one(problem('Ischaemic stroke', { onsetDateTime: ago(200) }))], misses: [one(problem('Stroke', { onsetDateTime: ago(500) })), one(problem('CVA tenderness', { onsetDateTime: ago(2) }))] },
  { effect: 'exclude', because: 'coronary bypass surgery within 14 days', hits: [one(procedure('CABG x3', 14))], misses: [one(procedure('CABG x3', 15)), one(procedure('CABG x3', 5, { status: 'not-done' }))] },
  {
    effect: 'exclude', because: 'blood pressure of 180/110 or more',
    hits: [one(measured('Systolic blood pressure', 180)), one(measured('Diastolic blood pressure', 110)), one({ ...measured('Blood pressure', ''), valueString: undefined, component: [{ code: { text: 'Systolic blood pressure' }, valueQuantity: { value: 190 } }, { code: { text: 'Diastolic blood pressure' }, valueQuantity: { value: 80 } }] })],
    misses: [one(measured('Systolic blood pressure', 179)), one(measured('Diastolic blood pressure', 109)), with_([measured('Systolic blood pressure', 200, { effectiveDateTime: ago(90) }), measured('Systolic blood pressure', 130)]), one(measured('Systolic blood pressure', 200, { effectiveDateTime: ago(400) }))],
  },
  { effect: 'exclude', because: 'cirrhosis', hits: [one(problem('', { code: 'K74.60' })), one(problem('Cirrhosis of liver'))], misses: [one(problem('Fatty liver')), one(problem('Cirrhosis', { verificationStatus: status('entered-in-error') }))] },
  { effect: 'exclude', because: 'decompensated liver disease or acute hepatitis', hits: [one(problem('Hepatic encephalopathy')), one(problem('Acute viral hepatitis', { recordedDate: ago(5) })), one(measured('ALT', 201))], misses: [one(measured('ALT', 200)), one(problem('Chronic hepatitis C')), one(problem('Liver failure ruled out'))] },
  {
    effect: 'exclude', because: 'age of 65 or more with a systemic steroid or antiplatelet',
    hits: [{ age: 65, chart: [drug('Aspirin 81 mg')] }, { age: 66, chart: [drug('Prednisone 10 mg')] }],
    misses: [{ age: 64, chart: [drug('Aspirin 81 mg')] }, { age: 70 }],
  },
  {
    effect: 'exclude', because: 'another NSAID is in use',
    hits: [one(drug('Meloxicam 15 mg')), one(drug('', { code: '197805' })), one({ ...drug('Ibuprofen 400 mg'), resourceType: 'MedicationStatement' }), { drafts: [drug('Ibuprofen 600 mg')] }, { drafts: [drug('', { code: '197805' })] }],
    misses: [one(drug('Diclofenac 1 % gel')), one(drug('Ibuprofen 600 mg', { dispenseRequest: { expectedSupplyDuration: { value: 10, code: 'd' } } })), one(drug('Ketorolac ophthalmic drops')), one(drug('Naproxen 500 mg', { status: 'draft' }))],
  },
  { effect: 'exclude', because: 'lithium', hits: [one(drug('Lithium carbonate 300 mg'))], misses: [one(drug('Lithium carbonate 300 mg', { status: 'stopped', authoredOn: ago(200) }))] },
  {
    effect: 'exclude', because: 'high-dose methotrexate',
    hits: [one(drug('Methotrexate', { dosageInstruction: [{ doseAndRate: [{ doseQuantity: { value: 1000, unit: 'mg' } }] }] })), one(drug('High-dose methotrexate infusion'))],
    misses: [one(drug('Methotrexate 15 mg weekly', { dosageInstruction: [{ doseAndRate: [{ doseQuantity: { value: 15, unit: 'mg' } }] }] })), one(drug('Methotrexate 25 mg/mL injection'))],
  },
  { effect: 'untick', because: 'pregnancy of fewer than 20 weeks, acetaminophen is preferred', hits: [with_([pregnant, gestation(17, 14)]), with_([due(141)]), with_([pregnant, gestation(11, 56)]), with_([problem('', { code: 'Z3A.10', recordedDate: ago(30) })]), { chart: [pregnant], reason: 'Low back pain, 12 weeks pregnant' }, with_([problem('Gestation period, 12 weeks', { code: `${SNOMED}|72892002`, recordedDate: ago(14) })])], misses: [one(pregnant), {}] },
  { effect: 'untick', because: 'moderate kidney disease, at most 5 days', hits: [one(ckd3), { egfr: false, chart: [egfr(59)] }, { egfr: false, chart: [egfr(30, 365)] }, one(problem('CKD stage 3a')), one(problem('Chronic kidney disease, stage 3 (moderate)'))], misses: [{ egfr: false, chart: [egfr(60)] }, { egfr: false, chart: [egfr(50, 366)] }, one(problem('CKD stage 2', { code: 'N18.2' }))] },
  { effect: 'untick', because: 'the last eGFR of 30 to 44 is older than 12 months', hits: [{ egfr: false, chart: [egfr(44, 366)] }], misses: [{ egfr: false, chart: [egfr(45, 366)] }, { egfr: false, chart: [egfr(44, 365)] }, { egfr: false, chart: [egfr(40, 500), egfr(80, 400)] }] },
  { effect: 'untick', because: 'renal function unknown, no eGFR within 12 months at age of 65 or more', hits: [{ age: 65, egfr: false }, { age: 68, egfr: false, chart: [egfr(80, 366)] }], misses: [{ age: 64, egfr: false }, { age: 68 }, { age: 68, egfr: false, chart: [egfr(80, 365)] }] },
  { effect: 'untick', because: 'renal function unknown, no eGFR within 12 months', hits: [{ egfr: false, chart: [problem('Essential hypertension', { code: 'I10' })] }, { egfr: false, chart: [problem('Type 2 diabetes mellitus', { code: 'E11.9' })] }, { egfr: false, chart: [problem('Hypertensive urgency')] }], misses: [{ egfr: false }, one(problem('Essential hypertension')), { egfr: false, chart: [problem('Pulmonary hypertension')] }, { egfr: false, chart: [problem('Prediabetes')] }] },
  { effect: 'untick', because: 'ACE inhibitor or ARB with a diuretic, no eGFR within 12 months', hits: [{ egfr: false, chart: [drug('Lisinopril 20 mg'), drug('Furosemide 20 mg')] }, { egfr: false, chart: [drug('Valsartan/hydrochlorothiazide 160/12.5 mg')] }], misses: [{ egfr: false, chart: [drug('Lisinopril 20 mg')] }, { egfr: false, chart: [drug('Furosemide 20 mg')] }, with_([drug('Lisinopril 20 mg'), drug('Furosemide 20 mg')])] },
  { effect: 'untick', because: 'low-dose aspirin or another antiplatelet, stomach bleeding', hits: [one(drug('', { code: '243670' })), one(drug('Aspirin EC 81 mg'))], misses: [one(drug('Aspirin 81 mg', { status: 'stopped', authoredOn: ago(200) }))] },
  { effect: 'untick', because: 'SSRI or SNRI, stomach bleeding', hits: [one(drug('Sertraline 50 mg')), one(drug('Venlafaxine XR 75 mg'))], misses: [one(drug('Mirtazapine 15 mg')), one(drug('Sertraline 50 mg', { status: 'stopped', authoredOn: ago(200) }))] },
  { effect: 'untick', because: 'systemic steroid, stomach bleeding', hits: [one(drug('Prednisone 10 mg'))], misses: [one(drug('Hydrocortisone 1 % cream')), one(drug('Prednisone 40 mg', { dispenseRequest: { expectedSupplyDuration: { value: 5, code: 'd' } } }))] },
  { effect: 'untick', because: 'disease of the arteries', hits: [one(problem('Coronary artery disease')), one(problem('Old myocardial infarction')), one(procedure('Percutaneous coronary intervention', 2000))], misses: [one(problem('Family history of coronary artery disease')), one(problem('Coronary artery disease', { verificationStatus: status('refuted') }))] },
  { effect: 'untick', because: 'age of 75 or more', hits: [{ age: 75 }], misses: [{ age: 74 }] },
  { effect: 'untick', because: 'bariatric surgery or inflammatory bowel disease', hits: [one(problem('', { code: 'Z98.84' })), one(procedure('Roux-en-Y gastric bypass', 3000)), one(problem('Crohn disease'))], misses: [one(problem('Ulcerative colitis in remission')), one(problem('Irritable bowel syndrome')), one(problem('Evaluation for bariatric surgery'))] },
  { effect: 'untick', because: 'asthma with nasal polyps', hits: [with_([problem('Asthma'), problem('Nasal polyps')])], misses: [one(problem('Asthma')), one(problem('Nasal polyps')), with_([problem('Asthma'), problem('Nasal polyps', { verificationStatus: status('refuted') })])] },
  { effect: 'adjust', because: 'at most 5 days', hits: [one(ckd3)], misses: [{}] },
];

const acetaminophen: readonly Omit<Case, 'items'>[] = [
  { effect: 'exclude', because: 'allergy or intolerance to acetaminophen', hits: [with_([allergy('Naproxen'), allergy('Tylenol')]), with_([allergy('Naproxen'), allergy('', { code: 'http://www.nlm.nih.gov/research/umls/rxnorm|161' })]), with_([allergy('Naproxen'), problem('Allergy to paracetamol')])], misses: [one(allergy('Naproxen')), with_([allergy('Naproxen'), allergy('Paracetamol', { verificationStatus: status('refuted') })])] },
  { effect: 'exclude', because: 'decompensated liver disease, acute hepatitis or ALT above 5 times the limit', hits: [one(problem('Hepatic encephalopathy')), one(measured('Alanine aminotransferase', 260))], misses: [one(problem('Cirrhosis of liver')), with_([allergy('Naproxen'), measured('ALT', 150)])] },
  { effect: 'exclude', because: 'a drug with acetaminophen is in use', hits: [with_([allergy('Naproxen'), drug('Norco 5/325')]), with_([allergy('Naproxen'), drug('', { code: '198440' })])], misses: [with_([allergy('Naproxen'), drug('Acetaminophen 500 mg', { status: 'completed', authoredOn: ago(60) })])] },
  { effect: 'adjust', because: 'at most 2 g a day', hits: [one(problem('Cirrhosis of liver')), with_([allergy('Naproxen'), problem('Chronic hepatitis C')]), with_([allergy('Naproxen'), problem('', { code: 'F10.20' })]), with_([allergy('Naproxen'), problem('Severe malnutrition')]), with_([allergy('Naproxen'), measured('Body weight', 49, { code: `${LOINC}|29463-7`, valueQuantity: { value: 49, unit: 'kg' } })])], misses: [one(allergy('Naproxen')), with_([allergy('Naproxen'), measured('Body weight', 50, { code: `${LOINC}|29463-7`, valueQuantity: { value: 50, unit: 'kg' } })]), with_([allergy('Naproxen'), problem('Non-alcoholic, hepatitis B vaccination')])] },
];

const relaxants: readonly Omit<Case, 'items'>[] = [
  { effect: 'exclude', because: 'age of 65 or more', hits: [{ age: 65 }], misses: [{ age: 64 }] },
  { effect: 'exclude', because: 'another sedating drug is in use', hits: [one(drug('Oxycodone 5 mg')), one(drug('Lorazepam 1 mg')), one(drug('Zolpidem 10 mg')), one(drug('Gabapentin 300 mg')), one(drug('Hydroxyzine 25 mg'))], misses: [one(drug('Oxycodone 5 mg', { status: 'completed', authoredOn: ago(60) })), one(drug('Loratadine 10 mg')), one(drug('Diphenhydramine 2 % cream'))] },
  { effect: 'exclude', because: 'a muscle relaxant is in use', hits: [one(drug('Tizanidine 4 mg')), { drafts: [drug('Baclofen 10 mg')] }], misses: [one(drug('Tizanidine 4 mg', { status: 'stopped', authoredOn: ago(60) }))] },
  { effect: 'exclude', because: 'sleep apnoea without treatment on file', hits: [one(problem('Obstructive sleep apnea'))], misses: [with_([problem('Obstructive sleep apnea'), procedure('CPAP titration', 300)]), one(problem('Obstructive sleep apnea on CPAP')), one(problem('Screening for sleep apnea'))] },
  { effect: 'exclude', because: 'alcohol or sedative use disorder', hits: [one(problem('', { code: 'F10.20' })), one(problem('', { code: 'F13.20' })), one(problem('Alcohol use disorder'))], misses: [one(problem('Alcohol abuse counselling')), one(problem('Alcohol use disorder', { clinicalStatus: status('resolved'), abatementDateTime: ago(800) }))] },
  { effect: 'exclude', because: 'pregnancy', hits: [one(pregnant), with_([pregnant, gestation(10)])], misses: [one(problem('Pregnancy', { code: 'Z33.1', verificationStatus: status('refuted') }))] },
  { effect: 'exclude', because: 'breast-feeding', hits: [one(problem('Breastfeeding')), one(problem('', { code: 'Z39.1' })), { reason: 'Low back pain, lactating' }], misses: [one(problem('Breastfeeding ended')), one(measured('Lactate', 1.2))] },
  { effect: 'exclude', because: 'fall within 12 months', hits: [one(problem('', { code: 'W18.30XA', recordedDate: ago(365) })), one(problem('', { code: 'Z91.81', recordedDate: ago(30) })), one(problem('Fell at home', { onsetDateTime: ago(40), recordedDate: ago(40) }))], misses: [one(problem('Fell at home', { onsetDateTime: ago(366), recordedDate: ago(366) })), one(problem('Fall risk assessment')), { reason: 'Low back pain, no falls' }] },
  { effect: 'exclude', because: 'dementia', hits: [one(problem('Alzheimer disease'))], misses: [one(problem('Dementia screening')), one(problem('Dementia', { verificationStatus: status('refuted') }))] },
  { effect: 'untick', because: 'safety-critical job', hits: [one(measured('Occupation', 'truck driver')), { reason: 'Low back pain, forklift operator' }], misses: [one(measured('Occupation', 'teacher')), one(measured('Occupation', 'retired bus driver'))] },
];

const cyclobenzaprine: readonly Omit<Case, 'items'>[] = [
  { effect: 'exclude', because: 'allergy to cyclobenzaprine', hits: [one(allergy('Flexeril')), one(allergy('', { code: 'http://www.nlm.nih.gov/research/umls/rxnorm|21949' }))], misses: [one(allergy('Methocarbamol')), one(allergy('Cyclobenzaprine', { clinicalStatus: status('resolved') }))] },
  { effect: 'exclude', because: 'MAO inhibitor within 14 days', hits: [one(drug('Phenelzine 15 mg')), one(drug('Selegiline 5 mg', { status: 'stopped', dosageInstruction: [{ timing: { repeat: { boundsPeriod: { start: ago(100), end: ago(14) } } } }] }))], misses: [one(drug('Selegiline 5 mg', { status: 'stopped', dosageInstruction: [{ timing: { repeat: { boundsPeriod: { start: ago(100), end: ago(15) } } } }] }))] },
  { effect: 'exclude', because: 'heart attack within 12 months', hits: [one(problem('NSTEMI', { onsetDateTime: ago(100) }))], misses: [one(problem('NSTEMI', { onsetDateTime: ago(400) }))] },
  { effect: 'exclude', because: 'disorder of rhythm or conduction', hits: [one(problem('Atrial fibrillation')), one(problem('First degree AV block')), one(problem('Long QT syndrome'))], misses: [one(problem('Family history of arrhythmia')), one(problem('Nerve block'))] },
  { effect: 'exclude', because: 'heart failure', hits: [one(problem('', { code: 'I50.9' }))], misses: [one(problem('Heart failure ruled out'))] },
  { effect: 'exclude', because: 'hyperthyroidism', hits: [one(problem('Graves disease'))], misses: [one(problem('Hypothyroidism')), one(problem('Hyperthyroidism', { clinicalStatus: status('resolved'), abatementDateTime: ago(200) }))] },
  { effect: 'exclude', because: 'glaucoma or raised eye pressure', hits: [one(eyes), one(problem('Ocular hypertension'))], misses: [one(problem('Glaucoma suspect')), one(problem('Cataract'))] },
  { effect: 'exclude', because: 'urinary retention or an enlarged prostate; check retention as a sign of cauda equina syndrome too', hits: [one(problem('', { code: 'R33.9', recordedDate: ago(100) })), one(problem('', { code: 'N40.1' })), one(problem('BPH'))], misses: [one(problem('Urinary retention', { verificationStatus: status('refuted') })), one(problem('Fluid retention'))] },
  { effect: 'exclude', because: 'an anticholinergic drug is in use', hits: [one(drug('Oxybutynin 5 mg'))], misses: [one(drug('Atropine ophthalmic drops')), one(drug('Oxybutynin 5 mg', { status: 'stopped', authoredOn: ago(60) }))] },
  { effect: 'exclude', because: 'risk of serotonin syndrome', hits: [one(drug('Sertraline 50 mg')), one(drug('Amitriptyline 25 mg')), one(drug('Bupropion XL 150 mg'))], misses: [one(drug('Buspirone 10 mg'))] },
  { effect: 'exclude', because: 'a drug that prolongs QT is in use', hits: [one(drug('Amiodarone 200 mg'))], misses: [one(drug('Moxifloxacin ophthalmic')), one(drug('Azithromycin 250 mg', { dispenseRequest: { expectedSupplyDuration: { value: 5, code: 'd' } } }))] },
  { effect: 'exclude', because: 'moderate or severe liver disease', hits: [one(problem('Cirrhosis of liver')), one(problem('Hepatic encephalopathy'))], misses: [one(problem('Fatty liver'))] },
  { effect: 'adjust', because: 'start with 5 mg at bedtime only', hits: [one(problem('Fatty liver'))], misses: [one(problem('Hepatitis B vaccination'))] },
];

const methocarbamol: readonly Omit<Case, 'items'>[] = [
  { effect: 'exclude', because: 'allergy to methocarbamol', hits: [one(allergy('Robaxin')), one(allergy('', { code: 'http://www.nlm.nih.gov/research/umls/rxnorm|6845' }))], misses: [one(allergy('Cyclobenzaprine'))] },
  { effect: 'exclude', because: 'myasthenia gravis', hits: [one(problem('Myasthenia gravis')), one(drug('Pyridostigmine 60 mg'))], misses: [one(problem('Myasthenia gravis', { verificationStatus: status('refuted') }))] },
];

const heat: readonly Omit<Case, 'items'>[] = [
  { effect: 'exclude', because: 'loss of sensation', hits: [one(problem('', { code: 'R20.0' })), one(problem('', { code: 'E11.42' })), one(problem('Peripheral neuropathy')), { reason: 'Low back pain with numbness of the left thigh' }], misses: [{ reason: 'Low back pain, no numbness' }, one(problem('Optic neuritis')), one(problem('Numbness of leg', { clinicalStatus: status('resolved'), abatementDateTime: ago(60) }))] },
  { effect: 'exclude', because: 'skin infection', hits: [one(problem('', { code: 'L03.115', recordedDate: ago(4) })), one(problem('Shingles'))], misses: [one(problem('Shingles vaccination')), one(problem('Cellulitis', { clinicalStatus: status('resolved'), abatementDateTime: ago(15) }))] },
  { effect: 'exclude', because: 'skin that may have been treated with radiation', hits: [one(procedure('External beam radiotherapy', 700))], misses: [one(procedure('Radiography of chest', 700)), one(procedure('Radiotherapy', 700, { status: 'not-done' }))] },
  { effect: 'exclude', because: 'a warming or irritant cream is in use', hits: [one(drug('Capsaicin 0.025 % cream'))], misses: [one(drug('Capsaicin 0.025 % cream', { status: 'stopped', authoredOn: ago(60) })), one(drug('Hydrocortisone cream'))] },
];

const flag = 'a red flag is on file; specialist review instead';
const physicalTherapy: readonly Omit<Case, 'items'>[] = [
  {
    effect: 'exclude', because: flag,
    hits: [one(problem('Cauda equina syndrome', { recordedDate: ago(2) })), one(problem('Breast cancer')), one(problem('Osteoporosis')), one(procedure('Lumbar fusion L4-L5', 900))],
    misses: [one(problem('Basal cell carcinoma of skin')), one(problem('Osteopenia')), one(problem('Breast cancer', { verificationStatus: status('refuted') }))],
  },
];

const spastic = (patient: Patient): Patient => ({ ...patient, spasm: true });
const afterOther = (patient: Patient): Patient => ({ ...patient, spasm: true, chart: [eyes, ...(patient.chart ?? [])] });

function casesOf(item: string, cases: readonly Omit<Case, 'items'>[], change: (patient: Patient) => Patient = (patient) => patient): readonly Case[] {
  return cases.map(({ hits, misses, ...rest }) => ({ ...rest, items: [item], hits: hits.map(change), misses: misses.map(change) }));
}

export const cases: readonly Case[] = [
  ...casesOf('heat', heat), ...casesOf('physical-therapy', physicalTherapy), ...casesOf('naproxen', naproxen), ...casesOf('acetaminophen', acetaminophen),
  ...casesOf('cyclobenzaprine', [...relaxants, ...cyclobenzaprine], spastic), ...casesOf('methocarbamol', [...relaxants, ...methocarbamol], afterOther),
];
