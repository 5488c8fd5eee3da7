package dev.plumbline.inspector.reference.zone.workload;

/** What asks a machine's allocator for pages. */
interface Workload {

    /** Does the next thing: some allocations and frees that belong together; false when there is nothing left to do. */
    boolean step(Requests requests);
}
