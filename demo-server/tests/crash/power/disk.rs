//! A folder on a disk that may lose its power: what is surely there, and what may be.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::trace::Call;
use crate::random::Random;

/// What a disk writes as a whole.
const SECTOR: usize = 512;

/// One file.
#[derive(Debug, Default, Clone)]
struct File {
    /// What is surely there.
    bytes: Vec<u8>,
    /// What was handed over since, with the number of its call.
    pending: Vec<(usize, Change)>,
}

#[derive(Debug, Clone)]
enum Change {
    Write { at: usize, bytes: Vec<u8> },
    Cut { length: usize },
}

/// The files of a folder.
#[derive(Debug, Default, Clone)]
pub struct Disk {
    files: BTreeMap<String, File>,
    /// Whose names are surely there.
    named: BTreeSet<String>,
    calls: usize,
}

impl Disk {
    /// A folder in which all is on the disk.
    pub fn load(folder: &Path) -> Self {
        let mut disk = Self::default();
        for path in super::files(folder) {
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            let file = File { bytes: std::fs::read(&path).expect("a file"), pending: Vec::new() };
            disk.named.insert(name.clone());
            disk.files.insert(name, file);
        }
        disk
    }

    /// What a call does to it.
    pub fn take(&mut self, call: &Call) {
        match call {
            Call::Make { file } => drop(self.files.entry(file.clone()).or_default()),
            Call::Write { file, at, bytes } => {
                self.change(file, Change::Write { at: *at, bytes: bytes.clone() });
            }
            Call::Cut { file, length } => self.change(file, Change::Cut { length: *length }),
            Call::Remove { file } => {
                self.files.remove(file);
                self.named.remove(file);
            }
            Call::Sync { file, began } => self.sync(file, self.calls - began),
            Call::SyncFolder => self.named = self.files.keys().cloned().collect(),
            Call::Answer { .. } => {}
        }
        self.calls += 1;
    }

    fn change(&mut self, file: &str, change: Change) {
        let call = self.calls;
        self.files.entry(file.to_owned()).or_default().pending.push((call, change));
    }

    /// Only what was handed over before the sync began is surely there when it ends.
    fn sync(&mut self, file: &str, began: usize) {
        let Some(file) = self.files.get_mut(file) else { return };
        let (synced, later) = file.pending.drain(..).partition(|(call, _)| *call < began);
        file.pending = later;
        let synced: Vec<(usize, Change)> = synced;
        synced.iter().for_each(|(_, change)| change.apply(&mut file.bytes));
    }

    /// What is left: all that is sure, and of the rest what chance has it, in whole sectors; a file
    /// whose name is not on the disk is gone.
    pub fn lose_power(mut self, random: &mut Random) -> Self {
        let how = random.below(3);
        self.files.retain(|name, _| self.named.contains(name));
        for file in self.files.values_mut() {
            for (_, change) in std::mem::take(&mut file.pending) {
                match how {
                    0 => {}
                    1 if random.below(2) == 0 => change.apply(&mut file.bytes),
                    1 => {}
                    _ => change.torn(random).apply(&mut file.bytes),
                }
            }
        }
        self
    }

    /// Writes the files into an empty folder.
    pub fn write(&self, folder: &Path) {
        for (name, file) in &self.files {
            std::fs::write(folder.join(name), &file.bytes).expect("written");
        }
    }
}

impl Change {
    fn apply(&self, file: &mut Vec<u8>) {
        match self {
            Self::Cut { length } => file.resize(*length, 0),
            Self::Write { at, bytes } => {
                let end = at + bytes.len();
                file.resize(file.len().max(end), 0);
                file[*at..end].copy_from_slice(bytes);
            }
        }
    }

    /// Only its first sectors.
    fn torn(self, random: &mut Random) -> Self {
        match self {
            Self::Write { at, mut bytes } => {
                let sectors = bytes.len().div_ceil(SECTOR) as u64;
                let kept = usize::try_from(random.below(sectors + 1)).unwrap_or_default();
                bytes.truncate(kept * SECTOR);
                Self::Write { at, bytes }
            }
            cut @ Self::Cut { .. } => cut,
        }
    }
}
