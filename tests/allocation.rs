//! The kernel does not allocate for a trial: once its lists have grown to what trials need, blocks hardly ever touch the heap.

#[path = "it/common.rs"]
#[allow(
    dead_code,
    clippy::unwrap_used,
    reason = "parks for other tests are there too, and a test may stop at the first surprise"
)]
mod common;

use parkcast::plan::Plan;
use parkcast::random::LANES;
use parkcast::trial::{Method, Worker};
use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::ops::Range;

/// Counts the allocations of the thread that asks for it.
struct Counting;

thread_local! {
    static COUNT: Cell<u64> = const { Cell::new(0) };
}

#[expect(unsafe_code, reason = "a global allocator is an unsafe trait; this one only counts and passes on")]
// SAFETY: every call is passed on unchanged to the system's allocator.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        COUNT.with(|count| count.set(count.get() + 1));
        // SAFETY: the caller's contract is the same.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: the caller's contract is the same.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

#[test]
fn trials_do_not_allocate_once_lists_have_grown() {
    let park = common::busy_park(3);
    let plan = Plan::new(&park, &[], 7);
    let method = Method { conditional: true, ..Method::default() };
    let mut worker = Worker::with(&plan, &method);
    let mut allocations = |blocks: Range<u64>| {
        let before = COUNT.with(Cell::get);
        for block in blocks {
            worker.run(block * LANES as u64, LANES).unwrap();
            worker.condition();
        }
        COUNT.with(Cell::get) - before
    };
    assert!(allocations(0..100) > 0);
    // A list grows when a block sets a record for it, to twice its room: hardly ever any more.
    let later = allocations(100..1100);
    assert!(later < 100, "{later} allocations in 1,000 blocks");
}
