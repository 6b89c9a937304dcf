// The wordings that services share, by what they mean. Data only: which meaning wins stands in fault-rules.ts.
// They fit plain words (see error-words.ts): lower case, no quotes, hyphens and underscores as spaces.
import { type AbilityName, abilityNames } from '../domain/abilities.ts';

/** `[^.]` stands for anything within one sentence; a point inside a number or a name does not end it. */
const withinSentence = String.raw`(?:[^.\n]|\.(?=\w))`;

const anyOf = (...wordings: string[]): RegExp =>
  new RegExp(wordings.map((wording) => `(?:${wording.replaceAll('[^.]', withinSentence)})`).join('|'));

/** The request never reached a service. */
export const noConnection = anyOf(
  String.raw`\b(?:econn\w+|enotfound|eai again|etimedout|ehostunreach|enetunreach|epipe|getaddrinfo|no such host)\b`,
  String.raw`\bconnect(?:ion)?\b[^.]{0,30}\b(?:refused|reset|closed|aborted|failed|lost|timed out|timeout)\b`,
  String.raw`\b(?:can not|could not|unable to|failed to) connect\b|\bsocket hang up\b|\bother side closed\b|^terminated$`,
  String.raw`\bfailed to fetch\b|\bfetch failed\b|\bload failed\b|\bnetwork ?error\b|\bnetwork (?:request failed|changed|is offline)\b`,
  String.raw`\bnet::err\b|\berr (?:connection|name|internet|address|network|ssl|cert|timed)\b`,
  String.raw`\b(?:certificate|self signed|tls|ssl)\b[^.]{0,40}\b(?:verify|expired|invalid|error|failed|handshake|chain|unknown)|\bverify[^.]{0,20}certificate\b`,
  String.raw`\bself signed certificate\b|\bcertificate has expired\b|^connection error\b`,
);

/** Something in front of the service, or the law, keeps this place out; the key has no part in it. */
export const shutOut = anyOf(
  String.raw`\b(?:country|region|territory|location)\b[^.]{0,40}\b(?:not|un) ?(?:supported|available|allowed)\b`,
  String.raw`\bunsupported (?:country|region|location)\b`,
  String.raw`\bnot (?:available|supported|allowed|accessible) (?:in|from) your (?:country|region|location|territory)\b`,
  String.raw`\bvirtual network\b|\bfirewall\b|\b(?:ip|address)\b[^.]{0,40}\bnot (?:allowed|authorized|permitted|whitelisted)\b`,
  String.raw`\berror (?:code:? )?(?:1006|1007|1008|1009|1010|1012|1020)\b|\battention required\b|\bjust a moment\b`,
  String.raw`\bblocked by (?:a |the )?(?:security|network|proxy|waf|cloudflare)\b|\bunable to access \{link\}|\byou have been blocked\b`,
);

/** The law keeps this place out; said of models as well as of the service. */
export const forbiddenPlace = /\bunsupported countr(?:y|ies)\b|\bcountry, region, or territory\b/;

/** Tokens of one request against the window of the model. */
export const overContext = anyOf(
  String.raw`\b(?:context|prompt|sequence|model) (?:length|size)\b[^.]{0,60}\b(?:exceed|too|overflow|limit|only|is|of \d)`,
  String.raw`\bcontext (?:length|window|size|limit)\b`,
  String.raw`\b(?:exceed|overflow)\w*[^.]{0,60}\bcontext\b|\bcontext (?:the )?(?:overflow|exceed)|\bcontext window exceeded\b`,
  String.raw`\bmaximum (?:context|prompt|input|model|sequence) length\b|\bn ctx\b|\bexceed context size\b`,
  String.raw`\b(?:prompt|input|inputs|messages?|conversation|text|query)\b(?: \w+)? (?:is|are|was) (?:way )?too (?:long|large)\b`,
  String.raw`\b(?:input|prompt|sequence) length\b[^.]{0,40}\b(?:should be|must be|exceed|longer|greater|larger)`,
  String.raw`\bprompt too long\b|\binput too long\b|\bmessages? too long\b|\btoo many (?:input |prompt )?tokens(?: in|:)`,
  String.raw`\b(?:token count|number of (?:input |prompt )?tokens|tokens in the prompt)\b[^.]{0,60}\b(?:exceed|can not exceed|maximum|more than|greater)`,
  String.raw`\binputs? (?:tokens? \+|must have (?:less|fewer) than)|\breduce the length of (?:the )?(?:messages|prompt|input|either)\b`,
  String.raw`\bexceeds?\b[^.]{0,40}\b(?:maximum|max|limit)\b[^.]{0,30}\btokens\b(?! per)`,
);

