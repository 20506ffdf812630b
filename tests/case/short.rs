//! What a case may write in short: identifiers by name, moments by distance, models by rows.

use std::collections::BTreeMap;

use attar::model::{Cell, Model, Neighbours, Segments};
use attar::packed::Packed;
use attar::service::promise::Promises;
use attar::{ProductId, Timestamp};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// Writes every `@name` out as 32 hex digits and every `#name` as 64: the bytes of the name, then zeros.
pub fn spell_out(value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(spelled(&text).unwrap_or(text)),
        Value::Array(items) => items.into_iter().map(spell_out).collect(),
        Value::Object(members) => members.into_iter().map(|(k, v)| (k, spell_out(v))).collect(),
        other => other,
    }
}

fn spelled(text: &str) -> Option<String> {
    text.strip_prefix('@')
        .map(|name| hex(&id_bytes::<16>(name)))
        .or_else(|| text.strip_prefix('#').map(|name| hex(&id_bytes::<32>(name))))
}

/// The bytes of a name, then zeros.
pub fn id_bytes<const N: usize>(name: &str) -> [u8; N] {
    assert!(name.len() <= N, "`{name}` is longer than {N} bytes");
    std::array::from_fn(|i| name.as_bytes().get(i).copied().unwrap_or(0))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

/// A moment: milliseconds since 1970, or how long before or after the case's own `at`: `-2d`, `+90s`.
#[derive(Debug, Clone, Copy)]
pub enum Moment {
    /// Milliseconds since 1970.
    Absolute(i64),
    /// Milliseconds after the case's `at`.
    Relative(i64),
}

impl Default for Moment {
    fn default() -> Self {
        Self::Relative(0)
    }
}

impl Moment {
    /// The moment itself, in a case that plays at `at`.
    pub fn after(self, at: Timestamp) -> Timestamp {
        match self {
            Self::Absolute(ms) => Timestamp(ms),
            Self::Relative(ms) => Timestamp(at.0 + ms),
        }
    }

    fn parse(text: &str) -> Option<Self> {
        let unit = text.chars().last()?;
        let scale = match unit {
            's' => 1_000,
            'm' => 60_000,
            'h' => 3_600_000,
            'd' => 86_400_000,
            _ => return None,
        };
        let signed = text.starts_with(['-', '+']);
        let count: i64 = text.strip_suffix(unit)?.parse().ok()?;
        signed.then_some(Self::Relative(count * scale))
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(from)?;
        let relative = || value.as_str().and_then(Self::parse);
        let moment = value.as_i64().map(Self::Absolute).or_else(relative);
        moment.ok_or_else(|| serde::de::Error::custom("a moment is a number or like `-2d`"))
    }
}

/// A model as people write it: products instead of indices.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModelRows {
    trained_at: Timestamp,
    visits: u32,
    items: Vec<ProductId>,
    rows: BTreeMap<u32, Row>,
    popular: Vec<ProductId>,
    positions: Vec<u8>,
    #[serde(default)]
    revisits: Vec<u64>,
    #[serde(default)]
    support: Vec<u16>,
    #[serde(default)]
    segments: Segments,
    #[serde(default)]
    fresh: Vec<ProductId>,
    #[serde(default)]
    promises: Option<Promises>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    scale: u8,
    cells: BTreeMap<u32, u8>,
}

impl ModelRows {
    /// The packed tables.
    pub fn pack(&self) -> Model {
        let rows: Vec<(u8, Vec<Cell>)> = self.items.iter().map(|item| self.row(*item)).collect();
        Model {
            trained_at: self.trained_at,
            visits: self.visits,
            items: self.items.clone(),
            neighbours: Neighbours::pack(rows.iter().map(|(scale, cells)| (*scale, &cells[..]))),
            popular: self.popular.iter().map(|product| self.index(*product)).collect(),
            positions: self.positions.clone(),
            revisits: self.revisits.clone(),
            support: self.support.clone(),
            segments: self.segments.clone(),
            fresh: self.fresh.clone(),
            promises: Packed::of(self.promises.clone()),
        }
    }

    fn index(&self, product: ProductId) -> u32 {
        self.items.binary_search(&product).expect("an item of the model") as u32
    }

    fn row(&self, product: ProductId) -> (u8, Vec<Cell>) {
        let Some(row) = self.rows.get(&product.0) else { return (0, Vec::new()) };
        let cells = row.cells.iter();
        let cell = |(item, code): (&u32, &u8)| Cell { item: self.index(ProductId(*item)), code: *code };
        (row.scale, cells.map(cell).collect())
    }
}
