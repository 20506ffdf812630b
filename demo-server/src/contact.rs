//! Names and addresses: they lie in a table of their own, never in the log.

use serde::{Deserialize, Serialize};

/// Where an order goes to. JSON in the store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// Of a person.
    pub name: String,
    /// Of a house.
    pub address: String,
    /// Of a mailbox.
    pub email: String,
}
