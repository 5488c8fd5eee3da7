package dev.plumbline.inspector.reference.zone.workload;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/** A workload that runs on a machine, and what can be seen of it from time to time. */
public final class Simulation {

    /** How often the machine is looked at, the first and the last moment included. */
    public static final int SAMPLES = 17;

    /** A workload that does nothing so many times in a row has nothing to do. */
    private static final int IDLE_STEPS = 1000;

    private final SimulatedMachine machine;
    private final Workload workload;
    private final Requests requests;

    private Simulation(SimulatedMachine machine, Workload workload, long seed) {
        this.machine = machine;
        this.workload = workload;
        this.requests = new Requests(machine, seed);
    }

    /** A preset on a machine; the same seed does the same again. */
    public static Simulation of(SimulatedMachine machine, Preset preset, long seed) {
        return new Simulation(machine, preset.make(machine), seed);
    }

    /** Recorded requests on a machine. */
    public static Simulation of(SimulatedMachine machine, RecordedRequests recorded) {
        return new Simulation(machine, new RecordedWorkload(recorded), 0);
    }

    /**
     * The course of a simulation.
     *
     * @param samples what was seen, in order; the last is where it ended
     * @param steps allocations and frees that were to be done
     * @param end why it ended
     */
    public record Course(List<Sample> samples, long steps, End end) {

        /** Copies the list. */
        public Course {
            samples = List.copyOf(samples);
        }

        /** Where it ended. */
        public Sample last() {
            return samples.get(samples.size() - 1);
        }
    }

    /** Why a simulation ended. */
    public enum End {
        /** All steps were done. */
        COMPLETE,
        /** The workload had nothing left to do. */
        EXHAUSTED,
        /** Somebody asked it to stop. */
        STOPPED
    }

    /**
     * Runs it.
     *
     * @param steps allocations and frees to do, at least 1; the last thing begun is finished
     * @param stop asked now and then
     * @param progress told the steps done, now and then
     */
    public Course run(long steps, BooleanSupplier stop, LongConsumer progress) {
        List<Sample> samples = new ArrayList<>();
        samples.add(Sample.of(machine, requests));
        End end = End.COMPLETE;
        int next = 1;
        int idle = 0;
        while (requests.operations() < steps) {
            long before = requests.operations();
            boolean goesOn = workload.step(requests);
            idle = requests.operations() == before ? idle + 1 : 0;
            if (!goesOn || idle > IDLE_STEPS) {
                end = requests.operations() >= steps ? End.COMPLETE : End.EXHAUSTED;
                break;
            }
            if (stop.getAsBoolean()) {
                end = End.STOPPED;
                break;
            }
            progress.accept(requests.operations());
            if (requests.operations() >= steps / (SAMPLES - 1) * next && next < SAMPLES - 1) {
                samples.add(Sample.of(machine, requests));
                next++;
            }
        }
        samples.add(Sample.of(machine, requests));
        return new Course(samples, steps, end);
    }
}
