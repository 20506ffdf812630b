//! What stands around every page: head, navigation, languages, the question of consent, foot.

use attar::Lang;
use maud::{DOCTYPE, Markup, html};

use super::parts;
use super::words::{PageWords, own_name};

/// The frame of one page for one reader.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame<'a> {
    /// The reader's language.
    pub lang: Lang,
    /// The address of the page, to come back to after a choice.
    pub here: &'a str,
    /// Whether there is a widget to load.
    pub widget: bool,
    /// Whether the reader is asked what may be remembered.
    pub asks: bool,
}

impl Frame<'_> {
    /// The whole page.
    pub fn page(&self, title: &str, body: &Markup) -> Markup {
        let (words, lang) = (PageWords::of(self.lang), self.lang);
        html! {
            (DOCTYPE)
            html lang=(lang.code()) dir=(lang.direction()) {
                (self.head(title, words))
                body {
                    a.skip href="#content" { (words.skip) }
                    (self.top(words))
                    main #content { (body) }
                    @if self.asks { (self.question(words)) }
                    footer.below { div.foot { span { (words.foot) } (self.languages(words)) } }
                }
            }
        }
    }

    fn head(&self, title: &str, words: &PageWords) -> Markup {
        html! {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) " · " (words.shop) }
                link rel="icon" href="data:,";
                link rel="stylesheet" href="/shop.css";
                @if self.widget {
                    script async src="/attar.js" data-shop="/" data-lang=(self.lang.code()) {}
                }
            }
        }
    }

    fn top(&self, words: &PageWords) -> Markup {
        let links = [("/", words.home), ("/cart", words.cart), ("/account", words.account)];
        html! {
            header.top {
                div.bar {
                    a.brand href="/" { (words.shop) }
                    nav {
                        @for (to, name) in links {
                            a href=(to) aria-current=[(self.here == to).then_some("page")] { (name) }
                        }
                    }
                }
            }
        }
    }

    fn question(&self, words: &PageWords) -> Markup {
        html! {
            aside.below aria-labelledby="memory" {
                div.ask {
                    div { h2 #memory { (words.memory) } p.muted { (words.memory_why) } }
                    (parts::consent(words, self.here))
                }
            }
        }
    }

    fn languages(&self, words: &PageWords) -> Markup {
        html! {
            form.langs action="/lang" method="post" aria-label=(words.language) {
                input type="hidden" name="back" value=(self.here);
                @for lang in Lang::ALL {
                    button.plain type="submit" name="lang" value=(lang.code()) lang=(lang.code())
                        aria-current=[(lang == self.lang).then_some("true")] { (own_name(lang)) }
                }
            }
        }
    }
}
