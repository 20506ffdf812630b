//! The server over HTTP: what it promises beyond the corpus, and what it does with bad input.

mod case;
mod http;
mod serve;
