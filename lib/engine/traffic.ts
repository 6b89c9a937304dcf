// What is under way this moment, by target, key, owner and bucket. Lives and dies with the process.

export type Traffic = {
  count(id: string): number;
  begin(ids: readonly string[]): void;
  end(ids: readonly string[]): void;
};

export const createTraffic = (): Traffic => {
  const counts = new Map<string, number>();
  const add = (ids: readonly string[], step: 1 | -1) => {
    for (const id of new Set(ids)) {
      const count = (counts.get(id) ?? 0) + step;
      if (count > 0) counts.set(id, count);
      else counts.delete(id);
    }
  };
  return {
    count: (id) => counts.get(id) ?? 0,
    begin: (ids) => add(ids, 1),
    end: (ids) => add(ids, -1),
  };
};
