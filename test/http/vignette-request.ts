/** A vignette as the body of a hook call. */
import type { Topic } from '../../src/decision/topic.ts';
import { storyRequest } from '../../src/playground/story-request.ts';
import { storyOf, type Vignette } from '../support/vignette.ts';
import { writtenIn, type Version } from './fhir-versions.ts';

/** The request an EHR would send, in its version of FHIR. */
export function requestOf(topic: Topic, vignette: Vignette, version: Version): object {
  return storyRequest(topic, storyOf(topic, vignette), { hook: 'order-sign', hookInstance: '7b1f7f6e-0d3b-4c64-9d7b-3f1a1c3d5e01', write: (resource) => writtenIn(version, resource) });
}
