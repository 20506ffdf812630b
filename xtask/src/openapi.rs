//! schemathesis reads the shop's own OpenAPI document, makes up requests and holds the answers against it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::build_folder::on_path;
use crate::stage::Stage;

/// What is installed, into an environment of its own in the build folder.
const PACKAGE: &str = "schemathesis==4.32.5";
/// Requests made up per call and phase; `ATTAR_OPENAPI_EXAMPLES` says otherwise.
const EXAMPLES: &str = "300";
/// What the feed proves itself by that the shop hears.
const SECRET: &str = "a-secret-of-karrio";
/// How long the shop may take to open.
const OPENS: Duration = Duration::from_secs(60);
/// No answer may fail these.
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,\
                      response_schema_conformance,negative_data_rejection";

/// Another form of the wire is refused with 426.
const CONFIG: &str = "[checks]\n\
    negative_data_rejection.expected-statuses = [400, 401, 403, 404, 405, 406, 409, 413, 415, 422, 426, 428, 429]\n";

/// Opens a shop on a free port, and holds its answers against its document.
pub fn openapi(stage: &mut Stage<'_>) -> Result<String> {
    let program = installed(stage)?;
    stage.cargo(&["build", "--package", "attar-server", "--bin", "shop"])?;
    let data = stage.build.target.join("attar-openapi");
    if data.exists() {
        fs::remove_dir_all(&data)?;
    }
    let shop = Shop::open(&stage.build.executable("debug", "shop"), &data)?;
    let examples = std::env::var("ATTAR_OPENAPI_EXAMPLES").unwrap_or_else(|_| EXAMPLES.to_owned());
    let mut command = stage.build.command(program);
    // It keeps what it found in a folder beside.
    command.current_dir(&data);
    let config = data.join("schemathesis.toml");
    fs::write(&config, CONFIG)?;
    command.arg("--config-file").arg(config);
    command.args(["run", &format!("{}/v1/openapi.json", shop.url), "--checks", CHECKS]);
    command.args(["--max-examples", &examples, "--seed", "7", "--no-color"]);
    // What a feed says is read only where it proves who it is.
    command.args(["--header", &format!("x-event-id: {SECRET}")]);
    // A stream does not end; the tests of the suite read it.
    command.args(["--exclude-path", "/v1/live", "--request-timeout", "10"]);
    let lines = stage.run(&mut command)?;
    let summary = |line: &&String| line.contains("generated") || line.contains("Test cases");
    Ok(lines.iter().rfind(summary).map(|line| line.trim().to_owned()).unwrap_or_default())
}

/// schemathesis from the environment in the build folder, made if need be.
fn installed(stage: &mut Stage<'_>) -> Result<PathBuf> {
    let folder = stage.build.target.join("attar-python");
    let program = folder.join("bin/schemathesis");
    let stamp = folder.join("attar-stamp");
    if fs::read_to_string(&stamp).is_ok_and(|stamp| stamp == PACKAGE) && program.is_file() {
        return Ok(program);
    }
    let Some(python) = on_path(&["python3"]) else {
        bail!("this step needs `python3` with `venv`; install with e.g. `sudo apt-get install python3-venv`");
    };
    stage.note(&format!("installing {PACKAGE}"));
    let mut venv = stage.build.command(python);
    stage.run(venv.args(["-m", "venv"]).arg(&folder))?;
    let mut pip = stage.build.command(folder.join("bin/pip"));
    stage.run(pip.args(["install", "--quiet", "--disable-pip-version-check", PACKAGE]))?;
    fs::write(stamp, PACKAGE)?;
    Ok(program)
}

/// What the shop said last.
fn last_words(stderr: &Path) -> String {
    let text = fs::read_to_string(stderr).unwrap_or_default();
    let last = text.lines().map(str::trim).rfind(|line| !line.is_empty());
    last.map_or_else(|| "the shop said nothing".to_owned(), |line| format!("the shop said: {line}"))
}

/// A shop on a free port of this machine, without limits on how often one may come; gone when dropped.
struct Shop {
    child: Child,
    url: String,
}

impl Shop {
    fn open(program: &Path, data: &Path) -> Result<Self> {
        fs::create_dir_all(data)?;
        let out = data.join("stdout");
        let mut command = Command::new(program);
        command.args(["--demo", "--preset", "--baskets", "500", "--addr", "127.0.0.1:0", "--log", "warn"]);
        command.args(["--per-address", "0", "--per-shopper", "0", "--carrier-secret"]);
        command.arg(format!("karrio={SECRET}")).arg("--data").arg(data.join("store"));
        command.stdin(Stdio::null()).stdout(fs::File::create(&out)?);
        command.stderr(fs::File::create(data.join("stderr"))?);
        let child = command.spawn().context("the shop could not be started")?;
        let mut shop = Self { child, url: String::new() };
        shop.url = shop.announced(&out).with_context(|| last_words(&data.join("stderr")))?;
        Ok(shop)
    }

    /// The address that the shop prints once it is open.
    fn announced(&mut self, out: &Path) -> Result<String> {
        let began = Instant::now();
        while began.elapsed() < OPENS {
            let text = fs::read_to_string(out)?;
            let url = text.split_whitespace().find(|word| word.starts_with("http://"));
            if let (Some(url), true) = (url, text.lines().count() > 1) {
                return Ok(url.trim_end_matches('/').to_owned());
            }
            if let Some(status) = self.child.try_wait()? {
                bail!("the shop ended ({status}) before it was open");
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        bail!("the shop did not open within {} s", OPENS.as_secs())
    }
}

impl Drop for Shop {
    fn drop(&mut self) {
        // It may be gone already, and then there is nothing to end.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
