//! What a spreadsheet shows of a number: its number format, read as ECMA-376 part 1, 18.8.31 describes it.
//!
//! Offices scale and decorate numbers by their format: 4600000 in the format `0!.0,"万元"` is shown as 460.0万元.
//! What is shown is what the sheet says.

/// A number format.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct NumberFormat {
    sections: Vec<Section>,
}

/// The format of numbers of one sign, or of those that fulfil a condition.
#[derive(Debug, Clone, PartialEq, Default)]
struct Section {
    /// `[>=10000]`.
    condition: Option<(Comparison, f64)>,
    /// `[Red]`: how negative numbers may be told from others.
    is_coloured: bool,
    tokens: Vec<Token>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Comparison {
    Less,
    LessOrEqual,
    More,
    MoreOrEqual,
    Equal,
    Unequal,
}

#[derive(Debug, Clone, PartialEq)]
enum Token {
    /// A place for a digit; whether it is shown where there is none.
    Digit(bool),
    /// `General`: the number as it is.
    General,
    Point,
    Comma,
    Percent,
    /// Shown as it stands.
    Literal(char),
    /// Anything whose effect is not known here: fractions, exponents, the parts of a date.
    Other,
}

/// What is shown of one number.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Shown {
    /// The number that is read on the screen, without rounding: 460 where 4600000 is shown as 460.0万元.
    pub number: f64,
    /// How many times the stored number that is; 0.0001 for `0!.0,`.
    pub scale: f64,
    /// What stands around it: "万元".
    pub around: String,
    /// Whether `%` is part of the format and not only text: 0.08 is shown as 8%.
    pub percent: bool,
    /// The whole as it is shown.
    pub text: String,
}

impl NumberFormat {
    /// Reads a format code; none where it changes nothing that matters, as "General" and "0.00" do.
    pub fn parse(code: &str) -> Option<Self> {
        let code = code.replace("G/通用格式", "General");
        let sections: Vec<Section> = split_sections(&code).into_iter().map(Section::parse).collect();
        let format = Self { sections };
        let is_plain = |section: &Section| {
            section.condition.is_none()
                && section.has_places()
                && section.leading_zeros() <= 1
                && section
                    .shown(1.0)
                    .is_some_and(|shown| shown.scale == 1.0 && shown.around.is_empty() && !shown.percent)
        };
        (format.sections.len() > 1 || !is_plain(&format.sections[0])).then_some(format)
    }

    /// What is shown of `number`; `None` where that is not known, or hides the number or its sign.
    pub fn shown(&self, number: f64) -> Option<Shown> {
        let (section, is_negative_section) = self.section(number)?;
        let shown = section.shown(if is_negative_section { number.abs() } else { number })?;
        if !is_negative_section {
            return Some(shown);
        }
        let sign = shown.around.contains(['-', '(', '（', '△', '▲', '负', '▼', '−']);
        if !sign && !section.is_coloured {
            return None;
        }
        let around = shown.around.replace(['-', '(', ')', '（', '）', '△', '▲', '负', '▼', '−'], "");
        Some(Shown { number: -shown.number, around, ..shown })
    }

    /// The section for `number`, and whether it is the one for negative numbers, which shows no sign of its own.
    fn section(&self, number: f64) -> Option<(&Section, bool)> {
        // A fourth section is for texts.
        let sections = &self.sections[..self.sections.len().min(3)];
        if sections.iter().any(|section| section.condition.is_some()) {
            let by_condition = sections.iter().find(|section| match section.condition {
                Some((comparison, bound)) => comparison.holds(number, bound),
                None => true,
            });
            return by_condition.map(|section| (section, false));
        }
        match (sections, number) {
            ([_, negative, ..], number) if number < 0.0 => Some((negative, true)),
            ([_, _, zero], 0.0) => Some((zero, false)),
            ([first, ..], _) => Some((first, false)),
            ([], _) => None,
        }
    }
}

