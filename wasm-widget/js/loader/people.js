// Numbers, amounts and moments as people read them; the machine values stay where they are.
const people = { fa: 'fa-u-ca-persian-nu-arabext', ar: 'ar-u-ca-gregory-nu-arab' }[spoken] ?? 'en-u-ca-gregory-nu-latn';
const units = {
  fa: { USD: 'دلار', EUR: 'یورو', KWD: 'دینار', IRR: 'تومان' },
  ar: { USD: 'دولار', EUR: 'يورو', KWD: 'دينار', IRR: 'ريال' },
}[spoken];

// To make a format takes longer than to use it.
const formats = {};
const decimals = digits => formats[digits] ??=
  new Intl.NumberFormat(people, { minimumFractionDigits: digits, maximumFractionDigits: digits || 1 });
// It may be the number of an order.
const plain = () => formats.plain ??= new Intl.NumberFormat(people, { useGrouping: false });
// The text of a day or a moment is the shop's clock, which is told as it is.
const clock = timeStyle => formats[timeStyle] ??=
  new Intl.DateTimeFormat(people, { dateStyle: 'medium', timeStyle, timeZone: 'UTC' });

const amount = (value, code) => {
  const toman = code == 'IRR' && spoken == 'fa';
  const digits = toman ? 0 : { KWD: 3, IRR: 0 }[code] ?? 2;
  const number = decimals(digits).format(value / 10 ** (toman ? 1 : digits));
  const sign = { USD: '$', EUR: '€' }[code];
  return units ? number + ' ' + units[code] : sign ? number.replace(/^-?/, '$&' + sign) : number + ' ' + code;
};

const spell = drawn => {
  for (const data of drawn.querySelectorAll('data')) {
    const [value, code] = data.getAttribute('value').split(' ');
    data.textContent = code ? amount(+value, code) : plain().format(value);
  }
  for (const time of drawn.querySelectorAll('time')) {
    const [text, at] = /^\d{4}-\d\d-\d\d( \d\d:\d\d)?$/.exec(time.textContent) ?? [];
    if (text) time.textContent = clock(at && 'short').format(new Date(text.replace(' ', 'T') + (at ? 'Z' : '')));
  }
};

// What the server drew is mostly the same; drawn anew, its pictures would blink.
const show = (host, drawn, first) => {
  spell(drawn);
  // What was added to it is none of its.
  if (first) for (const added of host.querySelectorAll('[part=refuse]')) added.remove();
  if (!first || !drawn.isEqualNode(host.firstElementChild)) place(host, drawn);
  else if (host.localName == 'attar-recommendations') dress(host, host.firstElementChild);
};
