//! Where the engine's memory comes from: TLSF, which takes the same few steps to get a piece as to give it
//! back however long the page lives, and is 2 KB smaller than the standard allocator.

use rlsf::{GlobalTlsf, GlobalTlsfOptions};

/// Small code, except that what the page is given in a row becomes one block: a snapshot is large.
struct Small;

impl GlobalTlsfOptions for Small {
    const ENABLE_REALLOCATION: bool = false;
    const COALESCE_POOLS: bool = true;
}

#[global_allocator]
static ALLOCATOR: GlobalTlsf<Small> = GlobalTlsf::new();
