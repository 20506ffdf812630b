//! What the shopper downloads, as the shop itself serves it, against the budget.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde_json::{Map, Value};

use crate::build_folder::{read, read_text, write};
use crate::open_shop::{Sent, Shop};
use crate::stage::Stage;
use crate::{digest, widget};

/// The script that the tag names.
const LOADER: Bound = Bound { budget: 1_536, goal: 1_536 };
/// Engine and glue of the script-tag build. Tastes, said and inferred, are 4 KB of it.
const ELEMENTS: Bound = Bound { budget: 51_200, goal: 40_960 };
/// Engine and glue of what `@attar/api` imports.
const API: Bound = Bound { budget: 77_824, goal: 61_440 };
/// The same of `@attar/api/carts`, which prices whole carts and judges wishes, too: promotions, receipts and their
/// JavaScript objects are a good third of it, and 26 KB are other engines' promotions, computed there as on the server. It
/// is optimised for speed before size, which is a sixth of it: a full cart takes 49 us in a page instead of 66.
const CARTS: Bound = Bound { budget: 198_656, goal: 198_656 };
/// What everyone stands on, for 5,000 products.
const SNAPSHOT: Bound = Bound { budget: 614_400, goal: 614_400 };

/// A word of what only a till needs.
const OF_A_TILL: &[u8] = b"product.categories.id";

/// What comes later, if at all, and what it is for.
const LATER: [(&str, &str); 8] = [
    ("cards", "cards that are refused, or of the page's own"),
    ("mine", "my data"),
    ("loyalty", "points, and whether they are what was signed"),
    ("layer", "the data layer"),
    ("server", "a page without the engine"),
    ("debug", "the panel of `?attar-debug`"),
    ("offline", "pages of the shop without a network"),
    ("last", "last answers on pages of others"),
];

/// What something may not exceed, and what it is to come to.
#[derive(Clone, Copy)]
struct Bound {
    budget: usize,
    goal: usize,
}

/// Bytes on the way, compressed with brotli.
#[derive(Default)]
pub struct Sizes {
    loader: usize,
    /// What the loader imports at once, with the glue in it.
    rest: usize,
    /// The glue by itself.
    glue: usize,
    engine: usize,
    later: Vec<usize>,
    api: usize,
    carts: usize,
    snapshot: usize,
    bundle: usize,
}

/// Builds the widget if need be, opens a shop with the whole year, asks it for all that pages load, and writes `attar-size.json`.
pub fn measure(stage: &mut Stage<'_>) -> Result<Sizes> {
    widget::build_all(stage)?;
    let elements = stage.build.elements();
    let manifest: Value = serde_json::from_str(&read_text(&elements.join("manifest.json"))?)?;
    let data = stage.build.target.join("attar-size-shop");
    let widget = elements.display().to_string();
    let shop = Shop::open(stage, &data, &["--widget", &widget])?;
    stage.say("asking the shop");
    shop.ready()?;
    let served = Served { shop: &shop, manifest: &manifest };
    let sizes = Sizes {
        loader: served.loader()?,
        rest: served.file("rest")?.length,
        glue: compressed(&read(&stage.build.glue().join("short.js"))?)?,
        engine: served.engine()?,
        later: LATER.iter().map(|(name, _)| Ok(served.file(name)?.length)).collect::<Result<_>>()?,
        api: package(&stage.build.lean())?,
        carts: package(&stage.build.api())?,
        ..served.data()?
    };
    write(&stage.build.target.join("attar-size.json"), sizes.json())?;
    Ok(sizes)
}

/// Engine and glue of a build for npm.
fn package(folder: &Path) -> Result<usize> {
    let length = |file: &str| compressed(&read(&folder.join(file))?);
    Ok(length("attar_widget_bg.wasm")? + length("attar_widget.js")?)
}

/// What a shop serves of the files that a manifest names.
struct Served<'a> {
    shop: &'a Shop,
    manifest: &'a Value,
}

impl Served<'_> {
    /// A file under its own name, which is that of its content.
    fn file(&self, part: &str) -> Result<Sent> {
        let entry = &self.manifest[part];
        let name =
            entry["file"].as_str().with_context(|| format!("the manifest does not name the {part}"))?;
        let sent = self.shop.get(&format!("/attar/{name}"))?;
        let hash = digest::short(&sent.body);
        ensure!(name.contains(&hash), "`{name}` is served with the hash `{hash}`");
        ensure!(
            entry["integrity"] == digest::integrity(&sent.body),
            "`{name}` is not what the build says it is"
        );
        Ok(sent)
    }

    /// Under its name for ever it is the same.
    fn loader(&self) -> Result<usize> {
        let (pinned, floating) = (self.file("loader")?, self.shop.get("/attar.js")?);
        ensure!(pinned.body == floating.body, "`/attar.js` is not the loader of this build");
        Ok(floating.length)
    }

    /// What the script tag loads prices no carts, so that it has no code of other engines' promotions.
    fn engine(&self) -> Result<usize> {
        let sent = self.file("wasm")?;
        let holds = sent.body.windows(OF_A_TILL.len()).any(|word| word == OF_A_TILL);
        ensure!(!holds, "the elements hold code that prices whole carts");
        Ok(sent.length)
    }

    /// The snapshot by itself, and with the names of a language.
    fn data(&self) -> Result<Sizes> {
        let boot: Value = serde_json::from_slice(&self.shop.get("/v1/boot")?.body)?;
        let fetch = |kind: &str, hash: &Value| -> Result<usize> {
            let name = hash.as_str().with_context(|| format!("the boot names no {kind}"))?;
            let sent = self.shop.get(&format!("/v1/{kind}/{name}"))?;
            let hash = digest::sha256(&sent.body);
            ensure!(hash == name, "the {kind} `{name}` is served with the hash `{hash}`");
            Ok(sent.length)
        };
        let (snapshot, bundle) =
            (fetch("snapshot", &boot["snapshot"])?, fetch("bundle", &boot["bundles"]["en"])?);
        Ok(Sizes { snapshot, bundle, ..Sizes::default() })
    }
}

