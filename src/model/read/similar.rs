//! Names that may be the same thing's: short and full names of a company, traditional characters, a slip of one character.

use super::lookalike;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Traditional characters in common use with their simplified form: those of the first level of Big5, from OpenCC's
/// `TSCharacters` (Apache-2.0).
const TRADITIONAL: &str = include_str!("traditional.txt");

/// What companies are called besides their own name.
const FORMS: &[&str] = &[
    "股份有限公司",
    "有限责任公司",
    "有限公司",
    "总公司",
    "分公司",
    "公司",
    "集团",
    "总厂",
    "分厂",
    "工厂",
    "厂",
    "co.,ltd.",
    "co.,ltd",
    "co.ltd",
    "limited",
    "ltd.",
    "ltd",
    "inc.",
    "inc",
    "company",
    "corporation",
];

const PROVINCES: &[&str] = &[
    "北京",
    "天津",
    "上海",
    "重庆",
    "河北",
    "山西",
    "辽宁",
    "吉林",
    "黑龙江",
    "江苏",
    "浙江",
    "安徽",
    "福建",
    "江西",
    "山东",
    "河南",
    "湖北",
    "湖南",
    "广东",
    "海南",
    "四川",
    "贵州",
    "云南",
    "陕西",
    "甘肃",
    "青海",
    "台湾",
    "内蒙古",
    "广西",
    "西藏",
    "宁夏",
    "新疆",
    "中国",
];

/// The least characters of a core that says something by itself, and of one in which a slip can be told.
const TELLING: usize = 2;
const LONG: usize = 4;

/// A name without what says where a company is and of which form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Core(Vec<char>);

impl Core {
    pub(crate) fn of(name: &str) -> Self {
        static SIMPLIFIED: LazyLock<HashMap<char, char>> = LazyLock::new(|| {
            let pair = |pair: &str| {
                let mut both = pair.chars();
                Some((both.next()?, both.next()?))
            };
            TRADITIONAL.split_whitespace().filter_map(pair).collect()
        });
        let mut inside = 0_usize;
        let outside = |c: &char| {
            match c {
                '(' | '[' => inside += 1,
                ')' | ']' => inside = inside.saturating_sub(1),
                _ => return inside == 0,
            }
            false
        };
        let plain: String = lookalike::folded(name).chars().filter(outside).collect();
        let plain: String =
            plain.chars().filter(|c| !c.is_whitespace()).map(|c| *SIMPLIFIED.get(&c).unwrap_or(&c)).collect();
        let bare = without_form(without_place(&plain));
        Self((if bare.is_empty() { &plain } else { bare }).chars().collect())
    }

    /// Whether two names are so near that they may be one thing's.
    pub(crate) fn is_near(&self, other: &Self) -> bool {
        let (short, long) =
            if self.0.len() <= other.0.len() { (&self.0, &other.0) } else { (&other.0, &self.0) };
        let rest =
            if long.starts_with(short) { &long[short.len()..] } else { &long[..long.len() - short.len()] };
        let is_part = short.len() >= TELLING && (long.starts_with(short) || long.ends_with(short));
        let is_short_form = is_part && short.iter().any(|c| !c.is_ascii()) && !rest.iter().any(tells_apart);
        short == long || is_short_form || is_slip(short, long)
    }
}

fn without_place(name: &str) -> &str {
    let name = PROVINCES.iter().find_map(|place| name.strip_prefix(place)).unwrap_or(name);
    let name = name.strip_prefix('省').unwrap_or(name);
    // "遂宁市", "射洪县": a place of two or three characters.
    let end = name.char_indices().take(LONG).skip(TELLING).find(|(_, c)| matches!(c, '市' | '县' | '区'));
    end.map_or(name, |(at, c)| &name[at + c.len_utf8()..])
}

fn without_form(name: &str) -> &str {
    let mut bare = name;
    while let Some(rest) = FORMS.iter().find_map(|form| bare.strip_suffix(form)) {
        bare = rest;
    }
    bare
}

/// Whether a character is one by which things of a row are told apart: "甲纺织", "02", "二期".
fn tells_apart(c: &char) -> bool {
    c.is_ascii_alphanumeric() || "一二三四五六七八九十甲乙丙丁戊己庚辛壬癸东南西北期号".contains(*c)
}

/// Whether one character alone differs or is missing, and is none by which things of a row are told apart.
fn is_slip(short: &[char], long: &[char]) -> bool {
    if short.len() < LONG || long.len() - short.len() > 1 {
        return false;
    }
    let same = short.iter().zip(long).take_while(|(a, b)| a == b).count();
    let (rest_of_short, rest_of_long) = (&short[same..], &long[same..]);
    let differs = match (rest_of_short, rest_of_long) {
        ([a, short @ ..], [b, long @ ..]) if short == long => [Some(a), Some(b)],
        (short, [b, long @ ..]) if short == long => [None, Some(b)],
        _ => return false,
    };
    !differs.into_iter().flatten().any(tells_apart)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(a: &str, b: &str) -> bool {
        Core::of(a).is_near(&Core::of(b)) && Core::of(b).is_near(&Core::of(a))
    }

    #[test]
    fn short_and_full_names_are_near() {
        for (a, b) in [
            ("四川佳纺有限公司", "佳纺公司"),
            ("四川省遂宁市佳纺纺织有限责任公司", "佳纺纺织"),
            ("佳纺（四川）有限公司", "佳纺公司"),
            ("遂宁佳纺有限公司", "佳纺公司"),
            ("臺鑫電子有限公司", "台鑫电子有限公司"),
            ("臺鑫電子", "台鑫电子有限公司"),
            ("鑫达电子科技公司", "鑫达电孑科技公司"),
            ("鑫达电子科技公司", "鑫达电科技公司"),
            ("ＡＢＣ食品公司", "abc食品有限公司"),
            ("Jiafang Textile Co., Ltd.", "Jiafang Textile"),
        ] {
            assert!(near(a, b), "{a} / {b}: {:?} {:?}", Core::of(a), Core::of(b));
        }
    }

    #[test]
    fn names_of_a_row_are_not() {
        for (a, b) in [
            ("甲纺织", "乙纺织"),
            ("纺织鞋服01", "纺织鞋服02"),
            ("东区标准厂房一期", "东区标准厂房二期"),
            ("预制菜", "预制菜二期"),
            ("四川佳纺有限公司", "四川鑫达有限公司"),
            ("Textile A", "Textile B"),
            ("示例·甲纺织", "示例·乙食品"),
        ] {
            assert!(!near(a, b), "{a} / {b}");
        }
    }
}
