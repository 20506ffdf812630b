// What the shop has to hear of and has not: a choice that takes something back, and that somebody is to be forgotten. It
// waits on the device in the order in which it was said, with the token of whom it is about, until the shop has heard it.
const OWED = 'attar:owed';
let memory = '';
const owed = () => (stored(OWED) ?? memory).split('\n').filter(line => line);
const owe = lines => stored(OWED, memory = lines.join('\n'));

// The shop has heard it and will not hear it otherwise: whoever it is about is gone, or was told the same before.
const heard = ({ status }) => status >= 400 && status < 500 && status != 408 && status != 429;

const settled = body => owe(owed().filter(other => other != body));

// Says it; kept first, for the page may be gone before the shop has heard it.
const insist = async (body, later = body) => {
  owe([...owed(), later]);
  try {
    const answer = await post('commands', body, { keepalive: true });
    settled(later);
    return answer;
  } catch (why) {
    if (heard(why)) settled(later);
    throw why;
  }
};

// One after the other; the first that is not heard ends it.
const catchUp = async () => {
  for (const body of owed()) {
    try {
      await post('commands', body);
    } catch (why) {
      if (!heard(why)) return;
    }
    settled(body);
  }
};

addEventListener('online', () => catchUp().catch(quiet));
