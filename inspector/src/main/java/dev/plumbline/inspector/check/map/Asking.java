package dev.plumbline.inspector.check.map;

import dev.plumbline.bridge.Origin;
import dev.plumbline.inspector.check.ProcessView;
import dev.plumbline.inspector.jvm.JvmIdentity;
import dev.plumbline.inspector.jvm.ask.Ask;
import dev.plumbline.inspector.jvm.ask.AskAnswer;
import dev.plumbline.inspector.observed.MapsParser;
import dev.plumbline.inspector.observed.SourceText;
import dev.plumbline.inspector.observed.Vma;
import dev.plumbline.inspector.owner.Claim;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Asks a JVM, where that is wanted. It happens before the mappings are read: to answer, the JVM starts a thread and touches memory,
 * which is then part of what is read.
 *
 * @param answer empty where nobody was asked
 * @param note why not, although it was wanted; empty otherwise
 * @param time how long it took
 */
record Asking(Optional<AskAnswer.Answered> answer, Optional<String> note, Duration time) {

    /**
     * Asks, where the options allow it.
     *
     * @param jvm how, given the process's mappings
     */
    static Asking of(ProcessView process, MapOptions options, Function<List<Vma>, AskAnswer> jvm) {
        if (!options.ask()) {
            return new Asking(Optional.empty(), Optional.empty(), Duration.ZERO);
        }
        if (!(process.host().files().origin() instanceof Origin.Live)) {
            return unasked("a process of a capture cannot be asked");
        }
        long start = System.nanoTime();
        AskAnswer answer = jvm.apply(mappings(process));
        Duration time = Duration.ofNanos(System.nanoTime() - start);
        if (answer instanceof AskAnswer.Refused refused) {
            return unasked(
                    "the process could not be asked: %s; what helps: %s".formatted(refused.reason(), refused.remedy()));
        }
        return new Asking(Optional.of((AskAnswer.Answered) answer), Optional.empty(), time);
    }

    /** Asks over the attach socket. */
    static AskAnswer overTheSocket(ProcessView process, List<Vma> maps) {
        return process.host().files().origin() instanceof Origin.Live live
                ? Ask.read(live, process.pid(), process.startTimeTicks(), maps)
                : new AskAnswer.Refused("it is of a capture", "ask on the host itself");
    }

    /** What is laid before the claims from outside. */
    List<Claim> coarse() {
        return answer.map(AskAnswer.Answered::coarse).orElse(List.of());
    }

    /** What is laid after them. */
    List<Claim> claims() {
        return answer.map(AskAnswer.Answered::claims).orElse(List.of());
    }

    /** What could not be learnt. */
    List<String> notes() {
        return answer.map(AskAnswer.Answered::notes)
                .orElseGet(() -> note.map(List::of).orElse(List.of()));
    }

    /** Which JVM it says it is. */
    Optional<JvmIdentity> identity() {
        return answer.map(AskAnswer.Answered::identity);
    }

    private static Asking unasked(String note) {
        return new Asking(Optional.empty(), Optional.of(note), Duration.ZERO);
    }

    /** Not the view's own reading, which is of after the answer. */
    private static List<Vma> mappings(ProcessView process) {
        return process.host()
                .files()
                .read(process.path("maps"))
                .content()
                .map(bytes -> MapsParser.parse(SourceText.of(process.path("maps"), bytes))
                        .value())
                .orElse(List.of());
    }
}