/** A prompt that fills the whole window leaves a negative rest for the answer. */
export const negativeRest = anyOf(
  String.raw`\bmax (?:completion |new |output )?tokens\b[^.]{0,40}\b(?:at least|positive|greater than)\b[^.]{0,30}-\d`,
);

/** What may come out, not what went in: a setting of the request. */
export const overOutput = anyOf(
  String.raw`\bmax (?:completion |new |output )?tokens\b[^.]{0,20}(?:\bmust be (?:less|<|between|in)|\b(?:is )?too (?:large|high|big)|: ?\d+ > \d|\bexceeds? the (?:maximum|limit|model))`,
);
export const aboutInput = /\b(?:inputs?|prompt|messages|context length|context limit)\b/;

export const aboutTokens = /\btokens?\b/;

/** Bytes or seconds of an upload. */
export const overUpload = anyOf(
  String.raw`\b(?:file|audio|upload|attachment|body|payload|content|entity|image|video|media|request|requests)\b(?: \w+){0,3} (?:is |was )?too (?:large|big|long)\b`,
  String.raw`\bmaximum (?:allowed )?(?:content|file|upload|body|request|payload)(?: \w+)? (?:size|length)\b|\bmaximum (?:allowed )?size\b`,
  String.raw`\b(?:file|body|content|payload|image|request|upload)(?: \w+)? (?:size|length)\b[^.]{0,40}\b(?:exceed|larger than|greater than|over)\w*`,
  String.raw`\b(?:file|body|payload|image|upload|attachment)\b[^.]{0,20} (?:exceeds?|larger than|greater than)\b`,
  String.raw`\blength limit exceeded\b|\bbody limit\b|\bentity\.? ?too\.? ?large\b|\brequest too large\b|\bpayload too large\b`,
  String.raw`\b(?:audio|duration|recording)\b[^.]{0,60}\b(?:longer than|exceeds?|too long|maximum duration|over)\b|\baudio too long\b`,
);

/** Money or plan. Never a single word: `billing` and `quota` stand in answers to healthy keys too. */
export const noMoney = anyOf(
  String.raw`\binsufficient (?:\w+ )?(?:quota|balance|credits?|funds?)\b|\b(?:balance|credits?|funds?|quota)\b(?: is| are)? insufficient\b`,
  String.raw`\b(?:balance|credits?|funds)\b[^.]{0,40}\b(?:too low|not enough|exhausted|depleted|used up|ran out|run out|negative|expired)\b`,
  String.raw`\bnot (?:enough|have (?:any|enough|sufficient)) (?:credits?|balance|funds|money)\b|\bout of (?:credits?|funds|balance)\b|\b(?:have|has|with) no (?:\w+ )?(?:credits?|balance|funds)\b|\bno (?:credits?|balance) (?:left|remaining|available)\b`,
  String.raw`\b(?:used|consumed|exhausted|spent|exceeded|ran out of|run out of|depleted)\b(?: \w+){0,5} credits?\b|\bcredit limit (?:exceeded|reached)\b`,
  String.raw`\brequires? (?:at least |more )+[^.]{0,20}credits?\b|\bcan only afford\b|\bpayment (?:is )?required\b|\bpayment failed\b|\b(?:purchase|buy|top up|recharge) (?:more |some |additional )*(?:credits?|balance|funds)\b`,
  String.raw`\bbilling (?:hard )?limit\b|\bbilling not active\b|\bbilling[^.]{0,30}\b(?:not active|disabled|not enabled|inactive|past due)\b|\bnot active\b[^.]{0,40}\bbilling\b`,
  String.raw`\b(?:spend|spending|usage|cost) (?:limit|cap)\b[^.]{0,20}\b(?:reached|exceeded|hit)\b|\b(?:reached|reaching|exceeded|hit)\b[^.]{0,40}\b(?:spend|spending|cost) (?:limit|cap)|\bspecified api usage limits?\b`,
  String.raw`\bbudget\b(?: has been| was| is)? ?(?:exceeded|exhausted|reached)\b|\bexceed\w*[^.]{0,30}\bbudget\b|\bover budget\b|\bmax budget\b`,
  String.raw`\bkey limit exceeded\b|\b(?:key|token)\b[^.]{0,20}\bspend\w* limit\b|\b(?:past|unpaid|overdue) (?:invoices?|bills?|payment)\b|\barrears?\w*\b|\bin good standing\b`,
  String.raw`\bsuspended\b[^.]{0,80}\b(?:billing|spending|invoices?|payment|balance|quota|recharge)\b|\bexceeded current quota error\b`,
  String.raw`\bfree (?:tier|trial|quota|plan|credits?)\b[^.]{0,40}\b(?:exhausted|expired|ended|used up|over|not available)\b|\b(?:requires?|need) an? (?:\w+ )?(?:subscription|paid plan)\b`,
  String.raw`\b(?:exceeded|reached|used)\b[^.]{0,30}\b(?:monthly|per month|weekly)\b|\bper month\b|/ ?month\b|\bmonthly (?:\w+ )?(?:limit|quota|allowance|usage)\b[^.]{0,20}\b(?:exceeded|reached)`,
  String.raw`\b(?:plan|subscription)\b[^.]{0,40}\bnot\b[^.]{0,20}\b(?:include|cover|allow)|\bnot have a free (?:\w+ )?tier\b`,
  '余额|欠费|充值|额度不足|额度已用|资源包',
);

