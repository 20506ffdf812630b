//! Charts as SVG, drawn on the server: bars from zero, labelled where they stand, readable without colour. Lengths
//! are parts of the width that there is, so words and figures have one size on every screen.

use maud::{Markup, html};

/// How high the highest column is, in pixels, and where its value and the labels below it stand.
const TALL: i64 = 132;
const OVER: i64 = 24;
const UNDER: i64 = 20;

/// One bar.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Bar {
    /// What it stands for.
    pub label: String,
    /// What else there is to say of it, or nothing.
    pub note: String,
    /// How long it is, at least 0.
    pub value: i64,
    /// How much further it may go, where that is not known: a paler part, at least 0. Only of columns.
    pub pale: i64,
    /// The value as people read it.
    pub shown: String,
}

impl Bar {
    /// With its paler part.
    fn whole(&self) -> i64 {
        self.value.saturating_add(self.pale)
    }
}

/// A title, and the sentence that says what is counted.
#[derive(Debug, Clone, Copy)]
pub(super) struct Caption<'a> {
    /// The name of the chart.
    pub title: &'a str,
    /// What it counts.
    pub means: &'a str,
    /// Whether it reads from right to left.
    pub mirrored: bool,
}

/// Lying bars, one below the other, each under its label and its value. A bar of `whole` is as wide as there is room.
pub(super) fn bars(mirrored: bool, whole: i64, bars: &[Bar]) -> Markup {
    html! {
        ul.bars {
            @for bar in bars {
                @let long = part(bar.value, whole);
                li {
                    span { (bar.label) @if !bar.note.is_empty() { " " small.muted { (bar.note) } } }
                    bdi.value { (bar.shown) }
                    svg aria-hidden="true" {
                        rect.track width="100%" height="8" rx="4" {}
                        rect.mark x=(percent(if mirrored { WHOLE - long } else { 0 })) width=(percent(long)) height="8" rx="4" {}
                    }
                }
            }
        }
    }
}

/// Standing columns in time, oldest first. The highest carries its value, the ends their labels; the last one, whose
/// time is not over, is paler.
pub(super) fn columns(caption: Caption<'_>, bars: &[Bar]) -> Markup {
    let highest = bars.iter().map(Bar::whole).max().unwrap_or(0);
    let peak = bars.iter().position(|bar| bar.whole() == highest).filter(|_| highest > 0);
    let places = Places { mirrored: caption.mirrored, count: bars.len() };
    let ground = OVER + TALL;
    html! {
        svg.columns height=(ground + UNDER) role="img" {
            title { (caption.title) }
            desc { (caption.means) " " (told(bars)) }
            @for (place, bar) in bars.iter().enumerate() {
                @let high = scaled(bar.value, highest, TALL);
                @let class = if place + 1 == bars.len() { "mark open" } else { "mark" };
                rect class=(class) x=(percent(places.left(place))) y=(ground - high) width=(percent(places.wide())) height=(high) rx="2" {
                    title { (bar.label) ": " (bar.shown) }
                }
                @if bar.pale > 0 {
                    @let top = scaled(bar.whole(), highest, TALL);
                    rect class="mark pale" x=(percent(places.left(place))) y=(ground - top) width=(percent(places.wide())) height=(top - high) rx="2" {
                        title { (bar.label) ": " (bar.shown) }
                    }
                }
            }
            @if let Some(bar) = peak.and_then(|place| bars.get(place)) {
                text.value x=(percent(places.middle(peak.unwrap_or(0)))) y=(OVER - 8) text-anchor=(places.anchor(peak.unwrap_or(0))) { (bar.shown) }
            }
            line.zero x1="0" x2="100%" y1=(ground) y2=(ground) {}
            @if let (Some(first), Some(last)) = (bars.first(), bars.last()) {
                text.label x=(if caption.mirrored { "100%" } else { "0" }) y=(ground + UNDER - 2) { (first.label) }
                text.label x=(if caption.mirrored { "0" } else { "100%" }) y=(ground + UNDER - 2) text-anchor="end" { (last.label) }
            }
        }
    }
}

/// Where columns stand, in hundredths of a percent of the width.
#[derive(Clone, Copy)]
struct Places {
    mirrored: bool,
    count: usize,
}

/// All of the width.
const WHOLE: i64 = 10_000;

impl Places {
    fn step(self) -> i64 {
        WHOLE / i64::try_from(self.count.max(1)).unwrap_or(WHOLE)
    }

    /// A sixth of the room stays free.
    fn wide(self) -> i64 {
        self.step() * 5 / 6
    }

