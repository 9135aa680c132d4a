/** A pure function that need not work out again what it has worked out before. */

/** The first argument must tell all that the answer depends on. At most so many answers are kept: then all are forgotten, and it begins anew. */
export function remember<Rest extends readonly unknown[], Answer>(most: number, workOut: (key: string, ...rest: Rest) => Answer): (key: string, ...rest: Rest) => Answer {
  const known = new Map<string, { readonly answer: Answer }>();
  return (key, ...rest) => {
    const found = known.get(key);
    if (found !== undefined) return found.answer;
    const answer = workOut(key, ...rest);
    if (known.size >= most) known.clear();
    known.set(key, { answer });
    return answer;
  };
}