/** How long a model may think is counted in tokens, not in money. */
export const thinkingBudget = /\bthinking\b|\bbudget tokens\b/;

/** OpenAI's sentence for an empty account, which Google writes above every rate limit too. */
export const currentQuota = /\bexceeded (?:your|the) (?:current )?quota\b/;

/** Money, but of one model: the rest of the key still works. */
export const forOneModel = anyOf(
  String.raw`\b(?:budget|tier|subscription|quota)\b[^.]{0,40}\b(?:for|of)\b[^.]{0,10}\b(?:model|deployment)\b|\bthis model (?:requires|needs)\b|\bnot\b[^.]{0,30}\b(?:include access to|have a free)\b`,
);

/** The whole account or key was closed by the provider. */
export const accountClosed = anyOf(
  String.raw`\b(?:account|organization|team|workspace|user|consumer|your access|project)\b(?:(?!model|content|access to)[^.]){0,80}\b(?:is|are|was|were|been|be) (?:\w+ )?(?:deactivated|terminated|banned|disabled|restricted|suspended|blocked|closed|locked)\b`,
  String.raw`\borganization restricted\b|\baccount deactivated\b|\baccess terminated\b|\bhas not been used in project\b`,
);

/** The words of the person or of the answer were refused. */
export const contentRefused = anyOf(
  String.raw`\bcontent (?:filter|policy|management policy|filtering|moderation|exists risk)\b|\bcontent policy violation\b|\bresponsible ai policy\b`,
  String.raw`\bflagged\b|\brequires moderation\b|\bmoderation (?:blocked|failed|error)\b|\bsafety (?:system|filter|settings|reasons|policy|guidelines)\b`,
  String.raw`\bviolat\w+\b[^.]{0,60}\b(?:polic|guideline|terms|usage|safety)|\b(?:usage|content) polic(?:y|ies)\b`,
  String.raw`\b(?:inappropriate|prohibited|sensitive|harmful|unsafe|offensive) (?:content|information|words|material)\b|\bdata inspection failed\b|\bguardrail\w*\b`,
  String.raw`\b(?:blocked|rejected|refused|filtered)\b[^.]{0,40}\b(?:safety|content(?! type)|prohibited|moderation|guardrail|recitation)`,
  '敏感|不安全|违规',
);

