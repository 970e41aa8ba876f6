//! What changes can select and reach.

use super::Lists;
use crate::format::{self, Dimension, Kind};
use crate::read::names::Names;
use crate::scenario::units::WAN_PER_YI;
use crate::scenario::{Field, ProjectLife, Quantity, ResourceIx, Scenario, Site, Subject};

/// The keys of the table `on` that hold quantities, `needs` included.
pub(crate) fn changeable(on: &str) -> Vec<(&'static str, Kind)> {
    let Some(spec) = format::table(on) else { return Vec::new() };
    let numeric = |kind: Kind| matches!(kind, Kind::Quantity(_) | Kind::Needs(_));
    spec.fields.iter().filter(|field| numeric(field.kind)).map(|field| (field.key, field.kind)).collect()
}

/// Everything in the table `on`.
pub(crate) fn subjects(on: &str, scenario: &Scenario) -> Vec<Subject> {
    fn each(count: usize, subject: fn(usize) -> Subject) -> Vec<Subject> {
        (0..count).map(subject).collect()
    }
    match on {
        "industries" => each(scenario.industries.len(), Subject::Industry),
        "enterprises" => each(scenario.enterprises.len(), Subject::Enterprise),
        "exits" => each(scenario.exits.len(), Subject::Exit),
        "resources" => each(scenario.resources.len(), Subject::Resource),
        "supplies" => each(scenario.supplies.len(), Subject::Supply),
        "land" => vec![Subject::Land],
        "routes" => each(scenario.routes.len(), Subject::Route),
        "parcels" => each(scenario.parcels.len(), Subject::Parcel),
        "projects" => each(scenario.projects.len(), Subject::Project),
        "channels" => each(scenario.channels.len(), Subject::Channel),
        _ => Vec::new(),
    }
}

/// The names of the table `on`; `[land]` has none.
pub(crate) fn names<'a>(on: &str, lists: &'a Lists<'_>) -> Option<&'a Names> {
    let list = match on {
        "industries" => &lists.industries,
        "enterprises" => &lists.enterprises,
        "exits" => &lists.exits,
        "resources" => &lists.resources,
        "supplies" => &lists.supplies,
        "routes" => &lists.routes,
        "parcels" => &lists.parcels,
        "projects" => &lists.projects,
        "channels" => &lists.channels,
        _ => return None,
    };
    Some(&list.names)
}

/// Place of a subject in its list.
pub(crate) fn place(subject: Subject) -> usize {
    match subject {
        Subject::Industry(i)
        | Subject::Enterprise(i)
        | Subject::Exit(i)
        | Subject::Resource(i)
        | Subject::Supply(i)
        | Subject::Route(i)
        | Subject::Parcel(i)
        | Subject::Project(i)
        | Subject::Channel(i) => i,
        Subject::Land => 0,
    }
}

/// The values of a mark such as `zone` or `tags`; ids and names are looked up elsewhere.
pub(crate) fn marks(scenario: &Scenario, subject: Subject, key: &str) -> Vec<String> {
    let industry =
        |i: crate::scenario::IndustryIx| scenario.industries.get(i.0).map(|industry| industry.id.clone());
    let resource = |i: ResourceIx| scenario.resources.get(i.0).map(|resource| resource.id.clone());
    let (own_industry, zone, tags) = match subject {
        Subject::Enterprise(i) => {
            let enterprise = &scenario.enterprises[i];
            (industry(enterprise.industry), enterprise.zone.clone(), enterprise.tags.as_slice())
        }
        Subject::Project(i) => {
            let project = &scenario.projects[i];
            (industry(project.industry), project.zone.clone(), project.tags.as_slice())
        }
        Subject::Channel(i) => {
            let channel = &scenario.channels[i];
            (industry(channel.industry), channel.zone.clone(), channel.tags.as_slice())
        }
        Subject::Parcel(i) => (None, scenario.parcels[i].zone.clone(), &[][..]),
        _ => (None, None, &[][..]),
    };
    match (key, subject) {
        ("industry", _) => own_industry.into_iter().collect(),
        ("zone", _) => zone.into_iter().collect(),
        ("tags", _) => tags.to_vec(),
        ("resource", Subject::Supply(i)) => resource(scenario.supplies[i].resource).into_iter().collect(),
        ("stage", Subject::Project(i)) => vec![scenario.projects[i].stage.key().to_owned()],
        _ => Vec::new(),
    }
}

/// The base value of a field, before all changes; an uncertain one counts by its median.
pub(crate) fn number(scenario: &Scenario, subject: Subject, key: &str) -> Option<f64> {
    let of = |field| value(scenario, Site { subject, field }).map(Quantity::median);
    match key {
        "output_per_mu" => ratio(of(Field::Output)? * WAN_PER_YI, of(Field::Land)?),
        "tax_per_mu" => ratio(tax(scenario, subject)?, of(Field::Land)?),
        "tax" => tax(scenario, subject),
        _ => of(Field::from_key(key)?),
    }
}

fn ratio(amount: f64, land: f64) -> Option<f64> {
    (land > 0.0).then(|| amount / land)
}

