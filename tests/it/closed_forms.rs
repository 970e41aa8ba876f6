//! Small parks whose answers are known by hand, in closed form or by quadrature. A probability agrees where it
//! lies within four standard errors (of which one in 16,000 correct ones fails; the seed is fixed).

use crate::common::{plain, simulated};
use parkcast::read::read_scenario;
use parkcast::results::Results;
use statrs::distribution::{Continuous, ContinuousCDF, DiscreteCDF, NegativeBinomial, Normal, StudentsT};

const TRIALS: u64 = 200_000;

/// A park of one industry without growth or chance, to which a test adds what it is about.
const STILL: &str = r#"
[park]
name = "t"
base_year = 2023
end_year = 2025
[[industries]]
id = "a"
name = "A"
growth = 0
volatility = 0
tax_rate = "3%"
"#;

const ENTERPRISE: &str = r#"
[[enterprises]]
name = "e"
industry = "a"
output = 1
land = 10
"#;

/// Runs the scenario that these texts make together.
fn run(parts: &[&str]) -> Results {
    run_mix(parts, None)
}

fn run_mix(parts: &[&str], mix: Option<&str>) -> Results {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("case.toml");
    std::fs::write(&path, parts.concat()).unwrap();
    let scenario = match read_scenario(&path) {
        Ok(reading) => reading.scenario,
        Err(refusal) => panic!("{:#?}", refusal.problems),
    };
    let run = plain(&scenario).seed(11).trials(TRIALS);
    simulated(&mix.map_or(Ok(run.clone()), |mix| run.mix(mix)).unwrap()).results
}

fn target(id: &str, what: &str, year: i32) -> String {
    format!("[[targets]]\nid = \"{id}\"\nname = \"{id}\"\nyear = {year}\n{what}\n")
}

fn enterprises_over(output: f64, n: u32, year: i32) -> String {
    let id = format!("{n}-over-{output}-in-{year}");
    let what = format!("count = \"enterprises\"\nwhere = {{ output = \">= {output}亿元\" }}\nat_least = {n}");
    target(&id, &what, year)
}

#[track_caller]
fn agrees(estimate: f64, expected: f64) {
    let error = (expected * (1.0 - expected) / TRIALS as f64).sqrt();
    assert!((estimate - expected).abs() <= 4.0 * error, "{estimate} against {expected} ± {error}");
}

#[track_caller]
fn mean_agrees(stat: &parkcast::results::Stat, expected: f64) {
    let error = stat.sd / (TRIALS as f64).sqrt();
    assert!(
        (stat.mean - expected).abs() <= 4.0 * error + 1e-9 * expected.abs(),
        "{stat:?} against {expected}"
    );
}

fn first(results: &Results) -> f64 {
    results.targets[0].probability.probability
}

/// The integral of f against the standard normal density.
fn against_normal(f: impl Fn(f64) -> f64) -> f64 {
    let (n, normal) = (4000, Normal::standard());
    (0..=n)
        .map(|i| -8.0 + 16.0 * f64::from(i) / f64::from(n))
        .map(|z| f(z) * normal.pdf(z) * 16.0 / f64::from(n))
        .sum()
}

/// Given the factor, enterprises are independent, and their count is Poisson-binomial.
#[test]
fn a_count_with_one_common_factor() {
    let outputs = [4.5, 6.0, 7.5, 9.0, 10.5, 12.0];
    let (growth, volatility, share): (f64, f64, f64) = (0.07, 0.3, 0.35);
    let mut file = format!(
        "{}\n[[industries]]\nid = \"b\"\nname = \"B\"\ngrowth = {growth}\nvolatility = {volatility}\ncommon_share = {share}\n",
        STILL.replace("2025", "2024")
    );
    for (e, output) in outputs.iter().enumerate() {
        file += &format!("[[enterprises]]\nname = \"e{e}\"\nindustry = \"b\"\noutput = {output}\n");
    }
    let results = run(&[&file, &enterprises_over(10.0, 3, 2024)]);
    let expected = against_normal(|f| {
        let mut at_least_3 = [1.0, 0.0, 0.0, 0.0];
        for output in outputs {
            let needed = (10.0 / (output * (1.0 + growth))).ln() / volatility;
            let p = 1.0 - Normal::standard().cdf((needed - share.sqrt() * f) / (1.0 - share).sqrt());
            at_least_3[3] += at_least_3[2] * p;
            for n in (1..3).rev() {
                at_least_3[n] = at_least_3[n] * (1.0 - p) + at_least_3[n - 1] * p;
            }
            at_least_3[0] *= 1.0 - p;
        }
        at_least_3[3]
    });
    agrees(first(&results), expected);
}

