/** Data that tells when it is read: how much work is done with it can be counted, and need not be timed. */

/** The same object; `onRead` is told of every member that is looked at, and (without a name) of every look at what members there are. */
export function watch<Watched extends object>(watched: Watched, onRead: (name?: string | symbol) => void): Watched {
  return new Proxy(watched, {
    get: (target, name) => {
      onRead(name);
      return Reflect.get(target, name);
    },
    ownKeys: (target) => {
      onRead();
      return Reflect.ownKeys(target);
    },
  });
}

/** The same JSON; every object and list in it is watched. */
export function watchAll<Value>(value: Value, onRead: () => void): Value {
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([name, each]) => [name, watchAll(each as unknown, onRead)] as const);
  return watch(Array.isArray(value) ? members.map(([, each]) => each) : Object.fromEntries(members), () => onRead()) as Value;
}