/// An enterprise's tax in 万元: its own, else output times tax rate.
fn tax(scenario: &Scenario, subject: Subject) -> Option<f64> {
    let Subject::Enterprise(i) = subject else { return None };
    let enterprise = &scenario.enterprises[i];
    if let Some(tax) = &enterprise.tax {
        return Some(tax.median());
    }
    let industry = scenario.industries.get(enterprise.industry.0)?;
    let rate = enterprise.tax_rate.as_ref().unwrap_or(&industry.tax_rate);
    Some(enterprise.output.median() * WAN_PER_YI * rate.median())
}

/// The value of a site as the file gives it, with what an enterprise inherits.
pub(crate) fn value(scenario: &Scenario, site: Site) -> Option<&Quantity> {
    match site.subject {
        Subject::Industry(i) => {
            let it = &scenario.industries[i];
            match site.field {
                Field::Growth => Some(&it.growth),
                Field::Volatility => Some(&it.volatility),
                Field::CommonShare => Some(&it.common_share),
                Field::SizeExponent => Some(&it.size_exponent),
                Field::ReferenceOutput => it.reference_output.as_ref(),
                Field::TaxRate => Some(&it.tax_rate),
                _ => None,
            }
        }
        Subject::Enterprise(i) => enterprise_value(scenario, i, site.field),
        Subject::Exit(i) => match site.field {
            Field::AnnualRate => Some(&scenario.exits[i].annual_rate),
            Field::ClearMonths => scenario.exits[i].clear_months.as_ref(),
            _ => None,
        },
        Subject::Resource(i) => (site.field == Field::Available).then(|| &scenario.resources[i].available),
        Subject::Supply(i) => match site.field {
            Field::Amount => Some(&scenario.supplies[i].amount),
            Field::Delay => Some(&scenario.supplies[i].delay),
            Field::Probability => Some(&scenario.supplies[i].probability),
            _ => None,
        },
        Subject::Land => scenario.crews.as_ref().filter(|_| site.field == Field::Crews),
        Subject::Route(i) => match site.field {
            Field::Months => Some(&scenario.routes[i].months),
            Field::Success => Some(&scenario.routes[i].success),
            _ => None,
        },
        Subject::Parcel(i) => match site.field {
            Field::Area => Some(&scenario.parcels[i].area),
            Field::Months => scenario.parcels[i].months.as_ref(),
            Field::Success => scenario.parcels[i].success.as_ref(),
            _ => None,
        },
        Subject::Project(i) => match site.field {
            Field::OperatingMonths => Some(&scenario.projects[i].operating_months),
            Field::Probability => Some(&scenario.projects[i].probability),
            Field::Signing => Some(&scenario.projects[i].signing),
            field => life_value(&scenario.projects[i].life, field),
        },
        Subject::Channel(i) => {
            let it = &scenario.channels[i];
            match site.field {
                Field::Rate => Some(&it.rate),
                Field::Dispersion => Some(&it.dispersion),
                Field::FactorLoading => Some(&it.factor_loading),
                field => life_value(&it.life, field),
            }
        }
    }
}

fn enterprise_value(scenario: &Scenario, i: usize, field: Field) -> Option<&Quantity> {
    let it = &scenario.enterprises[i];
    let industry = scenario.industries.get(it.industry.0);
    match field {
        Field::Output => Some(&it.output),
        Field::Land => Some(&it.land),
        Field::Tax => it.tax.as_ref(),
        Field::Growth => it.growth.as_ref().or(industry.map(|industry| &industry.growth)),
        Field::Volatility => it.volatility.as_ref().or(industry.map(|industry| &industry.volatility)),
        Field::CommonShare => it.common_share.as_ref().or(industry.map(|industry| &industry.common_share)),
        Field::TaxRate => it.tax_rate.as_ref().or(industry.map(|industry| &industry.tax_rate)),
        Field::OutputToDate => it.output_to_date.as_ref(),
        _ => None,
    }
}

fn life_value(life: &ProjectLife, field: Field) -> Option<&Quantity> {
    match field {
        Field::Capacity => Some(&life.capacity),
        Field::Conversion => Some(&life.conversion),
        Field::Prep => Some(&life.prep),
        Field::Build => Some(&life.build),
        Field::Ramp => Some(&life.ramp),
        Field::Patience => life.patience.as_ref(),
        Field::Priority => Some(&life.priority),
        _ => None,
    }
}

/// The needs of a project or of a channel's template.
pub(crate) fn needs_mut(
    scenario: &mut Scenario,
    subject: Subject,
    dimension: Dimension,
) -> Option<&mut Vec<(ResourceIx, Quantity)>> {
    match subject {
        Subject::Project(i) => Some(&mut scenario.projects[i].life.needs),
        Subject::Channel(i) if dimension == Dimension::AmountPerOutput => {
            Some(&mut scenario.channels[i].needs_per_output)
        }
        Subject::Channel(i) => Some(&mut scenario.channels[i].life.needs),
        _ => None,
    }
}
