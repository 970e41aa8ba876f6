//! Reports made by hand: one as a park gives it, one that nobody would wish for.

use parkcast::report::{Block, Date, Illustration, Length, Letter, Report, Section};
use parkcast::results::probability;
use parkcast::tables::{Cell, Column, Format, Kind, Table, TableId};
use parkcast::text::{Lang, Text, text};

/// A name that means harm to pages, documents and workbooks.
pub const HOSTILE: &str = "<script>alert('x')</script> & \"co\" ]]> =cmd|' /C calc'!A0 </w:t> 示例企业";

/// A table from heads, kinds and rows.
pub fn table(id: TableId, title: &str, heads: &[(&str, Kind)], rows: Vec<Vec<Cell>>) -> Table {
    let columns =
        heads.iter().map(|(head, kind)| Column { head: (*head).into(), brief: None, kind: *kind }).collect();
    Table { id, title: title.into(), columns, rows }
}

fn year(year: i32) -> Cell {
    Cell::Number(year.into(), Format::Year)
}

fn figures<const N: usize>(numbers: [f64; N]) -> impl Iterator<Item = Cell> {
    numbers.into_iter().map(|number| Cell::Number(number, Format::Fixed(1)))
}

fn targets(lang: Lang, names: &[&str]) -> Table {
    use Kind::{Interval, Number, Text};
    let zh = [("类别", Text), ("目标", Text), ("年份", Number), ("概率", Number), ("95%区间", Interval)];
    let en = [("kind", Text), ("target", Text), ("year", Number), ("probability", Number)];
    let mut heads = if lang == Lang::Zh { zh.to_vec() } else { en.to_vec() };
    heads.truncate(4);
    heads.extend([
        (if lang == Lang::Zh { "95%区间" } else { "95% interval" }, Interval),
        (if lang == Lang::Zh { "把握" } else { "in words" }, Text),
    ]);
    let (kind, words) = match lang {
        Lang::Zh => ("目标", "存在不确定性"),
        Lang::En => ("target", "uncertain"),
    };
    let hits = [28_000, 53_600, 58_700, 60_700, 0, 100_000];
    let row = |(name, hits): (&&str, u64)| {
        let chance = Cell::Chance(probability(hits, 100_000));
        vec![Cell::text(kind), Cell::text(*name), year(2024), chance.clone(), chance, Cell::text(words)]
    };
    let rows = names.iter().zip(hits.into_iter().cycle()).map(row).collect();
    let title = text!("各项目标实现的概率", "Probability of each target");
    table(TableId::Targets, title.get(lang), &heads, rows)
}

fn park(lang: Lang) -> Table {
    use Kind::{Number, Text};
    let title = text!("园区主要指标", "The park's figures");
    let first = text!("指标", "figure");
    let heads = [(first.get(lang), Text), (text_year(lang), Number), ("mean", Number), ("5%", Number)];
    let more = [("25%", Number), ("50%", Number), ("75%", Number), ("95%", Number)];
    let mut rows = Vec::new();
    for (name, scale) in
        [(text!("园区产值（亿元）", "Output (bn yuan)"), 1.0), (text!("税收（亿元）", "Tax"), 0.06)]
    {
        for (i, base) in [312.0, 365.0, 402.0].into_iter().enumerate() {
            let quantiles = [1.0, 0.85, 0.94, 0.99, 1.06, 1.21].map(|share| share * base * scale);
            let start = [Cell::text(name.get(lang)), year(2023 + i as i32)];
            rows.push(start.into_iter().chain(figures(quantiles)).collect());
        }
    }
    table(TableId::Park, title.get(lang), &[heads, more].concat(), rows)
}

fn text_year(lang: Lang) -> &'static str {
    if lang == Lang::Zh { "年份" } else { "year" }
}

