// What a shopper collected: balance, what comes and goes, tier and what the next one takes; and below it, whether the
// entries that the shop signed come to that balance, as this browser finds by itself.
const WORDS = {
  en: { good: 'Checked in this browser: the signed entries come to this balance. Entries: {}', bad: 'The signed entries do not come to this balance. Please tell the shop.', copy: 'Copy', copied: 'Copied', open: 'Get your code to share' },
  fa: { good: 'در همین مرورگر بررسی شد: ثبت‌های امضاشده به همین مانده می‌رسند. شمار ثبت‌ها: {}', bad: 'ثبت‌های امضاشده به این مانده نمی‌رسند. لطفاً به فروشگاه خبر دهید.', copy: 'رونوشت', copied: 'رونوشت شد', open: 'گرفتن کد برای دوستان' },
  ar: { good: 'تم التحقق في هذا المتصفح: القيود الموقّعة تساوي هذا الرصيد. عدد القيود: {}', bad: 'القيود الموقّعة لا تساوي هذا الرصيد. يُرجى إبلاغ المتجر.', copy: 'نسخ', copied: 'نُسخ', open: 'احصل على رمز للمشاركة' },
};

/** How many entries make up the balance of a statement; throws `Forged` where they do not. */
export const checked = async ({ statement, entries }, keys) => {
  const stands = await opened(statement, 'attar-statement', async () => keys);
  const all = await Promise.all(entries.map(entry => opened(entry, 'attar-entry', async () => keys)));
  const own = all.every((one, n) => one.sub == stands.sub && (!n || one.entry >= all[n - 1].entry))
    && new Set(entries.map(signed)).size == all.length;
  const sum = all.reduce((sum, one) => sum + one.points, stands.opening);
  if (!own || all.length != stands.entries || sum != stands.balance || sum != stands.available + stands.pending + stands.over)
    throw new Forged('the entries do not come to the balance');
  return { count: all.length, available: stands.available };
};

/** Whether this browser can tell: Ed25519 came late to some, and only to secure pages. */
const able = () => crypto.subtle?.generateKey('Ed25519', false, ['sign', 'verify']).then(Boolean, () => false);

export default own => {
  const words = WORDS[own.spoken];

  // Nobody can tell without the keys, and then nothing is said.
  const proof = async shown => {
    if (!await able()) return;
    const [keys, told] = await Promise.all([
      own.fetched('keys').then(answer => answer.json()), own.post('statement', { token: own.speaks() }),
    ]);
    try {
      const { count, available } = await checked(told, keys.keys);
      if (available != shown) throw new Forged('another balance stands here');
      return ['good', words.good.replace('{}', () => new Intl.NumberFormat(own.people).format(count))];
    } catch (error) {
      console.warn('attar: ' + error.message);
      return error instanceof Forged && ['bad', words.bad];
    }
  };

  // The link is copied with one touch; who has none yet asks for it.
  const refer = (host, whole, { member, referral }) => {
    const link = whole.querySelector('[part=share]');
    if (link && navigator.clipboard) {
      const copy = own.button('copy', words.copy, () => navigator.clipboard.writeText(link.href).then(() => { copy.textContent = words.copied; }, () => {}));
      link.after(' ', copy);
    } else if (member && referral && !referral.code)
      whole.querySelector('[part=refer]').append(own.button('open', words.open, () =>
        own.post('commands', { command: { open_referral: {} }, token: own.speaks() }).then(() => draw(host), () => own.fail(host, host => draw(host)))));
  };

  const draw = async (host, again) => {
    let answer, view;
    try {
      ({ answer, view } = await own.ask('loyalty'));
    } catch (why) {
      // A shop without a programme says so in its own words.
      const error = why.status == 404 && (await why.json().catch(() => {}))?.error;
      return error?.view ? own.show(host, own.create(error.view), false) : own.fail(host, host => draw(host));
    }
    const whole = own.create(view);
    refer(host, whole, answer.loyalty);
    own.show(host, whole, false);
    const found = answer.loyalty.history.length && await proof(answer.loyalty.available).catch(() => {});
    if (!found || host.shadowRoot.firstElementChild != whole) return;
    // Something may have happened between the two answers: both are asked for once more.
    if (found[0] == 'bad' && !again) return draw(host, true);
    const told = own.make('p', 'proof ' + found[0], found[1]);
    told.role = found[0] == 'bad' ? 'alert' : 'status';
    whole.append(told);
  };

  return { draw };
};