/// T cut at 20 and scaled to variance 1.
#[test]
fn a_student_shock() {
    let industry = "[[industries]]\nid = \"b\"\nname = \"B\"\ngrowth = 0\nvolatility = 0.25\ncommon_share = 0\n\
                    shock = \"student-t\"\ndegrees_of_freedom = 4\n";
    let enterprise = "[[enterprises]]\nname = \"x\"\nindustry = \"b\"\noutput = 9\n";
    let results = run(&[STILL, industry, enterprise, &enterprises_over(10.0, 1, 2024)]);
    let t = StudentsT::new(0.0, 1.0, 4.0).unwrap();
    let inside = t.cdf(20.0) - t.cdf(-20.0);
    let steps = 400_000;
    let width = 40.0 / f64::from(steps);
    let variance: f64 = (0..steps)
        .map(|i| -20.0 + (f64::from(i) + 0.5) * width)
        .map(|x| x * x * t.pdf(x) / inside * width)
        .sum();
    let needed = (10.0f64 / 9.0).ln() / 0.25 * variance.sqrt();
    agrees(first(&results), (t.cdf(20.0) - t.cdf(needed)) / inside);
}

/// Two years of a factor with persistence φ: the log of an enterprise that is all factor is normal with variance
/// v²·(1 + 1 + 2φ).
#[test]
fn persistence_adds_up_over_two_years() {
    let file = "[correlation]\npersistence = 0.6\n[[industries]]\nid = \"b\"\nname = \"B\"\ngrowth = 0\n\
                volatility = 0.2\ncommon_share = 1\n[[enterprises]]\nname = \"x\"\nindustry = \"b\"\noutput = 8\n";
    let results = run(&[STILL, file, &enterprises_over(10.0, 1, 2025)]);
    let sd = 0.2 * 3.2_f64.sqrt();
    agrees(first(&results), 1.0 - Normal::standard().cdf(1.25_f64.ln() / sd));
}

/// As of August with two thirds of the year's weight behind it.
#[test]
fn known_months() {
    let file = STILL
        .replace("[[industries]]", "as_of = \"2024-08\"\n[[industries]]")
        .replace("volatility = 0", "volatility = 0.3");
    let enterprise = "[[enterprises]]\nname = \"x\"\nindustry = \"a\"\noutput = 9\noutput_to_date = 6.4\n";
    let results = run(&[&file, enterprise, &enterprises_over(10.0, 1, 2024)]);
    let needed = ((10.0 - 6.4) / (6.4 * 0.5_f64)).ln() / (0.3 * (4.0_f64 / 12.0).sqrt());
    agrees(first(&results), 1.0 - Normal::standard().cdf(needed));
}

/// Routes in sequence: 5 months at 40%, then 6 at 50%, then 4 at 80%.
#[test]
fn parcels_and_routes() {
    let routes = [("r1", 5, 0.4), ("r2", 6, 0.5), ("r3", 4, 0.8)].map(|(id, months, p)| {
        format!("[[routes]]\nid = \"{id}\"\nname = \"{id}\"\nmonths = {months}\nsuccess = {p}\n")
    });
    let parcel = "[[parcels]]\nname = \"p\"\narea = \"6公顷\"\nroutes = [\"r1\", \"r2\", \"r3\"]\n";
    let metric = "metric = \"park.land_reclaimed\"\nat_least = \"90亩\"";
    let targets = target("soon", metric, 2024) + &target("late", metric, 2025);
    let results = run(&[STILL, ENTERPRISE, &routes.concat(), parcel, &targets]);
    agrees(first(&results), 1.0 - 0.6 * 0.5);
    agrees(results.targets[1].probability.probability, 1.0 - 0.6 * 0.5 * 0.2);
    // Begun in January the first attempt ends with June, the second with December, the third with April.
    for (month, done) in [(4, 0.0), (5, 0.4), (10, 0.4), (11, 0.7), (14, 0.7), (15, 0.94)] {
        mean_agrees(&results.months[month].land_reclaimed, 90.0 * done);
    }
}

