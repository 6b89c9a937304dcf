// One call from the body that arrived to the answer that is due: key, model, size, limits, work, in the order in which
// the real ones refuse. Writes nothing to a connection.
import {
  answerTo,
  type ChatRequest,
  countInput,
  type Said,
  type Stream,
  streamAnswer,
  textOf,
  wholeAnswer,
} from './chat.ts';
import type { Fault } from './faults.ts';
import type { Account, Keys } from './keys.ts';
import { limitsOf } from './keys.ts';
import type { Answer, Kind, Limits, ModelFacts, Path, PictureLimits, UploadLimits } from './kind.ts';
import type { Costs, Meters } from './meters.ts';
import { misheard } from './mishearing.ts';
import type { ReadForm } from './multipart.ts';
import { checkUpload, modelOf, transcribe, writeTranscript } from './transcription.ts';

export type Arrived = {
  method: string;
  url: URL;
  path: Path | null;
  key: string | null;
  keyHash: string | null;
  bytes: number;
  body: { chat: ChatRequest | null; form: ReadForm | null };
};

/** `seconds`: how long the recording is that it took to hear. */
export type Due =
  | { answer: Answer; seconds?: number }
  | { stream: Stream; headers: Record<string, string>; model: string };

export type Desk = {
  kind: Kind;
  keys: Keys;
  meters: Meters;
  models: () => readonly ModelFacts[];
  /** What a test said of pictures; null: nothing. */
  pictures: () => PictureLimits | null;
  /** What a test said of uploads; null: nothing. */
  uploads: () => UploadLimits | null;
};

/** The call's model, or the empty name. */
export const modelNamed = ({ body }: Arrived): string | null =>
  body.chat?.model || (body.form && modelOf(body.form)) || null;

type Admitted = { place: string; headers: Record<string, string> };

const withHeaders = (answer: Answer, headers: Record<string, string>): Answer => ({
  ...answer,
  headers: { ...headers, ...answer.headers },
});

/** Takes the costs from the meters, or gives the refusal. */
const admit = (desk: Desk, account: Account, model: ModelFacts, limits: Limits, costs: Costs): Answer | Admitted => {
  const { kind, meters } = desk;
  const place = `${account.organization} ${model.id}`;
  const short = meters.take(place, limits, costs);
  const headers = kind.rateHeaders(meters.read(place, limits));
  if (!short) return { place, headers };
  const excess = { ...short, model: model.id, organization: account.organization };
  if (short.never) return withHeaders(kind.refuse.tooLarge(excess), headers);
  return withHeaders(kind.refuse.rateLimited(excess), { ...headers, ...kind.retryHeaders(short.waitMs) });
};

const isAnswer = (value: object): value is Answer => 'status' in value;

const perRequest: Costs = { RPS: 1, RPM: 1, RPD: 1 };

/** Number, size and fineness, in the order in which they can be known. */
const refusePictures = (desk: Desk, { seen }: ChatRequest, model: ModelFacts, bytes: number): Answer | null => {
  const { refuse, pictures } = desk.kind;
  if (seen.length === 0) return null;
  if (!model.vision) return refuse.noPictures(model.id);
  const limits = desk.pictures() ?? pictures(model);
  if (limits.most !== null && seen.length > limits.most) return refuse.tooManyPictures(limits.most, seen.length);
  if (limits.bytes !== null && bytes > limits.bytes) return refuse.bodyTooLarge();
  if (seen.some((picture) => 'problem' in picture && picture.problem !== 'address')) return refuse.badPicture();
  const finest = Math.max(...seen.map((picture) => ('problem' in picture ? 0 : picture.width * picture.height)));
  return limits.pixels !== null && finest > limits.pixels ? refuse.pictureTooFine(limits.pixels) : null;
};

const wordOfJson =
  "'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'.";
const notTogether = '`response_format` json_object cannot be combined with tool/function calling';

const refuseForm = (kind: Kind, request: ChatRequest, model: ModelFacts): Answer | null => {
  const { refuse } = kind;
  if (request.tools.length > 0 && !model.tools) return refuse.noTools(model.id);
  if (!request.json) return null;
  if (!model.json) return refuse.noJson(model.id);
  if (kind.toolsOrJson && request.tools.length > 0) return refuse.badRequest(notTogether, null);
  const speaksOfIt = request.messages.some(({ content }) => /json/i.test(textOf(content)));
  return kind.wantsWordOfJson && !speaksOfIt ? refuse.badRequest(wordOfJson, null) : null;
};

const refuseChat = (
  desk: Desk,
  request: ChatRequest,
  model: ModelFacts,
  input: number,
  bytes: number,
): Answer | null => {
  const { kind } = desk;
  const { refuse } = kind;
  if (model.does !== 'chat') return refuse.wrongModel(model.id, 'chat');
  if (request.saysMaxTokens && kind.rejectsMaxTokens(model.id))
    return refuse.badRequest(
      "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
      'max_tokens',
    );
  const refused = refuseForm(kind, request, model) ?? refusePictures(desk, request, model, bytes);
  if (refused) return refused;
  return model.context !== null && input > model.context ? refuse.contextTooLong(model.context, input) : null;
};

