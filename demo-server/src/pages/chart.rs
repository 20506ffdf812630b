//! Charts as SVG, drawn on the server: bars from zero, labelled where they stand, readable without colour.

use maud::{Markup, html};

/// How wide a chart is drawn; it is shown at any width.
const WIDE: usize = 460;
const ROW: usize = 34;

/// One bar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Bar {
    /// What it stands for.
    pub label: String,
    /// How long it is, at least 0.
    pub value: i64,
    /// The value as people read it.
    pub shown: String,
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

/// Lying bars, one below the other, each with its label above it.
pub(super) fn bars(caption: Caption<'_>, bars: &[Bar]) -> Markup {
    let most = most(bars);
    let tall = bars.len() * ROW;
    let start = if caption.mirrored { WIDE } else { 0 };
    let end = WIDE - start;
    html! {
        svg.chart viewBox={ "0 0 " (WIDE) " " (tall) } role="img" {
            title { (caption.title) }
            desc { (caption.means) " " (told(bars)) }
            @for (place, bar) in bars.iter().enumerate() {
                @let top = place * ROW;
                @let long = scaled(bar.value, most, WIDE);
                text.label x=(start) y=(top + 13) { (bar.label) }
                text.value x=(end) y=(top + 13) text-anchor="end" { (bar.shown) }
                rect.track x="0" y=(top + 19) width=(WIDE) height="7" rx="3.5" {}
                rect.mark x=(if caption.mirrored { WIDE - long } else { 0 }) y=(top + 19) width=(long) height="7" rx="3.5" {}
            }
        }
    }
}

/// Standing columns in time, oldest first; the highest and the latest carry their values.
pub(super) fn columns(caption: Caption<'_>, bars: &[Bar]) -> Markup {
    const TALL: usize = 130;
    let most = most(bars);
    let wide = WIDE / bars.len().max(1);
    let highest = bars.iter().position(|bar| bar.value == most).unwrap_or(0);
    html! {
        svg.chart viewBox={ "0 0 " (WIDE) " " (TALL + 46) } role="img" {
            title { (caption.title) }
            desc { (caption.means) " " (told(bars)) }
            @for (place, bar) in bars.iter().enumerate() {
                @let left = if caption.mirrored { WIDE - (place + 1) * wide } else { place * wide };
                @let high = scaled(bar.value, most, TALL);
                rect.mark x=(left + 1) y=(22 + TALL - high) width=(wide.saturating_sub(2)) height=(high) rx="2" {}
                @if place == highest && most > 0 {
                    text.value x=((left + wide / 2).clamp(34, WIDE - 34)) y=(14 + TALL - high) text-anchor="middle" { (bar.shown) }
                }
            }
            line.zero x1="0" x2=(WIDE) y1=(22 + TALL) y2=(22 + TALL) {}
            @if let (Some(first), Some(last)) = (bars.first(), bars.last()) {
                text.label x=(if caption.mirrored { WIDE } else { 0 }) y=(TALL + 42) { (first.label) }
                text.label x=(if caption.mirrored { 0 } else { WIDE }) y=(TALL + 42) text-anchor="end" { (last.label) }
            }
        }
    }
}

fn most(bars: &[Bar]) -> i64 {
    bars.iter().map(|bar| bar.value).max().unwrap_or(0)
}

/// The part of `of` that a value is of the largest one.
fn scaled(value: i64, most: i64, of: usize) -> usize {
    let of = i128::try_from(of).unwrap_or(0);
    let part = i128::from(value.max(0)) * of / i128::from(most.max(1));
    usize::try_from(part).unwrap_or(0)
}

/// The figures in words, for whoever does not see the chart.
fn told(bars: &[Bar]) -> String {
    let told: Vec<String> = bars.iter().map(|bar| format!("{}: {}", bar.label, bar.shown)).collect();
    told.join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_begin_at_zero_and_the_largest_is_whole() {
        assert_eq!(scaled(0, 200, 460), 0);
        assert_eq!(scaled(100, 200, 460), 230);
        assert_eq!(scaled(200, 200, 460), 460);
        assert_eq!(scaled(-5, 0, 460), 0);
    }

    #[test]
    fn a_chart_says_its_figures_in_words_and_mirrors() {
        let all = [Bar { label: "Tea".into(), value: 3, shown: "$3".into() }];
        let caption = Caption { title: "Sold", means: "Counted.", mirrored: true };
        let drawn = bars(caption, &all).into_string();
        assert!(drawn.contains("<desc>Counted. Tea: $3</desc>"), "{drawn}");
        assert!(drawn.contains("class=\"label\" x=\"460\""), "{drawn}");
    }
}
