package dev.plumbline.inspector.check;

import dev.plumbline.inspector.observed.ExtFragZone;
import dev.plumbline.inspector.reference.zone.fragmentation.FreeBlocks;
import dev.plumbline.inspector.reference.zone.fragmentation.PossibleUnusable;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One zone's line of indices beside what its free lists gave whenever they were read.
 *
 * @param kind which index
 * @param line as printed
 * @param free the free lists' readings, in order of time, at least one
 * @param bracketed whether the first and the last of them were taken around the line
 * @param mostPages more free pages than these the zone cannot have
 */
record FragmentationLine(
        FragmentationKind kind, ExtFragZone line, List<FreeBlocks> free, boolean bracketed, long mostPages) {

    /** The verdict on every order. */
    List<Verdict> verdicts() {
        Set<Integer> spoilt = spoilt();
        return IntStream.range(0, line.thousandthsByOrder().size())
                .mapToObj(order -> verdict(order, spoilt))
                .toList();
    }

    /** Whether every index is what some reading gives. */
    boolean isSettled() {
        return IntStream.range(0, line.thousandthsByOrder().size()).allMatch(this::isGiven);
    }

    private boolean isGiven(int order) {
        return free.stream().anyMatch(f -> kind.index(f, order) == printed(order));
    }

    private int printed(int order) {
        return line.thousandthsByOrder().get(order);
    }

    private int nearest(int order) {
        return free.stream()
                .map(f -> kind.index(f, order))
                .min(Comparator.comparingInt(i -> Math.abs(i - printed(order))))
                .orElseThrow();
    }

    private Verdict verdict(int order, Set<Integer> spoilt) {
        String observed = FragmentationKind.text(printed(order));
        String expected = FragmentationKind.text(nearest(order));
        if (isGiven(order)) {
            return new Verdict.Holds(observed, expected, "");
        }
        if (spoilt.contains(order)) {
            return new Verdict.Violated(
                    observed, expected, "no free lists of such a zone give this index beside the line's others");
        }
        if (!bracketed) {
            return new Verdict.NotObservable(
                    "printed %s, while the free lists gave %s whenever they were read; no reading of them around it tells whether"
                                    .formatted(observed, given(order))
                            + " they had moved",
                    "buddyinfo read before and after");
        }
        FreeBlocks before = free.get(0);
        Optional<FreeBlocks> moved =
                free.stream().filter(f -> !f.equals(before)).reduce((earlier, later) -> later);
        return moved.<Verdict>map(after -> new Verdict.Drifted(
                        state(before, order), state(after, order), observed, "the zone's free lists moved"))
                .orElseGet(() -> new Verdict.Violated(
                        observed, expected, "the zone's free lists were the same before and after"));
    }

    private String given(int order) {
        return free.stream()
                .map(f -> FragmentationKind.text(kind.index(f, order)))
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private String state(FreeBlocks blocks, int order) {
        return "%s of %d blocks, %d pages"
                .formatted(FragmentationKind.text(kind.index(blocks, order)), blocks.total(), blocks.pages());
    }

    /** The orders whose index contradicts the rest of the line: the one without which it is possible, else all that differ. */
    private Set<Integer> spoilt() {
        List<Integer> values = line.thousandthsByOrder();
        List<Integer> differing = IntStream.range(0, values.size())
                .filter(order -> !isGiven(order))
                .boxed()
                .toList();
        if (differing.isEmpty() || kind.isPossible(values, mostPages, PossibleUnusable.ALL_COUNT)) {
            return Set.of();
        }
        Optional<Integer> one = differing.stream()
                .sorted(Comparator.comparingInt((Integer order) -> Math.abs(nearest(order) - printed(order)))
                        .reversed())
                .filter(order -> kind.isPossible(values, mostPages, order))
                .findFirst();
        return one.map(Set::of).orElseGet(() -> new HashSet<>(differing));
    }
}
