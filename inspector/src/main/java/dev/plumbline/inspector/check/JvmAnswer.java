package dev.plumbline.inspector.check;

import dev.plumbline.bridge.Origin;
import dev.plumbline.bridge.Reading;
import dev.plumbline.inspector.jvm.Hotspot;
import dev.plumbline.inspector.jvm.HotspotAnswer;
import dev.plumbline.inspector.jvm.HotspotFacts;
import dev.plumbline.inspector.jvm.HotspotTarget;
import dev.plumbline.inspector.observed.Auxv;
import dev.plumbline.inspector.observed.Vma;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** What a process's memory says of a JVM in it; read once for all checks. Only processes that map a libjvm.so are read. */
sealed interface JvmAnswer {

    /** No JVM, or none that its mappings show. */
    record None() implements JvmAnswer {}

    /** A JVM that cannot be read. */
    record Unreadable(Verdict.NotObservable why) implements JvmAnswer {}

    /** A JVM. */
    record Found(HotspotFacts facts) implements JvmAnswer {}

    /** Where auxv does not say. */
    long COMMON_PAGE_BYTES = 4096;

    static JvmAnswer of(ProcessView process) {
        return process.once(
                "jvm", () -> process.keptJvm().<JvmAnswer>map(Found::new).orElseGet(() -> read(process)));
    }

    /** Whether a process's mappings were read, and none is of a JVM. */
    static boolean surelyNone(ProcessView process) {
        return process.maps().intact().filter(maps -> !mapsJvm(maps)).isPresent();
    }

    private static boolean mapsJvm(List<Vma> maps) {
        return maps.stream().anyMatch(v -> v.fileName().endsWith("/libjvm.so"));
    }

    private static JvmAnswer read(ProcessView process) {
        Optional<List<Vma>> maps = process.maps().intact();
        if (maps.isEmpty() || !mapsJvm(maps.get())) {
            return new None();
        }
        if (process.host().files().origin() instanceof Origin.Capture) {
            return new Unreadable(new Verdict.NotObservable(
                    process.path("mem") + ": a capture holds no process's memory, and a JVM says there what it is",
                    ""));
        }
        long pageBytes = pageBytes(process);
        Reading<HotspotAnswer> read = process.host()
                .files()
                .withMemory(
                        process.pid(),
                        memory -> Hotspot.read(new HotspotTarget(maps.get(), memory, Map.of(), pageBytes)));
        return read.content()
                .map(answer -> answer(process, answer))
                .orElseGet(
                        () -> new Unreadable(new Observation<>(process.path("mem"), read.withoutContent()).whyNot()));
    }

    private static JvmAnswer answer(ProcessView process, HotspotAnswer answer) {
        if (answer instanceof HotspotAnswer.Found found) {
            return new Found(found.facts());
        }
        if (answer instanceof HotspotAnswer.Unreadable unreadable) {
            return new Unreadable(
                    new Verdict.NotObservable(process.path("mem") + ": " + unreadable.reason(), unreadable.remedy()));
        }
        return new None();
    }

    /** The base page size by AT_PAGESZ. */
    static long pageBytes(ProcessView process) {
        OptionalLong size = process.auxv().intact().map(Auxv::pageSize).orElse(OptionalLong.empty());
        return size.isPresent() && Long.bitCount(size.getAsLong()) == 1 ? size.getAsLong() : COMMON_PAGE_BYTES;
    }
}
