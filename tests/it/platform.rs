//! Nothing that decides a byte of the results calls a function of the platform's C library.
//!
//! IEEE 754 fixes the four operations, square roots and `mul_add`; exp, ln, powers and angles differ in the last bit from one
//! library to the next, and a last bit can decide. Those that lead from a scenario to its results are `libm`'s and our own
//! (`random::elementary`, `random::special`).

use crate::sources::{sources, without_tests};
use proc_macro2::{Ident, TokenStream, TokenTree};

/// Folders that make words and pictures of results that are there.
const FREE: [&str; 3] = ["chart/", "report/", "words/"];

/// Methods of `f64` that the platform works out, or whose last bit nobody fixes (`powi`).
const PLATFORM: [&str; 30] = [
    "acos", "acosh", "asin", "asinh", "atan", "atan2", "atanh", "cbrt", "cos", "cosh", "erf", "erfc", "exp",
    "exp2", "exp_m1", "gamma", "hypot", "ln", "ln_1p", "ln_gamma", "log", "log10", "log2", "powf", "powi",
    "sin", "sin_cos", "sinh", "tan", "tanh",
];

/// Crates that call them.
const CRATES: [&str; 2] = ["rand_distr", "statrs"];

/// What is used of these crates all the same, and why it decides no byte by platform.
const HARMLESS: [(&str, &str); 2] = [
    // A point in a disc by rejection and a uniform: products and sums alone.
    ("model/law/gamma.rs", "rand_distr::{Distributionas_,Open01,UnitDisc}"),
    // The way to a quantile whose digits our own distribution function settles.
    ("model/results/interval.rs", "statrs::distribution::{ContinuousCDF,StudentsT}"),
];

/// What in `tokens` the platform works out: methods and functions of `f64`, and paths into the crates that call them.
fn found(tokens: TokenStream) -> Vec<String> {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let is_platforms = |name: &Ident| PLATFORM.contains(&name.to_string().as_str());
    let mut names = Vec::new();
    for at in 0..tokens.len() {
        match &tokens[at..] {
            [TokenTree::Punct(dot), TokenTree::Ident(name), TokenTree::Group(_), ..]
                if dot.as_char() == '.' && is_platforms(name) =>
            {
                names.push(format!(".{name}"));
            }
            [TokenTree::Ident(of), TokenTree::Punct(_), TokenTree::Punct(_), TokenTree::Ident(name), ..]
                if *of == "f64" && is_platforms(name) =>
            {
                names.push(format!("f64::{name}"));
            }
            [TokenTree::Ident(name), path @ ..] if CRATES.contains(&name.to_string().as_str()) => {
                let ends =
                    |token: &TokenTree| matches!(token, TokenTree::Punct(mark) if mark.as_char() == ';');
                let path: TokenStream = path.iter().take_while(|token| !ends(token)).cloned().collect();
                names.push(format!("{name}{path}").replace(char::is_whitespace, ""));
            }
            [TokenTree::Group(group), ..] => names.extend(found(group.stream())),
            _ => {}
        }
    }
    names
}

#[test]
fn no_byte_of_results_is_the_platforms() {
    let all: Vec<(String, String)> = sources()
        .into_iter()
        .flat_map(|(file, tokens)| found(tokens).into_iter().map(move |name| (file.clone(), name)))
        .collect();
    let named: Vec<(&str, &str)> = all.iter().map(|(file, name)| (&**file, &**name)).collect();
    let is_free = |file: &str| FREE.iter().any(|folder| file.starts_with(folder));
    let wrong: Vec<_> = named.iter().filter(|one| !is_free(one.0) && !HARMLESS.contains(one)).collect();
    assert!(wrong.is_empty(), "use libm, random::elementary or random::special: {wrong:#?}");
    for folder in FREE {
        assert!(named.iter().any(|(file, _)| file.starts_with(folder)), "{folder} needs no exception");
    }
    for kept in HARMLESS {
        assert!(named.contains(&kept), "{kept:?} is not there");
    }
}

/// With its features as they are, `nalgebra` takes what is not fixed from `libm`, and has no product of matrices that goes by the
/// processor at hand.
#[test]
fn matrices_are_not_the_platforms() {
    let manifest = include_str!("../../Cargo.toml");
    let line = manifest.lines().find(|line| line.starts_with("nalgebra = ")).unwrap();
    assert!(line.contains("default-features = false") && line.contains("\"libm-force\""), "{line}");
    assert!(!line.contains("\"std\"") && !line.contains("\"matrixmultiply\""), "{line}");
    let line = manifest.lines().find(|line| line.starts_with("statrs = ")).unwrap();
    assert!(line.contains("default-features = false") && !line.contains("\"nalgebra\""), "{line}");
}

#[test]
fn what_is_the_platforms_is_seen() {
    let seen = |source: &str| found(without_tests(source.parse().unwrap()));
    assert_eq!(seen("fn f(x: f64) -> f64 { exp(x) + x.sqrt() + libm::log(x) } // x.ln()"), [""; 0]);
    assert_eq!(seen("fn f(x: f64) -> f64 { g(x.exp()) + xs.map(f64::ln) }"), [".exp", "f64::ln"]);
    assert_eq!(
        seen("use statrs::function::beta; #[cfg(test)] mod tests { fn f() { x.ln() } }"),
        ["statrs::function::beta"]
    );
}
