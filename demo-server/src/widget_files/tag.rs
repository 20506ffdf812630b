//! The loader inside a page of the shop's own, which saves asking for it: the page's policy names it by its hash.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::{LOADER, WidgetFiles};

/// What a page holds of the widget.
#[derive(Debug, Clone)]
pub struct Tag {
    /// The loader's text.
    pub(crate) script: String,
    /// What the page's policy calls it.
    pub(crate) hash: String,
    /// What it imports at once: the file's name, and what the browser holds it to.
    pub(crate) rest: Option<(String, String)>,
}

impl Tag {
    /// Of a loader's text; none of one that would end its element.
    pub fn of(script: &str) -> Option<Self> {
        let ends = script.contains("</script") || script.contains("<!--");
        let hash = format!("'sha256-{}'", STANDARD.encode(Sha256::digest(script)));
        (!ends).then(|| Self { script: script.to_owned(), hash, rest: None })
    }
}

impl WidgetFiles {
    /// What pages hold of it, where there is a loader.
    pub fn tag(&self) -> Option<Tag> {
        let tag = Tag::of(std::str::from_utf8(&self.files.get(LOADER)?.plain).ok()?)?;
        Some(Tag { rest: self.rest(), ..tag })
    }

    /// As the manifest has it.
    fn rest(&self) -> Option<(String, String)> {
        let manifest: Value = serde_json::from_slice(&self.files.get("manifest.json")?.plain).ok()?;
        let member = |name: &str| manifest["rest"][name].as_str().map(str::to_owned);
        Some((member("file")?, member("check")?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_names_the_loader_by_its_hash() {
        let tag = Tag::of("abc").expect("a tag");
        assert_eq!(tag.hash, "'sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0='");
        assert!(Tag::of("'</script>'").is_none() && Tag::of("'<!--'").is_none(), "it would end its element");
    }
}
