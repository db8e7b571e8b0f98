import { senseTexts } from '../../../src/vectors/wordnet/sense-texts';

describe('texts of the senses of a word', () => {
  const textsOf = senseTexts(2);

  it('begin with the word, most frequent sense first', () => {
    expect(textsOf('bank')).toEqual([
      'bank: sloping land (especially the slope beside a body of water)',
      'bank: a financial institution that accepts deposits and channels the money into lending activities',
    ]);
    expect(textsOf('Dog')[0]).toMatch(/^Dog: a member of the genus Canis/);
  });

  it('are as many as there are, none for a word that WordNet does not list', () => {
    expect(textsOf('pediatrician')).toHaveLength(1);
    expect(textsOf('ice cream')).toEqual(['ice cream: frozen dessert containing cream and sugar and flavoring']);
    expect(textsOf('wordmover')).toEqual([]);
  });
});
