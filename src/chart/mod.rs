//! Charts: pure functions of [`Results`] and a language.
//!
//! ```text
//! Results -> finding (title) + layout -> plotters -> Canvas -> Scene -> SVG and PNG
//! ```
//!
//! No statistic is computed here: charts choose, place and word what the results hold. The same results give the same
//! bytes on every machine, since the typeface is bundled and nothing depends on clocks, threads or fonts that happen to be
//! installed. Only this folder names plotters.
//!
//! A new chart is a file of its own, its `mod` line, its [`Kind`] and its row in [`CHARTS`]: files, reports, `--kind` and its
//! help follow from the row.

mod axis;
mod bridge;
mod canvas;
mod compare;
mod counts;
mod declutter;
mod dotplot;
mod enterprises;
mod fan;
mod font;
mod grid;
mod land;
mod months;
mod output;
mod page;
mod pen;
mod picture;
mod project_status;
mod raster;
mod routes;
mod shares;
mod size;
mod steps;
mod svg;
mod targets;
mod theme;
mod wrap;
mod years;

pub use canvas::{Label, Rect};
pub(crate) use font::{Weight, file as font_file};
pub use picture::Picture;
pub use size::Size;

use crate::compare::Comparison;
use crate::results::Results;
use crate::text::{Lang, Text, text};
use compare::{contributions, delay, frontier, heatmap, mixes, ridges};
use page::{Sheet, Sketch};
use picture::{Fact, facts_of_comparison, facts_of_run};
use plotters::drawing::DrawingAreaErrorKind;
use rayon::prelude::*;
use std::convert::Infallible;

/// A chart by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Probability of each target and goal.
    Targets,
    /// A hundred possible years as dots: number of targets that each reaches, and margin of each target.
    Dotplot,
    /// Distribution of each counting target's count.
    Counts,
    /// Enterprises nearest to a threshold.
    Enterprises,
    /// Steps from the output of the base year to that of the targets' year.
    Bridge,
    /// Output of the park and its industries by year.
    Output,
    /// Output of the park by month, with what has been reported.
    Months,
    /// Probability of each target by the year in which it is judged.
    Years,
    /// Projects by where they stand at the end.
    ProjectStatus,
    /// Land and waiting projects by month.
    Land,
    /// Idle land by the route that reclaimed it.
    Routes,
    /// Of a comparison: probability of each alternative, away from the reference.
    Mixes,
    /// Of a comparison: probabilities of all alternatives as a table of shades.
    Heatmap,
    /// Of a comparison: cost against probability.
    Frontier,
    /// Of a comparison: contribution of each policy of a mix.
    Contributions,
    /// Of a comparison: distribution of the park's output under each alternative.
    Ridges,
    /// Of a comparison: probability by the month in which a policy begins.
    Delay,
}

/// Question that a chart helps to answer; a report has a section for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Topic {
    /// How likely are the targets?
    Targets,
    /// Where does the output come from?
    Output,
    /// What does the result depend on?
    Depends,
    /// What becomes of projects and land?
    Land,
    /// How likely are the targets under each alternative?
    Alternatives,
    /// What does it cost, and what does that bring?
    Cost,
}

/// A row of [`CHARTS`]: all that is to be known of a chart outside its own file.
#[derive(Debug)]
pub struct ChartSpec {
    /// Chart that the row is about.
    pub kind: Kind,
    /// Stem of the files that it is written to, and its name in `--kind`.
    pub stem: &'static str,
    /// Question that it helps to answer.
    pub topic: Topic,
    /// Words for what it shows.
    pub shows: fn() -> Text,
    draw: Draw,
}

/// Function that lays out a chart; it returns `None` where the results have nothing to show in it.
#[derive(Debug)]
enum Draw {
    /// Chart of the results of a run.
    Run(fn(&Results, &Sheet) -> Sketched),
    /// Chart of the results of a comparison.
    Comparison(fn(&Comparison, &Sheet) -> Sketched),
}

type Sketched = Result<Option<Sketch>, ChartError>;

