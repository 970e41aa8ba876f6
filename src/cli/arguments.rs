//! The arguments. Help is in both languages, Chinese first.

use crate::chart::{CHARTS, ChartSpec, Kind, Size};
use crate::program::Program;
use crate::report::Date;
use crate::scenario::{RunDefaults, SamplingKind, Scenario};
use crate::study::Run;
use crate::text::{Lang, Text};
use crate::words;
use clap::builder::{EnumValueParser, PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};
use std::num::{NonZeroU64, NonZeroUsize};
use std::path::PathBuf;
use std::sync::LazyLock;
use std::time::Duration;

/// Version as `--version` shows it.
static LONG_VERSION: LazyLock<String> = LazyLock::new(|| words::program(&Program::this()).en);

/// 园区目标达成概率模拟 · How likely is an industrial park to reach its targets?
#[derive(Debug, Parser)]
#[command(version, long_version = LONG_VERSION.as_str(), max_term_width = 110)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// 模拟情景，给出各目标的概率和图表 · Simulate scenarios: probabilities of targets, and charts
    Run(RunOptions),
    /// 在同样的试验上比较政策组合和情景 · Compare mixes and scenarios on the same trials
    Compare(CompareOptions),
    /// 写出成套材料：网页、Word、Excel、幻灯片图 · Finished material: a page, Word, Excel, slides
    Report(ReportOptions),
    /// 由已有的 results.json 重新画图，不模拟 · Redraw charts from a stored results.json, without simulating
    Chart(ChartOptions),
    /// 按文件中的印记重新模拟，核对数字是否一样 · Run again what a file was made from, and compare the numbers
    Verify(VerifyOptions),
    /// 只检查情景文件，不运行 · Check scenario files without running them
    Check(CheckOptions),
    /// 输出情景格式的 JSON Schema，供编辑器补全 · Print the format's JSON Schema, for completion in editors
    Schema(SchemaOptions),
    /// 生成一份带注释的情景和企业名单，供填写 · Write a commented scenario and a roster to fill in
    Init(InitOptions),
}

/// Options of `run`.
#[derive(Debug, Args)]
pub struct RunOptions {
    /// 情景文件（.toml）· scenario files
    #[arg(required = true, value_name = "SCENARIO")]
    pub scenarios: Vec<PathBuf>,
    /// 采用情景中的这一政策组合（编号或名称）· apply this mix of the scenario, by id or name
    #[arg(long, value_name = "ID")]
    pub mix: Option<String>,
    /// 依次采用每一个政策组合，也不采取政策，各一个子目录 · apply every mix in turn, and none; each gets a folder of its own
    #[arg(long, conflicts_with = "mix")]
    pub all_mixes: bool,
    /// How much is tried.
    #[command(flatten)]
    pub effort: Effort,
    /// 一直试验到每个目标的95%区间半宽不超过此值，如 0.5pp（或试满 --trials，默认一亿次）· run until every
    /// target's and goal's 95% interval is at most so wide to either side, such as 0.5pp, or --trials are done
    /// (by default 100 million)
    #[arg(long, value_name = "POINTS", value_parser = points)]
    pub precision: Option<f64>,
    /// 最长运行时间，如 30s、2min；已完成的保留 · longest time for the trials, such as 30s or 2min; what is done is kept
    #[arg(long, value_name = "TIME", value_parser = duration)]
    pub max_time: Option<Duration>,
    /// 全部目标同时实现的概率低于此值时以状态4退出，如 30% · exit with status 4 where the probability of all targets
    /// together is below this, such as 30%
    #[arg(long, value_name = "P", value_parser = chance)]
    pub fail_under: Option<f64>,
    /// 表格和图以此目标、组合目标或得分为主（优先于情景文件，默认全部目标同时实现）· the target, goal or score that tables and charts
    /// lead with; wins over the file (default: all targets together)
    #[arg(long, value_name = "ID")]
    pub by: Option<String>,
    /// 抽样方式（优先于情景文件）· how trials are sampled; wins over the file
    #[arg(long, value_parser = sampling())]
    pub sampling: Option<SamplingKind>,
    /// 可能时以条件概率代替“实现/未实现” · average chances given all but enterprises' own shocks where possible
    #[arg(long, value_name = "on|off", default_value = "on", value_parser = on_or_off, action = ArgAction::Set)]
    pub conditional: bool,
    /// What is handed over.
    #[command(flatten)]
    pub output: Output,
}

