//! Bodies of feeds, and what they are read as.
