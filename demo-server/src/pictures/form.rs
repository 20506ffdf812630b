//! The packages: each a drawing of 120 by 120 with room for an icon.

use attar::Lang;

use crate::html;
use crate::seed::SeedProduct;

/// What a product comes in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Form {
    /// Nothing: the thing itself.
    #[default]
    None,
    Can,
    Bottle,
    Jar,
    Box,
    Bag,
    Carton,
    Tub,
    Tray,
}

impl Form {
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "none" => Self::None,
            "can" => Self::Can,
            "bottle" => Self::Bottle,
            "jar" => Self::Jar,
            "box" => Self::Box,
            "bag" => Self::Bag,
            "carton" => Self::Carton,
            "tub" => Self::Tub,
            "tray" => Self::Tray,
            _ => return None,
        })
    }

    /// The drawing; `b` is the body, `s` its shaded side, `m` the lid and `l` the label.
    fn drawing(self) -> &'static str {
        match self {
            Self::None => "",
            Self::Can => {
                r#"<path fill="b" d="M30 26v68c0 7 60 7 60 0V26z"/><path fill="l" d="M30 40v40c0 6 60 6 60 0V40c0 6-60 6-60 0z"/><ellipse fill="m" cx="60" cy="26" rx="30" ry="7"/><ellipse fill="s" cx="60" cy="26" rx="24" ry="4.6"/>"#
            }
            Self::Bottle => {
                r#"<path fill="b" d="M52 20h16v14c0 6 14 9 14 20v44c0 6-4 9-9 9H47c-5 0-9-3-9-9V54c0-11 14-14 14-20z"/><rect fill="m" x="50" y="11" width="20" height="11" rx="3"/><path fill="l" d="M38 58h44v34H38z"/>"#
            }
            Self::Jar => {
                r#"<path fill="b" d="M36 32h48c5 3 8 7 8 13v50c0 7-5 11-11 11H39c-6 0-11-4-11-11V45c0-6 3-10 8-13z"/><rect fill="m" x="34" y="17" width="52" height="14" rx="4"/><path fill="l" d="M28 50h64v40H28z"/>"#
            }
            Self::Box => {
                r#"<path fill="b" d="M28 16h54v90H28z"/><path fill="s" d="M82 16l12 7v76l-12 7z"/><path fill="l" d="M28 34h54v50H28z"/>"#
            }
            Self::Bag => {
                r#"<path fill="b" d="M30 20h60c-3 10 4 20 4 44s-6 34-4 42H30c2-8-4-18-4-42s7-34 4-44z"/><path fill="s" d="M30 14h60v9H30z"/><circle fill="l" cx="60" cy="63" r="25"/>"#
            }
            Self::Carton => {
                r#"<path fill="b" d="M34 40h52v66H34z"/><path fill="s" d="M34 40l10-16h32l10 16z"/><path fill="m" d="M44 14h32v10H44z"/><path fill="l" d="M34 52h52v40H34z"/>"#
            }
            Self::Tub => {
                r#"<path fill="b" d="M26 38h68l-8 62c-.6 4-3 6-7 6H41c-4 0-6.4-2-7-6z"/><rect fill="m" x="22" y="26" width="76" height="13" rx="4"/><path fill="l" d="M29 52h62l-4.500 36h-53z"/>"#
            }
            Self::Tray => {
                r#"<path fill="s" d="M14 74h92l-8 24c-1 4-4 6-8 6H30c-4 0-7-2-8-6z"/><rect fill="m" x="10" y="68" width="100" height="9" rx="4"/>"#
            }
        }
    }

    /// Where the icon of 32 by 32 stands, and how large.
    fn place(self) -> (&'static str, &'static str) {
        match self {
            Self::None => ("20 17", "2.5"),
            Self::Can => ("40 46", "1.25"),
            Self::Bottle => ("45 60", ".95"),
            Self::Jar => ("43 53", "1.08"),
            Self::Box => ("36 40", "1.2"),
            Self::Bag => ("42 45", "1.13"),
            Self::Carton => ("44 56", "1"),
            Self::Tub => ("45 54", ".95"),
            Self::Tray => ("30 14", "1.9"),
        }
    }
}

