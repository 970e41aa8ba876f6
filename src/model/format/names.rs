//! Chinese names of tables, by which files may call them where TOML lets them: `["企业"]`, `on = "企业"`, `count = "企业"`.

use super::TABLES;

/// Tables with the Chinese names that are understood as them.
pub const TABLE_NAMES: &[(&str, &[&str])] = &[
    ("park", &["园区", "园区信息", "基本情况"]),
    ("run", &["运行"]),
    ("industries", &["产业", "行业"]),
    ("correlation", &["相关性", "产业相关性", "相关系数"]),
    ("enterprises", &["企业", "现有企业", "企业名册", "企业名单"]),
    ("exits", &["退出", "企业退出", "退出规则"]),
    ("resources", &["资源"]),
    ("supplies", &["供给", "资源供给"]),
    ("land", &["土地", "土地处置"]),
    ("routes", &["途径", "处置途径"]),
    ("parcels", &["地块", "闲置地块", "宗地"]),
    ("projects", &["项目", "已知项目", "在手项目"]),
    ("channels", &["渠道", "招商渠道"]),
    ("targets", &["目标", "考核目标"]),
    ("goals", &["目标组合"]),
    ("scores", &["得分", "考核得分"]),
    ("budget", &["预算", "政策预算"]),
    ("policies", &["政策"]),
    ("mixes", &["组合", "政策组合"]),
    ("changes", &["变动"]),
];

/// The key of the table that a word names, in Chinese or by the key itself.
pub fn table_named(word: &str) -> Option<&'static str> {
    let word = word.trim();
    let by_key = TABLES.iter().map(|table| table.key).find(|key| !key.is_empty() && *key == word);
    by_key.or_else(|| TABLE_NAMES.iter().find(|(_, names)| names.contains(&word)).map(|(key, _)| *key))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_table_has_names_of_its_own() {
        let named: Vec<&str> = TABLE_NAMES.iter().map(|(key, _)| *key).collect();
        let tables: Vec<&str> = TABLES.iter().map(|table| table.key).filter(|key| !key.is_empty()).collect();
        assert_eq!(named.iter().collect::<BTreeSet<_>>(), tables.iter().collect::<BTreeSet<_>>());
        let all: Vec<&&str> = TABLE_NAMES.iter().flat_map(|(_, names)| *names).collect();
        assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len(), "a name of two tables");
        assert_eq!(
            [table_named("园区"), table_named(" park "), table_named("园")],
            [Some("park"), Some("park"), None]
        );
    }
}
