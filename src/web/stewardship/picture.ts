/** The space both small pictures of a report card share, so that they stand level. */

export const PICTURE = { width: 400, height: 132, left: 24, right: 10, base: 104, top: 14 } as const;
