//! How long does each stage of the kernel take? One question to a benchmark; a block is 64 trials.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use parkcast::plan::Plan;
use parkcast::random::elementary::{exp, normal_quantiles};
use parkcast::random::{LANES, StreamKey};
use parkcast::read::read_scenario;
use parkcast::summary::{Summary, simulate};
use parkcast::trial::Worker;
use std::hint::black_box;
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::atomic::AtomicBool;

fn baseline() -> Plan {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/baseline.toml");
    let reading = read_scenario(&path).expect("the baseline is legal");
    Plan::new(&reading.scenario, None, 1)
}

/// Counter-based words: a block of uniforms.
fn uniforms(c: &mut Criterion) {
    let key = StreamKey::new(1, "bench", "a", "b");
    let mut block = [0.0; LANES];
    let mut group = c.benchmark_group("draws");
    group.throughput(Throughput::Elements(LANES as u64));
    group.bench_function("uniforms", |b| b.iter(|| key.uniforms(black_box(64), 0, &mut block)));
    group.bench_function("normals", |b| {
        b.iter(|| {
            key.uniforms(black_box(64), 0, &mut block);
            normal_quantiles(&mut block);
        });
    });
    group.bench_function("exponentials", |b| b.iter(|| block = black_box(block).map(exp)));
    group.finish();
}

/// A block of trials of the baseline, without and with its summary.
fn blocks(c: &mut Criterion) {
    let plan = baseline();
    let (mut worker, mut summary) = (Worker::new(&plan), Summary::new(&plan));
    let mut first = 0;
    let mut group = c.benchmark_group("baseline");
    group.throughput(Throughput::Elements(LANES as u64));
    group.bench_function("trials", |b| {
        b.iter(|| {
            first += LANES as u64;
            worker.run(first, LANES).expect("balances close").all_hits
        });
    });
    group.bench_function("trials and summary", |b| {
        b.iter(|| {
            first += LANES as u64;
            summary.push(worker.run(first, LANES).expect("balances close"), first, LANES);
        });
    });
    group.finish();
}

/// 20,000 trials of the baseline by number of threads.
fn threads(c: &mut Criterion) {
    let plan = baseline();
    let trials = 20_000;
    let mut group = c.benchmark_group("threads");
    group.throughput(Throughput::Elements(trials)).sample_size(10);
    for threads in [1, 2, 4] {
        let threads = NonZeroUsize::new(threads).expect("not zero");
        group.bench_function(threads.to_string(), |b| {
            b.iter(|| {
                simulate(&plan, trials, threads, &AtomicBool::new(false), &|_| ())
                    .expect("balances close")
                    .trials
            });
        });
    }
    group.finish();
}

criterion_group!(benches, uniforms, blocks, threads);
criterion_main!(benches);