/** Too much in too short a time, said in so many words. */
export const tooFast = anyOf(
  String.raw`\brate ?limit\w*\b[^.]{0,80}\b(?:reached|exceed\w*|hit|error)\b|\b(?:reached|exceed\w*|hit|over)\b[^.]{0,80}\brate ?limit`,
  String.raw`\b(?:being|are|is|was|been|temporarily|upstream) rate ?limited\b|\brate ?limited\b|\byour rate limit is\b|\brate limit of \d|\brate ?limit ?error\b`,
  String.raw`\btoo many (?:\w+ )?(?:requests?|queries|calls|connections)\b|\btoo many tokens\b[^.]{0,20}\bwait\b|\btoo many tokens per\b|\bthrottl\w+|\brequest rate\b|\btoken rate\b`,
  String.raw`\bquota exceeded for\b|\bresource (?:has been )?exhausted\b|\bexceed\w*\b[^.]{0,40}\b(?:number|rate|amount) of (?:requests|tokens)\b`,
  String.raw`\b(?:requests?|tokens?|queries|calls) (?:per|a) (?:second|minute|hour|day)(?: \w+)? (?:limit|quota)\b|\b(?:request|token|call|query|message) limit (?:is )?(?:exceeded|reached)\b`,
  String.raw`\b(?:hourly|daily|minute) (?:\w+ ){0,2}(?:limit|allocation|quota|allowance)\b|\bfree models per (?:day|min)|\bdynamic (?:request|token) limited\b`,
  String.raw`\bconcurren\w+ (?:\w+ )?limit|\berror (?:code:? )?1015\b|\btoo (?:fast|frequent\w*|quickly)\b`,
  '速率限制|请求过于频繁|频率|并发|限流',
);

/** A limit of rate that Google names by its own code, also where its sentence speaks of a quota. */
export const googleExhausted = /\bresource exhausted\b|\bquota failure\b/;

/** Healthy, but more is asked of it than it has. */
export const overBusy = anyOf(
  String.raw`\boverload\w*|\b(?:over|at) capacity\b|\bcapacity (?:is )?(?:exceeded|exhausted|reached|constrain\w*|limit\w*)|\b(?:no|insufficient|not enough|lack of|limited) (?:\w+ )?capacity\b`,
  String.raw`\b(?:high|heavy|peak|increased) (?:\w+ )?(?:demand|traffic|load|volume)\b|\b(?:too|is|are|server|model|service|currently|engine) busy\b`,
  String.raw`\b(?:temporarily|currently) (?:\w+ )?(?:unavailable|not available|loading|overloaded|busy|experiencing)\b|(?<!error )\bloading model\b|\bmodel is (?:still )?loading\b|\bwarming up\b`,
  String.raw`\bqueue (?:is )?(?:full|exceeded)\b|\bpending requests exceeded\b|\bbefore the given deadline\b|\bnot ready\b|\bdegraded\b|\bslow down\b|\bno healthy upstream\b|\bunable to get response in\b`,
  String.raw`\bservice (?:is )?(?:temporarily )?unavailable\b|\bservers? (?:is |are )?(?:at|under)\b`,
  '过载|繁忙|负载|饱和',
);

const theModel = String.raw`(?:\bmodels?|\{model\}|\bdeployment|\bdedicated endpoint|\bengine)`;

/** This model cannot be had with this key. */
export const modelGone = anyOf(
  String.raw`\bmodel (?:not found|decommissioned|not available|archived|terms required|permission|not supported|access denied|not exist|deprecated|retired)\b|\bdeployment not found\b`,
  String.raw`${theModel}[^.]{0,80}\b(?:(?:does|do|did) not exist|not exist|(?:was |is |are |be )?not (?:be )?(?:found|installed|deployed|available|loaded|enabled|running|accessible|served)|no longer (?:available|supported|exists|offered))\b`,
  String.raw`${theModel}[^.]{0,80}\b(?:has been|have been|was|is|are) (?:\w+ )?(?:deprecated|decommissioned|removed|retired|discontinued|archived|shut ?down|sunset|disabled|blocked|unavailable|delisted|turned off)\b`,
  String.raw`${theModel}[^.]{0,40}\b(?:requires terms|is not a valid|is invalid|is unknown|unavailable)\b`,
  String.raw`\bmodels?\b[^.]{0,60} (?:is|are) not supported(?: by any|$|[.,;]|\s*\n)`,
  String.raw`\b(?:no such|unknown|invalid|unsupported|nonexistent|unrecognized|not supported|illegal) models?\b(?! (?:output|response|input|parameter|settings|content))`,
  String.raw`\bnot have access to (?:the |this |that |any )?(?:\w+ )?(?:models?\b|\{model\}|deployment)|\b(?:only|not allowed to|unable to|can not) access (?:the |this |that |any |to )*(?:non serverless )?(?:models?\b|\{model\})|\baccess to (?:the |this )?(?:models?|\{model\})\b[^.]{0,40}\b(?:denied|restricted|not)`,
  String.raw`\brequir\w+ a key to access\b|\bverified to use\b|\btried to access\b|\bno allowed providers\b|\bno endpoints? found(?! that (?:can )?(?:support|handle))`,
  String.raw`\bno (?:available )?(?:channels?|providers?|instances?|workers?|endpoints?|backends?) (?:are )?(?:available )?(?:found )?for (?:the |this |requested )*(?:models?\b|\{model\})|\bno models? (?:is |are |currently )*(?:loaded|available)\b`,
  String.raw`\b(?:failed to load|error loading|could not load|unable to load) (?:the )?model\b|\bmodel (?:is |was )?(?:failed to load|unloaded|load failed)\b|\brequires more (?:system |gpu )?memory\b|\btry pulling\b|\bfunction\b[^.]{0,60}\bnot found for account\b`,
  '模型.{0,12}(?:不存在|下线|无权|不可用)|无可用渠道',
);

