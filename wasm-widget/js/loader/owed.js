// What the shop has to hear of and has not: a choice that takes something back, and that somebody is to be forgotten. It
// waits on the device in the order in which it was said, with the token of whom it is about, until the shop has heard it.
const OWED = 'attar:owed';
// What storage refused.
let memory = '';
const owed = () => [...new Set(((stored(OWED) ?? '') + '\n' + memory).split('\n'))].filter(line => line);
const owe = lines => {
  const text = lines.join('\n');
  stored(OWED, text);
  memory = (stored(OWED) ?? '') == text ? '' : text;
};

// The shop has heard it and will not hear it otherwise: whoever it is about is gone, or was told the same before. What
// stands between the page and the shop may refuse too, and not in the shop's words.
const heard = async answer => {
  const { status } = answer;
  if (!(status >= 400 && status < 500) || status == 408 || status == 429) return false;
  return Boolean((await answer.clone().json().catch(quiet))?.error?.code);
};

// One after the other, up to the first that is not heard; what is said just now is said as the page says it. What waited
// names whom it is about: whoever uses the device by now is not asked.
const drain = async (mine, body) => {
  for (const line of owed()) {
    const now = line == mine;
    let answer, refused;
    try {
      answer = await post('commands', now ? body : line, { keepalive: true, credentials: now ? undefined : 'omit' });
    } catch (why) {
      if (!await heard(why)) throw why;
      refused = why;
    }
    owe(owed().filter(other => other != line));
    if (now && refused) throw refused;
    if (now) return answer;
  }
  return {};
};

// One tab at a time, and there one after the other.
let before = Promise.resolve();
const tellOwed = (mine, body) => {
  const told = before.then(async () => {
    let why, answer;
    const work = () => drain(mine, body).then(given => answer = given, error => why = error);
    await (locks || alone).request(OWED, {}, work).catch(work);
    if (why) throw why;
    return answer;
  });
  before = told.catch(quiet);
  return told;
};

const choiceOf = line => {
  try {
    const { command, token } = JSON.parse(line);
    return command.set_consent && token;
  } catch {}
};

// Says it; kept first, for the page may be gone before the shop has heard it. The last choice is all that counts of them.
const insist = (body, later = body) => {
  const token = choiceOf(later);
  owe([...owed().filter(line => !token || choiceOf(line) != token), later]);
  return tellOwed(later, body);
};

// Fails if the shop did not hear all of it.
const catchUp = async () => owed()[0] && void await tellOwed();

addEventListener('online', () => catchUp().catch(quiet));
