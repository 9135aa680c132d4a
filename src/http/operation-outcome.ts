/** Every answer that is not a success says why, as a FHIR R4 OperationOutcome (HTTP-3). */
import type { Problem } from '../errors.ts';

/** FHIR R4 issue-type codes in use here. */
export type IssueCode = 'invalid' | 'required' | 'value' | 'structure' | 'not-found' | 'not-supported' | 'too-long' | 'exception' | 'login' | 'forbidden' | 'throttled' | 'timeout' | 'transient';

export interface OperationOutcome {
  readonly resourceType: 'OperationOutcome';
  readonly issue: readonly {
    readonly severity: 'error' | 'fatal';
    readonly code: IssueCode;
    readonly details: { readonly coding?: readonly [{ readonly system: string; readonly code: string }]; readonly text: string };
    readonly diagnostics?: string;
    readonly expression?: readonly string[];
  }[];
}

/** Our names of causes that a program may act on. */
const CAUSES = 'http://backstop.example.org/fhir/CodeSystem/request-problem';

/** FHIRPath for the body itself. */
const WHOLE = '$this';

/** The body as a whole is wrong. */
export function outcomeOfBody(code: IssueCode, text: string): OperationOutcome {
  const { resourceType, issue: [issue] } = outcomeOf(code, text);
  return { resourceType, issue: [{ ...issue!, expression: [WHOLE] }] };
}

/** One thing is wrong. */
export function outcomeOf(code: IssueCode, text: string): OperationOutcome {
  return { resourceType: 'OperationOutcome', issue: [{ severity: code === 'exception' ? 'fatal' : 'error', code, details: { text } }] };
}

/** One issue for every problem; `diagnostics` is its JSON pointer, `expression` the same place as a path. */
export function outcomeOfProblems(problems: readonly Problem[]): OperationOutcome {
  return {
    resourceType: 'OperationOutcome',
    issue: problems.map(({ pointer, message, kind, cause }) => ({
      severity: 'error',
      code: kind ?? 'invalid',
      details: { ...(cause !== undefined && { coding: [{ system: CAUSES, code: cause }] as const }), text: message },
      ...(pointer !== '' && { diagnostics: pointer }),
      expression: [pointer === '' ? WHOLE : pathOf(pointer)],
    })),
  };
}

/** `/context/draftOrders/entry/0` is `context.draftOrders.entry[0]`. */
function pathOf(pointer: string): string {
  return pointer.slice(1).split('/').map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~')).join('.').replace(/\.(\d+)(?=\.|$)/g, '[$1]');
}
