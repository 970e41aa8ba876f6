//! `docs/reference.md`, generated from the declarations of the format, the metrics and the distributions.

use super::kept;
use parkcast::chart::CHARTS;
use parkcast::format::rosters::{CHOICE_WORDS, ROSTERS, columns};
use parkcast::format::units::units;
use parkcast::format::{
    CHANGE_SUBJECTS, CONDITION_MARKS, Dimension, FieldSpec, Kind, TABLES, TableSpec, score_item,
};
use parkcast::law::FAMILIES;
use parkcast::scenario::metric::MetricSpec;
use parkcast::scenario::{EnterpriseMetric, IndustryMetric, Metric, ParkMetric};
use parkcast::text::{Lang, Text, text};

/// Dimensions in the order in which the page lists them, with what each is called.
fn dimensions() -> Vec<(Dimension, Text)> {
    vec![
        (Dimension::Output, text!("产值、产能（每年）", "output or capacity a year")),
        (Dimension::Money, text!("税收、费用", "tax or cost")),
        (Dimension::Land, text!("土地", "land")),
        (Dimension::PerMu, text!("亩均指标", "figures per mu")),
        (Dimension::Months, text!("时间", "duration")),
        (Dimension::Growth, text!("增速", "growth")),
        (Dimension::Volatility, text!("波动率", "volatility")),
        (Dimension::Share, text!("概率、比重", "probability or share")),
        (Dimension::Rate, text!("年签约数", "number a year")),
        (Dimension::Amount, text!("资源的数量", "amount of a resource")),
        (Dimension::AmountPerOutput, text!("每亿元产能的资源", "amount of a resource per 亿元 of capacity")),
        (Dimension::Plain, text!("不小于0的数", "number, 0 or more")),
        (Dimension::Signed, text!("数，可为负", "number, may be negative")),
        (Dimension::Whole, text!("整数，可为负", "whole number, may be negative")),
    ]
}

/// The unit of bare numbers.
fn own_unit(dimension: Dimension) -> Text {
    match dimension {
        Dimension::Output => text!("亿元", "亿元 (100 million yuan)"),
        Dimension::Money => text!("万元", "万元 (10,000 yuan)"),
        Dimension::Land => text!("亩（1/15公顷）", "亩 (mu, 1/15 hectare)"),
        Dimension::PerMu => text!("万元/亩", "万元/亩 (10,000 yuan per mu)"),
        Dimension::Months => text!("月", "months"),
        Dimension::Growth | Dimension::Volatility | Dimension::Share => {
            text!("小数（0.08 即8%）", "fraction (0.08 is 8%)")
        }
        Dimension::Rate => text!("个/年", "a year"),
        Dimension::Amount => text!("资源自己的单位", "the resource's own unit"),
        Dimension::AmountPerOutput => text!("资源的单位/亿元", "the resource's unit per 亿元"),
        Dimension::Plain | Dimension::Signed | Dimension::Whole => text!("无", "none"),
    }
}

/// How a value of a kind is written.
fn form(kind: Kind) -> Text {
    let choices = |choices: &[&str]| {
        let of = |separator| choices.iter().map(|choice| code(choice)).collect::<Vec<_>>().join(separator);
        Text { zh: of("、"), en: of(", ") }
    };
    match kind {
        Kind::Text => text!("文字", "text"),
        Kind::Id => text!("文字，不得重复", "text, unique"),
        Kind::Reference(table) => text!("`[[{table}]]` 之一", "one of `[[{table}]]`"),
        Kind::References(table) => text!("`[[{table}]]` 的列表", "list of `[[{table}]]`"),
        Kind::Texts => text!("文字的列表", "list of texts"),
        Kind::Integer => text!("整数", "whole number"),
        Kind::Number => text!("数", "number"),
        Kind::Choice(of) => choices(of),
        Kind::Month => text!("月份，如 `2024-06`", "month, such as `2024-06`"),
        Kind::Quantity(dimension) => {
            let (_, name) = dimensions().into_iter().find(|(known, _)| *known == dimension).unwrap();
            let (zh, en) = (name.zh, name.en);
            text!("数值：{zh}", "value: {en}")
        }
        Kind::Needs(_) => text!("`{{ 资源 = 数值 }}`", "`{{ RESOURCE = value }}`"),
        Kind::Weights => text!("12个数", "12 numbers"),
        Kind::Condition => text!("[条件](#条件)", "[condition](#conditions)"),
        Kind::Changes => text!("[变动](#变动)的列表", "list of [changes](#changes)"),
        Kind::Pairs => text!("`[产业, 产业, 数]` 的列表", "list of `[industry, industry, number]`"),
        Kind::Doses => text!("`{{ 政策 = 力度 }}`", "`{{ POLICY = dose }}`"),
        Kind::Items => text!("[考核项](#scoresitems)的列表", "list of [items](#scoresitems)"),
        Kind::Bound => text!("数值，单位随指标", "value in the metric's unit"),
        Kind::Path => text!("文件", "file"),
    }
}

