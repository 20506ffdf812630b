//! What serde is told of a type, a variant or a field. Anything that is not understood here fails: the types would lie.

use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, ExprLit, Lit, Meta, Token};

/// What serde is told.
#[derive(Default)]
pub struct Form {
    /// How the names of fields or variants are written.
    pub rename_all: Option<String>,
    /// This one's own name.
    pub rename: Option<String>,
    /// It may be left out.
    pub default: bool,
    /// It is what its one field is.
    pub transparent: bool,
    /// It is what it holds, without a name.
    pub untagged: bool,
    /// It is not written.
    pub skip: bool,
    /// A map as a list of pairs.
    pub pairs: bool,
}

impl Form {
    /// Reads the attributes.
    pub fn of(attributes: &[Attribute]) -> Self {
        let mut form = Self::default();
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("serde")) {
            let told = attribute.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated);
            told.expect("attributes of serde").iter().for_each(|meta| form.take(meta));
        }
        form
    }

    fn take(&mut self, meta: &Meta) {
        let name = meta.path().require_ident().expect("a name").to_string();
        let value = match meta {
            Meta::NameValue(pair) => text(&pair.value),
            _ => None,
        };
        match (name.as_str(), value.as_deref()) {
            ("rename_all", Some(style)) => self.rename_all = Some(style.to_owned()),
            ("rename", Some(name)) => self.rename = Some(name.to_owned()),
            ("default", _) => self.default = true,
            ("transparent", _) => self.transparent = true,
            ("untagged", _) => self.untagged = true,
            ("skip", _) => self.skip = true,
            ("with", Some("pairs")) => self.pairs = true,
            // To refuse what is too much is what TypeScript does with every literal.
            ("deny_unknown_fields", _) => {}
            (unknown, _) => panic!("`serde({unknown})` has no form in TypeScript yet"),
        }
    }

    /// A name of a variant as it is written.
    pub fn variant(&self, own: &Self, name: &str) -> String {
        match (&own.rename, self.rename_all.as_deref()) {
            (Some(rename), _) => rename.clone(),
            (None, None) => name.to_owned(),
            (None, Some("snake_case")) => snake(name),
            (None, Some("UPPERCASE")) => name.to_uppercase(),
            (None, Some(style)) => panic!("names in `{style}` have no form in TypeScript yet"),
        }
    }
}

/// A name in small letters.
pub fn snake(name: &str) -> String {
    let mut snake = String::new();
    for (place, letter) in name.char_indices() {
        if letter.is_uppercase() && place > 0 {
            snake.push('_');
        }
        snake.push(letter.to_ascii_lowercase());
    }
    snake
}

/// The text of a literal.
pub fn text(value: &Expr) -> Option<String> {
    match value {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.value()),
        _ => None,
    }
}

/// Whether it is there in the build for programs, which has the feature `till`.
pub fn is_there(attributes: &[Attribute]) -> bool {
    let off = |attribute: &Attribute| match &attribute.meta {
        Meta::List(list) if list.path.is_ident("cfg") => {
            let condition = list.tokens.to_string().replace(' ', "");
            match condition.as_str() {
                "feature=\"till\"" => false,
                "not(feature=\"till\")" | "test" => true,
                other => panic!("`cfg({other})` on what is written has no form in TypeScript yet"),
            }
        }
        _ => false,
    };
    !attributes.iter().any(off)
}

/// The documentation, a line each.
pub fn docs(attributes: &[Attribute]) -> Vec<String> {
    let documents = attributes.iter().filter(|attribute| attribute.path().is_ident("doc"));
    let line = |attribute: &Attribute| match &attribute.meta {
        Meta::NameValue(pair) => text(&pair.value).map(|line| line.trim().to_owned()),
        _ => None,
    };
    documents.filter_map(line).collect()
}
