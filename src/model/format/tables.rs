//! Every table and key of the format.

use super::Dimension::*;
use super::Kind::*;
use super::{FieldSpec, TableSpec};

/// Declares the tables: for each key whether it is required, the Chinese names that are understood as it,
/// what it may hold and what it means in the two languages.
macro_rules! tables {
    ($($key:literal $repeated:ident $zh:literal / $en:literal {
        $($need:ident $field:literal [$($alias:literal)*] $kind:expr => $field_zh:literal / $field_en:literal;)*
    })*) => {
        &[$(TableSpec {
            key: $key,
            repeated: tables!(@flag $repeated),
            fields: &[$(FieldSpec {
                key: $field,
                aliases: &[$($alias),*],
                kind: $kind,
                required: tables!(@flag $need),
                zh: $field_zh,
                en: $field_en,
            }),*],
            zh: $zh,
            en: $en,
        }),*]
    };
    (@flag list) => { true };
    (@flag once) => { false };
    (@flag required) => { true };
    (@flag optional) => { false };
}

/// The laws of an enterprise's own shock.
pub const SHOCKS: &[&str] = &["normal", "laplace", "student-t"];

/// Stages of a known project.
pub const STAGES: &[&str] = &["negotiating", "signed", "building", "operating"];

/// Marks of an enterprise that conditions can test, beside its metrics.
pub const CONDITION_MARKS: &[&str] = &["industry", "zone", "name", "tags"];

/// What `[[changes]]` and the changes of policies can act on.
pub const CHANGE_SUBJECTS: &[&str] = &[
    "industries",
    "enterprises",
    "exits",
    "resources",
    "supplies",
    "land",
    "routes",
    "parcels",
    "projects",
    "channels",
];

