//! The sources of the program, for tests that read them as the compiler does: token by token, so that nothing hides in a comment
//! and nothing said in one is taken for code.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use std::fs;
use std::path::{Path, PathBuf};

/// Every source without its tests, by its path below `src`.
pub fn sources() -> Vec<(String, TokenStream)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    list(&root, &mut files);
    files.sort();
    let name = |file: &Path| file.strip_prefix(&root).unwrap().display().to_string().replace('\\', "/");
    let read = |file: &Path| without_tests(fs::read_to_string(file).unwrap().parse().unwrap());
    files.iter().map(|file| (name(file), read(file))).collect()
}

fn list(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.ends_with("tests") {
            list(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") && !path.ends_with("tests.rs") {
            files.push(path);
        }
    }
}

/// What is left where `#[cfg(test)]` holds of nothing.
pub fn without_tests(tokens: TokenStream) -> TokenStream {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut left = Vec::new();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        at += 1;
        match (token, &tokens[at..]) {
            (TokenTree::Punct(mark), [TokenTree::Group(attribute), item @ ..])
                if mark.as_char() == '#'
                    && attribute.stream().to_string().replace(' ', "") == "cfg(test)" =>
            {
                // The attribute, and the item up to its body or its end.
                at += 1 + item.iter().position(ends_item).map_or(0, |end| end + 1);
            }
            (TokenTree::Group(group), _) => {
                let mut inner = Group::new(group.delimiter(), without_tests(group.stream()));
                inner.set_span(group.span());
                left.push(inner.into());
            }
            _ => left.push(token.clone()),
        }
    }
    left.into_iter().collect()
}

fn ends_item(token: &TokenTree) -> bool {
    match token {
        TokenTree::Punct(mark) => mark.as_char() == ';',
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        _ => false,
    }
}
