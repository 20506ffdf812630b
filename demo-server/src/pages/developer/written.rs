//! A Markdown text as a part of a page: its headings can be linked to, what is wide can be scrolled, and links that lead
//! into the checkout are words.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

/// Behind a section, which can be folded.
const PART_ENDS: &str = "</div></details>";

/// The text as HTML, and what its sections are called.
#[derive(Debug)]
pub(super) struct Written {
    /// Without the first heading, which is the page's own.
    pub html: String,
    /// The headings, in their order; the n-th has the id `sN`.
    pub sections: Vec<String>,
}

impl Written {
    /// Of a text that begins with a heading.
    pub fn of(markdown: &str) -> Self {
        let body = markdown.split_once('\n').map_or(markdown, |(_, body)| body);
        let sections: Vec<String> =
            body.lines().filter_map(|line| line.strip_prefix("## ")).map(str::to_owned).collect();
        let mut place = 0;
        let mut dropped = false;
        let events = Parser::new_ext(body, Options::ENABLE_TABLES).filter_map(|event| match event {
            Event::Start(Tag::Heading { level: HeadingLevel::H2, .. }) => {
                place += 1;
                // The first is open; a link to another opens it, for it leads inside.
                let (end, open) = if place > 1 { (PART_ENDS, "") } else { ("", " open") };
                Some(Event::Html(format!("{end}<details{open}><summary><h2>").into()))
            }
            Event::End(TagEnd::Heading(HeadingLevel::H2)) => Some(Event::Html(
                format!("</h2></summary><div class=\"written\" id=\"s{}\">", place - 1).into(),
            )),
            Event::Start(Tag::Link { ref dest_url, .. }) if !leads_anywhere(dest_url) => {
                dropped = true;
                None
            }
            Event::End(TagEnd::Link) if dropped => {
                dropped = false;
                None
            }
            event => Some(event),
        });
        let mut text = String::new();
        html::push_html(&mut text, events);
        text.push_str(if sections.is_empty() { "" } else { PART_ENDS });
        let text = text.replace("<pre>", "<pre tabindex=\"0\">");
        let text = text.replace("<table>", "<div class=\"scroll\" tabindex=\"0\"><table>");
        Self { html: text.replace("</table>", "</table></div>"), sections }
    }
}

/// Files of the checkout are not served.
fn leads_anywhere(address: &str) -> bool {
    address.starts_with("https://") || address.starts_with('#')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_linked_and_files_of_the_checkout_are_words() {
        let text = "# name\n\nIt is [here](https://a.example) and [there](../b.md).\n\n## One\n\n| a |\n|---|\n| b |\n\n## Two\n\n```js\na < b\n```\n";
        let written = Written::of(text);
        assert_eq!(written.sections, ["One", "Two"]);
        for part in [
            "<a href=\"https://a.example\">here</a> and there.",
            "<details open><summary><h2>One</h2></summary><div class=\"written\" id=\"s0\">",
            "<div class=\"scroll\" tabindex=\"0\"><table>",
            "</table></div>",
            "</table></div>\n</div></details><details><summary><h2>Two</h2></summary><div class=\"written\" id=\"s1\">",
            "<pre tabindex=\"0\"><code class=\"language-js\">a &lt; b",
        ] {
            assert!(written.html.contains(part), "{part}: {}", written.html);
        }
        assert!(written.html.ends_with("</pre>\n</div></details>"), "{}", written.html);
        assert!(!written.html.contains("name"), "the first heading is the page's");
    }
}