fn code(text: &str) -> String {
    format!("`{text}`")
}

/// Texts in backquotes, one after the other.
fn codes<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    texts.into_iter().map(code).collect::<Vec<_>>().join(" ")
}

/// A table of Markdown; a column is as wide as it needs.
fn table(heads: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
    let heads: Vec<String> = heads.iter().map(|head| (*head).to_owned()).collect();
    let rule = vec!["---".to_owned(); heads.len()];
    let rows = rows.into_iter().map(|row| line(&row)).collect::<String>();
    line(&heads) + &line(&rule) + &rows
}

/// The page in one language.
fn page(lang: Lang) -> String {
    let say = |text: Text| text.get(lang).to_owned();
    let title = text!("格式参考", "Format");
    let links = text!(
        "[English](reference.en.md) · [返回首页](../README.md)",
        "[中文](reference.md) · [Back to the start](../README.en.md)"
    );
    let opening = text!(
        "情景的每一张表、每一个键，名单的每一种表头，全部指标、条件、分布和图。本页由程序的声明生成（`just papers`）。怎样用见[使用指南](guide.md)，\
         确切含义见[模型](MODEL.md)。",
        "Every table and key of a scenario, every heading of a sheet, all metrics, conditions, distributions and charts. Generated from \
         the program's own declarations (`just papers`). For how to use them see the [Guide](guide.en.md), for their exact \
         meaning the [Model](MODEL.md)."
    );
    let sections = [
        format!("# {}\n\n{}\n\n{}\n", say(title), say(links), say(opening)),
        values(lang),
        distributions(lang),
        tables(lang),
        rosters(lang),
        metrics(lang),
        conditions(lang),
        changes(lang),
        charts(lang),
    ];
    sections.join("\n")
}

fn values(lang: Lang) -> String {
    let opening = text!(
        "## 数值\n\n一个数值可以写成：\n\n\
         - 数：`8.6`，按该项自己的单位；\n\
         - 带单位的文字：`\"8.6亿元\"`；\n\
         - 区间：`\"6% to 16%\"`，十次有九次落在这中间（5%到95%分位数）；两端都为正、又不能为负的是对数正态分布，其余是正态分布；\n\
         - 三个数：`\"4% / 8% / 15%\"`，5%、50%、95%分位数，可以请专家来估计；\n\
         - 分布：`{{ dist = \"pert\", low = 0, mode = 2, high = 9 }}`，见[分布](#分布)。\n\n",
        "## Values\n\nA value may be written as\n\n\
         - a number: `8.6`, in the unit of its key;\n\
         - a text with a unit: `\"8.6亿元\"`;\n\
         - an interval: `\"6% to 16%\"`, in which it lies nine times in ten (5% to 95% quantile); lognormal where both ends are above 0 and it cannot be negative, else normal;\n\
         - three numbers: `\"4% / 8% / 15%\"`, the 5, 50 and 95% quantiles, which experts can be asked for;\n\
         - a distribution: `{{ dist = \"pert\", low = 0, mode = 2, high = 9 }}`, see [Distributions](#distributions).\n\n"
    );
    let heads = text!("数值|单位|也可以写", "Value|Unit|May also be written in");
    let heads: Vec<&str> = heads.get(lang).split('|').collect();
    let rows = dimensions().into_iter().map(|(dimension, name)| {
        vec![name.get(lang).to_owned(), own_unit(dimension).get(lang).to_owned(), codes(units(dimension))]
    });
    opening.get(lang).to_owned() + &table(&heads, rows)
}

