//! What every page loads once: the snapshot and the names, encoded and hashed.

use std::sync::{Arc, OnceLock};

use attar::id::ContentHash;
use attar::model::Model;
use attar::shop::{Names, PublicShop};
use attar::terms::history::PriceHistory;
use attar::{Lang, Shop, Snapshot};
use sha2::{Digest, Sha256};

use crate::error::{Failure, PublishError};

/// Bytes that are named by their SHA-256 and never change.
#[derive(Debug)]
pub struct Blob {
    /// Their name.
    pub hash: ContentHash,
    /// As they are.
    pub bytes: Vec<u8>,
    brotli: OnceLock<Vec<u8>>,
}

impl Blob {
    /// Names the bytes.
    pub fn new(bytes: Vec<u8>) -> Self {
        let hash = ContentHash(Sha256::digest(&bytes).into());
        Self { hash, bytes, brotli: OnceLock::new() }
    }

    /// Compressed; once, then kept.
    pub fn brotli(&self) -> &[u8] {
        self.brotli.get_or_init(|| compress(&self.bytes))
    }
}

/// Quality 9: within 5 % of the best, at a tenth of the time.
fn compress(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let params = brotli::enc::BrotliEncoderParams { quality: 9, lgwin: 22, ..Default::default() };
    match brotli::BrotliCompress(&mut &bytes[..], &mut out, &params) {
        Ok(_) => out,
        Err(_) => Vec::new(),
    }
}

/// What things are called in one language.
#[derive(Debug)]
pub struct NamesFile {
    /// As bytes.
    pub blob: Blob,
    /// As names.
    pub names: Arc<Names>,
}

/// One snapshot and the names that belong to it, as they are served.
#[derive(Debug)]
pub struct Published {
    /// The name of the snapshot.
    pub hash: ContentHash,
    /// Decoded.
    pub snapshot: Arc<Snapshot>,
    /// Encoded.
    pub file: Blob,
    names: Vec<NamesFile>,
    bundles: Vec<(Lang, Blob)>,
}

impl Published {
    /// The public part of a shop, what its prices were, and a model, made into files.
    ///
    /// # Errors
    /// [`PublishError::Snapshot`] if the model contradicts itself.
    pub fn new(shop: &Shop, model: Model, prices: &PriceHistory) -> Result<Self, PublishError> {
        let names: Vec<NamesFile> =
            Lang::ALL.into_iter().map(|lang| names(shop, lang)).collect::<Result<_, _>>()?;
        let hashes = names.iter().map(|file| (file.names.lang, file.blob.hash)).collect();
        let shop = PublicShop { history: prices.clone(), ..shop.public().clone() };
        let snapshot = Snapshot { shop, names: hashes, model };
        let file = Blob::new(snapshot.encode()?);
        let snapshot = Arc::new(Snapshot::decode(&file.bytes)?);
        let bundles = names.iter().map(|names| Ok((names.names.lang, bundle(&file, &names.blob)?)));
        let bundles = bundles.collect::<Result<_, PublishError>>()?;
        Ok(Self { hash: file.hash, snapshot, file, names, bundles })
    }

    /// What things are called in that language.
    pub fn names(&self, lang: Lang) -> Option<&NamesFile> {
        self.names.iter().find(|file| file.names.lang == lang)
    }

    /// The snapshot and what things are called in a language, in one file.
    pub fn bundles(&self) -> impl Iterator<Item = (Lang, &Blob)> {
        self.bundles.iter().map(|(lang, blob)| (*lang, blob))
    }

    /// Compresses all files, where that is not done yet.
    pub(crate) fn compress(&self) {
        self.file.brotli();
        for (_, blob) in &self.bundles {
            blob.brotli();
        }
        for file in &self.names {
            file.blob.brotli();
        }
    }

    /// What things are called, in every language.
    pub fn names_files(&self) -> &[NamesFile] {
        &self.names
    }
}

/// How long the snapshot is, in four bytes, the least first; the snapshot; the names. A page that begins asks once.
fn bundle(snapshot: &Blob, names: &Blob) -> Result<Blob, Failure> {
    let length = u32::try_from(snapshot.bytes.len()).map_err(|error| Failure::Encoding(error.to_string()))?;
    Ok(Blob::new([&length.to_le_bytes()[..], &snapshot.bytes, &names.bytes].concat()))
}

fn names(shop: &Shop, lang: Lang) -> Result<NamesFile, Failure> {
    let names = Arc::new(shop.names(lang));
    let bytes = postcard::to_allocvec(&*names).map_err(|error| Failure::Encoding(error.to_string()))?;
    Ok(NamesFile { blob: Blob::new(bytes), names })
}
