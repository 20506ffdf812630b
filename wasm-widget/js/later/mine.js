// All that the shop knows of a shopper, in their own words: what it is, what may be remembered, and to be forgotten.
const WORDS = {
  en: {
    full: 'With the shop', private: 'On this device', denied: 'Nothing', level: 'What may be remembered',
    device: 'Kept on this device and never sent: {}', again: 'Suggest again', forget: 'Forget me',
    sure: 'What is known of you is deleted, here and with the shop; orders stay, without your name.',
    yes: 'Yes, forget me', no: 'No', done: 'It is forgotten.', failed: 'It is forgotten here. The shop cannot be reached just now; it is told as soon as it can be.',
    unheard: 'It holds here. The shop cannot be reached just now; it is told as soon as it can be.',
    likes: 'I like it', unwanted: 'Not for me', ignored: 'That is wrong', unsaid: 'Take back',
    take: 'Take it along', bring: 'Bring a profile along', brought: 'It is here now.', none: 'It was not taken in: {}',
  },
  fa: {
    full: 'نزد فروشگاه', private: 'روی همین دستگاه', denied: 'هیچ چیز', level: 'چه چیزی به خاطر بماند',
    device: 'فقط روی همین دستگاه مانده و فرستاده نمی‌شود: {}', again: 'دوباره پیشنهاد شود', forget: 'مرا فراموش کنید',
    sure: 'آنچه از شما می‌دانیم، اینجا و نزد فروشگاه، پاک می‌شود؛ سفارش‌ها بی‌نام شما می‌مانند.',
    yes: 'بله، فراموشم کنید', no: 'نه', done: 'فراموش شد.', failed: 'اینجا فراموش شد. فروشگاه اکنون در دسترس نیست؛ به محض امکان به آن گفته می‌شود.',
    unheard: 'اینجا برقرار است. فروشگاه اکنون در دسترس نیست؛ به محض امکان به آن گفته می‌شود.',
    likes: 'دوست دارم', unwanted: 'مناسب من نیست', ignored: 'درست نیست', unsaid: 'پس گرفتن',
    take: 'همراه بردن', bring: 'آوردن نمایه', brought: 'اکنون اینجاست.', none: 'پذیرفته نشد: {}',
  },
  ar: {
    full: 'لدى المتجر', private: 'على هذا الجهاز', denied: 'لا شيء', level: 'ما الذي يُحفظ',
    device: 'محفوظ على هذا الجهاز فقط ولا يُرسل: {}', again: 'اقترحه مجددًا', forget: 'انسوني',
    sure: 'يُحذف ما نعرفه عنك هنا ولدى المتجر؛ وتبقى الطلبات من دون اسمك.',
    yes: 'نعم، انسوني', no: 'لا', done: 'تم النسيان.', failed: 'تم النسيان هنا. لا يمكن الوصول إلى المتجر الآن؛ وسيُبلَّغ متى أمكن.',
    unheard: 'اختيارك سارٍ هنا. لا يمكن الوصول إلى المتجر الآن؛ وسيُبلَّغ متى أمكن.',
    likes: 'أحبه', unwanted: 'لا يناسبني', ignored: 'هذا غير صحيح', unsaid: 'تراجع',
    take: 'خذه معك', bring: 'أحضر ملفًا', brought: 'أصبح هنا الآن.', none: 'لم يُقبل: {}',
  },
};

const PRIVATE = 'attar:private', MOST_KEPT = 400;

/** FNV-1a, 64 bits, over lines. */
const sumOf = lines => {
  let sum = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(lines.map(line => line + '\n').join('')))
    sum = BigInt.asUintN(64, (sum ^ BigInt(byte)) * 0x100000001b3n);
  return sum.toString(16).padStart(16, '0');
};

const MEMBERS = { category: 'item_category', brand: 'item_brand', price: 'price_band' };
const NAME = /^(?:view_item|select_item|add_to_cart|purchase|user_engagement|(?:undo_)?not_for_me|(?:like|not_for_me|ignore|undo)_(category|brand|price))$/;
const memberOf = name => NAME.test(name) ? MEMBERS[name.match(NAME)[1]] ?? 'item_id' : undefined;

/** The file of rows: a name, a moment and a number each. */
const written = rows => ({
  format: 'attar-profile', version: 1, sum: sumOf(rows.map(row => row.join(' '))),
  signals: rows.map(([name, at, number]) => ({ name, at: +at, params: { items: [{ [memberOf(name)]: number }] } })),
});

/** The lines of a file; throws a sentence that names the place. */
const read = file => {
  const refuse = why => { throw Error(why); };
  if (file?.format != 'attar-profile') refuse('`format`: expected `attar-profile`');
  if (file.version !== 1) refuse(`\`version\`: expected \`1\`, found \`${file.version}\``);
  if (!Array.isArray(file.signals) || file.signals.length > 1400) refuse('`signals`: there are 1400 at most');
  const lines = file.signals.map((signal, place) => {
    const member = memberOf(String(signal?.name)), number = String(signal?.params?.items?.[0]?.[member]);
    if (!member) refuse(`\`signals[${place}]\`: there is no such \`name\``);
    if (!/^\d{1,10}$/.test(number)) refuse(`\`signals[${place}]\`: \`${member}\` is a number`);
    if (!Number.isInteger(signal.at) || signal.at < 0 || signal.at > Date.now()) refuse(`\`signals[${place}]\`: \`at\` is a moment in the past, in milliseconds`);
    return [signal.name, signal.at, number].join(' ');
  });
  if (sumOf(lines) != file.sum) refuse('`sum`: the signals are not those that it was written with');
  return lines;
};

