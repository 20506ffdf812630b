//! What stands around every page: head, navigation, languages, the question of consent, foot.

use attar::Lang;
use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::words::{DeveloperWords, LinkWords, PageWords, PromiseWords, own_name};
use super::{find, parts};
use crate::widget_files::Tag;

/// Where a page ends.
const END: &str = "end";

/// The frame of one page for one reader.
#[derive(Debug, Clone)]
pub(super) struct Frame<'a> {
    /// The reader's language.
    pub lang: Lang,
    /// The address of the page, to come back to after a choice.
    pub here: &'a str,
    /// `light` or `dark`, if the reader chose.
    pub theme: Option<&'static str>,
    /// Whether the address opens the page by itself: it is told to nobody. A browser then names no origin of a form, so
    /// there is none: languages are links.
    pub secret: bool,
    /// The widget, where there is one.
    pub widget: Option<&'a Tag>,
    /// What the engine in the page stands on, where it has something to show of its own: `bundle/{hash}`.
    pub files: Option<String>,
    /// What the widget of one whom the shop does not know begins with: it is the same for everyone.
    pub boot: Option<&'a str>,
    /// Whether there are pictures to give credit for.
    pub credits: bool,
    /// Whether the reader is asked what may be remembered.
    pub asks: bool,
}

impl Frame<'_> {
    /// The whole page.
    pub fn page(&self, title: &str, body: &Markup) -> Markup {
        let (words, lang) = (PageWords::of(self.lang), self.lang);
        html! {
            (DOCTYPE)
            html lang=(lang.code()) dir=(lang.direction()) data-theme=[self.theme] {
                (self.head(title, words))
                body {
                    a.skip href="#content" { (words.skip) }
                    (self.top(words))
                    main #content { (body) }
                    @if self.asks { (self.question(words)) }
                    footer.below {
                        div.foot {
                            div {
                                p.row {
                                    a href=(find::HERE) { (LinkWords::of(lang).find) }
                                    a href="/promises" { (PromiseWords::of(lang).title) }
                                    @if self.widget.is_some() { a href="/widget" { (DeveloperWords::of(lang).title) } }
                                }
                                p { (words.foot) }
                                @if self.credits { p { (words.pictures_by) } }
                            }
                            @if self.secret { (self.language_links(words)) }
                            @else { div.choices { (self.themes(words)) (self.languages(words)) } }
                        }
                    }
                    // Behind the elements, which then have all that is in them.
                    @if let Some(widget) = self.widget {
                        script data-shop="/" data-lang=(self.lang.code()) data-worker="/worker.js" data-files=[&self.files]
                            data-boot=[self.boot] {
                            (PreEscaped(&widget.script))
                        }
                    }
                    span id=(END) hidden {}
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
                meta name="description" content=(words.motto);
                @if self.secret { meta name="robots" content="noindex, nofollow"; }
                link rel="icon" href="data:,";
                // Shown once it is all here: a part of a row would move when the rest comes.
                link rel="expect" href={ "#" (END) } blocking="render";
                link rel="preload" as="font" type="font/woff2" href="/vazirmatn-1.woff2" crossorigin;
                link rel="stylesheet" href="/shop.css";
                // Else they would come one after the other, and the lists of whom the shop knows last.
                @if let Some((file, check)) = self.widget.and_then(|widget| widget.rest.as_ref()) {
                    link rel="modulepreload" href={ "/attar/" (file) } integrity=(check) crossorigin;
                }
                @if self.widget.is_some() && self.files.is_some() {
                    link rel="preload" as="fetch" href="/v1/boot" crossorigin;
                }
            }
        }
    }

    fn top(&self, words: &PageWords) -> Markup {
        let links = [("/", words.home), ("/cart", words.cart), ("/account", words.account)];
        html! {
            header.top {
                div.bar {
                    a.brand href="/" { (logo()) (words.shop) }
                    nav aria-label=(words.menu) {
                        @for (to, name) in links {
                            a href=(to) aria-current=[(self.here == to).then_some("page")] { (name) }
                        }
                    }
                }
            }
        }
    }

    fn themes(&self, words: &PageWords) -> Markup {
        let choices = [("light", words.theme_light), ("dark", words.theme_dark), ("auto", words.theme_auto)];
        html! {
            form.langs action="/theme" method="post" aria-label=(words.theme) {
                input type="hidden" name="back" value=(self.here);
                @for (theme, name) in choices {
                    button.plain type="submit" name="theme" value=(theme)
                        aria-current=[(theme == self.theme.unwrap_or("auto")).then_some("true")] { (name) }
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

    fn language_links(&self, words: &PageWords) -> Markup {
        html! {
            nav.langs aria-label=(words.language) {
                @for lang in Lang::ALL {
                    a href={ "?lang=" (lang.code()) } lang=(lang.code()) rel="nofollow"
                        aria-current=[(lang == self.lang).then_some("true")] { (own_name(lang)) }
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

/// The apothecary's vial.
fn logo() -> Markup {
    html! {
        svg.logo viewBox="0 0 24 24" aria-hidden="true" {
            path d="M9.500 2h5v3.500c0 1 .5 1.500 1.300 2.300C18 10 19 12 19 15a7 7 0 0 1-14 0c0-3 1-5 3.200-7.200C9 7 9.500 6.500 9.500 5.500z" {}
            path.drop d="M12 11c1.600 2 2.600 3.200 2.600 4.600a2.600 2.600 0 0 1-5.200 0C9.400 14.200 10.400 13 12 11z" {}
        }
    }
}
