//! The types that can be reached from what the engine takes and gives, and what each looks like in TypeScript.

use std::collections::{BTreeMap, BTreeSet};

use syn::{Field, Fields, GenericArgument, PathArguments, Type};

use super::form::{Form, is_there};
use super::source::{Body, Place, Source, Written};

/// All that is written, and by which names.
pub struct Shapes<'a> {
    pub source: &'a Source,
    /// Each with whether somebody writes it by hand: then what has a default may be left out.
    reached: BTreeMap<Place, bool>,
    /// Names that several modules have.
    shared: BTreeSet<String>,
}

impl<'a> Shapes<'a> {
    /// All that is reached from `taken` and `given`.
    pub fn reach(source: &'a Source, taken: &[Place], given: &[Place]) -> Self {
        let mut shapes = Self { source, reached: BTreeMap::new(), shared: BTreeSet::new() };
        taken.iter().for_each(|place| shapes.add(place, true));
        given.iter().for_each(|place| shapes.add(place, false));
        let mut names = BTreeSet::new();
        let twice = shapes.reached.keys().filter(|(_, name)| !names.insert(name.clone()));
        shapes.shared = twice.map(|(_, name)| name.clone()).collect();
        shapes
    }

    fn add(&mut self, place: &Place, taken: bool) {
        if self.reached.contains_key(place) {
            return;
        }
        self.reached.insert(place.clone(), taken);
        let written = self.source.at(place);
        let mut inner = Vec::new();
        each_type(written, &mut |ty| inner.push(ty));
        for ty in inner {
            self.add_type(ty, &place.0, taken);
        }
    }

    fn add_type(&mut self, ty: &Type, module: &[String], taken: bool) {
        match self.named(ty, module) {
            Some(place) => self.add(&place, taken),
            None => parts(ty).into_iter().for_each(|part| self.add_type(part, module, taken)),
        }
    }

    /// The type of ours that a path names.
    fn named(&self, ty: &Type, module: &[String]) -> Option<Place> {
        let Type::Path(path) = ty else { return None };
        let path: Vec<String> = path.path.segments.iter().map(|part| part.ident.to_string()).collect();
        let carrier = matches!(path.last()?.as_str(), "Packed" | "VecMap");
        if carrier { None } else { self.source.find(module, &path) }
    }

    /// The modules that are reached, with their types in the order of the files.
    pub fn modules(&self) -> BTreeMap<&[String], Vec<(Place, &'a Written, bool)>> {
        let mut modules: BTreeMap<&[String], Vec<_>> = BTreeMap::new();
        for (module, _) in self.reached.keys() {
            modules.entry(module).or_insert_with(|| {
                let types = self.source.types(module).iter();
                let places = types.map(|(name, written)| ((module.clone(), name.clone()), written));
                places
                    .filter_map(|(place, written)| {
                        let taken = *self.reached.get(&place)?;
                        Some((place, written, taken))
                    })
                    .collect()
            });
        }
        modules
    }

    /// The name in TypeScript: with the module's in front where several modules have it.
    pub fn name(&self, (module, name): &Place) -> String {
        // Nobody could wait for anything in a file that takes `Promise` from here.
        if name == "Promise" {
            return "Promised".to_owned();
        }
        if !self.shared.contains(name) {
            return name.clone();
        }
        let module = module.last().map(String::as_str).unwrap_or_default();
        let (first, rest) = module.split_at(1.min(module.len()));
        format!("{}{rest}{name}", first.to_uppercase())
    }

    /// A type in TypeScript.
    pub fn spell(&self, ty: &Type, module: &[String]) -> String {
        if let Some(place) = self.named(ty, module) {
            return self.name(&place);
        }
        let inner: Vec<String> = parts(ty).iter().map(|part| self.spell(part, module)).collect();
        match (ty, inner.as_slice()) {
            (Type::Tuple(_), inner) => format!("[{}]", inner.join(", ")),
            (Type::Reference(_), [inner]) => inner.clone(),
            (Type::Array(_) | Type::Slice(_), [inner]) => list(inner),
            (Type::Path(path), inner) => {
                let name = path.path.segments.last().expect("a name").ident.to_string();
                generic(&name, inner)
            }
            _ => panic!("{module:?}: a type has no form in TypeScript yet"),
        }
    }

    /// A field: its name, with a `?` if it may be left out, and its type. `default` is what its struct says of all.
    pub fn field(
        &self,
        field: &Field,
        module: &[String],
        (taken, default): (bool, bool),
    ) -> Option<(String, String)> {
        let form = Form::of(&field.attrs);
        if form.skip || !is_there(&field.attrs) {
            return None;
        }
        let name = form.rename.clone().or_else(|| field.ident.as_ref().map(ToString::to_string))?;
        let mut spelt = self.spell(&field.ty, module);
        if form.pairs {
            let inner: Vec<_> = parts(&field.ty).iter().map(|part| self.spell(part, module)).collect();
            spelt = format!("[{}][]", inner.join(", "));
        }
        let optional = taken && (default || form.default || spelt.ends_with(" | null"));
        Some((format!("{name}{}", if optional { "?" } else { "" }), spelt))
    }
}

fn list(inner: &str) -> String {
    if inner.contains(" | ") { format!("({inner})[]") } else { format!("{inner}[]") }
}

fn generic(name: &str, inner: &[String]) -> String {
    match (name, inner) {
        ("bool", []) => "boolean".to_owned(),
        ("u8" | "u16" | "u32" | "u64" | "i8" | "i16" | "i32" | "i64", []) => "number".to_owned(),
        // The one that is so wide is a decimal, and is written as text.
        ("String" | "str" | "i128", []) => "string".to_owned(),
        ("Option", [inner]) if inner.ends_with(" | null") => inner.clone(),
        ("Option", [inner]) => format!("{inner} | null"),
        ("Vec", [inner]) => list(inner),
        ("Packed" | "Box" | "Arc" | "Cow", [inner]) => inner.clone(),
        ("VecMap" | "BTreeMap", [_, value]) => format!("Record<string, {value}>"),
        _ => panic!("`{name}` has no form in TypeScript yet"),
    }
}

/// What a type is made of.
fn parts(ty: &Type) -> Vec<&Type> {
    match ty {
        Type::Tuple(tuple) => tuple.elems.iter().collect(),
        Type::Array(array) => vec![&array.elem],
        Type::Slice(slice) => vec![&slice.elem],
        Type::Reference(reference) => vec![&reference.elem],
        Type::Path(path) => match path.path.segments.last().map(|last| &last.arguments) {
            Some(PathArguments::AngleBracketed(inner)) => inner
                .args
                .iter()
                .filter_map(|argument| match argument {
                    GenericArgument::Type(ty) => Some(ty),
                    _ => None,
                })
                .collect(),
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// Every type that is written inside this one.
fn each_type<'a>(written: &'a Written, into: &mut impl FnMut(&'a Type)) {
    let mut fields = |fields: &'a Fields| {
        let there = fields.iter().filter(|field| is_there(&field.attrs) && !Form::of(&field.attrs).skip);
        there.for_each(|field| into(&field.ty));
    };
    match &written.body {
        Body::Struct(inner) => fields(inner),
        Body::Enum(variants) => variants.iter().for_each(|variant| fields(&variant.fields)),
        Body::Alias(ty) => into(ty),
        Body::Id { .. } => {}
    }
}
