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

/** The same of things that do not change: what was worked out of one is kept as long as it is. */
export function rememberEach<Key extends object, Answer>(workOut: (key: Key) => Answer): (key: Key) => Answer {
  const known = new WeakMap<Key, { readonly answer: Answer }>();
  return (key) => {
    const found = known.get(key);
    if (found !== undefined) return found.answer;
    const answer = workOut(key);
    known.set(key, { answer });
    return answer;
  };
}
