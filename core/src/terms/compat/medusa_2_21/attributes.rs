//! What conditions ask of a cart, a line or a shipping method.

/// Named values of a cart, a line or a shipping method: `product.id`, `customer.groups`. There are few of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Attributes(Vec<(String, Attribute)>);

impl Attributes {
    /// None.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Gives a name a value, in place of the one that it had.
    pub fn insert(&mut self, name: String, value: Attribute) {
        match self.0.iter_mut().find(|(other, _)| *other == name) {
            Some((_, old)) => *old = value,
            None => self.0.push((name, value)),
        }
    }

    /// The value of a name.
    pub fn get(&self, name: &str) -> Option<&Attribute> {
        self.iter().find(|(other, _)| *other == name).map(|(_, value)| value)
    }

    /// All names with their values.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Attribute)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }
}

/// One value or several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Attribute {
    /// One, as text.
    One(String),
    /// An array, each element as text.
    Many(Vec<String>),
}
