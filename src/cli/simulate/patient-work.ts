/** One patient's part of the inputs, as it is handed to whoever judges the orders in it. */

/** A resource as it was read. */
export interface StoredResource {
  /** JSON, in the FHIR version it came in. */
  readonly body: string;
  readonly fullUrl?: string;
  /** Its id is that of its Bundle, and may be another resource's in another one. */
  readonly isInBundle?: boolean;
}

export interface PatientWork {
  /** Number in the order in which patients with orders turned up. */
  readonly n: number;
  /** Id of the Patient, without its type. */
  readonly patientId: string;
  /** False where Patients were read and this one was not among them. */
  readonly isKnown: boolean;
  readonly resources: readonly StoredResource[];
  /** Medications and roles the resources refer to: nobody's, and said to everybody. */
  readonly shared: readonly StoredResource[];
  /** R4 types of which the inputs hold all there is. */
  readonly complete: readonly string[];
  /** R4 types that were not read to their end. */
  readonly failed: readonly string[];
  /** A Bundle of the patient says of itself that there is more. */
  readonly isPartial: boolean;
  /** There is more than can be judged: nothing of it is handed over but the orders. */
  readonly isTooLarge: boolean;
}
