//! The laws, each tried on random histories. `PROPTEST_CASES` raises the number of tries.

mod case;
mod law;
