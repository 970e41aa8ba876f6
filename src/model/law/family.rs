//! Families of laws as scenario files write them: `{ dist = name, … }` with their parameters.

use super::Law;
use crate::text::{Text, text, tidy};

/// A family of laws that a scenario file can name.
#[derive(Debug)]
pub struct Family {
    /// Name after `dist =`.
    pub name: &'static str,
    /// Sets of parameters, of which a file gives one whole: median and sigma, say, or two percentiles.
    pub forms: &'static [&'static [Parameter]],
    /// Whether `min` and `max` are bounds that the law has by itself; those of other families condition it.
    pub is_bounded: bool,
    /// Makes the law of some parameters.
    pub(crate) make: fn(&Given) -> Result<Law, Fault>,
}

impl Family {
    /// The family of this name.
    pub fn named(name: &str) -> Option<&'static Self> {
        super::FAMILIES.iter().find(|family| family.name == name)
    }

    /// Its parameters in the order of its forms.
    pub fn parameters(&self) -> impl Iterator<Item = &'static Parameter> {
        self.forms.iter().copied().flatten()
    }
}

/// A parameter of a family.
#[derive(Debug)]
pub struct Parameter {
    /// Its key.
    pub key: &'static str,
    /// What it may hold.
    pub kind: ParameterKind,
}

/// What a parameter may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParameterKind {
    /// A possible value of the quantity, in its unit and range.
    Value,
    /// A distance between values, in their unit; never negative.
    Spread,
    /// A number without unit.
    Number,
    /// A list of possible values.
    Values,
    /// A list of numbers without unit, which may be missing.
    Weights,
}

impl ParameterKind {
    /// Whether it is a list.
    pub fn is_list(self) -> bool {
        matches!(self, Self::Values | Self::Weights)
    }

    /// Whether a form needs it.
    pub fn is_required(self) -> bool {
        self != Self::Weights
    }
}

/// A possible value as a parameter.
pub(super) const fn value(key: &'static str) -> Parameter {
    Parameter { key, kind: ParameterKind::Value }
}

/// A distance as a parameter.
pub(super) const fn spread(key: &'static str) -> Parameter {
    Parameter { key, kind: ParameterKind::Spread }
}

/// A plain number as a parameter.
pub(super) const fn number(key: &'static str) -> Parameter {
    Parameter { key, kind: ParameterKind::Number }
}

/// A law that its file declares to be a family.
pub(super) trait Declared: Sized {
    /// [`Family::name`].
    const NAME: &'static str;
    /// [`Family::forms`].
    const FORMS: &'static [&'static [Parameter]];
    /// [`Family::is_bounded`].
    const IS_BOUNDED: bool = false;
    /// The law of some parameters, of which every required one of a form is given.
    fn make(given: &Given) -> Result<Self, Fault>;
}

/// The declaration of a family; `law` makes it a [`Law`].
pub(super) const fn declared<T: Declared>(make: fn(&Given) -> Result<Law, Fault>) -> Family {
    Family { name: T::NAME, forms: T::FORMS, is_bounded: T::IS_BOUNDED, make }
}

/// Parameters as a file gives them, in the model's units.
#[derive(Debug)]
pub struct Given {
    parameters: Vec<(&'static str, Vec<f64>)>,
    /// Bounds of a law whose family has bounds of its own.
    pub bounds: Bounds,
    /// Unit of possible values in messages.
    pub unit: Unit,
}

/// Bounds of a law whose family has bounds of its own; infinite where there is none.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// What the file gives as `min` and `max`.
    pub given: (f64, f64),
    /// Smallest and largest possible value of the quantity, which bound the law where the file gives nothing and the
    /// parameters lie inside.
    pub natural: (f64, f64),
}

/// The unit in which numbers are shown in messages.
#[derive(Debug, Clone)]
pub struct Unit {
    /// Its name, as it follows a number.
    pub name: String,
    /// What it is worth in the model's unit.
    pub worth: f64,
}

impl Unit {
    /// A number in this unit.
    pub fn show(&self, value: f64) -> String {
        format!("{}{}", tidy(value / self.worth), self.name)
    }
}

