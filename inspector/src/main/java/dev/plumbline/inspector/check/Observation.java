package dev.plumbline.inspector.check;

import dev.plumbline.bridge.Reading;
import dev.plumbline.inspector.observed.Damage;
import dev.plumbline.inspector.observed.Parsed;
import java.util.List;
import java.util.Optional;

/**
 * One kernel file, read and parsed, as a check meets it.
 *
 * @param path the file's path
 * @param reading the reading with what the parser made of it
 */
public record Observation<T>(String path, Reading<Parsed<T>> reading) {

    /** The value, where the file was read and is undamaged. */
    public Optional<T> intact() {
        return reading.content().filter(p -> p.damage().isEmpty()).map(Parsed::value);
    }

    /** What is damaged in it. */
    public List<Damage> damage() {
        return reading.content().map(Parsed::damage).orElse(List.of());
    }

    /**
     * Why {@link #intact} is empty, as a verdict.
     *
     * @throws IllegalStateException if it is not empty
     */
    public Verdict.NotObservable whyNot() {
        if (reading instanceof Reading.Absent<Parsed<T>> absent) {
            return new Verdict.NotObservable(path + ": " + absent.reason(), "");
        }
        if (reading instanceof Reading.Denied<Parsed<T>> denied) {
            return new Verdict.NotObservable(path + ": " + denied.reason(), denied.remedy());
        }
        if (reading instanceof Reading.Failed<Parsed<T>> failed) {
            return new Verdict.NotObservable(path + ": " + failed.reason(), "");
        }
        if (!damage().isEmpty()) {
            return new Verdict.NotObservable(damage().get(0).toString(), "");
        }
        throw new IllegalStateException(path + " is intact");
    }
}
