// What comes after the boot: the words it uses, and what its parts share.
const { script, page, hosts, queue, make, bare } = own;
const { shop, lang, files: early } = script?.dataset ?? {};
// Not said: the server that the loader came from. Empty or `/`: the page's own.
const base = new URL(shop || '/', shop == null && script?.src || location.href).href.replace(/\/?$/, '/');
const embedded = new URL(base).origin != location.origin;
const language = lang || document.documentElement.lang || 'en';
const asked = language.split('-')[0].toLowerCase();
// What there are words for.
const spoken = asked == 'fa' || asked == 'ar' ? asked : 'en';
const direction = spoken == 'en' ? 'ltr' : 'rtl';
const quiet = () => {};
// The number of the form that this page speaks.
const WIRE = 1;
// Where the token of a page on another origin is kept, after consent.
const TOKEN = 'attar:token';
// The word that the server's own pages read.
const NO = 'attar_consent=denied';
// The word of the server's own pages that whoever used the device has left it.
const LEFT = 'attar_left=1';
// Where signals wait, each page's own; what tabs of this shop share.
const OUTBOX = 'attar:outbox:', SHARED = 'attar:' + base;

// The engine's code; whether it runs; how often it began; whether the server is asked instead, and what asks it.
let module, engine, run = 0, asks, server;
// What a page on another origin speaks by, once the shopper let it; what any page does that the shop knows.
let pass, speaker;
// What the engine stands on, and for whom; how often that may have changed meanwhile.
let snapshot, who, changes = 0;

// In every shadow root, in the place of the room's.
own.sheets[0]?.replaceSync(`__ATTAR_STYLE__`);
