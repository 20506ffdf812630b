//! Promotions, terms and programmes as JSON: written for people, read with the place and the cause of what is wrong.

use attar::terms::list::PriceList;
use attar::terms::loyalty::Programme;
use attar::terms::promotion::Promotion;
use attar::terms::till::Terms;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::super::words::{TermsWords, fill, isolated};
use crate::local;
use attar::Lang;

/// Empty lists under these names say the same as none.
const LISTS: [&str; 9] = [
    "products",
    "categories",
    "except",
    "weekdays",
    "coupons",
    "never_with",
    "items",
    "price_lists",
    "budgets",
];

/// A promotion, a field a line, without what is unsaid.
pub(super) fn promotion(promotion: &Promotion) -> String {
    object(promotion, "")
}

/// All terms; each promotion as [`promotion`] writes it.
pub(super) fn terms(terms: &Terms) -> String {
    let rest = object(&Terms { promotions: Vec::new(), ..terms.clone() }, "");
    let promotions: Vec<String> = terms.promotions.iter().map(|one| object(one, "    ")).collect();
    let list = format!("  \"promotions\": [\n    {}\n  ]", promotions.join(",\n    "));
    match rest.strip_suffix("\n}") {
        Some(open) => format!("{open},\n{list}\n}}"),
        None => rest,
    }
}

/// A loyalty programme, without what is unsaid.
pub(in super::super) fn programme(programme: &Programme) -> String {
    let Ok(Value::Object(mut fields)) = serde_json::to_value(programme) else { return String::new() };
    prune(&mut fields);
    drop_empty(&mut fields);
    serde_json::to_string_pretty(&fields).unwrap_or_default()
}

/// Empty objects under these names say the same as none.
const OBJECTS: [&str; 3] = ["nothing_on", "of", "when"];

fn drop_empty(fields: &mut Map<String, Value>) {
    let is_empty = |value: &Value| value.as_object().is_some_and(Map::is_empty);
    fields.retain(|name, value| !(OBJECTS.contains(&name.as_str()) && is_empty(value)));
    for value in fields.values_mut() {
        match value {
            Value::Object(inner) => drop_empty(inner),
            Value::Array(values) => {
                values.iter_mut().filter_map(Value::as_object_mut).for_each(drop_empty);
            }
            _ => {}
        }
    }
}

/// The order in which fields are written; others come after.
const FIRST: [&str; 7] = ["id", "name", "names", "when", "gives", "lane", "priority"];

fn object(of: &impl Serialize, indent: &str) -> String {
    let Ok(Value::Object(mut fields)) = serde_json::to_value(of) else { return String::new() };
    prune(&mut fields);
    fields.retain(|name, value| match (name.as_str(), &*value) {
        ("alone", Value::Bool(false)) => false,
        ("promotions", _) => false,
        ("when", when) => *when != serde_json::json!({ "all": [] }),
        ("zone", zone) => zone["name"] != "",
        _ => true,
    });
    let first = FIRST.iter().filter_map(|name| fields.get_key_value(*name));
    let rest = fields.iter().filter(|(name, _)| !FIRST.contains(&name.as_str()));
    let lines: Vec<String> =
        first.chain(rest).map(|(name, value)| format!("{indent}  \"{name}\": {value}")).collect();
    format!("{{\n{}\n{indent}}}", lines.join(",\n"))
}

/// Takes out what says the same as nothing.
fn prune(fields: &mut Map<String, Value>) {
    fields.retain(|name, value| {
        let unsaid = value.as_array().is_some_and(Vec::is_empty) && LISTS.contains(&name.as_str());
        !value.is_null() && !unsaid
    });
    fields.values_mut().for_each(inside);
}

fn inside(value: &mut Value) {
    match value {
        Value::Object(fields) => prune(fields),
        Value::Array(values) => values.iter_mut().for_each(inside),
        _ => {}
    }
}

/// Reads JSON.
///
/// # Errors
/// Line, column, the field and what is wrong there.
pub(in super::super) fn read<T: DeserializeOwned>(lang: Lang, text: &str) -> Result<T, String> {
    attar::written::read(text.as_bytes()).map_err(|unread| {
        let (line, column) = unread.place.unwrap_or((1, 1));
        let own = |number: usize| local::digits(lang, &number.to_string());
        let cause = isolated(unread.to_string());
        fill(TermsWords::of(lang).line_column, &[&own(line), &own(column), &cause])
    })
}

/// Reads all terms; here, where they are written, a promotion that cannot be read is wrong like all else.
pub(super) fn read_terms(lang: Lang, text: &str) -> Result<Terms, String> {
    #[derive(Deserialize)]
    struct Parts {
        #[serde(default, rename = "price_lists")]
        _price_lists: Vec<PriceList>,
        #[serde(default, rename = "promotions")]
        _promotions: Vec<Promotion>,
    }
    read::<Parts>(lang, text).and_then(|_| read(lang, text))
}

#[cfg(test)]
mod tests {
    use super::*;

    const WRITTEN: &str = r#"{"id": 3, "name": "x", "when": {"spend": {"at_least": 5}},
        "gives": {"percent": {"rate": 100, "on": {"items": {"products": [1, 2]}}}}, "coupons": ["A"]}"#;

    #[test]
    fn what_is_written_is_read_again_and_says_no_more_than_needed() {
        let one: Promotion = serde_json::from_str(WRITTEN).expect("a promotion");
        let text = promotion(&one);
        assert_eq!(read(Lang::En, &text), Ok(one.clone()));
        assert!(text.starts_with("{\n  \"id\": 3,\n  \"name\": \"x\",\n  \"when\""), "{text}");
        assert!(!text.contains("null") && !text.contains("[]") && !text.contains("alone"), "{text}");
        let all = Terms {
            promotions: vec![one.clone(), one],
            margin: Some(Default::default()),
            ..Terms::default()
        };
        assert_eq!(read(Lang::En, &terms(&all)), Ok(all));
    }

    #[test]
    fn a_programme_that_is_written_is_read_again() {
        let text = include_str!("../../../seed/loyalty.json");
        let one: Programme = serde_json::from_str(text).expect("a programme");
        let text = programme(&one);
        assert_eq!(read(Lang::En, &text), Ok(one));
        assert!(!text.contains("null") && !text.contains("[]") && !text.contains("{}"), "{text}");
    }

    #[test]
    fn what_is_wrong_has_its_place_and_no_names_of_types() {
        let wrong = |text: &str| read::<Promotion>(Lang::En, text).expect_err("it is wrong");
        let unknown = wrong("{\"id\": 1,\n \"nmae\": \"x\"}");
        assert!(
            unknown.starts_with("Line 2, column 7: ") && unknown.contains("unknown field `nmae`"),
            "{unknown}"
        );
        let range = wrong(r#"{"id": -1}"#);
        assert!(range.contains("`id`: ") && range.contains("a whole number from 0 to 4294967295"), "{range}");
        let kind = read_terms(Lang::En, r#"{"promotions": [{"id": 1, "name": "x", "gives": {"luck": {}}}]}"#);
        let kind = kind.expect_err("no such offer");
        assert!(
            kind.contains("`promotions[0].gives`: ") || kind.contains("unknown variant `luck`"),
            "{kind}"
        );
        assert!(wrong(r#"{"id": 1, "name": "x"}"#).contains("missing field `gives`"));
        assert!(read::<Promotion>(Lang::Fa, "{").expect_err("it ends").starts_with("سطر ۱"));
    }
}
