//! Any JSON, and which field of an object stands twice in it: of such [`Value`] alone keeps the last.

use core::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

/// A value as somebody wrote it.
pub(super) struct Once {
    /// The value; of a field that stands twice, the first.
    pub value: Value,
    /// The path of the first field that stands twice, as `gives.percent.rate`.
    pub twice: Option<String>,
}

impl From<Value> for Once {
    fn from(value: Value) -> Self {
        Self { value, twice: None }
    }
}

impl<'de> Deserialize<'de> for Once {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Any)
    }
}

struct Any;

impl<'de> Visitor<'de> for Any {
    type Value = Once;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON")
    }

    fn visit_bool<E: Error>(self, v: bool) -> Result<Once, E> {
        Ok(Value::Bool(v).into())
    }

    fn visit_i64<E: Error>(self, v: i64) -> Result<Once, E> {
        Ok(Value::from(v).into())
    }

    fn visit_u64<E: Error>(self, v: u64) -> Result<Once, E> {
        Ok(Value::from(v).into())
    }

    fn visit_f64<E: Error>(self, v: f64) -> Result<Once, E> {
        Ok(Number::from_f64(v).map_or(Value::Null, Value::Number).into())
    }

    fn visit_str<E: Error>(self, v: &str) -> Result<Once, E> {
        self.visit_string(v.to_owned())
    }

    fn visit_string<E: Error>(self, v: String) -> Result<Once, E> {
        Ok(Value::String(v).into())
    }

    fn visit_unit<E: Error>(self) -> Result<Once, E> {
        Ok(Value::Null.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Once, A::Error> {
        let (mut all, mut twice) = (Vec::new(), None);
        while let Some(inner) = seq.next_element::<Once>()? {
            let place = all.len();
            let below = |path: String| format!("[{place}]{}{path}", dot(&path));
            twice = twice.or_else(|| inner.twice.map(below));
            all.push(inner.value);
        }
        Ok(Once { value: Value::Array(all), twice })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Once, A::Error> {
        let (mut all, mut twice) = (Map::new(), None);
        while let Some((name, inner)) = map.next_entry::<String, Once>()? {
            let below = |path: String| format!("{name}{}{path}", dot(&path));
            twice = twice.or_else(|| inner.twice.map(below));
            if all.contains_key(&name) {
                twice = twice.or(Some(name));
            } else {
                all.insert(name, inner.value);
            }
        }
        Ok(Once { value: Value::Object(all), twice })
    }
}

/// What stands between a name and the path behind it.
fn dot(path: &str) -> &'static str {
    if path.starts_with('[') { "" } else { "." }
}