fn parts(lang: Lang) -> Table {
    let title = text!("产值由哪些部分构成（亿元）", "What output is made of (bn yuan)");
    let zh = ["年份", "基期", "增长", "退出", "项目", "新招商", "扩产", "产值"];
    let en = ["year", "base", "growth", "exits", "projects", "arrivals", "expansions", "output"];
    let heads = if lang == Lang::Zh { zh } else { en }.map(|head| (head, Kind::Number));
    let row = |(y, parts): (i32, [f64; 7])| [year(y)].into_iter().chain(figures(parts)).collect();
    let rows = [
        (2024, [312.0, 31.2, -4.1, 17.9, 2.4, 5.3, 364.7]),
        (2025, [312.0, 58.8, -8.6, 29.4, 8.8, 10.2, 410.6]),
    ];
    table(TableId::Parts, title.get(lang), &heads, rows.into_iter().map(row).collect())
}

fn by_year(lang: Lang) -> Table {
    let title = text!("各年的概率", "Probability by year");
    let head = text!("目标", "target");
    let heads = [
        (head.get(lang), Kind::Text),
        ("2024", Kind::Number),
        ("2025", Kind::Number),
        ("2026", Kind::Number),
    ];
    let row = |(name, hits): (Text, [u64; 3])| {
        let chances = hits.map(|hits| Cell::Chance(probability(hits, 100_000)));
        [Cell::text(name.get(lang))].into_iter().chain(chances).collect()
    };
    let rows = [
        (text!("3个百亿产业", "Three industries over 10 bn yuan"), [28_000, 41_300, 55_100]),
        (text!("10个以上十亿企业", "Ten enterprises over 1 bn yuan"), [58_700, 66_200, 71_900]),
    ];
    table(TableId::ByYear, title.get(lang), &heads, rows.into_iter().map(row).collect())
}

fn counts(lang: Lang) -> Table {
    let title = text!("达到门槛的企业个数", "How many enterprises pass the threshold");
    let name = text!("10个以上十亿企业", "Ten enterprises over 1 bn yuan");
    let heads = [
        (if lang == Lang::Zh { "目标" } else { "target" }, Kind::Text),
        (if lang == Lang::Zh { "个数" } else { "count" }, Kind::Number),
        (if lang == Lang::Zh { "概率" } else { "probability" }, Kind::Number),
    ];
    let row = |(count, hits): (i32, u64)| {
        let chance = Cell::Chance(probability(hits, 100_000));
        vec![Cell::text(name.get(lang)), Cell::Number(count.into(), Format::Whole), chance]
    };
    let rows = [(8, 8_000), (9, 33_300), (10, 38_000), (11, 15_000), (12, 5_700)];
    table(TableId::Counts, title.get(lang), &heads, rows.into_iter().map(row).collect())
}

fn routes(lang: Lang) -> Table {
    let title = text!("各途径盘活的土地（亩）", "Land reclaimed by route (mu)");
    let heads = [
        (if lang == Lang::Zh { "途径" } else { "route" }, Kind::Text),
        (text_year(lang), Kind::Number),
        ("5%", Kind::Number),
        (if lang == Lang::Zh { "中位数" } else { "median" }, Kind::Number),
        ("95%", Kind::Number),
    ];
    let routes = [
        text!("闲置土地处置", "Idle land"),
        text!("低效退出", "Weak firms leave"),
        text!("收回", "Taken back"),
    ];
    let row = |(i, route): (usize, &Text)| {
        let base = 180.0 / (i + 1) as f64;
        [Cell::text(route.get(lang)), year(2025)]
            .into_iter()
            .chain(figures([0.6 * base, base, 1.5 * base]))
            .collect()
    };
    table(TableId::Routes, title.get(lang), &heads, routes.iter().enumerate().map(row).collect())
}

