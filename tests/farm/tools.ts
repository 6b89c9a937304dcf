// Which tools a practice model calls: those that the user's text names after "call" or "use", each with the JSON that
// stands behind its name.

export type Tool = { name: string };
export type Call = { id: string; name: string; arguments: string };

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

export const readTools = (given: unknown): Tool[] =>
  (Array.isArray(given) ? given : []).flatMap((tool) => {
    const named = isObject(tool) && isObject(tool.function) ? tool.function.name : undefined;
    return typeof named === 'string' ? [{ name: named }] : [];
  });

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** @param several whether more than one is called in one answer */
export const callsIn = (text: string, tools: readonly Tool[], several: boolean): Call[] => {
  if (tools.length === 0 || !/\b(?:call|use)\b/i.test(text)) return [];
  const anyTool = new RegExp(`\\b(${tools.map(({ name }) => escaped(name)).join('|')})\\b\\s*(\\{[^}]*\\})?`, 'g');
  const calls = [...text.matchAll(anyTool)].map(([, name = '', given = '{}']) => ({
    id: `call_${crypto.randomUUID().replaceAll('-', '').slice(0, 24)}`,
    name,
    arguments: given,
  }));
  return several ? calls : calls.slice(0, 1);
};

type Delta = { tool_calls: unknown[] };
const whole = ({ id, name, arguments: given }: Call) => ({
  id,
  type: 'function',
  function: { name, arguments: given },
});

export const asMessage = (calls: readonly Call[]): unknown[] => calls.map(whole);

/** Groq sends each call at once, the others name first and then the arguments in pieces. */
export const asDeltas = (calls: readonly Call[], atOnce: boolean): Delta[] =>
  calls.flatMap((call, index): Delta[] => {
    if (atOnce) return [{ tool_calls: [{ index, ...whole(call) }] }];
    const middle = Math.ceil(call.arguments.length / 2);
    const pieces = [call.arguments.slice(0, middle), call.arguments.slice(middle)];
    return [
      { tool_calls: [{ index, ...whole({ ...call, arguments: '' }) }] },
      ...pieces.map((piece) => ({ tool_calls: [{ index, function: { arguments: piece } }] })),
    ];
  });
