package dev.plumbline.inspector.check;

import java.util.Collections;
import java.util.List;

/**
 * One counter during one pass over the frames, all in pages.
 *
 * @param readings what was printed before the pass and, where it was read again, after it
 * @param surely frames that the counter must count
 * @param perhaps those that it may count, the former among them
 * @param unseen by how much the printed number may be off: the parts that CPUs keep to themselves
 * @param moved how many pages of the node were seen to move during the pass
 */
record Accounted(List<Long> readings, long surely, long perhaps, long unseen, long moved) {

    Accounted {
        readings = List.copyOf(readings);
    }

    /** The verdict, or what is to be said if only this pass counts. */
    Verdict verdict(Evidence threshold) {
        long before = readings.get(0);
        long after = readings.get(readings.size() - 1);
        long beyond = Collections.max(List.of(0L, surely - highest(), lowest() - perhaps));
        if (before != after && beyond <= unseen) {
            return isInside(before) && isInside(after)
                    ? new Verdict.Holds(before + " pages, then " + after, expected(), "")
                    : new Verdict.Drifted(
                            before + " pages", after + " pages", expected(), "changed while the frames were read");
        }
        if (beyond == 0) {
            return new Verdict.Holds(before + " pages", expected(), "");
        }
        if (beyond <= unseen) {
            long nearest = before < surely ? surely : perhaps;
            return new Verdict.Explained(
                    before,
                    nearest,
                    "pages",
                    List.of(new Verdict.Term(before - nearest, threshold)),
                    "each CPU keeps part of the counter to itself");
        }
        if (beyond <= unseen + moved) {
            return new Verdict.NotObservable(
                    "the node was at work while its frames were read: printed %s pages, frames give %s"
                            .formatted(readings, expected()),
                    "a quieter moment");
        }
        return new Verdict.Violated(
                (isNear(before) ? after : before) + " pages",
                expected(),
                "the flags of the frames say so; the CPUs' own parts make at most %d pages".formatted(unseen));
    }

    private boolean isInside(long reading) {
        return surely <= reading && reading <= perhaps;
    }

    private boolean isNear(long reading) {
        return surely - unseen <= reading && reading <= perhaps + unseen;
    }

    private long lowest() {
        return Collections.min(readings);
    }

    private long highest() {
        return Collections.max(readings);
    }

    /** What the frames give, for people. */
    String expected() {
        return surely == perhaps ? surely + " pages" : "%d to %d pages".formatted(surely, perhaps);
    }
}
