//! What the shopper downloads, compressed, against the budget.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde_json::{Map, Value};

use crate::build_folder::{read, read_text, write};
use crate::stage::Stage;
use crate::widget;

/// Engine and glue of the script-tag build. What it may not exceed, and what it is to come to. Tastes, said and inferred,
/// are 4 KB of it.
const ELEMENTS_BUDGET: usize = 57_344;
const ELEMENTS_GOAL: usize = 40_960;
/// Engine and glue of the npm build, which prices whole carts too: promotions, receipts and their JavaScript objects are
/// a good third of it, and 26 KB are other engines' promotions, computed there as on the server. It is optimised for speed
/// before size, which is a sixth of it: a full cart takes 49 us in a page instead of 66.
const API_BUDGET: usize = 191_488;
const API_GOAL: usize = 61_440;

/// A word of what only a till needs.
const OF_A_TILL: &[u8] = b"product.categories.id";

/// Bytes after brotli at quality 11, as a CDN would serve them.
pub struct Sizes {
    loader: usize,
    engine: usize,
    glue: usize,
    api: usize,
}

/// Builds the widget if need be, compresses it and writes `attar-size.json`.
pub fn measure(stage: &mut Stage<'_>) -> Result<Sizes> {
    widget::build_all(stage)?;
    stage.say("compressing");
    let elements = stage.build.elements();
    let manifest: Value = serde_json::from_str(&read_text(&elements.join("manifest.json"))?)?;
    let served = |part: &str| -> Result<usize> {
        let file = manifest[part]["file"].as_str();
        let file = file.with_context(|| format!("the manifest does not name the {part}"))?;
        compressed(&elements.join(file))
    };
    refuse_a_till(&elements.join(manifest["wasm"]["file"].as_str().unwrap_or_default()))?;
    let api = stage.build.api();
    let sizes = Sizes {
        loader: served("loader")?,
        engine: served("wasm")?,
        glue: served("glue")?,
        api: compressed(&api.join("attar_widget_bg.wasm"))? + compressed(&api.join("attar_widget.js"))?,
    };
    write(&stage.build.target.join("attar-size.json"), sizes.json())?;
    Ok(sizes)
}

impl Sizes {
    /// Fails when a build is over its budget.
    pub fn check(&self) -> Result<()> {
        let elements = self.engine + self.glue;
        ensure!(
            elements <= ELEMENTS_BUDGET,
            "the elements are {elements} bytes compressed, the budget is {ELEMENTS_BUDGET}"
        );
        ensure!(
            self.api <= API_BUDGET,
            "the api is {} bytes compressed, the budget is {API_BUDGET}",
            self.api
        );
        Ok(())
    }

    /// One line a build.
    pub fn summary(&self) -> String {
        format!(
            "elements {} of {ELEMENTS_BUDGET} bytes, api {} of {API_BUDGET}",
            self.engine + self.glue,
            self.api
        )
    }

    /// The sizes as people read them.
    pub fn table(&self) -> String {
        let row = |what: &str, bytes: usize| format!("{what:<28}{bytes:>9}\n");
        let mut table = format!("{:<28}{:>9}{:>9}{:>9}\n", "brotli 11, bytes", "size", "budget", "goal");
        for (part, bytes) in
            [("loader", self.loader), ("elements: engine", self.engine), ("elements: glue", self.glue)]
        {
            table += &row(part, bytes);
        }
        let elements = self.engine + self.glue;
        let whole = [
            ("elements: engine + glue", elements, ELEMENTS_BUDGET, ELEMENTS_GOAL),
            ("api: engine + glue", self.api, API_BUDGET, API_GOAL),
        ];
        for (build, bytes, budget, goal) in whole {
            table += &format!("{build:<28}{bytes:>9}{budget:>9}{goal:>9}\n");
        }
        table
    }

    /// Under names for programs, in bytes.
    pub fn figures(&self) -> Map<String, Value> {
        let parts = [
            ("loader_br", self.loader),
            ("engine_br", self.engine),
            ("glue_br", self.glue),
            ("api_br", self.api),
        ];
        parts.into_iter().map(|(part, bytes)| (part.to_owned(), bytes.into())).collect()
    }

    fn json(&self) -> String {
        format!("{:#}\n", Value::Object(self.figures()))
    }
}

/// What the script tag loads prices no carts, so that it has no code of other engines' promotions.
fn refuse_a_till(wasm: &Path) -> Result<()> {
    let holds = read(wasm)?.windows(OF_A_TILL.len()).any(|word| word == OF_A_TILL);
    ensure!(!holds, "the elements hold code that prices whole carts");
    Ok(())
}

fn compressed(file: &Path) -> Result<usize> {
    let bytes = read(file)?;
    let params =
        brotli::enc::BrotliEncoderParams { quality: 11, size_hint: bytes.len(), ..Default::default() };
    let mut out = Vec::new();
    brotli::BrotliCompress(&mut bytes.as_slice(), &mut out, &params)?;
    Ok(out.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn glue_counts_towards_the_budget() {
        let fits = Sizes { loader: 9_999, engine: ELEMENTS_BUDGET - 10, glue: 10, api: API_BUDGET };
        assert!(fits.check().is_ok());
        assert!(Sizes { glue: 11, ..fits }.check().is_err());
    }

    #[test]
    fn an_api_over_its_budget_fails() {
        let over = Sizes { loader: 0, engine: 0, glue: 0, api: API_BUDGET + 1 };
        assert!(over.check().is_err());
    }
}