const theKey = String.raw`(?:api ?keys?|x api key|access keys?|auth\w* keys?|subscription keys?|access tokens?|api tokens?|auth\w* tokens?|bearer tokens?|virtual keys?|proxy server token|credentials?|auth\w* headers?|jwt)`;

/** The secret itself is wrong, missing or dead. */
export const keyRefused = anyOf(
  String.raw`\b(?:invalid|incorrect|wrong|malformed|expired|revoked|missing|bad|unknown|unrecognized|no|without|illegal|inactive) (?:\w+ ){0,2}?${theKey}\b`,
  String.raw`\b${theKey}\b[^.]{0,60}\b(?:invalid|incorrect|expired|revoked|disabled|deactivated|blocked|deleted|leaked|wrong|missing|malformed|suspended|inactive|rejected|(?:is )?required|not (?:valid|found|exist|recognized|provided|active|authorized|set|match))\b`,
  String.raw`\b(?:provide|pass|supply|use|include|specify|set) (?:in |an? |your |another |the |valid |different )*${theKey}\b`,
  String.raw`\bunauthori[sz]ed\b|\bunauthenticated\b|\b(?:authentication|authorization) (?:fail\w*|error|is required|required)\b|\bnot authenticated\b|\bvalidate credentials\b|\blogin required\b`,
  String.raw`\binvalid (?:authentication|authorization|username|user|login)\b|\bunregistered callers\b|\bmember of an organization\b`,
  '令牌.{0,6}(?:无效|过期|不正确)|无效的令牌|身份验证|鉴权|认证失败',
);

/** A token may also be a piece of text: these words mean a key only where the status says so too. */
export const tokenRefused =
  /\binvalid token\b|\btoken (?:is |has )?(?:invalid|expired|incorrect|revoked|not found|missing|required)\b/;

/** The key is good, but may not do this. */
export const notPermitted =
  /\bpermissions?\b|\bmissing scopes?\b|\bnot (?:authorized|allowed|permitted|entitled) to\b|\bscopes?\b/;

const theMedia = '(?:file|audio|media|recording|upload|image|video)';

/** The bytes that were sent are no sound or picture that the service can read. */
export const badMedia = anyOf(
  String.raw`\b(?:file|media|recording|upload|(?<!response )format|codec|extension)\b[^.]{0,60}\b(?:unsupported|not supported|invalid|must be one of|not recognized)\b`,
  String.raw`\b${theMedia}\b[^.]{0,60}\b(?:corrupt\w*|(?:could|can) not be|is empty|too short|decod\w+|not a valid)`,
  String.raw`\b(?:unsupported|invalid|unrecognized|unknown|wrong|bad) (?:\w+ )?${theMedia} (?:format|type|codec|file|data|url)\b|\b(?:unsupported|invalid) (?:file|audio|image|media|format|codec)\b`,
  String.raw`\b(?:could not|can not|failed to|unable to|error) (?:\w+ )?(?:process|decod|pars|read|open)\w* (?:\w+ )?${theMedia}\b|\bvalid ${theMedia}(?: file)?\b`,
);

