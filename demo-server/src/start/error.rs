//! Why a shop does not open: one sentence each, with what to do.

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;

use crate::demo::ImportError;
use crate::{Failure, LogError, OpenError};

/// Why a shop does not open.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Another program listens there.
    #[error(
        "port `{}` of `{}` is taken: stop the program that has it, or choose another with `--addr`",
        addr.port(),
        addr.ip()
    )]
    PortTaken {
        /// Where the shop should listen.
        addr: SocketAddr,
    },
    /// Nobody can listen there.
    #[error("the shop cannot listen at `{addr}` ({why}): choose another address with `--addr`")]
    Address {
        /// Where the shop should listen.
        addr: SocketAddr,
        /// What the system said.
        why: io::Error,
    },
    /// The data folder cannot be made.
    #[error("the data folder `{}` cannot be made ({why}): choose another with `--data`", folder.display())]
    Data {
        /// The folder.
        folder: PathBuf,
        /// What the system said.
        why: io::Error,
    },
    /// The store is half filled.
    #[error("the store holds only a part of the demo's past: start once with `--demo` to finish the import")]
    CutShort,
    /// The store cannot be served.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The store cannot be read.
    #[error(transparent)]
    Log(#[from] LogError),
    /// The machine gives no random numbers.
    #[error(transparent)]
    Failure(#[from] Failure),
    /// The demo's data cannot be brought in.
    #[error(transparent)]
    Import(#[from] ImportError),
    /// A thread of ours broke off.
    #[error("opening the store broke off: start again")]
    Broken,
}

impl StartError {
    /// The exit code: 2 for a wrong setting, 1 for all else.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Data { .. } => 2,
            _ => 1,
        }
    }
}
