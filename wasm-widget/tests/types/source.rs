//! The Rust source of the engine as modules: the types of each, and what each calls by another's name.

use std::collections::BTreeMap;
use std::path::Path;

use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Expr, ExprLit, Fields, Ident, Item, ItemMacro, Lit, Token, Type, UseTree, Variant};

/// Where a type stands: its module's path, and its name.
pub type Place = (Vec<String>, String);

/// One type as it is written.
pub struct Written {
    /// Its documentation and what serde is told of it.
    pub attributes: Vec<Attribute>,
    /// What it consists of.
    pub body: Body,
}

/// What a type consists of.
pub enum Body {
    Struct(Fields),
    Enum(Vec<Variant>),
    Alias(Type),
    /// One of the macros' identifiers: hex digits, or a number.
    Id {
        hex: bool,
    },
}

/// One file.
#[derive(Default)]
pub struct Module {
    /// In the order of the file.
    pub types: Vec<(String, Written)>,
    uses: BTreeMap<String, Vec<String>>,
}

/// The modules of the engine, and of the binding beside it.
#[derive(Default)]
pub struct Source {
    modules: BTreeMap<Vec<String>, Module>,
    /// Constants that the documentation may speak of, as `Type::NAME`: a number, or another's name.
    constants: BTreeMap<String, String>,
}

impl Source {
    /// Reads all files of a folder but tests; its `lib.rs` is the module `at`.
    pub fn read(&mut self, folder: &Path, at: &[String]) {
        for entry in std::fs::read_dir(folder).expect("a folder of sources") {
            let path = entry.expect("a file").path();
            let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
            if name == "tests" {
                continue;
            }
            let inner = [at, std::slice::from_ref(&name)].concat();
            if path.is_dir() {
                self.read(&path, &inner);
            } else {
                self.read_file(&path, if name == "lib" { at.to_vec() } else { inner });
            }
        }
    }

