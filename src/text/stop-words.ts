/* eslint-disable @typescript-eslint/no-require-imports -- one list of fifteen is needed, and only once a pipeline asks for its language */

/** Function words of English: they name nothing that a document could be about. Forms as they come from the tokenizer, before lemmas. */
const ENGLISH = `
a an the this that these those such same other another each every either neither both all any some no none few many much more most less least several own
i me my mine myself we us our ours ourselves you your yours yourself yourselves he him his himself she her hers herself it its itself
they them their theirs themselves one oneself someone somebody something anyone anybody anything everyone everybody everything nobody nothing
who whom whose which what whatever whichever whoever when whenever where wherever why how however
am is are was were be been being do does did doing done have has had having can could may might must shall should will would ought cannot
about above across after against along among around as at before behind below beneath beside besides between beyond but by despite down during except for from
in inside into near of off on onto out outside over past per since than through throughout till to toward towards under until up upon via with within without
and or nor so yet if unless because although though while whereas whether either
not never very too quite rather just only even also still already again once twice here there then now thus hence therefore else ever almost perhaps maybe
isn't aren't wasn't weren't don't doesn't didn't haven't hasn't hadn't can't couldn't mayn't mightn't mustn't shan't shouldn't won't wouldn't oughtn't needn't ain't
i'm i've i'd i'll you're you've you'd you'll he's he'd he'll she's she'd she'll it's it'd it'll we're we've we'd we'll they're they've they'd they'll
that's that'd that'll there's there'd there'll here's who's who'd who'll what's where's when's why's how's let's y'all
e.g i.e etc
`;

/** Function words of German; natural has no list for it. */
const GERMAN = `
der die das des dem den ein eine einer eines einem einen kein keine keiner keines keinem keinen dieser diese dieses diesem diesen jener jene jenes jenem jenen
jeder jede jedes jedem jeden mancher manche manches manchem manchen solcher solche solches solchem solchen welcher welche welches welchem welchen alle alles allem allen aller
ich mich mir mein meine meiner meines meinem meinen du dich dir dein deine deiner deines deinem deinen er ihn ihm sein seine seiner seines seinem seinen
sie ihr ihre ihrer ihres ihrem ihren es wir uns unser unsere unserer unseres unserem unseren euch euer eure eurer eures eurem euren ihnen sich man selbst
wer wen wem wessen was wann wo wohin woher wie warum weshalb wieso
bin bist ist sind seid war warst waren wart gewesen habe hast hat haben habt hatte hattest hatten hattet gehabt werde wirst wird werden werdet wurde wurden geworden worden
kann kannst können könnt konnte konnten könnte könnten muss musst müssen müsst musste mussten darf dürfen durfte soll sollen sollte sollten will wollen wollte wollten mag mögen möchte möchten würde würden
und oder aber denn sondern doch jedoch dass daß weil wenn als ob obwohl während damit sowie sowohl weder noch entweder falls bevor nachdem
an auf aus bei bis durch für gegen hinter in mit nach neben ohne seit über um unter von vor wegen zu zwischen zum zur im am ins beim vom ans
nicht nichts nie auch nur schon sehr mehr so da dann dort hier hin her jetzt nun immer wieder etwa etwas viel viele wenig einige einmal also dabei dazu daran darauf daraus darin davon ja nein
`;

type WordList = { readonly words: readonly string[] };

/** Lists of the natural package (MIT), by ISO 639-1 code. Read only: the package shares them with its own stemmers. */
const OTHERS: Readonly<Record<string, () => WordList>> = {
  es: () => require('natural/lib/natural/util/stopwords_es'),
  fa: () => require('natural/lib/natural/util/stopwords_fa'),
  fr: () => require('natural/lib/natural/util/stopwords_fr'),
  id: () => require('natural/lib/natural/util/stopwords_id'),
  it: () => require('natural/lib/natural/util/stopwords_it'),
  ja: () => require('natural/lib/natural/util/stopwords_ja'),
  nl: () => require('natural/lib/natural/util/stopwords_nl'),
  no: () => require('natural/lib/natural/util/stopwords_no'),
  pl: () => require('natural/lib/natural/util/stopwords_pl'),
  pt: () => require('natural/lib/natural/util/stopwords_pt'),
  ru: () => require('natural/lib/natural/util/stopwords_ru'),
  sv: () => require('natural/lib/natural/util/stopwords_sv'),
  uk: () => require('natural/lib/natural/util/stopwords_uk'),
  zh: () => require('natural/lib/natural/util/stopwords_zh'),
};

/** Languages with a list of stop words. */
export const STOP_WORD_LANGUAGES: readonly string[] = ['en', 'de', ...Object.keys(OTHERS)];

/** Stop words of a language by ISO 639-1 code, in lower case; empty where there is no list. */
export function stopWords(language: string): readonly string[] {
  if (language === 'en') return listed(ENGLISH);
  if (language === 'de') return listed(GERMAN);
  return Object.hasOwn(OTHERS, language) ? OTHERS[language]().words : [];
}

function listed(words: string): string[] {
  return words.trim().split(/\s+/);
}
