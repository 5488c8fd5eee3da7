package dev.plumbline.inspector.check.compare;

import dev.plumbline.bridge.Reading;
import dev.plumbline.inspector.check.HostView;
import dev.plumbline.inspector.check.Observation;
import dev.plumbline.inspector.check.Verdict;
import dev.plumbline.inspector.observed.Parsed;
import dev.plumbline.inspector.observed.SourceText;
import dev.plumbline.inspector.observed.Sysctl;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

/** The quantities of a host while they are read. */
final class QuantityList {

    private final HostView host;
    private final List<Quantity> quantities = new ArrayList<>();
    private final Set<QuantityKind> enumerated = EnumSet.noneOf(QuantityKind.class);

    QuantityList(HostView host) {
        this.host = host;
    }

    HostView host() {
        return host;
    }

    List<Quantity> quantities() {
        return quantities;
    }

    Set<QuantityKind> enumerated() {
        return enumerated;
    }

    void add(QuantityKind kind, String subject, Value value) {
        quantities.add(new Quantity(kind, subject, value));
    }

    /** A value where there is one. */
    void add(QuantityKind kind, String subject, OptionalLong number) {
        number.ifPresent(n -> add(kind, subject, new Value.Count(n)));
    }

    /** All of a kind were named: one that was not is not there. */
    void enumerated(QuantityKind... kinds) {
        enumerated.addAll(List.of(kinds));
    }

    /** What a file that was parsed says, or why it says nothing. */
    <T> Value from(Observation<T> observation, Function<T, Value> value) {
        return observation.intact().map(value).orElseGet(() -> notShown(observation.whyNot()));
    }

    static Value notShown(Verdict.NotObservable why) {
        return new Value.NotShown(why.because(), why.remedy());
    }

    /** A file of one line, as text; its blanks made single spaces. */
    Value line(String path) {
        Reading<Parsed<Sysctl>> reading =
                host.files().read(path).map(bytes -> Sysctl.parseText(SourceText.of(path, bytes)));
        return from(
                new Observation<>(path, reading),
                s -> new Value.Text(s.text().strip().replaceAll("\\s+", " ")));
    }

    /** The names in a directory; none where it cannot be listed. */
    List<String> names(String directory) {
        return host.files().list(directory).content().orElse(List.of());
    }
}