fn enterprises(lang: Lang, n: usize) -> Table {
    let title = text!("最接近门槛的企业", "Enterprises nearest to the threshold");
    let heads = [
        (if lang == Lang::Zh { "企业" } else { "enterprise" }, Kind::Text),
        (if lang == Lang::Zh { "产值（亿元）" } else { "output (bn yuan)" }, Kind::Number),
        (if lang == Lang::Zh { "增速" } else { "growth" }, Kind::Number),
        (if lang == Lang::Zh { "占比" } else { "share" }, Kind::Number),
        (if lang == Lang::Zh { "费用（万元）" } else { "cost (10k yuan)" }, Kind::Number),
    ];
    let row = |i: usize| {
        let x = i as f64;
        vec![
            Cell::text(format!("{}·{i}", if lang == Lang::Zh { "示例企业" } else { "Sample enterprise" })),
            Cell::Number(12.5 - 0.3 * x, Format::Fixed(1)),
            Cell::Number(0.08 - 0.01 * x, Format::Growth),
            Cell::Number(0.31 / (x + 1.0), Format::Percent),
            Cell::maybe((i % 5 != 4).then_some(1250.5 * x), Format::Exact),
        ]
    };
    table(TableId::Enterprises, title.get(lang), &heads, (0..n).map(row).collect())
}

fn figure(title: &str, reading: &str) -> Illustration {
    let escaped = title.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" width=\"1280\" \
         height=\"720\" viewBox=\"0 0 1280 720\" role=\"img\" aria-label=\"{escaped}\"><title>{escaped}</title><defs>\
         <path id=\"r7\" d=\"M0 0L100 0L100 100Z\"/></defs><use xlink:href=\"#r7\" x=\"9\"/></svg>"
    );
    let mut png = Vec::new();
    let mut encoder = png::Encoder::new(&mut png, 16, 9);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.write_header().unwrap().write_image_data(&[0xcc; 16 * 9]).unwrap();
    Illustration {
        title: title.into(),
        name: title.into(),
        reading: reading.into(),
        svg,
        png,
        slide: "slides/01-targets.png".into(),
        size: (1280.0, 720.0),
    }
}

fn sections(lang: Lang, tables: &[Table]) -> Vec<Section> {
    let get = |text: Text| text.get(lang).to_owned();
    let of = |id: TableId| tables.iter().find(|table| table.id == id).unwrap().clone();
    let reading = get(text!(
        "条形越长，实现的把握越大；细线是95%的抽样误差，不含模型和假设的误差。",
        "The longer a bar, the likelier the target; thin lines are the sampling error at 95%, without that of the model."
    ));
    let summary = get(text!(
        "四项目标中，“3个百亿产业”最难，概率为28%；其余三项都在一半以上。四项同时实现的概率为17.4%，主要受百亿产业拖累。",
        "Of the four targets, three industries over 10 bn yuan is the hardest, at 28%; the others are above one half. All four together come true in 17.4% of the trials."
    ));
    let points = vec![
        get(text!(
            "盘活闲置土地600亩以上，可使“10个以上十亿企业”的概率提高8个百分点。",
            "Reclaiming 600 mu adds 8 points to ten enterprises over 1 bn yuan."
        )),
        get(text!(
            "标准厂房三期若晚半年，全部目标同时实现的概率降低3个百分点。",
            "Half a year's delay of phase 3 costs 3 points."
        )),
    ];
    let heading = |zh: &str, en: &str| Block::Heading(if lang == Lang::Zh { zh } else { en }.to_owned());
    let chart =
        |zh: &str, en: &str| Block::Illustration(figure(if lang == Lang::Zh { zh } else { en }, &reading));
    vec![
        Section {
            id: "answer",
            title: get(text!("目标能否实现", "Will the targets be reached")),
            blocks: vec![
                Block::Paragraph(summary.clone()),
                chart("四项目标全部实现的概率为17.4%", "All four targets: 17.4%"),
                Block::Table(of(TableId::Targets)),
                Block::Paragraph(summary.clone()),
                Block::Appendix(of(TableId::ByYear)),
            ],
        },
        Section {
            id: "output",
            title: get(text!("产值走势", "The way of output")),
            blocks: vec![
                heading("总量", "The whole"),
                Block::Paragraph(summary),
                chart("2025年产值在365亿元至474亿元之间", "Output of 2025: 36.5 to 47.4 bn yuan"),
                Block::Table(of(TableId::Park)),
                heading("构成", "Its parts"),
                Block::Table(of(TableId::Parts)),
                Block::Appendix(of(TableId::Enterprises)),
            ],
        },
        Section {
            id: "actions",
            title: get(text!("可以做什么", "What can be done")),
            blocks: vec![
                Block::List(points),
                Block::Command("parkcast compare scenarios/baseline.toml --by prospects".into()),
            ],
        },
    ]
}