const chat = (desk: Desk, account: Account, { body, bytes }: Arrived, fault: Fault | null): Due => {
  const { kind, meters } = desk;
  const { refuse } = kind;
  const request = body.chat;
  if (!request) return { answer: refuse.badRequest("'messages' : property 'messages' is missing", 'messages') };
  if (request.model === '') return { answer: refuse.badRequest('you must provide a model parameter', 'model') };
  const model = desk.models().find(({ id }) => id === request.model);
  if (!model) return { answer: refuse.noModel(request.model) };
  const input = countInput(request);
  const refused = refuseChat(desk, request, model, input, bytes);
  if (refused) return { answer: refused };
  const costs = { ...perRequest, TPM: input, TPS: input, ITPM: input };
  const admitted = admit(desk, account, model, limitsOf(kind, account, model), costs);
  if (isAnswer(admitted)) return { answer: admitted };
  const spoilt = request.json && fault?.kind === 'not-json' ? refuse.badJson() : null;
  if (spoilt) return { answer: withHeaders(spoilt, admitted.headers) };
  const said: Said = answerTo(request, model, fault);
  // Only the input is counted beforehand; what was said counts once it is known.
  meters.add(admitted.place, 'TPM', said.output);
  meters.add(admitted.place, 'TPS', said.output);
  const { headers } = admitted;
  if (request.stream) return { stream: streamAnswer(kind, request, said), headers, model: model.id };
  return { answer: withHeaders(wholeAnswer(kind, request, said), headers) };
};

type Heard = Answer | { answer: Answer; seconds: number };

const transcription = async (desk: Desk, account: Account, { body }: Arrived, fault: Fault | null): Promise<Heard> => {
  const { kind, meters } = desk;
  const { refuse } = kind;
  const { form } = body;
  if (!form) return refuse.badRequest("request Content-Type isn't multipart/form-data", null);
  const name = modelOf(form);
  if (!name) return refuse.badRequest('you must provide a model parameter', 'model');
  const { upload } = kind;
  const said = desk.uploads();
  const most = said ? said.bytes : upload?.counts === 'file' ? upload.most : null;
  if (most !== null && form.logged.fileBytes > most) return refuse.fileTooLarge(form.logged.fileBytes, most);
  const model = desk.models().find(({ id }) => id === name);
  if (!model) return refuse.noModel(name);
  if (model.does !== 'speech') return refuse.wrongModel(model.id, 'transcriptions');
  const checked = checkUpload(kind, form, model);
  if (isAnswer(checked)) return checked;
  // The call counts before the sound is looked at, the sound when its length is known.
  const { ASH, ASD, ...perCall } = limitsOf(kind, account, model);
  const ofSound = { ...(ASH === undefined ? {} : { ASH }), ...(ASD === undefined ? {} : { ASD }) };
  const called = admit(desk, account, model, perCall, perRequest);
  if (isAnswer(called)) return called;
  const heard = await transcribe(kind, checked, said ? said.seconds : model.maxSeconds);
  if (isAnswer(heard)) return withHeaders(heard, called.headers);
  const seconds = Math.max(heard.seconds, kind.leastSeconds);
  const counted = admit(desk, account, model, ofSound, { ASH: seconds, ASD: seconds });
  const headers = kind.rateHeaders(meters.read(called.place, { ...perCall, ...ofSound }));
  if (isAnswer(counted)) return withHeaders(counted, headers);
  const answer = withHeaders(writeTranscript(kind, checked, misheard(heard, fault)), headers);
  return { answer, seconds: heard.seconds };
};

const methods: Record<Path, string> = { chat: 'POST', transcriptions: 'POST', models: 'GET' };

export const answerCall = async (desk: Desk, call: Arrived, fault: Fault | null): Promise<Due> => {
  const { kind } = desk;
  const { refuse, upload } = kind;
  if (call.path === null || methods[call.path] !== call.method)
    return { answer: refuse.unknownUrl(call.method, call.url.pathname) };
  const account = desk.keys.find(call.keyHash);
  if (!account) return { answer: refuse.badKey(call.key) };
  if (call.path === 'models')
    return {
      answer: account.mayList
        ? {
            status: 200,
            type: 'application/json',
            body: JSON.stringify(kind.list(desk.models(), call.url.searchParams)),
          }
        : refuse.missingScope(),
    };
  if (call.path === 'chat') return chat(desk, account, call, fault);
  if (upload?.counts === 'body' && !desk.uploads() && call.bytes > upload.most)
    return { answer: refuse.fileTooLarge(call.bytes, upload.most) };
  const heard = await transcription(desk, account, call, fault);
  return isAnswer(heard) ? { answer: heard } : heard;
};