/// Whenever a crew is free it takes the first parcel in the file's order of those that may be begun, of which some must wait. It
/// goes from route to route until one succeeds. How many crews there are is drawn once in a trial.
#[test]
fn crews_take_parcels_in_the_order_of_the_file() {
    const PARCELS: usize = 70;
    let start = |p: usize| [1, 9, 1, 4][p % 4];
    let area = |p: usize| 1 + p % 8;
    // Routes, and how many months they take together.
    let routes = |p: usize| match p % 6 {
        0 => (vec!["quick"], 1),
        1 => (vec!["quick", "slow"], 1),
        2 => (vec!["slow", "quick"], 3),
        3 => (vec!["vain", "quick"], 3),
        4 => (vec!["vain", "vain too", "slow"], 9),
        _ => (vec!["slow"], 3),
    };
    let parcel = |p: usize| {
        let (month, routes, area) = (start(p), routes(p).0, area(p));
        format!(
            "[[parcels]]\nname = \"p{p}\"\narea = \"{area}亩\"\nroutes = {routes:?}\nstart = \"2024-{month:02}\"\n"
        )
    };
    let all_routes: String = [("quick", 1, 1), ("slow", 3, 1), ("vain", 2, 0), ("vain too", 4, 0)]
        .map(|(id, months, success)| {
            format!("[[routes]]\nid = \"{id}\"\nname = \"{id}\"\nmonths = {months}\nsuccess = {success}\n")
        })
        .concat();
    let parcels: String = (0..PARCELS).map(parcel).collect();
    let crews = "[land]\ncrews = { dist = \"discrete\", values = [0, 2, 5], weights = [0.1, 0.4, 0.5] }\n";
    let results = run(&[
        STILL,
        crews,
        &all_routes,
        ENTERPRISE,
        &parcels,
        &target("x", "metric = \"park.land_reclaimed\"\nat_least = \"1亩\"", 2024),
    ]);

    // What so many crews have reclaimed by the end of each month.
    let reclaimed = |crews: usize| -> Vec<f64> {
        let (mut left, mut busy): (Vec<usize>, Vec<(usize, usize)>) = ((0..PARCELS).collect(), Vec::new());
        let mut reclaimed = 0;
        let month = |month| {
            let done = |&(end, _): &(usize, usize)| end == month;
            reclaimed += busy.iter().filter(|one| done(one)).map(|&(_, p)| area(p)).sum::<usize>();
            busy.retain(|one| !done(one));
            while let (true, Some(at)) = (busy.len() < crews, left.iter().position(|&p| start(p) <= month)) {
                let p = left.remove(at);
                busy.push((month + routes(p).1, p));
            }
            reclaimed as f64
        };
        (1..=24).map(month).collect()
    };
    let (few, many) = (reclaimed(2), reclaimed(5));
    for (month, (few, many)) in few.into_iter().zip(many).enumerate() {
        let found = &results.months[month].land_reclaimed;
        assert_eq!((found.p05, found.p25, found.p75), (0.0, few, many), "month {}", month + 1);
        mean_agrees(found, 0.4 * few + 0.5 * many);
    }
}

