//! The kernel allocates nothing: once a worker stands, blocks run without touching the heap.

mod common;

use parkcast::plan::Plan;
use parkcast::random::LANES;
use parkcast::trial::{Method, Worker};
use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

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
fn trials_do_not_allocate() {
    let park = common::busy_park(3);
    let plan = Plan::new(&park, &[], 7);
    let method = Method { conditional: true, ..Method::default() };
    let mut worker = Worker::with(&plan, &method);
    let before = COUNT.with(Cell::get);
    for block in 0..200 {
        worker.run(block * LANES as u64, LANES).unwrap();
        worker.condition();
    }
    assert_eq!(COUNT.with(Cell::get) - before, 0);
}
