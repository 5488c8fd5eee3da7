package dev.plumbline.inspector.check;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The verdict on one quantity of a zone's free lists, from every pass over the frames. */
final class FreeCountJudge {

    private static final String QUIETER = "a quieter moment";

    private FreeCountJudge() {}

    /**
     * Judges a quantity. Frames are read one after the other while the allocator works, so a count that moved proves
     * nothing unless the reconstruction lies inside its readings. A live host is read several times; a count that kept
     * moving and never settled is not observable there. A capture has one bracket, and a count that leaves it is violated
     * unless the whole zone shows that the frames were overtaken ({@link OvertakenFrames}).
     *
     * @param passes at least one
     * @param live whether the host itself was read
     * @param overtaken what shows that the last pass was overtaken by the allocator, if anything does
     * @param explanation what accounts for the difference that the last pass shows, if anything does
     */
    static Verdict judge(
            List<FreeCountSeries> passes, boolean live, Optional<String> overtaken, Optional<Verdict> explanation) {
        for (FreeCountSeries pass : passes) {
            if (pass.isExact()) {
                return Verdict.Holds.equal(pass.reconstructed());
            }
        }
        for (FreeCountSeries pass : passes) {
            if (pass.moved() && pass.isInsideReadings()) {
                return pass.drift();
            }
        }
        if (explanation.isPresent()) {
            return explanation.get();
        }
        FreeCountSeries last = passes.get(passes.size() - 1);
        if (live && changedAtAll(passes)) {
            return new Verdict.NotObservable(
                    "moved faster than frames can be read, in each of %d passes: %s"
                            .formatted(passes.size(), counted(passes)),
                    QUIETER);
        }
        return overtaken
                .<Verdict>map(how -> new Verdict.NotObservable(how + ": " + counted(List.of(last)), QUIETER))
                .orElseGet(() -> new Verdict.Violated(
                        Long.toString(last.before()),
                        Long.toString(last.reconstructed()),
                        last.moved()
                                ? "the frames give a count outside the readings %s taken around them"
                                        .formatted(last.readings())
                                : ""));
    }

    private static String counted(List<FreeCountSeries> passes) {
        return "counted %s; frames gave %s"
                .formatted(
                        passes.stream().map(p -> p.readings().toString()).collect(Collectors.joining(", then ")),
                        passes.stream()
                                .map(p -> Long.toString(p.reconstructed()))
                                .collect(Collectors.joining(", ")));
    }

    private static boolean changedAtAll(List<FreeCountSeries> passes) {
        return passes.stream().flatMap(p -> p.readings().stream()).distinct().count() > 1;
    }
}
