//! Reads cases of other engines, and compares.

pub mod calculators;
pub mod medusa;
pub mod medusa_shop;
pub mod shop;
pub mod vendure;
pub mod vendure_shop;

use std::path::PathBuf;

use attar::terms::compat::Fine;
use serde_json::Value;

/// Whether a case agrees; if not, what differs.
pub type Check = fn(&Value) -> Result<(), String>;

/// The same of a case in a shop; nothing, if it cannot be said in one.
pub type ShopCheck = fn(&Value) -> Option<Result<(), String>>;

/// The folder that is read in the place of our own.
pub fn elsewhere() -> Option<PathBuf> {
    std::env::var_os("ATTAR_ORACLES").map(PathBuf::from)
}

/// The cases of a file, or nothing if there is no such file.
pub fn cases(name: &str) -> Option<Vec<Value>> {
    let own = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/oracles");
    let folder = elsewhere().unwrap_or_else(own);
    let text = std::fs::read_to_string(folder.join(format!("{name}.json"))).ok()?;
    let file: Value = serde_json::from_str(&text).expect("the file is JSON");
    Some(file["cases"].as_array().expect("the file has `cases`").clone())
}

pub fn id(case: &Value) -> String {
    case["id"].as_str().unwrap_or("?").to_owned()
}

/// A number, or a text that is one.
pub fn fine(value: &Value) -> Option<Fine> {
    match value {
        Value::Number(number) => number.to_string().parse().ok(),
        Value::String(text) => text.parse().ok(),
        _ => None,
    }
}

pub fn need(value: &Value, field: &str) -> Result<Fine, String> {
    fine(&value[field]).ok_or_else(|| format!("`{field}` is not a number"))
}

/// The numbers of a field, all of them.
pub fn numbers<T>(
    value: &Value,
    field: &str,
    number: impl Fn(&Value) -> Option<T>,
) -> Result<Vec<T>, String> {
    let numbers = value[field].as_array().and_then(|values| values.iter().map(number).collect());
    numbers.ok_or_else(|| format!("`{field}` are not numbers"))
}

pub fn list<'a>(value: &'a Value, field: &str) -> &'a [Value] {
    value[field].as_array().map_or(&[], Vec::as_slice)
}

/// An amount as people read it.
pub fn shown(amount: Fine) -> String {
    format!("{:.9}", amount.0 as f64 / 1e12)
}

/// Whether two amounts differ by less than that.
pub fn close(a: Fine, b: Fine, within: Fine) -> bool {
    a.minus(b).0.abs() < within.0
}
