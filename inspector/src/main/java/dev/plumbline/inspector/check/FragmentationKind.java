package dev.plumbline.inspector.check;

import dev.plumbline.inspector.observed.ExtFrag;
import dev.plumbline.inspector.reference.zone.fragmentation.FragmentationIndex;
import dev.plumbline.inspector.reference.zone.fragmentation.FreeBlocks;
import dev.plumbline.inspector.reference.zone.fragmentation.PossibleFragmentation;
import dev.plumbline.inspector.reference.zone.fragmentation.PossibleUnusable;
import dev.plumbline.inspector.reference.zone.fragmentation.UnusableIndex;
import java.util.List;
import java.util.Locale;

/** The two indices below {@code sys/kernel/debug/extfrag}. */
enum FragmentationKind {
    UNUSABLE("unusable index", FragmentationPass.UNUSABLE) {
        @Override
        int index(FreeBlocks free, int order) {
            return UnusableIndex.of(free, order);
        }

        @Override
        boolean isPossible(List<Integer> thousandths, long mostPages, int leftOut) {
            return PossibleUnusable.is(thousandths, mostPages, leftOut);
        }

        @Override
        Observation<ExtFrag> read(FragmentationPass pass) {
            return pass.unusable();
        }
    },
    FRAGMENTATION("fragmentation index", FragmentationPass.FRAGMENTATION) {
        @Override
        int index(FreeBlocks free, int order) {
            return FragmentationIndex.of(free, order);
        }

        @Override
        boolean isPossible(List<Integer> thousandths, long mostPages, int leftOut) {
            return PossibleFragmentation.is(thousandths, mostPages, leftOut);
        }

        @Override
        Observation<ExtFrag> read(FragmentationPass pass) {
            return pass.fragmentation();
        }
    };

    private final String title;
    private final String path;

    FragmentationKind(String title, String path) {
        this.title = title;
        this.path = path;
    }

    abstract int index(FreeBlocks free, int order);

    abstract boolean isPossible(List<Integer> thousandths, long mostPages, int leftOut);

    abstract Observation<ExtFrag> read(FragmentationPass pass);

    String title() {
        return title;
    }

    String path() {
        return path;
    }

    /** An index for people: {@code 0.142}, {@code -1.000}. */
    static String text(int thousandths) {
        return String.format(Locale.ROOT, "%.3f", thousandths / 1000.0);
    }
}
