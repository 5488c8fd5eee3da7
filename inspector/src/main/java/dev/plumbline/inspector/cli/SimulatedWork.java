package dev.plumbline.inspector.cli;

import dev.plumbline.inspector.check.requests.TraceRequests;
import dev.plumbline.inspector.reference.zone.workload.Preset;
import dev.plumbline.inspector.reference.zone.workload.RecordedRequests;
import dev.plumbline.inspector.reference.zone.workload.SimulatedMachine;
import dev.plumbline.inspector.reference.zone.workload.Simulation;
import java.nio.file.Path;
import java.util.function.Function;

/**
 * What runs on a simulated machine.
 *
 * @param name a preset's word, or the trace's file
 * @param words what it is, for people
 * @param usualSteps how many allocations and frees it has, where nobody says how many
 * @param maker puts it on a machine
 */
record SimulatedWork(String name, String words, long usualSteps, Function<SimulatedMachine, Simulation> maker) {

    private static final long USUAL_STEPS = 2_000_000;

    static SimulatedWork preset(Preset preset, long seed) {
        return new SimulatedWork(
                preset.word(),
                "%s (%s), seed %d".formatted(preset.word(), preset.words(), seed),
                USUAL_STEPS,
                machine -> Simulation.of(machine, preset, seed));
    }

    static SimulatedWork recorded(Path file, TraceRequests trace) {
        RecordedRequests requests = trace.requests();
        StringBuilder words = new StringBuilder("%s: %d mm_page_alloc and %d mm_page_free events"
                .formatted(
                        file, trace.totals().of("mm_page_alloc"), trace.totals().of("mm_page_free")));
        if (requests.strangers() > 0) {
            words.append(
                    "; left out: %d frees of blocks that were got before it began".formatted(requests.strangers()));
        }
        if (trace.totals().passedOver() > 0) {
            words.append("; passed over: %d events of other kinds"
                    .formatted(trace.totals().passedOver()));
        }
        if (trace.totals().lost() > 0) {
            words.append("; the kernel LOST %d events".formatted(trace.totals().lost()));
        }
        long taken = trace.totals().of("mm_page_alloc_zone_locked");
        if (taken > 0) {
            words.append("; the kernel took %d blocks out of its free areas for them".formatted(taken));
        }
        return new SimulatedWork(
                String.valueOf(file), words.toString(), requests.size(), machine -> Simulation.of(machine, requests));
    }

    Simulation on(SimulatedMachine machine) {
        return maker.apply(machine);
    }
}
