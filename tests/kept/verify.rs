//! `parkcast verify`.
