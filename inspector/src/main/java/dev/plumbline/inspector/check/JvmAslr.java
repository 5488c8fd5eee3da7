package dev.plumbline.inspector.check;

import dev.plumbline.inspector.arch.Architecture;
import dev.plumbline.inspector.observed.Personality;
import dev.plumbline.inspector.observed.Sysctl;
import dev.plumbline.inspector.reference.layout.HeapPlacement;
import dev.plumbline.inspector.unit.AddressRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How many bits of a heap's and of a class-data archive's address are random, beside what mmap gives any mapping. What takes
 * bits away is named with what would give them back.
 *
 * <p>Source: mm/util.c, {@code arch_mmap_rnd}; HotSpot: {@link HeapPlacement}; {@code MetaspaceShared::initialize_runtime_shared_and_meta_spaces}
 * (SharedBaseAddress, ArchiveRelocationMode); {@code GCArguments::compute_heap_alignment}.
 */
final class JvmAslr implements JvmCheck {

    private static final String RND_BITS = "proc/sys/vm/mmap_rnd_bits";
    private static final String RANDOMIZE = "proc/sys/kernel/randomize_va_space";
    private static final String BITS = "bits";
    private static final int ALWAYS_RELOCATE = 1;

    /** Archives are dumped for an address that class pointers reach from base zero or nearly so (default 0x800000000). */
    private static final long DUMPED_BELOW = 1L << 40;

    /** A page of card table covers so many bytes of heap for each byte of page: the least alignment of the card-marking collectors. */
    private static final long CARD_BYTES = 512;

    @Override
    public String id() {
        return "jvm.aslr";
    }

    @Override
    public Kind kind() {
        return Kind.POSTURE;
    }

    @Override
    public void examine(Jvm jvm, Findings findings) {
        Optional<Evidence> mmap = mmapBits(jvm);
        if (mmap.isEmpty()) {
            Verdict unknown =
                    new Verdict.NotObservable(RND_BITS + " cannot be read, and no reference gives its default", "");
            findings.add(this, jvm.subject("heap"), unknown, List.of());
            return;
        }
        int bits = Integer.parseInt(mmap.get().text());
        List<Verdict.Term> off = switchedOff(jvm, bits);
        jvm.facts()
                .heap()
                .ifPresent(h -> findings.add(
                        this,
                        jvm.subject("heap"),
                        off.isEmpty() ? heap(jvm, h.reserved(), bits) : explained(bits, off, "nothing of it is random"),
                        List.of(mmap.get())));
        jvm.facts()
                .cds()
                .ifPresent(cds -> findings.add(
                        this,
                        jvm.subject("class-data archive"),
                        off.isEmpty() ? archive(jvm, cds, bits) : explained(bits, off, "nothing of it is random"),
                        List.of(mmap.get())));
    }

    /** What is in force, or the default where an unprivileged user may not read it. */
    private static Optional<Evidence> mmapBits(Jvm jvm) {
        Optional<Sysctl> setting =
                jvm.process().host().text(RND_BITS, Sysctl::parseNumber).intact();
        if (setting.isPresent()) {
            return Optional.of(
                    Evidence.at(RND_BITS, 1, Long.toString(setting.get().number())));
        }
        return Machine.ofCheapFiles(jvm.process().host())
                .architecture()
                .map(Architecture::aslrBits)
                .map(a -> Evidence.in(a.source(), Integer.toString(a.mmap().min())));
    }

    private static List<Verdict.Term> switchedOff(Jvm jvm, int bits) {
        List<Verdict.Term> off = new ArrayList<>();
        Optional<Sysctl> randomize =
                jvm.process().host().text(RANDOMIZE, Sysctl::parseNumber).intact();
        boolean personal = jvm.process()
                .text("personality", Personality::parse)
                .intact()
                .flatMap(p -> p)
                .filter(Personality::addrNoRandomize)
                .isPresent();
        if (randomize.isPresent() && randomize.get().number() == 0) {
            off.add(new Verdict.Term(-bits, Evidence.at(RANDOMIZE, 1, "0")));
        } else if (personal) {
            off.add(new Verdict.Term(-bits, Evidence.at(jvm.process().path("personality"), 1, "ADDR_NO_RANDOMIZE")));
        }
        return off;
    }

    private static Verdict heap(Jvm jvm, AddressRange heap, int bits) {
        if (jvm.facts().identity().collector().filter("z"::equals).isPresent()) {
            Evidence why = jvm.evidence("UseZGC: heap at %s".formatted(heap.start()));
            return explained(
                    bits,
                    List.of(new Verdict.Term(-bits, why)),
                    "ZGC's addresses carry colours or offsets, and begin"
                            + " at a fixed power of two; another collector with -XX:-UseCompressedOops would be placed at random");
        }
        Optional<HeapPlacement> placement = jvm.placement();
        if (jvm.compressesReferences()
                && placement.flatMap(p -> p.windowOf(heap.start())).isPresent()) {
            Evidence why = jvm.evidence("UseCompressedOops: heap at attach point %s".formatted(heap.start()));
            return explained(
                    bits,
                    List.of(new Verdict.Term(-bits, why)),
                    "fixed by compressed references;"
                            + " -XX:-UseCompressedOops would leave the place to mmap, at 8 bytes a reference");
        }
        long page = JvmAnswer.pageBytes(jvm.process());
        OptionalLong region = jvm.facts().flags().number("G1HeapRegionSize");
        long alignment = Math.max(page * CARD_BYTES, region.orElse(0));
        int lost = Math.min(bits, Long.numberOfTrailingZeros(Long.highestOneBit(alignment / page)));
        if (Long.remainderUnsigned(heap.start().value(), Long.highestOneBit(alignment)) != 0) {
            return new Verdict.Holds(Integer.toString(bits), Integer.toString(bits), "mmap chose the place");
        }
        Evidence why = jvm.evidence("heap aligned to %d KiB".formatted(alignment >> 10));
        return explained(bits, List.of(new Verdict.Term(-lost, why)), "mmap chose the place");
    }

    /** JDKs since 17 overwrite SharedBaseAddress with where the archive came to lie, so that it tells nothing. */
    private static Verdict archive(Jvm jvm, AddressRange cds, int bits) {
        boolean moved = jvm.facts().flags().number("ArchiveRelocationMode").orElse(0) == ALWAYS_RELOCATE;
        boolean low = Long.compareUnsigned(cds.start().value(), DUMPED_BELOW) < 0;
        if (moved || !low) {
            return new Verdict.Holds("moved", "moved", "it lies elsewhere than it was dumped for");
        }
        Evidence why = jvm.evidence("archive at %s".formatted(cds.start()));
        return explained(
                bits,
                List.of(new Verdict.Term(-bits, why)),
                "mapped where it was dumped for;"
                        + " -XX:ArchiveRelocationMode=1 (17 and later) moves it, at the price of relocating it at start");
    }

    private static Verdict explained(int expected, List<Verdict.Term> terms, String because) {
        long observed =
                expected + terms.stream().mapToLong(Verdict.Term::amount).sum();
        return new Verdict.Explained(observed, expected, BITS, terms, because);
    }
}