/// Every chart: those of a run, then those of a comparison, each in the order in which a reader wants them, which is that of
/// [`Kind`].
pub const CHARTS: &[ChartSpec] = &[
    ChartSpec {
        kind: Kind::Targets,
        stem: "targets",
        topic: Topic::Targets,
        shows: || text!("各项目标和组合目标的概率", "probability of each target and goal"),
        draw: Draw::Run(targets::draw),
    },
    ChartSpec {
        kind: Kind::Dotplot,
        stem: "dots",
        topic: Topic::Targets,
        shows: || {
            text!(
                "一百种可能的情形，各实现几项目标",
                "a hundred possible futures, and the targets each reaches"
            )
        },
        draw: Draw::Run(dotplot::draw),
    },
    ChartSpec {
        kind: Kind::Counts,
        stem: "counts",
        topic: Topic::Targets,
        shows: || text!("数量目标的分布", "distributions of counting targets"),
        draw: Draw::Run(counts::draw),
    },
    ChartSpec {
        kind: Kind::Enterprises,
        stem: "enterprises",
        topic: Topic::Depends,
        shows: || text!("最接近门槛的企业", "enterprises nearest to a threshold"),
        draw: Draw::Run(enterprises::draw),
    },
    ChartSpec {
        kind: Kind::Bridge,
        stem: "parts",
        topic: Topic::Output,
        shows: || {
            text!("从基年产值到考核年产值的各步", "steps from base-year output to that of the targets' year")
        },
        draw: Draw::Run(bridge::draw),
    },
    ChartSpec {
        kind: Kind::Output,
        stem: "output",
        topic: Topic::Output,
        shows: || text!("园区和各产业的逐年产值", "output of the park and its industries by year"),
        draw: Draw::Run(output::draw),
    },
    ChartSpec {
        kind: Kind::Months,
        stem: "months",
        topic: Topic::Output,
        shows: || text!("逐月产值，已报的和预计的", "output by month, reported and expected"),
        draw: Draw::Run(months::draw),
    },
    ChartSpec {
        kind: Kind::Years,
        stem: "years",
        topic: Topic::Targets,
        shows: || text!("若在各年年末考核的概率", "probability by the year in which targets are judged"),
        draw: Draw::Run(years::draw),
    },
    ChartSpec {
        kind: Kind::ProjectStatus,
        stem: "fates",
        topic: Topic::Land,
        shows: || text!("项目的去向", "projects by where they stand at the end"),
        draw: Draw::Run(project_status::draw),
    },
    ChartSpec {
        kind: Kind::Land,
        stem: "land",
        topic: Topic::Land,
        shows: || text!("逐月的土地和等待要素的项目", "land and waiting projects by month"),
        draw: Draw::Run(land::draw),
    },
    ChartSpec {
        kind: Kind::Routes,
        stem: "routes",
        topic: Topic::Land,
        shows: || text!("各途径盘活的闲置土地", "idle land by the route that reclaimed it"),
        draw: Draw::Run(routes::draw),
    },
    ChartSpec {
        kind: Kind::Mixes,
        stem: "mixes",
        topic: Topic::Alternatives,
        shows: || text!("比较：各方案的概率", "compare: probability under each alternative"),
        draw: Draw::Comparison(mixes::draw),
    },
    ChartSpec {
        kind: Kind::Heatmap,
        stem: "heatmap",
        topic: Topic::Alternatives,
        shows: || text!("比较：各方案各目标的概率表", "compare: all probabilities as a table of shades"),
        draw: Draw::Comparison(heatmap::draw),
    },
    ChartSpec {
        kind: Kind::Frontier,
        stem: "frontier",
        topic: Topic::Cost,
        shows: || text!("比较：费用与概率", "compare: cost against probability"),
        draw: Draw::Comparison(frontier::draw),
    },
    ChartSpec {
        kind: Kind::Contributions,
        stem: "contributions",
        topic: Topic::Depends,
        shows: || text!("比较：各项政策的作用", "compare: contribution of each policy"),
        draw: Draw::Comparison(contributions::draw),
    },
    ChartSpec {
        kind: Kind::Ridges,
        stem: "ridges",
        topic: Topic::Cost,
        shows: || text!("比较：各方案的产值分布", "compare: distribution of output under each alternative"),
        draw: Draw::Comparison(ridges::draw),
    },
    ChartSpec {
        kind: Kind::Delay,
        stem: "delay",
        topic: Topic::Depends,
        shows: || text!("比较：推迟一项政策的代价", "compare: price of beginning a policy later"),
        draw: Draw::Comparison(delay::draw),
    },
];

// Rows stand in the order of the kinds, so that a kind finds its own.
const _: () = {
    let mut row = 0;
    while row < CHARTS.len() {
        assert!(CHARTS[row].kind as usize == row);
        row += 1;
    }
};