/// A crew is free when a route has succeeded in a trial, whatever it takes in others.
#[test]
fn a_crew_waits_for_its_own_trial_only() {
    let routes = "[[routes]]\nid = \"either\"\nname = \"e\"\nmonths = 1\nsuccess = 0.5\n\
                  [[routes]]\nid = \"slow\"\nname = \"s\"\nmonths = 8\nsuccess = 1\n\
                  [[routes]]\nid = \"quick\"\nname = \"q\"\nmonths = 1\nsuccess = 1\n";
    let parcels = "[[parcels]]\nname = \"a\"\narea = 1\nroutes = [\"either\", \"slow\"]\nstart = \"2024-01\"\n\
                   [[parcels]]\nname = \"b\"\narea = 10\nroutes = [\"quick\"]\nstart = \"2024-01\"\n";
    let target = target("x", "metric = \"park.land_reclaimed\"\nat_least = \"1亩\"", 2024);
    let results = run(&[STILL, "[land]\ncrews = 1\n", routes, ENTERPRISE, parcels, &target]);
    for (month, land) in [(1, 0.0), (2, 0.5), (3, 5.5), (9, 5.5), (10, 6.0), (11, 11.0)] {
        mean_agrees(&results.months[month - 1].land_reclaimed, land);
    }
}

/// A Gamma mixture of Poisson counts is negative binomial.
#[test]
fn signings() {
    let channel = "[[channels]]\nid = \"c\"\nname = \"c\"\nindustry = \"a\"\nrate = 5\ndispersion = 0.4\n\
                   capacity = 1\nconversion = 0\n";
    let metric = "metric = \"park.projects_signed\"\nat_least = 7";
    let results = run(&[STILL, ENTERPRISE, channel, &target("signed", metric, 2024)]);
    let r = 1.0 / 0.4;
    let law = NegativeBinomial::new(r, r / (r + 5.0)).unwrap();
    agrees(first(&results), 1.0 - law.cdf(6));
    mean_agrees(results.park[1].stat("projects_signed").unwrap(), 10.0);
    mean_agrees(results.park[1].stat("projects_lost").unwrap(), 10.0);
}

/// With a dispersion that is itself uncertain the mean stays, and the variance of a year's count is
/// m + m²·E[dispersion].
#[test]
fn signings_of_uncertain_dispersion() {
    let channel = "[[channels]]\nid = \"c\"\nname = \"c\"\nindustry = \"a\"\nrate = 6\n\
                   dispersion = { dist = \"uniform\", low = 0.2, high = 0.6 }\ncapacity = 1\nconversion = 0\n";
    let metric = "metric = \"park.projects_signed\"\nat_least = 7";
    let results = run(&[STILL, ENTERPRISE, channel, &target("signed", metric, 2024)]);
    let signed = *results.park[0].stat("projects_signed").unwrap();
    mean_agrees(&signed, 6.0);
    assert!((signed.sd / (6.0_f64 + 36.0 * 0.4).sqrt() - 1.0).abs() < 0.02, "{signed:?}");
}

/// A firm closes at 30% a year; its land is free two months later and a project that waits for it starts then.
#[test]
fn exits_and_the_land_they_return() {
    let file = "[[enterprises]]\nname = \"x\"\nindustry = \"a\"\noutput = 2\nland = 40\n\
                [[exits]]\nname = \"all\"\nwhere = { name = \"x\" }\nannual_rate = \"30%\"\nclear_months = 2\n\
                [[projects]]\nname = \"waits\"\nindustry = \"a\"\ncapacity = 5\nneeds = { land = 40 }\nbuild = 3\n";
    let metric = "metric = \"park.projects_started\"\nat_least = 1";
    let results = run(&[STILL, ENTERPRISE, file, &target("started", metric, 2025)]);
    let stays = |months: i32| 0.7_f64.powf(f64::from(months) / 12.0);
    // It has to close by October of the second year to be cleared in December.
    agrees(first(&results), 1.0 - stays(22));
    agrees(results.projects[0].operating, 1.0 - stays(19));
    mean_agrees(results.park[0].stat("exits").unwrap(), 0.3);
    // Closing in month m leaves (m-1)/12 of the year.
    let output: f64 = (1..=12).map(|m| (stays(m - 1) - stays(m)) * 2.0 * f64::from(m - 1) / 12.0).sum();
    mean_agrees(&results.enterprises[1].years[0].output, output + 2.0 * 0.7);
}

