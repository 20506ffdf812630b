//! Types as TypeScript, with the documentation of the Rust ones.

use syn::punctuated::Punctuated;
use syn::{Field, Fields, Token, Variant};

use super::form::{Form, docs, snake};
use super::shape::Shapes;
use super::source::{Body, Place, Written};

/// The widest line.
const WIDTH: usize = 110;

impl Shapes<'_> {
    /// All of them, a file at a time.
    pub fn print(&self) -> String {
        let mut text = String::new();
        for (module, types) in self.modules() {
            text.push_str(&format!("\n// {}\n", module.join("/")));
            for (place, written, taken) in types {
                text.push('\n');
                text.push_str(&self.declaration(&place, written, taken));
            }
        }
        text
    }

    fn declaration(&self, place: &Place, written: &Written, taken: bool) -> String {
        let (form, name) = (Form::of(&written.attributes), self.name(place));
        let comment = self.comment(&written.attributes, "");
        let module = &place.0;
        let alias = |spelt: String| format!("{comment}export type {name} = {spelt};\n");
        match &written.body {
            Body::Id { hex } => alias(if *hex { "string" } else { "number" }.to_owned()),
            Body::Alias(ty) => alias(self.spell(ty, module)),
            Body::Enum(variants) => {
                let lines = variants.iter().map(|variant| self.variant(&form, variant, module, taken));
                format!("{comment}export type {name} =\n{};\n", lines.collect::<Vec<_>>().join("\n"))
            }
            Body::Struct(Fields::Named(fields)) if !form.transparent => {
                let members = self.members(&fields.named, module, (taken, form.default), "  ");
                format!("{comment}export interface {name} {{\n{members}}}\n")
            }
            Body::Struct(fields) => alias(self.tuple(fields, module)),
        }
    }

    /// What stands in brackets; one alone stands for itself.
    fn tuple(&self, fields: &Fields, module: &[String]) -> String {
        let inner: Vec<String> = fields.iter().map(|field| self.spell(&field.ty, module)).collect();
        match inner.as_slice() {
            [one] => one.clone(),
            several => format!("[{}]", several.join(", ")),
        }
    }

    fn variant(&self, form: &Form, variant: &Variant, module: &[String], taken: bool) -> String {
        let name = form.variant(&Form::of(&variant.attrs), &variant.ident.to_string());
        match &variant.fields {
            _ if form.untagged => format!("  | {}", self.tuple(&variant.fields, module)),
            Fields::Unit => format!("{}  | '{name}'", self.comment(&variant.attrs, "  ")),
            Fields::Unnamed(_) => {
                let comment = self.comment(&variant.attrs, "      ");
                format!("  | {{\n{comment}      {name}: {};\n    }}", self.tuple(&variant.fields, module))
            }
            Fields::Named(fields) => {
                let comment = self.comment(&variant.attrs, "      ");
                let members = self.members(&fields.named, module, (taken, false), "        ");
                format!("  | {{\n{comment}      {name}: {{\n{members}      }};\n    }}")
            }
        }
    }

    fn members(
        &self,
        fields: &Punctuated<Field, Token![,]>,
        module: &[String],
        may_lack: (bool, bool),
        indent: &str,
    ) -> String {
        let member = |field: &Field| {
            let (name, spelt) = self.field(field, module, may_lack)?;
            Some(format!("{}{indent}{name}: {spelt};\n", self.comment(&field.attrs, indent)))
        };
        fields.iter().filter_map(member).collect()
    }

    fn comment(&self, attributes: &[syn::Attribute], indent: &str) -> String {
        let lines: Vec<String> = docs(attributes).iter().map(|line| self.plain(line)).collect();
        match lines.as_slice() {
            [] => String::new(),
            [line] if indent.len() + line.len() + 7 <= WIDTH => format!("{indent}/** {line} */\n"),
            lines => {
                let lines: Vec<String> = lines
                    .iter()
                    .map(|line| format!("{indent} * {line}").trim_end().to_owned() + "\n")
                    .collect();
                format!("{indent}/**\n{}{indent} */\n", lines.concat())
            }
        }
    }

    /// A line of documentation without links: a constant as its number, all else by its name.
    fn plain(&self, line: &str) -> String {
        let mut plain = String::new();
        let mut left = line;
        while let Some((before, link)) = left.split_once("[`") {
            let Some((name, behind)) = link.split_once("`]") else { break };
            plain.push_str(before);
            plain.push_str(&self.target(name.trim_start_matches("crate::")));
            left = behind;
            if let Some((_, after)) = behind.strip_prefix('(').and_then(|target| target.split_once(')')) {
                left = after;
            }
        }
        plain + left
    }

    /// What a link leads to: a number, a variant as it is written, or a name.
    fn target(&self, name: &str) -> String {
        let last = name.rsplit("::").next().unwrap_or_default();
        match self.source.number(name) {
            Some(number) => number.to_owned(),
            None if last != name && last.chars().any(char::is_lowercase) => format!("`{}`", snake(last)),
            None => format!("`{last}`"),
        }
    }
}
