package dev.plumbline.inspector.reference.mmu;

import dev.plumbline.inspector.unit.AddressRange;
import dev.plumbline.inspector.unit.PhysAddr;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Joins mappings that follow each other and are alike into runs, as they come: it keeps one run, however many there are.
 *
 * @param <K> what mappings must have in common, compared by {@code equals}
 */
public final class Coalescer<K> implements TranslationVisitor {

    /**
     * Mappings without a gap.
     *
     * @param range addresses that are mapped
     * @param base where the first of them leads
     * @param pages how many mappings it was made of
     * @param common what they have in common
     */
    public record Run<K>(AddressRange range, PhysAddr base, long pages, K common) {}

    private final Function<Mapping, K> key;
    private final boolean samePlace;
    private final Consumer<Run<K>> runs;
    private Optional<Run<K>> open = Optional.empty();

    private Coalescer(Function<Mapping, K> key, boolean samePlace, Consumer<Run<K>> runs) {
        this.key = key;
        this.samePlace = samePlace;
        this.runs = runs;
    }

    /** Joins mappings whose addresses and physical addresses both follow each other. */
    public static <K> Coalescer<K> contiguous(Function<Mapping, K> key, Consumer<Run<K>> runs) {
        return new Coalescer<>(key, true, runs);
    }

    /** Joins mappings whose addresses follow each other, wherever they lead; a run's base is its first mapping's. */
    public static <K> Coalescer<K> virtual(Function<Mapping, K> key, Consumer<Run<K>> runs) {
        return new Coalescer<>(key, false, runs);
    }

    @Override
    public void mapping(Mapping mapping) {
        K common = key.apply(mapping);
        Optional<Run<K>> last =
                open.filter(run -> continues(run, mapping) && run.common().equals(common));
        if (last.isEmpty()) {
            finish();
        }
        open = Optional.of(last.map(run -> new Run<>(
                        new AddressRange(run.range().start(), mapping.range().end()),
                        run.base(),
                        run.pages() + 1,
                        common))
                .orElseGet(() -> new Run<>(mapping.range(), mapping.base(), 1, common)));
    }

    private boolean continues(Run<K> run, Mapping mapping) {
        long behind = run.base().value() + run.range().sizeBytes();
        return run.range().end().equals(mapping.start())
                && (!samePlace || behind == mapping.base().value());
    }

    /** Hands out the run that is still open. To be called when there are no more mappings. */
    public void finish() {
        open.ifPresent(runs);
        open = Optional.empty();
    }
}