/// A project under negotiation is signed with its probability and in its month, and lives from there like another.
#[test]
fn negotiations() {
    let project = "[[projects]]\nname = \"n\"\nindustry = \"a\"\nstage = \"洽谈\"\nprobability = 0.4\nconversion = 0.5\n\
                   signing = { dist = \"discrete\", values = [3, 15], weights = [3, 1] }\ncapacity = 12\nbuild = 2\n";
    let never = "[[projects]]\nname = \"late\"\nindustry = \"a\"\nstage = \"negotiating\"\nprobability = 1\n\
                 signing = 24\ncapacity = 1\n";
    let operates = target("operates", "metric = \"park.projects_operating\"\nat_least = 1", 2025);
    let results = run(&[STILL, ENTERPRISE, project, never, &operates]);
    agrees(first(&results), 0.4 * 0.5);
    for (year, signed) in [(0, 0.4 * 0.75), (1, 0.4)] {
        mean_agrees(results.park[year].stat("projects_signed").unwrap(), signed);
        mean_agrees(results.park[year].stat("projects_lost").unwrap(), 0.5 * signed);
        mean_agrees(results.park[year].stat("projects_started").unwrap(), 0.5 * signed);
    }
    // Signed and started in April, it operates from June: seven months of 1 亿元 each.
    mean_agrees(results.park[0].stat("output").unwrap(), 1.0 + 7.0 * 0.4 * 0.5 * 0.75);
    let fates = results.fates.as_ref().unwrap();
    mean_agrees(&fates.signed, 0.4);
    mean_agrees(&fates.operating, 0.2);
    assert_eq!(fates.preparing.mean, 0.0);
}

/// What is negotiated for an enterprise that closes before it is signed never is, and is not lost either.
#[test]
fn negotiations_of_one_that_closes() {
    let file = "[[enterprises]]\nname = \"x\"\nindustry = \"a\"\noutput = 2\nland = 40\n\
                [[exits]]\nname = \"all\"\nwhere = { name = \"x\" }\nannual_rate = \"30%\"\n\
                [[projects]]\nname = \"n\"\nenterprise = \"x\"\nstage = \"negotiating\"\nprobability = \"50%\"\n\
                signing = 6\nprep = 100\ncapacity = 1\n";
    let signed = target("signed", "metric = \"park.projects_signed\"\nat_least = 1", 2025);
    let results = run(&[STILL, ENTERPRISE, file, &signed]);
    let stays = |months: i32| 0.7_f64.powf(f64::from(months) / 12.0);
    // Signed in July unless it has closed by then.
    agrees(first(&results), 0.5 * stays(7));
    mean_agrees(results.park[1].stat("projects_lost").unwrap(), 0.5 * (stays(7) - stays(24)));
    mean_agrees(&results.fates.as_ref().unwrap().preparing, 0.5 * stays(24));
}

/// Whether a project is signed has a stream of its own: all else is drawn as before.
#[test]
fn negotiations_move_no_other_draw() {
    let others = "[[industries]]\nid = \"b\"\nname = \"B\"\ngrowth = \"2% to 9%\"\nvolatility = 0.2\n\
                  [[enterprises]]\nname = \"f\"\nindustry = \"b\"\noutput = \"2 to 3亿元\"\n\
                  [[channels]]\nid = \"c\"\nname = \"c\"\nindustry = \"b\"\nrate = 3\ncapacity = \"1 to 2亿元\"\n\
                  conversion = 0.5\n[[projects]]\nname = \"p\"\nindustry = \"b\"\ncapacity = \"1 to 2亿元\"\n\
                  conversion = 0.5\nprep = \"2 to 9\"\n";
    let project = "[[projects]]\nname = \"n\"\nindustry = \"a\"\nstage = \"negotiating\"\nprobability = 0.4\ncapacity = 1\n";
    let goal = target("x", "metric = \"industries.b.output\"\nat_least = 7", 2025);
    let without = run(&[STILL, ENTERPRISE, others, &goal]);
    let with = run(&[STILL, ENTERPRISE, others, project, &goal]);
    assert_eq!(first(&without), first(&with));
    let outputs = |results: &Results| format!("{:?}", results.industries[1].years);
    assert_eq!(outputs(&without), outputs(&with));
}