export { read, written };

export default own => {
  const words = WORDS[own.spoken], { make, button } = own;

  const choices = host => {
    const now = own.level();
    const all = ['full', 'private', 'denied'].map(level => {
      const choice = button('choice', words[level], () =>
        own.consent(level).then(() => undefined, () => words.unheard).then(told => draw(host, level, told)));
      choice.value = level;
      choice.ariaPressed = level == now;
      return choice;
    });
    const group = make('div', 'choices', ...all);
    Object.assign(group, { role: 'group', ariaLabel: words.level });
    return group;
  };

  // What the server calls the choice may be another than what holds here.
  const known = async view => {
    const list = own.create(view), device = kept().length;
    const means = await own.means().catch(() => {});
    if (means && list.firstElementChild) list.firstElementChild.textContent = means;
    if (device) {
      const count = new Intl.NumberFormat(own.people).format(device);
      list.append(make('li', 'device', words.device.replace('{}', () => count)));
    }
    for (const refused of list.querySelectorAll('[part~=refused]')) {
      const { product } = refused.dataset, name = refused.textContent;
      const again = button('undo', words.again, () => {
        own.note('undo_not_for_me', product);
        refused.remove();
      });
      again.ariaLabel = `${words.again}: ${name}`;
      refused.append(' ', again);
    }
    for (const taste of list.querySelectorAll('[data-topic]')) correct(taste);
    return list;
  };

  // What was said is taken back, what is inferred set right: one tap each.
  const correct = taste => {
    const { topic, number } = taste.dataset, said = taste.textContent;
    const choices = taste.matches('[part~=leaning]')
      ? [['likes', 'like'], ['unwanted', 'not_for_me'], ['ignored', 'ignore']] : [['unsaid', 'undo']];
    for (const [word, verb] of choices) {
      const choice = button('undo', words[word], () => {
        own.note(`${verb}_${topic}`, number);
        draw(taste.getRootNode().host);
      });
      choice.ariaLabel = `${words[word]}: ${said}`;
      taste.append(' ', choice);
    }
  };

  const kept = () => (own.stored(PRIVATE) ?? '').split('\n').filter(line => line);

  const take = () => button('choice', words.take, async () => {
    const file = own.level() == 'private' ? written(kept().map(line => line.split(' '))) : await own.mine('export', {});
    const link = make('a', '');
    link.href = URL.createObjectURL(new Blob([JSON.stringify(file, undefined, 1)], { type: 'application/json' }));
    link.download = 'attar-profile.json';
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href));
  });

  // A private profile is read and kept here: nothing of it is sent.
  const bring = host => {
    const label = make('label', 'choice', words.bring + ' '), input = make('input', '');
    Object.assign(input, { type: 'file', accept: 'application/json' });
    input.onchange = async () => {
      let told = words.brought;
      try {
        const profile = JSON.parse(await input.files[0].text());
        if (own.level() != 'private') await own.mine('import', { profile });
        else {
          const lines = read(profile);
          // The latest stay.
          const moment = line => +line.split(' ')[1], all = [...new Set([...kept(), ...lines])];
          own.stored(PRIVATE, all.sort((a, b) => moment(a) - moment(b)).slice(-MOST_KEPT).join('\n'));
          own.anew();
        }
      } catch (why) {
        const error = why.json ? (await why.json().catch(() => {}))?.error?.message : why.message;
        told = words.none.replace('{}', () => error ?? words.unheard);
      }
      draw(host, 'forget', told);
    };
    label.append(input);
    return label;
  };

  const forget = host => {
    const ask = button('forget', words.forget, () => {
      const no = button('choice', words.no, () => draw(host, 'forget'));
      const yes = button('choice', words.yes, () => own.forget().then(() => words.done, () => words.failed).then(told => draw(host, 'forget', told)));
      const sure = make('div', 'sure', make('p', 'note', words.sure), yes, no);
      sure.role = 'group';
      ask.replaceWith(sure);
      no.focus();
    });
    ask.value = 'forget';
    return ask;
  };

  const said = new WeakMap();

  /** Draws it; the focus goes to the button of that value. */
  const draw = async (host, focus, now) => {
    if (focus) said.set(host, now);
    let view;
    try {
      await own.flush();
      ({ view } = await own.ask('profile'));
    } catch {
      // What the shop holds cannot be shown; it can be taken back all the same.
      if (!said.get(host) && own.level() != 'full') return own.fail(host, () => draw(host));
    }
    const list = view && await known(view);
    // A page that begins anew draws again; what was done is still to be read.
    const told = said.get(host);
    const may = own.level() == 'full' || own.level() == 'private';
    const parts = [list, choices(host), may && take(), may && bring(host), forget(host)].filter(part => part);
    const status = make('p', 'state', told ?? '');
    status.role = 'status';
    const whole = make('div', 'my-data', ...parts, status);
    own.show(host, whole, false);
    if (focus) whole.querySelector(`button[value=${focus}]`)?.focus();
  };

  return { draw };
};
