//! How long does each stage of the kernel take? One question to a benchmark; a block is 64 trials.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use parkcast::plan::Plan;
use parkcast::random::elementary::{exp, normal_quantiles};
use parkcast::random::normal::normal_probabilities_of_block;
use parkcast::random::sampling::Sobol;
use parkcast::random::{LANES, Lanes, Sampling, StreamKey};
use parkcast::read::read_scenario;
use parkcast::scenario::Scenario;
use parkcast::study::Run;
use parkcast::summary::Summary;
use parkcast::trial::{Method, Worker};
use parkcast_model::wide::{each, wide};
use std::hint::black_box;
use std::num::NonZeroUsize;
use std::path::Path;

fn baseline() -> Scenario {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/baseline.toml");
    read_scenario(&path).expect("the baseline is legal").scenario
}

/// The baseline over so many years, with so many times its enterprises, but without what it asks for in later years.
fn stretched(years: i32, times: usize) -> Plan {
    let mut scenario = baseline();
    scenario.park.end_year = scenario.park.base_year + years;
    scenario.scores.retain(|score| score.items.iter().all(|item| item.year as i32 <= years));
    let enterprises = scenario.enterprises.clone();
    for copy in 1..times {
        scenario.enterprises.extend(enterprises.iter().cloned().map(|mut enterprise| {
            enterprise.name.name += &format!(" {copy}");
            enterprise
        }));
    }
    Plan::new(&scenario, &[], 1)
}

/// Words, and what is made of them: a block of each.
fn draws(c: &mut Criterion) {
    let key = StreamKey::new(1, "bench", "a", "b");
    let mut block = [0.0; LANES];
    let mut group = c.benchmark_group("draws");
    group.throughput(Throughput::Elements(LANES as u64));
    group.bench_function("uniforms", |b| b.iter(|| key.uniforms(black_box(64), 0, &mut block)));
    let normals = |block: &mut Lanes| {
        wide(
            #[inline(always)]
            || normal_quantiles(block),
        );
    };
    group.bench_function("normals", |b| {
        b.iter(|| {
            key.uniforms(black_box(64), 0, &mut block);
            normals(&mut block);
        });
    });
    let exponentials = |block: &Lanes| -> Lanes {
        wide(
            #[inline(always)]
            || each(|lane| exp(block[lane])),
        )
    };
    group.bench_function("exponentials", |b| b.iter(|| block = exponentials(black_box(&block))));
    let probabilities = |block: &mut Lanes| {
        wide(
            #[inline(always)]
            || normal_probabilities_of_block(block),
        );
    };
    group.bench_function("normal probabilities", |b| b.iter(|| probabilities(black_box(&mut block))));
    group.finish();
}

/// One block of trials by `method`.
fn bench_blocks(c: &mut Criterion, group: &str, name: &str, plan: &Plan, method: &Method) {
    let mut worker = Worker::with(plan, method);
    let mut first = 0;
    let mut group = c.benchmark_group(group);
    group.throughput(Throughput::Elements(LANES as u64));
    group.bench_function(name, |b| {
        b.iter(|| {
            first += LANES as u64;
            worker.run(first, LANES).expect("balances close");
            worker.condition().all_hits
        });
    });
    group.finish();
}

/// Whole trials: plain, with their chances, on even points, and with their summary.
fn trials(c: &mut Criterion) {
    let plan = Plan::new(&baseline(), &[], 1);
    let sobol = Sobol::new(&plan.coordinates_by_importance(), plan.values.coordinates(), 1 << 20);
    let chances = Method { conditional: true, ..Method::default() };
    let both = Method { sampling: Sampling::Sobol(sobol), conditional: true };
    bench_blocks(c, "trials", "plain", &plan, &Method::default());
    bench_blocks(c, "trials", "with chances", &plan, &chances);
    bench_blocks(c, "trials", "with chances, Sobol points", &plan, &both);
    let (mut worker, mut summary) = (Worker::new(&plan), Summary::new(&plan));
    let mut first = 0;
    let mut group = c.benchmark_group("trials");
    group.throughput(Throughput::Elements(LANES as u64));
    group.bench_function("plain, with summary", |b| {
        b.iter(|| {
            first += LANES as u64;
            summary.push(worker.run(first, LANES).expect("balances close"), first, LANES);
        });
    });
    group.finish();
}

/// What the parts of a trial take: the baseline without them.
fn parts(c: &mut Criterion) {
    let without = |change: fn(&mut Scenario)| {
        let mut scenario = baseline();
        change(&mut scenario);
        Plan::new(&scenario, &[], 1)
    };
    let growth_alone = without(|scenario| {
        scenario.projects.clear();
        scenario.channels.clear();
        scenario.parcels.clear();
        scenario.exits.clear();
    });
    let no_queue = without(|scenario| {
        scenario.projects.clear();
        scenario.channels.clear();
    });
    bench_blocks(c, "parts", "growth alone", &growth_alone, &Method::default());
    bench_blocks(c, "parts", "all but projects and their queue", &no_queue, &Method::default());
}

/// By number of years, and of enterprises.
fn sizes(c: &mut Criterion) {
    for years in [1, 2, 5, 10] {
        bench_blocks(c, "years", &years.to_string(), &stretched(years, 1), &Method::default());
    }
    for times in [1, 2, 4] {
        let plan = stretched(2, times);
        bench_blocks(c, "enterprises", &plan.enterprises.len().to_string(), &plan, &Method::default());
    }
}

/// 20,000 trials of the baseline by number of threads.
fn threads(c: &mut Criterion) {
    let scenario = baseline();
    let trials = 20_000;
    let mut group = c.benchmark_group("threads");
    group.throughput(Throughput::Elements(trials)).sample_size(10);
    for threads in [1, 2, 4] {
        let threads = NonZeroUsize::new(threads).expect("not zero");
        group.bench_function(threads.to_string(), |b| {
            let run = Run::of(&scenario).trials(trials).conditional(false).threads(threads);
            b.iter(|| run.simulate(&()).expect("balances close").summary.trials);
        });
    }
    group.finish();
}

criterion_group!(benches, draws, trials, parts, sizes, threads);
criterion_main!(benches);
