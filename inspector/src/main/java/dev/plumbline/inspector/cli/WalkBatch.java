package dev.plumbline.inspector.cli;

import dev.plumbline.inspector.reference.mmu.FastWalker;
import java.io.IOException;

/** Gathers addresses, so that many are walked at once, and prints what they lead to in their order. */
final class WalkBatch {

    private static final int SIZE = 4096;

    private final FastWalker walker;
    private final WalkCsv csv;
    private final long[] addresses = new long[SIZE];
    private final long[] outcomes = new long[SIZE];
    private int gathered;

    WalkBatch(FastWalker walker, WalkCsv csv) {
        this.walker = walker;
        this.csv = csv;
    }

    void add(long address) throws IOException {
        addresses[gathered++] = address;
        if (gathered == SIZE) {
            finish();
        }
    }

    /** Walks and prints what was gathered. */
    void finish() throws IOException {
        walker.translate(addresses, 0, gathered, outcomes);
        for (int i = 0; i < gathered; i++) {
            csv.packed(addresses[i], outcomes[i]);
        }
        gathered = 0;
    }
}
