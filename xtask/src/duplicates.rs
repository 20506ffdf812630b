//! Double versions of a crate, against the list in `deny.toml`.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, ensure};
use cargo_metadata::semver::{Version, VersionReq};
use toml::{Table, Value};

/// Name to the versions that are in the tree.
type Versions = BTreeMap<String, BTreeSet<Version>>;

/// What `deny.toml` says about double versions.
pub struct Policy {
    targets: Vec<String>,
    skipped: Vec<(String, VersionReq)>,
}

impl Policy {
    /// Reads `[graph] targets` and `[bans] skip`.
    pub fn parse(text: &str) -> Result<Self> {
        let table: Table = text.parse().context("`deny.toml` is not TOML")?;
        let targets = list(&table, "graph", "targets")?;
        let skip = list(&table, "bans", "skip")?;
        let targets = targets.iter().filter_map(Value::as_str).map(str::to_owned);
        Ok(Self { targets: targets.collect(), skipped: skip.iter().map(parse_skip).collect::<Result<_>>()? })
    }

    /// The targets whose trees are looked at.
    pub fn targets(&self) -> &[String] {
        &self.targets
    }

    /// Fails on a crate that is there twice although the list does not have it; gives the
    /// entries of the list that are no longer needed.
    pub fn judge(&self, tree: &str) -> Result<Vec<String>> {
        let versions = parse_tree(tree)?;
        let doubled: Vec<_> = versions
            .iter()
            .filter(|(name, versions)| self.wanted(name, versions).count() > 1)
            .map(|(name, versions)| format!("{name} {}", join(versions)))
            .collect();
        ensure!(
            doubled.is_empty(),
            "these crates are in the tree more than once and `deny.toml` does not list them: {}",
            doubled.join("; ")
        );
        Ok(self.unneeded(&versions))
    }

    fn wanted<'a>(
        &'a self,
        name: &'a str,
        versions: &'a BTreeSet<Version>,
    ) -> impl Iterator<Item = &'a Version> {
        let skips = move |version: &Version| {
            self.skipped.iter().any(|(crate_name, req)| crate_name == name && req.matches(version))
        };
        versions.iter().filter(move |version| !skips(version))
    }

    fn unneeded(&self, versions: &Versions) -> Vec<String> {
        let is_needed = |name: &str, req: &VersionReq| {
            let versions = versions.get(name);
            versions.is_some_and(|all| all.len() > 1 && all.iter().any(|version| req.matches(version)))
        };
        self.skipped
            .iter()
            .filter(|(name, req)| !is_needed(name, req))
            .map(|(name, req)| format!("{name}@{req}"))
            .collect()
    }
}

fn list<'a>(table: &'a Table, section: &str, key: &str) -> Result<&'a Vec<Value>> {
    table
        .get(section)
        .and_then(|section| section.get(key))
        .and_then(Value::as_array)
        .with_context(|| format!("`deny.toml` has no list `{key}` in `[{section}]`"))
}

fn parse_skip(entry: &Value) -> Result<(String, VersionReq)> {
    let spec = entry.get("crate").and_then(Value::as_str);
    let (name, req) = spec.and_then(|spec| spec.split_once('@')).with_context(|| {
        let spec = spec.unwrap_or_default();
        format!("`{spec}` in `deny.toml` does not read `crate = \"name@version\"`")
    })?;
    let req = VersionReq::parse(req).with_context(|| format!("`{req}` is not a version"))?;
    Ok((name.to_owned(), req))
}

/// Reads the lines of `cargo tree --prefix none`: `name v1.2.3 (what not)`.
fn parse_tree(tree: &str) -> Result<Versions> {
    let mut versions = Versions::new();
    for line in tree.lines().filter(|line| !line.trim().is_empty()) {
        let mut words = line.split_whitespace();
        let name = words.next().unwrap_or_default();
        let version = words.next().and_then(|word| word.strip_prefix('v'));
        let version = version.with_context(|| format!("`{line}` names no version"))?;
        let version = Version::parse(version).with_context(|| format!("in `{line}`"))?;
        versions.entry(name.to_owned()).or_default().insert(version);
    }
    Ok(versions)
}

fn join(versions: &BTreeSet<Version>) -> String {
    let versions: Vec<_> = versions.iter().map(Version::to_string).collect();
    versions.join(" and ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const DENY: &str = r#"
        [graph]
        targets = ["wasm32-unknown-unknown"]
        [bans]
        skip = [{ crate = "rand@0.8", reason = "old" }, { crate = "syn@2", reason = "macros" }]
    "#;

    #[test]
    fn a_listed_double_version_passes() -> Result<()> {
        let policy = Policy::parse(DENY)?;
        let unneeded = policy.judge("rand v0.8.5\n\nrand v0.9.1\nsyn v2.0.1 (proc-macro)\nsyn v3.0.0\n")?;
        assert_eq!(policy.targets(), ["wasm32-unknown-unknown"]);
        assert!(unneeded.is_empty());
        Ok(())
    }

    #[test]
    fn an_unlisted_double_version_fails_by_name() -> Result<()> {
        let verdict = Policy::parse(DENY)?.judge("rand v0.7.3\nrand v0.8.5\nrand v0.9.1\n");
        let error = verdict.expect_err("0.7 is not listed");
        assert!(error.to_string().contains("rand 0.7.3 and 0.8.5 and 0.9.1"));
        Ok(())
    }

    #[test]
    fn a_line_nobody_needs_is_named() -> Result<()> {
        let unneeded = Policy::parse(DENY)?.judge("syn v2.0.1\nsyn v3.0.0\nrand v0.8.5\n")?;
        assert_eq!(unneeded, ["rand@^0.8"]);
        Ok(())
    }
}