/// A report of a run.
pub fn report(lang: Lang) -> Report {
    let names: &[&str] = match lang {
        Lang::Zh => &["3个百亿产业", "1个五十亿企业", "10个以上十亿企业", "10个以上镇园之宝企业"],
        Lang::En => &[
            "Three industries over 10 bn yuan",
            "One enterprise over 5 bn",
            "Ten over 1 bn",
            "Ten flagships",
        ],
    };
    let tables = vec![
        targets(lang, names),
        park(lang),
        parts(lang),
        by_year(lang),
        counts(lang),
        routes(lang),
        enterprises(lang, 30),
    ];
    let get = |text: Text| text.get(lang).to_owned();
    Report {
        lang,
        title: get(text!("示范县工业园区2024年目标预测", "Sample county's industrial park: targets of 2024")),
        subtitle: get(text!("基准情景；规上工业总产值（现价）；截至2023年末", "Baseline; output at current prices; data up to the end of 2023")),
        answer: get(text!("四项目标在2024年全部实现的概率为17.4%，最难的是“3个百亿产业”。", "All four targets of 2024 are reached with a probability of 17.4%; the hardest is three industries over 10 bn yuan.")),
        length: Length::Full,
        letter: Letter {
            to: Some(get(text!("市经济和信息化局", "The bureau of industry"))),
            from: Some(get(text!("示范县工业园区管委会", "The park's office"))),
            date: Date::parse("2024-03-15"),
        },
        sections: sections(lang, &tables),
        tables,
        provenance: vec![
            (get(text!("程序", "Program")), "parkcast 0.1.0".into()),
            (get(text!("种子", "Seed")), "20240320".into()),
            (get(text!("情景校验值", "Digest of the scenario")), "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".into()),
        ],
        seal: r#"{"program":"parkcast","version":"0.1.0","seed":20240320,"files":[{"name":"</script><!-- & 基准.toml"}]}"#.into(),
    }
}

/// The same with names that mean harm, an empty table, long tables and long names.
pub fn hostile(lang: Lang) -> Report {
    let long = "四十个字的名称".repeat(6);
    let mut report = report(lang);
    report.title = HOSTILE.into();
    report.subtitle = HOSTILE.into();
    report.answer = HOSTILE.into();
    report.letter = Letter { to: Some(HOSTILE.into()), from: Some(HOSTILE.into()), date: None };
    report.provenance.push((HOSTILE.into(), HOSTILE.into()));
    let mut names = vec![HOSTILE, "=1+1", "+1", "-1", "@SUM(A1)", long.as_str()];
    names.extend(vec!["示例"; 24]);
    let mut all = targets(lang, &names);
    all.title = format!("[{HOSTILE}]: {long}");
    let mut empty = park(lang);
    (empty.rows, empty.title) = (Vec::new(), all.title.clone());
    let nothing = table(TableId::Months, "'", &[], Vec::new());
    report.tables =
        vec![all.clone(), empty.clone(), nothing.clone(), enterprises(lang, 0), enterprises(lang, 1)];
    report.sections[0].title = HOSTILE.into();
    report.sections[1].blocks = vec![
        Block::Heading(HOSTILE.into()),
        Block::Paragraph(HOSTILE.into()),
        Block::List(vec![HOSTILE.into(), String::new()]),
        Block::List(Vec::new()),
        Block::Illustration(figure(HOSTILE, HOSTILE)),
        Block::Illustration(Illustration { size: (0.0, 0.0), svg: String::new(), ..figure(HOSTILE, "") }),
        Block::Table(all.clone()),
        Block::Table(empty),
        Block::Table(nothing),
        Block::Appendix(all),
        Block::Command(HOSTILE.into()),
    ];
    report
}
