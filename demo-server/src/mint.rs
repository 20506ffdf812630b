//! New identifiers, from the machine's randomness.

use attar::id::{ContactId, OrderId, ShopperId, SourceId};

use crate::error::Failure;

/// So many random bytes.
pub(crate) fn random<const N: usize>() -> Result<[u8; N], Failure> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)?;
    Ok(bytes)
}

pub(crate) fn shopper() -> Result<ShopperId, Failure> {
    random().map(ShopperId)
}

pub(crate) fn order() -> Result<OrderId, Failure> {
    random().map(OrderId)
}

pub(crate) fn contact() -> Result<ContactId, Failure> {
    random().map(ContactId)
}

pub(crate) fn source() -> Result<SourceId, Failure> {
    random().map(SourceId)
}