impl Given {
    /// No parameters yet.
    pub fn new(bounds: Bounds, unit: Unit) -> Self {
        Self { parameters: Vec::new(), bounds, unit }
    }

    /// Adds a parameter: a number, or a list of them.
    pub fn push(&mut self, key: &'static str, numbers: Vec<f64>) {
        self.parameters.push((key, numbers));
    }

    /// The numbers of a list, if it is given.
    pub(super) fn list(&self, key: &str) -> Option<&[f64]> {
        self.parameters.iter().find(|(known, _)| *known == key).map(|(_, numbers)| numbers.as_slice())
    }

    /// The number of a parameter of the form that is given.
    pub(super) fn number(&self, key: &str) -> f64 {
        let numbers = self.list(key).expect("a form is given whole");
        numbers[0]
    }

    /// Whether a parameter is given.
    pub(super) fn has(&self, key: &str) -> bool {
        self.list(key).is_some()
    }

    /// Values that must not fall.
    pub(super) fn ascending<const N: usize>(&self, keys: [&str; N]) -> Result<[f64; N], Fault> {
        let values = keys.map(|key| self.number(key));
        if values.is_sorted() {
            return Ok(values);
        }
        let shown: Vec<String> = keys
            .iter()
            .zip(values)
            .map(|(key, value)| format!("{key} = {}", self.unit.show(value)))
            .collect();
        let (shown, order) = (shown.join(", "), keys.join(" <= "));
        Err(Fault::new(Text::same(shown)).allowed(Text::same(order)))
    }

    /// A number that must be more than 0.
    pub(super) fn positive(&self, key: &str) -> Result<f64, Fault> {
        let value = self.number(key);
        if value > 0.0 {
            return Ok(value);
        }
        let shown = tidy(value);
        Err(Fault::new(Text::same(format!("{key} = {shown}")))
            .allowed(text!("必须大于 0", "must be more than 0")))
    }
}

/// Smallest and largest shape of beta and gamma laws.
const SHAPES: std::ops::RangeInclusive<f64> = 1e-3..=1e6;

/// A shape that can be tabulated.
pub(super) fn shape(name: &str, shape: f64) -> Result<f64, Fault> {
    if SHAPES.contains(&shape) {
        return Ok(shape);
    }
    let shown = tidy(shape);
    Err(Fault::new(Text::same(format!("{name} = {shown}")))
        .allowed(text!("0.001 到 1000000", "0.001 to 1000000")))
}

/// Why parameters make no law.
#[derive(Debug, Clone, PartialEq)]
pub struct Fault {
    /// The parameter to point at; `None` for all of them together.
    pub key: Option<&'static str>,
    /// What was found.
    pub found: Text,
    /// What is allowed.
    pub allowed: Option<Box<Text>>,
    /// How to mend it.
    pub remedy: Option<Box<Text>>,
}

impl Fault {
    /// A fault of all parameters together.
    pub(crate) fn new(found: Text) -> Self {
        Self { key: None, found, allowed: None, remedy: None }
    }

    /// Points at one parameter.
    pub(super) fn at(mut self, key: &'static str) -> Self {
        self.key = Some(key);
        self
    }

    /// Says what is allowed.
    pub(crate) fn allowed(mut self, allowed: Text) -> Self {
        self.allowed = Some(Box::new(allowed));
        self
    }

    /// Says how to mend it.
    pub(crate) fn remedy(mut self, remedy: Text) -> Self {
        self.remedy = Some(Box::new(remedy));
        self
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn no_two_families_share_a_name_and_no_two_parameters_of_one_a_key() {
        for (i, family) in super::super::FAMILIES.iter().enumerate() {
            assert!(super::super::FAMILIES[..i].iter().all(|other| other.name != family.name));
            let keys: Vec<&str> = family.parameters().map(|parameter| parameter.key).collect();
            for (j, key) in keys.iter().enumerate() {
                assert!(!keys[..j].contains(key) && !["dist", "min", "max"].contains(key), "{key}");
            }
        }
    }
}
