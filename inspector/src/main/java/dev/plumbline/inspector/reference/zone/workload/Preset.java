package dev.plumbline.inspector.reference.zone.workload;

import java.util.Locale;

/** The workloads that come with the simulator. Each does the same for the same seed on the same machine. */
public enum Preset {
    /** A machine that starts: see {@link BootWorkload}. */
    BOOT("kernel memory that stays, a little cache"),
    /** A server at work: see {@link ServerWorkload}. */
    SERVER("page cache, slab, processes that come and go, network bursts"),
    /** The pattern that leaves holes: see {@link FragmentWorkload}. */
    FRAGMENT("memory filled with single pages, every other one of which is given back"),
    /** Huge pages beside page cache: see {@link HugePageWorkload}. */
    HUGEPAGE("bursts of huge pages beside page cache");

    private final String words;

    Preset(String words) {
        this.words = words;
    }

    /** As the command line and documents name it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What it does, for people. */
    public String words() {
        return words;
    }

    Workload make(SimulatedMachine machine) {
        return switch (this) {
            case BOOT -> new BootWorkload();
            case SERVER -> new ServerWorkload();
            case FRAGMENT -> new FragmentWorkload();
            case HUGEPAGE -> new HugePageWorkload(machine);
        };
    }
}