fn distributions(lang: Lang) -> String {
    let opening = text!(
        "## 分布\n\n都可以再写 `min`、`max`。除自有上下限的以外，它们是条件（截断），不是把超出的压到边上。\n\n",
        "## Distributions\n\nEach also takes `min` and `max`. But where a distribution has bounds of its own they truncate it; they do not move what lies beyond to the bound.\n\n"
    );
    let heads = text!("`dist`|参数", "`dist`|Parameters");
    let heads: Vec<&str> = heads.get(lang).split('|').collect();
    let or = text!(" 或 ", " or ");
    let rows = FAMILIES.iter().map(|family| {
        let forms = family.forms.iter().map(|form| codes(form.iter().map(|parameter| parameter.key)));
        vec![code(family.name), forms.collect::<Vec<_>>().join(or.get(lang))]
    });
    opening.get(lang).to_owned() + &table(&heads, rows)
}

fn tables(lang: Lang) -> String {
    let opening = text!(
        "## 表与键\n\n`[[表]]` 可以写多次，每次一项；`[表]` 只写一次。“*”为必填。\n",
        "## Tables and keys\n\n`[[table]]` may be written several times, once for each entry; `[table]` once. \"*\" marks what is required.\n"
    );
    let sections = TABLES.iter().map(|table| section(table, &written(table), lang));
    let items = section(score_item(), "scores.items", lang);
    opening.get(lang).to_owned() + &sections.collect::<String>() + &items
}

/// A table's name as it is written in a file.
fn written(table: &TableSpec) -> String {
    match (table.key, table.repeated) {
        ("", _) => String::new(),
        (key, true) => format!("[[{key}]]"),
        (key, false) => format!("[{key}]"),
    }
}

fn section(spec: &TableSpec, written: &str, lang: Lang) -> String {
    let meaning = if lang == Lang::Zh { spec.zh } else { spec.en };
    let heading = if written.is_empty() { meaning.to_owned() } else { code(written) };
    let below = if written.is_empty() { String::new() } else { format!("{meaning}\n\n") };
    let heads = text!("键|中文名|写法|含义", "Key|Chinese names|Written as|Meaning");
    let heads: Vec<&str> = heads.get(lang).split('|').collect();
    let rows = spec.fields.iter().map(|field| {
        let required = if field.required { " *" } else { "" };
        let meaning = field.meaning().get(lang).replace('|', "\\|");
        vec![
            code(field.key) + required,
            field.aliases.join("、"),
            form(field.kind).get(lang).to_owned(),
            meaning,
        ]
    });
    format!("\n### {heading}\n\n{below}{}", table(&heads, rows))
}