impl ChartSpec {
    /// `true` for a chart of a comparison, `false` for one of a run.
    pub const fn is_of_comparison(&self) -> bool {
        matches!(self.draw, Draw::Comparison(_))
    }
}

impl Kind {
    /// Row of the chart in [`CHARTS`].
    pub const fn spec(self) -> &'static ChartSpec {
        &CHARTS[self as usize]
    }

    /// Stem of the files that the chart is written to.
    pub const fn stem(self) -> &'static str {
        self.spec().stem
    }
}

/// Reason why a chart could not be drawn.
#[derive(Debug, thiserror::Error)]
pub enum ChartError {
    /// plotters refused.
    #[error("the chart could not be laid out: {0}")]
    Layout(#[from] DrawingAreaErrorKind<Infallible>),
    /// The PNG could not be written.
    #[error("the PNG could not be encoded: {0}")]
    Png(#[from] png::EncodingError),
    /// The picture has more pixels than memory.
    #[error("a picture of {width} by {height} pixels is too large")]
    TooLarge {
        /// Width, device pixels.
        width: u32,
        /// Height, device pixels.
        height: u32,
    },
}

impl ChartError {
    /// Message for the user.
    pub fn text(&self) -> Text {
        match self {
            ChartError::Layout(cause) => {
                text!("图表排版失败：{cause}", "the chart could not be laid out: {cause}")
            }
            ChartError::Png(cause) => text!("PNG编码失败：{cause}", "the PNG could not be encoded: {cause}"),
            ChartError::TooLarge { width, height } => {
                text!("图片{width}×{height}像素过大", "a picture of {width} by {height} pixels is too large")
            }
        }
    }
}

/// Lays out every chart that the results of a run have something to show for, in the order of [`CHARTS`].
///
/// # Errors
/// Where plotters refuses, which is a defect.
pub fn draw_all(results: &Results, lang: Lang, size: Size) -> Result<Vec<Picture>, ChartError> {
    let (sheet, facts) = (Sheet::of_run(results, lang, size), facts_of_run(results));
    in_parallel(|spec| of_run(results, spec, &sheet, &facts))
}

/// Lays out every chart that a comparison has something to show for.
///
/// # Errors
/// As [`draw_all`].
pub fn draw_comparison(results: &Comparison, lang: Lang, size: Size) -> Result<Vec<Picture>, ChartError> {
    let (sheet, facts) = (Sheet::of_comparison(results, lang, size), facts_of_comparison(results));
    in_parallel(|spec| of_comparison(results, spec, &sheet, &facts))
}

/// Lays out one chart of a run; `None` where the results have nothing to show in it (no counting target, no land, …).
///
/// # Errors
/// As [`draw_all`].
pub fn draw(results: &Results, kind: Kind, lang: Lang, size: Size) -> Result<Option<Picture>, ChartError> {
    of_run(results, kind.spec(), &Sheet::of_run(results, lang, size), &facts_of_run(results))
}

/// Lays out one chart of a comparison; `None` where it has nothing to show in it.
///
/// # Errors
/// As [`draw_all`].
pub fn draw_of_comparison(
    results: &Comparison,
    kind: Kind,
    lang: Lang,
    size: Size,
) -> Result<Option<Picture>, ChartError> {
    let (sheet, facts) = (Sheet::of_comparison(results, lang, size), facts_of_comparison(results));
    of_comparison(results, kind.spec(), &sheet, &facts)
}

type Drawn = Result<Option<Picture>, ChartError>;

fn in_parallel(draw: impl Fn(&ChartSpec) -> Drawn + Sync + Send) -> Result<Vec<Picture>, ChartError> {
    let drawn: Result<Vec<_>, _> = CHARTS.par_iter().map(draw).collect();
    Ok(drawn?.into_iter().flatten().collect())
}

fn of_run(results: &Results, spec: &ChartSpec, sheet: &Sheet, facts: &[Fact]) -> Drawn {
    let Draw::Run(draw) = spec.draw else { return Ok(None) };
    Ok(draw(results, sheet)?.map(|sketch| Picture::new(spec.kind, sheet.size, sketch, facts)))
}

fn of_comparison(results: &Comparison, spec: &ChartSpec, sheet: &Sheet, facts: &[Fact]) -> Drawn {
    let Draw::Comparison(draw) = spec.draw else { return Ok(None) };
    Ok(draw(results, sheet)?.map(|sketch| Picture::new(spec.kind, sheet.size, sketch, facts)))
}