/// The tables of the format; the first, with an empty key, is the top level of a file.
pub static TABLES: &[TableSpec] = tables! {
    "" once "顶层的键" / "keys at the top of the file" {
        optional "title" ["标题"] Text => "情景的标题" / "title of the scenario";
        optional "title_en" ["英文标题"] Text => "英文标题" / "title in English";
        optional "language" ["语言"] Choice(&["zh", "en"])
            => "结果的语言（默认随系统，系统未定则随情景文字）" / "language of what is said (default: the system's, else that of the scenario's text)";
        optional "headline" ["主要目标" "首要目标"] Text
            => "表格和图以哪个目标、组合目标或得分为主（默认全部目标同时实现）" / "target, goal or score that tables and charts lead with (default: all targets together)";
        optional "note" ["备注" "说明"] Text => "备注" / "free remark";
        optional "extends" ["继承" "基于"] Path
            => "所继承的情景文件，再由本文件增改" / "scenario file to take everything from before this file's own entries";
        optional "enterprises_file" ["企业名册" "企业文件"] Path
            => "企业名册（.csv 或 .xlsx，可写作 文件.xlsx#工作表）" / "roster of enterprises (.csv or .xlsx, also file.xlsx#Sheet)";
        optional "enterprises_source" ["企业来源" "企业数据来源"] Text
            => "本文件全部企业的数字的来源；自己写明来源的除外" / "where the numbers of all enterprises in this file come from, except those that name a source of their own";
        optional "enterprises_source_en" ["企业英文来源"] Text => "来源的英文" / "the same in English";
        optional "projects_file" ["项目名册" "项目文件"] Path => "项目清单文件" / "roster of projects";
        optional "projects_source" ["项目来源" "项目数据来源"] Text => "本文件全部项目的数字的来源" / "where the numbers of all projects in this file come from";
        optional "projects_source_en" ["项目英文来源"] Text => "来源的英文" / "the same in English";
        optional "parcels_file" ["地块名册" "地块文件"] Path => "闲置地块清单文件" / "roster of idle parcels";
        optional "parcels_source" ["地块来源" "地块数据来源"] Text => "本文件全部地块的数字的来源" / "where the numbers of all parcels in this file come from";
        optional "parcels_source_en" ["地块英文来源"] Text => "来源的英文" / "the same in English";
        optional "supplies_file" ["供给名册" "供给文件"] Path => "资源供给清单文件" / "roster of supplies";
        optional "supplies_source" ["供给来源" "供给数据来源"] Text => "本文件全部供给的数字的来源" / "where the numbers of all supplies in this file come from";
        optional "supplies_source_en" ["供给英文来源"] Text => "来源的英文" / "the same in English";
        optional "channels_file" ["渠道名册" "渠道文件"] Path => "招商渠道清单文件" / "roster of channels";
        optional "channels_source" ["渠道来源" "渠道数据来源"] Text => "本文件全部渠道的数字的来源" / "where the numbers of all channels in this file come from";
        optional "channels_source_en" ["渠道英文来源"] Text => "来源的英文" / "the same in English";
        optional "rosters" ["名册方式"] Choice(&["update", "replace"])
            => "本文件的名册对所继承名册的作用：update 只更新所写的栏（默认），replace 整条替换" / "what rows do to entries of the file that is extended: update what they carry (default), or replace them whole";
    }
    "park" once "园区与时间" / "the park and the clock" {
        optional "name" ["名称" "园区名称" "园区"] Text => "园区名称" / "name of the park";
        optional "name_en" ["英文名称" "英文名"] Text => "英文名称" / "name in English";
        required "base_year" ["基年" "基期"] Integer => "最近一个数据完整的年份" / "last complete year of data";
        required "end_year" ["末年" "目标年"] Integer
            => "模拟到哪一年年末（不晚于基年后30年）" / "last simulated year, at most 30 after the base year";
        optional "as_of" ["数据截至" "截至"] Month
            => "已知数据的最后一个月（默认基年12月）" / "last month already known (default: December of the base year)";
        optional "basis" ["口径"] Text => "“产值”的口径，会写在每张图表上" / "what output means here; stands on every chart";
        optional "basis_en" ["英文口径"] Text => "口径的英文" / "the same in English";
        optional "source" ["来源" "数据来源" "依据"] Text => "数字的来源（不写即情景假设）" / "where the numbers come from (omitted: assumed)";
        optional "source_en" ["英文来源"] Text => "来源的英文" / "the same in English";
    }
    "run" once "运行的默认值（命令行优先）" / "defaults of a run; the command line wins" {
        optional "trials" ["试验次数" "模拟次数"] Integer => "试验次数" / "number of trials";
        optional "seed" ["种子" "随机种子"] Integer => "随机种子" / "seed of all random numbers";
        optional "sampling" ["抽样"] Choice(&["random", "sobol"]) => "抽样方式" / "how random numbers are drawn";
    }
    "industries" list "产业" / "industries" {
        required "id" ["编号" "代码"] Id => "唯一的标识" / "unique id";
        required "name" ["名称" "产业" "产业名称" "行业名称"] Text => "名称" / "name";
        optional "name_en" ["英文名称" "英文名"] Text => "英文名称" / "name in English";
        optional "also" ["别名" "又名" "对应行业"] Texts
            => "也叫什么：名册里按国民经济行业写的名称，如 农副食品加工业" / "other names of it, as sheets write the industry";
        required "growth" ["增长" "增速" "增长率" "年增长"] Quantity(Growth) => "年增长率的中位数" / "median annual growth";
        required "volatility" ["波动" "波动率"] Quantity(Volatility)
            => "年对数增长率的标准差" / "standard deviation of annual log growth";
        optional "common_share" ["共同份额" "共性占比"] Quantity(Share)
            => "波动中全行业共有的比重（默认0.1）" / "part of that variance common to the industry (default 0.1)";
        optional "shock" ["冲击"] Choice(SHOCKS) => "企业自身冲击的分布（默认normal）" / "law of the firms' own shocks (default normal)";
        optional "degrees_of_freedom" ["自由度"] Number
            => "student-t的自由度（至少1，默认3）" / "degrees of freedom of student-t (at least 1, default 3)";
        optional "size_exponent" ["规模指数"] Quantity(Plain)
            => "波动随规模下降的指数（默认0）" / "exponent by which volatility falls with size (default 0)";
        optional "reference_output" ["参考产值"] Quantity(Output)
            => "规模指数的参考产值，亿元" / "output at which the size rule leaves volatility as it is, 亿元";
        optional "tax_rate" ["税率" "税收率"] Quantity(Share) => "税收占产值的比例（默认0）" / "tax as a share of output (default 0)";
        optional "seasonality" ["季节性"] Weights => "各月占全年的权重，12个（默认相等）" / "12 weights of the months (default equal)";
        optional "source" ["来源" "数据来源" "依据"] Text => "数字的来源（不写即情景假设）" / "where the numbers come from (omitted: assumed)";
        optional "source_en" ["英文来源"] Text => "来源的英文" / "the same in English";
    }
    "correlation" once "产业因子的相关性" / "correlation of the industry factors" {
        optional "default" ["默认"] Number => "未列出的两个产业的相关系数（默认0.4）" / "correlation of pairs not listed (default 0.4)";
        optional "persistence" ["持续性"] Number => "年度之间的持续性φ，[0, 1)（默认0）" / "persistence from year to year, in [0, 1) (default 0)";
        optional "degrees_of_freedom" ["自由度"] Number
            => "多元t的自由度，至少4（不写为正态）" / "degrees of freedom of the multivariate t, at least 4 (omitted: normal)";
        optional "pairs" ["产业对"] Pairs => "[产业, 产业, 相关系数] 的列表" / "list of [industry, industry, correlation]";
        optional "source" ["来源" "数据来源" "依据"] Text => "数字的来源（不写即情景假设）" / "where the numbers come from (omitted: assumed)";
        optional "source_en" ["英文来源"] Text => "来源的英文" / "the same in English";
    }
    "enterprises" list "现有企业" / "incumbent enterprises" {
        required "name" ["名称" "企业名称" "企业" "单位名称" "公司名称" "公司"] Id => "唯一的名称" / "unique name";
        optional "name_en" ["英文名称" "英文名"] Text => "英文名称" / "name in English";
        optional "also" ["别名" "又名" "曾用名" "简称"] Texts
            => "也叫什么：其他名册里的名称" / "other names of it, as other sheets write it";
        optional "credit_code" ["统一社会信用代码" "社会信用代码" "信用代码"] Text
            => "统一社会信用代码；有则按它认企业" / "unified social credit code; where there is one, it tells which enterprise this is";
        required "industry" ["行业" "产业" "所属行业" "所属产业" "行业类别" "行业名称" "产业类别"] Reference("industries") => "所属产业" / "its industry";
        optional "zone" ["片区" "分区" "园区" "所在片区"] Text => "所在片区" / "zone of the park";
        optional "tags" ["标签" "类别"] Texts => "标签" / "tags";
        required "output" ["产值" "年产值" "总产值" "工业总产值" "工业产值" "年总产值" "基年产值" "营业收入"] Quantity(Output) => "基年产值，亿元" / "base-year output, 亿元";
        optional "land" ["用地" "占地" "用地面积" "占地面积" "土地面积"] Quantity(Land) => "占地，亩" / "land, 亩";
        optional "tax" ["税收" "税额" "纳税" "纳税额" "税金" "入库税收" "入库税金" "实缴税金" "实缴税收" "纳税总额" "税收总额"] Quantity(Money)
            => "基年税收，万元（不写则按税率）" / "base-year tax, 万元 (omitted: output times tax rate)";
        optional "growth" ["预计增长" "预计增速" "预计增长率" "今后增速"] Quantity(Growth) => "自身今后的增长率" / "its own growth in the years to come";
        optional "volatility" ["波动" "波动率"] Quantity(Volatility) => "自身的波动率" / "its own volatility";
        optional "common_share" ["共同份额" "共性占比"] Quantity(Share) => "自身的共同份额" / "its own common share";
        optional "shock" ["冲击"] Choice(SHOCKS) => "自身的冲击分布" / "law of its own shocks";
        optional "degrees_of_freedom" ["自由度"] Number => "自身student-t的自由度" / "degrees of freedom of its own student-t";
        optional "tax_rate" ["税率" "税收率"] Quantity(Share) => "自身的税率" / "its own tax rate";
        optional "output_to_date" ["累计产值" "今年累计产值" "本年累计产值" "今年累计" "本年累计"] Quantity(Output)
            => "第一年已知月份的产值，亿元" / "output of the known months of the first year, 亿元";
        optional "source" ["来源" "数据来源" "依据"] Text => "数字的来源（不写即情景假设）" / "where the numbers come from (omitted: assumed)";
        optional "source_en" ["英文来源"] Text => "来源的英文" / "the same in English";
    }
    "exits" list "企业退出规则" / "rules by which incumbents close" {
        required "name" ["名称"] Id => "唯一的名称" / "unique name";
        optional "name_en" ["英文名称" "英文名"] Text => "英文名称" / "name in English";
        optional "where" ["条件"] Condition => "对哪些企业（按基年数值；不写为全部）" / "which enterprises, by base-year values (omitted: all)";
        required "annual_rate" ["年退出率" "退出率"] Quantity(Share) => "一年内关闭的概率" / "probability of closing within a year";
        optional "clear_months" ["腾地月数" "清理月数"] Quantity(Months)
            => "关闭后多少个月土地可用（不写则闲置）" / "months until its land is free (omitted: it lies idle)";
        optional "source" ["来源" "数据来源" "依据"] Text => "数字的来源（不写即情景假设）" / "where the numbers come from (omitted: assumed)";
        optional "source_en" ["英文来源"] Text => "来源的英文" / "the same in English";
    }
    "resources" list "资源" / "resources" {
        required "id" ["编号" "代码"] Id => "唯一的标识；land 为土地" / "unique id; land is the land";
        optional "name" ["名称"] Text => "名称" / "name";
        optional "name_en" ["英文名称" "英文名"] Text => "英文名称" / "name in English";
        optional "unit" ["单位"] Text => "计量单位" / "unit of its amounts";
        optional "available" ["可用" "现有" "可用量"] Quantity(Amount) => "数据截至时可用的数量" / "free at the end of `as_of`";
        optional "source" ["来源" "数据来源" "依据"] Text => "数字的来源（不写即情景假设）" / "where the numbers come from (omitted: assumed)";
        optional "source_en" ["英文来源"] Text => "来源的英文" / "the same in English";
    }
    "supplies" list "资源供给" / "supplies" {
        required "name" ["名称" "供给名称"] Id => "唯一的名称" / "unique name";
        optional "name_en" ["英文名称" "英文名"] Text => "英文名称" / "name in English";
        required "resource" ["资源"] Reference("resources") => "何种资源" / "what arrives";
        required "amount" ["数量" "供给量"] Quantity(Amount) => "数量" / "how much";
        required "month" ["月份" "时间" "到位月份" "到位时间" "预计到位时间" "计划到位时间" "预计到位" "计划到位"] Month => "计划到位的月份" / "month for which it is scheduled";
        optional "delay" ["延迟" "延期" "延迟月数"] Quantity(Months) => "延迟的月数（默认0）" / "months of delay (default 0)";
        optional "probability" ["概率" "到位概率"] Quantity(Share) => "能够到位的概率（默认1）" / "probability that it arrives (default 1)";
        optional "source" ["来源" "数据来源" "依据"] Text => "数字的来源（不写即情景假设）" / "where the numbers come from (omitted: assumed)";
        optional "source_en" ["英文来源"] Text => "来源的英文" / "the same in English";
    }
    "land" once "土地处置" / "disposal of idle land" {
        optional "crews" ["专班" "专班数" "工作组"] Quantity(Plain)
            => "同时能处置多少宗地块（不写则不限）" / "parcels that can be worked on at once (omitted: no limit)";
        optional "source" ["来源" "数据来源" "依据"] Text => "数字的来源（不写即情景假设）" / "where the numbers come from (omitted: assumed)";
        optional "source_en" ["英文来源"] Text => "来源的英文" / "the same in English";
    }
    "routes" list "闲置土地处置途径" / "disposal routes for idle land" {
        required "id" ["编号" "代码"] Id => "唯一的标识" / "unique id";
        optional "name" ["名称"] Text => "名称" / "name";
        optional "name_en" ["英文名称" "英文名"] Text => "英文名称" / "name in English";
        required "months" ["月数" "周期" "处置周期"] Quantity(Months) => "一次处置所需的月数" / "months an attempt takes";
        required "success" ["成功率" "成功概率"] Quantity(Share) => "成功的概率" / "probability that an attempt succeeds";
        optional "source" ["来源" "数据来源" "依据"] Text => "数字的来源（不写即情景假设）" / "where the numbers come from (omitted: assumed)";
        optional "source_en" ["英文来源"] Text => "来源的英文" / "the same in English";
    }
    "parcels" list "闲置地块" / "parcels of idle land" {
        required "name" ["名称" "地块" "地块名称" "宗地" "宗地名称"] Id => "唯一的名称" / "unique name";
        optional "name_en" ["英文名称" "英文名"] Text => "英文名称" / "name in English";
        optional "zone" ["片区" "分区" "所在片区"] Text => "所在片区" / "zone of the park";
        required "area" ["面积" "用地面积" "地块面积" "宗地面积" "土地面积"] Quantity(Land) => "面积，亩" / "area, 亩";
        optional "start" ["开始" "启动" "启动月份"] Month => "最早开始处置的月份" / "first month in which work on it can begin";
        required "routes" ["途径" "处置途径" "处置方式"] References("routes") => "依次尝试的处置途径" / "routes, in the order in which they are tried";
        optional "months" ["月数" "周期" "处置周期"] Quantity(Months) => "替代各途径的月数" / "replaces every route's months on this parcel";
        optional "success" ["成功率" "成功概率"] Quantity(Share) => "替代各途径的成功率" / "replaces every route's success on this parcel";
        optional "source" ["来源" "数据来源" "依据"] Text => "数字的来源（不写即情景假设）" / "where the numbers come from (omitted: assumed)";
        optional "source_en" ["英文来源"] Text => "来源的英文" / "the same in English";
    }
    "projects" list "已知项目" / "known projects" {
        required "name" ["名称" "项目" "项目名称"] Id => "唯一的名称" / "unique name";
        optional "name_en" ["英文名称" "英文名"] Text => "英文名称" / "name in English";
        optional "industry" ["行业" "产业" "所属行业" "所属产业" "行业类别" "行业名称" "产业类别"] Reference("industries")
            => "所属产业（增资扩产可不写）" / "its industry (an expansion's may be omitted)";
        optional "enterprise" ["企业" "所属企业" "扩产企业"] Reference("enterprises") => "所扩产的现有企业" / "the incumbent it expands";
        optional "zone" ["片区" "分区" "所在片区"] Text => "所在片区" / "zone of the park";
        optional "tags" ["标签" "类别"] Texts => "标签" / "tags";
        optional "stage" ["阶段" "进度" "状态" "项目状态" "项目阶段" "项目进度" "建设状态" "建设进度"] Choice(STAGES)
            => "数据截至时的阶段（默认signed）" / "where it stands at the end of `as_of` (default signed)";
        optional "probability" ["签约概率" "签约可能性"] Quantity(Share)
            => "最终签约的概率（仅negotiating，须写明）" / "probability that it is signed (negotiating only, where it is needed)";
        optional "signing" ["签约" "签约时间" "预计签约" "预计签约时间" "计划签约" "计划签约时间"] Quantity(Months)
            => "距签约的月数，或签约的月份（仅negotiating，默认0）" / "months until it is signed, or the month in which (negotiating only, default 0)";
        required "capacity" ["产能" "达产产值" "设计产值" "达产后年产值" "达产年产值" "达产后产值" "预计年产值" "预计达产产值"] Quantity(Output) => "达产后的年产值，亿元" / "annual output at full production, 亿元";
        optional "needs" ["需求" "资源需求"] Needs(Amount) => "所需资源：资源 = 数量" / "what it needs: resource = amount";
        optional "conversion" ["落地率" "履约率"] Quantity(Share)
            => "签约后真正实施的概率（默认1）" / "probability that it is carried out at all (default 1)";
        optional "prep" ["前期" "前期月数" "准备" "计划开工" "计划开工时间" "预计开工" "预计开工时间" "拟开工时间" "开工时间"] Quantity(Months)
            => "前期准备的月数，或计划开工的月份（默认0）" / "months of preparation, or the month in which building is to begin (default 0)";
        optional "build" ["建设" "建设月数" "建设期" "计划投产" "计划投产时间" "预计投产" "预计投产时间" "拟投产时间" "投产时间"] Quantity(Months)
            => "建设的月数，或计划投产的月份（默认1）" / "months of building, or the month in which it is to operate (default 1)";
        optional "ramp" ["达产期" "达产月数" "爬坡" "计划达产时间" "预计达产时间" "达产时间"] Quantity(Months)
            => "投产到达产的月数，或达产的月份（默认0）" / "months until full production, or the month in which (default 0)";
        optional "ramp_shape" ["达产过程" "爬坡形状"] Choice(&["linear", "s-curve"]) => "产能释放的过程：linear为匀速，s-curve为先慢后快再慢（默认linear）" / "how production rises to capacity (default linear)";
        optional "patience" ["等待期限" "等待期" "耐心"] Quantity(Months)
            => "等待资源的期限，月；超过即终止（不写则一直等）" / "months it waits for resources (omitted: for ever)";
        optional "priority" ["优先级"] Quantity(Whole) => "优先级，大者在先（默认0）" / "priority, high first (default 0)";
        optional "operating_months" ["已投产月数" "实际投产" "实际投产时间"] Quantity(Months)
            => "已经投产的月数，或投产的月份（仅operating）" / "months of operation behind it, or the month in which it began (operating only)";
        optional "source" ["来源" "数据来源" "依据"] Text => "数字的来源（不写即情景假设）" / "where the numbers come from (omitted: assumed)";
        optional "source_en" ["英文来源"] Text => "来源的英文" / "the same in English";
    }
    "channels" list "招商渠道" / "channels of investment promotion" {
        required "id" ["编号" "代码"] Id => "唯一的标识" / "unique id";
        optional "name" ["名称" "渠道"] Text => "名称" / "name";
        optional "name_en" ["英文名称" "英文名"] Text => "英文名称" / "name in English";
        required "industry" ["行业" "产业" "所属行业" "所属产业" "行业类别"] Reference("industries") => "项目所属产业" / "industry of its projects";
        optional "zone" ["片区" "分区"] Text => "项目所在片区" / "zone of its projects";
        optional "tags" ["标签" "类别"] Texts => "项目的标签" / "tags of its projects";
        required "rate" ["年签约数" "签约数"] Quantity(Rate) => "每年签约的项目数" / "signings a year";
        optional "profile" ["月度分布"] Weights => "各月签约的权重，12个（默认相等）" / "12 weights of the months (default equal)";
        optional "dispersion" ["离散度"] Quantity(Plain) => "年度随机因子的方差（默认0）" / "variance of the yearly Gamma factor (default 0)";
        optional "factor_loading" ["因子载荷"] Quantity(Signed) => "对产业因子的载荷（默认0）" / "loading on the industry factor (default 0)";
        required "capacity" ["产能" "达产产值" "设计产值"] Quantity(Output) => "每个项目达产后的年产值，亿元" / "annual output of a project at full production, 亿元";
        optional "needs" ["需求" "资源需求"] Needs(Amount) => "每个项目所需资源：资源 = 数量" / "what each project needs: resource = amount";
        optional "needs_per_output" ["单位产值需求"] Needs(AmountPerOutput)
            => "每亿元产能另需资源：资源 = 数量" / "what it needs besides, per 亿元 of capacity";
        optional "conversion" ["落地率" "履约率"] Quantity(Share)
            => "签约后真正实施的概率（默认1）" / "probability that a signed project is carried out at all (default 1)";
        optional "prep" ["前期" "前期月数" "准备"] Quantity(Months) => "前期准备的月数（默认0）" / "months of preparation (default 0)";
        optional "build" ["建设" "建设月数" "建设期"] Quantity(Months) => "建设的月数（默认1）" / "months of building (default 1)";
        optional "ramp" ["达产期" "达产月数" "爬坡"] Quantity(Months) => "投产到达产的月数（默认0）" / "months until full production (default 0)";
        optional "ramp_shape" ["达产过程" "爬坡形状"] Choice(&["linear", "s-curve"]) => "产能释放的过程：linear为匀速，s-curve为先慢后快再慢（默认linear）" / "how production rises to capacity (default linear)";
        optional "patience" ["等待期限" "等待期" "耐心"] Quantity(Months)
            => "等待资源的期限，月；超过即终止（不写则一直等）" / "months it waits for resources (omitted: for ever)";
        optional "priority" ["优先级"] Quantity(Whole) => "优先级，大者在先（默认0）" / "priority, high first (default 0)";
        optional "source" ["来源" "数据来源" "依据"] Text => "数字的来源（不写即情景假设）" / "where the numbers come from (omitted: assumed)";
        optional "source_en" ["英文来源"] Text => "来源的英文" / "the same in English";
    }
    "targets" list "目标" / "targets" {
        optional "id" ["编号" "代码"] Id => "唯一的标识（默认同名称）" / "unique id (default: its name)";
        required "name" ["名称" "目标"] Text => "名称" / "name";
        optional "name_en" ["英文名称" "英文名"] Text => "英文名称" / "name in English";
        required "year" ["年份" "年度"] Integer => "在哪一年年末考核" / "year at whose end it is judged";
        optional "count" ["计数"] Choice(&["enterprises", "industries"]) => "计数的对象" / "what is counted";
        optional "where" ["条件"] Condition => "计入的条件" / "which of them count";
        optional "metric" ["指标"] Text => "指标，如 park.tax_per_mu" / "the figure, such as park.tax_per_mu";
        optional "at_least" ["至少" "不低于"] Bound => "不低于" / "must be at least this";
        optional "at_most" ["至多" "不超过"] Bound => "不超过" / "must be at most this";
        optional "source" ["来源" "数据来源" "依据"] Text => "数字的来源（不写即情景假设）" / "where the numbers come from (omitted: assumed)";
        optional "source_en" ["英文来源"] Text => "来源的英文" / "the same in English";
    }
    "goals" list "目标组合" / "combinations of targets" {
        optional "id" ["编号" "代码"] Id => "唯一的标识（默认同名称）" / "unique id (default: its name)";
        required "name" ["名称"] Text => "名称" / "name";
        optional "name_en" ["英文名称" "英文名"] Text => "英文名称" / "name in English";
        optional "all_of" ["全部"] References("targets") => "这些目标全部实现" / "all of these targets";
        optional "any_of" ["任一"] References("targets") => "这些目标至少实现一个" / "at least one of these targets";
    }
    "scores" list "考核得分：各项权重×完成率（不超过上限）之和" /
        "assessment scores: the sum of weight times completion, up to a cap" {
        optional "id" ["编号" "代码"] Id => "唯一的标识（默认同名称）" / "unique id (default: its name)";
        required "name" ["名称"] Text => "名称" / "name";
        optional "name_en" ["英文名称" "英文名"] Text => "英文名称" / "name in English";
        required "items" ["考核项" "项目"] Items => "考核项" / "what is assessed";
        optional "at_least" ["至少" "不低于"] Number => "要达到的得分" / "the score to be reached";
    }
    "budget" once "政策预算" / "the budget for policies" {
        required "limit" ["上限" "额度" "预算"] Quantity(Money)
            => "政策组合的费用上限，万元；超出的会标明" / "what a mix may cost, 万元; mixes over it are marked";
    }
    "policies" list "政策" / "policies" {
        required "id" ["编号" "代码"] Id => "唯一的标识" / "unique id";
        optional "name" ["名称" "政策"] Text => "名称" / "name";
        optional "name_en" ["英文名称" "英文名"] Text => "英文名称" / "name in English";
        optional "cost" ["成本" "费用" "投入"] Quantity(Money) => "力度为1时的成本，万元（默认0）" / "cost at dose 1, 万元 (default 0)";
        optional "max_dose" ["最大力度"] Number => "最大力度（默认1）" / "largest dose (default 1)";
        optional "from" ["开始" "起始月份"] Month => "从哪个月起生效（默认第一个模拟月）" / "month from which it holds (default: the first simulated one)";
        required "changes" ["变动"] Changes => "所作的变动" / "what it changes";
        optional "source" ["来源" "数据来源" "依据"] Text => "数字的来源（不写即情景假设）" / "where the numbers come from (omitted: assumed)";
        optional "source_en" ["英文来源"] Text => "来源的英文" / "the same in English";
    }
    "mixes" list "政策组合" / "mixes of policies" {
        required "id" ["编号" "代码"] Id => "唯一的标识" / "unique id";
        optional "name" ["名称"] Text => "名称" / "name";
        optional "name_en" ["英文名称" "英文名"] Text => "英文名称" / "name in English";
        required "policies" ["政策"] Doses => "政策 = 力度" / "policy = dose";
    }
    "changes" list "对情景的变动；其余的键为所变动的字段 = { multiply | add | set = 值 }" /
        "changes of the scenario; every other key is a field = { multiply | add | set = value }" {
        required "on" ["对象"] Choice(CHANGE_SUBJECTS) => "所变动的表" / "the table it acts on";
        optional "id" ["编号"] Text => "只对此标识（或名称）的一项" / "only the entry of this id (or name)";
        optional "where" ["条件"] Condition => "只对满足条件的各项" / "only entries for which this holds";
    }
};

/// An item of a score, which stands inside it.
static SCORE_ITEMS: &[TableSpec] = tables! {
    "items" list "考核项" / "an item of a score" {
        optional "target" ["目标"] Reference("targets") => "所考核的目标" / "the target that is assessed";
        optional "metric" ["指标"] Text => "或所考核的指标，如 park.tax" / "or the figure, such as park.tax";
        optional "year" ["年份" "年度"] Integer => "指标在哪一年年末考核" / "year at whose end the figure is taken";
        optional "at_least" ["至少" "不低于"] Bound => "指标达到此值为完成" / "the figure is complete at this or more";
        optional "at_most" ["至多" "不超过"] Bound => "指标不超过此值为完成" / "the figure is complete at this or less";
        required "weight" ["权重" "分值"] Number => "完成时的得分" / "points where it is complete";
        optional "cap" ["上限" "封顶"] Number => "完成率的上限（默认1）" / "most that its completion counts (default 1)";
    }
};

/// The declaration of the items of a score.
pub fn score_item() -> &'static TableSpec {
    &SCORE_ITEMS[0]
}

/// The declaration of the table `key`; "" is the top level.
pub fn table(key: &str) -> Option<&'static TableSpec> {
    TABLES.iter().find(|table| table.key == key)
}
