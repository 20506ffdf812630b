//! The drill: a backup of a shop that serves, its folder lost, and the backup put back.

use std::path::Path;
use std::process::Output;

use attar_server::start::STORE;

use crate::buyer::Buyer;
use crate::inspect;
use crate::page::{Acknowledged, browse};
use crate::prepared::{Folder, Shopper, fill};
use crate::process::{Process, program};
use crate::site::Site;

fn shop(words: &[&str], folder: &Path, flag: &str, file: &Path) -> Output {
    let mut command = program();
    command.args(words).arg("--data").arg(folder).arg(flag).arg(file);
    command.output().expect("the program runs")
}

fn sentence(output: &Output) -> String {
    assert!(!output.status.success(), "{output:?}");
    let words = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(words.starts_with("shop: ") && words.trim_end().lines().count() == 1, "{words}");
    words
}

/// A shop under load, backed up in the midst of it.
fn backed_up(folder: &Path, shopper: &Shopper, file: &Path) -> Acknowledged {
    let site = Site::default();
    let running = Process::open(folder, &[]);
    site.moved_to(&running.addr);
    std::thread::scope(|scope| {
        let page = scope.spawn(|| browse(&site, shopper, 400));
        std::thread::sleep(std::time::Duration::from_millis(100));
        let output = shop(&["backup"], folder, "--to", file);
        assert!(output.status.success(), "{output:?}");
        site.close();
        page.join().expect("a page")
    })
}

#[test]
fn a_backup_of_a_serving_shop_opens_and_sells_in_an_empty_folder() {
    let (folder, other) = (Folder::new("backup"), Folder::new("restored"));
    let shoppers = fill(folder.path(), 2);
    let file = other.path().join("monday.attar");
    let page = backed_up(folder.path(), &shoppers[0], &file);
    let data = other.path().join("data");
    let output = shop(&["restore"], &data, "--from", &file);
    assert!(output.status.success(), "{output:?}");
    let (before, restored) = (inspect::log(folder.path()), inspect::log(&data));
    assert!(!restored.is_empty() && before.starts_with(&restored), "it is a moment of the shop's past");
    let kept = inspect::numbers(&restored, page.source);
    assert!(!kept.is_empty() && kept.len() <= page.signals as usize);

    let (site, again) = (Site::default(), Process::open(&data, &[]));
    site.moved_to(&again.addr);
    let bought = Buyer::new(&site, &shoppers[1], 500, 3).shop_out();
    assert!(!bought.placed.is_empty(), "the tokens of before are known, and it sells");
}

#[test]
fn a_backup_is_for_its_owners_eyes_and_overwrites_nothing() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new("owner");
    fill(folder.path(), 1);
    let file = folder.path().join("copy");
    assert!(shop(&["backup"], folder.path(), "--to", &file).status.success());
    assert_eq!(file.metadata().expect("a file").permissions().mode() & 0o777, 0o600);
    let words = sentence(&shop(&["backup"], folder.path(), "--to", &file));
    assert!(words.contains("already there"), "{words}");
    let words = sentence(&shop(&["restore"], folder.path(), "--from", &file));
    assert!(words.contains("already there"), "{words}");
    let words = sentence(&shop(&["backup"], &folder.path().join("none"), "--to", &file.join("x")));
    assert!(words.contains("no store"), "{words}");
}

#[test]
fn a_damaged_backup_is_not_put_back() {
    let folder = Folder::new("damaged");
    fill(folder.path(), 1);
    let (file, data) = (folder.path().join("copy"), folder.path().join("data"));
    assert!(shop(&["backup"], folder.path(), "--to", &file).status.success());
    let whole = std::fs::read(&file).expect("a file");
    let mut flipped = whole.clone();
    flipped[whole.len() / 2..].fill(0x5a);
    for damaged in [b"a letter to my aunt, no store".to_vec(), flipped, Vec::new()] {
        std::fs::write(&file, &damaged).expect("damaged");
        sentence(&shop(&["restore"], &data, "--from", &file));
        assert!(!data.join(STORE).exists(), "nothing was left behind");
    }
}