fn rosters(lang: Lang) -> String {
    let opening = text!(
        "## 名单的表头\n\n表头写下面任何一个名字都行，大小写、全半角、空格和 `*` `_` `-` 不计；括号里写单位，如“产值(万元)”。“*”为必填。\
         资源以它的编号或名称代入 `<资源>`。\n",
        "## Headings of sheets\n\nA heading may be any of these names, whatever its case, width, spaces and `*` `_` `-`; brackets hold its unit, as in \"产值(万元)\". \
         \"*\" marks what is required. The id or name of a resource takes the place of `<资源>`.\n"
    );
    let heads = text!("键|表头", "Key|Headings");
    let heads: Vec<&str> = heads.get(lang).split('|').collect();
    let sections = ROSTERS.iter().map(|(file, list)| {
        let spec = parkcast::format::table(list).unwrap();
        let rows = columns(spec).into_iter().map(|column| {
            let required = if column.is_required { " *" } else { "" };
            vec![code(&column.key) + required, column.headings.join("、")]
        });
        format!("\n### `{file}` → `[[{list}]]`\n\n{}", table(&heads, rows))
    });
    let words = CHOICE_WORDS.iter().map(|(office, word)| format!("{office} `{word}`"));
    let words = words.collect::<Vec<_>>().join("、");
    let closing = text!(
        "\n选项也可以用办公用语，情景文件里也一样：{words}。列表（标签、途径）用顿号、逗号、分号、斜线、换行或汉字旁的空格隔开。\
         项目各步和供给延迟的月数也可以写成月份（2024-06、2024年6月、2024.6、202406 或日期）；区间也可以写成 4%—12%、4～12、0-6。\n\
         “增速”“增长率”“同比增长”是上一年的增长，不读取；今后的增速在表头写明“预计”“今后”或“计划”。\n",
        "\nChoices may be given in the words of offices, in scenario files too: {words}. Lists (tags, routes) are separated by 、 commas, semicolons, strokes, line breaks, or spaces beside Chinese characters. \
         The months of the steps of projects and of the delay of supplies may be months of the calendar (2024-06, 2024年6月, 2024.6, 202406 or a date); ranges may also be written 4%—12%, 4～12, 0-6.\n\
         增速, 增长率 and 同比增长 are the growth of last year, and are not read; headings of growth to come say so: 预计, 今后 or 计划.\n"
    );
    opening.get(lang).to_owned() + &sections.collect::<String>() + closing.get(lang)
}

fn metrics(lang: Lang) -> String {
    let opening = text!(
        "## 指标\n\n用在目标和考核项的 `metric` 里，都取年末的数。\n",
        "## Metrics\n\nFor `metric` of targets and of items of scores; all are taken at a year's end.\n"
    );
    let park = of_kind::<ParkMetric>("park.", lang);
    let resources = text!(
        "| `park.free.<编号>` | 可供的资源 | 资源的单位 |\n| `park.used.<编号>` | 项目占用的资源 | 资源的单位 |\n",
        "| `park.free.<id>` | amount of a resource that is free | the resource's unit |\n| `park.used.<id>` | amount of a resource that projects hold | the resource's unit |\n"
    );
    let industries =
        of_kind::<IndustryMetric>(text!("industries.<编号>.", "industries.<id>.").get(lang), lang);
    let enterprises =
        of_kind::<EnterpriseMetric>(text!("enterprises.<名称>.", "enterprises.<name>.").get(lang), lang);
    opening.get(lang).to_owned()
        + &format!("\n### `park`\n\n{park}{}", resources.get(lang))
        + &format!("\n### `industries`\n\n{industries}")
        + &format!("\n### `enterprises`\n\n{enterprises}")
}

/// Metrics of one kind of thing.
fn of_kind<M: Metric>(prefix: &str, lang: Lang) -> String {
    let heads = text!("指标|含义|单位", "Metric|Meaning|Unit");
    let heads: Vec<&str> = heads.get(lang).split('|').collect();
    let rows = M::TABLE.iter().map(|spec| {
        vec![code(&format!("{prefix}{}", spec.key)), (spec.name)().get(lang).to_owned(), unit(spec, lang)]
    });
    table(&heads, rows)
}

fn unit<M>(spec: &MetricSpec<M>, lang: Lang) -> String {
    match spec.dimension {
        Dimension::Growth => text!("小数或 %", "fraction or %").get(lang).to_owned(),
        Dimension::Plain => text!("个", "number").get(lang).to_owned(),
        dimension => own_unit(dimension).get(lang).to_owned(),
    }
}

