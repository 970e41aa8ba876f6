//! Names of the tables.

/// A table by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TableId {
    /// Probability of each target and goal.
    Targets,
    /// Assessment scores with their items.
    Scores,
    /// Main figures of the park in the last year.
    Summary,
    /// Output by what it is made of.
    Parts,
    /// Probability of each target by the year in which it is judged.
    ByYear,
    /// Distributions of counting targets.
    Counts,
    /// Projects by where they stand at the end.
    Fates,
    /// Idle land by route and year.
    Routes,
    /// Every figure of the park by year.
    Park,
    /// Industries by year.
    Industries,
    /// Enterprises by year.
    Enterprises,
    /// Enterprises on whose crossing of a threshold open targets depend.
    Pivotal,
    /// Known projects.
    Projects,
    /// Land and projects by month.
    Months,
    /// Distributions in full.
    Quantiles,
    /// Of a comparison: probabilities, alternatives down and targets across.
    Overview,
    /// Of a comparison: every alternative against the reference.
    Headline,
    /// Of a comparison: alternatives with their policies and doses.
    Alternatives,
    /// Of a comparison: every probability and difference.
    Probabilities,
    /// Of a comparison: figures of the park under each alternative.
    Figures,
    /// Of a comparison: contribution of each policy of a mix.
    Contributions,
    /// Of a comparison: interactions of pairs of policies.
    Interactions,
    /// Of a comparison: price of beginning a policy later.
    Delays,
    /// Of a report: targets, the base year's figures, forecasts and what is missing.
    Outlook,
    /// Of a report: words for probabilities.
    Bands,
    /// Of a report: main assumptions.
    Assumptions,
    /// Of a report: every assumption.
    AllAssumptions,
}

impl TableId {
    /// Stem of the table's file, and its name where names must be plain.
    pub const fn stem(self) -> &'static str {
        match self {
            Self::Targets => "targets",
            Self::Scores => "scores",
            Self::Summary => "summary",
            Self::Parts => "parts",
            Self::ByYear => "by_year",
            Self::Counts => "counts",
            Self::Fates => "fates",
            Self::Routes => "routes",
            Self::Park => "park",
            Self::Industries => "industries",
            Self::Enterprises => "enterprises",
            Self::Pivotal => "pivotal",
            Self::Projects => "projects",
            Self::Months => "months",
            Self::Quantiles => "quantiles",
            Self::Overview => "overview",
            Self::Headline => "headline",
            Self::Alternatives => "alternatives",
            Self::Probabilities => "probabilities",
            Self::Figures => "figures",
            Self::Contributions => "contributions",
            Self::Interactions => "interactions",
            Self::Delays => "delays",
            Self::Outlook => "outlook",
            Self::Bands => "bands",
            Self::Assumptions => "assumptions",
            Self::AllAssumptions => "all_assumptions",
        }
    }
}
