//! The sheets of the workbook: which columns, how they are headed, what may stand in them, and rows that show it.

use crate::text::Lang;

/// The same in Chinese and in English.
pub(super) struct Both(pub &'static str, pub &'static str);

impl Both {
    pub fn get(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Zh => self.0,
            Lang::En => self.1,
        }
    }
}

/// A sheet for the entries of a table.
pub(super) struct Sheet {
    pub table: &'static str,
    pub name: Both,
    pub columns: &'static [Column],
}

/// A column.
pub(super) struct Column {
    /// Key that it holds, such as "output" or "needs.land".
    pub key: &'static str,
    pub heading: Both,
    pub width: u16,
    pub form: Form,
    /// What the example rows hold.
    pub examples: &'static [Example],
}

/// What may stand in a column.
pub(super) enum Form {
    /// A name that no other row has.
    Name,
    Text,
    /// A number of at least 0, or a range.
    Number,
    /// A per cent, from 0 to 100, or a range.
    Share,
    /// A per cent of any sign, or a range.
    Growth,
    /// Months, or the month of the calendar in which they end.
    Months,
    /// A month of the calendar.
    Month,
    /// One of these.
    Choice(&'static [Both]),
    /// One of these, where the scenario may have more.
    Offer(&'static [Both]),
}

/// What a cell of an example row holds.
pub(super) enum Example {
    Words(&'static str, &'static str),
    Number(f64),
    /// Numbers in the units of the Chinese and the English heading.
    Numbers(f64, f64),
    Empty,
}

use Example::{Empty, Number, Numbers, Words};

/// Names of the industries in the scenario.
pub(super) const INDUSTRIES: &[Both] = &[TEXTILE, FOOD];
const TEXTILE: Both = Both("纺织鞋服", "Textiles and footwear");
const FOOD: Both = Both("健康食品", "Health food");
/// Names of the resources and routes in the scenario.
pub(super) const RESOURCES: &[Both] = &[LAND];
const LAND: Both = Both("工业用地", "Industrial land");
pub(super) const ROUTES: &[Both] = &[ROUTE];
const ROUTE: Both = Both("返租共管", "Lease-back and co-management");
pub(super) const STAGES: &[Both] = &[
    Both("洽谈", "negotiating"),
    Both("签约", "signed"),
    Both("在建", "building"),
    Both("投产", "operating"),
];

const fn column(
    key: &'static str,
    heading: Both,
    width: u16,
    form: Form,
    examples: &'static [Example],
) -> Column {
    Column { key, heading, width, form, examples }
}

const INDUSTRY: Both = Both("所属产业", "Industry");
const ZONE: Both = Both("片区", "Zone");

/// The sheets in their order.
pub(super) const SHEETS: &[Sheet] = &[
    Sheet { table: "enterprises", name: Both("企业", "Enterprises"), columns: ENTERPRISES },
    Sheet { table: "projects", name: Both("项目", "Projects"), columns: PROJECTS },
    Sheet { table: "parcels", name: Both("地块", "Parcels"), columns: PARCELS },
    Sheet { table: "supplies", name: Both("供给", "Supplies"), columns: SUPPLIES },
    Sheet { table: "channels", name: Both("渠道", "Channels"), columns: CHANNELS },
];

const ENTERPRISES: &[Column] = &[
    column(
        "name",
        Both("企业名称", "Name"),
        24,
        Form::Name,
        &[Words("示例·甲纺织", "Example Textiles A"), Words("示例·乙食品", "Example Food B")],
    ),
    column("credit_code", Both("统一社会信用代码", "Credit code"), 22, Form::Text, &[Empty, Empty]),
    column(
        "industry",
        INDUSTRY,
        20,
        Form::Offer(INDUSTRIES),
        &[Words(TEXTILE.0, TEXTILE.1), Words(FOOD.0, FOOD.1)],
    ),
    column("zone", ZONE, 10, Form::Text, &[Words("东区", "East"), Words("西区", "West")]),
    column(
        "output",
        Both("产值(亿元)", "Output (million yuan)"),
        20,
        Form::Number,
        &[Numbers(21.5, 2150.0), Numbers(8.6, 860.0)],
    ),
    column("land", Both("用地(亩)", "Land (mu)"), 12, Form::Number, &[Number(260.0), Number(140.0)]),
    column(
        "tax",
        Both("税收(万元)", "Tax (million yuan)"),
        18,
        Form::Number,
        &[Numbers(6200.0, 62.0), Numbers(2900.0, 29.0)],
    ),
    column(
        "growth",
        Both("预计增速(%)", "Growth (%)"),
        14,
        Form::Growth,
        &[Words("5 to 15", "5 to 15"), Empty],
    ),
    column("tags", Both("标签", "Tags"), 18, Form::Text, &[Words("重点、出口", "key firm, exporter"), Empty]),
];

const CAPACITY: Both = Both("达产产值(亿元)", "Capacity (million yuan)");
const CONVERSION: Both = Both("落地率(%)", "Conversion (%)");
const PREP: Both = Both("前期(月)", "Prep (months)");
const BUILD: Both = Both("建设(月)", "Build (months)");
const RAMP: Both = Both("达产期(月)", "Ramp (months)");
const PATIENCE: Both = Both("等待期(月)", "Patience (months)");

const PROJECTS: &[Column] = &[
    column(
        "name",
        Both("项目名称", "Name"),
        24,
        Form::Name,
        &[
            Words("示例·在建纺织项目", "Example mill under construction"),
            Words("示例·签约食品项目", "Example signed food plant"),
            Words("示例·在谈食品项目", "Example food plant under negotiation"),
        ],
    ),
    column(
        "industry",
        INDUSTRY,
        20,
        Form::Offer(INDUSTRIES),
        &[Words(TEXTILE.0, TEXTILE.1), Words(FOOD.0, FOOD.1), Words(FOOD.0, FOOD.1)],
    ),
    column("enterprise", Both("扩产企业", "Enterprise"), 16, Form::Text, &[Empty, Empty, Empty]),
    column(
        "stage",
        Both("阶段", "Stage"),
        12,
        Form::Choice(STAGES),
        &[Words("在建", "building"), Words("签约", "signed"), Words("洽谈", "negotiating")],
    ),
    column(
        "probability",
        Both("签约概率(%)", "Probability (%)"),
        14,
        Form::Share,
        &[Empty, Empty, Number(30.0)],
    ),
    column(
        "signing",
        Both("预计签约时间", "Signing (months)"),
        16,
        Form::Months,
        &[Empty, Empty, Words("2025-06 to 2025-12", "2025-06 to 2025-12")],
    ),
    column(
        "capacity",
        CAPACITY,
        20,
        Form::Number,
        &[Numbers(6.0, 600.0), Words("5 to 10", "500 to 1000"), Numbers(3.0, 300.0)],
    ),
    column(
        "needs.land",
        Both("用地需求(亩)", "Land needed (mu)"),
        16,
        Form::Number,
        &[Number(100.0), Number(120.0), Number(50.0)],
    ),
    column("conversion", CONVERSION, 14, Form::Share, &[Empty, Number(75.0), Number(80.0)]),
    column("prep", PREP, 14, Form::Months, &[Empty, Words("2 to 6", "2 to 6"), Number(4.0)]),
    column(
        "build",
        BUILD,
        14,
        Form::Months,
        &[Words("2025-06", "2025-06"), Words("8 to 14", "8 to 14"), Number(12.0)],
    ),
    column("ramp", RAMP, 14, Form::Months, &[Number(12.0), Number(12.0), Number(12.0)]),
    column("patience", PATIENCE, 16, Form::Months, &[Empty, Number(12.0), Number(12.0)]),
    column("tags", Both("标签", "Tags"), 14, Form::Text, &[Empty, Empty, Empty]),
];

const PARCELS: &[Column] = &[
    column(
        "name",
        Both("地块名称", "Name"),
        24,
        Form::Name,
        &[
            Words("示例·南区1号地块", "Example south parcel 1"),
            Words("示例·南区2号地块", "Example south parcel 2"),
        ],
    ),
    column("zone", ZONE, 10, Form::Text, &[Words("南区", "South"), Words("南区", "South")]),
    column("area", Both("面积(亩)", "Area (mu)"), 12, Form::Number, &[Number(90.0), Number(60.0)]),
    column("start", Both("启动月份", "Start"), 12, Form::Month, &[Empty, Words("2025-06", "2025-06")]),
    column(
        "routes",
        Both("处置途径", "Routes"),
        26,
        Form::Offer(ROUTES),
        &[Words(ROUTE.0, ROUTE.1), Words(ROUTE.0, ROUTE.1)],
    ),
];

const SUPPLIES: &[Column] = &[
    column(
        "name",
        Both("名称", "Name"),
        28,
        Form::Name,
        &[Words("示例·2025年用地指标", "Example land quota of 2025")],
    ),
    column("resource", Both("资源", "Resource"), 16, Form::Offer(RESOURCES), &[Words(LAND.0, LAND.1)]),
    column("amount", Both("数量", "Amount"), 12, Form::Number, &[Words("60 to 120", "60 to 120")]),
    column("month", Both("到位月份", "Month"), 12, Form::Month, &[Words("2025-04", "2025-04")]),
    column("delay", Both("延迟(月)", "Delay (months)"), 14, Form::Months, &[Words("0 to 4", "0 to 4")]),
    column("probability", Both("到位概率(%)", "Probability (%)"), 14, Form::Share, &[Number(90.0)]),
];

const CHANNELS: &[Column] = &[
    column("id", Both("编号", "Id"), 12, Form::Name, &[Words("coast", "coast")]),
    column("name", Both("名称", "Name"), 20, Form::Text, &[Words("示例·沿海招商", "Example coastal region")]),
    column("industry", INDUSTRY, 20, Form::Offer(INDUSTRIES), &[Words(TEXTILE.0, TEXTILE.1)]),
    column("rate", Both("年签约数", "Rate"), 12, Form::Number, &[Words("2 to 5", "2 to 5")]),
    column("capacity", CAPACITY, 20, Form::Number, &[Words("1 to 4", "100 to 400")]),
    column("conversion", CONVERSION, 14, Form::Share, &[Number(55.0)]),
    column(
        "needs_per_output.land",
        Both("单位产值需求.land(亩)", "Needs per output.land (mu)"),
        24,
        Form::Number,
        &[Number(14.0)],
    ),
    column("prep", PREP, 14, Form::Months, &[Words("3 to 9", "3 to 9")]),
    column("build", BUILD, 14, Form::Months, &[Words("8 to 16", "8 to 16")]),
    column("ramp", RAMP, 14, Form::Months, &[Number(12.0)]),
    column("patience", PATIENCE, 16, Form::Months, &[Number(12.0)]),
];