impl Comparison {
    fn holds(self, number: f64, bound: f64) -> bool {
        match self {
            Self::Less => number < bound,
            Self::LessOrEqual => number <= bound,
            Self::More => number > bound,
            Self::MoreOrEqual => number >= bound,
            Self::Equal => number == bound,
            Self::Unequal => number != bound,
        }
    }
}

fn split_sections(code: &str) -> Vec<&str> {
    let (mut sections, mut start, mut quoted, mut escaped, mut bracketed) =
        (Vec::new(), 0, false, false, false);
    for (at, character) in code.char_indices() {
        match character {
            _ if escaped => escaped = false,
            '"' => quoted = !quoted,
            _ if quoted => {}
            '\\' | '!' | '_' | '*' => escaped = true,
            '[' => bracketed = true,
            ']' => bracketed = false,
            ';' if !bracketed => {
                sections.push(&code[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    sections.push(&code[start..]);
    sections
}

impl Section {
    fn parse(code: &str) -> Self {
        let mut section = Self::default();
        let mut rest = code.chars().peekable();
        while let Some(character) = rest.next() {
            match character {
                '"' => section.tokens.extend(rest.by_ref().take_while(|c| *c != '"').map(Token::Literal)),
                '\\' | '!' => section.tokens.extend(rest.next().map(Token::Literal)),
                // The width of a sign, and a sign that fills the cell.
                '_' | '*' => {
                    rest.next();
                }
                '[' => {
                    let inside: String = rest.by_ref().take_while(|c| *c != ']').collect();
                    section.bracket(&inside);
                }
                '0' => section.tokens.push(Token::Digit(true)),
                '#' | '?' => section.tokens.push(Token::Digit(false)),
                '.' => section.tokens.push(Token::Point),
                ',' => section.tokens.push(Token::Comma),
                '%' => section.tokens.push(Token::Percent),
                'G' | 'g' if rest.clone().take(6).collect::<String>().eq_ignore_ascii_case("eneral") => {
                    rest.by_ref().take(6).for_each(drop);
                    section.tokens.push(Token::General);
                }
                '@' => section.tokens.push(Token::General),
                'E' | 'e' if matches!(rest.peek(), Some('+' | '-')) => {
                    rest.next();
                    section.tokens.push(Token::Other);
                }
                ' ' | '\u{a0}' => {}
                c if c.is_ascii_alphabetic() || c == '/' => section.tokens.push(Token::Other),
                other => section.tokens.push(Token::Literal(other)),
            }
        }
        section
    }

    /// `[Red]`, `[>=100]`, `[$¥-804]`, `[DBNum1]`.
    fn bracket(&mut self, inside: &str) {
        const SIGNS: &[(&str, Comparison)] = &[
            ("<=", Comparison::LessOrEqual),
            (">=", Comparison::MoreOrEqual),
            ("<>", Comparison::Unequal),
            ("<", Comparison::Less),
            (">", Comparison::More),
            ("=", Comparison::Equal),
        ];
        if let Some(currency) = inside.strip_prefix('$') {
            let sign = currency.split('-').next().unwrap_or("");
            self.tokens.extend(sign.chars().map(Token::Literal));
        } else if let Some((number, comparison)) =
            SIGNS.iter().find_map(|(sign, comparison)| Some((inside.strip_prefix(sign)?, *comparison)))
        {
            self.condition = number.trim().parse().ok().map(|number| (comparison, number));
        } else if !inside.to_ascii_uppercase().starts_with("DBNUM") {
            self.is_coloured = true;
        }
    }

    /// How many digits the whole part has at least.
    fn leading_zeros(&self) -> usize {
        let whole = self.tokens.iter().take_while(|token| **token != Token::Point);
        whole.filter(|token| **token == Token::Digit(true)).count()
    }

    fn has_places(&self) -> bool {
        self.tokens.iter().any(|token| matches!(token, Token::Digit(_) | Token::General))
    }

    /// What is shown of `number`; `None` where it is not shown, or in a form that is not known here.
    fn shown(&self, number: f64) -> Option<Shown> {
        if !self.has_places() {
            return None;
        }
        if self.tokens.contains(&Token::Other) {
            // Exponents and fractions show the number itself.
            let is_number = |token: &Token| !matches!(token, Token::Literal(_) | Token::Percent);
            return self.tokens.iter().all(is_number).then(|| Shown {
                number,
                scale: 1.0,
                around: String::new(),
                percent: false,
                text: number.to_string(),
            });
        }
        let is_place = |token: &Token| matches!(token, Token::Digit(_) | Token::General);
        let last_place = self.tokens.iter().rposition(is_place)?;
        let first_place = self.tokens.iter().position(is_place)?;
        let point = self.tokens.iter().position(|token| *token == Token::Point);
        let percents = self.tokens.iter().filter(|token| **token == Token::Percent).count() as i32;
        // Commas after the last digit, or right before the point, each divide by a thousand.
        let end_of_whole = point.unwrap_or(last_place + 1);
        let before_point =
            self.tokens[..end_of_whole].iter().rev().take_while(|token| **token == Token::Comma).count();
        let at_the_end =
            self.tokens[last_place + 1..].iter().take_while(|token| **token == Token::Comma).count();
        let thousands = (at_the_end + if point.is_some() { before_point } else { 0 }) as i32;
        // A point that is only text, as in `0!.0,`: the digits after it are tenths to whoever reads them.
        let text_point =
            (first_place..last_place).find(|at| matches!(self.tokens[*at], Token::Literal('.' | '．')));
        let shift = match (text_point, point) {
            (Some(at), None) => {
                self.tokens[at..].iter().filter(|token| matches!(token, Token::Digit(_))).count() as i32
            }
            (Some(_), Some(_)) => return None,
            (None, _) => 0,
        };
        let literal_within = self.tokens[first_place..last_place].iter().enumerate();
        let is_foreign = |(at, token): (usize, &Token)| {
            matches!(token, Token::Literal(_)) && Some(first_place + at) != text_point
        };
        if literal_within.clone().any(is_foreign) {
            return None;
        }
        let exponent = 2 * percents - 3 * thousands - shift;
        let scale = libm::pow(10.0, f64::from(exponent));
        let decimals = match (point, self.tokens.contains(&Token::General)) {
            (_, true) => None,
            (Some(at), _) => {
                Some(self.tokens[at..].iter().filter(|token| matches!(token, Token::Digit(_))).count())
            }
            (None, _) => Some(shift as usize),
        };
        let scaled = if exponent < 0 {
            number / libm::pow(10.0, f64::from(-exponent))
        } else {
            number * libm::pow(10.0, f64::from(exponent))
        };
        // Codes such as 007: with a text point the zeros after it are decimals.
        let width = match decimals.unwrap_or(0) {
            0 => self.leading_zeros(),
            decimals => {
                (self.leading_zeros() - if text_point.is_some() { shift as usize } else { 0 }) + 1 + decimals
            }
        };
        let digits =
            decimals.map_or_else(|| scaled.to_string(), |decimals| format!("{scaled:0width$.decimals$}"));
        let literals = |range: &[Token]| -> String {
            range
                .iter()
                .filter_map(|token| match token {
                    Token::Literal(c) => Some(*c),
                    Token::Percent => Some('%'),
                    _ => None,
                })
                .collect()
        };
        let (before, after) =
            (literals(&self.tokens[..first_place]), literals(&self.tokens[last_place + 1..]));
        let around: String = format!("{before}{after}").chars().filter(|c| !c.is_whitespace()).collect();
        let around = if percents > 0 { around.replacen('%', "", percents as usize) } else { around };
        Some(Shown {
            number: scaled,
            scale,
            around,
            percent: percents > 0,
            text: format!("{before}{digits}{after}"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is shown, its scale and what is around it.
    fn shown(code: &str, number: f64) -> Option<(String, f64, String)> {
        let format = NumberFormat::parse(code).unwrap_or_else(|| panic!("{code} is plain"));
        format.shown(number).map(|shown| (shown.text, shown.scale, shown.around))
    }

    #[test]
    fn formats_that_change_nothing_are_plain() {
        for code in [
            "General",
            "0",
            "0.00",
            "#,##0",
            "#,##0.00_ ",
            "0.00E+00",
            "# ?/?",
            "@",
            "[$-804]0.00",
            "[DBNum1]0",
            "G/通用格式",
            "0_);",
            "###0.0",
        ] {
            let plain = NumberFormat::parse(code);
            let same = plain.as_ref().is_none_or(|format| {
                format.shown(1234.5).is_some_and(|shown| shown.scale == 1.0 && shown.around.is_empty())
            });
            assert!(same, "{code}: {plain:?}");
        }
    }

    #[test]
    fn commas_and_points_that_are_text_scale() {
        let cases = [
            ("0.00,", 4_600_000.0, "4600.00", 1e-3, ""),
            ("#,##0,,", 4_600_000.0, "5", 1e-6, ""),
            ("0!.0,", 4_600_000.0, "460.0", 1e-4, ""),
            ("0\\.0,", 4_600_000.0, "460.0", 1e-4, ""),
            ("0\".\"0,", 4_600_000.0, "460.0", 1e-4, ""),
            ("0!.00,,", 4_600_000_000.0, "46.00", 1e-8, ""),
            ("#!.0000", 4_600_000.0, "460.0000", 1e-4, ""),
            ("0!.0,\"万元\"", 4_600_000.0, "460.0万元", 1e-4, "万元"),
            ("0.0,万元", 4_600_000.0, "4600.0万元", 1e-3, "万元"),
            ("0\"万元\"", 460.0, "460万元", 1.0, "万元"),
            ("0.0\"%\"", 8.0, "8.0%", 1.0, "%"),
            ("0.0%", 0.08, "8.0%", 100.0, ""),
            (
                "[>=100000000]0!.00,,\"亿元\";[>=10000]0!.0,\"万元\";0\"元\"",
                4_600_000.0,
                "460.0万元",
                1e-4,
                "万元",
            ),
            ("[>=100000000]0!.00,,\"亿元\";[>=10000]0!.0,\"万元\";0\"元\"", 800.0, "800元", 1.0, "元"),
            ("G/通用格式\"万元\"", 46.5, "46.5万元", 1.0, "万元"),
            ("\"¥\"#,##0.00", 46.5, "¥46.50", 1.0, "¥"),
            ("[$¥-804]#,##0.00", 46.5, "¥46.50", 1.0, "¥"),
            ("0000", 7.0, "0007", 1.0, ""),
        ];
        for (code, number, text, scale, around) in cases {
            let want = (text.to_owned(), scale, around.to_owned());
            let (found_text, found_scale, found_around) =
                shown(code, number).unwrap_or_else(|| panic!("{code}"));
            assert!((found_scale / want.1 - 1.0).abs() < 1e-12, "{code}: {found_scale}");
            assert_eq!((found_text, found_around), (want.0, want.2), "{code}");
        }
    }

    #[test]
    fn negative_numbers_must_show_that_they_are() {
        let number =
            |code: &str, number| NumberFormat::parse(code).unwrap().shown(number).map(|shown| shown.number);
        for code in [
            "0;-0",
            "#,##0_);(#,##0)",
            "0.00_);[Red]\\(0.00\\)",
            "0;[Red]0",
            "_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * \"-\"??_ ;_ @_ ",
        ] {
            assert_eq!(number(code, -5.0), Some(-5.0), "{code}");
            assert_eq!(number(code, 5.0), Some(5.0), "{code}");
        }
        for code in ["0;0", "0;", ";;;"] {
            assert_eq!(number(code, -5.0), None, "{code}");
        }
        assert_eq!(number("0;;", -5.0), None);
    }
}
