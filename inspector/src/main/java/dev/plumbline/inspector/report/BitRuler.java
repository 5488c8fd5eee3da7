package dev.plumbline.inspector.report;

import dev.plumbline.inspector.check.address.AddressFields;
import dev.plumbline.inspector.check.address.AddressFields.Field;
import java.util.List;
import java.util.function.Function;

/**
 * An address drawn as its fields: which bits, whose they are, the bits, and their value, a column a field. The widest format,
 * 64 bits in eight fields, takes 75 columns.
 */
final class BitRuler {

    private static final String MARGIN = "  ";

    private BitRuler() {}

    /** Four lines, without a line break at the last one's end. */
    static List<String> draw(AddressFields address) {
        return List.of(
                row(address, BitRuler::bits),
                row(address, Field::name),
                row(address, Field::binary),
                row(address, BitRuler::value));
    }

    private static String row(AddressFields address, Function<Field, String> cell) {
        StringBuilder line = new StringBuilder(MARGIN).append('|');
        for (Field field : address.fields()) {
            String text = cell.apply(field);
            line.append(text).append(" ".repeat(width(field) - text.length())).append('|');
        }
        return line.toString();
    }

    private static int width(Field field) {
        return List.of(bits(field), field.name(), field.binary(), value(field)).stream()
                .mapToInt(String::length)
                .max()
                .orElse(0);
    }

    private static String bits(Field field) {
        return field.high() == field.low() ? "" + field.high() : field.high() + ":" + field.low();
    }

    /** An index is a number of a table's entry; the rest is bits. */
    private static String value(Field field) {
        boolean index = Character.isUpperCase(field.name().charAt(0));
        return index ? Long.toString(field.value()) : "0x" + Long.toHexString(field.value());
    }
}