/// How much is tried, and on what.
#[derive(Debug, Args)]
pub struct Effort {
    /// 试验次数（优先于情景文件）· trials; wins over the file
    #[arg(long, value_name = "N", value_parser = trials)]
    pub trials: Option<NonZeroU64>,
    /// 随机种子（优先于情景文件）· seed; wins over the file
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
    /// 线程数（默认全部核心，不影响结果）· threads; all cores by default, never changes a result
    #[arg(long, value_name = "N")]
    pub threads: Option<NonZeroUsize>,
}

impl Effort {
    /// A run of the scenario with this effort.
    pub fn run<'a>(&self, scenario: &'a Scenario) -> Run<'a> {
        let run = Run::of(scenario);
        let run = self.seed.into_iter().fold(run, Run::seed);
        self.trials.into_iter().fold(run, |run, trials| run.trials(trials.get()))
    }
}

/// Where results go and what is shown.
#[derive(Debug, Args)]
pub struct Output {
    /// 输出目录，结果写入其下的子目录 · output folder; results go into folders below it
    #[arg(long, value_name = "DIR", default_value = "output")]
    pub out: PathBuf,
    /// 在标准输出给出 results.json · print results.json to stdout and nothing else
    #[arg(long)]
    pub json: bool,
    /// 不画图 · draw no charts
    #[arg(long)]
    pub no_charts: bool,
    /// How charts are drawn.
    #[command(flatten)]
    pub pictures: Pictures,
    /// 不显示表格和进度 · no table, no progress
    #[arg(long, short)]
    pub quiet: bool,
    /// 语言（默认随情景的 language，其次随系统，再次随情景文字）· language; by default the scenario's `language`, else the
    /// system's, else that of the scenario's text
    #[arg(long, value_parser = lang())]
    pub lang: Option<Lang>,
}

/// How charts are drawn.
#[derive(Debug, Clone, Copy, Args)]
pub struct Pictures {
    /// 图的版式 · what charts are made for
    #[arg(long, value_enum, default_value_t)]
    pub size: Size,
    /// PNG的精细程度：每个单位长度的像素数 · dots of a PNG to the unit of length (a slide has 1280 × 720 units)
    #[arg(long, value_name = "N", default_value = "2", value_parser = scale)]
    pub scale: f64,
}

/// What is compared, and how it is looked at.
#[derive(Debug, Args)]
pub struct Question {
    /// 只比较这些政策组合（编号或名称，可重复；默认全部）· compare these mixes only, by id or name; all by default
    #[arg(long = "mix", value_name = "ID")]
    pub mixes: Vec<String>,
    /// 以此为参照计算差别（默认不采取政策）· take differences from this one (default: no action)
    #[arg(long, value_name = "ID")]
    pub reference: Option<String>,
    /// 表格和图以此目标、组合目标或得分为主（优先于情景文件，默认全部目标同时实现）· the target, goal or score that tables and charts
    /// lead with; wins over the file (default: all targets together)
    #[arg(long, value_name = "ID")]
    pub by: Option<String>,
    /// 与最好的方案相差不到此值而更省钱的方案，一并列出（默认1个百分点）· an alternative that costs less and loses less than this is
    /// named beside the best (default: 1pp)
    #[arg(long, value_name = "POINTS", value_parser = tolerance)]
    pub tolerance: Option<f64>,
    /// 细看这个组合中各项政策的作用（默认粗看政策最多的一个）· a closer look at what each policy of this mix contributes (default:
    /// a glance at the mix of most policies)
    #[arg(long, value_name = "ID")]
    pub contributions: Option<String>,
    /// 这项政策晚几个月开始，损失多少（可重复）· what waiting with this policy costs, month by month; may be repeated
    #[arg(long, value_name = "POLICY")]
    pub delay: Vec<String>,
}

/// Options of `compare`.
#[derive(Debug, Args)]
pub struct CompareOptions {
    /// 情景文件（.toml），可以几份 · scenario files, one or more
    #[arg(required = true, value_name = "SCENARIO")]
    pub scenarios: Vec<PathBuf>,
    /// What is compared.
    #[command(flatten)]
    pub question: Question,
    /// How much is tried.
    #[command(flatten)]
    pub effort: Effort,
    /// What is handed over.
    #[command(flatten)]
    pub output: Output,
}

