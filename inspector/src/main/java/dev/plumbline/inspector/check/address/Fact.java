package dev.plumbline.inspector.check.address;

import dev.plumbline.inspector.check.Observation;
import dev.plumbline.inspector.check.Verdict;
import java.util.Optional;
import java.util.function.Function;

/**
 * Something that was learnt, or why it was not.
 *
 * @param value what was learnt
 * @param because why there is no value, or how the value is known
 * @param remedy the privilege, option or file that would show it; empty where none would
 */
public record Fact<T>(Optional<T> value, String because, String remedy) {

    /** Something known, and how. */
    public static <T> Fact<T> known(T value, String how) {
        return new Fact<>(Optional.of(value), how, "");
    }

    /** Something that is not known. */
    public static <T> Fact<T> unknown(String because, String remedy) {
        return new Fact<>(Optional.empty(), because, remedy);
    }

    /** Something that a file would have told. */
    static <T> Fact<T> unread(Observation<?> file) {
        Verdict.NotObservable why = file.whyNot();
        return unknown(why.because(), why.remedy());
    }

    /** The same, turned into something else. */
    <R> Fact<R> map(Function<? super T, ? extends R> turn) {
        return new Fact<>(value.map(turn), because, remedy);
    }

    /** Why there is no value, and what would show one. */
    public String whyNot() {
        return remedy.isEmpty() ? because : because + "; would need " + remedy;
    }
}