fn conditions(lang: Lang) -> String {
    let opening = text!(
        "## 条件\n\n`where = {{ output = \">= 5亿元\", tax_per_mu = \">= 14.3万元/亩\", tags = \"镇园之宝培育\" }}`：每一条都要满足。\
         数可以用 `>=` `>` `<=` `<` `=` `!=`（也写作 ≥ ≤ ≠）；一个键要满足几条，写成列表。`tags` 写几个，就要都有。\n\n",
        "## Conditions\n\n`where = {{ output = \">= 5亿元\", tax_per_mu = \">= 14.3万元/亩\", tags = \"镇园之宝培育\" }}`: all of them must hold. \
         Numbers take `>=` `>` `<=` `<` `=` `!=` (also ≥ ≤ ≠); several tests of one key are a list. Of several `tags` all are needed.\n\n"
    );
    let heads = text!("对象|可用的键", "Of|Keys");
    let heads: Vec<&str> = heads.get(lang).split('|').collect();
    let metrics = |keys: Vec<&'static str>, marks: &[&'static str]| {
        codes(keys.into_iter().chain(marks.iter().copied()))
    };
    let of = |keys: Vec<&'static str>, without: &str| {
        keys.into_iter().filter(|key| *key != without).collect::<Vec<_>>()
    };
    let enterprise: Vec<&str> = EnterpriseMetric::TABLE.iter().map(|spec| spec.key).collect();
    let industry: Vec<&str> = IndustryMetric::TABLE.iter().map(|spec| spec.key).collect();
    let counted = text!(
        "目标：`count = \"enterprises\"`（年末的数）",
        "targets with `count = \"enterprises\"` (at the year's end)"
    );
    let industries = text!(
        "目标：`count = \"industries\"`（年末的数）",
        "targets with `count = \"industries\"` (at the year's end)"
    );
    let exits = text!("`[[exits]]`（基年的数）", "`[[exits]]` (by base-year values)");
    let rows = [
        vec![counted.get(lang).to_owned(), metrics(enterprise.clone(), CONDITION_MARKS)],
        vec![industries.get(lang).to_owned(), metrics(industry, &["industry"])],
        vec![exits.get(lang).to_owned(), metrics(of(enterprise, "growth"), CONDITION_MARKS)],
    ];
    opening.get(lang).to_owned() + &table(&heads, rows)
}

fn changes(lang: Lang) -> String {
    let opening = text!(
        "## 变动\n\n`{{ on = \"routes\", id = \"lease-back\", months = {{ multiply = \"0.5 to 0.8\" }} }}`：`on` 写表，`id` 或 `where` 选条目（都不写为全部），\
         其余的键是所变动的字段，用 `multiply` 乘、`add` 加、`set` 改。`where` 可用的键：这一行的字段，和该表有的编号、名称、产业、片区、标签、资源、阶段。\n\n",
        "## Changes\n\n`{{ on = \"routes\", id = \"lease-back\", months = {{ multiply = \"0.5 to 0.8\" }} }}`: `on` names the table, `id` or `where` selects entries (neither: all), \
         every other key is a field that `multiply`, `add` or `set` changes. `where` takes the fields of the same row, and what the table has of id, name, industry, zone, tags, resource and stage.\n\n"
    );
    let heads = text!("`on`|可变动的字段", "`on`|Fields that can be changed");
    let heads: Vec<&str> = heads.get(lang).split('|').collect();
    let is_numeric = |field: &&FieldSpec| matches!(field.kind, Kind::Quantity(_) | Kind::Needs(_));
    let rows = CHANGE_SUBJECTS.iter().map(|on| {
        let fields = parkcast::format::table(on).unwrap().fields;
        vec![code(on), codes(fields.iter().filter(is_numeric).map(|field| field.key))]
    });
    opening.get(lang).to_owned() + &table(&heads, rows)
}

fn charts(lang: Lang) -> String {
    let opening = text!(
        "## 图\n\n文件名，也是 `parkcast chart --kind` 的取值。没有内容可画的不画。\n\n",
        "## Charts\n\nNames of the files, which `parkcast chart --kind` takes too. A chart that has nothing to show is not drawn.\n\n"
    );
    let heads = text!("图|看什么", "Chart|What it shows");
    let heads: Vec<&str> = heads.get(lang).split('|').collect();
    let rows = CHARTS.iter().map(|chart| vec![code(chart.stem), (chart.shows)().get(lang).to_owned()]);
    opening.get(lang).to_owned() + &table(&heads, rows)
}

#[test]
fn the_reference_is_of_what_the_program_declares() {
    kept("docs/reference.md", &page(Lang::Zh));
    kept("docs/reference.en.md", &page(Lang::En));
}
