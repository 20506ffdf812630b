//! The short forms that the shops and models of the cases are written in.
#![allow(dead_code, reason = "only shops and models are read")]

#[path = "../../case/short.rs"]
pub mod short;
