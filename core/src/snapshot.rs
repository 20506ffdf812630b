//! What every page loads once: the public shop and the model, in one immutable file.

use core::fmt;

use serde::{Deserialize, Serialize};

use crate::decode::decode;
use crate::id::ContentHash;
use crate::model::{Model, ModelError};
use crate::shop::{Alike, PublicShop};
use crate::text::Lang;

/// The public shop and the model. Its file is named by the SHA-256 of its bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    /// What is sold, at which prices.
    pub shop: PublicShop,
    /// Where the names of things are, per language.
    pub names: Vec<(Lang, ContentHash)>,
    /// What was learned.
    pub model: Model,
}

/// Why bytes are no snapshot that this engine can read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SnapshotError {
    /// The first bytes are not those of a snapshot.
    NotASnapshot,
    /// It was written by another version of the engine.
    OtherVersion {
        /// The version in the file.
        found: u16,
    },
    /// It is cut short or damaged.
    Corrupt,
    /// Its tables contradict one another.
    Model(ModelError),
    /// Its products or prices are not in order.
    Unsorted,
}

impl fmt::Display for SnapshotError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotASnapshot => f.write_str("this is no snapshot"),
            Self::OtherVersion { found } => write!(
                f,
                "the snapshot has version `{found}`, this engine reads `{}`: train again, or update the engine",
                Snapshot::VERSION
            ),
            Self::Corrupt => f.write_str("the snapshot is cut short or damaged: fetch it or train it again"),
            Self::Model(error) => error.fmt(f),
            Self::Unsorted => f.write_str("the products or prices of the snapshot are not in order"),
        }
    }
}

impl core::error::Error for SnapshotError {}

impl Snapshot {
    /// The version of the format, in the header.
    pub const VERSION: u16 = 8;
    const MAGIC: [u8; 4] = *b"ATTR";

    /// A snapshot of a shop that has learned nothing yet.
    pub fn cold(shop: PublicShop) -> Self {
        Self { shop, names: Vec::new(), model: Model::default() }
    }

    /// The file: `ATTR`, the version as u16 little-endian, then postcard.
    ///
    /// # Errors
    /// [`SnapshotError::Corrupt`] if it cannot be encoded.
    pub fn encode(&self) -> Result<Vec<u8>, SnapshotError> {
        let mut bytes = Vec::from(Self::MAGIC);
        bytes.extend(Self::VERSION.to_le_bytes());
        postcard::to_extend(self, bytes).map_err(|_| SnapshotError::Corrupt)
    }

    /// Reads a file.
    ///
    /// # Errors
    /// A [`SnapshotError`] for anything but a whole, sound snapshot of this version.
    pub fn decode(bytes: &[u8]) -> Result<Self, SnapshotError> {
        let (magic, rest) = bytes.split_first_chunk().ok_or(SnapshotError::NotASnapshot)?;
        if *magic != Self::MAGIC {
            return Err(SnapshotError::NotASnapshot);
        }
        let (version, rest) = rest.split_first_chunk().ok_or(SnapshotError::Corrupt)?;
        match u16::from_le_bytes(*version) {
            Self::VERSION => Self::decode_body(rest),
            found => Err(SnapshotError::OtherVersion { found }),
        }
    }

    fn decode_body(bytes: &[u8]) -> Result<Self, SnapshotError> {
        let mut snapshot: Self = decode(bytes).ok_or(SnapshotError::Corrupt)?;
        if !snapshot.shop.is_sorted() {
            return Err(SnapshotError::Unsorted);
        }
        snapshot.model.check().map_err(SnapshotError::Model)?;
        snapshot.shop.alike = Alike::among(&snapshot.shop.products);
        snapshot.shop = snapshot.shop.with_means();
        Ok(snapshot)
    }

    /// Where the names of things are in that language.
    pub fn names_file(&self, lang: Lang) -> Option<ContentHash> {
        self.names.iter().find(|(l, _)| *l == lang).map(|(_, hash)| *hash)
    }
}