const ability = String.raw`(?:tools?|tool (?:choice|use|calls?|calling)|function calling|functions|images?|vision|audio|video|json(?: \w+)?|response format|structured outputs?|stream\w*|temperature|logprobs|reasoning\w*|thinking|system (?:message|prompt|role|instruction)|developer instruction|modalit\w+|prefill|top p|stop|seed|timestamps?|diarization)`;

/** The model or server has no such ability. */
export const cannotDo = anyOf(
  String.raw`\b(?:does|do) not (?:currently |yet )?support\b|\bnot supported (?:with|by|for|in|when|on|yet)\b|\bonly (?:be )?supported\b|\bno endpoints? found that (?:can )?(?:support|handle)\b`,
  String.raw`\b${ability}\b[^.]{0,60}\b(?:not (?:supported|enabled|allowed|available|compatible|implemented)|unsupported)\b`,
  String.raw`\b${ability}\b[^.]{0,60}\brequires? [^.]{0,40}(?:--|\bflag\b|\benabl\w+|\bparser\b)`,
  String.raw`\bunsupported (?:parameter|value|feature|operation|modality|content|message|response|tool)|\bis unsupported\b|\bis not supported\b|\bnot compatible with\b`,
  String.raw`\bis not an? (?:\w+ )?(?:chat|multimodal|vision|multi modal|embedding|completion|transcription|audio) ?\w* ?model\b|\bcontent\b[^.]{0,40}\bmust be a string\b|\bverified to stream\b|\bnot enabled for (?:this model|models?\b|\{model\})`,
  String.raw`\bdoes not work with\b|\b(?:operation|feature|capability) not supported\b|\bcan not (?:read|process|see|handle) images?\b|\bnot implemented\b`,
  String.raw`\bcan not be (?:combined|used) (?:together )?with\b|\bresponse format\b[^.]{0,30}\bunavailable\b|\bresponse format\b.{0,20}\bmust be json schema\b|\bonly supports? single tool calls?\b`,
);

const severalCalls = /\bparallel (?:tool|function) ?(?:calls?|calling)?\b|\bsingle tool calls?\b/g;

/** Of which abilities a text speaks. */
const abilityWords: Record<AbilityName, (text: string) => boolean> = {
  tools: (text) => /\btools?\b|\bfunctions?\b|\bfunction call/.test(text.replace(severalCalls, ' ')),
  parallelTools: (text) => text.search(severalCalls) >= 0,
  json: (text) => /\bjson\b|\bresponse format\b|\bstructured outputs?\b/.test(text),
  vision: (text) => /\bimages?\b|\bvision\b|\bmulti ?modal\b|\bpictures?\b/.test(text),
};

export const abilitiesIn = (text: string): AbilityName[] => abilityNames.filter((name) => abilityWords[name](text));

/** One image has more pixels, or a longer side, than is taken. */
export const tooFine = (text: string): boolean =>
  /\bimages?\b/.test(text) &&
  /\b(?:mega ?)?pixels?\b|\bresolution\b|\bdimensions?\b/.test(text) &&
  /\bexceed\w*\b|\btoo (?:large|big|high)\b|\b(?:larger|greater|more) than\b|\b(?:at most|up to)\b|\bmaximum\b/.test(
    text,
  );

/** The model made something that its own server could not use. */
export const badAnswer = anyOf(
  String.raw`\bfailed to (?:call a function|generate)\b|\bfailed generation\b|\btool (?:use failed|call validation failed)\b|\b(?:json validate|output parse) failed\b`,
  String.raw`\bproduced (?:an? )?invalid\b|\binvalid model output\b|\bparse (?:the )?(?:tool|model|generated) |\battempted to call tool\b`,
);

/** The service broke, whatever status it found for that. */
export const broken =
  /\bcrashed\b|\bexit(?:ed)?(?: with)? code\b|\binternal (?:server )?error\b|\bunexpected eof\b|\bprocess has terminated\b|\btraceback\b/;

export const tooSlow = /\btime(?:d)? ?out\b|\bdeadline (?:exceeded|expired)\b|\btook too long\b/;

/** The address leads to no such call. */
export const wrongPath =
  /\bunexpected endpoint\b|\binvalid url\b|\bunknown (?:request )?url\b|\bcan not (?:post|get|put|delete)\b|\bmethod not allowed\b|\b(?:page|route|path|endpoint|url) not found\b|\bno route\b/;
