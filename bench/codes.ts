/** What stands in the charts that speed is measured with: everyday problems no topic asks about, and what a chart holds where every family of findings is asked. */

/** ICD-10-CM, SNOMED CT and the words of both. */
export type Problem = readonly [icd: string, snomed: string, words: string];

/** Nothing here bears on back pain or its treatment; the test proves it. */
export const EVERYDAY: readonly Problem[] = [
  ['J30.2', '367498001', 'Seasonal allergic rhinitis'], ['L20.9', '24079001', 'Atopic dermatitis'], ['H52.13', '57190000', 'Myopia, bilateral'], ['E55.9', '34713006', 'Vitamin D deficiency'],
  ['L70.0', '88616000', 'Acne vulgaris'], ['H61.23', '18070006', 'Impacted cerumen, bilateral'], ['E78.5', '55822004', 'Hyperlipidemia'], ['B35.1', '414941008', 'Tinea unguium'],
  ['H04.123', '46152009', 'Dry eye syndrome of bilateral lacrimal glands'], ['M17.11', '239873007', 'Unilateral primary osteoarthritis, right knee'], ['G56.01', '57406009', 'Carpal tunnel syndrome, right upper limb'], ['H25.13', '193570009', 'Age-related nuclear cataract, bilateral'],
  ['K64.8', '70153002', 'Other hemorrhoids'], ['L82.1', '25499005', 'Other seborrheic keratosis'], ['G47.00', '193462001', 'Insomnia, unspecified'], ['E03.9', '40930008', 'Hypothyroidism, unspecified'],
];

/** Every family of findings, and what speaks against treatment; a chart with all of them twice has a hundred relevant resources. */
export const GRAVE: readonly Problem[] = [
  ['M54.16', '128196005', 'Radiculopathy, lumbar region'], ['G83.4', '192970008', 'Cauda equina syndrome'], ['R33.9', '267064002', 'Retention of urine, unspecified'], ['R15.9', '72042002', 'Full incontinence of feces'], ['R20.0', '278528006', 'Saddle anesthesia'],
  ['M21.371', '6077001', 'Foot drop, right foot'], ['C50.911', '254837009', 'Malignant neoplasm of right female breast'], ['Z85.46', '399068003', 'Personal history of malignant neoplasm of prostate'], ['R63.4', '89362005', 'Abnormal weight loss'], ['R50.9', '386661006', 'Fever, unspecified'],
  ['M46.26', '60168000', 'Osteomyelitis of vertebra, lumbar region'], ['B20', '86406008', 'Human immunodeficiency virus disease'], ['F11.20', '75544000', 'Opioid dependence, uncomplicated'], ['Z94.0', '161665007', 'Kidney transplant status'], ['M81.0', '64859006', 'Age-related osteoporosis without current pathological fracture'],
  ['M48.56XA', '207957008', 'Collapsed vertebra, lumbar region'], ['S32.010A', '207991000', 'Wedge compression fracture of first lumbar vertebra'], ['W19.XXXA', '1912002', 'Unspecified fall'], ['M96.1', '203834007', 'Postlaminectomy syndrome'], ['M45.6', '9631008', 'Ankylosing spondylitis of lumbar region'],
  ['E11.42', '368581000119106', 'Type 2 diabetes mellitus with diabetic polyneuropathy'], ['N18.4', '431857002', 'Chronic kidney disease, stage 4'], ['K25.4', '15902003', 'Gastric ulcer with hemorrhage'], ['I50.9', '84114007', 'Heart failure, unspecified'], ['I10', '59621000', 'Essential hypertension'],
  ['K74.60', '19943007', 'Cirrhosis of liver'], ['F10.20', '66590003', 'Alcohol dependence'], ['I48.91', '49436004', 'Atrial fibrillation'], ['J45.909', '195967001', 'Asthma'], ['H40.9', '23986001', 'Glaucoma'],
];

/** LOINC, words, value, unit. */
export type Measurement = readonly [loinc: string, words: string, value: number, unit: string];
export const MEASUREMENTS: readonly Measurement[] = [
  ['29463-7', 'Body weight', 61, 'kg'], ['8310-5', 'Body temperature', 38.6, 'Cel'], ['1988-5', 'C reactive protein', 84, 'mg/L'], ['30341-2', 'Erythrocyte sedimentation rate', 92, 'mm/h'],
  ['6690-2', 'Leukocytes', 15.2, '10*3/uL'], ['98979-8', 'Glomerular filtration rate', 26, 'mL/min/{1.73_m2}'], ['38267-1', 'DXA lumbar spine T-score', -3.1, '{T-score}'], ['72514-3', 'Pain severity', 9, '{score}'],
];

/** RxNorm, words, and milligrams a day. */
export type Drug = readonly [rxnorm: string, words: string, dailyMg: number];
export const DRUGS: readonly Drug[] = [
  ['8640', 'Prednisone 10 MG Oral Tablet', 20], ['1256', 'Azathioprine 50 MG Oral Tablet', 100], ['11289', 'Warfarin Sodium 5 MG Oral Tablet', 5], ['5640', 'Ibuprofen 400 MG Oral Tablet', 1200],
  ['7804', 'Oxycodone Hydrochloride 5 MG Oral Tablet', 15], ['46041', 'Alendronic acid 10 MG Oral Tablet', 10], ['21949', 'Cyclobenzaprine hydrochloride 10 MG Oral Tablet', 30], ['29046', 'Lisinopril 10 MG Oral Tablet', 10],
];

/** Code system, code, words. */
export type Act = readonly [system: 'cpt' | 'snomed', code: string, words: string];
export const ACTS: readonly Act[] = [['cpt', '97161', 'Physical therapy evaluation, low complexity'], ['cpt', '98925', 'Osteopathic manipulative treatment'], ['cpt', '62321', 'Epidural injection'], ['snomed', '91251008', 'Physical therapy procedure']];