impl Sizes {
    /// What has a bound, with what it is.
    fn bounded(&self) -> [(&'static str, usize, Bound); 5] {
        [
            ("the tag's script", self.loader, LOADER),
            ("elements: engine + glue", self.engine + self.glue, ELEMENTS),
            ("api: engine + glue", self.api, API),
            ("api with carts: engine + glue", self.carts, CARTS),
            ("the snapshot", self.snapshot, SNAPSHOT),
        ]
    }

    /// Fails when something is over its budget.
    pub fn check(&self) -> Result<()> {
        for (what, bytes, Bound { budget, .. }) in self.bounded() {
            ensure!(bytes <= budget, "{what}: {bytes} bytes compressed, the budget is {budget}");
        }
        Ok(())
    }

    /// One line for all.
    pub fn summary(&self) -> String {
        let line = |(what, bytes, bound): (&str, usize, Bound)| format!("{what} {bytes} of {}", bound.budget);
        self.bounded().map(line).join(", ")
    }

    /// The sizes as people read them: what a page loads in its order, then what has a bound.
    pub fn table(&self) -> String {
        let mut table =
            format!("{:<46}{:>9}{:>9}{:>9}\n", "as the shop serves it, bytes", "size", "budget", "goal");
        let own = self.rest.saturating_sub(self.glue);
        let first = self.loader + self.rest + self.engine;
        let rows = [
            ("the tag's script", self.loader),
            ("the rest of it: network, tabs, style, words", own),
            ("glue, in the same file", self.glue),
            ("engine", self.engine),
            ("all code before the first list", first),
            ("snapshot with names, as a page loads it", self.bundle),
        ];
        let later = LATER.iter().zip(&self.later).map(|((_, what), bytes)| (*what, *bytes));
        for (what, bytes) in rows.into_iter().chain(later) {
            table += &format!("{what:<46}{bytes:>9}\n");
        }
        for (what, bytes, Bound { budget, goal }) in self.bounded() {
            let missed = if bytes > goal { "  over its goal" } else { "" };
            table += &format!("{what:<46}{bytes:>9}{budget:>9}{goal:>9}{missed}\n");
        }
        table
    }

    /// Under names for programs, in bytes.
    pub fn figures(&self) -> Map<String, Value> {
        let parts = [
            ("loader_br", self.loader),
            ("rest_br", self.rest - self.glue.min(self.rest)),
            ("glue_br", self.glue),
            ("engine_br", self.engine),
            ("api_br", self.api),
            ("api_carts_br", self.carts),
            ("snapshot_br", self.snapshot),
            ("bundle_br", self.bundle),
        ];
        parts.into_iter().map(|(part, bytes)| (part.to_owned(), bytes.into())).collect()
    }

    fn json(&self) -> String {
        format!("{:#}\n", Value::Object(self.figures()))
    }
}

/// As a CDN would serve it.
fn compressed(bytes: &[u8]) -> Result<usize> {
    let params =
        brotli::enc::BrotliEncoderParams { quality: 11, size_hint: bytes.len(), ..Default::default() };
    let mut out = Vec::new();
    brotli::BrotliCompress(&mut &bytes[..], &mut out, &params)?;
    Ok(out.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fits() -> Sizes {
        let (engine, glue) = (ELEMENTS.budget - 10, 10);
        Sizes {
            loader: LOADER.budget,
            engine,
            glue,
            api: API.budget,
            carts: CARTS.budget,
            snapshot: SNAPSHOT.budget,
            ..Sizes::default()
        }
    }

    #[test]
    fn what_is_over_its_budget_fails() {
        assert!(fits().check().is_ok());
        let over = [
            Sizes { loader: LOADER.budget + 1, ..fits() },
            Sizes { glue: 11, ..fits() },
            Sizes { api: API.budget + 1, ..fits() },
            Sizes { carts: CARTS.budget + 1, ..fits() },
            Sizes { snapshot: SNAPSHOT.budget + 1, ..fits() },
        ];
        assert!(over.iter().all(|sizes| sizes.check().is_err()));
    }

    #[test]
    fn the_figures_of_one_file_come_to_the_file() {
        let figures = Sizes { rest: 100, glue: 30, ..fits() }.figures();
        assert_eq!((figures["rest_br"].as_u64(), figures["glue_br"].as_u64()), (Some(70), Some(30)));
    }

    #[test]
    fn a_goal_that_is_missed_is_said() {
        let table = fits().table();
        let line =
            |what: &str| table.lines().rfind(|line| line.starts_with(what)).unwrap_or_default().to_owned();
        assert!(
            line("elements: engine + glue").ends_with("over its goal")
                && !line("the snapshot").is_empty()
                && !line("the snapshot").contains("over")
                && !line("the tag's script").contains("over")
        );
    }
}