/// Options of `report`.
#[derive(Debug, Args)]
pub struct ReportOptions {
    /// 情景文件（.toml），每份一套；加 --compare 则合为一套比较 · scenario files: a report of each, or with --compare of
    /// their comparison
    #[arg(required = true, value_name = "SCENARIO")]
    pub scenarios: Vec<PathBuf>,
    /// 比较政策组合和情景 · compare mixes and scenarios
    #[arg(long)]
    pub compare: bool,
    /// What is compared; of a run the mix.
    #[command(flatten)]
    pub question: Question,
    /// How much is tried.
    #[command(flatten)]
    pub effort: Effort,
    /// 只写两三页的简版：目标一览、要点、主图和说明 · the short version of two to three pages: the targets at a glance, the main points,
    /// the main chart and notes
    #[arg(long)]
    pub brief: bool,
    /// 主送单位，印在封面上 · whom the report is sent to, on its cover
    #[arg(long, value_name = "NAME", value_parser = line)]
    pub to: Option<String>,
    /// 落款单位 · who signs the report
    #[arg(long, value_name = "NAME", value_parser = line)]
    pub from: Option<String>,
    /// 落款日期，如 2024-03-15 · date below the signature, such as 2024-03-15
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub date: Option<Date>,
    /// 输出目录；多份报告时各用其下的子目录（默认 output/情景-report）· output folder; several reports go into folders below it
    /// (default: output/SCENARIO-report)
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// 不显示进度 · no progress
    #[arg(long, short)]
    pub quiet: bool,
    /// 语言（默认随情景的 language，其次随系统，再次随情景文字）· language; by default the scenario's `language`, else the
    /// system's, else that of the scenario's text
    #[arg(long, value_parser = lang())]
    pub lang: Option<Lang>,
}

/// Options of `chart`.
#[derive(Debug, Args)]
pub struct ChartOptions {
    /// run 或 compare 写出的 results.json · the results.json that run or compare wrote
    #[arg(value_name = "RESULTS.json")]
    pub results: PathBuf,
    /// 只画这种图（可重复；默认能画的全画）· this chart only; may be repeated (default: all that there is something to show for)
    #[arg(long = "kind", value_name = "CHART", value_parser = charts())]
    pub kinds: Vec<Kind>,
    /// How charts are drawn.
    #[command(flatten)]
    pub pictures: Pictures,
    /// 输出目录，默认 results.json 所在目录 · output folder; by default that of results.json
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// 语言（默认随系统，其次随结果中的文字）· language; by default the system's, else that of the text of the results
    #[arg(long, value_parser = lang())]
    pub lang: Option<Lang>,
}

/// Options of `verify`.
#[derive(Debug, Args)]
pub struct VerifyOptions {
    /// 由结果制成的文件：results.json、图片、报告的各个文件 · files made from results: results.json, pictures, the files of a report
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// 情景文件（可重复；默认在文件所在目录、其上三级、各级的 scenarios/ 和当前目录中寻找）· scenario file; may be repeated (default: looked
    /// for in the file's folder, the three above it, scenarios/ below each, and the working directory)
    #[arg(long = "scenario", value_name = "PATH")]
    pub scenarios: Vec<PathBuf>,
    /// 线程数（默认全部核心，不影响结果）· threads; all cores by default, never changes a result
    #[arg(long, value_name = "N")]
    pub threads: Option<NonZeroUsize>,
    /// 一样时什么也不说，不显示表格和进度 · say nothing where all is the same; no table, no progress
    #[arg(long, short)]
    pub quiet: bool,
    /// 语言（默认随情景的 language，其次随系统，再次随情景文字）· language; by default the scenario's `language`, else the
    /// system's, else that of the scenario's text
    #[arg(long, value_parser = lang())]
    pub lang: Option<Lang>,
}

/// Options of `check`.
#[derive(Debug, Args)]
pub struct CheckOptions {
    /// 情景文件（.toml）· scenario files
    #[arg(required = true, value_name = "SCENARIO")]
    pub scenarios: Vec<PathBuf>,
    /// 语言（默认随情景的 language，其次随系统，再次随情景文字）· language; by default the scenario's `language`, else the
    /// system's, else that of the scenario's text
    #[arg(long, value_parser = lang())]
    pub lang: Option<Lang>,
}

/// Options of `schema`.
#[derive(Debug, Args)]
pub struct SchemaOptions {
    /// 说明文字的语言（默认随系统）· language of the descriptions; by default the system's
    #[arg(long, value_parser = lang())]
    pub lang: Option<Lang>,
}

/// Options of `init`.
#[derive(Debug, Args)]
pub struct InitOptions {
    /// 目录，须不含同名文件 · folder; must not hold files of the same names
    #[arg(value_name = "DIR")]
    pub dir: PathBuf,
    /// 语言（默认随系统）· language of the messages; by default the system's
    #[arg(long, value_parser = lang())]
    pub lang: Option<Lang>,
}

/// The charts by the stems of their files.
fn charts() -> impl TypedValueParser<Value = Kind> {
    let value = |chart: &'static ChartSpec| {
        let Text { zh, en } = (chart.shows)();
        PossibleValue::new(chart.stem).help(format!("{zh} · {en}"))
    };
    let of_stem = |stem: String| {
        let chart = CHARTS.iter().find(|chart| chart.stem == stem);
        chart.map(|chart| chart.kind).ok_or("not a chart")
    };
    PossibleValuesParser::new(CHARTS.iter().map(value)).try_map(of_stem)
}

