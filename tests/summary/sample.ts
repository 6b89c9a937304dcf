// A text as long as a test wants it: paragraphs of four sentences each, no two of them the same.

const towns = ['Arden', 'Belmar', 'Corvin', 'Dunmore', 'Eastry', 'Falkirk', 'Gorran', 'Hexham'];

const paragraph = (number: number): string => {
  const town = `${towns[number % towns.length]} ${number}`;
  return [
    `The town of ${town} lies ${3 + (number % 40)} miles from the sea, where the old road meets the river.`,
    `Its market was founded in ${1200 + number}, and traders still come on the first day of each month.`,
    `About ${900 + number * 7} people live there, most of them in the narrow streets below the hill.`,
    `Visitors of ${town} are told to see the mill, the two bridges and the library behind the church.`,
  ].join(' ');
};

export const article = (paragraphs: number): string =>
  Array.from({ length: paragraphs }, (_, index) => paragraph(index)).join('\n\n');
