package dev.plumbline.agent.inside;

import dev.plumbline.inspector.check.map.OwnerTotals;
import dev.plumbline.inspector.owner.OwnedRange;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import javax.management.openmbean.ArrayType;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.CompositeDataSupport;
import javax.management.openmbean.CompositeType;
import javax.management.openmbean.OpenDataException;
import javax.management.openmbean.OpenType;
import javax.management.openmbean.SimpleType;

/**
 * One kind of row as JMX carries it: names and open types, which are the JDK's own, so that no class of the agent reaches a client.
 *
 * @param <R> the row
 */
final class OpenTypes<R> {

    static final OpenTypes<OwnerTotals> OWNER = new OpenTypes<OwnerTotals>("Owner")
            .text("owner", row -> row.owner().word())
            .number("reservedBytes", row -> row.totals().reservedBytes())
            .number("committedBytes", row -> row.totals().committedBytes())
            .number("residentBytes", row -> row.totals().usage().residentBytes())
            .number("pssBytes", row -> row.totals().usage().pssBytes())
            .number("swapBytes", row -> row.totals().usage().swapBytes())
            .number("hugeBytes", row -> row.totals().usage().largePageBytes())
            .number("mappings", row -> row.totals().mappings());

    static final OpenTypes<OwnedRange> MAPPING = new OpenTypes<OwnedRange>("Mapping")
            .text("start", range -> hex(range.range().start().value()))
            .text("end", range -> hex(range.range().end().value()))
            .text("permissions", OwnedRange::permissions)
            .text("owner", range -> range.owner().word())
            .text("label", OwnedRange::label)
            .number("residentBytes", range -> range.usage().residentBytes())
            .number("pssBytes", range -> range.usage().pssBytes())
            .text("file", range -> range.file().orElse(""));

    static final OpenTypes<VerdictRow> VERDICT = new OpenTypes<VerdictRow>("Verdict")
            .text("check", VerdictRow::check)
            .text("subject", VerdictRow::subject)
            .text("verdict", VerdictRow::verdict)
            .text("observed", VerdictRow::observed)
            .text("expected", VerdictRow::expected)
            .text("because", VerdictRow::because);

    private final String name;
    private final Map<String, OpenType<?>> types = new LinkedHashMap<>();
    private final Map<String, Function<R, Object>> values = new LinkedHashMap<>();

    private OpenTypes(String name) {
        this.name = name;
    }

    /** The type of an array of rows. */
    ArrayType<CompositeData[]> arrayType() {
        try {
            return new ArrayType<>(1, rowType());
        } catch (OpenDataException e) {
            throw new IllegalStateException(name, e);
        }
    }

    CompositeData[] rows(Collection<R> rows) {
        CompositeType type = rowType();
        return rows.stream().map(row -> data(type, row)).toArray(CompositeData[]::new);
    }

    private CompositeType rowType() {
        List<String> names = List.copyOf(types.keySet());
        try {
            return new CompositeType(
                    name,
                    name,
                    names.toArray(String[]::new),
                    names.toArray(String[]::new),
                    types.values().toArray(OpenType<?>[]::new));
        } catch (OpenDataException e) {
            throw new IllegalStateException(name, e);
        }
    }

    private CompositeData data(CompositeType type, R row) {
        Map<String, Object> items = new LinkedHashMap<>();
        values.forEach((item, value) -> items.put(item, value.apply(row)));
        try {
            return new CompositeDataSupport(type, items);
        } catch (OpenDataException e) {
            throw new IllegalStateException(name, e);
        }
    }

    private OpenTypes<R> text(String item, Function<R, String> value) {
        types.put(item, SimpleType.STRING);
        values.put(item, value::apply);
        return this;
    }

    private OpenTypes<R> number(String item, Function<R, Number> value) {
        types.put(item, SimpleType.LONG);
        values.put(item, row -> value.apply(row).longValue());
        return this;
    }

    private static String hex(long address) {
        return "0x" + Long.toHexString(address);
    }
}
