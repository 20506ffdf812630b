// All that the shop knows of a shopper, in their own words: what it is, what may be remembered, and to be forgotten.
const WORDS = {
  en: {
    full: 'With the shop', private: 'On this device', denied: 'Nothing', level: 'What may be remembered',
    device: 'Kept on this device and never sent: {}', again: 'Suggest again', forget: 'Forget me',
    sure: 'What is known of you is deleted, here and with the shop; orders stay, without your name.',
    yes: 'Yes, forget me', no: 'No', done: 'It is forgotten.', failed: 'It is forgotten here. The shop cannot be reached just now; it is told as soon as it can be.',
    unheard: 'It holds here. The shop cannot be reached just now; it is told as soon as it can be.',
  },
  fa: {
    full: 'نزد فروشگاه', private: 'روی همین دستگاه', denied: 'هیچ چیز', level: 'چه چیزی به خاطر بماند',
    device: 'فقط روی همین دستگاه مانده و فرستاده نمی‌شود: {}', again: 'دوباره پیشنهاد شود', forget: 'مرا فراموش کنید',
    sure: 'آنچه از شما می‌دانیم، اینجا و نزد فروشگاه، پاک می‌شود؛ سفارش‌ها بی‌نام شما می‌مانند.',
    yes: 'بله، فراموشم کنید', no: 'نه', done: 'فراموش شد.', failed: 'اینجا فراموش شد. فروشگاه اکنون در دسترس نیست؛ به محض امکان به آن گفته می‌شود.',
    unheard: 'اینجا برقرار است. فروشگاه اکنون در دسترس نیست؛ به محض امکان به آن گفته می‌شود.',
  },
  ar: {
    full: 'لدى المتجر', private: 'على هذا الجهاز', denied: 'لا شيء', level: 'ما الذي يُحفظ',
    device: 'محفوظ على هذا الجهاز فقط ولا يُرسل: {}', again: 'اقترحه مجددًا', forget: 'انسوني',
    sure: 'يُحذف ما نعرفه عنك هنا ولدى المتجر؛ وتبقى الطلبات من دون اسمك.',
    yes: 'نعم، انسوني', no: 'لا', done: 'تم النسيان.', failed: 'تم النسيان هنا. لا يمكن الوصول إلى المتجر الآن؛ وسيُبلَّغ متى أمكن.',
    unheard: 'اختيارك سارٍ هنا. لا يمكن الوصول إلى المتجر الآن؛ وسيُبلَّغ متى أمكن.',
  },
};

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
    const list = own.create(view), device = (own.stored('attar:private') ?? '').split('\n').filter(line => line).length;
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
    return list;
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
    const parts = [list, choices(host), forget(host)].filter(part => part);
    const status = make('p', 'state', told ?? '');
    status.role = 'status';
    const whole = make('div', 'my-data', ...parts, status);
    own.show(host, whole, false);
    if (focus) whole.querySelector(`button[value=${focus}]`)?.focus();
  };

  return { draw };
};