    /// The outer columns stand at the edges.
    fn left(self, place: usize) -> i64 {
        let last = self.count.saturating_sub(1);
        let from_left = if self.mirrored { last.saturating_sub(place) } else { place };
        scaled(i64::try_from(from_left).unwrap_or(0), i64::try_from(last).unwrap_or(1), WHOLE - self.wide())
    }

    fn middle(self, place: usize) -> i64 {
        self.left(place) + self.wide() / 2
    }

    /// A value near an edge is written away from it. What a line of text begins with is on the right where it is
    /// read from there.
    fn anchor(self, place: usize) -> &'static str {
        match (self.middle(place), self.mirrored) {
            (..1_500, false) | (8_501.., true) => "start",
            (..1_500, true) | (8_501.., false) => "end",
            _ => "middle",
        }
    }
}

/// The largest value.
pub(super) fn most(bars: &[Bar]) -> i64 {
    bars.iter().map(|bar| bar.value).max().unwrap_or(0)
}

/// What a value is of the whole, in hundredths of a percent.
fn part(value: i64, whole: i64) -> i64 {
    scaled(value, whole, WHOLE)
}

/// The part of `of` that a value is of the largest one.
fn scaled(value: i64, most: i64, of: i64) -> i64 {
    let part = i128::from(value.max(0)) * i128::from(of) / i128::from(most.max(1));
    i64::try_from(part).unwrap_or(of)
}

fn percent(hundredths: i64) -> String {
    format!("{}.{:02}%", hundredths / 100, hundredths % 100)
}

/// The figures in words, for whoever does not see the chart.
fn told(bars: &[Bar]) -> String {
    let told: Vec<String> = bars.iter().map(|bar| format!("{}: {}", bar.label, bar.shown)).collect();
    told.join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bar(label: &str, value: i64) -> Bar {
        Bar { label: label.into(), value, shown: format!("${value}"), ..Bar::default() }
    }

    #[test]
    fn bars_begin_at_zero_and_the_whole_is_whole() {
        assert_eq!([0, 100, 200].map(|value| part(value, 200)), [0, 5_000, 10_000]);
        assert_eq!(part(-5, 0), 0);
        assert_eq!([0, 5, 3_846, 10_000].map(percent), ["0.00%", "0.05%", "38.46%", "100.00%"]);
    }

    #[test]
    fn a_bar_grows_from_where_its_reader_begins() {
        let drawn = |mirrored| bars(mirrored, 4, &[bar("Tea", 1)]).into_string();
        assert!(drawn(false).contains("x=\"0.00%\" width=\"25.00%\""), "{}", drawn(false));
        assert!(drawn(true).contains("x=\"75.00%\" width=\"25.00%\""), "{}", drawn(true));
    }

    #[test]
    fn columns_fill_the_width_in_the_order_of_reading() {
        for count in [1, 12, 26] {
            let (there, mirrored) = (Places { mirrored: false, count }, Places { mirrored: true, count });
            assert_eq!((there.left(0), mirrored.left(count - 1)), (0, 0));
            if count > 1 {
                assert_eq!(there.left(count - 1) + there.wide(), WHOLE);
                assert_eq!(mirrored.left(0) + mirrored.wide(), WHOLE);
                assert!(there.left(1) > there.wide(), "they touch");
            }
        }
    }

    #[test]
    fn what_is_not_known_is_paler_and_stands_on_what_is() {
        let caption = Caption { title: "Owed", means: "", mirrored: false };
        let drawn = columns(caption, &[Bar { pale: 3, ..bar("Monday", 1) }]).into_string();
        let (known, pale) = (OVER + TALL - TALL / 4, OVER);
        assert!(
            drawn.contains(&format!("y=\"{known}\" width=\"83.33%\" height=\"{}\"", TALL / 4)),
            "{drawn}"
        );
        assert!(drawn.contains("class=\"mark pale\"") && drawn.contains(&format!("y=\"{pale}\"")), "{drawn}");
    }

    #[test]
    fn columns_say_their_figures_in_words_and_the_last_is_open() {
        let caption = Caption { title: "Sold", means: "Counted.", mirrored: true };
        let drawn = columns(caption, &[bar("Monday", 3), bar("Tuesday", 1)]).into_string();
        assert!(drawn.contains("<desc>Counted. Monday: $3; Tuesday: $1</desc>"), "{drawn}");
        assert_eq!(drawn.matches("class=\"mark open\"").count(), 1);
        assert!(drawn.contains("class=\"label\" x=\"100%\""), "{drawn}");
    }
}
