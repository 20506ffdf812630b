//! schemathesis reads the shop's own OpenAPI document, makes up requests and holds the answers against it.

use std::fs;
use std::path::PathBuf;

use anyhow::{Result, bail};

use crate::build_folder::on_path;
use crate::open_shop::Shop;
use crate::stage::Stage;

/// What is installed, into an environment of its own in the build folder.
const PACKAGE: &str = "schemathesis==4.32.5";
/// Requests made up per call and phase; `ATTAR_OPENAPI_EXAMPLES` says otherwise.
const EXAMPLES: &str = "300";
/// What the feed proves itself by that the shop hears.
const SECRET: &str = "a-secret-of-karrio";
/// No answer may fail these.
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,\
                      response_schema_conformance,negative_data_rejection";

/// Another form of the wire is refused with 426.
const CONFIG: &str = "[checks]\n\
    negative_data_rejection.expected-statuses = [400, 401, 403, 404, 405, 406, 409, 413, 415, 422, 426, 428, 429]\n";

/// Opens a shop on a free port, and holds its answers against its document.
pub fn openapi(stage: &mut Stage<'_>) -> Result<String> {
    let program = installed(stage)?;
    let data = stage.build.target.join("attar-openapi");
    let secret = format!("karrio={SECRET}");
    let shop = Shop::open(stage, &data, &["--baskets", "500", "--carrier-secret", &secret])?;
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