/// Languages as they are asked for.
#[derive(Clone, Copy, ValueEnum)]
enum LangName {
    /// 简体中文 · Simplified Chinese
    Zh,
    /// 英文 · English
    En,
}

fn lang() -> impl TypedValueParser<Value = Lang> {
    EnumValueParser::<LangName>::new().map(|name| match name {
        LangName::Zh => Lang::Zh,
        LangName::En => Lang::En,
    })
}

/// Ways of sampling as they are asked for.
#[derive(Clone, Copy, ValueEnum)]
enum SamplingName {
    /// 独立随机数 · independent random numbers
    Random,
    /// 随机化 Sobol 点 · scrambled Sobol points
    Sobol,
}

fn sampling() -> impl TypedValueParser<Value = SamplingKind> {
    EnumValueParser::<SamplingName>::new().map(|name| match name {
        SamplingName::Random => SamplingKind::Random,
        SamplingName::Sobol => SamplingKind::Sobol,
    })
}

/// Percentage points of half an interval, as a fraction.
fn points(text: &str) -> Result<f64, String> {
    points_from(MIN_POINTS, text)
}

/// Percentage points that may be none, as a fraction.
fn tolerance(text: &str) -> Result<f64, String> {
    points_from(0.0, text)
}

fn points_from(least: f64, text: &str) -> Result<f64, String> {
    let number = text.strip_suffix("pp").or_else(|| text.strip_suffix("个百分点"));
    number
        .and_then(|number| number.trim().parse().ok())
        .filter(|points| (least..=50.0).contains(points))
        .map(|points: f64| points / 100.0)
        .ok_or_else(|| {
            format!("应为{least}到50个百分点，如 0.5pp · must be from {least} to 50 points, such as 0.5pp")
        })
}

/// Narrower intervals would take more trials than can be asked for.
const MIN_POINTS: f64 = 0.001;

fn duration(text: &str) -> Result<Duration, String> {
    let units = [("ms", 1e-3), ("min", 60.0), ("s", 1.0), ("h", 3600.0)];
    let parsed = units.iter().find_map(|(unit, seconds)| {
        let number: f64 = text.strip_suffix(unit)?.trim().parse().ok()?;
        Duration::try_from_secs_f64(number * seconds).ok()
    });
    parsed
        .filter(|time| !time.is_zero())
        .ok_or_else(|| "应为时间，如 30s、2min · must be a time, such as 30s or 2min".to_owned())
}

/// A name that stands on a line of its own.
fn line(text: &str) -> Result<String, String> {
    match words::clean(text, words::NAME_LIMIT) {
        line if line.is_empty() => Err("应为可见的文字 · must be visible text".to_owned()),
        line => Ok(line),
    }
}

fn date(text: &str) -> Result<Date, String> {
    Date::parse(text).ok_or_else(|| "应为日期，如 2024-03-15 · must be a date, such as 2024-03-15".to_owned())
}

/// A probability, as a fraction or in per cent.
fn chance(text: &str) -> Result<f64, String> {
    let parsed: Option<f64> = match text.strip_suffix('%') {
        Some(percent) => percent.trim().parse().ok().map(|percent: f64| percent / 100.0),
        None => text.parse().ok(),
    };
    parsed
        .filter(|p| (0.0..=1.0).contains(p))
        .ok_or_else(|| "应为概率，如 30% 或 0.3 · must be a probability, such as 30% or 0.3".to_owned())
}

/// Dots to the px: from a thumbnail to a poster.
fn scale(text: &str) -> Result<f64, String> {
    text.parse()
        .ok()
        .filter(|scale| (0.25..=8.0).contains(scale))
        .ok_or_else(|| "应在0.25到8之间 · must be from 0.25 to 8".to_owned())
}

fn on_or_off(text: &str) -> Result<bool, String> {
    match text {
        "on" => Ok(true),
        "off" => Ok(false),
        _ => Err("应为 on 或 off · must be on or off".to_owned()),
    }
}

fn trials(text: &str) -> Result<NonZeroU64, String> {
    let number: u64 =
        text.replace('_', "").parse().map_err(|_| "应为正整数 · must be a whole number".to_owned())?;
    NonZeroU64::new(number).filter(|n| n.get() <= RunDefaults::MAX_TRIALS).ok_or_else(|| {
        let most = RunDefaults::MAX_TRIALS;
        format!("应在 1 到 {most} 之间 · must be from 1 to {most}")
    })
}