    /// Reads one file as a module.
    pub fn read_file(&mut self, path: &Path, at: Vec<String>) {
        let text = std::fs::read_to_string(path).expect("a source");
        let file = syn::parse_file(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let mut module = Module::default();
        file.items.into_iter().for_each(|item| self.take(item, &at, &mut module));
        self.modules.insert(at, module);
    }

    fn take(&mut self, item: Item, at: &[String], module: &mut Module) {
        let (name, attributes, body) = match item {
            Item::Struct(item) => (item.ident, item.attrs, Body::Struct(item.fields)),
            Item::Enum(item) => (item.ident, item.attrs, Body::Enum(item.variants.into_iter().collect())),
            Item::Type(item) => (item.ident, item.attrs, Body::Alias(*item.ty)),
            Item::Macro(item) => match identifier(&item) {
                Some(Identifier { name, attributes, hex }) => (name, attributes, Body::Id { hex }),
                None => return,
            },
            Item::Use(item) => return named(&item.tree, &mut Vec::new(), at, &mut module.uses),
            Item::Impl(item) => return self.count(&item),
            _ => return,
        };
        module.types.push((name.to_string(), Written { attributes, body }));
    }

    /// Keeps the constants.
    fn count(&mut self, item: &syn::ItemImpl) {
        let Type::Path(of) = &*item.self_ty else { return };
        let Some(of) = of.path.segments.last() else { return };
        for member in &item.items {
            let syn::ImplItem::Const(constant) = member else { continue };
            let value = match &constant.expr {
                Expr::Lit(ExprLit { lit: Lit::Int(number), .. }) => number.to_string().replace('_', ","),
                Expr::Path(other) => {
                    let path = other.path.segments.iter().map(|part| part.ident.to_string());
                    path.collect::<Vec<_>>().join("::")
                }
                _ => continue,
            };
            self.constants.insert(format!("{}::{}", of.ident, constant.ident), value);
        }
    }

    /// The number of a constant.
    pub fn number(&self, name: &str) -> Option<&str> {
        let value = self.constants.get(name)?;
        let is_number = value.starts_with(|first: char| first.is_ascii_digit());
        if is_number { Some(value) } else { self.number(value) }
    }

    /// The types of a module, in the order of its file.
    pub fn types(&self, module: &[String]) -> &[(String, Written)] {
        self.modules.get(module).map_or(&[], |module| &module.types)
    }

    /// The type that stands at a place.
    pub fn at(&self, (module, name): &Place) -> &Written {
        let found = self.types(module).iter().find(|(known, _)| known == name);
        &found.unwrap_or_else(|| panic!("{module:?} has no type `{name}`")).1
    }

    /// What a path means in a module; `None` if it is no type of ours.
    pub fn find(&self, module: &[String], path: &[String]) -> Option<Place> {
        let (first, rest) = path.split_first()?;
        let here = self.modules.get(module)?;
        if rest.is_empty() && here.types.iter().any(|(name, _)| name == first) {
            return Some((module.to_vec(), first.clone()));
        }
        if let Some(used) = here.uses.get(first) {
            return self.seek(&[used, rest].concat());
        }
        // A name alone that is neither here nor brought here is a foreign one.
        if rest.is_empty() {
            return None;
        }
        self.seek(&absolute(path, module)).or_else(|| self.seek(&[module, path].concat()))
    }

    fn seek(&self, path: &[String]) -> Option<Place> {
        let (name, module) = path.split_last()?;
        self.modules.contains_key(module).then(|| self.find(module, std::slice::from_ref(name))).flatten()
    }
}

/// A path from the root of the crate on.
fn absolute(path: &[String], module: &[String]) -> Vec<String> {
    let mut base: &[String] = &[];
    let mut left = path;
    while let Some((first, rest)) = left.split_first() {
        base = match first.as_str() {
            "crate" | "attar" => &[],
            "self" => module,
            "super" if left.len() == path.len() => &module[..module.len().saturating_sub(1)],
            "super" => &base[..base.len().saturating_sub(1)],
            _ => break,
        };
        left = rest;
    }
    [base, left].concat()
}

/// What a `use` calls by which name.
fn named(tree: &UseTree, path: &mut Vec<String>, at: &[String], into: &mut BTreeMap<String, Vec<String>>) {
    let end = |path: &[String], name: &Ident| {
        let whole = [path, &[name.to_string()]].concat();
        let first = whole.first().map(String::as_str);
        let rooted = matches!(first, Some("crate" | "attar" | "self" | "super"));
        if rooted { absolute(&whole, at) } else { [at, &whole].concat() }
    };
    match tree {
        UseTree::Path(inner) => {
            path.push(inner.ident.to_string());
            named(&inner.tree, path, at, into);
            path.pop();
        }
        UseTree::Name(name) if name.ident == "self" => {}
        UseTree::Name(name) => drop(into.insert(name.ident.to_string(), end(path, &name.ident))),
        UseTree::Rename(name) => drop(into.insert(name.rename.to_string(), end(path, &name.ident))),
        UseTree::Group(group) => group.items.iter().for_each(|inner| named(inner, path, at, into)),
        UseTree::Glob(_) => {}
    }
}

/// `hex_id!` or `number_id!`.
struct Identifier {
    attributes: Vec<Attribute>,
    name: Ident,
    hex: bool,
}

impl Parse for Identifier {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let (attributes, name) = (Attribute::parse_outer(input)?, input.parse()?);
        input.parse::<Token![,]>()?;
        let hex = input.peek(syn::LitInt);
        input.parse::<proc_macro2::TokenStream>()?;
        Ok(Self { attributes, name, hex })
    }
}

fn identifier(item: &ItemMacro) -> Option<Identifier> {
    let named = item.mac.path.is_ident("hex_id") || item.mac.path.is_ident("number_id");
    named.then(|| item.mac.parse_body().expect("an identifier"))
}
