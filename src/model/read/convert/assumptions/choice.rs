//! Words for the choices of the format: what a file writes as "building" reads "在建".

use crate::text::{Text, text};

/// The choice in words; one that is not known as it is written.
pub(super) fn choice(written: &str) -> Text {
    match written {
        "signed" => text!("签约", "signed"),
        "building" => text!("在建", "under construction"),
        "operating" => text!("投产", "operating"),
        "normal" => text!("正态分布", "normal"),
        "laplace" => text!("拉普拉斯分布", "Laplace"),
        "student-t" => text!("t分布（厚尾）", "Student's t (heavy tails)"),
        "linear" => text!("匀速", "at an even pace"),
        "s-curve" => text!("先慢后快再慢", "slowly, then fast, then slowly"),
        "enterprises" => text!("企业数", "number of enterprises"),
        "industries" => text!("产业数", "number of industries"),
        other => Text::same(other),
    }
}

/// A family of laws in words.
pub(super) fn family(name: &str) -> Text {
    match name {
        "uniform" => text!("均匀分布", "uniform"),
        "triangular" => text!("三角分布", "triangular"),
        "pert" => text!("PERT分布", "PERT"),
        "normal" => text!("正态分布", "normal"),
        "lognormal" => text!("对数正态分布", "lognormal"),
        "beta" => text!("贝塔分布", "beta"),
        "gamma" => text!("伽马分布", "gamma"),
        "discrete" => text!("离散分布", "one of"),
        "metalog" => text!("三点估计", "three quantiles"),
        other => Text::same(other),
    }
}

/// A parameter of a law in words.
pub(super) fn parameter(key: &str) -> Text {
    match key {
        "alpha" => text!("α为", "α"),
        "beta" => text!("β为", "β"),
        "mean" => text!("均值", "mean"),
        "sd" => text!("标准差", "standard deviation"),
        "median" => text!("中位数", "median"),
        "sigma" => text!("对数标准差", "log standard deviation"),
        "p05" => text!("5%分位数", "5% quantile"),
        "p50" => text!("中位数", "median"),
        "p95" => text!("95%分位数", "95% quantile"),
        "low" => text!("最低", "lowest"),
        "mode" => text!("最可能", "most likely"),
        "high" => text!("最高", "highest"),
        "min" => text!("不低于", "at least"),
        "max" => text!("不高于", "at most"),
        "values" => text!("取值", "values"),
        "weights" => text!("权重", "weights"),
        other => Text::same(other),
    }
}
