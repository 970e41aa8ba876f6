//! Names of sheets, for which Excel has rules of its own.

use crate::tables::Table;
use std::collections::BTreeSet;

/// Most units of UTF-16 in a name, which is how Excel counts.
const LIMIT: usize = 31;

/// A name for the sheet of each table, unlike every other and unlike those that are taken.
pub fn unique(taken: &[String], tables: &[Table]) -> Vec<String> {
    let mut seen: BTreeSet<String> = taken.iter().map(|name| name.to_lowercase()).collect();
    let mut name = |table: &Table| {
        let plain = plain(&table.title);
        let plain = if plain.is_empty() { table.id.stem() } else { &plain };
        let numbered = (1..).map(|n| if n == 1 { cut(plain, "") } else { cut(plain, &format!(" {n}")) });
        let mut free = numbered.filter(|name| seen.insert(name.to_lowercase()));
        free.next().unwrap_or_default()
    };
    tables.iter().map(&mut name).collect()
}

/// A title without the signs that Excel refuses and those that set a name off in a reference.
fn plain(title: &str) -> String {
    let allowed = |c| match c {
        '[' => '（',
        ']' => '）',
        ':' => '：',
        '*' | '?' | '/' | '\\' => '-',
        '\'' => '’',
        _ => c,
    };
    title.trim().chars().filter(|c| !c.is_control()).map(allowed).collect()
}

fn cut(name: &str, end: &str) -> String {
    let mut room = LIMIT - end.len();
    let fits = |c: &char| {
        let enough = room >= c.len_utf16();
        room -= if enough { c.len_utf16() } else { 0 };
        enough
    };
    let name: String = name.chars().take_while(fits).collect();
    name.trim_end().to_owned() + end
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::TableId;

    #[test]
    fn names_are_short_plain_and_unlike_each_other() {
        let titles =
            ["各项目标", "各项目标", "a/b:c", "", "说明", "READ ME", &"长".repeat(40), &"长".repeat(41)];
        let table =
            |title: &&str| Table { id: TableId::Park, title: (*title).into(), columns: vec![], rows: vec![] };
        let taken = ["说明".to_owned(), "Read me".to_owned()];
        let names = unique(&taken, &titles.iter().map(table).collect::<Vec<_>>());
        let long = ["长".repeat(31), format!("{} 2", "长".repeat(29))];
        assert_eq!(names[..6], ["各项目标", "各项目标 2", "a-b：c", "park", "说明 2", "READ ME 2"]);
        assert_eq!(names[6..], long);
    }
}
