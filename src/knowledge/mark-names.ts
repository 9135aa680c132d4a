/** What cards may ask for an answer beside findings. */

/** `{{?variant=7}}` and the like ask these, so that no finding of the same name could ever be asked. */
export const markNames = ['variant', 'certainty', 'rating', 'urgency', 'item'] as const;

export type MarkName = (typeof markNames)[number];

/** True for one of them. */
export function isMarkName(name: string): name is MarkName {
  return (markNames as readonly string[]).includes(name);
}
