//! What a browser measures: scripts of `tests/browser` in a Chromium, against the program.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::Figures;
use crate::demo::Demo;
use crate::process::Process;

/// Households that ask in the page.
const ASKING: usize = 50;

/// Where a browser and what it loads are; `cargo xtask bench` says it.
struct Browser {
    widget: PathBuf,
    scripts: PathBuf,
}

impl Browser {
    fn find() -> Option<Self> {
        let setting = |name| std::env::var_os(name).map(PathBuf::from);
        setting("ATTAR_CHROMIUM").and(setting("ATTAR_NODE_MODULES"))?;
        let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/browser");
        Some(Self { widget: setting("ATTAR_WIDGET")?, scripts })
    }

    /// Runs a script to its end and takes over what it measured.
    fn run(&self, script: &str, plan: &Value, figures: &mut Figures) {
        let mut node = Command::new("node");
        node.arg(self.scripts.join(script)).env("ATTAR_PLAN", plan.to_string());
        let output = node.stderr(Stdio::inherit()).output().expect("Node starts");
        let printed = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{script} failed after it had printed {printed}");
        let last = printed.lines().next_back().expect("a line");
        figures.extend(serde_json::from_str::<Figures>(last).expect("figures"));
    }

    fn manifest(&self) -> Value {
        let text = std::fs::read(self.widget.join("manifest.json")).expect("the widget's list");
        serde_json::from_slice(&text).expect("JSON")
    }
}

/// Measures what is drawn in a page and what its engine answers; without a browser nothing is added.
pub fn measure(folder: &Path, demo: &Demo, figures: &mut Figures) {
    let Some(browser) = Browser::find() else {
        eprintln!("no browser is named: what it would measure is left out");
        return;
    };
    let widget = browser.widget.to_str().expect("a path in Unicode");
    let shop = Process::open(folder, &["--demo", "--preset", "--widget", widget]);
    shop.ready();
    let url = format!("http://{}/", shop.addr);
    browser.run("first-render.mjs", &json!({ "url": url }), figures);
    browser.run("weight.mjs", &json!({ "url": url }), figures);
    let manifest = browser.manifest();
    let file = |part: &str| format!("/attar/{}", manifest[part]["file"].as_str().expect("a file"));
    let households: Vec<Value> = demo
        .households
        .iter()
        .take(ASKING)
        .map(|(who, token)| json!({ "who": who, "token": token }))
        .collect();
    let plan = json!({ "url": url, "glue": file("rest"), "wasm": file("wasm"), "households": households });
    browser.run("recommend.mjs", &plan, figures);
}