/// By hand: priority first, then planned output per 亩; who does not fit does not block; patience runs out.
#[test]
fn the_queue() {
    let project = |name: &str, rest: &str| {
        format!("[[projects]]\nname = \"{name}\"\nindustry = \"a\"\nramp = 0\nbuild = 2\n{rest}\n")
    };
    let file = [
        "[[resources]]\nid = \"land\"\nunit = \"亩\"\navailable = 100\n".to_owned(),
        "[[supplies]]\nname = \"s\"\nresource = \"land\"\namount = 50\nmonth = \"2024-04\"\n".to_owned(),
        project("dense", "capacity = 9\nneeds = { land = 60 }"),
        project("wanted", "capacity = 1\nneeds = { land = 80 }\npriority = 1"),
        project("small", "capacity = 1\nneeds = { land = 20 }"),
        project("brief", "capacity = 30\nneeds = { land = 120 }\npatience = 2"),
    ];
    let metric = "metric = \"park.projects_started\"\nat_least = 3";
    let results = run(&[STILL, ENTERPRISE, &file.concat(), &target("started", metric, 2024)]);
    // January: "wanted" takes 80 of 100, "brief" and "dense" do not fit, "small" takes the last 20. "brief" leaves
    // in April, when 50 come; "dense" needs 60 and waits for ever.
    let starts = |name: &str| {
        let project = results.projects.iter().find(|p| p.name.name == name).unwrap();
        project.start_month.map(|stat| (stat.p05, stat.p95))
    };
    assert_eq!(starts("wanted"), Some((1.0, 1.0)));
    assert_eq!(starts("small"), Some((1.0, 1.0)));
    assert_eq!(starts("dense"), None);
    assert_eq!(results.projects[3].lost["land"], 1.0);
    let free: Vec<f64> = results.months.iter().take(5).map(|month| month.land_free.mean).collect();
    assert_eq!(free, [0.0, 0.0, 0.0, 50.0, 50.0]);
    let waiting: Vec<f64> = results.months.iter().take(5).map(|month| month.projects_waiting.mean).collect();
    assert_eq!(waiting, [2.0, 2.0, 2.0, 1.0, 1.0]);
    // Both operate from March on: ten months of 1 亿元 a year each.
    assert!((results.park[0].stat("output").unwrap().mean - (1.0 + 2.0 * 10.0 / 12.0)).abs() < 1e-9);
}

/// Ramp, season and the months of operation behind a project.
#[test]
fn output_while_ramping_up() {
    let file =
        STILL.replace("volatility = 0", "volatility = 0\nseasonality = [1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2]");
    let project = "[[projects]]\nname = \"x\"\nindustry = \"a\"\nstage = \"operating\"\ncapacity = 9\n\
                   operating_months = 2\nramp = 4\nramp_shape = \"s-curve\"\n";
    let metric = "metric = \"park.output\"\nat_least = 1";
    let results = run(&[&file, ENTERPRISE, project, &target("o", metric, 2024)]);
    // In January its age is 2, so r = 3/4 and u = 27/32; from February on it is at capacity.
    let share = (27.0 / 32.0 + 5.0 + 12.0) / 18.0;
    assert!((results.park[0].stat("output").unwrap().mean - (1.0 + 9.0 * share)).abs() < 1e-9);
    assert!((results.park[1].stat("output").unwrap().mean - 10.0).abs() < 1e-9);
}

