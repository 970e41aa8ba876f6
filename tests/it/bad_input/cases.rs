//! Wrong input: patches of a good scenario, each with every message that it must give.

use super::BadInput as Bad;

/// What is wrong, what is replaced by what, and the messages: place, key, finding, [allowed], (remedy).
pub const CASES: &[Bad] = &[
    Bad {
        what: "misspelt key",
        from: "volatility = 0.20",
        to: "volatilty = 0.20",
        says: &["20:1 industries[1].volatilty: unknown key `volatilty` (did you mean `volatility`?)"],
    },
    Bad {
        what: "no language",
        from: "title_en = \"A good scenario\"",
        to: "title_en = \"A good scenario\"\nlanguage = \"eng\"",
        says: &["3:12 language: the text \"eng\" [zh | en] (did you mean en?)"],
    },
    Bad {
        what: "nothing to lead with",
        from: "title_en = \"A good scenario\"",
        to: "title_en = \"A good scenario\"\nheadline = \"nothing\"",
        says: &[
            "3:12 headline: no target, goal or score with a bound is called \"nothing\" [big, tax, both, all]",
        ],
    },
    Bad {
        what: "key of another table",
        from: "volatility = 0.20",
        to: "volatility = 0.20\ncapacity = 5",
        says: &[
            "21:1 industries[1].capacity: unknown key `capacity` (it belongs to [[projects]], [[channels]])",
        ],
    },
    Bad {
        what: "key of the top",
        from: "[[enterprises]]\nname = \"甲纺织\"",
        to: "[[enterprises]]\nnote = \"x\"\nname = \"甲纺织\"",
        says: &[
            "48:1 enterprises[1].note: unknown key `note` (`note` belongs to the top of the file, above the first [table])",
        ],
    },
    Bad {
        what: "unknown table",
        from: "[land]",
        to: "[lnad]",
        says: &["86:2 lnad: unknown key `lnad` (did you mean `land`?)"],
    },
    Bad {
        what: "quoted Chinese key",
        from: "volatility = 0.20",
        to: "\"波动率\" = 0.20",
        says: &["20:1 industries[1].波动率: unknown key `波动率` (use `volatility`)"],
    },
    Bad {
        what: "bare Chinese key",
        from: "volatility = 0.20",
        to: "波动率 = 0.20",
        says: &[
            "20:1 : the key 波动率 is Chinese (use `volatility` (or quote it where it is an id: \"波动率\"))",
        ],
    },
    Bad {
        what: "Cyrillic letter",
        from: "growth = 0.04",
        to: "gr\u{43e}wth = 0.04",
        says: &[
            "38:1 : the key gr\u{43e}wth looks like growth but contains U+043E (retype it in Latin letters: growth)",
        ],
    },
    Bad {
        what: "full-width equals",
        from: "growth = 0.04",
        to: "growth ＝ 0.04",
        says: &["38:8 : full-width ＝ (U+FF1D) (switch the input method to English: =)"],
    },
    Bad {
        what: "full-width digits",
        from: "growth = 0.04",
        to: "growth = ０.０４",
        says: &["38:10 : full-width digits: ０.０４ (write 0.04)"],
    },
    Bad {
        what: "full-width comma",
        from: "[\"big\", \"tax\"]",
        to: "[\"big\"， \"tax\"]",
        says: &["144:16 : full-width ， (U+FF0C) (switch the input method to English: ,)"],
    },
    Bad {
        what: "curly quotes",
        from: "name = \"甲纺织\"",
        to: "name = “甲纺织”",
        says: &["48:8 : curly quotes (use plain ones: \"甲纺织\")"],
    },
    Bad {
        what: "ideographic space",
        from: "growth = 0.04",
        to: "\u{3000}growth = 0.04",
        says: &["38:1 : an invisible character U+3000 in column 1 (delete it, or use a plain space)"],
    },
    Bad {
        what: "no-break space",
        from: "growth = 0.04",
        to: "growth\u{a0}= 0.04",
        says: &["38:7 : an invisible character U+00A0 in column 7 (delete it, or use a plain space)"],
    },
    Bad {
        what: "BOM in the middle",
        from: "[land]",
        to: "\u{feff}[land]",
        says: &[
            "86:1 : an invisible U+FEFF inside the file (delete it; the file may be several files joined)",
        ],
    },
    Bad {
        what: "two slips, both told",
        from: "growth = 0.04",
        to: "growth ＝ 0.04\nname_en = “x”",
        says: &[
            "38:8 : full-width ＝ (U+FF1D) (switch the input method to English: =)",
            "39:11 : curly quotes (use plain ones: \"x\")",
        ],
    },
    Bad {
        what: "unterminated string",
        from: "name = \"甲纺织\"",
        to: "name = \"甲纺织",
        says: &["48:8 : the string opened here is never closed (close it with \" on the same line)"],
    },
    Bad {
        what: "unterminated list",
        from: "pairs = [[\"textile\", \"food\", 0.25]]",
        to: "pairs = [[\"textile\", \"food\", 0.25]",
        says: &["45:9 : the list opened here is never closed (close it with ])"],
    },
    Bad {
        what: "unterminated header",
        from: "[[exits]]",
        to: "[[exits",
        says: &["62:1 : the table header opened here is never closed (close it with ])"],
    },
    Bad {
        what: "unit without quotes",
        from: "output = \"42亿元\"",
        to: "output = 42亿元",
        says: &[
            "51:10 : a text without quotes: 42亿元 (put texts and numbers with units in quotes: \"42亿元\")",
        ],
    },
    Bad {
        what: "percent without quotes",
        from: "growth = 0.04",
        to: "growth = 4%",
        says: &["38:10 : not a number: 4% (put texts and numbers with units in quotes: \"4%\")"],
    },
    Bad {
        what: "key twice",
        from: "growth = 0.04",
        to: "growth = 0.04\ngrowth = 0.05",
        says: &["39:1 : the key growth is already there (keep one of the two)"],
    },
    Bad {
        what: "missing key",
        from: "volatility = 0.15\n",
        to: "",
        says: &[
            "29:1 industries[2].volatility: `volatility` is missing [standard deviation of annual log growth]",
        ],
    },
    Bad {
        what: "percent as a number",
        from: "growth = 0.04",
        to: "growth = 8",
        says: &[
            "38:10 industries[3].growth: 8, that is 800% [-99% to 200%] (did you mean 0.08 (or \"8%\")?)",
        ],
    },
    Bad {
        what: "share above one",
        from: "probability = 0.9",
        to: "probability = 1.2",
        says: &["84:15 supplies[1].probability: 1.2, that is 120% [0 to 1 (0% to 100%)]"],
    },
    Bad {
        what: "negative share",
        from: "probability = 0.9",
        to: "probability = -0.1",
        says: &["84:15 supplies[1].probability: -0.1, that is -10% [0 to 1 (0% to 100%)]"],
    },
    Bad {
        what: "nan",
        from: "growth = 0.04",
        to: "growth = nan",
        says: &["38:10 industries[3].growth: \"nan\" [must be a finite number]"],
    },
    Bad {
        what: "inf",
        from: "growth = 0.04",
        to: "growth = -inf",
        says: &["38:10 industries[3].growth: \"-inf\" [must be a finite number]"],
    },
    Bad {
        what: "overflow",
        from: "growth = 0.04",
        to: "growth = 1e400",
        says: &["38:10 industries[3].growth: 1e400 is too large to be represented [must be a finite number]"],
    },
    Bad {
        what: "underflow",
        from: "growth = 0.04",
        to: "growth = 1e-400",
        says: &[
            "38:10 industries[3].growth: 1e-400 is so small that it would become 0 (write 0 if zero is meant)",
        ],
    },
    Bad {
        what: "underflow in a text",
        from: "output = \"42亿元\"",
        to: "output = \"1e-400亿元\"",
        says: &[
            "51:10 enterprises[1].output: 1e-400亿元 is so small that it would become 0 (write 0 if zero is meant)",
        ],
    },
    Bad {
        what: "negative seed",
        from: "seed = 7",
        to: "seed = -1",
        says: &["13:8 run.seed: -1 [a whole number from 0 to 9223372036854775807]"],
    },
    Bad {
        what: "seed too large",
        from: "seed = 7",
        to: "seed = 18446744073709551616",
        says: &["13:8 run.seed: the whole number 18446744073709551616 is too large [below 9.2e18 in size]"],
    },
    Bad {
        what: "text as seed",
        from: "seed = 7",
        to: "seed = \"abc\"",
        says: &["13:8 run.seed: the text \"abc\" [a whole number from 0 to 9223372036854775807]"],
    },
    Bad {
        what: "too many trials",
        from: "trials = 1000",
        to: "trials = 1000000001",
        says: &["12:10 run.trials: 1000000001 [a whole number from 1 to 1000000000]"],
    },
    Bad {
        what: "no way of sampling",
        from: "\"random\"",
        to: "\"sobel\"",
        says: &["14:12 run.sampling: the text \"sobel\" [\"random\" or \"sobol\"] (did you mean sobol?)"],
    },
    Bad {
        what: "negative sigma",
        from: "sigma = 0.9",
        to: "sigma = -1",
        says: &["122:56 channels[1].capacity.sigma: sigma = -1 is negative [0 to 10]"],
    },
    Bad {
        what: "sigma of 50",
        from: "sigma = 0.9",
        to: "sigma = 50",
        says: &[
            "122:56 channels[1].capacity.sigma: sigma = 50: multiplies by e^50 as a matter of course [0 to 10]",
        ],
    },
    Bad {
        what: "rate too large",
        from: "rate = \"4 to 8\"",
        to: "rate = 1e19",
        says: &["121:8 channels[1].rate: 1e19 [0 to 10,000 a year] (check the unit)"],
    },
    Bad {
        what: "gamma shape",
        from: "capacity = { dist = \"lognormal\", median = 2.0, sigma = 0.9 }",
        to: "capacity = { dist = \"gamma\", mean = 1, sd = 1e10 }",
        says: &["122:12 channels[1].capacity: (mean/sd)² = 1e-20 [0.001 to 1000000]"],
    },
    Bad {
        what: "unknown law",
        from: "dist = \"lognormal\"",
        to: "dist = \"log-normal\"",
        says: &[
            "122:21 channels[1].capacity: unknown distribution \"log-normal\" [dist = normal, lognormal, uniform, triangular, pert, beta, gamma, metalog, discrete] (did you mean lognormal?)",
        ],
    },
    Bad {
        what: "parameter of another law",
        from: "mean = 0.10, sd",
        to: "mean = 0.10, sigma",
        says: &["32:42 industries[2].growth.sigma: a normal law has no `sigma` [mean, sd, min, max]"],
    },
    Bad {
        what: "truncation without mass",
        from: "sd = 0.025",
        to: "sd = 0.025, min = 0.9",
        says: &[
            "32:10 industries[2].growth: next to no probability lies in [0.9, inf] [`min` and `max` must leave a probability of at least 1e-9]",
        ],
    },
    Bad {
        what: "interval backwards",
        from: "delay = \"0 to 4\"",
        to: "delay = \"4 to 1\"",
        says: &["83:9 supplies[1].delay: the range ends at 1, below its start 4 (write \"1 to 4\")"],
    },
    Bad {
        what: "negative interval",
        from: "delay = \"0 to 4\"",
        to: "delay = \"-1 to 4\"",
        says: &["83:9 supplies[1].delay: -1 [0 to 1 million months] (write 0 for what is over already)"],
    },
    Bad {
        what: "ambiguous comma",
        from: "output = \"42亿元\"",
        to: "output = \"4,2亿元\"",
        says: &[
            "51:10 enterprises[1].output: the comma in \"4,2亿元\" is ambiguous (write 42亿元 or 4.2亿元)",
        ],
    },
    Bad {
        what: "full-width in a text",
        from: "output = \"42亿元\"",
        to: "output = \"４２亿元\"",
        says: &["51:10 enterprises[1].output: full-width digits: \"４２亿元\" (write \"42亿元\")"],
    },
    Bad {
        what: "wrong unit",
        from: "cost = \"1800万元\"",
        to: "cost = \"1800亩\"",
        says: &["149:8 policies[1].cost: \"1800亩\": 亩 is not a unit that fits here [万元, 亿元, 千元, 元]"],
    },
    Bad {
        what: "wrong unit of a resource",
        from: "factory = \"5000平方米\"",
        to: "factory = \"5000吨\"",
        says: &["115:36 projects[2].needs.factory: \"5000吨\": 吨 is not a unit that fits here [万平方米]"],
    },
    Bad {
        what: "zero output",
        from: "output = \"42亿元\"",
        to: "output = 0",
        says: &[
            "warning: 51:10 enterprises[1].output: an output of 0, which does not grow (leave out what does not produce; its land may be one of the [[parcels]])",
        ],
    },
    Bad {
        what: "万元 as 亿元",
        from: "output = \"9.1亿元\"",
        to: "output = 910000",
        says: &[
            "59:10 enterprises[2].output: an output of 910000亿元, where the roster's median is 42亿元 (a number without unit is in 亿元; did you mean \"910000万元\"?)",
        ],
    },
    Bad {
        what: "a list for a number",
        from: "growth = 0.04",
        to: "growth = [0.04]",
        says: &["38:10 industries[3].growth: a list [a number, or a text with a unit (%)]"],
    },
    Bad {
        what: "unknown industry",
        from: "industry = \"textile\"\nzone",
        to: "industry = \"textil\"\nzone",
        says: &[
            "49:12 enterprises[1].industry: there is no \"textil\" in [[industries]] (did you mean \"textile\"?)",
        ],
    },
    Bad {
        what: "undeclared resource",
        from: "needs_per_output = { land = 14 }",
        to: "needs_per_output = { sewage = 14 }",
        says: &[
            "123:22 channels[1].needs_per_output.sewage: there is no \"sewage\" in [[resources]] [land, factory]",
        ],
    },
    Bad {
        what: "same name",
        from: "name = \"乙食品\"",
        to: "name = \" 甲纺织\"",
        says: &[
            "57:8 enterprises[2].name: \"甲纺织\" is there twice <48:8 first here> [ids (or names, where there is no id) are unique]",
        ],
    },
    Bad {
        what: "names that look the same",
        from: "id = \"metal\"",
        to: "id = \"ＴＥＸＴＩＬＥ\"",
        says: &[
            "36:6 industries[3].id: \"ＴＥＸＴＩＬＥ\" looks the same as \"textile\" <17:6 first here> [ids (or names, where there is no id) are unique]",
        ],
    },
    Bad {
        what: "empty name",
        from: "name = \"乙食品\"",
        to: "name = \"\"",
        says: &["57:8 enterprises[2].name: an empty text [1 to 200 visible characters on one line]"],
    },
    Bad {
        what: "newline in a name",
        from: "name = \"乙食品\"",
        to: "name = \"乙\\n食品\"",
        says: &[
            "57:8 enterprises[2].name: it holds the invisible character U+000A [1 to 200 visible characters on one line]",
        ],
    },
    Bad {
        what: "right-to-left mark in a name",
        from: "name = \"乙食品\"",
        to: "name = \"乙\\u202e食品\"",
        says: &[
            "57:8 enterprises[2].name: it holds the invisible character U+202E [1 to 200 visible characters on one line]",
        ],
    },
    Bad {
        what: "industry of an expansion",
        from: "enterprise = \"甲纺织\"",
        to: "enterprise = \"甲纺织\"\nindustry = \"food\"",
        says: &[
            "104:12 projects[1].industry: its industry is \"food\", but the enterprise it expands is in \"textile\" (write \"textile\", or leave it out)",
        ],
    },
    Bad {
        what: "month",
        from: "month = \"2024-06\"",
        to: "month = \"2024-13\"",
        says: &["82:9 supplies[1].month: the text \"2024-13\" [a month, such as \"2024-06\"]"],
    },
    Bad {
        what: "supply in the past",
        from: "month = \"2024-06\"",
        to: "month = \"2023-12\"",
        says: &[
            "82:9 supplies[1].month: not after `park.as_of` (what has arrived belongs to `available` of [[resources]])",
        ],
    },
    Bad {
        what: "as_of out of range",
        from: "as_of = \"2023-12\"",
        to: "as_of = \"2024-12\"",
        says: &["8:9 park.as_of: the text \"2024-12\" [2023-12 to 2024-11]"],
    },
    Bad {
        what: "end before base",
        from: "end_year = 2025",
        to: "end_year = 2023",
        says: &["7:12 park.end_year: 2023 [2024 to 2053 (1 to 30 years after the base year)]"],
    },
    Bad {
        what: "target before the start",
        from: "year = 2024",
        to: "year = 2023",
        says: &["132:8 targets[1].year: 2023 [a simulated year: 2024 to 2025]"],
    },
    Bad {
        what: "target after the horizon",
        from: "year = 2024",
        to: "year = 2031",
        says: &["132:8 targets[1].year: 2031 [a simulated year: 2024 to 2025]"],
    },
    Bad {
        what: "metric",
        from: "\"park.tax_per_mu\"",
        to: "\"park.tax_per_m\"",
        says: &[
            "137:10 targets[2].metric: the park has no figure \"tax_per_m\" [output, above_scale_output, above_scale_enterprises, growth, tax, land, output_per_mu, tax_per_mu, land_reclaimed, land_free, projects_signed, projects_started, projects_operating, projects_lost, exits, free.RESOURCE, used.RESOURCE] (did you mean tax_per_mu?)",
        ],
    },
    Bad {
        what: "metric without park",
        from: "\"park.tax_per_mu\"",
        to: "\"tax_per_mu\"",
        says: &[
            "137:10 targets[2].metric: unknown metric \"tax_per_mu\" [park.FIGURE, park.free.RESOURCE, park.used.RESOURCE, industries.ID.FIGURE or enterprises.NAME.FIGURE] (write park.tax_per_mu)",
        ],
    },
    Bad {
        what: "uncertain bound",
        from: "\"22万元/亩\"",
        to: "\"20 to 22万元/亩\"",
        says: &["138:12 targets[2].at_least: an uncertain value cannot stand here [one fixed number]"],
    },
    Bad {
        what: "bounds crossed",
        from: "at_least = 2",
        to: "at_least = 2\nat_most = 1",
        says: &[
            "131:12 targets[1].at_least: `at_least` 2 is more than `at_most` 1 <132:11 the upper bound is here>",
        ],
    },
    Bad {
        what: "count and metric",
        from: "count = \"enterprises\"",
        to: "count = \"enterprises\"\nmetric = \"park.tax\"",
        says: &[
            "126:1 targets[1].metric: both `count` and `metric` [either `count` (perhaps with `where`) or `metric`]",
        ],
    },
    Bad {
        what: "condition",
        from: "where = { output = \">= 10亿元\" }",
        to: "where = { output = \">= 10亩\", taxx = \"> 1\" }",
        says: &[
            "130:20 targets[1].where.output: \"10亩\": 亩 is not a unit that fits here [亿元, 万元, 千元, 元]",
            "130:30 targets[1].where.taxx: a condition has no `taxx` here [output, growth, tax, land, output_per_mu, tax_per_mu, industry, zone, name, tags] (did you mean tax?)",
        ],
    },
    Bad {
        what: "growth in an exit",
        from: "where = { output_per_mu",
        to: "where = { growth = \"< 0\", output_per_mu",
        says: &[
            "64:11 exits[1].where.growth: a condition has no `growth` here [output, tax, land, output_per_mu, tax_per_mu, industry, zone, name, tags]",
        ],
    },
    Bad {
        what: "goal all",
        from: "id = \"both\"",
        to: "id = \"all\"",
        says: &["142:6 goals[1].id: \"all\" is taken: it is the goal of all targets (choose another id)"],
    },
    Bad {
        what: "goal of nothing",
        from: "all_of = [\"big\", \"tax\"]",
        to: "all_of = []",
        says: &["144:10 goals[1].all_of: no target [at least one]"],
    },
    Bad {
        what: "unknown target",
        from: "all_of = [\"big\", \"tax\"]",
        to: "all_of = [\"big\", \"taxes\"]",
        says: &["144:18 goals[1].all_of: there is no \"taxes\" in [[targets]] [big, tax]"],
    },
    Bad {
        what: "impossible correlations",
        from: "pairs = [[\"textile\", \"food\", 0.25]]",
        to: "pairs = [[\"textile\", \"food\", 0.9], [\"textile\", \"metal\", 0.9], [\"food\", \"metal\", -0.9]]",
        says: &[
            "45:9 correlation: these correlations cannot hold together: [\"textile\", \"food\", 0.9], [\"textile\", \"metal\", 0.9], [\"food\", \"metal\", -0.9] [the matrix must be positive semidefinite] (the nearest possible: pairs = [[\"textile\", \"food\", 0.5], [\"textile\", \"metal\", 0.5], [\"food\", \"metal\", -0.5]])",
        ],
    },
    Bad {
        what: "pair twice",
        from: "pairs = [[\"textile\", \"food\", 0.25]]",
        to: "pairs = [[\"textile\", \"food\", 0.25], [\"food\", \"textile\", 0.3]]",
        says: &["45:37 correlation.pairs[2]: these two industries are there already <45:10 first here>"],
    },
    Bad {
        what: "factors of heavy tails",
        from: "persistence = 0.2\ndegrees_of_freedom = 6",
        to: "persistence = 1\ndegrees_of_freedom = 3",
        says: &[
            "43:15 correlation.persistence: 1 [from 0 to below 1]",
            "44:22 correlation.degrees_of_freedom: 3 [at least 4]",
        ],
    },
    Bad {
        what: "seasonality",
        from: "[6, 5, 8, 8, 8, 9, 8, 8, 9, 10, 10, 11]",
        to: "[6, 5]",
        says: &[
            "27:15 industries[1].seasonality: 2 weights of sum 11 [12 numbers, none negative, of a sum above 0]",
        ],
    },
    Bad {
        what: "size rule without reference",
        from: "reference_output = \"5亿元\"\n",
        to: "",
        says: &[
            "24:17 industries[1].reference_output: `size_exponent` without `reference_output` (add it, such as reference_output = \"5亿元\")",
        ],
    },
    Bad {
        what: "change of nothing",
        from: "tags = \"flagship\"",
        to: "tags = \"flagships\"",
        says: &[
            "164:42 policies[3].changes[1].where: it selects nothing among the enterprises [a change must select something]",
        ],
    },
    Bad {
        what: "change of an unknown field",
        from: "months = { multiply",
        to: "mnths = { multiply",
        says: &[
            "152:20 policies[1].changes[1].mnths: routes have no field `mnths` that a change can reach [months, success] (did you mean `months`?)",
        ],
    },
    Bad {
        what: "change without operation",
        from: "rate = { multiply = \"1.2 to 1.8\" }",
        to: "rate = 6",
        says: &[
            "159:38 policies[2].changes[1].rate: the whole number 6 [rate = { multiply | add | set = value }]",
        ],
    },
    Bad {
        what: "change with an unknown operation",
        from: "{ set = \"9%\" }",
        to: "{ sets = \"9%\" }",
        says: &[
            "164:76 policies[3].changes[1].growth.sets: unknown key `sets` [multiply, add, set] (did you mean set?)",
        ],
    },
    Bad {
        what: "factor below zero",
        from: "multiply = \"1.2 to 1.8\"",
        to: "multiply = -1",
        says: &["159:51 policies[2].changes[1].rate.multiply: -1 [0 to 1 million]"],
    },
    Bad {
        what: "change and from",
        from: "{ on = \"channels\", rate",
        to: "{ on = \"industries\", volatility = { multiply = 2 } }, { on = \"channels\", rate",
        says: &[
            "159:59 policies[2].changes[1].volatility.multiply: this change cannot be combined with `from` <158:8 `from` is here> [rate, annual_rate, growth, and fields of projects, of routes and parcels (months, success) and of supplies]",
        ],
    },
    Bad {
        what: "set of growth within a year",
        from: "name = \"定额\"",
        to: "name = \"定额\"\nfrom = \"2024-04\"",
        says: &[
            "165:82 policies[3].changes[1].growth.set: a `set` of growth that begins within a year <164:8 `from` is here> (begin in a January, or use multiply or add)",
        ],
    },
    Bad {
        what: "policy twice",
        from: "id = \"promotion\"",
        to: "id = \"clear\"",
        says: &[
            "156:6 policies[2].id: \"clear\" is there twice <147:6 first here> [ids (or names, where there is no id) are unique]",
            "169:27 mixes[1].policies.promotion: there is no \"promotion\" in [[policies]] [clear, clear, fixed]",
        ],
    },
    Bad {
        what: "unknown policy",
        from: "{ clear = 1.0,",
        to: "{ cleer = 1.0,",
        says: &[
            "169:14 mixes[1].policies.cleer: there is no \"cleer\" in [[policies]] (did you mean \"clear\"?)",
        ],
    },
    Bad {
        what: "dose above the largest",
        from: "{ clear = 1.0,",
        to: "{ clear = 1.6,",
        says: &["169:22 mixes[1].policies.clear: a dose of 1.6 [0 to 1.5 (the policy's max_dose)]"],
    },
    Bad {
        what: "half a set",
        from: "fixed = 1 }",
        to: "fixed = 0.5 }",
        says: &["169:52 mixes[1].policies.fixed: a dose of 0.5 [0 or 1: the policy has a `set`]"],
    },
    Bad {
        what: "two sets of one field",
        from: "[[mixes]]",
        to: "[[policies]]\nid = \"other\"\nchanges = [{ on = \"enterprises\", growth = { set = 0 } }]\n\n[[mixes]]\nid = \"two\"\npolicies = { fixed = 1, other = 1 }\n\n[[mixes]]",
        says: &[
            "172:12 mixes[1].policies: the policies \"fixed\" and \"other\" both set enterprises[].growth.set, to different values (keep one of them in a mix)",
        ],
    },
    Bad {
        what: "both factor and law",
        from: "multiply = \"1.2 to 1.8\"",
        to: "multiply = { dist = \"normal\", mean = 1, sd = 0.5 }",
        says: &[
            "159:51 policies[2].changes[1].rate.multiply: a normal factor may be negative (use lognormal, or add `min = 0`)",
        ],
    },
    Bad {
        what: "values fall",
        from: "dist = \"lognormal\", median = 2.0, sigma = 0.9",
        to: "dist = \"pert\", low = 2, mode = 1, high = 3",
        says: &["122:12 channels[1].capacity: low = 2, mode = 1, high = 3 [low <= mode <= high]"],
    },
    Bad {
        what: "quantiles that no law has",
        from: "rate = \"4 to 8\"",
        to: "rate = \"4 / 7.9 / 8个/年\"",
        says: &[
            "121:8 channels[1].rate: 4个/年 / 7.9个/年 / 8个/年: no metalog law has these quantiles, the middle one lies too near to another [a middle one between about 4.362个/年 and 7.337个/年] (move one of the three, or give `min` and `max`)",
        ],
    },
    Bad {
        what: "quantiles in falling order",
        from: "dist = \"lognormal\", median = 2.0, sigma = 0.9",
        to: "dist = \"metalog\", p05 = 8, p50 = 2, p95 = 1",
        says: &["122:12 channels[1].capacity: 8 / 2 / 1 [the 5, 50 and 95% quantiles, in rising order]"],
    },
    Bad {
        what: "quantiles without a variance",
        from: "dist = \"lognormal\", median = 2.0, sigma = 0.9",
        to: "dist = \"metalog\", p05 = 0.3, p50 = 2, p95 = 12",
        says: &[
            "122:12 channels[1].capacity: 0.3 / 2 / 12: so far apart that the tail makes the variance infinite (give `max`, { dist = \"metalog\", p05, p50, p95, max }, or use lognormal)",
        ],
    },
    Bad {
        what: "quantiles up to a bound",
        from: "dist = \"lognormal\", median = 2.0, sigma = 0.9",
        to: "dist = \"metalog\", p05 = 0.3, p50 = 2, p95 = 12, max = 30",
        says: &[],
    },
    Bad {
        what: "a quantile beyond a bound",
        from: "dist = \"lognormal\", median = 2.0, sigma = 0.9",
        to: "dist = \"metalog\", p05 = 1, p50 = 2, p95 = 12, max = 10",
        says: &[
            "122:12 channels[1].capacity: 1 / 2 / 12 [min < p05 and p95 < max, with min = 0 and max = 10]",
        ],
    },
    Bad {
        what: "a missing quantile",
        from: "dist = \"lognormal\", median = 2.0, sigma = 0.9",
        to: "dist = \"metalog\", p05 = 1, p50 = 2",
        says: &["122:12 channels[1].capacity: `p95` is missing"],
    },
    Bad {
        what: "both forms of a lognormal",
        from: "median = 2.0, sigma = 0.9",
        to: "median = 2.0, p95 = 3",
        says: &["122:12 channels[1].capacity: give either `median` and `sigma` or `p05` and `p95`"],
    },
    Bad {
        what: "weights",
        from: "{ dist = \"lognormal\", median = 2.0, sigma = 0.9 }",
        to: "{ dist = \"discrete\", values = [1, 2], weights = [1, -1] }",
        says: &[
            "122:60 channels[1].capacity.weights: 2 weights of sum 0 [2 weights, none negative, of a sum above 0]",
        ],
    },
    Bad {
        what: "weights like probabilities of sum 0.99",
        from: "{ dist = \"lognormal\", median = 2.0, sigma = 0.9 }",
        to: "{ dist = \"discrete\", values = [1, 2], weights = [0.5, 0.49] }",
        says: &[
            "122:60 channels[1].capacity.weights: the weights look like probabilities, but their sum is 0.99 [probabilities of sum 1] (correct one of them; if only their ratios matter, write whole numbers, such as [5, 3, 2])",
        ],
    },
    Bad {
        what: "weights like probabilities of sum 1.0000001",
        from: "{ dist = \"lognormal\", median = 2.0, sigma = 0.9 }",
        to: "{ dist = \"discrete\", values = [1, 2], weights = [0.5, 0.5000001] }",
        says: &[
            "122:60 channels[1].capacity.weights: the weights look like probabilities, but their sum is 1.0000001 [probabilities of sum 1] (correct one of them; if only their ratios matter, write whole numbers, such as [5, 3, 2])",
        ],
    },
    Bad {
        what: "weights that are relative",
        from: "{ dist = \"lognormal\", median = 2.0, sigma = 0.9 }",
        to: "{ dist = \"discrete\", values = [1, 2, 3], weights = [5, 3, 2] }",
        says: &[],
    },
    Bad {
        what: "probabilities whose sum is rounded",
        from: "{ dist = \"lognormal\", median = 2.0, sigma = 0.9 }",
        to: "{ dist = \"discrete\", values = [1, 2, 3], weights = [0.7, 0.2, 0.1] }",
        says: &[],
    },
    Bad {
        what: "growth of 800% in a condition",
        from: "where = { output = \">= 10亿元\" }",
        to: "where = { growth = \">= 8\" }",
        says: &["130:20 targets[1].where.growth: 8, that is 800% (did you mean \"8%\"?)"],
    },
    Bad {
        what: "growth of 300%, meant",
        from: "where = { output = \">= 10亿元\" }",
        to: "where = { growth = \">= 300%\" }",
        says: &[],
    },
    Bad {
        what: "half an enterprise",
        from: "at_least = 2\n",
        to: "at_least = 1.5\n",
        says: &["131:12 targets[1].at_least: 1.5 [a whole number, 0 or more]"],
    },
    Bad {
        what: "fewer enterprises than none",
        from: "at_least = 2\n",
        to: "at_least = -5\n",
        says: &["131:12 targets[1].at_least: -5 [a whole number, 0 or more]"],
    },
    Bad {
        what: "year in quotation marks",
        from: "year = 2024\n",
        to: "year = \"2024年\"\n",
        says: &[
            "132:8 targets[1].year: the text \"2024年\" [a simulated year: 2024 to 2025] (write 2024, without quotation marks)",
        ],
    },
    Bad {
        what: "half a year",
        from: "year = 2024\n",
        to: "year = 2024.5\n",
        says: &["132:8 targets[1].year: the number 2024.5 [a simulated year: 2024 to 2025]"],
    },
    Bad {
        what: "interval the wrong way round, with one unit",
        from: "{ dist = \"lognormal\", median = 2.0, sigma = 0.9 }",
        to: "\"5 to 3亿元\"",
        says: &[
            "122:12 channels[1].capacity: the range ends at 3亿元, below its start 5 (write \"3 to 5亿元\")",
        ],
    },
    Bad {
        what: "magnitude without a unit",
        from: "{ dist = \"lognormal\", median = 2.0, sigma = 0.9 }",
        to: "\"50亿\"",
        says: &[
            "122:12 channels[1].capacity: \"50亿\": an incomplete unit [亿元, 万元, 千元, 元] (write 50亿元)",
        ],
    },
    Bad {
        what: "uncertain correlation",
        from: "default = 0.35",
        to: "default = \"0.2 to 0.4\"",
        says: &["42:11 correlation.default: an uncertain value cannot stand here [one fixed number]"],
    },
    Bad {
        what: "to-date with nothing known",
        from: "tax = \"1.2亿元\"",
        to: "tax = \"1.2亿元\"\noutput_to_date = \"9亿元\"",
        says: &[
            "warning: 54:18 enterprises[1].output_to_date: has no effect: no month of the first year is known (set `park.as_of` to the last month known)",
        ],
    },
    Bad {
        what: "key without effect in its stage",
        from: "build = \"3 to 8\"",
        to: "build = \"3 to 8\"\nprep = 3",
        says: &["warning: 108:8 projects[1].prep: has no effect: `stage` is \"building\""],
    },
    Bad {
        what: "zone that nothing has",
        from: "where = { output = \">= 10亿元\" }",
        to: "where = { zone = \"东\" }",
        says: &[
            "warning: 130:18 targets[1].where.zone: no enterprise, project or channel has this `zone` (did you mean 东区?)",
        ],
    },
    Bad {
        what: "land in other units",
        from: "id = \"land\"\n",
        to: "id = \"land\"\nunit = \"公顷\"\n",
        says: &[
            "70:8 resources[1].unit: land in 公顷 [land is counted in 亩; amounts may be written \"10公顷\"]",
        ],
    },
    Bad {
        what: "a table for a list",
        from: "[[exits]]",
        to: "[exits]",
        says: &["62:1 exits: a table [each entry begins with [[exits]]]"],
    },
    Bad {
        what: "a number for a table",
        from: "[land]\ncrews = 4",
        to: "land = 4",
        says: &["86:1 supplies[1].land: unknown key `land` (`land` is a table of its own)"],
    },
    Bad {
        what: "policy after the end",
        from: "from = \"2024-04\"",
        to: "from = \"2026-01\"",
        says: &["warning: 158:8 policies[2].from: after the end of the run: it has no effect"],
    },
    Bad {
        what: "a file that is not there",
        from: "title = ",
        to: "extends = \"basis.toml\"\ntitle = ",
        says: &["1:11 extends: there is no file basis.toml"],
    },
    Bad {
        what: "points added as a number",
        from: "success = { add = \"5% to 15%\" }",
        to: "success = { add = 5 }",
        says: &[
            "152:76 policies[1].changes[1].success.add: 5, that is 500% [-100% to 100%] (did you mean 0.05 (or \"5%\")?)",
        ],
    },
    Bad {
        what: "too long to be ready",
        from: "build = \"3 to 8\"",
        to: "build = 30",
        says: &["warning: 101:1 projects[1].build: it needs 30 months and the run has 24: it never operates"],
    },
    Bad {
        what: "path: absolute",
        from: "title = ",
        to: "extends = \"/etc/passwd\"\ntitle = ",
        says: &[
            "1:11 extends: absolute paths are not accepted: /etc/passwd (write a relative path with /, such as \"rosters/enterprises.csv\")",
        ],
    },
    Bad {
        what: "path: drive",
        from: "title = ",
        to: "extends = 'C:\\x'\ntitle = ",
        says: &[
            "1:11 extends: absolute paths are not accepted: C:\\x (write a relative path with /, such as \"rosters/enterprises.csv\")",
        ],
    },
    Bad {
        what: "path: share",
        from: "title = ",
        to: "extends = '\\\\host\\share'\ntitle = ",
        says: &[
            "1:11 extends: absolute paths are not accepted: \\\\host\\share (write a relative path with /, such as \"rosters/enterprises.csv\")",
        ],
    },
    Bad {
        what: "path: address",
        from: "title = ",
        to: "extends = \"file:///etc/passwd\"\ntitle = ",
        says: &[
            "1:11 extends: addresses are not accepted: file:///etc/passwd (write a relative path with /, such as \"rosters/enterprises.csv\")",
        ],
    },
    Bad {
        what: "path: home",
        from: "title = ",
        to: "enterprises_file = \"~/a.csv\"\ntitle = ",
        says: &[
            "1:20 enterprises_file: paths that begin with ~ are not accepted: ~/a.csv (write a relative path with /, such as \"rosters/enterprises.csv\")",
        ],
    },
    Bad {
        what: "extends itself",
        from: "title = ",
        to: "extends = \"scenario.toml\"\ntitle = ",
        says: &[
            "1:11 extends: a cycle of `extends`: scenario.toml -> scenario.toml (drop one of the `extends`)",
        ],
    },
    Bad {
        what: "score: no items",
        from: "[[goals]]\nid = \"both\"",
        to: "[[scores]]\nid = \"s\"\nname = \"S\"\nitems = []\n[[goals]]\nid = \"both\"",
        says: &["144:9 scores[1].items: 0 items [1 to 200 items: [{ target = …, weight = … }]]"],
    },
    Bad {
        what: "score: items of another kind",
        from: "[[goals]]\nid = \"both\"",
        to: "[[scores]]\nid = \"s\"\nname = \"S\"\nitems = 3\n[[goals]]\nid = \"both\"",
        says: &["144:9 scores[1].items: the whole number 3 [1 to 200 items: [{ target = …, weight = … }]]"],
    },
    Bad {
        what: "score: an item of another kind",
        from: "[[goals]]\nid = \"both\"",
        to: "[[scores]]\nid = \"s\"\nname = \"S\"\nitems = [3]\n[[goals]]\nid = \"both\"",
        says: &["144:10 scores[1].items[1]: the whole number 3 [an entry, written as a table]"],
    },
    Bad {
        what: "score: target and metric",
        from: "[[goals]]\nid = \"both\"",
        to: "[[scores]]\nid = \"s\"\nname = \"S\"\nitems = [{ target = \"big\", metric = \"park.tax\", weight = 1 }]\n[[goals]]\nid = \"both\"",
        says: &["144:10 scores[1].items[1].target: both `target` and `metric` [one of the two]"],
    },
    Bad {
        what: "score: neither",
        from: "[[goals]]\nid = \"both\"",
        to: "[[scores]]\nid = \"s\"\nname = \"S\"\nitems = [{ weight = 1 }]\n[[goals]]\nid = \"both\"",
        says: &["144:10 scores[1].items[1].target: neither `target` nor `metric` [one of the two]"],
    },
    Bad {
        what: "score: a target's own bound",
        from: "[[goals]]\nid = \"both\"",
        to: "[[scores]]\nid = \"s\"\nname = \"S\"\nitems = [{ target = \"big\", at_least = 3, weight = 1 }]\n[[goals]]\nid = \"both\"",
        says: &[
            "144:39 scores[1].items[1].at_least: `at_least` with `target` (the target has its own `at_least`; leave it out)",
        ],
    },
    Bad {
        what: "score: metric without year and bound",
        from: "[[goals]]\nid = \"both\"",
        to: "[[scores]]\nid = \"s\"\nname = \"S\"\nitems = [{ metric = \"park.tax\", weight = 1 }]\n[[goals]]\nid = \"both\"",
        says: &[
            "144:10 scores[1].items[1].year: `year` is missing [the year at whose end the figure is taken]",
            "144:10 scores[1].items[1].at_least: neither `at_least` nor `at_most` [at least one of them]",
        ],
    },
    Bad {
        what: "score: bound of zero",
        from: "[[goals]]\nid = \"both\"",
        to: "[[scores]]\nid = \"s\"\nname = \"S\"\nitems = [{ metric = \"park.exits\", year = 2024, at_most = 0, weight = 1 }]\n[[goals]]\nid = \"both\"",
        says: &[
            "144:21 scores[1].items[1].metric: 0 is asked for [one bound above 0: completion is the ratio to it]",
        ],
    },
    Bad {
        what: "score: weight and cap",
        from: "[[goals]]\nid = \"both\"",
        to: "[[scores]]\nid = \"s\"\nname = \"S\"\nat_least = 0\nitems = [{ target = \"big\", weight = -1, cap = 0 }]\n[[goals]]\nid = \"both\"",
        says: &[
            "144:12 scores[1].at_least: 0 [more than 0 and at most 1000000]",
            "145:37 scores[1].items[1].weight: -1 [more than 0 and at most 1000000]",
            "145:47 scores[1].items[1].cap: 0 [more than 0 and at most 1000000]",
        ],
    },
    Bad {
        what: "score: unknown key and target",
        from: "[[goals]]\nid = \"both\"",
        to: "[[scores]]\nid = \"s\"\nname = \"S\"\nitems = [{ target = \"bgi\", weigth = 1 }]\n[[goals]]\nid = \"both\"",
        says: &[
            "144:21 scores[1].items[1].target: there is no \"bgi\" in [[targets]] (did you mean \"big\"?)",
            "144:28 scores[1].items[1].weigth: unknown key `weigth` (did you mean `weight`?)",
        ],
    },
    Bad {
        what: "score: out of reach",
        from: "[[goals]]\nid = \"both\"",
        to: "[[scores]]\nid = \"s\"\nname = \"S\"\nat_least = 50\nitems = [{ target = \"big\", weight = 10, cap = 1.2 }]\n[[goals]]\nid = \"both\"",
        says: &["warning: 144:12 scores[1].at_least: out of reach: the items add up to 12 at most"],
    },
    Bad {
        what: "score: id of a target, points in per cent",
        from: "[[goals]]\nid = \"both\"",
        to: "[[scores]]\nid = \"big\"\nname = \"S\"\nat_least = \"90%\"\nitems = [{ target = \"big\", weight = \"40%\", cap = \"120%\" }]\n[[goals]]\nid = \"both\"",
        says: &[
            "142:6 scores[1].id: \"big\" is taken by a target or goal (choose another id)",
            "144:12 scores[1].at_least: \"90%\" [points, without %, such as 95]",
            "145:37 scores[1].items[1].weight: \"40%\" [points, without %, such as 95]",
        ],
    },
    Bad {
        what: "score: no items at all",
        from: "[[goals]]\nid = \"both\"",
        to: "[[scores]]\nname = \"all\"\nat_least = 90\n[[goals]]\nid = \"both\"",
        says: &[
            "141:1 scores[1].items: `items` is missing [what is assessed]",
            "142:8 scores[1].name: \"all\" is taken by a target or goal (choose another id)",
        ],
    },
    Bad {
        what: "budget: uncertain",
        from: "[[goals]]\nid = \"both\"",
        to: "[budget]\nlimit = \"1 to 3\"\n[[goals]]\nid = \"both\"",
        says: &["142:9 budget.limit: an uncertain value cannot stand here [one fixed number]"],
    },
    Bad {
        what: "budget: no limit",
        from: "[[goals]]\nid = \"both\"",
        to: "[budget]\n[[goals]]\nid = \"both\"",
        says: &[
            "141:2 budget.limit: `limit` is missing [what a mix may cost, 万元; mixes over it are marked]",
        ],
    },
    Bad {
        what: "mix none with policies",
        from: "id = \"all-in\"",
        to: "id = \"none\"",
        says: &[
            "167:6 mixes[1].id: \"none\" is no policy at all (choose another id, or leave its policies out)",
        ],
    },
];