/// An icon by itself.
pub(super) fn alone(icon: &str) -> String {
    format!(r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">{icon}</svg>"#)
}

/// A product: its icon on its package, before the department's tint, with the size as a tag.
pub(super) fn packed(product: &SeedProduct, icon: &str, form: Form, tag: &str) -> String {
    let (at, scale) = form.place();
    let (x, turn) = lean(product.id);
    let tint = hue(u32::from(product.department) + 1);
    format!(
        concat!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 120">"#,
            r#"<rect width="120" height="120" fill="oklch(70% .07 {tint})" fill-opacity=".16"/>"#,
            r#"<ellipse cx="{shade}" cy="107" rx="36" ry="4" fill="oklch(30% .03 {tint})" fill-opacity=".14"/>"#,
            r#"<g transform="translate({x} 0) rotate({turn} 60 106)">{package}"#,
            r#"<g transform="translate({at}) scale({scale})">{icon}</g></g>{tag}</svg>"#
        ),
        tint = tint,
        shade = 60 + x,
        x = x,
        turn = turn,
        package = painted(form.drawing(), product),
        at = at,
        scale = scale,
        icon = icon,
        tag = tag,
    )
}

/// Own brands are cream, with a lid and a side of the product's own colour; every other maker has one colour.
fn painted(drawing: &str, product: &SeedProduct) -> String {
    let (body, side, lid) = if product.private_brand {
        let own = hue(product.id.wrapping_mul(5) + 1);
        ("oklch(91% .03 95)".to_owned(), format!("oklch(78% .06 {own})"), format!("oklch(55% .1 {own})"))
    } else {
        let hue = hue(product.manufacturer.wrapping_mul(7) + 3);
        let tone = |light: u8, chroma: &str| format!("oklch({light}% {chroma} {hue})");
        (tone(72, ".1"), tone(60, ".1"), tone(50, ".08"))
    };
    let fills = [("b", body.as_str()), ("s", &side), ("m", &lid), ("l", "oklch(98.5% .008 95)")];
    let fill = |art: String, (name, colour): (&str, &str)| {
        art.replace(&format!(r#"fill="{name}""#), &format!(r#"fill="{colour}""#))
    };
    fills.into_iter().fold(drawing.to_owned(), fill)
}

/// A little to one side, a little turned: no two neighbours stand the same.
fn lean(product: u32) -> (i32, i32) {
    let drawn = scattered(product);
    ((drawn % 9) as i32 - 4, (drawn / 16 % 7) as i32 - 3)
}

/// A hue of the colour circle, 0..360.
fn hue(of: u32) -> u32 {
    scattered(of) % 360
}

/// Fibonacci hashing: neighbours end far apart.
fn scattered(number: u32) -> u32 {
    number.wrapping_mul(0x9e37_79b9) >> 8
}

/// How large a package is, as print on it.
pub(super) fn tag(lang: Lang, size: &str) -> String {
    if size.is_empty() {
        return String::new();
    }
    let width = 10 + size.chars().count() * 5;
    let left = 114_usize.saturating_sub(width);
    format!(
        concat!(
            r#"<rect x="{left}" y="100" width="{width}" height="14" rx="7" fill="oklch(99% .005 95)"/>"#,
            r#"<text x="{middle}" y="110" font-family="system-ui, sans-serif" font-size="8.5" font-weight="600" "#,
            r#"direction="{direction}" "#,
            r#"fill="oklch(30% .02 260)" text-anchor="middle">{size}</text>"#
        ),
        direction = lang.direction(),
        left = left,
        width = width,
        middle = left + width / 2,
        size = html::escaped(size),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_text_and_no_markup() {
        let drawn = tag(Lang::En, "<b>&");
        assert!(drawn.contains(">&lt;b&gt;&amp;</text>") && drawn.contains("width=\"30\""), "{drawn}");
    }
}