/// m^dose and dose·a; a policy's `set` replaces; overrides keep what changes to the parent do.
#[test]
fn doses_and_inheritance() {
    let file = r#"
[[enterprises]]
name = "own"
industry = "a"
output = 10
growth = "20%"
[[policies]]
id = "p"
name = "p"
cost = 100
max_dose = 2
changes = [ { on = "industries", id = "a", growth = { multiply = 1.44, add = "1%" } } ]
[[policies]]
id = "s"
name = "s"
cost = 100
changes = [ { on = "industries", id = "a", growth = { set = "50%" } } ]
[[mixes]]
id = "half"
name = "half"
policies = { p = 0.5 }
[[mixes]]
id = "both"
name = "both"
policies = { p = 2.0, s = 1.0 }
"#;
    let file =
        &[&STILL.replace("growth = 0", "growth = 0.1"), ENTERPRISE, file, &enterprises_over(12.0, 1, 2024)];
    let outputs = |mix| {
        let results = run_mix(file, Some(mix));
        [0, 1].map(|e| results.enterprises[e].years[0].output.mean)
    };
    let near = |found: [f64; 2], expected: [f64; 2]| {
        assert!(
            found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-8),
            "{found:?} against {expected:?}"
        );
    };
    near(outputs("half"), [1.0 + 0.1 * 1.2 + 0.005, 10.0 * (1.0 + 0.2 * 1.2 + 0.005)]);
    let squared = 1.44 * 1.44;
    near(outputs("both"), [1.0 + 0.5 * squared + 0.02, 10.0 * (1.0 + 0.2 * squared + 0.02)]);
}

/// An output of 9 against 6 counts 1.2 of 50 points, no enterprise of the two asked for none of 30, no exit all of 20.
#[test]
fn scores_add_up_what_is_complete() {
    let park = ENTERPRISE.replace("output = 1", "output = 9");
    let score = r#"
[[scores]]
id = "s"
name = "S"
at_least = 80
items = [
  { metric = "park.output", year = 2024, at_least = "6亿元", weight = 50, cap = 1.2 },
  { target = "2-over-10-in-2024", weight = 30 },
  { metric = "park.exits", year = 2025, at_most = 3, weight = 20 },
]
"#;
    let results = run(&[STILL, &park, &enterprises_over(10.0, 2, 2024), score]);
    let [score] = &results.scores[..] else { panic!("{:?}", results.scores) };
    let points: Vec<f64> = score.items.iter().map(|item| item.points.mean).collect();
    assert_eq!(points, [60.0, 0.0, 20.0]);
    assert_eq!((score.full, score.value.mean, score.value.sd), (100.0, 80.0, 0.0));
    assert_eq!(score.reached.unwrap().probability, 1.0);
}

/// The lognormal output O of an enterprise, against b, counts E min(O/b, cap) and reaches half of it where O >= b/2.
#[test]
fn the_mean_of_a_capped_completion() {
    let park = STILL.replace("volatility = 0", "volatility = 0.4\ncommon_share = 0");
    let score = r#"
[[scores]]
id = "s"
name = "S"
at_least = 50
items = [{ metric = "park.output", year = 2024, at_least = "2亿元", weight = 100, cap = 0.6 }]
"#;
    let results = run(&[&park, ENTERPRISE, &enterprises_over(1.0, 1, 2024), score]);
    let (v, cap) = (0.4, 0.6 * 2.0);
    let (normal, edge) = (Normal::standard(), f64::ln(cap) / v);
    let below = (0.5 * v * v).exp() * normal.cdf(edge - v);
    let mean = 100.0 / 2.0 * (below + cap * (1.0 - normal.cdf(edge)));
    mean_agrees(&results.scores[0].value, mean);
    agrees(results.scores[0].reached.unwrap().probability, 0.5);
}

/// 0.1 + 8.2 + 1.7 falls short of 10 in the last bit.
#[test]
fn a_complete_score_is_reached_whatever_its_weights() {
    let item = |weight: &str| {
        format!("{{ metric = \"park.output\", year = 2024, at_least = 1, weight = {weight} }}")
    };
    let items = ["0.1", "8.2", "1.7"].map(item).join(", ");
    let score = format!("[[scores]]\nid = \"s\"\nname = \"S\"\nat_least = 10\nitems = [{items}]\n");
    let results = run(&[STILL, ENTERPRISE, &enterprises_over(1.0, 1, 2024), &score]);
    assert_eq!(results.scores[0].reached.unwrap().probability, 1.0);
}
