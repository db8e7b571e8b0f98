import { englishLemma } from '../../src/text/english-lemma';

describe('englishLemma', () => {
  it.each([
    [
      'verbs',
      'makes>make running>run was>be are>be has>have did>do saw>see left>leave leaves>leave written>write using>use lying>lie tried>try formatted>format',
    ],
    [
      'a lost e, a doubled consonant, or neither',
      'hoping>hope hopping>hop staring>stare starring>star singing>sing caring>care opened>open',
    ],
    ['endings of -es', 'hates>hate uses>use boxes>box goes>go classes>class houses>house buses>bus churches>church cities>city'],
    [
      'irregular plurals',
      'children>child men>man women>woman feet>foot teeth>tooth mice>mouse wolves>wolf lives>life criteria>criterion crises>crisis axes>axis',
    ],
    [
      'plurals that are words of their own',
      'rose>rose feet>foot ads>ad tvs>tv news>news data>data people>people politics>politics mathematics>mathematics series>series species>species media>media physics>physics',
    ],
    ['plain plurals', 'things>thing windows>window modems>modem careers>career chimpanzees>chimpanzee'],
    [
      'words that only look inflected',
      'gas>gas virus>virus thesis>thesis james>james texas>texas this>this others>others myer>myer bring>bring building>building need>need bus>bus lens>lens',
    ],
    ['adjectives', 'better>good best>good worst>bad bigger>big happiest>happy older>old interesting>interesting'],
    ['possessives and accents', "dog's>dog john's>john naïve>naive cafés>cafe münchen>münchen"],
    [
      'unknown words',
      'windows95>windows95 x11>x11 qwertys>qwertys 東京>東京 🍕>🍕 c++>c++ constructor>constructor __proto__>__proto__ hasownproperty>hasownproperty',
    ],
  ])('%s', (_, pairs) => {
    const words = pairs.split(' ').map((pair) => pair.split('>')[0]);
    expect(words.map((word) => `${word}>${englishLemma(word)}`).join(' ')).toBe(pairs);
  });

  it('is stable: the lemma of a lemma is itself, for common words', () => {
    const words = 'makes children running better data cities houses stories wolves begun chosen fastest studies players'.split(
      ' ',
    );
    for (const lemma of words.map(englishLemma)) expect(englishLemma(lemma)).toBe(lemma);
  });
});
