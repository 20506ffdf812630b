//! Package sizes as the source writes them (`L   .15 OZ`, `15 1/4 OZ`, `10/6.75 OZ`) in one lowercase form.

/// Units by the words the source has for them; any other word is dropped.
const UNITS: [(&str, &[&str]); 18] = [
    ("oz", &["oz", "ozs", "ozs.", "o"]),
    ("lb", &["lb"]),
    ("ct", &["ct"]),
    ("pk", &["pk"]),
    ("l", &["l"]),
    ("ml", &["ml"]),
    ("gal", &["gal", "ga"]),
    ("qt", &["qt"]),
    ("pt", &["pt"]),
    ("dz", &["dz", "doz"]),
    ("loads", &["load", "loads", "ld"]),
    ("pc", &["pc", "pcs"]),
    ("sqft", &["sqft"]),
    ("ft", &["ft"]),
    ("stems", &["stem"]),
    ("ctn", &["ctn"]),
    ("×", &["×"]),
    ("/", &["/"]),
];

/// The size in one form: `0.15 oz`, `15.25 oz`, `10 × 6.75 oz`; empty where the source gives none.
pub(super) fn tidy(raw: &str) -> String {
    let raw = raw.to_lowercase().replace(" - ", "-").replace("sq ft", "sqft");
    let raw = raw.trim().strip_prefix("l ").unwrap_or(raw.trim());
    let words: Vec<String> = spread(raw).split_whitespace().filter_map(word).collect();
    let size = fold_fractions(words).join(" ");
    match size.as_str() {
        "gal" | "pt" | "dz" | "ctn" => format!("1 {size}"),
        size if !size.contains(|mark: char| mark.is_ascii_digit()) => String::new(),
        size if size.contains('/') && !size.ends_with(char::is_alphabetic) => format!("{size} oz"),
        size if !size.contains(char::is_alphabetic) || size == "l" => String::new(),
        size => size.to_owned(),
    }
}

/// Gives a slash between two measures (`12 ct/16.5`) room, and writes "so many of so much" with `×`.
fn spread(raw: &str) -> String {
    if let Some((left, right)) = raw.split_once('/')
        && left.contains(char::is_alphabetic)
    {
        return format!("{left} / {right}");
    }
    raw.split(' ').map(multiple).collect::<Vec<_>>().join(" ")
}

/// `10/6.75` and `10-6.75` are ten of 6.75; `3/4` is a fraction and `42-48` a range.
fn multiple(word: &str) -> String {
    let Some((count, each)) = word.split_once(['/', '-']) else { return word.to_owned() };
    let (Ok(many), Ok(much)) = (count.parse::<u32>(), each.parse::<f64>()) else { return word.to_owned() };
    if f64::from(many) < much && (word.contains('-') && many > 9 || word.contains('/') && !each.contains('.'))
    {
        return word.to_owned();
    }
    format!("{count} × {each}")
}

fn word(raw: &str) -> Option<String> {
    if raw.starts_with(|mark: char| mark.is_ascii_digit() || mark == '.') {
        let code = raw.len() > 4 && raw.chars().all(|mark| mark.is_ascii_digit());
        return (!code).then(|| number(raw));
    }
    let unit = UNITS.iter().find(|(_, words)| words.contains(&raw));
    unit.map(|(unit, _)| (*unit).to_owned())
}

/// `.15` and `14.0` as `0.15` and `14`; fractions and ranges stay for later.
fn number(raw: &str) -> String {
    let whole = if raw.starts_with('.') { format!("0{raw}") } else { raw.to_owned() };
    match whole.split_once('.') {
        Some(_) => whole.trim_end_matches('0').trim_end_matches('.').to_owned(),
        None => whole.replace('-', "–"),
    }
}

/// `15 1/4` becomes `15.25`, `1/2` becomes `0.5`.
fn fold_fractions(words: Vec<String>) -> Vec<String> {
    let mut folded: Vec<String> = Vec::new();
    for word in words {
        let Some(part) = fraction(&word) else {
            folded.push(word);
            continue;
        };
        let whole = folded.pop_if(|last| last.parse::<u32>().is_ok());
        let whole = whole.and_then(|whole| whole.parse().ok()).unwrap_or(0.0);
        folded.push((whole + part).to_string());
    }
    folded
}

fn fraction(word: &str) -> Option<f64> {
    let (above, below) = word.split_once('/')?;
    let (above, below) = (above.parse::<f64>().ok()?, below.parse::<f64>().ok()?);
    (below > 0.0).then_some(above / below)
}
